//! A sentence to be said: its key and what it mentions, in no language yet.
//!
//! Keys are checked while compiling. What a message reads like in a language
//! is told by `messages`.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::compiled::{ARGUMENTS, FAMILIES, KEYS};

/// The key of a message that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u16);

impl Key {
    /// The key of this name, with these arguments and no others, in any order.
    ///
    /// Meant for constants, as [`message!`] makes them: there a
    /// name or an argument that does not exist stops the compiler.
    pub const fn checked(name: &str, arguments: &[&str]) -> Self {
        let found = entry(name);
        assert!(found.is_some(), "no message has this key");
        let Some((place, expected)) = found else {
            return Self(0);
        };
        assert!(
            expected.len() == arguments.len(),
            "the message has another number of arguments"
        );
        let mut given = arguments;
        while let [argument, rest @ ..] = given {
            assert!(
                has(expected, argument),
                "the message has no argument of this name"
            );
            given = rest;
        }
        Self(place as u16)
    }

    /// The key of this name, for families whose names are put together at run
    /// time: fields, options, rules and the like.
    pub fn find(name: &str) -> Option<Self> {
        static RESTS: OnceLock<Vec<Vec<&str>>> = OnceLock::new();
        let rests = RESTS.get_or_init(|| {
            let texts = FAMILIES.iter().map(|(.., text)| text.split('\n').collect());
            texts.collect()
        });
        let mut families = FAMILIES.iter().zip(rests);
        let (first, rests, rest) = families.find_map(|((family, first, _), rests)| {
            Some((first, rests, name.strip_prefix(family)?))
        })?;
        let at = rests.binary_search(&rest).ok()?;
        Some(Self(first + at as u16))
    }

    /// Its place among all keys in their order.
    pub(super) fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// The place of a key and its message's arguments, by halving the lists.
const fn entry(name: &str) -> Option<(usize, &'static [&'static str])> {
    let mut keys = KEYS.as_slice();
    let mut arguments = ARGUMENTS.as_slice();
    let mut place = 0;
    while !keys.is_empty() {
        let half = keys.len() / 2;
        let (keys_before, keys_after) = keys.split_at(half);
        let (arguments_before, arguments_after) = arguments.split_at(half);
        let ([key, keys_after @ ..], [own, arguments_after @ ..]) = (keys_after, arguments_after)
        else {
            break;
        };
        match order(name, key) {
            Ordering::Equal => return Some((place + half, own)),
            Ordering::Less => (keys, arguments) = (keys_before, arguments_before),
            Ordering::Greater => {
                (keys, arguments) = (keys_after, arguments_after);
                place += half + 1;
            }
        }
    }
    None
}

const fn has(mut names: &[&str], name: &str) -> bool {
    while let [first, rest @ ..] = names {
        if order(first, name).is_eq() {
            return true;
        }
        names = rest;
    }
    false
}

/// As `str::cmp`, which cannot be called while compiling.
const fn order(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match (left, right) {
            ([], []) => return Ordering::Equal,
            ([], _) => return Ordering::Less,
            (_, []) => return Ordering::Greater,
            ([first, left_rest @ ..], [second, right_rest @ ..]) => {
                if *first < *second {
                    return Ordering::Less;
                }
                if *first > *second {
                    return Ordering::Greater;
                }
                (left, right) = (left_rest, right_rest);
            }
        }
    }
}

/// What a message mentions.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// Shown as it is: a name, or a value that was formatted before.
    Text(String),
    /// A count: shown with its digits grouped, and choosing between singular
    /// and plural.
    Number(i64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! from_number {
    ($($number:ty)*) => {$(
        impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
from_number!(u8 u16 u32 u64 usize i32 i64);

/// A sentence to be said in the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Which sentence.
    pub key: Key,
    /// What it mentions, by name.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Message {
    /// A sentence of a family whose keys are put together at run time; nothing
    /// where the family has none of this name.
    pub fn find(name: &str, arguments: Vec<(&'static str, Argument)>) -> Option<Self> {
        Key::find(name).map(|key| Self { key, arguments })
    }
}

/// Makes a [`Message`](crate::i18n::Message) and has the compiler check its key and arguments.
///
/// ```
/// use satchel::i18n::{Locale, Messages};
/// let stage = "Negotiation";
/// let message = satchel::message!("toast-moved", name = "Lobby bar", stage = stage);
/// assert_eq!(Messages::new(Locale::En).text(&message), "Lobby bar moved to Negotiation");
/// ```
///
/// A key that no message has does not compile:
///
/// ```compile_fail
/// satchel::message!("toast-moved-away", name = "Lobby bar");
/// ```
///
/// Neither does an argument too few:
///
/// ```compile_fail
/// satchel::message!("toast-moved", name = "Lobby bar");
/// ```
#[macro_export]
macro_rules! message {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::i18n::Message {
            key: const { $crate::i18n::Key::checked($key, &[$(stringify!($name)),*]) },
            arguments: ::std::vec![$((stringify!($name), $crate::i18n::Argument::from($value))),*],
        }
    };
}
// So that the layers below say whose macro it is: `crate::i18n::message`.
pub use message;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_put_together_is_the_one_of_this_name() {
        let mut found = 0;
        for (place, name) in KEYS.iter().enumerate() {
            let is_of_family = FAMILIES.iter().any(|(family, ..)| name.starts_with(family));
            let key = Key::find(name);
            assert_eq!(key.is_some(), is_of_family, "{name}");
            assert!(key.is_none_or(|key| key.place() == place), "{name}");
            found += usize::from(key.is_some());
        }
        assert!(found > 500, "{found}");
        for name in [
            "",
            "field-",
            "kind",
            "kind-kind-",
            "option-none-of-them",
            "fieldname",
        ] {
            assert_eq!(Key::find(name), None, "{name}");
        }
    }
}
