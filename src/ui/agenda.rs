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
