//! Products: what is sold.

use super::field::{Field, Type, fields};

fields! {
    /// What the product is called.
    NAME = Field::text("name", 255).required();
    /// Its article number.
    CODE = Field::text("code", 60);
    /// What one costs the customer.
    PRICE = Field::one("price", Type::Money);
    /// What one costs us.
    COST = Field::one("cost", Type::Money);
    /// The group it belongs to.
    CATEGORY = Field::choice("category", &[]);
    /// Whether it is on sale.
    ACTIVE = Field::one("active", Type::Bool);
    /// Anything else.
    DESCRIPTION = Field::one("description", Type::LongText);
}
