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

/// A day has so many minutes.
const DAY: u32 = 24 * 60;

/// Spans of working time as somebody types them: `9:00–12:00, 13:00–17:30`, `9-17`; none is no work.
/// In order, in minutes after midnight; nothing where it cannot be read, or spans overlap.
#[must_use]
pub fn parse_spans(text: &str) -> Option<Vec<(u32, u32)>> {
    let parts = text.split([',', '，', '、', ';', '；']).map(str::trim);
    let mut spans = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–', '—', '~', '～', '至'])?;
        let (from, to) = (parse_time(from)?, parse_time(to)?);
        if from >= to {
            return None;
        }
        spans.push((from, to));
    }
    spans.sort_unstable();
    let overlap = spans.windows(2).any(|pair| match pair {
        [(_, end), (start, _)] => start < end,
        _ => false,
    });
    (!overlap).then_some(spans)
}

/// A time of day: `9`, `9:30`, `09.30`, `24:00`.
fn parse_time(text: &str) -> Option<u32> {
    let text = text.trim();
    let (hours, minutes) = text.split_once([':', '：', '.']).unwrap_or((text, "0"));
    let read = |text: &str| {
        let is_short = (1..=2).contains(&text.len());
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| is_short && is_number)
    };
    let (hours, minutes) = (read(hours)?, read(minutes)?);
    let at = hours * 60 + minutes;
    (minutes < 60 && at <= DAY).then_some(at)
}

/// Spans as they are read: `9:00–12:00, 13:00–17:30`.
#[must_use]
pub fn write_spans(spans: &[(u32, u32)]) -> String {
    let time = |at: u32| format!("{}:{:02}", at / 60, at % 60);
    let spans = spans
        .iter()
        .map(|(from, to)| format!("{}–{}", time(*from), time(*to)));
    spans.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_is_read_as_it_is_typed() {
        let cases: [(&str, Option<&str>); 14] = [
            ("9:00–17:30", Some("9:00–17:30")),
            ("9-17", Some("9:00–17:00")),
            ("13:00-17:30, 09.00-12.00", Some("9:00–12:00, 13:00–17:30")),
            (
                "9：00至12：00、13：00至18：00",
                Some("9:00–12:00, 13:00–18:00"),
            ),
            ("0-24", Some("0:00–24:00")),
            ("8-12,12-16", Some("8:00–12:00, 12:00–16:00")),
            ("", Some("")),
            ("17-9", None),
            ("9-9", None),
            ("9-25", None),
            ("9:60-12", None),
            ("9-12, 11-13", None),
            ("nine to five", None),
            ("9", None),
        ];
        for (typed, expected) in cases {
            let read = parse_spans(typed).map(|spans| write_spans(&spans));
            assert_eq!(read.as_deref(), expected, "{typed}");
        }
    }
}
