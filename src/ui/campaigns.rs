//! Campaigns: their list, the page of one, and the form that makes one.

mod create;
mod list;
mod record;

pub use create::CreateCampaign;
pub use list::CampaignsPage;
pub use record::CampaignPage;
