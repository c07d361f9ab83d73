//! A request, and its path and query taken apart. What a path means is left to the server.

use serde_json::Value;

use crate::answer::Refusal;
use crate::hash::to_base64;
use crate::switches::Flavour;

/// What a request wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// Any other, which is refused.
    Other,
}

impl Method {
    /// Reads a method as it stands in a request.
    pub fn parse(text: &str) -> Self {
        match text {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "PUT" => Self::Put,
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            _ => Self::Other,
        }
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path with its query, percent-encoded as it is sent.
    pub path: String,
    /// The headers; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers or body.
    pub fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A `GET`.
    pub fn get(path: &str) -> Self {
        Self::new(Method::Get, path)
    }

    /// A `PUT`.
    pub fn put(path: &str) -> Self {
        Self::new(Method::Put, path)
    }

    /// A `POST`.
    pub fn post(path: &str) -> Self {
        Self::new(Method::Post, path)
    }

    /// A `DELETE`.
    pub fn delete(path: &str) -> Self {
        Self::new(Method::Delete, path)
    }

    /// The request with this JSON as its body.
    pub fn with_json(self, body: &Value) -> Self {
        self.with_header("content-type", "application/json")
            .with_body(body.to_string().into_bytes())
    }

    /// The request with this body.
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// The request with one more header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The request signed in by basic authentication.
    pub fn with_basic(self, name: &str, password: &str) -> Self {
        let pair = to_base64(format!("{name}:{password}").as_bytes());
        self.with_header("authorization", &format!("Basic {pair}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The body as JSON. Half of a surrogate pair is no JSON to either server.
    pub(crate) fn json(&self, flavour: Flavour) -> Result<Value, Refusal> {
        let reason = match flavour {
            Flavour::Couch => "invalid UTF-8 JSON",
            Flavour::PouchServer => "invalid_json",
        };
        serde_json::from_slice(&self.body).map_err(|_| Refusal::bad_request(reason))
    }
}

/// A path and its query, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) segments: Vec<String>,
    query: Vec<(String, String)>,
}

impl Target {
    pub(crate) fn parse(path: &str, flavour: Flavour) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        // CouchDB takes a plus in a path for a space too (`decode_plus_to_space`).
        let is_plus_space = flavour == Flavour::Couch;
        Self {
            segments: path
                .split('/')
                .filter(|segment| !segment.is_empty())
                .map(|segment| decode(segment, is_plus_space))
                .collect(),
            query: query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name, true), decode(value, true)))
                .collect(),
        }
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, value) = self.query.iter().find(|(other, _)| other == name)?;
        Some(value)
    }

    /// Whether a switch of the query is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.query(name) == Some("true")
    }

    /// A number of the query.
    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let parse = |value: &str| {
            let reason = format!("Invalid value for integer: \"{value}\"");
            value
                .parse()
                .map_err(|_| Refusal::new(400, "query_parse_error", reason))
        };
        self.query(name).map(parse).transpose()
    }

    /// A JSON value of the query.
    pub(crate) fn json(&self, name: &str) -> Result<Option<Value>, Refusal> {
        let parse = |value: &str| {
            serde_json::from_str(value).map_err(|_| Refusal::bad_request("invalid UTF-8 JSON"))
        };
        self.query(name).map(parse).transpose()
    }
}

/// Decodes percents; what is no percent code stays as it is.
fn decode(text: &str, is_plus_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let mut ahead = rest.clone();
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            (b'+', ..) if is_plus_space => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_split_before_it_is_decoded() {
        let target = Target::parse(
            "/crm/file%3A1%2F2/a+b?rev=1-a&keys=%5B%22x%22%5D&s=%C3%A4+%",
            Flavour::Couch,
        );
        assert_eq!(target.segments, ["crm", "file:1/2", "a b"]);
        assert_eq!(target.query("keys"), Some("[\"x\"]"));
        assert_eq!(target.query("s"), Some("ä %"));
        let target = Target::parse("/a+b", Flavour::PouchServer);
        assert_eq!(target.segments, ["a+b"]);
    }
}
