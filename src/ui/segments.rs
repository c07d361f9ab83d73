//! Segments: their list, the page of one, and the form that makes one.

mod create;
mod draft;
mod line;
mod list;
mod record;
mod side;
mod tree;

pub use create::CreateSegment;
pub(in crate::ui) use draft::Draft;
pub use list::SegmentsPage;
pub use record::SegmentPage;
pub(in crate::ui) use tree::Group;
