//! The report of a mail tool: whose mail had which fate, by address. Tools name their columns and
//! fates as they like; what is known of them stands here.

use super::shape;
use super::table::Reader;
use crate::domain::member::STATUSES;

/// What a report says of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The address, in small letters.
    pub address: String,
    /// The status it means.
    pub status: &'static str,
}

/// What was read of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What it says, in its order.
    pub fates: Vec<Fate>,
    /// The rows of which nothing was understood, as they are counted in the file.
    pub odd_rows: Vec<u32>,
}

/// Why a file is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReport {
    /// No column holds addresses.
    NoAddress,
    /// No column says what became of the mails.
    NoStatus,
}

/// The words that begin or stand in the fates of mail tools, the furthest first.
const WORDS: [(&str, &str); 22] = [
    ("unsub", "opted_out"),
    ("opt", "opted_out"),
    ("complain", "opted_out"),
    ("spam", "opted_out"),
    ("退订", "opted_out"),
    ("投诉", "opted_out"),
    ("bounce", "bounced"),
    ("undeliver", "bounced"),
    ("fail", "bounced"),
    ("退信", "bounced"),
    ("失败", "bounced"),
    ("repl", "responded"),
    ("respon", "responded"),
    ("answer", "responded"),
    ("回复", "responded"),
    ("click", "clicked"),
    ("点击", "clicked"),
    ("open", "opened"),
    ("打开", "opened"),
    ("sent", "sent"),
    ("deliver", "sent"),
    ("送达", "sent"),
];

/// The status that a word of a report means.
fn status(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    if let Some(code) = STATUSES.iter().find(|code| **code == word) {
        return Some(code);
    }
    // What was not opened is no opening.
    let denies = ["not ", "no ", "un-", "unopened", "unsent", "never", "未"];
    // What somebody agreed to is no fate of a mail.
    let agrees = ["optin", "opt-in", "opt in", "opt_in", "consent"];
    if denies.iter().any(|no| word.starts_with(no)) || agrees.iter().any(|yes| word.contains(yes)) {
        return None;
    }
    let found = WORDS.iter().find(|(part, _)| word.contains(part));
    found.map(|(_, status)| *status)
}

/// Whether a cell of a column that is named by a fate says that it happened: a yes, a count, a moment.
fn happened(cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    let is_zero = cell.trim_end_matches('%').trim().parse() == Ok(0.0);
    !is_zero && !matches!(cell.as_str(), "" | "no" | "false" | "n" | "-" | "否")
}

/// Reads a report.
///
/// # Errors
/// [`NoReport`] where a column is missing.
pub fn read(text: &str) -> Result<Report, NoReport> {
    let is_known = |head: &str| is_address(head) || is_status(head) || status(head).is_some();
    let shape = shape::detect(text, &is_known);
    let heads = &shape.names;
    let address = heads.iter().position(|head| is_address(head));
    let address = address.ok_or(NoReport::NoAddress)?;
    let fate = heads.iter().position(|head| is_status(head));
    let flags: Vec<_> = (0usize..)
        .zip(heads)
        .filter(|(at, _)| *at != address)
        .filter_map(|(at, head)| Some((at, status(head)?)))
        .collect();
    if fate.is_none() && flags.is_empty() {
        return Err(NoReport::NoStatus);
    }
    let mut reader = Reader::new(text, shape.read_options());
    let mut report = Report::default();
    while let Some(batch) = reader.next_batch(1000) {
        for row in batch.rows() {
            let address = row.cell(address).trim().to_lowercase();
            let said = fate.and_then(|at| status(row.cell(at)));
            let flagged = flags
                .iter()
                .filter(|(at, _)| happened(row.cell(*at)))
                .map(|(_, status)| *status);
            let rank = |status: &&str| STATUSES.iter().position(|known| known == status);
            let furthest = said.into_iter().chain(flagged).max_by_key(rank);
            match furthest.filter(|_| address.contains('@')) {
                Some(status) => report.fates.push(Fate { address, status }),
                None => report.odd_rows.push(row.number()),
            }
        }
    }
    report.fates = furthest(report.fates);
    Ok(report)
}

/// Of what several rows say of one address, what came furthest: a log of events tells the newest first.
fn furthest(fates: Vec<Fate>) -> Vec<Fate> {
    let rank = |status: &str| STATUSES.iter().position(|known| *known == status);
    let mut kept: Vec<Fate> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for fate in fates {
        let place = *places.entry(fate.address.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(held) if rank(fate.status) > rank(held.status) => *held = fate,
            Some(_) => {}
            None => kept.push(fate),
        }
    }
    kept
}

fn is_address(head: &str) -> bool {
    let head = head.to_lowercase();
    [
        "email",
        "e-mail",
        "mail address",
        "recipient",
        "邮箱",
        "邮件地址",
        "收件人",
    ]
    .iter()
    .any(|word| head.contains(word))
}

fn is_status(head: &str) -> bool {
    let head = head.trim().to_lowercase();
    [
        "status", "event", "result", "outcome", "action", "状态", "结果",
    ]
    .contains(&head.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(text: &str) -> Vec<(String, &'static str)> {
        let report = read(text).unwrap();
        report
            .fates
            .into_iter()
            .map(|fate| (fate.address, fate.status))
            .collect()
    }

    #[test]
    fn reports_of_several_shapes_are_read() {
        let one = "Email Address,Status\nAnn@Example.org,Opened\nb@example.org,Hard bounce\nc@example.org,Unsubscribed\nd@example.org,delivered\n";
        let of = |address: &str, status| (address.to_owned(), status);
        assert_eq!(
            told(one),
            [
                of("ann@example.org", "opened"),
                of("b@example.org", "bounced"),
                of("c@example.org", "opted_out"),
                of("d@example.org", "sent")
            ]
        );
        let flags = "email;delivered;opens;clicks\na@example.org;1;3;0\nb@example.org;1;2;2\nc@example.org;1;0;0\n";
        assert_eq!(
            told(flags),
            [
                of("a@example.org", "opened"),
                of("b@example.org", "clicked"),
                of("c@example.org", "sent")
            ]
        );
        let chinese = "邮箱,状态\na@example.org,已打开\nb@example.org,退订\n";
        assert_eq!(
            told(chinese),
            [
                of("a@example.org", "opened"),
                of("b@example.org", "opted_out")
            ]
        );
    }

    #[test]
    fn consent_and_what_did_not_happen_are_no_fates() {
        let of = |address: &str, status| (address.to_owned(), status);
        let heads = "Email,OPTIN_TIME,Consent,Opens,Clicks\na@example.org,2026-01-01,yes,2,0%\nb@example.org,2026-01-01,yes,1,0.0\n";
        let opened = ["a@example.org", "b@example.org"].map(|address| of(address, "opened"));
        assert_eq!(told(heads), opened);
        let words = "Email,Status\na@example.org,Unopened\nb@example.org,No response\nc@example.org,Unsent\nd@example.org,Opened\n";
        assert_eq!(told(words), [of("d@example.org", "opened")]);
    }

    #[test]
    fn of_several_rows_of_an_address_the_furthest_counts() {
        let log = "Email,Event\na@example.org,unsubscribed\nb@example.org,sent\na@example.org,opened\nA@example.org,sent\nb@example.org,clicked\n";
        let of = |address: &str, status| (address.to_owned(), status);
        assert_eq!(
            told(log),
            [
                of("a@example.org", "opted_out"),
                of("b@example.org", "clicked")
            ]
        );
    }

    #[test]
    fn what_is_no_report_is_said_and_odd_rows_are_named() {
        assert_eq!(read("name,city\nAnn,Porto\n"), Err(NoReport::NoAddress));
        assert_eq!(
            read("email,city\na@example.org,Porto\n"),
            Err(NoReport::NoStatus)
        );
        assert_eq!(read(""), Err(NoReport::NoAddress));
        let report =
            read("email,status\na@example.org,opened\nnobody,opened\nb@example.org,not opened\n")
                .unwrap();
        assert_eq!((report.fates.len(), report.odd_rows), (1, vec![3, 4]));
    }
}
