//! Running other programs: inherit, capture or both, always with an error that names the command.
//! Which programs, and where they come from, is `tools`' business.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// A program to run in the project's folder.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Runs to the end, showing what it prints.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", describe(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs to the end and returns what it printed.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {}", describe(command)))?;
    if !output.status.success() {
        bail!(
            "{} failed ({})\n{}",
            describe(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end, showing what it prints on its standard output and returning it too, with
/// whether it succeeded.
pub(crate) fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", describe(command)))?;
    let mut text = String::new();
    if let Some(output) = child.stdout.take() {
        let mut reader = BufReader::new(output);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            std::io::stdout().write_all(&line)?;
            text.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    Ok((child.wait()?.success(), text))
}

/// Where a program is, if it is in the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// The path that an environment variable names, if it does.
pub(crate) fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// The value of `--name value` or `--name=value`, taken out of the words.
pub(crate) fn option(words: &mut Vec<String>, name: &str) -> Result<Option<String>> {
    let Some(at) = words
        .iter()
        .position(|word| word == name || word.starts_with(&format!("{name}=")))
    else {
        return Ok(None);
    };
    let word = words.remove(at);
    if let Some((_, value)) = word.split_once('=') {
        return Ok(Some(value.to_owned()));
    }
    if at >= words.len() {
        bail!("{name} needs a value");
    }
    Ok(Some(words.remove(at)))
}

/// The whole number of `--name number`, taken out of the words.
pub(crate) fn number(words: &mut Vec<String>, name: &str) -> Result<Option<u64>> {
    let Some(text) = option(words, name)? else {
        return Ok(None);
    };
    let number = text.parse::<u32>();
    let number = number.with_context(|| format!("{name} {text}: a whole number is needed"))?;
    Ok(Some(number.into()))
}

/// Whether `--name` was given, taken out of the words.
pub(crate) fn flag(words: &mut Vec<String>, name: &str) -> bool {
    let before = words.len();
    words.retain(|word| word != name);
    words.len() < before
}

/// Refuses words that no option took.
pub(crate) fn finish(words: &[String]) -> Result<()> {
    match words.first() {
        Some(word) => bail!("`{word}` is not an option here; `cargo xtask` lists them"),
        None => Ok(()),
    }
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn options_are_taken_in_both_spellings_and_the_rest_is_refused() {
        let mut given = words("--port 80 --base=/a/ --dev --wrong");
        assert_eq!(option(&mut given, "--port").unwrap(), Some("80".into()));
        assert_eq!(option(&mut given, "--base").unwrap(), Some("/a/".into()));
        assert_eq!(option(&mut given, "--dist").unwrap(), None);
        assert!(flag(&mut given, "--dev"));
        assert!(!flag(&mut given, "--dev"));
        assert!(finish(&given).is_err());
        assert!(option(&mut words("--port"), "--port").is_err());
    }
}
