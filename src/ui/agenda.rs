//! Tasks and calendar: what is to be done and when, as an agenda, as weeks and months, and as a table; a
//! task in words; and the form for an activity, from everywhere.

mod calendar;
mod cell;
mod doing;
mod draft;
mod export;
mod form;
mod line;
mod list;
mod page;
mod quick_add;
mod reading;
mod reminders;

pub use form::ActivityForm;
pub use line::Part;
pub use list::ActivitiesPage;
pub use page::AgendaPage;
pub use quick_add::QuickAdd;
pub use reading::{ask, use_now};
pub use reminders::Reminders;

use super::app::App;
use crate::query::period::{Period, Unit};
use crate::query::{Filter, Operand, Test};

/// As far back as anything can have been due.
const UNTIL_TODAY: Period = Period::Last(100, Unit::Year);

/// The condition that the navigation counts: what is to be done by today.
#[must_use]
pub fn due(_: App, _: &str) -> Option<Filter> {
    let is_open = Filter::test("is_open", Test::Is(Operand::Bool(true)));
    Some(is_open.and(Filter::test("day", Test::Within(UNTIL_TODAY))))
}
