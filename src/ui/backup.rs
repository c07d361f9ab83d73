//! Backing up from the screens: one run at a time, wherever it was asked for, with the age of the
//! last one for everybody who shows it. What is in a backup is `session::backup`'s.

use super::app::{App, Page};
use super::host::Preference;
use super::parts;
use crate::domain::Instant;
use crate::i18n::Message;
use crate::message;
use crate::session::backup::{Progress, back_up};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::ops::ControlFlow;

/// The last backup of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was made.
    pub at: Instant,
    /// The last entry of the journal that is in it.
    pub sequence: u64,
}

impl LastBackup {
    fn read(page: Page) -> Option<Self> {
        let noted = page.host().preference(Preference::Backup)?;
        let mut words = noted.splitn(3, ' ');
        Some(Self {
            at: Instant::from_ms(words.next()?.parse().ok()?)?,
            sequence: words.next()?.parse().ok()?,
        })
    }

    fn write(self, page: Page, file: &str) {
        let noted = format!("{} {} {file}", self.at.to_ms(), self.sequence);
        page.host().set_preference(Preference::Backup, Some(&noted));
    }
}

/// When the last backup was made that is known of this address, and what its file was called.
#[must_use]
pub fn last_file(page: Page) -> Option<(Instant, String)> {
    let last = LastBackup::read(page)?;
    let noted = page.host().preference(Preference::Backup)?;
    let file = noted.splitn(3, ' ').nth(2)?;
    Some((last.at, file.to_owned()))
}

/// The backups of the open workspace. Copying it is free.
#[derive(Clone, Copy)]
pub struct Backups {
    app: App,
    last: RwSignal<Option<LastBackup>>,
    run: RwSignal<Option<Progress>>,
    is_cancelled: StoredValue<bool>,
}

impl Backups {
    /// The backups as they were noted.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            last: RwSignal::new(LastBackup::read(app.page())),
            run: RwSignal::new(None),
            is_cancelled: StoredValue::new(false),
        }
    }

    /// The last one.
    #[must_use]
    pub fn last(self) -> Option<LastBackup> {
        self.last.get()
    }

    /// How far the one that is being made has come.
    #[must_use]
    pub fn run(self) -> Option<Progress> {
        self.run.get()
    }

    /// How many changes were made since the last one.
    #[must_use]
    pub fn changes_since(self) -> u64 {
        let heard = self.app.live().history().heard();
        let last = self.last.get().map_or(0, |last| last.sequence);
        heard.saturating_sub(last)
    }

    /// How old the last one is, in a few words.
    #[must_use]
    pub fn age(self) -> Message {
        let Some(last) = self.last.get() else {
            return message!("state-backup-none");
        };
        let clock = self.app.clock();
        match clock.day_of(last.at).days_until(clock.today) {
            ..=0 => message!("state-backup-today"),
            days => message!("state-backup-age", days = days),
        }
    }

    /// Whether one is owed: something was changed since the last, and that is a week ago.
    #[must_use]
    pub fn is_due(self) -> bool {
        let clock = self.app.clock();
        let is_old = |last: LastBackup| clock.day_of(last.at).days_until(clock.today) >= 7;
        self.changes_since() > 0 && self.last.get().is_none_or(is_old)
    }

    /// Makes one and gives it as a file, unless one is being made.
    pub fn start(self) {
        if self.run.get_untracked().is_some() {
            return;
        }
        self.is_cancelled.set_value(false);
        self.run.set(Some(Progress::default()));
        spawn_local(async move {
            if !parts::back_up(self).await {
                self.run.set(None);
                self.app.say_failure(&message!("part-missing"));
            }
        });
    }

    /// Breaks off the one that is being made.
    pub fn cancel(self) {
        self.is_cancelled.set_value(true);
    }

    pub(super) async fn make(self) {
        let host = self.app.page().host();
        let writer = self.app.live().writer().clone();
        let at = host.now();
        // What is written while the file is made may not be in it.
        let sequence = writer.machine().heard();
        let mut parts = Vec::new();
        let watch = |progress: Progress| {
            self.run.set(Some(progress));
            if self.is_cancelled.get_value() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let made = back_up(&*writer, at, &mut |piece| parts.push(piece), &watch).await;
        self.run.set(None);
        if made.is_err() {
            return;
        }
        let file = format!("{}-{}.satchel.jsonl", host.slug(), host.today());
        host.download_parts(&file, "application/jsonl", &parts);
        let last = LastBackup { at, sequence };
        last.write(self.app.page(), &file);
        self.last.set(Some(last));
        self.app
            .say(&message!("toast-backup-saved", file = file), false);
    }
}
