//! Where a database is and who signs in there, as people type it and as a link carries it. What is
//! secret is apart, never in an address and never in a link.

use super::changes::encoded;
use std::fmt;
use thiserror::Error;

/// A database to be kept in step with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    server: String,
    database: String,
    user: String,
}

/// What proves who signs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// The password of the user.
    Password(String),
    /// A token that a service gave (a JSON Web Token).
    Token(String),
}

impl fmt::Debug for Secret {
    // Whatever prints a value must not print this.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::Token(_) => "Token(…)",
        })
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RemoteProblem {
    /// It is no address.
    #[error("not an address: https:// and the name of the server")]
    Address,
    /// An address with a name or password in it, which others would see.
    #[error("a name or password does not belong into the address")]
    Credentials,
    /// No name that a database can have.
    #[error("not a name of a database: small letters, digits and _$()+/- after a letter")]
    Database,
}

/// The longest name of a database that CouchDB takes.
const DATABASE_MAX: usize = 238;

impl Remote {
    /// Reads what was typed. The address may end in a path under which a proxy has the server; the
    /// scheme may be left out, which is then `https`.
    ///
    /// # Errors
    /// [`RemoteProblem`].
    pub fn parse(server: &str, database: &str, user: &str) -> Result<Self, RemoteProblem> {
        let typed = server.trim().trim_end_matches('/');
        let (scheme, rest) = match typed.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), typed),
        };
        let (host, path) = rest
            .split_once('/')
            .map_or((rest, String::new()), |(host, path)| {
                (host, format!("/{path}"))
            });
        if host.contains('@') {
            return Err(RemoteProblem::Credentials);
        }
        let is_path = |text: &str| {
            let is_fine =
                |letter: char| letter.is_ascii_alphanumeric() || "/-._~%".contains(letter);
            text.chars().all(is_fine) && !text.split('/').any(|part| part == "..")
        };
        if !matches!(scheme.as_str(), "http" | "https") || !is_host(host) || !is_path(&path) {
            return Err(RemoteProblem::Address);
        }
        let database = database.trim();
        let is_name = database.len() <= DATABASE_MAX
            && database.starts_with(|letter: char| letter.is_ascii_lowercase())
            && database.chars().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_$()+/-".contains(letter)
            });
        if !is_name {
            return Err(RemoteProblem::Database);
        }
        Ok(Self {
            server: format!("{scheme}://{}{path}", host.to_ascii_lowercase()),
            database: database.to_owned(),
            user: user.trim().to_owned(),
        })
    }

    /// The server's address, without a slash at its end.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The name of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Who signs in; empty with a token, or where nobody does.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The origin that requests go to, and nowhere else.
    #[must_use]
    pub fn origin(&self) -> &str {
        let host = self.server.find("://").map_or(0, |at| at + 3);
        let end = self.server.get(host..).and_then(|rest| rest.find('/'));
        let end = end.map_or(self.server.len(), |at| host + at);
        self.server.get(..end).unwrap_or_default()
    }

    /// The address of what is at a path of the database; of the database itself where the path is
    /// empty.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let database = encoded(&self.database);
        match path {
            "" => format!("{}/{database}", self.server),
            path => format!("{}/{database}/{path}", self.server),
        }
    }

    /// Whether what is sent can be read on its way: `http` to another machine than this one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let host = self.origin().strip_prefix("http://");
        host.is_some_and(|host| {
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            !matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        })
    }

    /// What a link carries behind its `#`, which no server sees: all but what is secret.
    #[must_use]
    pub fn fragment(&self) -> String {
        let (server, database) = (encoded(&self.server), encoded(&self.database));
        format!(
            "server={server}&database={database}&user={}",
            encoded(&self.user)
        )
    }

    /// Reads what a link carries.
    ///
    /// # Errors
    /// [`RemoteProblem`].
    pub fn from_fragment(fragment: &str) -> Result<Self, RemoteProblem> {
        let part = |name: &str| {
            let mut parts = fragment.trim_start_matches('#').split('&');
            let value = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
            value.map(decoded).unwrap_or_default()
        };
        Self::parse(&part("server"), &part("database"), &part("user"))
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) => (address, port.strip_prefix(':')),
            None => return false,
        },
        None => host
            .rsplit_once(':')
            .map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let is_name = if host.starts_with('[') {
        name.chars()
            .all(|letter| letter.is_ascii_hexdigit() || ":.".contains(letter))
    } else {
        let parts = name.split('.');
        // A name in other letters is one in these after the rules of international names, which a
        // look-alike cannot hide behind.
        let is_part = |part: &str| {
            let is_fine = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
            !part.is_empty() && part.chars().all(is_fine)
        };
        parts.into_iter().all(is_part)
    };
    is_name && !name.is_empty() && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// The text of a part of an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let read = match byte {
            b'%' => {
                let (high, low) = (hex(rest.next()), hex(rest.next()));
                high.zip(low).map(|(high, low)| (high * 16 + low) as u8)
            }
            byte => Some(byte),
        };
        bytes.extend(read);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        let remote = Remote::parse(" couch.example.org/db/ ", "crm", " ann ").unwrap();
        assert_eq!(remote.server(), "https://couch.example.org/db");
        assert_eq!(remote.origin(), "https://couch.example.org");
        assert_eq!(remote.user(), "ann");
        assert_eq!(
            remote.address("_changes"),
            "https://couch.example.org/db/crm/_changes"
        );
        let local = Remote::parse("HTTP://LocalHost:5984", "team/crm+1", "").unwrap();
        assert_eq!(local.address(""), "http://localhost:5984/team%2Fcrm%2B1");
        assert!(!local.is_open());
        assert!(
            Remote::parse("http://10.0.0.7:5984", "crm", "")
                .unwrap()
                .is_open()
        );
        assert!(
            !Remote::parse("https://10.0.0.7", "crm", "")
                .unwrap()
                .is_open()
        );
        assert!(Remote::parse("http://[::1]:5984", "crm", "").is_ok());
    }

    #[test]
    fn what_is_no_address_or_name_is_refused() {
        for server in [
            "",
            "https://",
            "ftp://example.org",
            "javascript:alert(1)",
            "https://exa mple.org",
            "https://example.org:port",
            "https://example.org/a?b=c",
            "https://example.org/../x",
            "https://exämple.org",
            "https://[::1",
        ] {
            let read = Remote::parse(server, "crm", "");
            assert_eq!(read, Err(RemoteProblem::Address), "{server}");
        }
        let read = Remote::parse("https://ann:secret@example.org", "crm", "");
        assert_eq!(read, Err(RemoteProblem::Credentials));
        for database in [
            "",
            "Crm",
            "1crm",
            "_users",
            "crm db",
            "crm?x",
            &"c".repeat(239),
        ] {
            let read = Remote::parse("example.org", database, "");
            assert_eq!(read, Err(RemoteProblem::Database), "{database}");
        }
    }

    #[test]
    fn a_link_carries_everything_but_the_secret() {
        let remote = Remote::parse("http://localhost:5984/x", "a+b/c", "änn & co=#1").unwrap();
        let fragment = remote.fragment();
        assert_eq!(Remote::from_fragment(&fragment), Ok(remote.clone()));
        assert_eq!(Remote::from_fragment(&format!("#{fragment}")), Ok(remote));
        assert_eq!(Remote::from_fragment("#x"), Err(RemoteProblem::Address));
        assert_eq!(
            format!("{:?}", Secret::Password("hush".into())),
            "Password(…)"
        );
    }
}
