//! Waiting until a workspace is in step with its database: for what must not be done before it is known
//! what others did.

use super::{Office, Phase};
use crate::domain::Instant;

/// How often it is looked.
const LOOKS: u32 = 120;
/// How long between two looks.
pub const LOOK_MS: u32 = 500;

/// Asks for a round now, and says whether one comes to its end. `wait` waits for [`LOOK_MS`].
pub async fn in_step(office: &dyn Office, now: impl Fn() -> Instant, wait: impl AsyncFn()) -> bool {
    let asked = now();
    office.sync_now();
    for _ in 0..LOOKS {
        let status = office.status();
        match status.phase {
            Phase::InStep if status.last.is_some_and(|last| last >= asked) => return true,
            // It is tried at once, since it was asked for.
            Phase::InStep | Phase::Syncing { .. } | Phase::Waiting { .. } => wait().await,
            Phase::Off
            | Phase::Paused
            | Phase::Elsewhere
            | Phase::Stopped(_)
            | Phase::Asking { .. } => return false,
        }
    }
    false
}
