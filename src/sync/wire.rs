//! Requests to the database and its answers, as values. Addresses, credentials and how they travel are
//! left to whoever carries them.

/// What is done to what a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads it.
    Get,
    /// Makes or replaces it.
    Put,
    /// Asks it with a body.
    Post,
}

impl Method {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
        }
    }
}

/// A request to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// Below the database's address, without a slash before it; empty for the database itself.
    pub path: String,
    /// JSON, where there is a body.
    pub body: Option<String>,
}

impl Request {
    /// Reads what is at a path.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            body: None,
        }
    }

    /// Puts JSON at a path.
    #[must_use]
    pub fn put(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Put,
            path: path.into(),
            body: Some(body),
        }
    }

    /// Sends JSON to a path.
    #[must_use]
    pub fn post(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Post,
            path: path.into(),
            body: Some(body),
        }
    }
}

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// After how many seconds to ask again, where it says so.
    pub retry_after_s: Option<u32>,
}

impl Answer {
    /// Whether it did what was asked.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The server is not there, the network is off, or the browser does not allow it.
    Network,
    /// It took too long.
    TimedOut,
    /// It sent the request elsewhere, where nothing is sent.
    Redirected,
    /// The answer is larger than anything that was asked for.
    TooLarge,
}
