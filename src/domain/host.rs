//! The name of a host, as it stands in e-mail and web addresses.
//!
//! It judges the form only. Whether the host exists is for who connects to it.

/// Longest label between two dots, by DNS.
const LABEL_MAX: usize = 63;

/// Whether `host` is made of labels of letters, digits and inner hyphens: the
/// rule of HTML's e-mail field, extended to letters of all scripts.
pub(super) fn is_host(host: &str) -> bool {
    host.split('.').all(|label| {
        (1..=LABEL_MAX).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || is_foreign(c))
    })
}

/// Whether a character outside ASCII may stand in an address: all but those
/// that are invisible, reorder their neighbours or look like the signs that
/// divide an address.
pub(super) fn is_foreign(character: char) -> bool {
    !character.is_ascii()
        && !character.is_control()
        && !character.is_whitespace()
        && !matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3000}'..='\u{3002}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff61}'
            | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_labels_between_dots() {
        for host in [
            "example.com",
            "a",
            "xn--bcher-kva.de",
            "bücher.de",
            "例子.中国",
            "1.2.3.4",
        ] {
            assert!(is_host(host), "{host}");
        }
        let long = "a".repeat(64);
        for host in [
            "",
            ".",
            "a..b",
            ".a",
            "a.",
            "-a.de",
            "a-.de",
            "a_b.de",
            "a b.de",
            "例子。中国",
            &long,
        ] {
            assert!(!is_host(host), "{host}");
        }
    }
}
