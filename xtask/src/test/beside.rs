//! The builds of the site, begun with the first part and waited for when it is their turn: the compiler
//! makes a release on one processor, while the parts before it keep the others busy, and give way to it.
//! What the builds say is kept and shown in its place.

use super::Counts;
use crate::run::{command, find, root};
use anyhow::{Context, Result};
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command};

/// A program of a part that runs beside the builds. They take longest and are hardly ever at work on more
/// than one processor: whatever else runs gives way to them, where there is a command for that, or all
/// would wait for them at the end with the other processors idle.
pub(super) fn behind(program: &str) -> Command {
    let Some(nice) = find("nice") else {
        return command(program);
    };
    let mut command = command(nice);
    command.args(["-n", "5", program]);
    command
}

/// Builds on their way.
pub(super) struct Beside {
    builds: Child,
    said: PathBuf,
}

impl Beside {
    /// Begins with them, as `cargo xtask test --only build` does.
    pub(super) fn start() -> Result<Self> {
        let said = root().join("target/builds.log");
        std::fs::create_dir_all(root().join("target"))?;
        let log =
            File::create(&said).with_context(|| format!("cannot write {}", said.display()))?;
        let builds = command(std::env::current_exe()?)
            .args(["test", "--only", "build"])
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot begin the builds")?;
        Ok(Self { builds, said })
    }

    /// Waits for them, and shows what they said.
    pub(super) fn finish(mut self) -> Result<Counts> {
        self.builds.wait().context("the builds went away")?;
        let said = std::fs::read_to_string(&self.said)
            .with_context(|| format!("cannot read {}", self.said.display()))?;
        println!("{said}");
        // Builds that died before their last line have failed.
        Ok(whole(&said).unwrap_or_else(|| Counts::of(false)))
    }
}

/// The counts in the last line of the command `test`.
fn whole(said: &str) -> Option<Counts> {
    let (passed, failed) = said.lines().next_back()?.split_once(" passed, ")?;
    Some(Counts {
        passed: passed.parse().ok()?,
        failed: failed.strip_suffix(" failed")?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_runs_beside_the_builds_gives_way_to_them() {
        let said = |command: &mut Command| String::from_utf8(command.output().unwrap().stdout);
        let own: i32 = said(&mut command("nice")).unwrap().trim().parse().unwrap();
        let behind: i32 = said(&mut behind("nice")).unwrap().trim().parse().unwrap();
        assert_eq!(behind, (own + 5).min(19));
    }

    #[test]
    fn what_the_builds_counted_is_in_their_last_line() {
        let said = "=== builds of the site ===\nbuilds of the site   2 passed    1 failed    9 s\n\
            2 passed, 1 failed\n";
        let counted = Counts {
            passed: 2,
            failed: 1,
        };
        assert_eq!(whole(said), Some(counted));
        assert_eq!(whole("error: there is no room\n"), None);
        assert_eq!(whole(""), None);
    }
}
