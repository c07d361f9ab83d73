//! The fault `sync-browser`: three browsers sync with a pouchdb-server over networks that come and go, and
//! are killed, signed out and cut off. What happens there is in `tests/e2e/flapping`.

use super::{seed, site, trials};
use crate::browsers;
use crate::run::{finish, option};
use anyhow::{Context, Result, bail};

/// How long it goes on unless somebody says.
const MINUTES: &str = "30";

/// The faults that can be planted, each of which has to be found.
const MUTANTS: [&str; 3] = ["dropped", "unseen", "unwritten"];

/// Runs the fault `sync-browser`.
pub(super) fn main(mut words: Vec<String>) -> Result<()> {
    let minutes = option(&mut words, "--minutes")?.unwrap_or_else(|| MINUTES.to_owned());
    let time = minutes
        .parse::<f64>()
        .with_context(|| format!("`{minutes}` is no number of minutes"))?;
    if !(time > 0.0 && time.is_finite()) {
        bail!("`{minutes}` is no time to go on for");
    }
    let seed = seed(&mut words)?;
    let mutant = option(&mut words, "--mutant")?;
    if let Some(mutant) = &mutant
        && !MUTANTS.contains(&mutant.as_str())
    {
        bail!(
            "there is no planted fault `{mutant}`: `{}`",
            MUTANTS.join("`, `")
        );
    }
    let site = site(&mut words)?;
    finish(&words)?;
    let mut given = vec!["--minutes", minutes.as_str(), "--seed", &seed];
    if let Some(mutant) = &mutant {
        given.extend(["--mutant", mutant]);
    }
    let chromium = browsers::headless()?;
    trials("sync-browser", "flapping/main.mjs", &given, site, &chromium)
}
