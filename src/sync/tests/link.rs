//! What carries requests to the server of the tests, and what can happen to them on the way.

use super::super::Http;
use super::super::wire::{self, Answer, Unreachable};
use super::device::step;
use crate::domain::random::Random;
use satchel_couch::{self as couch, Method, Request, Server};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The database of the tests.
pub(super) const DATABASE: &str = "crm";

/// The way to a server.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) server: Rc<RefCell<Server>>,
    pub(super) random: Rc<RefCell<Random>>,
    /// Out of a hundred requests so many come to harm.
    pub(super) faults: Rc<Cell<u64>>,
    /// How many did.
    pub(super) harmed: Rc<Cell<u64>>,
    /// How many requests the server answered, and how many of them wrote documents.
    pub(super) answered: Rc<Cell<u64>>,
    pub(super) writes: Rc<Cell<u64>>,
    /// What the network holds back, and brings when nobody expects it.
    pub(super) held: Rc<RefCell<Vec<wire::Request>>>,
    /// How often the server was down, and how often whoever goes this way has noticed.
    pub(super) downs: Rc<Cell<u64>>,
    noticed: Cell<u64>,
    /// Answers with more bytes are not read.
    pub(super) bytes_max: Rc<Cell<usize>>,
}

impl Link {
    /// The way to a server, by chance of its own.
    pub(super) fn new(server: Server, random: Random, faults: u64) -> Self {
        Self {
            server: Rc::new(RefCell::new(server)),
            random: Rc::new(RefCell::new(random)),
            faults: Rc::new(Cell::new(faults)),
            harmed: Rc::default(),
            answered: Rc::default(),
            writes: Rc::default(),
            held: Rc::default(),
            downs: Rc::default(),
            noticed: Cell::default(),
            bytes_max: Rc::new(Cell::new(usize::MAX)),
        }
    }

    /// The way of somebody who comes new.
    pub(super) fn anew(&self) -> Self {
        let link = self.clone();
        link.noticed.set(link.downs.get());
        link
    }

    fn answer(&self, request: &wire::Request) -> Answer {
        let method = match request.method {
            wire::Method::Get => Method::Get,
            wire::Method::Put => Method::Put,
            wire::Method::Post => Method::Post,
        };
        let mut asked = Request::new(method, &format!("/{DATABASE}/{}", request.path));
        let json = ("content-type".to_owned(), "application/json".to_owned());
        asked.headers.push(json);
        asked.body = request.body.clone().unwrap_or_default().into_bytes();
        self.answered.set(self.answered.get() + 1);
        let is_writing = request.path == "_bulk_docs";
        self.writes.set(self.writes.get() + u64::from(is_writing));
        match self.server.borrow_mut().answer(&asked) {
            couch::Answer::Hang => said(504, ""),
            couch::Answer::Reply(reply) => {
                // Half a pair of surrogates, which the server of the tests takes as little as CouchDB does.
                let body = String::from_utf8_lossy(&reply.body).replace("@half@", "\\ud800");
                said(reply.status, &body)
            }
        }
    }
}

fn said(status: u16, body: &str) -> Answer {
    Answer {
        status,
        body: body.to_owned(),
        retry_after_s: None,
    }
}

/// When the address of a device leads to the other of two servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turns {
    Never,
    /// Only as a round begins: a name that is looked up anew, where positions in a feed are numbers that
    /// each server takes for its own.
    BetweenRounds,
    /// At any request, as behind a load balancer.
    BetweenRequests,
}

/// The way of a device, which leads now to one server and now to another.
#[derive(Clone)]
pub(super) struct Way {
    links: Rc<[Link]>,
    turns: Turns,
    /// Where it leads, and where it leads next.
    at: Rc<Cell<usize>>,
    next: Rc<Cell<usize>>,
}

impl Way {
    /// The way that leads to one of some servers first.
    pub(super) fn new(links: &[Link], at: usize, turns: Turns) -> Self {
        Self {
            links: links.into(),
            turns,
            at: Rc::new(Cell::new(at)),
            next: Rc::new(Cell::new(at)),
        }
    }

    /// The way of somebody who comes new.
    pub(super) fn anew(&self) -> Self {
        let way = self.clone();
        let links = way.links.iter().map(Link::anew).collect();
        Self { links, ..way }
    }

    /// The way that another address has, which leads to another server first.
    pub(super) fn moved(&self) -> Self {
        Self::new(
            &self.links,
            (self.at.get() + 1) % self.links.len(),
            self.turns,
        )
    }

    /// Leads to another server from now on, or from the next round on.
    pub(super) fn turn(&self) {
        let next = (self.at.get() + 1) % self.links.len();
        self.next.set(next);
        if self.turns == Turns::BetweenRequests {
            self.at.set(next);
        }
    }
}

impl Http for Way {
    async fn send(&self, request: wire::Request) -> Result<Answer, Unreachable> {
        // A round begins with the question how far the device came.
        let begins = request.method == wire::Method::Get && request.path.starts_with("_local/");
        if begins {
            self.at.set(self.next.get());
        }
        match self.links.get(self.at.get()) {
            Some(link) => link.send(request).await,
            None => Err(Unreachable::Network),
        }
    }
}

impl Http for Link {
    async fn send(&self, request: wire::Request) -> Result<Answer, Unreachable> {
        step().await;
        let downs = self.downs.get();
        if self.noticed.replace(downs) != downs {
            return Err(Unreachable::Network);
        }
        let dice = |limit| self.random.borrow_mut().below(limit);
        let is_harmed = dice(100) < self.faults.get();
        if is_harmed {
            self.harmed.set(self.harmed.get() + 1);
        }
        let harm = if is_harmed { dice(11) } else { 11 };
        if dice(4) == 0
            && let Some(late) = self.held.borrow_mut().pop()
        {
            self.answer(&late);
        }
        let answer = match harm {
            // It never arrives.
            0 | 1 => return Err(Unreachable::Network),
            2 => return Ok(said(503, "busy")),
            3 => {
                return Ok(said(
                    429,
                    r#"{"error":"too_many_requests","reason":"wait"}"#,
                ));
            }
            4 => return Ok(said(502, "<html>Bad gateway</html>")),
            // It arrives later than others that went after it.
            10 => {
                self.held.borrow_mut().push(request);
                return Err(Unreachable::TimedOut);
            }
            // It arrives twice.
            5 => {
                let answer = self.answer(&request);
                step().await;
                match self.downs.get() == downs {
                    true => self.answer(&request),
                    false => answer,
                }
            }
            _ => self.answer(&request),
        };
        step().await;
        match harm {
            // Its answer is lost, or cut off.
            6 | 7 => Err(Unreachable::TimedOut),
            8 => {
                let half = answer.body.chars().count() / 2;
                let body: String = answer.body.chars().take(half).collect();
                Ok(Answer { body, ..answer })
            }
            // A network that wants a password answers everything with its page.
            9 => Ok(said(200, "<html>Sign in</html>")),
            _ if answer.body.len() > self.bytes_max.get() => Err(Unreachable::TooLarge),
            _ => Ok(answer),
        }
    }
}
