//! The command `dist`: a folder for static hosting, and what a browser fetches from it until the
//! page can be used. How the folder comes about is in `site`.

use crate::run::{finish, option, root, run};
use crate::site::{Site, assemble};
use crate::trunk::Profile;
use crate::{licenses, tools, trunk};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The budget for what is fetched until the page can be used, compressed.
const FETCHED_MAX: u64 = 450_000;

/// Runs the command `dist`. It says whether the budget is kept; the tests fail where it is not.
pub(crate) fn main(words: &[String]) -> Result<()> {
    let mut words = words.to_vec();
    let base = base(option(&mut words, "--base")?)?;
    let out = option(&mut words, "--out")?.map_or_else(|| root().join("dist"), PathBuf::from);
    finish(&words)?;
    build(&base, &out).map(drop)
}

/// Builds the folder and prints the sizes. Gives whether what is fetched first keeps its budget.
pub(crate) fn build(base: &str, out: &Path) -> Result<bool> {
    let tools = tools::build_tools()?;
    let built = trunk::build(&tools, Profile::Release)?;
    let site = assemble(&built, out, base)?;
    licenses::write(out)?;
    compress(out)?;
    report(&site, out)
}

/// A base path in its one form, with a slash at both ends.
pub(crate) fn base(given: Option<String>) -> Result<String> {
    let given = given.unwrap_or_else(|| "/".into());
    let inner = given.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    if !inner.chars().all(plain) || inner.split('/').any(|part| part == "..") {
        bail!("--base {given}: a path of letters, digits, - _ . ~ between slashes is needed");
    }
    Ok(if inner.is_empty() {
        "/".into()
    } else {
        format!("/{inner}/")
    })
}

/// Writes `.br` and `.gz` beside each file that gains by it.
fn compress(out: &Path) -> Result<()> {
    run(Command::new("node")
        .arg(root().join("xtask/web/compress.mjs"))
        .arg(out))
}

fn report(site: &Site, out: &Path) -> Result<bool> {
    println!("What a browser fetches until the list of customers can be used, in either language:");
    println!("{:>10} {:>10}", "bytes", "brotli");
    let mut whole = [0, 0];
    let mut words = Vec::new();
    for name in &site.words {
        words.push((sizes(&out.join(name))?, name));
    }
    // Of the languages the one that takes more.
    let words = words.into_iter().max_by_key(|([_, brotli], _)| *brotli);
    for name in site.fetched.iter().chain(words.map(|(_, name)| name)) {
        let sizes = sizes(&out.join(name))?;
        line(sizes, name);
        whole = [whole[0] + sizes[0], whole[1] + sizes[1]];
    }
    let is_within = whole[1] <= FETCHED_MAX;
    let budget = if is_within {
        "within the budget"
    } else {
        "OVER the budget"
    };
    line(
        whole,
        &format!("in all: {budget} of {} kB", FETCHED_MAX / 1000),
    );
    println!("Later, when it is needed:");
    for name in &site.later {
        line(sizes(&out.join(name))?, name);
    }
    println!(
        "{} is ready to be hosted under {}",
        out.display(),
        site.base
    );
    Ok(is_within)
}

fn line([bytes, brotli]: [u64; 2], name: &str) {
    println!("{bytes:>10} {brotli:>10}  {name}");
}

fn sizes(file: &Path) -> Result<[u64; 2]> {
    let bytes = std::fs::metadata(file)?.len();
    let mut compressed = file.as_os_str().to_owned();
    compressed.push(".br");
    let brotli = std::fs::metadata(compressed).map_or(bytes, |found| found.len());
    Ok([bytes, brotli])
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_base_path_has_one_form() {
        let of = |text: &str| base(Some(text.into()));
        assert_eq!(base(None).unwrap(), "/");
        assert_eq!(of("crm").unwrap(), "/crm/");
        assert_eq!(of("/teams/crm/").unwrap(), "/teams/crm/");
        assert!(of("/a b/").is_err());
        assert!(of("/a/../b/").is_err());
    }
}
