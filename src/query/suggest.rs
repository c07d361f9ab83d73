//! Near names: what somebody may have meant by a name that is not there (`GTXPro` for `GTX Pro`).
//! Offered, never taken without asking; which names there are to choose from is the caller's to
//! say, or a kind of record's.

use super::text::{TextSource, Texts};
use crate::domain::{RecordId, RecordKind, Standing};
use crate::workspace::Workspace;
use crate::workspace::fold::fold;
use crate::workspace::likeness::{WORTH, likeness};

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near<T> {
    /// What has the name.
    pub of: T,
    /// The name.
    pub name: String,
    /// How alike the two are, from 55 to 100; 100 is the same but for case, accents, spaces and
    /// punctuation.
    pub likeness: u8,
}

/// The names that may have been meant by a text, the likeliest first, at most so many.
#[must_use]
pub fn near<'n, T>(
    text: &str,
    names: impl IntoIterator<Item = (T, &'n str)>,
    most: usize,
) -> Vec<Near<T>> {
    let mut found: Vec<Near<T>> = names
        .into_iter()
        .filter_map(|(of, name)| {
            let likeness = likeness(text, name);
            let name = name.to_owned();
            (likeness >= WORTH).then_some(Near { of, name, likeness })
        })
        .collect();
    found.sort_by(|a, b| {
        b.likeness
            .cmp(&a.likeness)
            .then_with(|| a.name.cmp(&b.name))
    });
    found.truncate(most);
    found
}

/// The live records of a kind that may have been meant by a name.
#[must_use]
pub fn near_records(
    workspace: &Workspace,
    kind: RecordKind,
    text: &str,
    most: usize,
) -> Vec<Near<RecordId>> {
    let table = workspace.table(kind);
    let names = TextSource::names(kind);
    let names = Texts::of(workspace, kind, &names);
    let folded = fold(text);
    let (own, len) = (letters(folded.as_bytes()), folded.len());
    // Comparing letter by letter is costly: most names do not even share half the letters.
    let rows = (0..table.rows() as u32).filter(|row| {
        let name = names.first(*row);
        let common = (own & letters(name)).count_ones();
        let is_worth = common * 2 >= own.count_ones() && name.len() * 3 >= len;
        is_worth && name.len() <= len * 3 + 8 && table.standing(*row) == Standing::Live
    });
    let named: Vec<(RecordId, std::borrow::Cow<'_, str>)> = rows
        .filter_map(|row| Some((table.id(row)?, table.text(row, kind.name_field()))))
        .collect();
    near(text, named.iter().map(|(id, name)| (*id, &**name)), most)
}

/// Which letters occur in a folded text, as bits.
fn letters(text: &[u8]) -> u64 {
    text.iter()
        .filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 128)
        .fold(0, |bits, byte| bits | 1 << (byte % 61))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::desk::Desk;

    #[test]
    fn what_was_meant_comes_first() {
        let names = [
            "GTX Basic",
            "GTX Pro",
            "MG Special",
            "GTX Plus Pro",
            "GTK 500",
        ];
        let said = |text| -> Vec<String> {
            let near = near(text, (0..).zip(names), 2);
            near.into_iter().map(|near| near.name).collect()
        };
        assert_eq!(said("GTXPro").first().map(String::as_str), Some("GTX Pro"));
        assert_eq!(said("gtk500"), ["GTK 500"]);
        assert_eq!(said("Completely different"), [""; 0]);
    }

    #[test]
    fn records_are_found_by_a_name_with_a_slip() {
        let mut desk = Desk::new();
        let id = desk.company("Grão & Filhos");
        desk.company("Kanal");
        let near = |text| near_records(&desk.workspace, RecordKind::Customer, text, 5);
        for text in ["grao filhos", "Grão und Filhos", "Garo & Filhos"] {
            let found = near(text);
            assert_eq!(found.first().map(|near| near.of), Some(id), "{text}");
        }
        assert_eq!(near("Zzyzx"), []);
    }
}
