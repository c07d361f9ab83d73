//! What was asked of the server, for tests that look at it: the newest requests, without secrets.

use std::collections::VecDeque;

use serde_json::{Value, json};

/// How many requests are remembered.
const ENTRIES_MAX: usize = 100_000;

/// Parts of the names of parameters whose values are nobody's business.
const SECRETS: [&str; 6] = ["token", "password", "secret", "auth", "jwt", "apikey"];

#[derive(Debug)]
struct Entry {
    method: String,
    path: String,
    is_authorized: bool,
    at_ms: u64,
    fault: Option<String>,
    /// `None` as long as there is no answer.
    status: Option<u16>,
}

/// The requests seen so far, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: VecDeque<Entry>,
    /// How many were forgotten.
    gone: usize,
}

impl Log {
    /// Notes a request; the answer is its number.
    pub(crate) fn note(
        &mut self,
        method: &str,
        path: &str,
        is_authorized: bool,
        at_ms: u64,
        fault: Option<String>,
    ) -> usize {
        if self.entries.len() >= ENTRIES_MAX {
            self.entries.pop_front();
            self.gone += 1;
        }
        self.entries.push_back(Entry {
            method: method.to_owned(),
            path: without_secrets(path),
            is_authorized,
            at_ms,
            fault,
            status: None,
        });
        self.gone + self.entries.len() - 1
    }

    /// Notes what a request was answered.
    pub(crate) fn answered(&mut self, number: usize, status: u16) {
        let place = number.checked_sub(self.gone);
        if let Some(entry) = place.and_then(|place| self.entries.get_mut(place)) {
            entry.status = Some(status);
        }
    }

    /// Forgets all requests.
    pub(crate) fn clear(&mut self) {
        self.gone += self.entries.len();
        self.entries.clear();
    }

    pub(crate) fn view(&self) -> Value {
        let entry = |entry: &Entry| {
            json!({
                "method": entry.method,
                "path": entry.path,
                "authorized": entry.is_authorized,
                "at_ms": entry.at_ms,
                "fault": entry.fault,
                "status": entry.status,
            })
        };
        self.entries.iter().map(entry).collect()
    }
}

fn without_secrets(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let hidden = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let plain = name.to_ascii_lowercase().replace(['_', '-'], "");
        match SECRETS.iter().any(|secret| plain.contains(secret)) && !value.is_empty() {
            true => format!("{name}=***"),
            false => pair.to_owned(),
        }
    };
    let query: Vec<String> = query.split('&').map(hidden).collect();
    format!("{path}?{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn secrets_of_a_query_are_not_kept() {
        assert_eq!(
            without_secrets("/crm/_changes?since=3&Access_Token=abc.def&api_key=k&key=%22a%22"),
            "/crm/_changes?since=3&Access_Token=***&api_key=***&key=%22a%22"
        );
        assert_eq!(without_secrets("/crm?token"), "/crm?token");
    }

    #[test]
    fn an_answer_is_noted_beside_its_request_or_nowhere() {
        let mut log = Log::default();
        let first = log.note("GET", "/a", true, 5, None);
        let second = log.note("PUT", "/b", false, 6, Some("hang".to_owned()));
        log.answered(first, 200);
        let seen = log.view();
        assert_eq!(
            seen[0],
            json!({"method": "GET", "path": "/a", "authorized": true, "at_ms": 5, "fault": null,
                "status": 200})
        );
        assert_eq!(
            (&seen[1]["status"], &seen[1]["fault"]),
            (&Value::Null, &json!("hang"))
        );
        log.clear();
        log.note("GET", "/c", false, 7, None);
        log.answered(second, 201);
        assert_eq!(log.view()[0]["status"], Value::Null);
    }

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut log = Log::default();
        for number in 0..ENTRIES_MAX + 3 {
            log.note("GET", &format!("/{number}"), false, 0, None);
        }
        log.answered(ENTRIES_MAX + 2, 404);
        let seen = log.view();
        assert_eq!(
            (&seen[0]["path"], &seen[ENTRIES_MAX - 1]["status"]),
            (&json!("/3"), &json!(404))
        );
    }
}
