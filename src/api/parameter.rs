//! What the parameters of addresses may be: read by the page that tries each call, and by the test that
//! makes `openapi.json`, so that both tell the same. Reading the values is left to what takes them.

use super::collection::Format;
use super::report::won_lost::ORDERS;
use super::route::Action;
use super::transfer::IMPORTED;
use crate::domain::{RecordKind, settings};

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    /// Any text.
    Text,
    /// JSON.
    Json,
    /// `true` or `false`.
    Flag,
    /// A calendar date.
    Date,
    /// An ISO 4217 code.
    Currency,
    /// A whole number between two others.
    Whole(u32, u32),
    /// A number from one on, and up to another where there is one.
    Number(u32, Option<u32>),
    /// One of these.
    OneOf(Vec<&'static str>),
}

/// What a parameter of a route takes.
#[must_use]
pub fn takes(name: &str, action: Action) -> Takes {
    match name {
        "filter" | "mapping" => Takes::Json,
        "limit" => Takes::Whole(0, 1000),
        "trash" => Takes::OneOf(vec!["without", "with", "only"]),
        "forever" | "hash" | "dry_run" => Takes::Flag,
        "record" if action == Action::Import => {
            Takes::OneOf(IMPORTED.map(RecordKind::collection).to_vec())
        }
        "format" => Takes::OneOf(Format::CODES.to_vec()),
        "mode" => Takes::OneOf(vec!["merge", "replace"]),
        "on_duplicate" => Takes::OneOf(vec!["skip", "update", "create"]),
        "on_unknown" => Takes::OneOf(vec!["add", "reject"]),
        "on_reference" => Takes::OneOf(vec!["suggested", "create", "text"]),
        "currency" => Takes::Currency,
        "as_of" => Takes::Date,
        "months" => Takes::Number(1, Some(240)),
        "weight" => Takes::OneOf(settings::VALUE_WEIGHTS.to_vec()),
        "unit" => Takes::OneOf(settings::TIME_UNITS.to_vec()),
        "factor" | "horizon" | "discount" | "margin" => Takes::Number(0, None),
        "order" => Takes::OneOf(ORDERS.map(|(code, _)| code).to_vec()),
        _ => Takes::Text,
    }
}

/// Whether a route does not do without a parameter.
#[must_use]
pub fn is_required(name: &str, action: Action) -> bool {
    matches!(
        (name, action),
        ("record", Action::Import) | ("format", Action::Export) | ("mode", Action::Restore)
    )
}
