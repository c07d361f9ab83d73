//! What the server answers, and the refusals that become answers. Which refusal is given when is left
//! to whoever gives it.

use std::borrow::Cow;

use serde_json::{Value, json};

/// The answer to one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A reply.
    Reply(Reply),
    /// Nothing, ever: the connection stays open and silent until the other side cuts it.
    Hang,
}

/// A reply with what of it a client reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers; names in small letters.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The reply, where there is one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Reply(reply) => Some(reply),
            Self::Hang => None,
        }
    }

    /// The status; 0 where nothing comes.
    pub fn status(&self) -> u16 {
        self.reply().map_or(0, |reply| reply.status)
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> Value {
        self.reply().map_or(Value::Null, Reply::json)
    }

    /// A header of the reply.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .reply()?
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

impl Reply {
    pub(crate) fn of(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", format!("{body}\n").into_bytes())
    }

    pub(crate) fn text(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body,
        }
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A request that is refused as a whole, or the reason why a row of it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) error: &'static str,
    pub(crate) reason: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(
        status: u16,
        error: &'static str,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            error,
            reason: reason.into(),
        }
    }

    pub(crate) fn bad_request(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, "bad_request", reason)
    }

    pub(crate) fn invalid_revision() -> Self {
        Self::bad_request("Invalid rev format")
    }

    pub(crate) fn missing() -> Self {
        Self::new(404, "not_found", "missing")
    }

    pub(crate) fn deleted() -> Self {
        Self::new(404, "not_found", "deleted")
    }

    pub(crate) fn forbidden(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(403, "forbidden", reason)
    }

    pub(crate) fn method(allowed: &'static str) -> Self {
        Self::new(405, "method_not_allowed", format!("Only {allowed} allowed"))
    }

    pub(crate) fn body(&self) -> Value {
        json!({"error": self.error, "reason": self.reason})
    }
}

/// A moment as the `date` header has it.
pub(crate) fn date(now_ms: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let seconds = now_ms / 1000;
    let days = seconds / 86_400;
    let weekday = DAYS.get((days % 7) as usize).copied().unwrap_or_default();
    // Days are counted from 1 March of the year 0, so that leap days end a year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12;
    let year = era * 400 + year_of_era + u64::from(month < 2);
    let name = MONTHS.get(month as usize).copied().unwrap_or_default();
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{weekday}, {day:02} {name} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_written_as_http_has_them() {
        assert_eq!(date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(date(951_782_400_000), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(date(1_735_689_599_999), "Tue, 31 Dec 2024 23:59:59 GMT");
    }
}
