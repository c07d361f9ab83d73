//! The workspace's settings: one record with an identity of its own, so that two devices never
//! make two.

use super::field::{Field, Type, fields};
use super::id::{RecordId, Uuid};
use super::kind::RecordKind;

/// The one settings record of a workspace.
pub const ID: RecordId =
    RecordId::new(RecordKind::Settings, Uuid::from_bytes(*b"satchel.settings"));

fields! {
    /// What the workspace is called.
    NAME = Field::text("name", 120).required();
    /// The currency of amounts that name none.
    CURRENCY = Field::one("currency", Type::Currency);
    /// Where telephone numbers without a country code are dialled: an ISO 3166 code.
    REGION = Field::text("region", 2).unsearched();
    /// The first day of the week: `monday`, `sunday` or `saturday`.
    FIRST_WEEKDAY = Field::closed_choice("first_weekday", &["monday", "sunday", "saturday"]);
    /// Whether it was founded with sample data.
    SAMPLE = Field::one("sample", Type::Bool);
}
