//! Segments: their list, the page of one, and the form that makes one.

mod create;
mod list;
mod record;

pub use create::CreateSegment;
pub use list::SegmentsPage;
pub use record::SegmentPage;
