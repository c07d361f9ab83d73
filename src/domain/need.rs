//! Needs: what customers lack or ask for, as they said it.

use super::field::{Field, Type, fields};
use super::kind::RecordKind;

/// How far a need has come.
pub const STATUSES: &[&str] = &["open", "met", "dropped"];

fields! {
    /// What is needed, in a line.
    SUBJECT = Field::text("subject", 255).required();
    /// Who needs it.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]);
    /// The group of needs it belongs to.
    CATEGORY = Field::choice("category", &[]);
    /// How much it matters to them, from 1 to 5.
    IMPORTANCE = Field::one("importance", Type::Number);
    /// How far it has come.
    STATUS = Field::closed_choice("status", STATUSES).required();
    /// What they said or did that shows it.
    EVIDENCE = Field::one("evidence", Type::LongText);
    /// The day it was noted.
    NOTED_AT = Field::one("noted_at", Type::Date);
    /// The product that would meet it.
    PRODUCT = Field::reference("product", &[RecordKind::Product]);
    /// The deal it may lead to.
    DEAL = Field::reference("deal", &[RecordKind::Deal]);
    /// The ticket it was noted from.
    TICKET = Field::reference("ticket", &[RecordKind::Ticket]);
}

/// The longest line that is made of what was said.
const LINE: usize = 120;

/// What was said as a need: its first sentence, not too long.
#[must_use]
pub fn line(body: &str) -> String {
    let first = body.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default().trim();
    // A sentence says enough. A Latin mark ends one only before a space: "12.50" is a number.
    let ends = |(at, mark): &(usize, char)| match mark {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' => {
            let after = first.get(at + 1..).and_then(|after| after.chars().next());
            after.is_none_or(char::is_whitespace)
        }
        _ => false,
    };
    let end = first.char_indices().find(ends);
    let sentence = end.and_then(|(end, _)| first.get(..end));
    let first = sentence
        .filter(|sentence| !sentence.trim().is_empty())
        .unwrap_or(first);
    let mut line: String = first.chars().take(LINE).collect();
    if line.len() < first.len() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_the_first_sentence_of_what_was_said() {
        for (body, need) in [
            (
                "Price 12.50 is too much. Can you do less?",
                "Price 12.50 is too much",
            ),
            ("See shop.example for it", "See shop.example for it"),
            ("\n  We need it cold!\nThanks", "We need it cold"),
            ("需要冷藏。谢谢", "需要冷藏"),
            ("? which", "? which"),
            ("。", "。"),
            ("", ""),
        ] {
            assert_eq!(line(body), need, "{body}");
        }
        let long = line(&"x".repeat(LINE + 1));
        assert_eq!(long.chars().count(), LINE + 1);
        assert!(long.ends_with('…'));
    }
}
