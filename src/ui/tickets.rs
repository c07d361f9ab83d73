//! Tickets: the list one works through, the page of one, and the form that makes one.

mod create;
mod list;
mod record;

pub use create::CreateTicket;
pub use list::TicketsPage;
pub use record::TicketPage;
