//! Saved views: a named query of a collection with its layout, as the address bar says it.

use super::field::{Field, Type, fields};

fields! {
    /// What the view is called.
    NAME = Field::text("name", 120).required();
    /// The collection it shows.
    OBJECT = Field::closed_choice("object", &["customers", "deals", "products", "owners", "transactions", "activities", "tickets", "campaigns", "members", "needs", "segments"]).required();
    /// Table, board or calendar.
    LAYOUT = Field::closed_choice("layout", &["table", "board", "calendar"]);
    /// Filter, sort, columns and grouping, in the form of the address: `filter=…&sort=…`.
    QUERY = Field::one("query", Type::LongText).unsearched();
    /// Its place among the views.
    ORDER = Field::one("order", Type::Number);
}
