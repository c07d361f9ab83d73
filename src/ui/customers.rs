//! Customers: the list one lives in, the page of one, and the form that makes one.

mod cell;
mod course;
mod create;
mod elements;
mod facts;
mod head;
mod links;
mod list;
mod needs;
mod preview;
mod reach;
mod record;
mod score;
mod transactions;
mod worth;

pub use cell::{Steps, about, step_words};
pub use create::CreateCustomer;
pub use list::CustomersPage;
pub use preview::Preview;
pub use reach::{first_way, link_to};
pub use record::CustomerPage;
pub use score::{HOT, changed, reasons, tone};

use super::app::App;
use super::components::AvatarShape;
use crate::domain::{Record, RecordId, Value, customer};
use crate::query::{Filter, Operand, Test};
use leptos::prelude::Signal;

/// Round for persons, square for companies.
fn shape(record: &Record) -> AvatarShape {
    if record.text(customer::KIND) == "person" {
        AvatarShape::Person
    } else {
        AvatarShape::Company
    }
}

/// The same of the customer with an id, as it is now.
#[must_use]
pub fn shape_of(app: App, id: RecordId) -> Signal<AvatarShape> {
    Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.map(|record| shape(&record)).unwrap_or_default()
    })
}

/// Whether a customer is a person.
fn is_person(app: App, id: RecordId) -> bool {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record.is_some_and(|record| record.text(customer::KIND) == "person")
}

/// The city of the first address, or its country; empty where neither is known.
fn place(record: &Record) -> String {
    let part = |place: u8| {
        let mut addresses = record.elements(customer::ADDRESSES);
        addresses.find_map(|(_, value)| value.as_part()?.value(place)?.as_text())
    };
    part(2).or_else(|| part(5)).unwrap_or_default().to_owned()
}

/// The company that a person belongs to first.
fn company(record: &Record) -> Option<RecordId> {
    record
        .elements(customer::COMPANIES)
        .find_map(|(_, value)| value.as_part()?.value(0).and_then(Value::as_ref_id))
}

/// The condition that a tab of the list stands for.
#[must_use]
pub fn tab_filter(_: App, tab: &str) -> Option<Filter> {
    let kind = match tab {
        "people" => "person",
        "companies" => "company",
        _ => return None,
    };
    Some(Filter::test("kind", Test::Is(Operand::text(kind))))
}
