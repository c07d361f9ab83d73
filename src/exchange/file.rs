//! Which files are read as tables, told by name and type before anything of them is read. What is in
//! them is left to `encoding` and `shape`.

/// How the names of such files end.
const ENDINGS: [&str; 3] = [".csv", ".tsv", ".txt"];

/// The types by which they are handed over where their names do not tell.
const TYPES: [&str; 3] = ["text/csv", "text/tab-separated-values", "text/plain"];

/// What is offered where files are chosen: all of it, as an `accept` attribute has it.
pub const ACCEPTED: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/// Whether a file is read as a table.
#[must_use]
pub fn is_read(name: &str, media_type: &str) -> bool {
    let name = name.to_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || TYPES.iter().any(|of| of.eq_ignore_ascii_case(media_type))
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
}
