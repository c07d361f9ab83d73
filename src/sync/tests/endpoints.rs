//! Two servers that replicate behind one address, case by case: what the worlds of the plan `endpoints` found.

use super::super::Http;
use super::super::wire::{self, Answer, Unreachable};
use super::super::{Client, Trouble};
use super::cases::{NOW_MS, id};
use super::device::Device;
use super::link::{DATABASE, Link};
use super::world::run;
use crate::domain::random::Random;
use satchel_couch::{Flavour, Request, Server, replicate};
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;

/// One address: documents are asked of the other server than all else, once.
#[derive(Clone)]
struct Balanced {
    one: Link,
    other: Link,
    is_turned: Rc<Cell<bool>>,
}

impl Http for Balanced {
    async fn send(&self, request: wire::Request) -> Result<Answer, Unreachable> {
        let is_other = request.path.starts_with("_bulk_get") && self.is_turned.take();
        let link = if is_other { &self.other } else { &self.one };
        link.send(request).await
    }
}

fn server(age_s: u64) -> Link {
    let mut server = Server::new(Flavour::Couch, age_s, NOW_MS + 1000 * age_s);
    server.answer(&Request::put(&format!("/{DATABASE}")));
    Link::new(server, Random::seeded(1), 0)
}

#[test]
fn what_one_server_tells_of_and_the_other_has_not_is_read_later() {
    let ids = [id(1), id(2), id(3), id(4), id(5)];
    let (one, other) = (server(0), server(1));
    let put = |number: usize| {
        let path = format!("/{DATABASE}/{}", ids[number]);
        let request = Request::put(&path).with_json(&json!({ "name": format!("n{number}") }));
        let answer = one.server.borrow_mut().answer(&request);
        assert_eq!(answer.status(), 201);
    };
    (0..4).for_each(put);
    let copied = replicate(
        &one.server.borrow(),
        &mut other.server.borrow_mut(),
        DATABASE,
    );
    assert_eq!(copied, 4);
    put(4);
    let way = Balanced {
        one,
        other,
        is_turned: Rc::default(),
    };
    let device = Device::new(1);
    let round = |is_turned| {
        way.is_turned.set(is_turned);
        run(async {
            let mut client = Client::open(way.clone(), device.clone(), "device-1").await?;
            client.round().await
        })
    };
    let short = round(true).unwrap_err();
    assert!(matches!(short, Trouble::Passing(_)), "{short}");
    assert_eq!(device.records().len(), 4, "what is there is here");
    // The server was not told that all was read.
    assert!(round(false).is_ok());
    assert_eq!(device.records().len(), 5);
}
