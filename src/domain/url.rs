//! Addresses of the web: a company's site.
//!
//! What is taken here becomes a link that people press, so it may only ever
//! lead to a web page. It is shown as typed but for a missing scheme.

use std::fmt;

use super::host::is_host;
use super::problem::{Rule, quoted};

/// Longest address that browsers and other CRMs take without trouble.
const LENGTH_MAX: usize = 2_048;

/// An address that begins with `http://` or `https://`.
///
/// ```
/// # use satchel::domain::url::WebAddress;
/// assert_eq!(WebAddress::parse("Example.com/about")?.as_str(), "https://example.com/about");
/// assert!(WebAddress::parse("javascript:alert(1)").is_err());
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress(String);

impl WebAddress {
    /// Reads an address, adds `https://` where there is no scheme, and puts
    /// scheme and host in small letters; the rest stays as typed.
    ///
    /// # Errors
    /// [`Rule::NotAUrl`] for any other scheme, for user names and passwords
    /// (they disguise where a link leads), for a host that has no dot and is
    /// not `localhost`, and for characters that programs read in different
    /// ways; [`Rule::TooLong`] beyond 2,048 bytes.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_a_url = || Rule::NotAUrl {
            value: quoted(text),
        };
        let trimmed = text.trim();
        let is_ambiguous =
            |c: char| c.is_control() || c.is_whitespace() || "\\<>\"`{}|^".contains(c);
        if trimmed.contains(is_ambiguous) {
            return Err(not_a_url());
        }
        let (scheme, rest) = split_scheme(trimmed).ok_or_else(not_a_url)?;
        let (authority, path) = rest
            .split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
            .ok_or_else(not_a_url)?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_port = port.is_none_or(|port| is_digits(port) && port.parse::<u16>().is_ok());
        let host = host.to_lowercase();
        if !is_port || !is_host(&host) || !(host.contains('.') || host == "localhost") {
            return Err(not_a_url());
        }
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let address = format!("{scheme}://{host}{port}{path}");
        if address.len() > LENGTH_MAX {
            return Err(Rule::TooLong { max: LENGTH_MAX });
        }
        Ok(Self(address))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host in small letters, without port.
    pub fn host(&self) -> &str {
        let (_, rest) = self.0.split_once("://").unwrap_or_default();
        rest.split([':', '/', '?', '#']).next().unwrap_or_default()
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The scheme in small letters and what follows its slashes.
///
/// A colon before any slash is either a port (`example.com:8080`) or some other
/// scheme (`javascript:`, `mailto:`), which is refused by having no digits.
fn split_scheme(address: &str) -> Option<(&'static str, &str)> {
    for scheme in ["https", "http"] {
        let Some((start, rest)) = address.split_at_checked(scheme.len()) else {
            continue;
        };
        if start.eq_ignore_ascii_case(scheme)
            && let Some(rest) = rest.strip_prefix("://")
        {
            return Some((scheme, rest));
        }
    }
    let rest = address.strip_prefix("//").unwrap_or(address);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let has_other_scheme = authority
        .split_once(':')
        .is_some_and(|(_, port)| !is_digits(port));
    (!has_other_scheme).then_some(("https", rest))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::domain::random::Random;

    #[test]
    fn addresses_are_completed_and_kept() {
        for (text, expected, host) in [
            ("example.com", "https://example.com", "example.com"),
            (
                " WWW.Example.COM/Über?Q=1#Top ",
                "https://www.example.com/Über?Q=1#Top",
                "www.example.com",
            ),
            ("http://example.com", "http://example.com", "example.com"),
            (
                "HTTPS://Example.com:8443/a:b@c",
                "https://example.com:8443/a:b@c",
                "example.com",
            ),
            (
                "example.com:8080",
                "https://example.com:8080",
                "example.com",
            ),
            ("//example.com/x", "https://example.com/x", "example.com"),
            (
                "localhost:8080/app",
                "https://localhost:8080/app",
                "localhost",
            ),
            ("http://127.0.0.1", "http://127.0.0.1", "127.0.0.1"),
            ("例子.中国/关于", "https://例子.中国/关于", "例子.中国"),
            (
                "example.com?next=http://b.org",
                "https://example.com?next=http://b.org",
                "example.com",
            ),
            (
                "https.example.com",
                "https://https.example.com",
                "https.example.com",
            ),
            ("ÄRZTE.de", "https://ärzte.de", "ärzte.de"),
        ] {
            let address = WebAddress::parse(text).unwrap();
            assert_eq!((address.as_str(), address.host()), (expected, host));
        }
    }

    #[test]
    fn whatever_is_no_web_page_is_refused() {
        for text in [
            "",
            "example",
            "http://",
            "https://",
            "http:///path",
            "https://example",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "javascript:8080:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://example.com",
            "mailto:ann@example.com",
            "blob:https://example.com/1",
            "tel:123",
            "http:example.com",
            "https:/example.com",
            "https://user@example.com",
            "https://user:pw@example.com",
            "https://example.com:pw@evil.example",
            "https://example.com\\@evil.example",
            "https://exa mple.com",
            "https://example.com/a b",
            "https://example.com/\"onclick=",
            "https://example.com/<script>",
            "https://example.com:99999",
            "https://example.com:",
            "https://example..com",
            "https://.example.com",
            "https://example.com.",
            "https://[::1]/",
            "https://exam\u{202e}ple.com",
            "https://例子。中国",
            "n/a",
            "-",
            "ann@example.com",
        ] {
            assert!(
                matches!(WebAddress::parse(text), Err(Rule::NotAUrl { .. })),
                "{text:?}"
            );
        }
        let long = format!("example.com/{}", "a".repeat(2_048));
        assert_eq!(WebAddress::parse(&long), Err(Rule::TooLong { max: 2_048 }));
    }

    #[test]
    fn what_is_taken_is_a_web_page_and_taken_again() {
        let alphabet: Vec<char> = "htps:/.@?#8aB-ü\\ ".chars().collect();
        let mut random = Random::seeded(3986);
        let mut taken = 0;
        for round in 0..50_000 {
            let start = if round % 2 == 0 { "" } else { "a.b" };
            let text = format!("{start}{}", random.text(&alphabet, 8));
            let Ok(address) = WebAddress::parse(&text) else {
                continue;
            };
            taken += 1;
            assert!(address.as_str().starts_with("http"), "{text}");
            assert!(!address.host().contains(['@', ':', '/']), "{text}");
            assert_eq!(WebAddress::parse(address.as_str()), Ok(address));
        }
        assert!(taken > 100, "the generator found only {taken} addresses");
    }
}
