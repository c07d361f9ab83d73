//! Which encoding the bytes of a file are in, decided over the whole file without any tables.
//!
//! Counts what speaks for each candidate while the pieces pass, and decides at the end. What the
//! candidates are called and how text is decoded is left to the module above.

use super::{Detection, Encoding, FILE_BYTES_MAX, FileKind, FileProblem, Reason};
use crate::exchange::Confidence;

/// How many of a file's first bytes are looked at for the mark of another kind of file.
const HEAD_BYTES: usize = 4096;

/// How many bytes are looked at together; plain ones are passed over but for their edges.
const BLOCK_BYTES: usize = 1024;

/// How many zeros are forgiven in a short text.
const STRAY_ZEROS_MAX: u64 = 3;

/// How far a character can reach into plain text (four bytes in GB18030).
const EDGE_BYTES: usize = 4;

/// Looks at all bytes of a file at once; see [`Detector`] for pieces.
///
/// # Errors
/// If the file is empty, too large, or no text.
pub fn detect(bytes: &[u8]) -> Result<Detection, FileProblem> {
    let mut detector = Detector::new();
    detector.feed(bytes);
    detector.finish()
}

/// Collects, piece by piece, what decides between the encodings.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    head: Vec<u8>,
    length: u64,
    zeros: [u64; 2],
    latin_units: [u64; 2],
    previous: u8,
    has_content: bool,
    controls: u64,
    high: u64,
    utf8: Utf8Counts,
    chinese: ChineseCounts,
    western: WesternCounts,
}

impl Detector {
    /// Starts with nothing seen.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece of the file; pieces may end anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        let missing = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(missing));
        for block in bytes.chunks(BLOCK_BYTES) {
            let plain = block.is_ascii() && memchr::memchr(0, block).is_none();
            match (plain, block.split_at_checked(EDGE_BYTES)) {
                // Within plain text only what touches its edges can matter.
                (true, Some((start, rest))) if rest.len() > EDGE_BYTES => {
                    let (middle, end) = rest.split_at(rest.len() - EDGE_BYTES);
                    start.iter().for_each(|&byte| self.see(byte));
                    self.length += middle.len() as u64;
                    self.has_content |= !middle.trim_ascii().is_empty();
                    end.iter().for_each(|&byte| self.see(byte));
                }
                _ => block.iter().for_each(|&byte| self.see(byte)),
            }
        }
    }

    fn see(&mut self, byte: u8) {
        let odd = self.length % 2 == 1;
        if byte == 0
            && let Some(zeros) = self.zeros.get_mut(usize::from(odd))
        {
            *zeros += 1;
        }
        if odd {
            // One unit of UTF-16, read in both orders.
            if byte == 0 && is_latin(self.previous) {
                self.latin_units[0] += 1;
            }
            if self.previous == 0 && is_latin(byte) {
                self.latin_units[1] += 1;
            }
        }
        let is_mark = self.length < 3 && matches!(byte, 0xef | 0xbb | 0xbf | 0xfe | 0xff);
        self.has_content |= !is_mark && !byte.is_ascii_whitespace() && byte != 0;
        self.high += u64::from(byte >= 0x80);
        self.controls += u64::from(matches!(byte, 1..=8 | 0x0e..=0x1f));
        self.utf8.see(byte);
        self.chinese.see(byte);
        self.western.see(byte);
        self.previous = byte;
        self.length += 1;
    }

    /// Decides.
    ///
    /// # Errors
    /// If the file is empty, too large, or no text.
    pub fn finish(mut self) -> Result<Detection, FileProblem> {
        if self.length > FILE_BYTES_MAX {
            return Err(FileProblem::TooLarge {
                bytes: self.length,
                limit: FILE_BYTES_MAX,
            });
        }
        if let Some(kind) = FileKind::of(&self.head) {
            return Err(FileProblem::NotText(kind));
        }
        let marks: [(&[u8], Encoding); 3] = [
            (b"\xef\xbb\xbf", Encoding::Utf8),
            (b"\xff\xfe", Encoding::Utf16Le),
            (b"\xfe\xff", Encoding::Utf16Be),
        ];
        let mark = marks
            .into_iter()
            .find(|(mark, _)| self.head.starts_with(mark));
        if !self.has_content {
            return Err(FileProblem::Empty);
        }
        if let Some((_, encoding)) = mark {
            let found = Detection {
                encoding,
                has_mark: true,
                confidence: Confidence::Sure,
                reason: Reason::ByteOrderMark,
            };
            self.refuse_zeros(encoding)?;
            return Ok(found);
        }
        let found = |encoding, confidence, reason| {
            Ok(Detection {
                encoding,
                has_mark: false,
                confidence,
                reason,
            })
        };
        if let Some(encoding) = self.bare_utf16() {
            return found(encoding, Confidence::Likely, Reason::ZeroBytes);
        }
        self.refuse_zeros(Encoding::Utf8)?;
        self.utf8.finish();
        self.chinese.finish();
        self.western.finish();
        if self.high == 0 {
            return found(Encoding::Utf8, Confidence::Sure, Reason::Ascii);
        }
        if self.utf8.errors == 0 {
            return found(Encoding::Utf8, Confidence::Sure, Reason::ValidUtf8);
        }
        // A few damaged bytes in much good UTF-8 are a damaged file, not another encoding.
        if self.utf8.good >= 20 && self.utf8.good >= self.utf8.errors * 20 {
            return found(Encoding::Utf8, Confidence::Likely, Reason::DamagedUtf8);
        }
        let (encoding, confidence, reason) = self.decide_legacy();
        // Some rows in UTF-8 and some in another encoding: most are read rightly, the rest is told.
        if reason == Reason::Unclear && self.utf8.good >= self.utf8.errors {
            return found(Encoding::Utf8, Confidence::Doubtful, Reason::DamagedUtf8);
        }
        found(encoding, confidence, reason)
    }

    fn decide_legacy(&self) -> (Encoding, Confidence, Reason) {
        let chinese = &self.chinese;
        let pairs = chinese.common + chinese.rare + chinese.errors;
        let is_clean = chinese.errors == 0 || (pairs >= 200 && chinese.errors * 200 <= pairs);
        let is_common = chinese.common * 4 >= pairs * 3;
        // Accented capitals side by side ("CRÉÉE") form a pair that is common in Chinese too;
        // a word of plain letters around it gives them away.
        let is_inside_words = chinese.inside_words * 2 > pairs;
        if is_clean && is_common && !is_inside_words {
            let is_plenty = pairs >= 8 && chinese.common * 10 >= pairs * 9;
            let confidence = if is_plenty {
                Confidence::Sure
            } else {
                Confidence::Likely
            };
            return (Encoding::Gb18030, confidence, Reason::ChinesePairs);
        }
        let western = &self.western;
        if western.undefined == 0 && western.long_runs * 20 <= western.runs {
            let confidence = if western.in_words * 4 >= western.runs * 3 {
                Confidence::Likely
            } else {
                Confidence::Doubtful
            };
            return (Encoding::Windows1252, confidence, Reason::WesternLetters);
        }
        let encoding = if chinese.errors == 0 {
            Encoding::Gb18030
        } else {
            Encoding::Windows1252
        };
        (encoding, Confidence::Doubtful, Reason::Unclear)
    }

    /// UTF-16 without a mark: the zero halves of its plain characters stand on one side only.
    fn bare_utf16(&self) -> Option<Encoding> {
        let units = self.length / 2;
        let [even, odd] = self.zeros;
        let [low_first, high_first] = self.latin_units;
        let fits = |zeros: u64, others: u64, latin: u64| {
            zeros * 20 >= units && others * 50 <= zeros && latin * 50 >= zeros * 49
        };
        if fits(odd, even, low_first) {
            Some(Encoding::Utf16Le)
        } else if fits(even, odd, high_first) {
            Some(Encoding::Utf16Be)
        } else {
            None
        }
    }

    /// A stray zero in text is a damaged file, many are no text.
    fn refuse_zeros(&self, encoding: Encoding) -> Result<(), FileProblem> {
        let zeros: u64 = self.zeros.iter().sum();
        let is_text = match encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => true,
            _ => zeros * 1000 <= self.length || (zeros <= STRAY_ZEROS_MAX && self.controls == 0),
        };
        if is_text {
            Ok(())
        } else {
            Err(FileProblem::NotText(FileKind::Binary))
        }
    }
}

/// Whether the half of a UTF-16 unit beside a zero is a character of Western text.
fn is_latin(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0xa0..)
}

/// How much of the bytes is UTF-8.
#[derive(Clone, Debug, Default)]
struct Utf8Counts {
    held: Vec<u8>,
    good: u64,
    errors: u64,
}

impl Utf8Counts {
    fn see(&mut self, byte: u8) {
        if byte < 0x80 {
            if !self.held.is_empty() {
                self.errors += 1;
                self.held.clear();
            }
            return;
        }
        let continues = byte & 0xc0 == 0x80;
        if !continues && !self.held.is_empty() {
            self.errors += 1;
            self.held.clear();
        }
        self.held.push(byte);
        match std::str::from_utf8(&self.held) {
            Ok(_) => {
                self.good += 1;
                self.held.clear();
            }
            Err(error) if error.error_len().is_some() => {
                self.errors += 1;
                self.held.clear();
            }
            Err(_) => {}
        }
    }

    fn finish(&mut self) {
        if !self.held.is_empty() {
            self.errors += 1;
        }
    }
}

/// How much of the bytes is GB18030, and how usual its characters are.
#[derive(Clone, Debug, Default)]
struct ChineseCounts {
    state: Pair,
    /// Whether the pair being read, or the one just read, follows a plain letter.
    after_letter: bool,
    follows: bool,
    common: u64,
    rare: u64,
    errors: u64,
    inside_words: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pair {
    #[default]
    None,
    Lead(u8),
    /// The second byte of four was read.
    Second,
    /// The third byte of four was read.
    Third,
}

impl ChineseCounts {
    fn see(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (Pair::None, 0..=0x7f) => {
                if self.follows && byte.is_ascii_alphabetic() {
                    self.inside_words += 1;
                }
                self.follows = false;
                self.after_letter = byte.is_ascii_alphabetic();
                Pair::None
            }
            (Pair::None, 0x80 | 0xff) => self.fail(),
            (Pair::None, _) => Pair::Lead(byte),
            (Pair::Lead(lead), 0x40..=0x7e | 0x80..=0xfe) => {
                // The common characters of GB 2312 (its first level) and its punctuation.
                let is_common = matches!(lead, 0xb0..=0xd7 | 0xa1 | 0xa3) && byte >= 0xa1;
                if is_common {
                    self.common += 1;
                } else {
                    self.rare += 1;
                }
                // One pair alone between plain letters; a run of pairs is no accented word.
                self.follows = self.after_letter && !self.follows;
                self.after_letter = false;
                Pair::None
            }
            (Pair::Lead(_), b'0'..=b'9') => Pair::Second,
            (Pair::Second, 0x81..=0xfe) => Pair::Third,
            (Pair::Third, b'0'..=b'9') => {
                self.rare += 1;
                Pair::None
            }
            _ => self.fail(),
        };
    }

    fn fail(&mut self) -> Pair {
        self.errors += 1;
        self.follows = false;
        self.after_letter = false;
        Pair::None
    }

    fn finish(&mut self) {
        if self.state != Pair::None {
            self.errors += 1;
        }
    }
}

/// How much the bytes are like Western text: single accented letters among plain ones.
#[derive(Clone, Debug, Default)]
struct WesternCounts {
    run: u32,
    after_letter: bool,
    runs: u64,
    long_runs: u64,
    in_words: u64,
    undefined: u64,
}

impl WesternCounts {
    fn see(&mut self, byte: u8) {
        if byte >= 0x80 {
            self.run += 1;
            self.undefined += u64::from(matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
            return;
        }
        let is_letter = byte.is_ascii_alphabetic();
        self.end_run(is_letter);
        self.after_letter = is_letter;
    }

    fn end_run(&mut self, before_letter: bool) {
        if self.run > 0 {
            self.runs += 1;
            self.long_runs += u64::from(self.run >= 4);
            self.in_words += u64::from(self.after_letter || before_letter);
            self.run = 0;
        }
    }

    fn finish(&mut self) {
        self.end_run(false);
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
    use crate::exchange::encoding::Decoder;

    #[track_caller]
    fn check(bytes: &[u8], encoding: Encoding, confidence: Confidence, text: &str) {
        let found = detect(bytes).unwrap();
        assert_eq!(
            (found.encoding, found.confidence),
            (encoding, confidence),
            "{text}"
        );
        // The same in pieces of every size, also within a character.
        for size in [1, 2, 3, 7] {
            let mut detector = Detector::new();
            let mut decoder = Decoder::new(encoding);
            let mut decoded = String::new();
            for piece in bytes.chunks(size) {
                detector.feed(piece);
                decoder.decode(piece, false, &mut decoded);
            }
            decoder.decode(b"", true, &mut decoded);
            assert_eq!(detector.finish().unwrap(), found);
            assert_eq!(decoded, text);
            assert_eq!(decoder.malformed(), 0);
        }
    }

    fn utf16(text: &str, low_first: bool) -> Vec<u8> {
        let order = |unit: u16| {
            if low_first {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn ascii_and_utf8_are_sure() {
        check(
            b"a,b\n1,2\n",
            Encoding::Utf8,
            Confidence::Sure,
            "a,b\n1,2\n",
        );
        check(
            "é,客户\n".as_bytes(),
            Encoding::Utf8,
            Confidence::Sure,
            "é,客户\n",
        );
        check(
            b"\xef\xbb\xbfa,b\n",
            Encoding::Utf8,
            Confidence::Sure,
            "a,b\n",
        );
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        let text = "Name,Stadt\r\nMüller,Köln\r\n客户,中国上海市浦东新区\r\n";
        for low_first in [true, false] {
            let encoding = if low_first {
                Encoding::Utf16Le
            } else {
                Encoding::Utf16Be
            };
            check(&utf16(text, low_first), encoding, Confidence::Likely, text);
            let marked = utf16(&format!("\u{feff}{text}"), low_first);
            check(&marked, encoding, Confidence::Sure, text);
        }
    }

    #[test]
    fn chinese_spreadsheets_are_gb18030() {
        // "SKU编码,长,宽,高" and two more headers as Chinese Excel writes them.
        let bytes = b"SKU\xb1\xe0\xc2\xeb,\xb3\xa4,\xbf\xed,\xb8\xdf\n1,2,3,4\n";
        check(
            bytes,
            Encoding::Gb18030,
            Confidence::Likely,
            "SKU编码,长,宽,高\n1,2,3,4\n",
        );
        let bytes = b"\xbf\xcd\xbb\xa7\xc3\xfb\xb3\xc6,\xb5\xe7\xbb\xb0\n\xbb\xaa\xce\xaa\xbc\xbc\xca\xf5\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe,1\n";
        check(
            bytes,
            Encoding::Gb18030,
            Confidence::Sure,
            "客户名称,电话\n华为技术有限公司,1\n",
        );
        // Late in the file still counts: all before is plain.
        let mut late = b"plain,text\n".repeat(10_000);
        late.extend_from_slice(bytes);
        assert_eq!(detect(&late).unwrap().encoding, Encoding::Gb18030);
        // A four-byte character.
        let four = b"\xb1\xe0\xc2\xeb\xb3\xa4\xbf\xed\x81\x39\xee\x39";
        assert_eq!(detect(four).unwrap().encoding, Encoding::Gb18030);
    }

    #[test]
    fn western_spreadsheets_are_windows_1252() {
        let rows = [
            (&b"Name\nM\xfcller\n"[..], "Name\nMüller\n"),
            (b"Gr\xe3o e Filhos,Lda\n", "Grão e Filhos,Lda\n"),
            (b"Caf\xe9,Jos\xe9\n", "Café,José\n"),
            (b"CR\xc9\xc9E,SOCI\xc9T\xc9\n", "CRÉÉE,SOCIÉTÉ\n"),
            (
                b"a\xe7\xe3o,na\xe7\xe3o,cora\xe7\xf5es\n",
                "ação,nação,corações\n",
            ),
            (
                b"\x93quoted\x94 and \x96 dash, 5 \x80\n",
                "“quoted” and – dash, 5 €\n",
            ),
        ];
        for (bytes, text) in rows {
            let found = detect(bytes).unwrap();
            assert_eq!(found.encoding, Encoding::Windows1252, "{text}");
            let mut decoded = String::new();
            Decoder::new(found.encoding).decode(bytes, true, &mut decoded);
            assert_eq!(decoded, text);
        }
        assert_eq!(detect(rows[0].0).unwrap().confidence, Confidence::Likely);
    }

    #[test]
    fn a_few_damaged_bytes_do_not_turn_utf8_into_something_else() {
        let mut bytes = "客户名称,Müller,Société\n".repeat(20).into_bytes();
        bytes.extend_from_slice(b"caf\xe9,1\n");
        let found = detect(&bytes).unwrap();
        assert_eq!(
            (found.encoding, found.reason),
            (Encoding::Utf8, Reason::DamagedUtf8)
        );
        let mut decoder = Decoder::new(found.encoding);
        let mut text = String::new();
        decoder.decode(&bytes, true, &mut text);
        assert_eq!(decoder.malformed(), 1);
        let at = decoder.first_malformed().unwrap();
        assert!(text.get(at..).unwrap().starts_with("é,1"));
    }

    #[test]
    fn an_encoding_that_is_not_known_is_doubtful() {
        // Japanese in Shift_JIS: "会社名,テスト".
        let bytes = b"\x89\xef\x8e\xd0\x96\xbc,\x83e\x83X\x83g\n".repeat(20);
        assert_eq!(detect(&bytes).unwrap().confidence, Confidence::Doubtful);
        let mut text = String::new();
        Decoder::new(Encoding::ShiftJis).decode(&bytes, true, &mut text);
        assert!(text.starts_with("会社名,テスト\n"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
        let xlsx = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml \xa2\x04\x02";
        let rows: [(&[u8], FileProblem); 10] = [
            (png, FileProblem::NotText(FileKind::Png)),
            (
                b"\xff\xd8\xff\xe0\0\x10JFIF",
                FileProblem::NotText(FileKind::Jpeg),
            ),
            (b"%PDF-1.7\n%\xe2\xe3", FileProblem::NotText(FileKind::Pdf)),
            (xlsx, FileProblem::NotText(FileKind::ExcelWorkbook)),
            (
                b"PK\x03\x04\x14\0\0\0a.csv",
                FileProblem::NotText(FileKind::Zip),
            ),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                FileProblem::NotText(FileKind::OldOffice),
            ),
            (
                b"\x01\0\xfe\x03\0\0\x80\x7f\0ab",
                FileProblem::NotText(FileKind::Binary),
            ),
            (b"", FileProblem::Empty),
            (b"\xef\xbb\xbf", FileProblem::Empty),
            (b"\xff\xfe \0\r\0\n\0", FileProblem::Empty),
        ];
        for (bytes, problem) in rows {
            assert_eq!(detect(bytes), Err(problem));
        }
        // One stray zero in much text is a damaged file that is still read.
        let mut damaged = b"some,plain,text\n".repeat(100);
        damaged[50] = 0;
        assert_eq!(detect(&damaged).unwrap().encoding, Encoding::Utf8);
    }
}
