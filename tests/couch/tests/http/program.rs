//! The program: what it prints, and that it ends by itself.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::client::Client;

fn start(words: &[&str]) -> (Child, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_couch"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines = lines.take(2).map(Result::unwrap).collect();
    (child, lines)
}

#[test]
fn it_says_where_it_listens_and_ends_with_its_input() {
    let words = ["--flavour", "pouchdb", "--user", "ann:secret"];
    let (mut child, lines) = start(&words);
    let address = lines[0].strip_prefix("listening on ").unwrap();
    let control = lines[1].strip_prefix("control on ").unwrap();
    let mut client = Client::new(address);
    assert_eq!(
        client.ask("GET", "/", "").json()["express-pouchdb"],
        "Welcome!"
    );
    assert_eq!(client.ask("PUT", "/crm", "").status, 401);
    let log = Client::new(control).ask("GET", "/log", "").json();
    assert_eq!(log[1]["method"], "PUT");
    assert!(child.try_wait().unwrap().is_none());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn it_ends_when_its_time_is_over() {
    let (mut child, _) = start(&["--seconds", "0"]);
    let stdin = child.stdin.take();
    assert!(child.wait().unwrap().success());
    drop(stdin);
}

#[test]
fn words_that_mean_nothing_are_refused() {
    let (mut child, lines) = start(&["--flavour", "mongo"]);
    assert_eq!((child.wait().unwrap().code(), lines.len()), (Some(2), 0));
}
