//! Replies: documents, files and refusals with their status. The words of refusals are English
//! sentences; their codes are what programs go by.

use super::sentence::sentence;
use crate::document::json::JsonWriter;
use crate::domain::problem::quoted;
use crate::domain::{Problem, RecordId, Rule};
use crate::workspace::command::CommandError;

/// What goes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Empty where there is none.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply with JSON.
    #[must_use]
    pub fn json(status: u16, json: String) -> Self {
        Self {
            status,
            ..Self::file("application/json", json.into_bytes())
        }
    }

    /// A reply with bytes of a kind of media.
    #[must_use]
    pub fn file(media: &str, body: Vec<u8>) -> Self {
        let empty = Self {
            status: 200,
            body,
            ..Self::default()
        };
        empty
            .with("Content-Type", media)
            .with("Cache-Control", "no-store")
    }

    /// A reply that says nothing but its status.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        let empty = Self {
            status,
            ..Self::default()
        };
        empty.with("Cache-Control", "no-store")
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same as a file to keep.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.with(
            "Content-Disposition",
            format!("attachment; filename=\"{name}\""),
        )
    }
}

/// One thing that is wrong, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The field or parameter.
    pub field: Option<String>,
    /// The row of a file, as a spreadsheet numbers it.
    pub row: Option<u64>,
    /// The column of a file, by its heading.
    pub column: Option<String>,
    /// What programs go by.
    pub code: &'static str,
    /// What people read.
    pub reason: String,
}

impl From<&Problem> for Finding {
    fn from(problem: &Problem) -> Self {
        Self {
            field: Some(problem.field.clone()),
            row: None,
            column: None,
            code: problem.rule.code(),
            reason: sentence(&problem.rule),
        }
    }
}

impl Finding {
    /// Writes it.
    pub fn write(&self, out: &mut JsonWriter) {
        out.object();
        if let Some(field) = &self.field {
            out.name("field").text(field);
        }
        if let Some(row) = self.row {
            out.name("row").literal(row);
        }
        if let Some(column) = &self.column {
            out.name("column").text(column);
        }
        out.name("code").text(self.code);
        out.name("reason").text(&self.reason).end_object();
    }
}

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status code.
    pub status: u16,
    /// What programs go by.
    pub error: &'static str,
    /// What people read.
    pub reason: String,
    /// What is wrong, one by one.
    pub problems: Vec<Finding>,
    /// Further members, written: the versions of a conflict.
    pub(super) more: Vec<(&'static str, String)>,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal without problems.
    #[must_use]
    pub fn new(status: u16, error: &'static str, reason: impl Into<String>) -> Self {
        Self {
            status,
            error,
            reason: reason.into(),
            problems: Vec::new(),
            more: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Parameters that are not right.
    #[must_use]
    pub fn parameters(problems: &[Problem]) -> Self {
        let reason = "The address has parameters that are not known or not right.";
        Self {
            problems: problems.iter().map(Finding::from).collect(),
            ..Self::new(400, "bad_request", reason)
        }
    }

    /// A parameter that is not right.
    #[must_use]
    pub fn parameter(name: &str, rule: Rule) -> Self {
        Self::parameters(&[Problem::new(name, rule)])
    }

    /// Values that records must not have.
    #[must_use]
    pub fn invalid(problems: &[Problem]) -> Self {
        Self {
            problems: problems.iter().map(Finding::from).collect(),
            ..Self::new(
                422,
                "invalid",
                "Some values are not right; nothing was saved.",
            )
        }
    }

    pub(super) fn not_json(why: &str) -> Self {
        Self::new(
            400,
            "not_json",
            format!("The body must be one JSON object: {why}."),
        )
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(404, "not_found", format!("There is no {what}."))
    }

    pub(super) fn no_workspace(slug: &str) -> Self {
        let reason = format!(
            "The workspace \"{}\" is not open here; open it in a tab of this browser, then ask again.",
            quoted(slug)
        );
        Self::new(404, "no_workspace", reason)
    }

    pub(super) fn media(media: &str, expected: &str) -> Self {
        let reason = format!("The body is \"{}\"; {expected} is expected.", quoted(media));
        Self::new(415, "unsupported_media_type", reason)
    }

    pub(super) fn too_large(bytes_max: usize) -> Self {
        let reason = format!("The body has more than {} MiB.", bytes_max >> 20);
        Self::new(413, "too_large", reason)
    }

    pub(super) fn method(allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let reason = format!("This address answers to {allowed} only.");
        Self {
            headers: vec![("Allow", allowed)],
            ..Self::new(405, "method_not_allowed", reason)
        }
    }

    pub(super) fn stale(id: RecordId, revision: &str) -> Self {
        let reason = format!("{id} was changed since: its revision is {revision}.");
        Self {
            headers: vec![("ETag", format!("\"{revision}\""))],
            ..Self::new(412, "stale", reason)
        }
    }

    /// A command that was refused.
    #[must_use]
    pub fn command(error: &CommandError) -> Self {
        match error {
            CommandError::Invalid(problems) => Self::invalid(problems),
            CommandError::NotFound(id) => Self::not_found(&format!("record {id}")),
            CommandError::Stale { id, revision } => Self::stale(*id, &revision.to_string()),
            CommandError::InUse { id, count } => Self::new(
                409,
                "in_use",
                format!("{id} cannot go: {count} other records refer to it."),
            ),
            CommandError::NothingToDo => Self::new(
                409,
                "nothing_to_do",
                "There is nothing to do: all of it was written again since, or nothing was done.",
            ),
            CommandError::NotUndoable => Self::new(
                409,
                "not_undoable",
                "It erased something for good or made the workspace, and cannot be taken back.",
            ),
            CommandError::NotReady => Self::missing(&error.to_string()),
        }
    }

    /// What could not be written to the disk.
    #[must_use]
    pub fn storage(is_full: bool, why: &str) -> Self {
        if is_full {
            let reason = "The disk is full, or what the browser grants of it; nothing was saved.";
            Self::new(507, "storage_full", reason)
        } else {
            let reason = format!("It could not be saved and was taken back ({why}); try again.");
            Self::new(500, "not_saved", reason)
        }
    }

    /// A part of the program that answers is not there.
    #[must_use]
    pub fn missing(why: &str) -> Self {
        let reason = format!("A part of the program did not arrive ({why}); ask again.");
        Self::new(503, "not_loaded", reason)
    }

    /// No workspace is open in the tab.
    #[must_use]
    pub fn closed() -> Self {
        let reason = "No workspace is open; open or make one in a tab, then ask again.";
        Self::new(503, "no_workspace", reason)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let mut out = JsonWriter::default();
        out.object().name("error").text(refusal.error);
        out.name("reason").text(&refusal.reason);
        out.name("problems").array();
        for problem in &refusal.problems {
            problem.write(&mut out);
        }
        out.end_array();
        for (name, json) in &refusal.more {
            out.name(name).raw(json);
        }
        out.end_object();
        let reply = Self::json(refusal.status, out.finish());
        let headers = refusal.headers.into_iter();
        headers.fold(reply, |reply, (name, value)| reply.with(name, value))
    }
}
