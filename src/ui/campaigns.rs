//! Campaigns: their list, the page of one, and the form that makes one.

mod create;
mod list;
mod mail;
mod members;
mod record;
mod results;
mod send;
mod sums;
mod test;
mod versions;

pub use create::CreateCampaign;
pub use list::CampaignsPage;
pub use mail::preview;
pub use record::CampaignPage;
