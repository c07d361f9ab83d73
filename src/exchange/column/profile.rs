//! The profile of a column: what each value could be, counted, and what that makes of the whole.
//!
//! What a guess consists of is said in the module above. More than 600 lines
//! with its tests: what columns hold is of many kinds, and one pass decides between them.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::domain::email::EmailAddress;

use super::{ColumnGuess, ColumnKind, Damage, MarkGuess, OrderGuess};
use crate::exchange::Confidence;
use crate::exchange::cell::date::{DateOrder, DateText, from_excel_serial};
use crate::exchange::cell::number::{DecimalMark, MarkEvidence, NumberText};
use crate::exchange::cell::{is_damaged_id, is_empty_cell, read_bool};

/// How many different values of a column are counted; a column with more is no choice.
const DISTINCT_MAX: usize = 500;

/// The longest text that can be an option of a choice, in characters.
const OPTION_LENGTH_MAX: usize = 60;

/// A value longer than this many bytes is text, without a closer look.
const TRAIT_BYTES_MAX: usize = 2_048;

/// How many first values are kept to be shown.
const SAMPLES: usize = 3;

/// The candidates that are counted for each value.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
enum Candidate {
    Email,
    Url,
    Bool,
    Date,
    Serial,
    Integer,
    Number,
    Currency,
    /// Written like a phone number.
    Phone,
    /// As many digits as a phone number has, and nothing else.
    Digits,
    Damaged,
    /// A phone number with its country code, which no number is written like.
    Dialled,
}

const CANDIDATES: usize = 12;

/// What one value could be; kept with values that come again, so that each is looked at once.
#[derive(Clone, Debug, Default)]
struct Traits {
    candidates: [bool; CANDIDATES],
    day: DayTrait,
    has_time: bool,
    is_compact: bool,
    has_points: bool,
    mark: Option<MarkEvidence>,
    length: usize,
    has_leading_zero: bool,
    currency: Option<String>,
}

/// What a date alone tells about the order of its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum DayTrait {
    #[default]
    None,
    Certain,
    SameEitherWay,
    EitherOrder,
    DayFirst,
    MonthFirst,
    YearFirst,
}

impl Traits {
    fn of(value: &str) -> Traits {
        let mut traits = Traits::default();
        if value.len() > TRAIT_BYTES_MAX {
            return traits;
        }
        traits.is(Candidate::Email, are_emails(value));
        traits.is(Candidate::Url, is_url(value));
        traits.is(
            Candidate::Bool,
            value.len() <= 8 && read_bool(value).is_some(),
        );
        if value.contains(char::is_numeric) {
            traits.is(Candidate::Damaged, is_damaged_id(value));
            traits.is(Candidate::Phone, is_phone(value));
            traits.is(
                Candidate::Dialled,
                value.starts_with(['+', '＋']) && is_phone(value),
            );
            let is_digits = value.bytes().all(|byte| byte.is_ascii_digit());
            traits.is(
                Candidate::Digits,
                is_digits && (7..=15).contains(&value.len()),
            );
            traits.is(Candidate::Serial, from_excel_serial(value).is_some());
            traits.read_date(value);
            traits.read_number(value);
        }
        traits
    }

    fn is(&mut self, candidate: Candidate, fits: bool) {
        if let Some(flag) = self.candidates.get_mut(candidate as usize) {
            *flag = fits;
        }
    }

    fn read_date(&mut self, value: &str) {
        let Some(date) = DateText::scan(value) else {
            return;
        };
        self.is(Candidate::Date, true);
        self.has_time = date.has_time();
        self.is_compact = date.is_compact;
        if date.is_certain() {
            self.day = DayTrait::Certain;
            return;
        }
        self.has_points = date.has_points;
        let mut has = [false; 3];
        for (order, flag) in DateOrder::ALL.into_iter().zip(&mut has) {
            *flag = date.orders().any(|possible| possible == order);
        }
        self.day = match has {
            [_, true, true] if date.is_same_either_way() => DayTrait::SameEitherWay,
            [_, true, true] => DayTrait::EitherOrder,
            [_, false, true] => DayTrait::DayFirst,
            [_, true, false] => DayTrait::MonthFirst,
            [true, false, false] => DayTrait::YearFirst,
            // No order makes it a day: an error when it is read, and no evidence now.
            [false, false, false] => DayTrait::None,
        };
    }

    fn read_number(&mut self, value: &str) {
        let Some(number) = NumberText::scan(value) else {
            return;
        };
        let evidence = number.evidence();
        self.is(Candidate::Number, evidence != MarkEvidence::Broken);
        self.is(Candidate::Currency, number.currency.is_some());
        self.mark = Some(evidence);
        if number.is_integer() {
            self.is(Candidate::Integer, true);
            self.has_leading_zero = number.has_leading_zero();
            self.length = number.length();
        }
        self.currency = number.currency;
    }
}

/// Collects, value by value, what tells the kind of a column.
#[derive(Clone, Debug)]
pub struct ColumnProfile {
    filled: u32,
    empty: u32,
    counts: [u32; CANDIDATES],
    first_misfits: [Option<u32>; CANDIDATES],
    with_time: u32,
    dates_compact: u32,
    dates_with_points: u32,
    day_first_only: u32,
    month_first_only: u32,
    /// Days that are another day in the other order.
    either_order: u32,
    /// Days that are the same in either order: 5/5/2024.
    same_either_way: u32,
    year_first_only: u32,
    point_only: u32,
    comma_only: u32,
    point_unclear: u32,
    comma_unclear: u32,
    leading_zeros: u32,
    lengths: HashMap<usize, u32>,
    currencies: HashMap<String, u32>,
    distinct: HashMap<String, (u32, Traits)>,
    has_many_distinct: bool,
    /// The values seen, by their hashes, until one comes again.
    unique: Option<HashSet<u64>>,
    samples: Vec<String>,
}

impl Default for ColumnProfile {
    fn default() -> Self {
        Self::new()
    }
}

impl ColumnProfile {
    /// Starts with nothing seen.
    pub fn new() -> Self {
        ColumnProfile {
            filled: 0,
            empty: 0,
            counts: [0; CANDIDATES],
            first_misfits: [None; CANDIDATES],
            with_time: 0,
            dates_compact: 0,
            dates_with_points: 0,
            day_first_only: 0,
            month_first_only: 0,
            either_order: 0,
            same_either_way: 0,
            year_first_only: 0,
            point_only: 0,
            comma_only: 0,
            point_unclear: 0,
            comma_unclear: 0,
            leading_zeros: 0,
            lengths: HashMap::new(),
            currencies: HashMap::new(),
            distinct: HashMap::new(),
            has_many_distinct: false,
            unique: Some(HashSet::new()),
            samples: Vec::new(),
        }
    }

    /// Looks at the value of one row.
    pub fn see(&mut self, row: u32, value: &str) {
        if is_empty_cell(value) {
            self.empty += 1;
            return;
        }
        self.filled += 1;
        let value = value.trim();
        if self.samples.len() < SAMPLES && !self.samples.iter().any(|sample| sample == value) {
            self.samples
                .push(value.chars().take(OPTION_LENGTH_MAX).collect());
        }
        if let Some(seen) = &mut self.unique
            && !seen.insert(xxh3_64(value.as_bytes()))
        {
            self.unique = None;
        }
        if self.has_many_distinct {
            self.tally(row, &Traits::of(value));
            return;
        }
        if let Some((count, traits)) = self.distinct.get_mut(value) {
            *count += 1;
            let traits = traits.clone();
            self.tally(row, &traits);
            return;
        }
        let traits = Traits::of(value);
        self.tally(row, &traits);
        let is_option =
            value.len() <= OPTION_LENGTH_MAX * 4 && value.chars().count() <= OPTION_LENGTH_MAX;
        if is_option && self.distinct.len() < DISTINCT_MAX {
            self.distinct.insert(value.to_owned(), (1, traits));
        } else {
            (self.has_many_distinct, self.distinct) = (true, HashMap::new());
        }
    }

    fn tally(&mut self, row: u32, traits: &Traits) {
        let slots = self.counts.iter_mut().zip(&mut self.first_misfits);
        for (fits, (count, first_misfit)) in traits.candidates.iter().zip(slots) {
            if *fits {
                *count += 1;
            } else {
                first_misfit.get_or_insert(row);
            }
        }
        self.with_time += u32::from(traits.has_time);
        self.dates_compact += u32::from(traits.is_compact);
        self.dates_with_points += u32::from(traits.has_points);
        match traits.day {
            DayTrait::None | DayTrait::Certain => {}
            DayTrait::SameEitherWay => self.same_either_way += 1,
            DayTrait::EitherOrder => self.either_order += 1,
            DayTrait::DayFirst => self.day_first_only += 1,
            DayTrait::MonthFirst => self.month_first_only += 1,
            DayTrait::YearFirst => self.year_first_only += 1,
        }
        match traits.mark {
            None | Some(MarkEvidence::None | MarkEvidence::Broken) => {}
            Some(MarkEvidence::Only(DecimalMark::Point)) => self.point_only += 1,
            Some(MarkEvidence::Only(DecimalMark::Comma)) => self.comma_only += 1,
            Some(MarkEvidence::Unclear(DecimalMark::Point)) => self.point_unclear += 1,
            Some(MarkEvidence::Unclear(DecimalMark::Comma)) => self.comma_unclear += 1,
        }
        if traits.length > 0 {
            self.leading_zeros += u32::from(traits.has_leading_zero);
            *self.lengths.entry(traits.length).or_default() += 1;
        }
        if let Some(currency) = &traits.currency {
            *self.currencies.entry(currency.clone()).or_default() += 1;
        }
    }

    fn count(&self, candidate: Candidate) -> u32 {
        self.counts
            .get(candidate as usize)
            .copied()
            .unwrap_or_default()
    }

    /// Guesses; the header helps where values alone could be several things.
    pub fn guess(self, header: &str) -> ColumnGuess {
        let header = header.to_lowercase();
        let kind = self.kind(&header);
        let candidate = match kind {
            ColumnKind::Email => Some(Candidate::Email),
            ColumnKind::Url => Some(Candidate::Url),
            ColumnKind::Bool => Some(Candidate::Bool),
            ColumnKind::Date | ColumnKind::Instant => Some(Candidate::Date),
            ColumnKind::Integer => Some(Candidate::Integer),
            ColumnKind::Number | ColumnKind::Money => Some(Candidate::Number),
            ColumnKind::Phone if self.count(Candidate::Phone) < self.count(Candidate::Digits) => {
                Some(Candidate::Digits)
            }
            ColumnKind::Phone => Some(Candidate::Phone),
            ColumnKind::Empty | ColumnKind::Text | ColumnKind::Choice | ColumnKind::Code => None,
        };
        let mut fits = candidate.map_or(self.filled, |candidate| self.count(candidate));
        let is_date = matches!(kind, ColumnKind::Date | ColumnKind::Instant);
        let serials = self.count(Candidate::Serial);
        let damage = self.damage(kind, &header);
        if is_date && matches!(damage, Some(Damage::ExcelSerials(_))) {
            fits = (fits + serials).min(self.filled);
        }
        let misfits = self.filled - fits.min(self.filled);
        let first_misfit = candidate.filter(|_| misfits > 0).and_then(|candidate| {
            self.first_misfits
                .get(candidate as usize)
                .copied()
                .flatten()
        });
        let is_number = matches!(
            kind,
            ColumnKind::Integer | ColumnKind::Number | ColumnKind::Money
        );
        let confidence = match kind {
            ColumnKind::Empty => Confidence::Doubtful,
            _ if misfits > 0 || self.filled < 3 => Confidence::Likely,
            _ => Confidence::Sure,
        };
        let currency = self
            .currencies
            .iter()
            .max_by_key(|(sign, count)| (**count, (*sign).clone()));
        let has_one_currency = self.currencies.len() == 1;
        let currency = currency.map(|(sign, _)| sign.clone());
        let (order, mark) = (self.order_guess(), self.mark_guess());
        let emails = self.count(Candidate::Email);
        let (dates, numbers) = (self.count(Candidate::Date), self.count(Candidate::Number));
        let distinct = (!self.has_many_distinct).then(|| {
            let mut distinct: Vec<(String, u32)> = self
                .distinct
                .into_iter()
                .map(|(value, (count, _))| (value, count))
                .collect();
            distinct.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            distinct
        });
        ColumnGuess {
            kind,
            confidence,
            filled: self.filled,
            empty: self.empty,
            misfits,
            first_misfit,
            emails,
            dates,
            numbers,
            order: (is_date || dates > 0).then_some(order),
            mark: (is_number || numbers > 0).then_some(mark),
            currency: currency.filter(|_| is_number),
            has_one_currency,
            damage,
            is_unique: self.unique.is_some(),
            distinct,
            samples: self.samples,
        }
    }

    fn kind(&self, header: &str) -> ColumnKind {
        if self.filled == 0 {
            return ColumnKind::Empty;
        }
        // A few errors do not make another kind of a column; they are told as problems.
        let most = |candidate| self.count(candidate) * 10 >= self.filled * 9;
        let dates = self.count(Candidate::Date);
        let is_all_integer = self.count(Candidate::Integer) == self.filled;
        if most(Candidate::Email) {
            return ColumnKind::Email;
        }
        if self.count(Candidate::Damaged) * 2 >= self.filled {
            return ColumnKind::Code;
        }
        if is_all_integer && self.is_bool() {
            return ColumnKind::Bool;
        }
        let says = |words: &[&str]| words.iter().any(|word| header.contains(word));
        let is_named_date = says(&DATE_WORDS);
        let is_plain_digits = self.dates_compact * 2 > dates;
        if (dates
            + if is_named_date {
                self.count(Candidate::Serial)
            } else {
                0
            })
            * 10
            >= self.filled * 9
            && (!is_plain_digits || is_named_date)
        {
            let has_times = self.with_time * 2 > dates;
            return if has_times {
                ColumnKind::Instant
            } else {
                ColumnKind::Date
            };
        }
        if most(Candidate::Dialled) {
            return ColumnKind::Phone;
        }
        let is_named_phone = says(&PHONE_WORDS);
        let is_named_code = says(&CODE_WORDS) || CODE_ENDS.iter().any(|end| header.ends_with(end));
        if is_all_integer {
            let is_code = self.leading_zeros > 0 || is_named_code;
            return if is_named_phone && self.length_of_most() >= 7 {
                ColumnKind::Phone
            } else if is_code {
                ColumnKind::Code
            } else {
                ColumnKind::Integer
            };
        }
        if is_named_phone && most(Candidate::Phone) {
            return ColumnKind::Phone;
        }
        if most(Candidate::Number) {
            // Most with a currency, or a few among bare ones of a column of amounts.
            let has_currency = self.count(Candidate::Currency) * 2 >= self.count(Candidate::Number);
            return if has_currency {
                ColumnKind::Money
            } else if most(Candidate::Integer) && self.leading_zeros > 0 {
                ColumnKind::Code
            } else {
                ColumnKind::Number
            };
        }
        if most(Candidate::Phone) {
            return ColumnKind::Phone;
        }
        if most(Candidate::Url) {
            return ColumnKind::Url;
        }
        if self.is_bool() {
            return ColumnKind::Bool;
        }
        if self.is_choice() {
            ColumnKind::Choice
        } else {
            ColumnKind::Text
        }
    }

    fn is_bool(&self) -> bool {
        self.count(Candidate::Bool) == self.filled
            && self.distinct.len() == 2
            && !self.has_many_distinct
            && self.filled >= 3
            && {
                let mut readings = self.distinct.keys().filter_map(|word| read_bool(word));
                readings.next() != readings.next()
            }
    }

    fn is_choice(&self) -> bool {
        let different = self.distinct.len() as u32;
        !self.has_many_distinct
            && different * 2 <= self.filled
            && (different <= 12 || different * 5 <= self.filled)
            && different <= 100
    }

    fn length_of_most(&self) -> usize {
        self.lengths
            .iter()
            .max_by_key(|(length, count)| (**count, **length))
            .map_or(0, |most| *most.0)
    }

    fn order_guess(&self) -> OrderGuess {
        let unclear = self.either_order + self.day_first_only + self.month_first_only;
        match (self.day_first_only, self.month_first_only) {
            (0, 0) if self.either_order == 0 => OrderGuess::Proven(match self.same_either_way {
                0 => DateOrder::YearMonthDay,
                _ => DateOrder::DayMonthYear,
            }),
            _ if self.year_first_only > 0 => OrderGuess::Proven(DateOrder::YearMonthDay),
            (0, 0) if self.dates_with_points == unclear => {
                OrderGuess::Likely(DateOrder::DayMonthYear)
            }
            (0, 0) => OrderGuess::Ambiguous,
            (_, 0) => OrderGuess::Proven(DateOrder::DayMonthYear),
            (0, _) => OrderGuess::Proven(DateOrder::MonthDayYear),
            (day_first, month_first) => OrderGuess::Mixed {
                day_first,
                month_first,
            },
        }
    }

    fn mark_guess(&self) -> MarkGuess {
        let has_unclear = self.point_unclear + self.comma_unclear > 0;
        match (self.point_only, self.comma_only) {
            (0, 0) => match (self.point_unclear, self.comma_unclear) {
                (0, 0) => MarkGuess::Proven(DecimalMark::Point),
                (_, 0) => MarkGuess::Ambiguous(DecimalMark::Point),
                (0, _) => MarkGuess::Ambiguous(DecimalMark::Comma),
                _ => MarkGuess::Mixed,
            },
            (_, 0) => MarkGuess::Proven(DecimalMark::Point),
            (0, _) => MarkGuess::Proven(DecimalMark::Comma),
            _ if has_unclear => MarkGuess::Mixed,
            // Each number tells its own mark: what the others have need not be asked.
            (point, comma) if comma > point => MarkGuess::Proven(DecimalMark::Comma),
            _ => MarkGuess::Proven(DecimalMark::Point),
        }
    }

    fn damage(&self, kind: ColumnKind, header: &str) -> Option<Damage> {
        let damaged = self.count(Candidate::Damaged);
        if damaged > 0 && !matches!(kind, ColumnKind::Number) {
            return Some(Damage::Scientific(damaged));
        }
        let serials = self.count(Candidate::Serial);
        if matches!(kind, ColumnKind::Date | ColumnKind::Instant) && serials > 0 {
            return Some(Damage::ExcelSerials(serials));
        }
        let is_fixed = FIXED_WORDS.iter().any(|word| header.contains(word));
        if is_fixed
            && self.count(Candidate::Integer) * 10 >= self.filled * 9
            && self.leading_zeros == 0
        {
            let usual = self.length_of_most();
            let shorter: u32 = self
                .lengths
                .iter()
                .filter(|(length, _)| **length + 1 == usual)
                .map(|(_, count)| *count)
                .sum();
            let is_usual = usual >= 5 && shorter > 0;
            return is_usual.then_some(Damage::LostZeros(shorter));
        }
        None
    }
}

/// Parts of headers of columns of dates, in small letters.
const DATE_WORDS: [&str; 12] = [
    "date", "day", "birth", "dob", "created", "updated", "modified", "datum", "日期", "时间",
    "生日", "创建",
];

/// Parts of headers of columns of phone numbers.
const PHONE_WORDS: [&str; 9] = [
    "phone",
    "mobile",
    "fax",
    "telef",
    "handy",
    "电话",
    "手机",
    "传真",
    "联系方式",
];

/// Parts of headers of codes and ids, which are never added up.
const CODE_WORDS: [&str; 11] = [
    "zip",
    "postal",
    "postcode",
    "plz",
    "code",
    "编号",
    "编码",
    "邮编",
    "订单号",
    "工号",
    "身份证",
];

/// Ends of headers of codes: an account number, but not a number of employees.
const CODE_ENDS: [&str; 8] = ["number", " no", " no.", " nr", "_id", " id", "账号", "卡号"];

/// Parts of headers of codes that all have the same length.
const FIXED_WORDS: [&str; 6] = ["zip", "postal", "postcode", "plz", "邮编", "邮政编码"];

fn are_emails(value: &str) -> bool {
    value.contains('@')
        && value
            .split([';', ','])
            .all(|part| EmailAddress::parse(part).is_ok())
}

fn is_url(value: &str) -> bool {
    let has_scheme = value.starts_with("http://") || value.starts_with("https://");
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let is_host = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '.')
    };
    // Capitals at the end are the code of a stock exchange rather than a domain.
    let is_ending = ending.chars().count() >= 2
        && ending
            .chars()
            .all(|c| c.is_alphabetic() && (has_scheme || !c.is_uppercase()));
    is_host(name) && is_ending && (has_scheme || !value.contains(char::is_whitespace))
}

/// Whether it is written like a phone number: digits with the marks of one, or a leading zero or
/// plus. Digits alone are not enough.
fn is_phone(value: &str) -> bool {
    if value.len() > 40 {
        return false;
    }
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let number = value.split(['x', '#', '转']).next().unwrap_or_default();
    let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.' || c == ' ');
    let is_made_of = number.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}')
    });
    let groups = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .count();
    let is_marked = number.starts_with(['+', '0', '(']) || groups >= 2;
    (7..=18).contains(&digits) && is_made_of && is_marked && !number.contains("..")
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

    fn guess(header: &str, values: &[&str]) -> ColumnGuess {
        let mut profile = ColumnProfile::new();
        for (row, value) in (2..).zip(values) {
            profile.see(row, value);
        }
        profile.guess(header)
    }

    #[track_caller]
    fn check(header: &str, values: &[&str], kind: ColumnKind) {
        assert_eq!(guess(header, values).kind, kind, "{header}: {values:?}");
    }

    #[test]
    fn kinds_are_guessed_from_values() {
        use ColumnKind::*;
        check("a", &["", " ", "#N/A"], Empty);
        check("E-mail", &["a@b.cd", "", "x@y.example; z@y.example"], Email);
        check(
            "site",
            &["example.com", "https://x.org/y", "www.a-b.de"],
            Url,
        );
        check("产品", &["Qian-Bi", "Xiang-Pi", "Shu"], Text);
        check("ok", &["yes", "no", "no", "yes"], Bool);
        check("SKU是否可以变形", &["0", "0", "1", "0"], Bool);
        check("是否", &["是", "否", "否"], Bool);
        check("ones", &["1", "1", "1", "1"], Integer);
        check("count", &["1", "2", "0"], Integer);
        check("year_established", &["1996", "1999", "2001"], Integer);
        check("revenue", &["1100.04", "251.41", "647.18", "4618"], Number);
        check("price", &["$5", "$1,200.50", "$3"], Money);
        check("金额", &["￥3.5万", "￥12,000", "￥8"], Money);
        check("工序良率(%)", &["98.94", "99.3", "97.46"], Number);
        check("客户id", &["001", "002", "010"], Code);
        check("zip", &["08123", "10115"], Code);
        check(
            "order_id",
            &["1.1812E+11", "1.1812E+11", "2.01812E+11"],
            Code,
        );
        check("订单日期", &["2024/5/5", "2024/5/6", "2024/5/10"], Date);
        check("engage_date", &["10/20/2016", "", "3/1/2017"], Date);
        check("date_of_birth", &["19081209", "19990219", "19600210"], Date);
        check("soc_sec_id", &["19081209", "19990219", "69884048"], Code);
        check("plot", &["19081209", "19990219", "69884048"], Integer);
        check("C", &["+1 415 555 0132", "+41 44 668 18 00"], Phone);
        check(
            "Created Time",
            &["2024-07-08 14:56:28", "Oct 7, 2025 6:55 PM"],
            Instant,
        );
        check(
            "Phone",
            &["+41 91 555 01 42", "091 555 01 77", "(555) 010-2030"],
            Phone,
        );
        check("手机", &["13800138000", "13900139000"], Phone);
        check(
            "deal_stage",
            &["Won", "Lost", "Won", "Won", "Lost", "Engaging", "Won"],
            Choice,
        );
        check("name", &["Ann", "Bo", "Cy", "Di"], Text);
        check("versions", &["1.0.1", "1.0.2", "2.10.3", "1.4"], Text);
        check(
            "订单优先级",
            &["P3-中", "P3-中", "P1-紧急", "P3-中", "P4-低", "P3-中"],
            Choice,
        );
    }

    #[test]
    fn the_order_of_dates_is_decided_over_the_column() {
        let order = |values: &[&str]| guess("date", values).order.unwrap();
        use DateOrder::*;
        assert_eq!(
            order(&["1/2/2024", "3/4/2024", "10/20/2016"]),
            OrderGuess::Proven(MonthDayYear)
        );
        assert_eq!(
            order(&["1/2/2024", "20/4/2024"]),
            OrderGuess::Proven(DayMonthYear)
        );
        assert_eq!(order(&["1/2/2024", "3/4/2024"]), OrderGuess::Ambiguous);
        assert_eq!(
            order(&["1.2.2024", "3.4.2024"]),
            OrderGuess::Likely(DayMonthYear)
        );
        assert_eq!(
            order(&["2024-01-02", "2024/3/4", "5 Mar 2024"]),
            OrderGuess::Proven(YearMonthDay)
        );
        // The same day either way asks for nothing.
        assert_eq!(
            order(&["1/1/2024", "5/5/2024"]),
            OrderGuess::Proven(DayMonthYear)
        );
        assert_eq!(
            order(&["20/4/2024", "4/20/2024", "4/21/2024"]),
            OrderGuess::Mixed {
                day_first: 1,
                month_first: 2
            }
        );
    }

    #[test]
    fn the_decimal_mark_is_decided_over_the_column() {
        let mark = |values: &[&str]| guess("amount", values).mark.unwrap();
        use DecimalMark::*;
        assert_eq!(mark(&["1.234", "5.50"]), MarkGuess::Proven(Point));
        assert_eq!(mark(&["1.234", "5,50"]), MarkGuess::Proven(Comma));
        assert_eq!(mark(&["1.234", "12.500"]), MarkGuess::Ambiguous(Point));
        assert_eq!(mark(&["1,234", "12,500"]), MarkGuess::Ambiguous(Comma));
        assert_eq!(mark(&["5.5", "5,5", "1.234"]), MarkGuess::Mixed);
        assert_eq!(
            mark(&["1,234.56", "1.234,56", "12,5"]),
            MarkGuess::Proven(Comma)
        );
        assert_eq!(mark(&["5", "12"]), MarkGuess::Proven(Point));
        assert_eq!(
            guess("Preis", &["5,50 €", "3 €", "1.200 €"])
                .currency
                .as_deref(),
            Some("€")
        );
    }

    #[test]
    fn damage_by_spreadsheets_is_told() {
        let damage = |header: &str, values: &[&str]| guess(header, values).damage;
        assert_eq!(
            damage("id", &["2.01807E+11", "2.01807E+11"]),
            Some(Damage::Scientific(2))
        );
        assert_eq!(
            damage(
                "phone",
                &[
                    "+41 91 555 01 42",
                    "1.37E+12",
                    "091 555 01 77",
                    "091 555 01 78",
                    "091 555 01 79",
                    "091 555 01 70",
                    "091 555 01 71",
                    "091 555 01 72",
                    "091 555 01 73",
                    "091 555 01 74"
                ]
            ),
            Some(Damage::Scientific(1))
        );
        assert_eq!(
            damage("zip", &["8123", "10115", "20095"]),
            Some(Damage::LostZeros(1))
        );
        assert_eq!(damage("zip", &["08123", "10115"]), None);
        let serials = guess("Created Date", &["45356", "45357", "2024-03-05"]);
        assert_eq!(
            (serials.kind, serials.damage),
            (ColumnKind::Date, Some(Damage::ExcelSerials(2)))
        );
        assert_eq!(serials.misfits, 0);
        // A measured number may well be written so.
        assert_eq!(damage("mass", &["1.5E+3", "2.5", "3.25"]), None);
    }

    #[test]
    fn a_few_misfits_do_not_change_the_kind_and_are_told() {
        let mut values = vec!["2024-03-05"; 19];
        values.insert(7, "soon");
        let found = guess("close", &values);
        assert_eq!(
            (found.kind, found.misfits, found.first_misfit),
            (ColumnKind::Date, 1, Some(9))
        );
        assert_eq!(found.confidence, Confidence::Likely);
        let mut values = vec!["5.50"; 19];
        values.push("plenty");
        assert_eq!(guess("amount", &values).first_misfit, Some(21));
    }

    #[test]
    fn different_values_are_counted_until_they_are_too_many() {
        let found = guess("stage", &["Won", "Lost", "Won", ""]);
        assert_eq!(
            found.distinct.unwrap(),
            [("Won".to_owned(), 2), ("Lost".to_owned(), 1)]
        );
        assert_eq!((found.filled, found.empty), (3, 1));
        let many: Vec<String> = (0..=DISTINCT_MAX)
            .map(|number| format!("v{number}"))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(guess("x", &many).distinct, None);
        let long = "x".repeat(20_000_000);
        let found = guess("notes", &[&long, "a", "a"]);
        assert_eq!(found.kind, ColumnKind::Text);
        assert!(found.samples[0].len() <= OPTION_LENGTH_MAX);
    }
}
