//! A request as it came in, and the parts of its address. Which addresses there are is
//! [`super::route`]'s matter.

use super::reply::Refusal;
use crate::domain::problem::quoted;
use crate::domain::{Problem, Rule};
use crate::query::address;

/// The largest document that is read, in bytes.
pub const DOCUMENT_BYTES_MAX: usize = 4 << 20;
/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 256 << 20;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// From `/api` on, with its query.
    pub path: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// Empty where there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let header = headers.find(|(other, _)| other == name);
        header.map(|(_, value)| value.trim())
    }

    /// The parts of the path, decoded, and the query.
    pub(super) fn address(&self) -> (Vec<String>, Query) {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        // A plus is a plus in a path; only behind the question mark it is a space.
        let segments = segments.map(|segment| address::decode(&segment.replace('+', "%2B")));
        (segments.collect(), Query(address::pairs(query)))
    }

    /// The kind of media of the body, in small letters and without its parameters; none where the
    /// sender did not say. What a browser adds to a text by itself says nothing.
    pub(super) fn media(&self) -> Option<String> {
        let said = self.header("content-type")?.to_ascii_lowercase();
        if said.replace(' ', "") == "text/plain;charset=utf-8" {
            return None;
        }
        let media = said.split(';').next().unwrap_or_default().trim();
        (!media.is_empty()).then(|| media.to_owned())
    }

    /// The body as JSON text.
    pub(super) fn json(&self) -> Result<&str, Refusal> {
        if let Some(media) = self.media() {
            let is_json = media == "application/json"
                || (media.starts_with("application/") && media.ends_with("+json"));
            if !is_json {
                return Err(Refusal::media(&media, "application/json"));
            }
        }
        if self.body.len() > DOCUMENT_BYTES_MAX {
            return Err(Refusal::too_large(DOCUMENT_BYTES_MAX));
        }
        std::str::from_utf8(&self.body).map_err(|_| Refusal::not_json("it is not UTF-8"))
    }

    /// The body as a file.
    pub(super) fn file(&self) -> Result<(), Refusal> {
        match self.media() {
            Some(media) if media.starts_with("multipart/") || media.contains("urlencoded") => {
                return Err(Refusal::media(&media, "the file itself"));
            }
            _ => {}
        }
        if self.body.len() > FILE_BYTES_MAX {
            return Err(Refusal::too_large(FILE_BYTES_MAX));
        }
        Ok(())
    }
}

/// The parameters of a request. Each is taken once; what is left over is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Takes the value of a parameter.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a parameter that is yes or no.
    pub(super) fn take_flag(&mut self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.take(name).as_deref() {
            None => Ok(None),
            Some("" | "true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(other) => {
                let value = quoted(other);
                Err(Refusal::parameter(name, Rule::NotAYesOrNo { value }))
            }
        }
    }

    /// Takes a parameter whose value is read.
    pub(super) fn take_as<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, Rule>,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        let value = read(&text).map_err(|rule| Refusal::parameter(name, rule))?;
        Ok(Some(value))
    }

    /// What was not taken.
    pub(super) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// The parameters that are there more than once, or are none of these.
    pub(super) fn problems(&self, known: &[&str]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, (name, value)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                problems.push(Problem::new(quoted(name), Rule::UnknownField));
            } else if self.0.iter().take(at).any(|(other, _)| other == name) {
                let value = quoted(value);
                problems.push(Problem::new(name, Rule::NotUnique { value }));
            }
        }
        problems
    }
}
