//! A feed of changes that goes on: what it says at once, what it says when something has changed, and
//! how it ends, written as each server writes it. When to look, and what time it is, is left to
//! whoever serves it; to [`Server::answer`] alone a feed is what there is now.

use serde_json::{Value, json};

use crate::answer::Reply;
use crate::changes::{Feed, Kind, Page, event, lines};
use crate::request::{Request, Target};
use crate::sequence::Scale;
use crate::server::Server;
use crate::switches::{Flavour, Switches};

/// How long CouchDB lets a feed be silent, and what it takes for `heartbeat=true`.
const COUCH_MS: u64 = 60_000;
/// How often pouchdb-server writes a newline where the request does not say.
const POUCH_MS: u64 = 6_000;

/// A feed that goes on.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    db: String,
    epoch: u64,
    feed: Feed,
    flavour: Flavour,
    has_begun: bool,
    /// The silence after which it says that it lives; `None` where it does not.
    pub(crate) heartbeat_ms: Option<u64>,
    /// The silence after which it ends; `None` where only the other side ends it.
    pub(crate) timeout_ms: Option<u64>,
}

/// What a feed says at one moment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) is_over: bool,
}

impl Watch {
    pub(crate) fn new(
        db: &str,
        epoch: u64,
        feed: Feed,
        target: &Target,
        flavour: Flavour,
        switches: &Switches,
    ) -> Self {
        let number = |name| target.query(name).and_then(|text| text.parse().ok());
        let heartbeat_ms = match (flavour, target.query("heartbeat")) {
            (Flavour::Couch, Some("true")) => Some(COUCH_MS),
            (Flavour::Couch, _) => number("heartbeat").map(|ms: u64| ms.max(1)),
            (Flavour::PouchServer, _) => Some(number("heartbeat").unwrap_or(POUCH_MS).max(1)),
        };
        let is_endless = flavour == Flavour::PouchServer
            || heartbeat_ms.is_some()
            || (feed.kind == Kind::Longpoll && switches.hang_longpoll);
        let timeout_ms = number("timeout").unwrap_or(COUCH_MS).min(COUCH_MS);
        Self {
            db: db.to_owned(),
            epoch,
            feed,
            flavour,
            has_begun: false,
            heartbeat_ms,
            timeout_ms: (!is_endless).then_some(timeout_ms),
        }
    }

    /// What says that the feed lives.
    pub(crate) fn beat(&self) -> &'static str {
        match self.feed.kind {
            Kind::EventSource => "event: heartbeat\ndata: \n\n",
            _ => "\n",
        }
    }

    fn tell(&mut self, page: &Page, scale: Scale) -> Told {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let is_longpoll = self.feed.kind == Kind::Longpoll;
        let rows = page.rows.as_slice();
        self.feed.since = page.last;
        if is_longpoll && self.flavour == Flavour::PouchServer {
            return match rows {
                [] => Told::more(if is_first { "{\"results\":[\n" } else { "" }),
                rows if is_first => {
                    let whole = json!({"results": rows, "last_seq": scale.write(page.last)});
                    Told::last(format!("{whole}\n"))
                }
                // The one that woke it; the others wait for the next request.
                [row, ..] => {
                    let sequence = row.get("seq").unwrap_or(&Value::Null);
                    Told::last(format!("{row}\n],\n\"last_seq\":{sequence}}}\n"))
                }
            };
        }
        self.feed.limit -= rows.len();
        let mut text: String = match self.feed.kind {
            Kind::Longpoll => {
                let start = if is_first { "{\"results\":[\n" } else { "" };
                let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
                format!("{start}{}", rows.join(",\n"))
            }
            Kind::EventSource => rows.iter().map(event).collect(),
            Kind::Normal | Kind::Continuous => lines(rows),
        };
        let is_couch = self.flavour == Flavour::Couch;
        let is_over = self.feed.limit == 0 || (is_longpoll && !page.rows.is_empty());
        if is_over && is_couch {
            text.push_str(&self.end(page, scale));
            return Told::last(text);
        }
        // So the head gets away, and whoever asked knows that nothing is there yet.
        if is_first && is_couch && page.rows.is_empty() {
            text.push('\n');
        }
        Told::more(&text)
    }

    fn end(&self, page: &Page, scale: Scale) -> String {
        let (last, pending) = (scale.write(page.last), page.pending);
        match (self.flavour, self.feed.kind) {
            (Flavour::PouchServer, _) | (_, Kind::EventSource) => String::new(),
            (_, Kind::Longpoll) => {
                format!("\n],\n\"last_seq\":{last},\"pending\":{pending}}}\n\n")
            }
            _ => format!("{{\"last_seq\":{last},\"pending\":{pending}}}\n\n"),
        }
    }
}

impl Told {
    fn more(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_over: false,
        }
    }

    fn last(text: String) -> Self {
        Self {
            text,
            is_over: true,
        }
    }
}

impl Server {
    /// The feed that the last request opened, if it opened one. To who takes it the answer to that
    /// request was none.
    pub(crate) fn take_watch(&mut self) -> Option<Watch> {
        self.opened.take()
    }

    /// The answer that a feed begins with.
    pub(crate) fn head(&self, watch: &Watch, request: &Request) -> Reply {
        let content_type = match watch.feed.kind {
            Kind::EventSource => "text/event-stream",
            _ => "application/json",
        };
        let mut head = Reply::text(200, content_type, Vec::new());
        self.dress(&mut head, request);
        head
    }

    /// What a feed says now; it goes on from there.
    pub(crate) fn look(&mut self, watch: &mut Watch) -> Told {
        let scale = self.scale(watch.epoch);
        let database = self.databases.get(&watch.db);
        match database.filter(|database| database.epoch == watch.epoch) {
            Some(database) => {
                let page = database.changes(&watch.feed, scale);
                watch.tell(&page, scale)
            }
            None => Told::last(watch.end(&Page::empty(watch.feed.since), scale)),
        }
    }

    /// What a feed says when its time is over.
    pub(crate) fn end(&mut self, watch: &Watch) -> String {
        let scale = self.scale(watch.epoch);
        watch.end(&Page::empty(watch.feed.since), scale)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::unwrap_used)]
    use super::*;

    fn server(flavour: Flavour) -> Server {
        let mut server = Server::new(flavour, 1, 1_700_000_000_000);
        server.answer(&Request::put("/crm"));
        server
    }

    fn write(server: &mut Server, id: &str) {
        let stored = server.answer(&Request::put(&format!("/crm/{id}")).with_json(&json!({})));
        assert_eq!(stored.status(), 201);
    }

    fn open(server: &mut Server, query: &str) -> Watch {
        server.answer(&Request::get(&format!("/crm/_changes?{query}")));
        server.take_watch().unwrap()
    }

    #[test]
    fn a_longpoll_is_one_json_text_however_long_it_waits() {
        for flavour in [Flavour::Couch, Flavour::PouchServer] {
            let server = &mut server(flavour);
            write(server, "a");
            let mut watch = open(server, "feed=longpoll&since=now");
            let first = server.look(&mut watch);
            let idle = server.look(&mut watch);
            assert_eq!((first.is_over, idle), (false, Told::more("")));
            assert!(first.text.starts_with("{\"results\":[\n"));
            write(server, "b");
            let last = server.look(&mut watch);
            assert!(last.is_over);
            let whole = first.text + watch.beat() + &last.text;
            let whole: Value = serde_json::from_str(&whole).unwrap();
            assert_eq!(whole["results"][0]["id"], "b");
            assert_eq!(whole["last_seq"], whole["results"][0]["seq"]);

            let mut full = open(server, "feed=longpoll&since=0");
            let told = server.look(&mut full);
            let whole: Value = serde_json::from_str(&told.text).unwrap();
            assert_eq!(
                (told.is_over, whole["results"][1]["id"].as_str()),
                (true, Some("b"))
            );
        }
    }

    #[test]
    fn a_longpoll_that_ends_without_a_change_is_json_too() {
        let server = &mut server(Flavour::Couch);
        let mut watch = open(server, "feed=longpoll&since=now&timeout=1500");
        assert_eq!((watch.timeout_ms, watch.heartbeat_ms), (Some(1500), None));
        let whole = server.look(&mut watch).text + &server.end(&watch);
        assert!(
            whole.starts_with("{\"results\":[\n\n\n],\n\"last_seq\":"),
            "{whole}"
        );
        let whole: Value = serde_json::from_str(&whole).unwrap();
        assert_eq!(whole["pending"], 0);
    }

    #[test]
    fn a_continuous_feed_tells_each_change_once_and_stops_at_its_limit() {
        let server = &mut server(Flavour::Couch);
        write(server, "a");
        let mut watch = open(server, "feed=continuous&limit=2&heartbeat=true");
        assert_eq!((watch.timeout_ms, watch.heartbeat_ms), (None, Some(60_000)));
        let first = server.look(&mut watch);
        assert_eq!((first.text.lines().count(), first.is_over), (1, false));
        assert_eq!(server.look(&mut watch), Told::more(""));
        write(server, "b");
        write(server, "c");
        let last = server.look(&mut watch);
        let lines: Vec<&str> = last.text.lines().collect();
        assert!(last.is_over && lines.len() == 3, "{lines:?}");
        assert!(lines[0].contains("\"b\"") && lines[1].starts_with("{\"last_seq\":"));
    }

    #[test]
    fn a_feed_ends_with_its_database() {
        let server = &mut server(Flavour::Couch);
        let mut watch = open(server, "feed=continuous&since=0");
        assert_eq!(server.look(&mut watch), Told::more("\n"));
        server.recreate("crm");
        assert!(server.look(&mut watch).is_over);
    }

    #[test]
    fn pouchdb_server_ends_no_feed_by_itself() {
        let server = &mut server(Flavour::PouchServer);
        let watch = open(server, "feed=longpoll&since=now&timeout=1500");
        assert_eq!((watch.timeout_ms, watch.heartbeat_ms), (None, Some(6_000)));
        // What it does not know is no feed; nor is the one before it opened again.
        server.answer(&Request::get("/crm/_changes?feed=longpoll&since=now"));
        server.answer(&Request::get("/crm/_changes?feed=eventsource"));
        assert!(server.take_watch().is_none());
    }
}
