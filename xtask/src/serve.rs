//! The command `serve`: builds the site and serves it on this machine. How requests are answered
//! is in `server`.

use crate::run::{finish, flag, option, root};
use crate::server::Server;
use crate::trunk::Profile;
use crate::{dist, site, tools, trunk};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// Runs the command `serve`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    let mut words = words.to_vec();
    let port = match option(&mut words, "--port")? {
        Some(text) => text
            .parse()
            .with_context(|| format!("--port {text}: a number up to 65535 is needed"))?,
        None => 8080,
    };
    let base = dist::base(option(&mut words, "--base")?)?;
    let given = option(&mut words, "--dist")?.map(PathBuf::from);
    let profile = if flag(&mut words, "--dev") {
        Profile::Dev
    } else {
        Profile::Release
    };
    let with_headers = !flag(&mut words, "--no-headers");
    finish(&words)?;

    let folder = match given {
        Some(folder) if folder.join("index.html").is_file() => folder,
        Some(folder) => bail!("{} holds no index.html", folder.display()),
        None => build(profile, &base)?,
    };
    let server = Server::bind(port, folder, base, with_headers)?;
    println!("Satchel is at {}", server.address());
    println!("Open it in any current browser; Ctrl+C stops it.");
    server.run()
}

/// The site of the sources as they are, built if needed.
pub(crate) fn build(profile: Profile, base: &str) -> Result<PathBuf> {
    let tools = tools::build_tools()?;
    let built = trunk::build(&tools, profile)?;
    let folder = root().join(match profile {
        Profile::Release => "target/site",
        Profile::Dev => "target/site-dev",
    });
    site::assemble(&built, &folder, base)?;
    Ok(folder)
}
