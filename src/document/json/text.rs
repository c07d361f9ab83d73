//! The text level of JSON: a writer that keeps the order it is given, and a reader that looks at
//! one level at a time and leaves everything below as it stands.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};
use std::marker::PhantomData;
use thiserror::Error;

/// Text that is no JSON.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not JSON: {0}")]
pub struct NotJson(pub String);

/// The members of an object in the order of their names; of two with one name the last counts. Names are
/// copied only where they are escaped.
#[derive(Debug, Default)]
pub struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| (**own).cmp(name))
    }

    /// The member of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        let at = self.place(name).ok()?;
        self.0.get(at).map(|(_, raw)| *raw)
    }

    /// Takes the member of a name out.
    pub fn remove(&mut self, name: &str) -> Option<&'a RawValue> {
        let at = self.place(name).ok()?;
        Some(self.0.remove(at).1)
    }

    /// Whether there is a member of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// The names.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// The members.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, raw)| (&**name, *raw))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// A name as it stands.
        #[derive(Deserialize)]
        struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

        struct Reading<'a>(PhantomData<&'a ()>);

        impl<'de: 'a, 'a> Visitor<'de> for Reading<'a> {
            type Value = Members<'a>;

            fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'a>, M::Error> {
                let mut members: Vec<(Cow<'a, str>, &'a RawValue)> = Vec::with_capacity(16);
                while let Some((Name(name), raw)) = map.next_entry::<Name<'a>, &'a RawValue>()? {
                    members.push((name, raw));
                }
                // The sort keeps the order of equal ones, and of these the first is kept.
                members.reverse();
                members.sort_by(|(one, _), (other, _)| one.cmp(other));
                members.dedup_by(|(one, _), (other, _)| one == other);
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reading(PhantomData))
    }
}

/// One level of JSON.
#[derive(Debug)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A string.
    Text(String),
    /// An array of what is not yet looked at.
    Array(Vec<&'a RawValue>),
    /// An object of what is not yet looked at.
    Object(Members<'a>),
}

/// Checks that a text is JSON, whole, and leaves it as it stands.
///
/// # Errors
/// [`NotJson`] with the place.
pub fn parse(text: &str) -> Result<&RawValue, NotJson> {
    serde_json::from_str(text).map_err(|error| NotJson(error.to_string()))
}

/// Looks at one level.
///
/// # Errors
/// [`NotJson`] for what only a look inside shows, such as half a surrogate pair.
pub fn look(raw: &RawValue) -> Result<Json<'_>, NotJson> {
    let text = raw.get();
    let wrong = |error: serde_json::Error| NotJson(error.to_string());
    Ok(match text.as_bytes().first() {
        Some(b'n') => Json::Null,
        Some(b't') => Json::Bool(true),
        Some(b'f') => Json::Bool(false),
        Some(b'"') => Json::Text(serde_json::from_str(text).map_err(wrong)?),
        Some(b'[') => Json::Array(serde_json::from_str(text).map_err(wrong)?),
        Some(b'{') => Json::Object(serde_json::from_str(text).map_err(wrong)?),
        _ => Json::Number(text),
    })
}

/// The same JSON on one line, without white space between its parts.
#[must_use]
pub fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_in_text, mut is_escaped) = (false, false);
    for letter in text.chars() {
        if is_in_text {
            is_in_text = is_escaped || letter != '"';
            is_escaped = !is_escaped && letter == '\\';
        } else if matches!(letter, ' ' | '\t' | '\r' | '\n') {
            continue;
        } else {
            is_in_text = letter == '"';
        }
        out.push(letter);
    }
    out
}

/// Writes JSON on one line, in the order it is told.
#[derive(Debug, Default)]
pub struct JsonWriter {
    text: String,
    /// Whether a comma must stand before what comes next.
    is_after: bool,
}

impl JsonWriter {
    fn comma(&mut self) {
        if self.is_after {
            self.text.push(',');
        }
        self.is_after = false;
    }

    /// Begins an object, array by array and member by member: `{`.
    pub fn object(&mut self) -> &mut Self {
        self.comma();
        self.text.push('{');
        self
    }

    /// Ends an object.
    pub fn end_object(&mut self) -> &mut Self {
        self.text.push('}');
        self.is_after = true;
        self
    }

    /// Begins an array.
    pub fn array(&mut self) -> &mut Self {
        self.comma();
        self.text.push('[');
        self
    }

    /// Ends an array.
    pub fn end_array(&mut self) -> &mut Self {
        self.text.push(']');
        self.is_after = true;
        self
    }

    /// The name of a member; its value follows.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.comma();
        escape(&mut self.text, name);
        self.text.push(':');
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.comma();
        escape(&mut self.text, text);
        self.is_after = true;
        self
    }

    /// A string of what is displayed so.
    pub fn show(&mut self, shown: &impl Display) -> &mut Self {
        self.text(&shown.to_string())
    }

    /// A number, `true`, `false` or `null`: what is displayed as JSON has it.
    pub fn literal(&mut self, literal: impl Display) -> &mut Self {
        self.comma();
        // Writing into a string cannot fail.
        let _ = write!(self.text, "{literal}");
        self.is_after = true;
        self
    }

    /// JSON as it is, on one line. What is none is written as a string, so that the rest of the
    /// document can still be read.
    pub fn raw(&mut self, json: &str) -> &mut Self {
        if parse(json).is_err() {
            return self.text(json);
        }
        self.comma();
        if json.contains(['\n', '\r', '\t', ' ']) {
            self.text.push_str(&compact(json));
        } else {
            self.text.push_str(json);
        }
        self.is_after = true;
        self
    }

    /// A line's end, between values that each stand for themselves.
    pub fn line(&mut self) -> &mut Self {
        self.text.push('\n');
        self.is_after = false;
        self
    }

    /// How many bytes there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What was written so far.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// Appends a string with its quotes.
fn escape(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest
        .bytes()
        .position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        let (plain, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut letters = tail.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_written_reads_back_in_order() {
        let mut writer = JsonWriter::default();
        let awkward = "a\"\\\n\r\t\u{0}\u{1f}\u{7f}\u{2028} 王雪 \u{1f600}";
        writer.object().name("z").text(awkward);
        writer.name("a").array().literal(1.5).literal(true);
        writer.object().end_object().end_array();
        writer.name("r").raw("{ \"x y\" : [ 1 ,\n 2 ] }");
        writer.name("broken").raw("{\"x");
        writer.end_object();
        let text = writer.finish();
        assert!(text.starts_with("{\"z\":\"a\\\"\\\\\\n"), "{text}");
        assert!(
            text.ends_with("\"a\":[1.5,true,{}],\"r\":{\"x y\":[1,2]},\"broken\":\"{\\\"x\"}"),
            "{text}"
        );
        let Json::Object(members) = look(parse(&text).unwrap()).unwrap() else {
            panic!("{text}")
        };
        let Some(Json::Text(back)) = members.get("z").map(|raw| look(raw).unwrap()) else {
            panic!("{text}")
        };
        assert_eq!(back, awkward);
    }

    #[test]
    fn members_stand_in_order_and_of_two_with_one_name_the_last_counts() {
        let text = r#"{"b":1,"é":2,"a":3,"b":4,"\u0061":5}"#;
        let Ok(Json::Object(mut members)) = look(parse(text).unwrap()) else {
            panic!("{text}")
        };
        let found: Vec<_> = members
            .iter()
            .map(|(name, raw)| (name, raw.get()))
            .collect();
        assert_eq!(found, [("a", "5"), ("b", "4"), ("é", "2")]);
        assert_eq!(members.remove("b").map(RawValue::get), Some("4"));
        assert_eq!(
            (members.get("b").map(RawValue::get), members.len()),
            (None, 2)
        );
        assert!(members.contains_key("é") && !members.contains_key("b"));
    }

    #[test]
    fn white_space_goes_but_not_within_strings() {
        assert_eq!(
            compact(" { \"a b\\\" c\" : [ 1 , 2 ] ,\n\"\\\\\" : 3 } "),
            "{\"a b\\\" c\":[1,2],\"\\\\\":3}"
        );
    }

    #[test]
    fn what_is_no_json_is_said_so_however_deep() {
        for text in ["", "{", "[1,]", "nul", "{\"a\":1}x", "\u{feff}{}"] {
            assert!(parse(text).is_err(), "{text}");
        }
        let deep = "[".repeat(1_000_000);
        assert!(parse(&deep).is_err());
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        // Looked at one level at a time, depth costs nothing.
        if let Ok(raw) = parse(&deep) {
            assert!(matches!(look(raw), Ok(Json::Array(items)) if items.len() == 1));
        }
    }
}
