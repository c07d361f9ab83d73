//! From one cell to one value, once it is known how its column is to be read.
//!
//! Cells are forgiving about form (spaces, full-width digits, signs of currencies) and strict
//! about meaning: what could be read in two ways is read in the column's way or not at all.
//! References, stages and custom fields need the workspace and are left to the import.

use crate::domain::email::EmailAddress;
use crate::domain::phone::{Phone, Region};
use crate::domain::problem::quoted;
use crate::domain::url::WebAddress;
use crate::domain::{Currency, Date, Instant, Money, Number, Rule, Zone};

pub mod country;
pub mod date;
pub mod number;

use date::DateOrder;
use number::{DecimalMark, NumberText};

/// How the cells of a column are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFormat {
    /// What stands first in dates.
    pub date_order: DateOrder,
    /// Whether five digits in a column of dates are days as Excel counts them.
    pub has_serials: bool,
    /// The mark before fractions.
    pub decimal_mark: DecimalMark,
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// Where numbers without a country code are dialled, if that is known.
    pub region: Option<Region>,
    /// What times without an offset mean.
    pub zone: Zone,
}

impl ColumnFormat {
    /// ISO dates, decimal points, times in UTC.
    pub fn new(currency: Currency, region: Option<Region>) -> Self {
        ColumnFormat {
            date_order: DateOrder::YearMonthDay,
            has_serials: false,
            decimal_mark: DecimalMark::Point,
            currency,
            region,
            zone: Zone::default(),
        }
    }
}

/// What a cell is to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Text as it stands.
    Text,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// A day.
    Date,
    /// A moment.
    Instant,
    /// Yes or no.
    Bool,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A web address.
    Url,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(Number),
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(Date),
    /// A moment.
    Instant(Instant),
    /// Yes or no.
    Bool(bool),
    /// An e-mail address.
    Email(EmailAddress),
    /// A phone number.
    Phone(Phone),
    /// A web address.
    Url(WebAddress),
}

/// Whether a cell says nothing: blank, or the mark of spreadsheets and Salesforce for nothing.
pub fn is_empty_cell(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == "#N/A"
}

/// Reads one cell.
///
/// # Errors
/// The rule that the cell breaks; it quotes the cell.
pub fn parse_cell(text: &str, kind: CellKind, format: &ColumnFormat) -> Result<Cell, Rule> {
    if is_empty_cell(text) {
        return Ok(Cell::Empty);
    }
    match kind {
        CellKind::Text => Ok(Cell::Text(text.trim().to_owned())),
        CellKind::Number => read_number(text, format).map(Cell::Number),
        CellKind::Money => read_money(text, format).map(Cell::Money),
        CellKind::Date => read_date(text, format).map(Cell::Date),
        CellKind::Instant => {
            let instant = date::read_instant(text, format.date_order, format.zone);
            let serial = || {
                date::instant_from_excel_serial(text, format.zone).filter(|_| format.has_serials)
            };
            instant
                .or_else(|rule| serial().ok_or(rule))
                .map(Cell::Instant)
        }
        CellKind::Bool => read_bool(text)
            .map(Cell::Bool)
            .ok_or_else(|| Rule::NotAYesOrNo {
                value: quoted(text),
            }),
        CellKind::Email => EmailAddress::parse(without_mailto(text)).map(Cell::Email),
        CellKind::Phone => read_phone(text, format).map(Cell::Phone),
        CellKind::Url => WebAddress::parse(text).map(Cell::Url),
    }
}

fn read_number(text: &str, format: &ColumnFormat) -> Result<Number, Rule> {
    let not_a_number = || Rule::NotANumber {
        value: quoted(text),
    };
    let number = NumberText::scan(text).ok_or_else(not_a_number)?;
    // Excel cut the digits of what was longer; the rest is lost.
    if number.is_scientific && is_damaged_id(text) {
        return Err(not_a_number());
    }
    let plain = number.plain_or_only(format.decimal_mark);
    Number::parse(&plain.ok_or_else(not_a_number)?)
}

fn read_money(text: &str, format: &ColumnFormat) -> Result<Money, Rule> {
    let not_an_amount = || Rule::NotAnAmount {
        value: quoted(text),
    };
    let number = NumberText::scan(text).filter(|number| !number.is_percent);
    let number = number.ok_or_else(not_an_amount)?;
    let currency = match &number.currency {
        Some(sign) => number::currency_of(sign, format.currency).ok_or_else(not_an_amount)?,
        None => format.currency,
    };
    let plain = number
        .plain_or_only(format.decimal_mark)
        .ok_or_else(not_an_amount)?;
    let money = Money::parse(&plain, currency).or_else(|rule| {
        let clean = without_binary_noise(&plain, currency.minor_digits());
        clean.map_or(Err(rule), |clean| Money::parse(&clean, currency))
    });
    // The rule quotes the cell, not what became of it.
    money.map_err(|rule| match rule {
        Rule::TooPrecise { digits, .. } => Rule::TooPrecise {
            value: quoted(text),
            digits,
        },
        rule => rule,
    })
}

/// The decimal that programs meant which wrote `20.759999999999998`: a binary number with all its
/// digits. Nothing else is rounded.
fn without_binary_noise(plain: &str, digits: usize) -> Option<String> {
    let (_, fraction) = plain.split_once('.')?;
    let number: f64 = plain.parse().ok()?;
    let clean = format!("{number:.digits$}");
    let is_noise = fraction.len() >= 10 && (clean.parse::<f64>().ok()? - number).abs() < 1e-7;
    is_noise.then_some(clean)
}

fn read_date(text: &str, format: &ColumnFormat) -> Result<Date, Rule> {
    date::read_date(text, format.date_order).or_else(|rule| {
        let serial = date::from_excel_serial(text).filter(|_| format.has_serials);
        serial.ok_or(rule)
    })
}

fn read_phone(text: &str, format: &ColumnFormat) -> Result<Phone, Rule> {
    if is_damaged_id(text) {
        return Err(Rule::NotAPhone {
            value: quoted(text),
        });
    }
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    Phone::parse(text, format.region)
}

fn without_mailto(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    // `Ann Li <ann@example.com>`
    match (text.find('<'), text.strip_suffix('>')) {
        (Some(at), Some(inner)) => inner.get(at + 1..).unwrap_or(text),
        _ => text,
    }
}

/// Reads yes or no in the words that CRMs and spreadsheets write.
pub fn read_bool(text: &str) -> Option<bool> {
    const YES: [&str; 18] = [
        "yes", "y", "true", "t", "on", "1", "x", "ja", "oui", "si", "sí", "sim", "是", "对", "真",
        "✓", "✔", "√",
    ];
    const NO: [&str; 16] = [
        "no", "n", "false", "f", "off", "0", "nein", "non", "não", "否", "错", "假", "✗", "✘", "×",
        "☐",
    ];
    let word = number::fold(text).trim().to_lowercase();
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Whether a cell looks like a long number that Excel turned into `1.3E+11`: its last digits are
/// gone.
pub fn is_damaged_id(text: &str) -> bool {
    let Some((digits, exponent)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent
        .strip_prefix('+')
        .and_then(|exponent| exponent.parse::<usize>().ok());
    let fraction = digits
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    let is_number = !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number && exponent.is_some_and(|exponent| exponent >= 11 && fraction < exponent)
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

    fn format() -> ColumnFormat {
        ColumnFormat {
            date_order: DateOrder::DayMonthYear,
            ..ColumnFormat::new(Currency::parse("EUR").unwrap(), Region::parse("DE").ok())
        }
    }

    fn read(text: &str, kind: CellKind) -> String {
        match parse_cell(text, kind, &format()) {
            Ok(Cell::Empty) => "empty".into(),
            Ok(Cell::Text(text)) => text,
            Ok(Cell::Number(number)) => number.to_f64().to_string(),
            Ok(Cell::Money(money)) => format!("{money} {}", money.currency()),
            Ok(Cell::Date(date)) => date.to_string(),
            Ok(Cell::Instant(instant)) => instant.to_string(),
            Ok(Cell::Bool(is)) => is.to_string(),
            Ok(Cell::Email(email)) => email.as_str().to_owned(),
            Ok(Cell::Phone(phone)) => phone
                .e164()
                .map_or_else(|| phone.as_typed().to_owned(), |number| number.to_string()),
            Ok(Cell::Url(url)) => url.as_str().to_owned(),
            Err(rule) => rule.code().to_owned(),
        }
    }

    #[test]
    fn cells_are_read_as_their_kind() {
        for (text, kind, expected) in [
            ("  Ann ", CellKind::Text, "Ann"),
            ("", CellKind::Date, "empty"),
            (" #N/A", CellKind::Number, "empty"),
            ("1,234.5", CellKind::Number, "1234.5"),
            ("98.94%", CellKind::Number, "98.94"),
            ("1100.04", CellKind::Money, "1100.04 EUR"),
            ("$1,200", CellKind::Money, "1200.00 USD"),
            ("￥3.5万", CellKind::Money, "35000.00 CNY"),
            ("-5 CHF", CellKind::Money, "-5.00 CHF"),
            ("20.759999999999998", CellKind::Money, "20.76 EUR"),
            ("96.74000000000001", CellKind::Money, "96.74 EUR"),
            ("5.3.2024", CellKind::Date, "2024-03-05"),
            (
                "2024-03-05 10:00",
                CellKind::Instant,
                "2024-03-05T10:00:00Z",
            ),
            // The column has points before fractions; this one can only be read with a comma.
            ("1.234,56", CellKind::Money, "1234.56 EUR"),
            ("12,5", CellKind::Number, "12.5"),
            ("是", CellKind::Bool, "true"),
            ("FALSE", CellKind::Bool, "false"),
            (
                "Ann Li <ann@example.com>",
                CellKind::Email,
                "ann@example.com",
            ),
            ("030 901820", CellKind::Phone, "+4930901820"),
            ("example.com/x", CellKind::Url, "https://example.com/x"),
        ] {
            assert_eq!(read(text, kind), expected, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_breaks_a_rule() {
        for (text, kind, expected) in [
            ("plenty", CellKind::Money, "not_an_amount"),
            ("12%", CellKind::Money, "not_an_amount"),
            ("1.234,5.6", CellKind::Money, "not_an_amount"),
            ("0.005", CellKind::Money, "too_precise"),
            ("many", CellKind::Number, "not_a_number"),
            ("2.01807E+11", CellKind::Number, "not_a_number"),
            ("1.37E+12", CellKind::Phone, "not_a_phone"),
            ("31.02.1979", CellKind::Date, "does_not_exist"),
            ("soon", CellKind::Date, "not_a_date"),
            ("45356", CellKind::Date, "not_a_date"),
            ("perhaps", CellKind::Bool, "not_a_yes_or_no"),
            ("ann at example", CellKind::Email, "not_an_email"),
            ("javascript:alert(1)", CellKind::Url, "not_a_url"),
        ] {
            assert_eq!(read(text, kind), expected, "{text:?}");
        }
        let format = ColumnFormat {
            has_serials: true,
            ..format()
        };
        let cell = parse_cell("45356", CellKind::Date, &format).unwrap();
        assert_eq!(cell, Cell::Date(Date::parse("2024-03-05").unwrap()));
        let cell = parse_cell("45356.4375", CellKind::Instant, &format).unwrap();
        let half_past_ten = Instant::parse("2024-03-05T10:30:00Z").unwrap();
        assert_eq!(cell, Cell::Instant(half_past_ten));
    }

    #[test]
    fn numbers_cut_by_excel_are_known() {
        for text in ["1.3E+11", "2.01807E+11", "1.1812E+11", "5E+15"] {
            assert!(is_damaged_id(text), "{text}");
        }
        for text in ["1.5E+3", "1E-11", "130000000000", "E+11", "x"] {
            assert!(!is_damaged_id(text), "{text}");
        }
    }
}
