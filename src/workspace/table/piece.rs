//! A piece of a table's search text: the folded texts of some records of one page in several runs,
//! of which those that cannot have a word are not read for it. Short texts (names, e-mail addresses)
//! lie together row by row, since a word that is in one of them is often in another; long texts and
//! telephone numbers apart; of texts that repeat, each once.

use crate::document::page::{Column, Page};
use crate::document::value::{Tag, each_text};
use crate::domain::{Key, Record, RecordKind, Value};
use crate::workspace::arena::UNIT;
use crate::workspace::fold::fold_into;
use satchel_scan::{Run, Word};
use std::collections::HashMap;
use std::ops::Range;

/// The folded text of records that follow each other.
pub(super) struct Piece {
    /// The first row.
    pub(super) start: u32,
    len: u32,
    texts: Vec<Texts>,
    /// Bits of the rows that were written to since their page was made: what the page says of them
    /// does not count.
    replaced: Vec<u64>,
    /// Their texts, and those of loose elements.
    rest: Option<Run>,
}

/// Texts that are searched together.
struct Texts {
    /// Of each row, or of each entry of the dictionary.
    run: Run,
    /// The number of each row's entry counted from 1, where there is a dictionary.
    codes: Option<Vec<u8>>,
}

/// The blobs of a column by row, those of rows without one empty.
struct Slots<'p> {
    tag: Tag,
    blobs: Vec<&'p [u8]>,
}

/// Longer texts lie apart.
const SHORT_MAX: usize = 48;

/// Texts that are put behind each other row by row.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Rows {
    /// Ends the texts of the rows before this one.
    fn begin(&mut self, row: usize) {
        if row > self.ends.len() {
            self.ends.resize(row, self.bytes.len() as u32);
        }
    }

    fn finish(mut self, rows: usize) -> Run {
        self.begin(rows);
        Run::of(self.bytes, self.ends)
    }
}

impl Piece {
    /// The piece of some records of a page, the first of them in the row `start`; `changed` gives
    /// those that changed since.
    pub(super) fn of<'r>(
        kind: RecordKind,
        page: &Page,
        places: Range<usize>,
        start: u32,
        changed: &dyn Fn(usize) -> Option<&'r Record>,
    ) -> Self {
        let is_searched = |of| kind.field(of).is_some_and(|field| field.is_searched);
        let mut texts = Vec::new();
        let mut short = Vec::new();
        let columns = page.columns().iter();
        for column in columns.filter(|column| is_searched(column.key().field)) {
            match column.tag() {
                Tag::Text | Tag::Part => match Texts::coded(column, page.bytes(), &places) {
                    Some(coded) => texts.push(coded),
                    None => {
                        let slots = Slots::of(column, page.bytes(), &places);
                        if slots.is_short() {
                            short.push(slots);
                        } else {
                            texts.push(Texts::of_rows(&[slots], places.len()));
                        }
                    }
                },
                Tag::Bool => {
                    if let Some(member) = column.key().member(kind) {
                        texts.push(Texts::of_member(member, column, page.bytes(), &places));
                    }
                }
                _ => {}
            }
        }
        if !short.is_empty() {
            texts.push(Texts::of_rows(&short, places.len()));
        }
        let mut loose: HashMap<usize, Vec<u8>> = HashMap::new();
        for field in page.loose_fields().filter(|field| is_searched(*field)) {
            page.each_loose(field, |place, element, register| {
                if let (true, Some(value)) = (places.contains(&place), &register.value) {
                    let key = Key::of(field, element);
                    value_text(kind, &key, value, loose.entry(place).or_default());
                }
            });
        }
        let len = places.len();
        let mut replaced = vec![0u64; len.div_ceil(64)];
        let mut rest = Rows::default();
        for (row, place) in places.enumerate() {
            if let Some(record) = changed(place) {
                if let Some(word) = replaced.get_mut(row / 64) {
                    *word |= 1 << (row % 64);
                }
                rest.begin(row);
                record_text(kind, record, &mut rest.bytes);
            } else if let Some(text) = loose.get(&place) {
                rest.begin(row);
                rest.bytes.extend_from_slice(text);
            }
        }
        Self {
            start,
            len: len as u32,
            texts,
            replaced,
            rest: (!rest.bytes.is_empty()).then(|| rest.finish(len)),
        }
    }

    /// Its rows in the table.
    pub(super) fn rows(&self) -> Range<u32> {
        self.start..self.start + self.len
    }

    /// Its rows, counted from its first, whose text contains all words.
    pub(super) fn search(&self, words: &[Word<'_>]) -> Vec<u32> {
        let mut all: Option<Vec<u64>> = None;
        for word in words {
            let mut rows = vec![0; self.replaced.len()];
            self.texts
                .iter()
                .for_each(|texts| texts.find(word, &mut rows));
            for (word, replaced) in rows.iter_mut().zip(&self.replaced) {
                *word &= !replaced;
            }
            if let Some(rest) = &self.rest {
                rest.find(word, &mut rows);
            }
            if let Some(before) = &all {
                for (word, before) in rows.iter_mut().zip(before) {
                    *word &= before;
                }
            }
            let is_none = rows.iter().all(|word| *word == 0);
            all = Some(rows);
            if is_none {
                break;
            }
        }
        satchel_scan::rows(&all.unwrap_or_default())
    }
}

impl<'p> Slots<'p> {
    fn of(column: &Column, page: &'p [u8], places: &Range<usize>) -> Self {
        let mut blobs: Vec<&[u8]> = vec![&[]; places.len()];
        column.each_blob(page, |place, blob| {
            let row = place.checked_sub(places.start);
            if let Some(slot) = row.and_then(|row| blobs.get_mut(row)) {
                *slot = blob;
            }
        });
        let tag = column.tag();
        Self { tag, blobs }
    }

    /// Whether they are short, and not telephone numbers.
    fn is_short(&self) -> bool {
        let len: usize = self.blobs.iter().map(|blob| blob.len()).sum();
        let mut first = Vec::new();
        if let Some(blob) = self.blobs.iter().find(|blob| !blob.is_empty()) {
            blob_text(self.tag, blob, &mut first);
        }
        len <= self.blobs.len() * SHORT_MAX && first.iter().any(u8::is_ascii_lowercase)
    }
}

impl Texts {
    /// The texts of rows.
    fn of_rows(columns: &[Slots<'_>], rows: usize) -> Self {
        let len = columns.iter().flat_map(|column| &column.blobs);
        let len: usize = len.map(|blob| blob.len() + 1).sum();
        let mut texts = Rows::default();
        texts.bytes.reserve(len);
        texts.ends.reserve(rows);
        for row in 0..rows {
            texts.begin(row);
            for column in columns {
                match column.blobs.get(row) {
                    Some([]) | None => {}
                    Some(blob) => blob_text(column.tag, blob, &mut texts.bytes),
                }
            }
        }
        Self {
            run: texts.finish(rows),
            codes: None,
        }
    }

    /// A member of a set, which a column says is there: a tag, an option of a custom field.
    fn of_member(member: &str, column: &Column, page: &[u8], places: &Range<usize>) -> Self {
        let mut entry = Rows::default();
        fold_into(&mut entry.bytes, member.as_bytes());
        let mut codes = vec![0; places.len()];
        column.each_int(page, |place, is_set| {
            let row = place.checked_sub(places.start);
            if let (Some(slot), true) = (row.and_then(|row| codes.get_mut(row)), is_set != 0) {
                *slot = 1;
            }
        });
        Self {
            run: entry.finish(1),
            codes: Some(codes),
        }
    }

    /// Texts that have a dictionary: each entry is there once.
    fn coded(column: &Column, page: &[u8], places: &Range<usize>) -> Option<Self> {
        let coded = column.coded(page)?;
        // Its number has to fit into a byte.
        if coded.entries.len() > usize::from(u8::MAX) {
            return None;
        }
        let mut entries = Rows::default();
        for (entry, blob) in coded.entries.iter().enumerate() {
            entries.begin(entry);
            blob_text(column.tag(), blob, &mut entries.bytes);
        }
        let mut codes = vec![0; places.len()];
        coded.each(|place, entry| {
            let row = place.checked_sub(places.start);
            if let Some(slot) = row.and_then(|row| codes.get_mut(row)) {
                *slot = entry as u8 + 1;
            }
        });
        Some(Self {
            run: entries.finish(coded.entries.len()),
            codes: Some(codes),
        })
    }

    fn find(&self, word: &Word<'_>, rows: &mut [u64]) {
        match &self.codes {
            None => self.run.find(word, rows),
            Some(codes) => {
                let mut entries = vec![0; self.run.rows().div_ceil(64)];
                self.run.find(word, &mut entries);
                if entries.iter().any(|word| *word != 0) {
                    satchel_scan::coded(codes, &entries, rows);
                }
            }
        }
    }
}

/// Appends the folded text of a packed value.
fn blob_text(tag: Tag, blob: &[u8], out: &mut Vec<u8>) {
    if tag == Tag::Part {
        each_text(blob, |text| {
            unit(text, out);
            digits(text, out);
        });
    } else {
        unit(blob, out);
    }
}

/// Appends the folded text of a record: every searched field, and of telephone numbers also the
/// bare digits.
pub(super) fn record_text(kind: RecordKind, record: &Record, out: &mut Vec<u8>) {
    for (key, register) in record.registers() {
        let is_searched = kind.field(key.field).is_some_and(|field| field.is_searched);
        if let (true, Some(value)) = (is_searched, &register.value) {
            value_text(kind, key, value, out);
        }
    }
}

fn value_text(kind: RecordKind, key: &Key, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => unit(text.as_bytes(), out),
        Value::Part(part) => {
            for (_, value) in part.iter() {
                if let Value::Text(text) = value {
                    unit(text.as_bytes(), out);
                    digits(text.as_bytes(), out);
                }
            }
        }
        Value::Bool(true) => {
            if let Some(member) = key.member(kind) {
                unit(member.as_bytes(), out);
            }
        }
        _ => {}
    }
}

fn unit(text: &[u8], out: &mut Vec<u8>) {
    fold_into(out, text);
    out.push(UNIT);
}

/// Appends the digits of something that looks like a telephone number typed with spaces or signs.
fn digits(text: &[u8], out: &mut Vec<u8>) {
    let is_number = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || b" +-()./".contains(byte));
    if is_number && text.iter().any(|byte| !byte.is_ascii_digit()) {
        out.extend(text.iter().filter(|byte| byte.is_ascii_digit()));
        out.push(UNIT);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::document::page::PageBuilder;
    use crate::domain::random::Random;
    use crate::domain::{Part, RecordId, Register, ReplicaId, Stamp, Uuid, customer, field};

    fn any_record(random: &mut Random, row: u64) -> Record {
        let stamp = Stamp::new(1, 0, ReplicaId(1));
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(row, u128::from(row)));
        let mut record = Record::new(id, stamp);
        let names = ["Anna", "Hannah", "Grão", "王雪", "Bob", "Qvistgaard"];
        let mut texts = |of: &[&str], count: u64| {
            let texts: Vec<&str> = (0..count).map(|_| *random.pick(of)).collect();
            texts.join(" ")
        };
        let part = |text: String| Value::Part(Part::new([(0, Value::text(text))]));
        let name = texts(&names, 2);
        let note = texts(&["asked", "for", "a demo", "nda signed", "Übung"], 9);
        let mail = format!("{}{row}@acme.example", texts(&["anna", "li"], 1));
        let phone = format!("+49 {} {row}", texts(&["30", "89"], 1));
        let country = texts(&["DE", "US"], 1);
        let tag = texts(&["vip", "Press"], 1);
        let registers = [
            (Key::one(customer::NAME), Value::text(name)),
            (Key::one(customer::DESCRIPTION), Value::text(note)),
            (Key::of(customer::EMAILS, "1"), part(mail)),
            (Key::of(customer::PHONES, "1"), part(phone)),
            (Key::of(field::CUSTOM, "country"), Value::text(country)),
            (
                Key::of(field::CUSTOM, format!("rare{}", row / 40)),
                Value::text("loose 4711"),
            ),
            (
                Key::of(field::TAGS, tag),
                Value::Bool(!row.is_multiple_of(3)),
            ),
        ];
        for (key, value) in registers {
            let value = Some(value);
            record.put(key, Some(Register { value, stamp }));
        }
        record
    }

    #[test]
    fn a_piece_finds_what_records_say_of_themselves() {
        let mut random = Random::seeded(3);
        let records: Vec<Record> = (0..700).map(|row| any_record(&mut random, row)).collect();
        let mut builder = PageBuilder::new(RecordKind::Customer);
        records.iter().for_each(|record| builder.push(record));
        let page = Page::open(builder.finish(1)).unwrap();
        // Every ninth is now as the one behind it.
        let changed = |place: usize| records.get(place + 1).filter(|_| place.is_multiple_of(9));
        for places in [0..700, 100..131, 5..650] {
            let piece = Piece::of(RecordKind::Customer, &page, places.clone(), 40, &changed);
            assert_eq!(piece.rows(), 40..40 + places.len() as u32);
            for words in [
                vec!["ann"],
                vec!["anna", "qvistg"],
                vec!["grao"],
                vec!["雪"],
                vec!["a"],
                vec!["4711"],
                vec!["vip"],
                vec!["press", "30"],
                vec!["4930"],
                vec!["ubung"],
                vec!["annaanna"],
                vec!["zzz"],
                vec!["de", "zzz"],
                vec!["acme.example"],
                vec![],
            ] {
                let holds = |place: &usize| {
                    let record = changed(*place).or(records.get(*place)).unwrap();
                    let mut text = Vec::new();
                    record_text(RecordKind::Customer, record, &mut text);
                    let mut words = words.iter().map(|word| Word::of(word));
                    words.len() > 0 && words.all(|word| word.is_in(&text))
                };
                let expected: Vec<u32> = (0..)
                    .zip(places.clone())
                    .filter(|(_, place)| holds(place))
                    .map(|(row, _)| row)
                    .collect();
                let found: Vec<Word<'_>> = words.iter().map(|word| Word::of(word)).collect();
                assert_eq!(piece.search(&found), expected, "{words:?} in {places:?}");
            }
        }
    }
}
