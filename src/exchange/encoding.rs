//! From the bytes of a file to text: which encoding it is in, how sure that is, and the decoding.
//!
//! The decision looks at the whole file, a piece at a time, since the first Chinese or accented
//! word often comes late. Only [`Decoder`] uses the tables of `encoding_rs`; nothing but the
//! worker's program may call it, so that the page's program does not carry them. What the text
//! means is left to `shape` and `table`. How it is decided stands in `detect`.

use thiserror::Error;

use super::Confidence;

mod detect;

pub use detect::{Detector, detect};

/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first ("Unicode text" of Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which contains GBK and GB2312: Chinese Excel.
    Gb18030,
    /// Windows-1252, which contains ISO 8859-1: Western Excel.
    Windows1252,
    /// Windows-1250: Central European. Never guessed, only chosen, as all that follow.
    Windows1250,
    /// Windows-1251: Cyrillic.
    Windows1251,
    /// Big5: traditional Chinese.
    Big5,
    /// Shift_JIS: Japanese.
    ShiftJis,
    /// EUC-KR: Korean.
    EucKr,
    /// The Western encoding of old Macintosh programs.
    Macintosh,
}

impl Encoding {
    /// All encodings, those that are guessed first.
    pub const ALL: [Encoding; 11] = [
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Gb18030,
        Encoding::Windows1252,
        Encoding::Windows1250,
        Encoding::Windows1251,
        Encoding::Big5,
        Encoding::ShiftJis,
        Encoding::EucKr,
        Encoding::Macintosh,
    ];

    /// The stable name of this encoding, as the web's Encoding Standard writes it.
    pub fn code(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Gb18030 => "gb18030",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Windows1250 => "windows-1250",
            Encoding::Windows1251 => "windows-1251",
            Encoding::Big5 => "big5",
            Encoding::ShiftJis => "shift_jis",
            Encoding::EucKr => "euc-kr",
            Encoding::Macintosh => "macintosh",
        }
    }

    /// Reads the name of an encoding in any of its usual spellings.
    ///
    /// ```
    /// use satchel::exchange::encoding::Encoding;
    /// assert_eq!(Encoding::parse("GBK"), Some(Encoding::Gb18030));
    /// assert_eq!(Encoding::parse("latin1"), Some(Encoding::Windows1252));
    /// assert_eq!(Encoding::parse("klingon"), None);
    /// ```
    pub fn parse(label: &str) -> Option<Encoding> {
        let label = label.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        Some(match label.as_str() {
            "utf-8" | "utf8" | "utf-8-sig" | "ascii" | "us-ascii" => Encoding::Utf8,
            "utf-16le" | "utf-16" | "utf16" | "unicode" => Encoding::Utf16Le,
            "utf-16be" => Encoding::Utf16Be,
            "gb18030" | "gbk" | "gb2312" | "cp936" => Encoding::Gb18030,
            "windows-1252" | "cp1252" | "latin1" | "latin-1" | "iso-8859-1" | "ansi" => {
                Encoding::Windows1252
            }
            "windows-1250" | "cp1250" => Encoding::Windows1250,
            "windows-1251" | "cp1251" => Encoding::Windows1251,
            "big5" | "cp950" => Encoding::Big5,
            "shift-jis" | "sjis" | "cp932" => Encoding::ShiftJis,
            "euc-kr" | "cp949" => Encoding::EucKr,
            "macintosh" | "macroman" => Encoding::Macintosh,
            _ => return None,
        })
    }

    fn tables(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
            Encoding::Windows1250 => encoding_rs::WINDOWS_1250,
            Encoding::Windows1251 => encoding_rs::WINDOWS_1251,
            Encoding::Big5 => encoding_rs::BIG5,
            Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
            Encoding::EucKr => encoding_rs::EUC_KR,
            Encoding::Macintosh => encoding_rs::MACINTOSH,
        }
    }
}

/// What a file that is no table of text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    Webp,
    /// A PDF document.
    Pdf,
    /// An Excel workbook (.xlsx).
    ExcelWorkbook,
    /// An old Excel workbook or another Office document (.xls, .doc).
    OldOffice,
    /// A Word document (.docx).
    WordDocument,
    /// A zip archive.
    Zip,
    /// A gzip archive.
    Gzip,
    /// A web page, also one that calls itself a workbook.
    Html,
    /// XML.
    Xml,
    /// JSON.
    Json,
    /// A backup of ours, which is restored and not imported.
    Backup,
    /// Address cards (.vcf).
    VCard,
    /// A calendar (.ics).
    Calendar,
    /// Text in UTF-32, which no spreadsheet writes.
    Utf32,
    /// Bytes that are no text, of a kind that is not known.
    Binary,
}

impl FileKind {
    /// The stable name of this kind, for messages.
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Png => "png",
            FileKind::Jpeg => "jpeg",
            FileKind::Gif => "gif",
            FileKind::Webp => "webp",
            FileKind::Pdf => "pdf",
            FileKind::ExcelWorkbook => "excel-workbook",
            FileKind::OldOffice => "old-office",
            FileKind::WordDocument => "word-document",
            FileKind::Zip => "zip",
            FileKind::Gzip => "gzip",
            FileKind::Html => "html",
            FileKind::Xml => "xml",
            FileKind::Json => "json",
            FileKind::Backup => "backup",
            FileKind::VCard => "vcard",
            FileKind::Calendar => "calendar",
            FileKind::Utf32 => "utf-32",
            FileKind::Binary => "binary",
        }
    }

    /// All kinds.
    pub const ALL: [FileKind; 18] = [
        FileKind::Png,
        FileKind::Jpeg,
        FileKind::Gif,
        FileKind::Webp,
        FileKind::Pdf,
        FileKind::ExcelWorkbook,
        FileKind::OldOffice,
        FileKind::WordDocument,
        FileKind::Zip,
        FileKind::Gzip,
        FileKind::Html,
        FileKind::Xml,
        FileKind::Json,
        FileKind::Backup,
        FileKind::VCard,
        FileKind::Calendar,
        FileKind::Utf32,
        FileKind::Binary,
    ];

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    fn of(head: &[u8]) -> Option<FileKind> {
        let marks: [(&[u8], FileKind); 11] = [
            (b"\x89PNG\r\n\x1a\n", FileKind::Png),
            (b"\xff\xd8\xff", FileKind::Jpeg),
            (b"GIF87a", FileKind::Gif),
            (b"GIF89a", FileKind::Gif),
            (b"%PDF-", FileKind::Pdf),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::OldOffice),
            (b"\x1f\x8b\x08", FileKind::Gzip),
            (b"\xff\xfe\0\0", FileKind::Utf32),
            (b"\0\0\xfe\xff", FileKind::Utf32),
            (b"PK\x05\x06", FileKind::Zip),
            (b"PK\x07\x08", FileKind::Zip),
        ];
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Some(FileKind::Webp);
        }
        if head.starts_with(b"PK\x03\x04") {
            // The first entries of an Office file name its parts.
            let has = |part: &[u8]| memchr::memmem::find(head, part).is_some();
            return Some(if has(b"xl/") {
                FileKind::ExcelWorkbook
            } else if has(b"word/") {
                FileKind::WordDocument
            } else if has(b"[Content_Types].xml") {
                FileKind::ExcelWorkbook
            } else {
                FileKind::Zip
            });
        }
        marks
            .into_iter()
            .find(|(mark, _)| head.starts_with(mark))
            .map(|(_, kind)| kind)
            .or_else(|| FileKind::of_text(head))
    }

    /// Text that is no table: it begins with the marks of another format.
    fn of_text(head: &[u8]) -> Option<FileKind> {
        const LONGEST: usize = 24;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let start = text.trim_ascii_start();
        let start: Vec<u8> = start.iter().take(LONGEST).copied().collect();
        let start = start.to_ascii_lowercase();
        let marks: [(&[u8], FileKind); 9] = [
            (b"<!doctype html", FileKind::Html),
            (b"<html", FileKind::Html),
            (b"<table", FileKind::Html),
            (b"<?xml", FileKind::Xml),
            (b"\x7b\"satchel_backup\"", FileKind::Backup),
            (b"\x7b\"", FileKind::Json),
            (b"[\x7b", FileKind::Json),
            (b"begin:vcard", FileKind::VCard),
            (b"begin:vcalendar", FileKind::Calendar),
        ];
        marks
            .into_iter()
            .find(|(mark, _)| start.starts_with(mark))
            .map(|(_, kind)| kind)
    }
}

/// Why a file cannot be read as a table at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FileProblem {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is no text.
    #[error("the file is no text but looks like {}", .0.code())]
    NotText(FileKind),
    /// It is larger than [`FILE_BYTES_MAX`].
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The largest size that is read.
        limit: u64,
    },
}

impl FileProblem {
    /// The stable name of this problem, for messages and answers.
    pub fn code(self) -> &'static str {
        match self {
            FileProblem::Empty => "file_empty",
            FileProblem::NotText(_) => "file_not_text",
            FileProblem::TooLarge { .. } => "file_too_large",
        }
    }
}

/// Why an encoding was decided for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The file begins with a byte-order mark.
    ByteOrderMark,
    /// Only plain ASCII, which reads the same in nearly all encodings.
    Ascii,
    /// Every byte fits UTF-8, which other encodings hardly ever do by chance.
    ValidUtf8,
    /// Nearly every byte fits UTF-8; some are damaged.
    DamagedUtf8,
    /// Zero bytes stand where UTF-16 has them.
    ZeroBytes,
    /// The pairs of bytes are common Chinese characters.
    ChinesePairs,
    /// Single accented letters stand among plain ones.
    WesternLetters,
    /// No encoding fits well: this is the least bad.
    Unclear,
}

impl Reason {
    /// The stable name of this reason, for messages.
    pub fn code(self) -> &'static str {
        match self {
            Reason::ByteOrderMark => "byte-order-mark",
            Reason::Ascii => "ascii",
            Reason::ValidUtf8 => "valid-utf-8",
            Reason::DamagedUtf8 => "damaged-utf-8",
            Reason::ZeroBytes => "zero-bytes",
            Reason::ChinesePairs => "chinese-pairs",
            Reason::WesternLetters => "western-letters",
            Reason::Unclear => "unclear",
        }
    }

    /// All reasons.
    pub const ALL: [Reason; 8] = [
        Reason::ByteOrderMark,
        Reason::Ascii,
        Reason::ValidUtf8,
        Reason::DamagedUtf8,
        Reason::ZeroBytes,
        Reason::ChinesePairs,
        Reason::WesternLetters,
        Reason::Unclear,
    ];

    /// The reason with this name.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What a file's bytes are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether a byte-order mark stands at the start.
    pub has_mark: bool,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Reason,
}

/// Decodes a file piece by piece; a byte-order mark is taken off.
pub struct Decoder {
    tables: encoding_rs::Decoder,
    is_utf8: bool,
    malformed: u64,
    first_malformed: Option<usize>,
}

impl Decoder {
    /// Starts at the beginning of a file.
    pub fn new(encoding: Encoding) -> Self {
        Decoder {
            tables: encoding.tables().new_decoder_with_bom_removal(),
            is_utf8: encoding == Encoding::Utf8,
            malformed: 0,
            first_malformed: None,
        }
    }

    /// Appends the text of the next piece, which may end inside a character unless it is the
    /// `last`. What cannot be read becomes U+FFFD and is counted.
    pub fn decode(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        use encoding_rs::DecoderResult;
        let mut rest = bytes;
        loop {
            // Enough for what is usual; when it is not, the loop comes round again.
            text.reserve(rest.len() + rest.len() / 2 + 16);
            let (result, read) = self
                .tables
                .decode_to_string_without_replacement(rest, text, last);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    self.malformed += 1;
                    self.first_malformed.get_or_insert(text.len());
                    let at = bytes.len() - rest.len();
                    let byte = at.checked_sub(usize::from(length) + usize::from(after));
                    let byte = byte.and_then(|at| bytes.get(at)).copied();
                    let byte = byte.filter(|_| length == 1 && self.is_utf8);
                    text.push(stray(byte));
                }
            }
        }
    }

    /// How many places could not be read.
    pub fn malformed(&self) -> u64 {
        self.malformed
    }

    /// Where in the decoded text the first place stands that could not be read.
    pub fn first_malformed(&self) -> Option<usize> {
        self.first_malformed
    }
}

/// A file as text.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// What its bytes were taken for.
    pub detection: Detection,
    /// How many places could not be read.
    pub malformed: u64,
    /// The text.
    pub text: String,
}

/// Decodes a file that is there whole, in the encoding that was chosen or else detected.
///
/// # Errors
/// If the file is empty, too large, or no text.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, FileProblem> {
    let mut detection = detect(bytes)?;
    if let Some(encoding) = chosen {
        detection = Detection {
            encoding,
            confidence: Confidence::Sure,
            ..detection
        };
    }
    let mut decoder = Decoder::new(detection.encoding);
    let mut text = String::new();
    decoder.decode(bytes, true, &mut text);
    Ok(Decoded {
        detection,
        malformed: decoder.malformed(),
        text,
    })
}

/// The letter that a byte within UTF-8 stands for which belongs to no character: rows that another
/// program added to a file are most often in Western letters.
fn stray(byte: Option<u8>) -> char {
    byte.filter(|byte| *byte >= 0xc0)
        .map_or(char::REPLACEMENT_CHARACTER, char::from)
}

/// Of how many words with other than plain letters evidence is chosen: others say no more.
const EVIDENCE_MAX: usize = 500;

/// Words with other than plain letters, to show that an encoding reads them rightly.
pub fn evidence(text: &str, words_max: usize) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let breaks = |c: char| c.is_whitespace() || (c.is_ascii_punctuation() && !"-'.".contains(c));
    let mut rest = text;
    for _ in 0..EVIDENCE_MAX {
        let Some((before, from)) =
            satchel_scan::beyond_ascii(rest.as_bytes()).and_then(|at| rest.split_at_checked(at))
        else {
            break;
        };
        let begun = before.rsplit(breaks).next().unwrap_or_default();
        let (end, after) = from.split_once(breaks).unwrap_or((from, ""));
        let word: String = begun.chars().chain(end.chars()).take(24).collect();
        // A space may be one that ASCII has not.
        if !word.is_ascii() && !words.contains(&word) {
            words.push(word);
        }
        if words.len() >= words_max {
            break;
        }
        rest = after;
    }
    words
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

    #[test]
    fn every_encoding_is_found_by_its_name() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::parse(encoding.code()), Some(encoding));
        }
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_code(kind.code()), Some(kind));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
    }

    #[test]
    fn text_that_is_no_table_is_known_by_its_beginning() {
        for (text, kind) in [
            ("\u{feff} <!DOCTYPE html>", Some(FileKind::Html)),
            ("<table><tr><td>name", Some(FileKind::Html)),
            ("<?xml version=\"1.0\"?>", Some(FileKind::Xml)),
            ("\x7b\"satchel_backup\":1", Some(FileKind::Backup)),
            ("[\x7b\"name\":\"Ann\"", Some(FileKind::Json)),
            ("BEGIN:VCARD\r\nVERSION:3.0\r\n", Some(FileKind::VCard)),
            ("BEGIN:VCALENDAR\r\n", Some(FileKind::Calendar)),
            ("[VIP] name,email\n", None),
            ("name,html\nAnn,<html>\n", None),
        ] {
            let refused = decode(text.as_bytes(), None).err();
            assert_eq!(refused, kind.map(FileProblem::NotText), "{text}");
        }
    }

    #[test]
    fn rows_in_another_encoding_keep_their_letters() {
        let mut bytes = "Jürgen,Köln\n王雪,北京\n".as_bytes().to_vec();
        bytes.extend(b"Zo\xeb,Z\xfcrich\n");
        let read = |decoded: Decoded| {
            let Detection {
                encoding,
                confidence,
                ..
            } = decoded.detection;
            (decoded.text, decoded.malformed, encoding, confidence)
        };
        let text = "Jürgen,Köln\n王雪,北京\nZoë,Zürich\n".to_owned();
        assert_eq!(
            decode(&bytes, None).map(read),
            Ok((text, 2, Encoding::Utf8, Confidence::Doubtful))
        );
    }

    #[test]
    fn evidence_is_the_words_that_prove_it() {
        let text = "Name;Ort\nMüller;Grão e Filhos\nMüller;x\n客户,中国\n";
        assert_eq!(evidence(text, 3), ["Müller", "Grão", "客户"]);
        assert_eq!(evidence("a\u{3000}b\u{a0}Zoë\u{3000}d", 3), ["Zoë"]);
        assert_eq!(evidence("plain;text", 3), [""; 0]);
    }
}
