//! Customers: the list one lives in, the page of one, and the form that makes one.

mod cell;
mod composer;
mod create;
mod elements;
mod facts;
mod head;
mod links;
mod list;
mod preview;
mod record;
mod related;
mod timeline;

pub use create::CreateCustomer;
pub use list::CustomersPage;
pub use record::CustomerPage;

use super::components::AvatarShape;
use crate::domain::{Record, Value, customer};
use crate::query::{Filter, Operand, Test};

/// Round for persons, square for companies.
fn shape(record: &Record) -> AvatarShape {
    if record.text(customer::KIND) == "person" {
        AvatarShape::Person
    } else {
        AvatarShape::Company
    }
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
fn company(record: &Record) -> Option<crate::domain::RecordId> {
    record
        .elements(customer::COMPANIES)
        .find_map(|(_, value)| value.as_part()?.value(0).and_then(Value::as_ref_id))
}

/// The condition that a tab of the list stands for.
#[must_use]
pub fn tab_filter(tab: &str) -> Option<Filter> {
    let kind = match tab {
        "people" => "person",
        "companies" => "company",
        _ => return None,
    };
    Some(Filter::test("kind", Test::Is(Operand::text(kind))))
}
