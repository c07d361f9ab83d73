//! E-mail addresses.
//!
//! The rule is that of HTML's e-mail field, which takes what mail systems take
//! in practice, with letters of all scripts beside it, and with a dot asked for
//! behind the `@`: an address without one is a slip far more often than a
//! mailbox of an intranet. Which address of a
//! customer is the primary one is told by the customer's own file.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::host::{is_foreign, is_host};
use super::problem::{Rule, quoted};

/// Longest address that mail can carry, in bytes (RFC 5321).
const LENGTH_MAX: usize = 254;

/// An e-mail address, shown as it was typed and compared without regard to
/// capitals, since no mail system in use tells `Ann@` from `ann@`.
///
/// ```
/// # use satchel::domain::email::EmailAddress;
/// let typed = EmailAddress::parse(" Ann.Li@Example.com ")?;
/// assert_eq!(typed, EmailAddress::parse("ann.li@example.COM")?);
/// assert_eq!(typed.as_str(), "Ann.Li@Example.com");
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads one address, with nothing around it but white space.
    ///
    /// # Errors
    /// [`Rule::NotAnEmail`], or [`Rule::TooLong`] beyond 254 bytes.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let address = text.trim();
        let not_an_email = || Rule::NotAnEmail {
            value: quoted(text),
        };
        let (local, host) = address.rsplit_once('@').ok_or_else(not_an_email)?;
        let is_local = |c: char| {
            c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c) || is_foreign(c)
        };
        let is_whole = !local.is_empty() && host.contains('.');
        if !is_whole || !local.chars().all(is_local) || !is_host(host) {
            return Err(not_an_email());
        }
        if address.len() > LENGTH_MAX {
            return Err(Rule::TooLong { max: LENGTH_MAX });
        }
        Ok(Self(address.to_owned()))
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form by which addresses are equal: in small letters.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// What stands behind the `@`, as it was typed.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }

    fn folded_characters(&self) -> impl Iterator<Item = char> + '_ {
        self.0.chars().flat_map(char::to_lowercase)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for EmailAddress {}

impl PartialOrd for EmailAddress {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EmailAddress {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded_characters().cmp(other.folded_characters())
    }
}

impl Hash for EmailAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded_characters()
            .for_each(|character| character.hash(state));
    }
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
    fn addresses_in_use_are_taken() {
        for text in [
            "ann@example.com",
            "ann.li+crm@mail.example.co.uk",
            "o'brien@example.ie",
            "a..b.@docomo.ne.jp",
            "x@1.2.3.4",
            "!#$%&'*+/=?^_`{|}~-@example.org",
            "李雷@例子.中国",
            "jörg@müller.de",
            "अजय@डाटा.भारत",
            "ann@xn--bcher-kva.example",
        ] {
            let padded = format!("\t{text} \n");
            assert_eq!(EmailAddress::parse(&padded).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_no_mail_could_reach_is_refused() {
        for text in [
            "",
            "@",
            "ann",
            "ann@",
            "@example.com",
            "ann@@example.com",
            "ann@example..com",
            "ann@example",
            "ann@-example.com",
            "ann@example-.com",
            "ann li@example.com",
            "ann@exam ple.com",
            "ann@example.com, bob@example.com",
            "Ann <ann@example.com>",
            "mailto:ann@example.com",
            "\"ann li\"@example.com",
            "ann@[127.0.0.1]",
            "ann@example.com.",
            "ann\0@example.com",
            "ann＠example.com",
            "ann\u{200b}@example.com",
            "ann@example.com\u{202e}",
            "n/a",
            "ann;bob@example.com",
            "ann@example.com<script>",
            "ann\n@example.com",
        ] {
            assert!(
                matches!(EmailAddress::parse(text), Err(Rule::NotAnEmail { .. })),
                "{text:?}"
            );
        }
        let long = format!("{}@example.com", "a".repeat(243));
        assert_eq!(EmailAddress::parse(&long), Err(Rule::TooLong { max: 254 }));
        assert!(EmailAddress::parse(long.strip_prefix('a').unwrap()).is_ok());
    }

    #[test]
    fn capitals_make_no_difference() {
        let parse = |text| EmailAddress::parse(text).unwrap();
        assert_eq!(parse("ANN@Example.COM"), parse("ann@example.com"));
        assert_eq!(parse("JÖRG@MÜLLER.DE"), parse("jörg@müller.de"));
        assert_ne!(parse("ann@example.com"), parse("ann@example.co"));
        assert_eq!(parse("ÄNN@X.de").folded(), "änn@x.de");
        assert_eq!(parse("ann@X.de").host(), "X.de");
        let set = std::collections::HashSet::from([parse("A@b.cd"), parse("a@B.cd")]);
        assert_eq!(set.len(), 1);
    }

    #[test]
    fn what_is_taken_is_taken_again() {
        let alphabet: Vec<char> = "aZ0@@..-_+' ü李\u{200b}<\"".chars().collect();
        let mut random = Random::seeded(5321);
        let mut taken = 0;
        for _ in 0..50_000 {
            let text = format!("{}.de", random.text(&alphabet, 8));
            let Ok(address) = EmailAddress::parse(&text) else {
                continue;
            };
            taken += 1;
            assert_eq!(address.as_str(), text.trim());
            assert_eq!(
                EmailAddress::parse(&address.folded()).as_ref(),
                Ok(&address)
            );
            assert_eq!(text.matches('@').count(), 1);
        }
        assert!(taken > 100, "the generator found only {taken} addresses");
    }
}
