//! Tickets: the queue and the board one works in, the page of one with its thread, and the form that
//! makes one.

mod board;
mod canned;
mod cell;
mod clock;
mod composer;
mod create;
mod details;
mod draft;
mod head;
mod list;
mod merge;
mod promise;
mod record;
mod satisfaction;
mod service;
mod status;
mod thread;

pub use clock::time_left;
pub use create::CreateTicket;
pub use list::TicketsPage;
pub use merge::{fill, label};
pub use record::TicketPage;

use super::app::App;
use crate::domain::{field, ticket};
use crate::query::period::{Period, Unit};
use crate::query::{Filter, Operand, Test};

/// What was solved lately: yesterday and today.
const SINCE_YESTERDAY: Period = Period::Last(2, Unit::Day);

fn named(ix: crate::domain::FieldIx) -> &'static str {
    crate::domain::RecordKind::Ticket
        .field(ix)
        .map_or("", |field| field.name)
}

/// The condition under which something is left to do.
fn is_open() -> Filter {
    Filter::test("is_open", Test::Is(Operand::Bool(true)))
}

/// The condition that a tab of the queue stands for; the first is what is left to do.
#[must_use]
pub fn tab_filter(app: App, tab: &str) -> Option<Filter> {
    Some(match tab {
        "all" => return None,
        "resolved" => Filter::Not(Box::new(is_open())),
        "recent" => Filter::Not(Box::new(is_open())).and(Filter::test(
            named(ticket::RESOLVED_AT),
            Test::Within(SINCE_YESTERDAY),
        )),
        // Who it is that works here does not change while a page is open.
        "mine" => match app.live().writer().machine().author() {
            Some(me) => {
                let is_mine = Test::Is(Operand::text(&me.to_string()));
                is_open().and(Filter::test(named(field::OWNER), is_mine))
            }
            None => Filter::Any(Vec::new()),
        },
        "unassigned" => is_open().and(Filter::test(named(field::OWNER), Test::Empty(true))),
        "waiting" => Filter::test(
            named(ticket::STATUS),
            Test::Is(Operand::text("waiting_customer")),
        ),
        _ => is_open(),
    })
}

/// The condition that the navigation counts: a promise is broken, or about to be.
#[must_use]
pub fn at_risk(_: App, _: &str) -> Option<Filter> {
    Some(Filter::test("is_at_risk", Test::Is(Operand::Bool(true))))
}
