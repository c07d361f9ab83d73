//! Pipelines: the ordered paths of deals, with their stages.

use super::deal::FORECAST_CATEGORIES;
use super::field::{Field, Options, PartField, Type, fields};

/// What a stage means for the deal in it.
pub const CATEGORIES: &[&str] = &["open", "won", "lost"];

/// The values of a stage; its element id is what deals refer to.
pub const STAGE_PARTS: &[PartField] = &[
    PartField {
        name: "name",
        of: Type::Text(120),
    },
    PartField {
        name: "order",
        of: Type::Number,
    },
    PartField {
        name: "probability",
        of: Type::Number,
    },
    PartField {
        name: "category",
        of: Type::Choice(Options {
            codes: CATEGORIES,
            open: false,
        }),
    },
    PartField {
        name: "forecast_category",
        of: Type::Choice(Options {
            codes: FORECAST_CATEGORIES,
            open: false,
        }),
    },
    PartField {
        name: "rot_days",
        of: Type::Number,
    },
    PartField {
        name: "color",
        of: Type::Text(20),
    },
];

fields! {
    /// What the path is called.
    NAME = Field::text("name", 120).required();
    /// Whether new deals take it.
    DEFAULT = Field::one("default", Type::Bool);
    /// Its stages.
    STAGES = Field::list("stages", Type::Part(STAGE_PARTS));
    /// The place among the pipelines: smaller is first.
    ORDER = Field::one("order", Type::Number);
}

/// A stage that ships with Satchel: element id, percent, category, days until a deal rots there.
pub struct DefaultStage {
    /// Its element id, which is also what its name's message is found by.
    pub id: &'static str,
    /// Its chance in percent.
    pub probability: i64,
    /// Open, won or lost.
    pub category: &'static str,
    /// After how many days without a move a deal here is stale.
    pub rot_days: Option<i64>,
}

/// The seven stages a workspace begins with.
pub const DEFAULT_STAGES: &[DefaultStage] = &[
    DefaultStage {
        id: "new",
        probability: 10,
        category: "open",
        rot_days: Some(14),
    },
    DefaultStage {
        id: "qualified",
        probability: 20,
        category: "open",
        rot_days: Some(21),
    },
    DefaultStage {
        id: "value_proposed",
        probability: 40,
        category: "open",
        rot_days: Some(14),
    },
    DefaultStage {
        id: "proposal",
        probability: 60,
        category: "open",
        rot_days: Some(14),
    },
    DefaultStage {
        id: "negotiation",
        probability: 80,
        category: "open",
        rot_days: Some(14),
    },
    DefaultStage {
        id: "won",
        probability: 100,
        category: "won",
        rot_days: None,
    },
    DefaultStage {
        id: "lost",
        probability: 0,
        category: "lost",
        rot_days: None,
    },
];
