//! Serves a CouchDB in memory on loopback until its time is over or its standard input ends, so that
//! none outlives the test that started it. What it answers is left to the library.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use satchel_couch::Flavour;
use satchel_couch::http::{Options, Service};

const USAGE: &str = "couch [--flavour couch|pouchdb] [--user name:password] [--origin http://…]… \
    [--expose header]… [--port N] [--control-port N] [--seconds N]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((options, seconds)) = parse(&words) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&options, seconds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("couch: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options, seconds: u64) -> io::Result<()> {
    let service = Service::start(options)?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {}", service.address())?;
    writeln!(out, "control on {}", service.control())?;
    out.flush()?;
    let (closed, is_closed) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; 1024];
        while io::stdin().read(&mut bytes).is_ok_and(|read| read > 0) {}
        let _ = closed.send(());
    });
    let _ = is_closed.recv_timeout(Duration::from_secs(seconds));
    Ok(())
}

/// Reads the options, and after how many seconds it ends.
fn parse(words: &[String]) -> Option<(Options, u64)> {
    let mut options = Options::default();
    let mut seconds = 600;
    let mut words = words.iter().map(String::as_str);
    while let Some(name) = words.next() {
        let value = words.next()?;
        match name {
            "--flavour" => {
                options.flavour = match value {
                    "couch" => Flavour::Couch,
                    "pouchdb" => Flavour::PouchServer,
                    _ => return None,
                };
            }
            "--user" => options.user = Some(Options::parse_user(value)?),
            "--origin" => options.origins.push(value.to_owned()),
            "--expose" => options.exposed.push(value.to_owned()),
            "--port" => options.port = value.parse().ok()?,
            "--control-port" => options.control_port = value.parse().ok()?,
            "--seconds" => seconds = value.parse().ok()?,
            _ => return None,
        }
    }
    Some((options, seconds))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(line: &str) -> Option<(Options, u64)> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let line = "--flavour pouchdb --user ann:a:b --origin http://a --origin http://b \
            --expose date --port 5984 --control-port 5985 --seconds 9";
        let (options, seconds) = read(line).unwrap();
        assert_eq!((options.flavour, seconds), (Flavour::PouchServer, 9));
        assert_eq!(options.user, Some(("ann".to_owned(), "a:b".to_owned())));
        assert_eq!(
            (options.origins, options.exposed),
            (
                vec!["http://a".to_owned(), "http://b".to_owned()],
                vec!["date".to_owned()]
            )
        );
        assert_eq!((options.port, options.control_port), (5984, 5985));
        let (options, seconds) = read("").unwrap();
        assert_eq!((options.flavour, seconds), (Flavour::Couch, 600));
        for line in [
            "--flavour mongo",
            "--user ann",
            "--port 70000",
            "--seconds",
            "--loud 1",
            "x",
        ] {
            assert!(read(line).is_none(), "{line}");
        }
    }
}
