//! How sync stands in a few words: for the line in the frame, which never is loud, and for the head of its
//! card.

use super::conflicts;
use crate::domain::Instant;
use crate::i18n::Message;
use crate::message;
use crate::session::sync::{Phase, Status, Trouble};
use crate::ui::app::App;
use crate::ui::components::{Glyph, SavePart, Tone};

/// From when on what waits while the server can be reached is worth a look.
const STALLED_MS: i64 = 15 * 60_000;

/// Whether something waits for longer than it takes.
pub(super) fn is_stalled(status: &Status, now: Instant) -> bool {
    let is_idle = !matches!(status.phase, Phase::Off | Phase::Paused);
    let oldest = status.oldest.filter(|_| status.waiting > 0 && is_idle);
    oldest.is_some_and(|oldest| oldest.ms_until(now) >= STALLED_MS)
}

/// What the line says; none where there is no database.
pub(super) fn part(app: App, status: &Status) -> Option<SavePart> {
    let count = status.waiting;
    let (tone, message): (Tone, Message) = match &status.phase {
        Phase::Off => return None,
        Phase::Paused => (Tone::Neutral, message!("sync-line-paused", count = count)),
        Phase::Elsewhere => (
            Tone::Neutral,
            message!("sync-line-elsewhere", count = count),
        ),
        Phase::Syncing { .. } => (Tone::Info, message!("sync-line-syncing", count = count)),
        Phase::InStep if count > 0 => (Tone::Neutral, message!("sync-line-waiting", count = count)),
        Phase::InStep => match (conflicts::all(app).len(), status.last, app.format()) {
            (0, Some(last), Some(format)) => {
                let when = format.ago(last, app.minute());
                (Tone::Positive, message!("sync-line-synced", when = when))
            }
            (0, ..) => (Tone::Positive, message!("sync-in-step")),
            (count, ..) => (
                Tone::Warning,
                message!("sync-line-conflicts", count = count),
            ),
        },
        Phase::Waiting {
            trouble: Trouble::Passing(_),
            ..
        } => (Tone::Neutral, message!("sync-line-offline", count = count)),
        Phase::Waiting { .. } => (Tone::Neutral, message!("sync-line-waiting", count = count)),
        Phase::Stopped(Trouble::SignIn(_)) => (Tone::Warning, message!("sync-line-sign-in")),
        Phase::Stopped(Trouble::Locked) => (Tone::Warning, message!("sync-line-locked")),
        Phase::Stopped(_) => (Tone::Warning, message!("sync-line-stopped", count = count)),
        Phase::Asking { .. } => (Tone::Warning, message!("sync-line-asks")),
    };
    let tone = match is_stalled(status, app.minute()) {
        true => Tone::Warning,
        false => tone,
    };
    let text = app.page().text(&message);
    Some(SavePart::new(Glyph::Cloud, tone, text))
}
