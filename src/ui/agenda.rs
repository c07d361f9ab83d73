//! Tasks and calendar: what is to be done and when, and the form for something to do.

mod create;
mod list;

pub use create::CreateTask;
pub use list::AgendaPage;
