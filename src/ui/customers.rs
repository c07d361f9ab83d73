//! Customers: the list one lives in, the page of one, and the form that makes one.

mod create;
mod facts;
mod list;
mod record;

pub use create::CreateCustomer;
pub use list::CustomersPage;
pub use record::CustomerPage;

use super::components::AvatarShape;
use crate::domain::{Record, Value, customer};

/// Round for persons, square for companies.
fn shape(record: &Record) -> AvatarShape {
    if record.text(customer::KIND) == "person" {
        AvatarShape::Person
    } else {
        AvatarShape::Company
    }
}

/// The city of the first address; empty where there is none.
fn city(record: &Record) -> String {
    let part = record
        .elements(customer::ADDRESSES)
        .find_map(|(_, value)| value.as_part()?.value(2)?.as_text());
    part.unwrap_or_default().to_owned()
}

/// The company that a person belongs to first.
fn company(record: &Record) -> Option<crate::domain::RecordId> {
    record
        .elements(customer::COMPANIES)
        .find_map(|(_, value)| value.as_part()?.value(0).and_then(Value::as_ref_id))
}
