//! Templates: texts that are used again and again, with names of fields in double braces
//! (`{{customer.given_name}}`), which are filled in where they are used. What stands for a name is
//! the caller's to say.

use super::field::{Field, Type, fields};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a template is for.
pub const KINDS: &[&str] = &["reply", "email", "sms"];

fields! {
    /// What the template is called.
    NAME = Field::text("name", 120).required();
    /// What it is for.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// The subject line.
    SUBJECT = Field::text("subject", 255);
    /// The text.
    BODY = Field::one("body", Type::LongText).required();
    /// The language it is written in: `en`, `zh-CN`.
    LANGUAGE = Field::choice("language", &["en", "zh-CN"]);
}

/// The fields that texts of each kind are offered to name: those that are known where it is used. A
/// reply is to a ticket; a mail or a text message is to a customer, whatever they bought or asked.
const OFFERED: [(&str, &[&str]); 3] = [
    (
        "reply",
        &[
            "customer.name",
            "customer.given_name",
            "customer.salutation",
            "customer.family_name",
            "ticket.number",
            "ticket.subject",
            "product.name",
            "deal.name",
            "owner.name",
        ],
    ),
    (
        "email",
        &[
            "customer.name",
            "customer.given_name",
            "customer.salutation",
            "customer.family_name",
            "campaign.name",
            "owner.name",
        ],
    ),
    (
        "sms",
        &[
            "customer.name",
            "customer.given_name",
            "customer.salutation",
            "customer.family_name",
            "owner.name",
        ],
    ),
];

/// The fields that a text of a kind is offered to name.
#[must_use]
pub fn offered(kind: &str) -> &'static [&'static str] {
    let found = OFFERED.iter().find(|(of, _)| *of == kind);
    found.map_or(&[], |(_, paths)| paths)
}

/// A piece of a template's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Text that stays as it is.
    Text(&'t str),
    /// A field, with the text that stands there where the field is empty:
    /// `{{customer.given_name|there}}`.
    Field {
        /// Its path: `customer.given_name`.
        path: &'t str,
        /// What stands there where it is empty.
        otherwise: Option<&'t str>,
    },
}

/// The pieces of a template's text, in order. Braces that are not closed on their line, or have
/// nothing in them, are text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut field = None;
    std::iter::from_fn(move || {
        if let Some(field) = field.take() {
            return Some(field);
        }
        if rest.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(open) = rest.get(from..).and_then(|rest| rest.find("{{")) {
            let open = from + open;
            let inner = rest.get(open + 2..)?;
            let closed = inner.find("}}").and_then(|end| {
                let after = inner.get(end + 2..)?;
                Some((inner.get(..end)?, after))
            });
            let found = closed.and_then(|(inner, after)| Some((read(inner)?, after)));
            if let Some((piece, after)) = found {
                let before = rest.get(..open)?;
                rest = after;
                if before.is_empty() {
                    return Some(piece);
                }
                field = Some(piece);
                return Some(Piece::Text(before));
            }
            from = open + 1;
        }
        Some(Piece::Text(std::mem::take(&mut rest)))
    })
}

/// What stands between braces, if it names a field.
fn read(inner: &str) -> Option<Piece<'_>> {
    let (path, otherwise) = match inner.split_once('|') {
        Some((path, otherwise)) => (path, Some(otherwise.trim())),
        None => (inner, None),
    };
    let path = path.trim();
    let is_path = !path.is_empty()
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'));
    (is_path && !inner.contains('\n')).then_some(Piece::Field { path, otherwise })
}

/// A template's text with its fields filled in, and the paths that had nothing to stand there.
#[must_use]
pub fn fill(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> (String, Vec<&str>) {
    let (mut filled, mut missing) = (String::with_capacity(text.len()), Vec::new());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Field { path, otherwise } => {
                match value(path).filter(|value| !value.is_empty()) {
                    Some(value) => filled.push_str(&value),
                    None => match otherwise {
                        Some(otherwise) => filled.push_str(otherwise),
                        None => missing.push(path),
                    },
                }
            }
        }
    }
    (filled, missing)
}

/// In how many of several texts something had nothing to stand there, and what that was, each path
/// once.
#[must_use]
pub fn lacking<'t>(missing: impl IntoIterator<Item = &'t [String]>) -> (usize, BTreeSet<&'t str>) {
    let (mut count, mut paths) = (0, BTreeSet::new());
    for missing in missing {
        count += usize::from(!missing.is_empty());
        paths.extend(missing.iter().map(String::as_str));
    }
    (count, paths)
}

/// What stands in brackets on one line (`[between 14:00 and 16:00]`): what whoever sends the text is
/// to look at before. Where each is, brackets included.
pub fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(open) = text.get(from..)?.find('[') {
            let open = from + open;
            let inner = text.get(open + 1..)?;
            let end = inner.find(['[', ']', '\n']);
            from = open + 1 + end.unwrap_or(inner.len());
            let is_closed = inner.get(..end?)?.trim() != "" && text.get(from..)?.starts_with(']');
            if is_closed {
                from += 1;
                return Some(open..from);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordKind;

    fn ann(path: &str) -> Option<String> {
        match path {
            "customer.given_name" => Some("Ann".to_owned()),
            "customer.title" => Some(String::new()),
            _ => None,
        }
    }

    #[test]
    fn each_kind_is_offered_fields_that_are_there_where_it_is_used() {
        for kind in KINDS {
            let paths = offered(kind);
            assert!(!paths.is_empty(), "{kind}");
            for path in paths {
                let (first, rest) = path.split_once('.').unwrap_or_default();
                let of = RecordKind::from_code(first);
                let field = of.and_then(|of| of.field_named(rest));
                assert!(field.is_some(), "{kind}: {path}");
                let is_of_ticket = matches!(first, "ticket" | "deal" | "product");
                assert!(*kind == "reply" || !is_of_ticket, "{kind}: {path}");
                assert!(*kind == "email" || first != "campaign", "{kind}: {path}");
            }
        }
        assert_eq!(offered("telegram"), [""; 0]);
    }

    #[test]
    fn fields_are_filled_in_and_what_is_missing_is_named() {
        let cases: [(&str, &str, &[&str]); 12] = [
            ("Dear {{customer.given_name}},", "Dear Ann,", &[]),
            ("{{ customer.given_name }}", "Ann", &[]),
            (
                "{{customer.given_name}}{{customer.given_name}}!",
                "AnnAnn!",
                &[],
            ),
            ("Dear {{customer.title|friend}}", "Dear friend", &[]),
            ("Dear {{customer.title}}.", "Dear .", &["customer.title"]),
            (
                "{{owner.name}} {{deal.name}}",
                " ",
                &["owner.name", "deal.name"],
            ),
            ("你好，{{customer.given_name}}！", "你好，Ann！", &[]),
            ("{{", "{{", &[]),
            ("a {{ b", "a {{ b", &[]),
            ("{{}} and {{ }}", "{{}} and {{ }}", &[]),
            (
                "{{not a path!}} {{customer.given_name}}",
                "{{not a path!}} Ann",
                &[],
            ),
            ("{{{customer.given_name}}}", "{Ann}", &[]),
        ];
        for (text, filled, missing) in cases {
            let (is, lacks) = fill(text, ann);
            assert_eq!((is.as_str(), lacks.as_slice()), (filled, missing), "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_counted_over_all_texts() {
        let of = |paths: &[&str]| {
            paths
                .iter()
                .map(|path| (*path).to_owned())
                .collect::<Vec<_>>()
        };
        let texts = [of(&["b", "a"]), of(&[]), of(&["a"]), of(&[])];
        let (count, paths) = lacking(texts.iter().map(Vec::as_slice));
        assert_eq!((count, paths), (2, BTreeSet::from(["a", "b"])));
    }

    #[test]
    fn what_stands_in_brackets_is_to_be_looked_at() {
        let cases: [(&str, &[&str]); 7] = [
            (
                "today [between 14:00 and 16:00].",
                &["[between 14:00 and 16:00]"],
            ),
            ("[名字]，您好 [时间]", &["[名字]", "[时间]"]),
            ("[] [ ] a ] b [", &[]),
            ("[open\n] [x]", &["[x]"]),
            ("[a [b]", &["[b]"]),
            ("[[a]]", &["[a]"]),
            ("", &[]),
        ];
        for (text, found) in cases {
            let marks: Vec<&str> = marks(text).filter_map(|mark| text.get(mark)).collect();
            assert_eq!(marks, found, "{text}");
        }
    }

    #[test]
    fn what_a_customer_wrote_is_not_filled_in_again() {
        let (filled, _) = fill("{{a}}", |_| Some("{{customer.given_name}}".to_owned()));
        assert_eq!(filled, "{{customer.given_name}}");
    }
}
