//! Policies of service: within how much working time tickets of each priority are answered and
//! solved, and what working time is.

use super::field::{Field, Options, PartField, Type, fields};
use super::ticket::PRIORITIES;

/// The days of a week.
pub const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What is promised for a priority, in minutes of working time.
pub const PROMISE_PARTS: &[PartField] = &[
    PartField {
        name: "priority",
        of: Type::Choice(Options {
            codes: PRIORITIES,
            open: false,
        }),
    },
    PartField {
        name: "first_response",
        of: Type::Number,
    },
    PartField {
        name: "resolve",
        of: Type::Number,
    },
];

/// A span of working time on a day of the week, in minutes after midnight.
pub const HOURS_PARTS: &[PartField] = &[
    PartField {
        name: "weekday",
        of: Type::Choice(Options {
            codes: WEEKDAYS,
            open: false,
        }),
    },
    PartField {
        name: "from",
        of: Type::Number,
    },
    PartField {
        name: "to",
        of: Type::Number,
    },
];

/// A day on which nobody works.
pub const HOLIDAY_PARTS: &[PartField] = &[
    PartField {
        name: "day",
        of: Type::Date,
    },
    PartField {
        name: "name",
        of: Type::Text(120),
    },
];

fields! {
    /// What the policy is called.
    NAME = Field::text("name", 120).required();
    /// What is promised, by priority.
    PROMISES = Field::list("promises", Type::Part(PROMISE_PARTS));
    /// When somebody works; without any, around the clock.
    WORKING_HOURS = Field::list("working_hours", Type::Part(HOURS_PARTS));
    /// On which days nobody does.
    HOLIDAYS = Field::list("holidays", Type::Part(HOLIDAY_PARTS));
    /// In which time zone: an IANA name.
    TIME_ZONE = Field::text("time_zone", 64).unsearched();
    /// For which sorts of ticket; without any, for all.
    TYPES = Field::set("types", Type::Text(120)).unsearched();
    /// For customers with one of these tags; without any, for all.
    CUSTOMER_TAGS = Field::set("customer_tags", Type::Text(60)).unsearched();
    /// Its place: the first policy that applies holds.
    ORDER = Field::one("order", Type::Number);
    /// Whether it holds for new tickets.
    ACTIVE = Field::one("active", Type::Bool);
}
