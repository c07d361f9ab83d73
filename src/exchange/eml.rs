//! A mail that is not sent yet as a file (RFC 5322), which mail programs open as a draft. Text is in
//! UTF-8, in base64, so that no line of it is ever too long or a command.

/// So many bytes of text go into an encoded word: with its frame, and the name of the header before the
/// first, a line stays below 78 (RFC 2047, 2; RFC 5322, 2.1.1).
const WORD_MAX: usize = 42;
/// So many bytes go into a line of base64: 76 characters (RFC 2045, 6.8).
const LINE_MAX: usize = 57;

/// A mail.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Whom it is to.
    pub name: &'a str,
    /// The address.
    pub address: &'a str,
    /// The subject line.
    pub subject: &'a str,
    /// The text.
    pub body: &'a str,
}

/// The file of a mail.
#[must_use]
pub fn eml(mail: Mail<'_>) -> String {
    let mut file = String::new();
    let mut line = |name: &str, value: &str| {
        file.push_str(name);
        file.push_str(": ");
        file.push_str(value);
        file.push_str("\r\n");
    };
    let address: String = mail.address.chars().filter(|c| !c.is_control()).collect();
    line("To", &format!("{} <{address}>", words(mail.name)));
    line("Subject", &words(mail.subject));
    // Outlook opens the file as a draft by it; others pass it over.
    line("X-Unsent", "1");
    line("MIME-Version", "1.0");
    line("Content-Type", "text/plain; charset=utf-8");
    line("Content-Transfer-Encoding", "base64");
    file.push_str("\r\n");
    let body = mail.body.replace("\r\n", "\n").replace('\n', "\r\n");
    for part in body.as_bytes().chunks(LINE_MAX) {
        file.push_str(&base64(part));
        file.push_str("\r\n");
    }
    file
}

/// A mail as an address that mail programs open as a draft (RFC 6068).
#[must_use]
pub fn mailto(mail: Mail<'_>) -> String {
    let body = mail.body.replace("\r\n", "\n").replace('\n', "\r\n");
    format!(
        "mailto:{}?subject={}&body={}",
        percent(mail.address),
        percent(mail.subject),
        percent(&body)
    )
}

/// Every byte that is not one of a word's, in percent form: nothing typed can add a header.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A text as encoded words, each of whole characters.
fn words(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut end = |part: &mut String| {
        if !part.is_empty() {
            words.push(format!("=?utf-8?B?{}?=", base64(part.as_bytes())));
            part.clear();
        }
    };
    for c in text.chars().filter(|c| !c.is_control()) {
        if part.len() + c.len_utf8() > WORD_MAX {
            end(&mut part);
        }
        part.push(c);
    }
    end(&mut part);
    words.join("\r\n ")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| {
        LETTERS
            .get((bits & 63) as usize)
            .map_or('=', |byte| char::from(*byte))
    };
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let at = |place: usize| u32::from(part.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        out.push(letter(bits >> 18));
        out.push(letter(bits >> 12));
        out.push(if part.len() > 1 {
            letter(bits >> 6)
        } else {
            '='
        });
        out.push(if part.len() > 2 { letter(bits) } else { '=' });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        // RFC 4648, 10.
        let known = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, encoded) in known {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_mail_is_a_draft_whose_lines_are_short() {
        let subject = "秋季拼配上市：".repeat(12);
        let mail = Mail {
            name: "Łukasz \"L\" Świątek",
            address: "l@example.org",
            subject: &subject,
            body: &"Grüße\n".repeat(40),
        };
        let file = eml(mail);
        assert!(file.lines().all(|line| line.len() <= 78), "{file}");
        assert!(file.contains("<l@example.org>\r\n"));
        assert!(file.is_ascii());
        assert_eq!(file.matches("\r\n\r\n").count(), 1);
    }

    #[test]
    fn nothing_typed_adds_a_header() {
        let mail = Mail {
            name: "A\r\nBcc: b@example.org",
            address: "a@example.org\r\nBcc: c@example.org",
            subject: "x\nCc: d@example.org",
            body: "",
        };
        let file = eml(mail);
        let heads = file.lines().filter(|line| !line.starts_with(' ')).count();
        assert_eq!(heads, 7, "{file}");
        assert_eq!(
            mailto(Mail {
                name: "",
                address: "a@example.org",
                subject: "a&cc=b",
                body: "1\n2"
            }),
            "mailto:a@example.org?subject=a%26cc%3Db&body=1%0D%0A2"
        );
    }
}
