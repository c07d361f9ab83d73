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

/// How the words begin that tell of a fate, the furthest first. A line (`|`) ends a word that stands
/// as a whole, and a space parts two that follow each other.
const WORDS: [(&str, &str); 21] = [
    ("unsub", "opted_out"),
    ("optout", "opted_out"),
    ("opt| out", "opted_out"),
    ("opted", "opted_out"),
    ("complain", "opted_out"),
    ("abuse", "opted_out"),
    ("spam", "opted_out"),
    ("bounce", "bounced"),
    ("undeliver", "bounced"),
    ("fail", "bounced"),
    ("repli", "responded"),
    ("reply", "responded"),
    ("respond", "responded"),
    ("response", "responded"),
    ("answer", "responded"),
    ("click", "clicked"),
    ("open", "opened"),
    ("sent|", "sent"),
    ("delivered", "sent"),
    ("delivery", "sent"),
    ("deliveries", "sent"),
];

/// What begins like a fate and is none.
const OTHERWISE: [&str; 7] = [
    "opted| in",
    "reply| to|",
    "response| code",
    "spam| score",
    "unsub url",
    "unsub link",
    "open| rate",
];

/// The same where words are not parted.
const JOINED: [(&str, &str); 8] = [
    ("退订", "opted_out"),
    ("投诉", "opted_out"),
    ("退信", "bounced"),
    ("失败", "bounced"),
    ("回复", "responded"),
    ("点击", "clicked"),
    ("打开", "opened"),
    ("送达", "sent"),
];

/// After these nothing happened: what was not opened is no opening.
const NO: [&str; 12] = [
    "no", "not", "non", "never", "none", "without", "un", "didn", "don", "doesn", "hasn", "null",
];

/// The words of a text in small letters: `OPTIN_TIME`, `optinTime` and `Optin time` have the same.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in text.chars() {
        if (!c.is_alphanumeric() || (was_small && c.is_uppercase()))
            && words.last().is_some_and(|word| !word.is_empty())
        {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether words that follow each other begin as is asked.
fn has(words: &[String], asked: &str) -> bool {
    let asked: Vec<&str> = asked.split(' ').collect();
    let is = |(word, asked): (&String, &&str)| match asked.strip_suffix('|') {
        Some(whole) => word == whole,
        None => word.starts_with(asked),
    };
    words
        .windows(asked.len())
        .any(|words| words.iter().zip(&asked).all(is))
}

/// The status that a text of a report means.
fn status(text: &str) -> Option<&'static str> {
    let text = text.trim().to_owned();
    if let Some(code) = STATUSES.iter().find(|code| text.eq_ignore_ascii_case(code)) {
        return Some(code);
    }
    let mut words = words(&text);
    let said = words.iter().position(|word| NO.contains(&word.as_str()));
    words.truncate(said.unwrap_or(words.len()));
    if OTHERWISE.iter().any(|other| has(&words, other)) {
        return None;
    }
    let found = WORDS.iter().find(|(word, _)| has(&words, word));
    let joined = || {
        let is_said = !text.contains(['未', '没', '无', '不']);
        JOINED
            .iter()
            .find(|(part, _)| is_said && text.contains(part))
    };
    found.or_else(joined).map(|(_, status)| *status)
}

/// Whether a cell of a column that is named by a fate says that it happened: a yes, a count, a moment.
fn happened(cell: &str) -> bool {
    let words = words(cell);
    let Some(first) = words.first() else {
        return false;
    };
    // `0.0`, `0%`, `0000-00-00 00:00`.
    let is_zero = words
        .iter()
        .all(|word| word.chars().all(|digit| digit == '0'));
    let is_no = matches!(first.as_str(), "n" | "false" | "否" | "未" | "无" | "没有");
    !is_zero && !is_no && !NO.contains(&first.as_str())
}

/// Reads a report.
///
/// # Errors
/// [`NoReport`] where a column is missing.
pub fn read(text: &str) -> Result<Report, NoReport> {
    let is_known = |head: &str| is_address(head) || is_status(head) || status(head).is_some();
    let shape = shape::detect(text, &is_known);
    let heads = &shape.names;
    // "Email opened" is a column of addresses only where no other is.
    let plain = |head: &String| is_address(head) && !is_status(head) && status(head).is_none();
    let address = heads.iter().position(plain);
    let address = address.or_else(|| heads.iter().position(|head| is_address(head)));
    let address = address.ok_or(NoReport::NoAddress)?;
    let fate = heads.iter().position(|head| is_status(head));
    let flags: Vec<_> = (0usize..)
        .zip(heads)
        .filter(|(at, _)| *at != address && Some(*at) != fate)
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
    Ok(report)
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
    let words = words(head);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["status" | "event" | "result" | "outcome" | "action" | "状态" | "结果"]
            | ["delivery" | "email" | "mail" | "message", "status"]
            | ["event", "type"]
            // Brevo's log.
            | ["st", "text"]
    )
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

    #[test]
    fn whole_words_tell_of_a_fate_and_a_no_before_them_does_not() {
        for (text, expected) in [
            ("Opt out", Some("opted_out")),
            ("opt-out", Some("opted_out")),
            ("OPTED_OUT", Some("opted_out")),
            ("Opted out of all email", Some("opted_out")),
            ("optedOut", Some("opted_out")),
            ("UNSUB_TIME", Some("opted_out")),
            ("group_unsubscribe", Some("opted_out")),
            ("spamreport", Some("opted_out")),
            ("Abuse Reports", Some("opted_out")),
            ("OPTIN_TIME", None),
            ("OPTIN_IP", None),
            ("Opt-in", None),
            ("Opted in", None),
            ("Double opt-in", None),
            ("Optional note", None),
            ("group_resubscribe", None),
            ("Unsubscribe link", None),
            ("Spam score", None),
            ("Hard bounce", Some("bounced")),
            ("Undelivered", Some("bounced")),
            ("Replied", Some("responded")),
            ("Response", Some("responded")),
            ("No response", None),
            ("No reply", None),
            ("Reply-To", None),
            ("Responsible", None),
            ("totalClicks", Some("clicked")),
            ("First opening", Some("opened")),
            ("Unopened", None),
            ("Never opened", None),
            ("Did not open", None),
            ("Opened, not clicked", Some("opened")),
            ("Delivered but not opened", Some("sent")),
            ("Sent", Some("sent")),
            ("Sent at", Some("sent")),
            ("Unsent", None),
            ("Consent", None),
            ("Email Marketing Consent", None),
            ("Sentiment", None),
            ("Deliverable", None),
            ("converted", Some("converted")),
            ("已打开", Some("opened")),
            ("未打开", None),
            ("没有回复", None),
            ("发送失败", Some("bounced")),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    #[test]
    fn a_zero_and_a_no_of_any_form_say_that_nothing_happened() {
        for cell in [
            "",
            "-",
            "0",
            "0%",
            "0.0",
            "0,00 %",
            "0000-00-00 00:00:00",
            "00:00",
            "No",
            "n",
            "FALSE",
            "never",
            "Not opened",
            "None",
            "null",
            "否",
            "无",
            "—",
        ] {
            assert!(!happened(cell), "{cell}");
        }
        for cell in [
            "1",
            "0.5",
            "10",
            "10%",
            "yes",
            "TRUE",
            "x",
            "2026-10-01 09:30",
            "是",
            "hard",
        ] {
            assert!(happened(cell), "{cell}");
        }
    }

    #[test]
    fn the_heads_of_mail_tools_tell_what_they_mean() {
        let of = |fates: &[&'static str]| {
            let rows = ('a'..).zip(fates);
            rows.map(|(name, status)| (format!("{name}@x.example"), *status))
                .collect::<Vec<_>>()
        };
        // Mailchimp: those who opened, and those who unsubscribed.
        let opened = "Email Address,First Name,Last Name,Opens,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID\n\
            a@x.example,Ann,Lee,3,2,2026-01-02 08:00:00,192.0.2.1,2026-01-02 08:00:00,192.0.2.1,2026-02-02 08:00:00,1,a1\n\
            b@x.example,Bo,Ek,1,2,2026-01-02 08:00:00,192.0.2.2,2026-01-02 08:00:00,192.0.2.2,2026-02-02 08:00:00,2,b2\n";
        assert_eq!(told(opened), of(&["opened", "opened"]));
        let left = "Email Address,First Name,Last Name,OPTIN_TIME,OPTIN_IP,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON\n\
            a@x.example,Ann,Lee,2026-01-02 08:00:00,192.0.2.1,2026-10-01 09:00:00,Autumn,No longer interested\n";
        assert_eq!(told(left), of(&["opted_out"]));
        // Brevo: a campaign's recipients, and the log of single mails.
        let recipients = "Email_ID;Send_Date;Delivered_Date;Open_Date;Click_Date;Unsubscribe_Date;Hard_Bounce_Date;Soft_Bounce_Date\n\
            a@x.example;01-10-2026;01-10-2026;02-10-2026;;;;\n\
            b@x.example;01-10-2026;01-10-2026;02-10-2026;02-10-2026;;;\n\
            c@x.example;01-10-2026;;;;;01-10-2026;\n\
            d@x.example;01-10-2026;01-10-2026;;;;;\n";
        assert_eq!(
            told(recipients),
            of(&["opened", "clicked", "bounced", "sent"])
        );
        let log = "st_text;ts;sub;frm;email;tag;mid;link\n\
            Delivered;01-10-2026 09:00:00;Autumn;us@y.example;a@x.example;;<1@y.example>;\n\
            First opening;01-10-2026 09:10:00;Autumn;us@y.example;b@x.example;;<2@y.example>;\n";
        assert_eq!(told(log), of(&["sent", "opened"]));
        // SendGrid: the activity of mails.
        let activity = "processed,message_id,event,subject,from,email,reason,response,type\n\
            2026-10-01T09:00:00Z,m1,delivered,Autumn,us@y.example,a@x.example,,,\n\
            2026-10-01T09:00:00Z,m2,open,Autumn,us@y.example,b@x.example,,,\n\
            2026-10-01T09:00:00Z,m3,group_unsubscribe,Autumn,us@y.example,c@x.example,,,\n\
            2026-10-01T09:00:00Z,m4,bounce,Autumn,us@y.example,d@x.example,550 no such user,,bounce\n";
        assert_eq!(
            told(activity),
            of(&["sent", "opened", "opted_out", "bounced"])
        );
        // HubSpot: contacts with what they did; the first column that says e-mail is no address.
        let contacts = "Email Delivered,Email Opened,Email Clicked,Email,Email Marketing Consent,Lead Status,Person responsible,Opted out of email\n\
            1,2,0,a@x.example,Yes,Open,Ann,No\n\
            1,0,0,b@x.example,Yes,Open,Ann,false\n\
            1,1,1,c@x.example,No,New,Ann,Yes\n";
        assert_eq!(told(contacts), of(&["opened", "sent", "opted_out"]));
        let delivery = "Email,Delivery Status\na@x.example,Failed\nb@x.example,Delivered\n";
        assert_eq!(told(delivery), of(&["bounced", "sent"]));
    }
}
