//! Files by their names: which are read as tables, told before anything of them is read, and how those
//! are called that are given out. What is in them is left to others.

/// How the names of such files end.
const ENDINGS: [&str; 3] = [".csv", ".tsv", ".txt"];

/// The types by which they are handed over where their names do not tell.
const TYPES: [&str; 3] = ["text/csv", "text/tab-separated-values", "text/plain"];

/// What is offered where files are chosen: all of it, as an `accept` attribute has it.
pub const ACCEPTED: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/// Whether a file is read as a table.
#[must_use]
pub fn is_read(name: &str, media_type: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || TYPES.iter().any(|of| of.eq_ignore_ascii_case(media_type))
}

/// A title as the name of a file, without its ending: without what no system takes in one.
#[must_use]
pub fn name_of(title: &str) -> String {
    let kept: String = title
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let name: String = words.join("-").chars().take(60).collect();
    match name.trim_end_matches('-') {
        "" => "satchel".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_and_pictures_are_not() {
        for (name, media_type, expected) in [
            ("customers.csv", "text/csv", true),
            // Windows says so of every file that Excel opens.
            ("customers.CSV", "application/vnd.ms-excel", true),
            ("customers.tsv", "", true),
            ("export", "text/plain;charset=utf-8", true),
            ("image.png", "image/png", false),
            (
                "book.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                false,
            ),
            ("report.pdf", "application/pdf", false),
            ("csv", "", false),
            ("", "", false),
        ] {
            assert_eq!(is_read(name, media_type), expected, "{name} {media_type}");
        }
    }

    #[test]
    fn what_is_offered_to_choose_is_what_is_read() {
        assert_eq!(ACCEPTED, [ENDINGS, TYPES].concat().join(","));
    }

    #[test]
    fn a_title_is_a_name_that_every_system_takes() {
        let long = format!("{} end", "word-".repeat(12));
        for (title, expected) in [
            ("Autumn blends", "Autumn-blends"),
            ("Call: Ann / Bo?", "Call-Ann-Bo"),
            ("../../etc/passwd", "etc-passwd"),
            ("秋季拼配（上市）", "秋季拼配-上市"),
            ("Follow-up -- now", "Follow-up-now"),
            ("???", "satchel"),
            ("", "satchel"),
            (
                &long,
                "word-word-word-word-word-word-word-word-word-word-word-word",
            ),
        ] {
            assert_eq!(name_of(title), expected, "{title}");
        }
    }
}
