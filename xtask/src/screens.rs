//! The command `screens`: takes the pictures of `docs/screens` from the sample data. What is on them
//! and how one gets there is in `tests/e2e/screens.mjs`.

use crate::run::{command, finish, option, root, run};
use crate::server::Server;
use crate::{browsers, faults};
use anyhow::Result;

/// Runs the command `screens`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    let mut words = words.to_vec();
    let only = option(&mut words, "--only")?;
    let out = option(&mut words, "--out")?;
    let site = faults::site(&mut words)?;
    finish(&words)?;
    let chromium = browsers::chromium()?;
    browsers::node_modules()?;
    let server = Server::bind(0, site, "/".into(), true)?;
    let url = server.address();
    std::thread::spawn(move || server.run());
    run(command("node")
        .arg(root().join("tests/e2e/screens.mjs"))
        .env("SATCHEL_URL", url)
        .env("SATCHEL_CHROMIUM", chromium.browser)
        .env("SATCHEL_SCREENS_ONLY", only.unwrap_or_default())
        .env(
            "SATCHEL_SCREENS",
            out.map_or_else(|| root().join("docs/screens"), Into::into),
        ))
}
