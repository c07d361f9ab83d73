//! Runs of bytes packed behind each other, with a dictionary where few differ: texts, references
//! and parts of a page.

use super::ints::{self, Ints};
use crate::document::DocumentError;
use crate::document::bytes::{Reader, Writer};
use std::collections::HashMap;
use std::ops::Range;

/// Where blobs lie in a page.
#[derive(Clone, Debug)]
pub(super) struct Blobs {
    /// For each place the number of its entry, where there is a dictionary.
    codes: Option<Ints>,
    ends: Range<usize>,
    data: Range<usize>,
    entries: usize,
    count: usize,
}

/// Collects blobs of one column while a page is built.
#[derive(Default)]
pub(super) struct BlobsBuilder {
    data: Vec<u8>,
    ends: Vec<u32>,
}

impl BlobsBuilder {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.data.extend_from_slice(bytes);
        self.ends.push(self.data.len() as u32);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0usize;
        self.ends.iter().map(move |end| {
            let blob = self.data.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            blob
        })
    }

    /// The distinct blobs and each place's number among them, where a dictionary is worth it.
    fn dictionary(&self) -> Option<(Vec<&[u8]>, Vec<i64>)> {
        let mut entries = Vec::new();
        let mut numbers: HashMap<&[u8], i64> = HashMap::new();
        let mut codes = Vec::with_capacity(self.ends.len());
        for (place, blob) in self.iter().enumerate() {
            let code = *numbers.entry(blob).or_insert_with(|| {
                entries.push(blob);
                entries.len() as i64 - 1
            });
            codes.push(code);
            // Give up early: a column of names is not worth hashing to its end.
            if entries.len() > 255 || (place == 63 && entries.len() > 40) {
                return None;
            }
        }
        (entries.len() * 3 <= codes.len() || codes.len() == 1).then_some((entries, codes))
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        match self.dictionary() {
            Some((entries, codes)) => {
                writer.byte(1);
                ints::write(writer, &codes);
                let mut plain = Self::default();
                entries.iter().for_each(|entry| plain.push(entry));
                plain.write_plain(writer);
            }
            None => {
                writer.byte(0);
                self.write_plain(writer);
            }
        }
    }

    fn write_plain(&self, writer: &mut Writer) {
        writer.uint(self.ends.len() as u64);
        self.ends
            .iter()
            .for_each(|end| writer.bytes(&end.to_le_bytes()));
        writer.sized(&self.data);
    }
}

impl Blobs {
    pub(super) fn open(reader: &mut Reader<'_>, count: usize) -> Result<Self, DocumentError> {
        let codes = match reader.byte()? {
            0 => None,
            1 => Some(Ints::open(reader, count)?),
            _ => return Err(DocumentError::Malformed),
        };
        let entries = reader.count()?;
        let start = reader.position();
        reader.bytes(entries.checked_mul(4).ok_or(DocumentError::Malformed)?)?;
        let ends = start..reader.position();
        let len = reader.count()?;
        let start = reader.position();
        reader.bytes(len)?;
        if codes.is_none() && entries != count {
            return Err(DocumentError::Malformed);
        }
        Ok(Self {
            codes,
            ends,
            data: start..reader.position(),
            entries,
            count,
        })
    }

    fn end(&self, page: &[u8], entry: usize) -> Option<usize> {
        let start = self.ends.start + entry * 4;
        let bytes = page.get(start..start + 4)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*bytes) as usize)
    }

    fn entry<'p>(&self, page: &'p [u8], entry: usize) -> Option<&'p [u8]> {
        if entry >= self.entries {
            return None;
        }
        let start = if entry == 0 {
            0
        } else {
            self.end(page, entry - 1)?
        };
        page.get(self.data.clone())?
            .get(start..self.end(page, entry)?)
    }

    /// The blob at a place.
    pub(super) fn at<'p>(&self, page: &'p [u8], place: usize) -> Option<&'p [u8]> {
        if place >= self.count {
            return None;
        }
        match &self.codes {
            None => self.entry(page, place),
            Some(codes) => self.entry(page, usize::try_from(codes.at(page, place)?).ok()?),
        }
    }

    /// Calls back with every blob in order.
    pub(super) fn each<'p>(&self, page: &'p [u8], mut visit: impl FnMut(&'p [u8])) {
        match &self.codes {
            Some(codes) => codes.each(page, |code| {
                visit(
                    usize::try_from(code)
                        .ok()
                        .and_then(|code| self.entry(page, code))
                        .unwrap_or_default(),
                );
            }),
            None => {
                let data = page.get(self.data.clone()).unwrap_or_default();
                let ends = page.get(self.ends.clone()).unwrap_or_default();
                let mut start = 0usize;
                for end in ends.as_chunks::<4>().0 {
                    let end = u32::from_le_bytes(*end) as usize;
                    visit(data.get(start..end).unwrap_or_default());
                    start = end;
                }
            }
        }
    }

    /// Whether there is a dictionary.
    pub(super) const fn is_coded(&self) -> bool {
        self.codes.is_some()
    }

    /// The dictionary's entries and, for every place, the number of its entry: what a column of
    /// codes is made of without comparing texts. None where there is no dictionary.
    pub(super) fn coded<'p>(&'p self, page: &'p [u8]) -> Option<(Vec<&'p [u8]>, &'p Ints)> {
        let codes = self.codes.as_ref()?;
        let entries = (0..self.entries)
            .map(|entry| self.entry(page, entry).unwrap_or_default())
            .collect();
        Some((entries, codes))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(blobs: &[&[u8]], has_dictionary: bool) {
        let mut builder = BlobsBuilder::default();
        blobs.iter().for_each(|blob| builder.push(blob));
        let mut writer = Writer::default();
        builder.write(&mut writer);
        let bytes = writer.finish();
        let opened = Blobs::open(&mut Reader::new(&bytes), blobs.len()).unwrap();
        let mut each = Vec::new();
        opened.each(&bytes, |blob| each.push(blob));
        assert_eq!(each, blobs);
        for (place, blob) in blobs.iter().enumerate() {
            assert_eq!(opened.at(&bytes, place), Some(*blob));
        }
        assert_eq!(opened.at(&bytes, blobs.len()), None);
        assert_eq!(opened.coded(&bytes).is_some(), has_dictionary);
    }

    #[test]
    fn blobs_read_back_with_and_without_a_dictionary() {
        check(
            &[
                b"lead",
                b"customer",
                b"lead",
                b"lead",
                b"",
                b"lead",
                b"lead",
                b"lead",
                b"lead",
            ],
            true,
        );
        check(&[b"Ingrid", b"Marco", b"\xe7\x8e\x8b", b""], false);
        check(&[], true);
        let many: Vec<Vec<u8>> = (0..2048u32).map(|n| n.to_le_bytes().to_vec()).collect();
        check(&many.iter().map(Vec::as_slice).collect::<Vec<_>>(), false);
    }
}
