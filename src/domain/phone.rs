//! Phone numbers: as somebody wrote them, and in the one form that is the same
//! however they were written.
//!
//! The numbering plans of all countries come from `phonelib`, which only this
//! file names (docs/adr/0008-phone-library.md).

use std::fmt;

use phonelib::PhoneNumber;

use super::problem::{Rule, quoted};

/// Most characters that are taken as a number; the longest real ones, with an
/// extension and a remark, stay well below.
const LENGTH_MAX: usize = 60;
/// Fewest digits of anything one can dial: 110, 911.
const DIGITS_MIN: usize = 3;

/// The countries that have phone numbers. Asking `phonelib` would bring its tables into the part of
/// the program that comes first, which only needs to know whether there is such a country.
const COUNTRIES: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
    BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK \
    DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ \
    GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI \
    KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN \
    MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG \
    PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO \
    SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA \
    VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country by its two letters of ISO 3166-1: where a number without country
/// code is dialled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 2]);

impl Region {
    /// Reads two letters in any case.
    ///
    /// # Errors
    /// [`Rule::NotACountry`] unless a country of that code has phone numbers.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_a_country = || Rule::NotACountry {
            value: quoted(text),
        };
        let code: [u8; 2] = text
            .trim()
            .as_bytes()
            .try_into()
            .map_err(|_| not_a_country())?;
        let region = Self(code.map(|byte| byte.to_ascii_uppercase()));
        if COUNTRIES.split(' ').any(|code| code == region.code()) {
            Ok(region)
        } else {
            Err(not_a_country())
        }
    }

    /// The two letters, in capitals.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A number in the form of E.164: country code and digits, at most fifteen.
///
/// As eight bytes it makes a small key for finding duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct E164(u64);

impl E164 {
    /// Reads `+4930901820`.
    ///
    /// # Errors
    /// [`Rule::NotAPhone`] for any other form; whether the number can exist is
    /// not asked again.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        text.strip_prefix('+')
            .filter(|digits| {
                (DIGITS_MIN..=15).contains(&digits.len())
                    && !digits.starts_with('0')
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| Rule::NotAPhone {
                value: quoted(text),
            })
    }

    /// The digits as one number, without the plus.
    pub fn digits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

/// A phone number: the text as typed, and what a numbering plan makes of it.
///
/// ```
/// # use satchel::domain::phone::{Phone, Region};
/// let phone = Phone::parse("010-6552 9988 转 8001", Some(Region::parse("CN")?))?;
/// assert_eq!(phone.e164().map(|number| number.to_string()).as_deref(), Some("+861065529988"));
/// assert_eq!(phone.extension(), Some("8001"));
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    as_typed: String,
    e164: Option<E164>,
    extension: Option<String>,
}

impl Phone {
    /// Reads a number, dialled in `region` where it names no country and the region is known.
    ///
    /// A number that no plan has room for stays as typed, without E.164: an
    /// internal number or one of a plan that changed is still worth keeping.
    ///
    /// # Errors
    /// [`Rule::NotAPhone`] below three digits, [`Rule::TooLong`] beyond 60
    /// characters.
    pub fn parse(text: &str, region: Option<Region>) -> Result<Self, Rule> {
        let typed = text.trim();
        // Counted first, so that a cell of megabytes is not looked through.
        if typed.chars().nth(LENGTH_MAX).is_some() {
            return Err(Rule::TooLong { max: LENGTH_MAX });
        }
        if typed.chars().filter(|c| c.is_numeric()).count() < DIGITS_MIN {
            return Err(Rule::NotAPhone {
                value: quoted(text),
            });
        }
        let (number, extension) = split_extension(typed);
        let placed = match region {
            Some(region) => PhoneNumber::parse_with_country(number, region.code()),
            // Nobody said where numbers are dialled: only those that name their country are placed.
            None if number.starts_with(['+', '＋']) => PhoneNumber::parse(number),
            None => None,
        };
        let extension = extension.or_else(|| {
            placed
                .as_ref()
                .and_then(|phone| phone.extension().map(str::to_owned))
        });
        let e164 = placed.and_then(|phone| E164::parse(phone.e164()).ok());
        Ok(Self {
            as_typed: typed.to_owned(),
            e164,
            extension,
        })
    }

    /// The number as it was typed.
    pub fn as_typed(&self) -> &str {
        &self.as_typed
    }

    /// The number in the form that is the same however it was typed, where a
    /// numbering plan has room for it.
    pub fn e164(&self) -> Option<E164> {
        self.e164
    }

    /// Digits to dial after the connection is made.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_typed)
    }
}

/// Takes off an extension in Chinese or German, which the library does not
/// know: `转 8001`, `分机 12`, `Durchwahl 7`.
fn split_extension(typed: &str) -> (&str, Option<String>) {
    for word in [
        "转",
        "轉",
        "分机",
        "分機",
        "内线",
        "內線",
        "Durchwahl",
        "DW",
    ] {
        let Some((number, rest)) = typed.split_once(word) else {
            continue;
        };
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || ":：.)）".contains(c));
        if !rest.is_empty() && rest.len() <= 7 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
            let number =
                number.trim_end_matches(|c: char| c.is_whitespace() || "(（,，".contains(c));
            return (number, Some(rest.to_owned()));
        }
    }
    (typed, None)
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

    /// Numbers as people of these countries write them.
    const NUMBERS: &[(&str, &str, &str)] = &[
        ("CN", "138 1234 5678", "+8613812345678"),
        ("CN", "010-6552 9988", "+861065529988"),
        ("CN", "(0755) 8888 1234", "+8675588881234"),
        ("CN", "400-820-8820", "+864008208820"),
        ("CN", "+86 021 6321 7171", "+862163217171"),
        ("CN", "0086 13812345678", "+8613812345678"),
        ("DE", "030 901820", "+4930901820"),
        ("DE", "+49 (0)89 1234567", "+49891234567"),
        ("DE", "0171 1234567", "+491711234567"),
        ("DE", "0049 221 98765-0", "+49221987650"),
        ("DE", "0221/987650", "+49221987650"),
        ("US", "(202) 555-0173", "+12025550173"),
        ("US", "1-800-555-0199", "+18005550199"),
        ("US", "212.555.0123 ext. 45", "+12125550123"),
        ("US", "+1 415 555 2671 x9", "+14155552671"),
        ("US", "011 44 20 7946 0018", "+442079460018"),
        ("CA", "604-555-0134", "+16045550134"),
        ("GB", "020 7946 0018", "+442079460018"),
        ("GB", "07700 900123", "+447700900123"),
        ("GB", "+44 (0) 1632 960 001", "+441632960001"),
        ("FR", "01 42 68 53 00", "+33142685300"),
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("FR", "+33 (0)1 42 68 53 00", "+33142685300"),
        ("IN", "098765 43210", "+919876543210"),
        ("IN", "+91 22 2778 2183", "+912227782183"),
        ("IN", "9876543210", "+919876543210"),
        ("JP", "03-3224-9999", "+81332249999"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("BR", "(11) 91234-5678", "+5511912345678"),
        ("BR", "021 3123-4567", "+552131234567"),
        ("IT", "06 698 12345", "+390669812345"),
        ("IT", "+39 347 123 4567", "+393471234567"),
        ("ES", "912 34 56 78", "+34912345678"),
        ("NL", "020 123 4567", "+31201234567"),
        ("AU", "(02) 9374 4000", "+61293744000"),
        ("AU", "0412 345 678", "+61412345678"),
        ("KR", "02-312-3456", "+8223123456"),
        ("SG", "6221 1234", "+6562211234"),
        ("CH", "044 668 18 00", "+41446681800"),
        ("RU", "8 (495) 123-45-67", "+74951234567"),
        ("MX", "55 1234 5678", "+525512345678"),
        ("HK", "2123 4567", "+85221234567"),
        ("CN", "１３８ １２３４ ５６７８", "+8613812345678"),
    ];

    fn phone(text: &str, region: &str) -> Phone {
        Phone::parse(text, Region::parse(region).ok()).unwrap()
    }

    fn e164(text: &str, region: &str) -> Option<String> {
        phone(text, region).e164().map(|number| number.to_string())
    }

    #[test]
    fn the_countries_are_those_with_a_numbering_plan() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let pairs = letters().flat_map(|one| letters().map(move |other| format!("{one}{other}")));
        let known: Vec<String> = pairs
            .filter(|code| phonelib::country_by_code(code).is_some())
            .collect();
        assert_eq!(COUNTRIES, known.join(" "));
        assert!(Region::parse("de").is_ok() && Region::parse("D E").is_err());
        assert!(Region::parse("QQ").is_err() && Region::parse("  ").is_err());
    }

    #[test]
    fn a_number_is_the_same_however_it_was_typed() {
        for (region, text, expected) in NUMBERS {
            assert_eq!(
                e164(text, region).as_deref(),
                Some(*expected),
                "{region} {text}"
            );
            assert_eq!(phone(text, region).as_typed(), *text);
            // The form itself needs no region and stays.
            assert_eq!(e164(expected, "FR").as_deref(), Some(*expected));
            assert_eq!(E164::parse(expected).unwrap().to_string(), *expected);
        }
    }

    #[test]
    fn extensions_are_kept_apart() {
        for (region, text, number, extension) in [
            ("US", "212.555.0123 ext. 45", "+12125550123", "45"),
            ("US", "+1 415 555 2671 x9", "+14155552671", "9"),
            ("CN", "010-65529988转8001", "+861065529988", "8001"),
            ("CN", "021 6321 7171（分机 12）", "+862163217171", "12"),
            ("DE", "030 901820 Durchwahl 7", "+4930901820", "7"),
        ] {
            let phone = phone(text, region);
            assert_eq!(phone.e164().unwrap().to_string(), number, "{text}");
            assert_eq!(phone.extension(), Some(extension), "{text}");
        }
        assert_eq!(phone("020 7946 0018", "GB").extension(), None);
    }

    #[test]
    fn what_no_plan_places_stays_as_typed() {
        for (region, text) in [
            ("US", "555"),
            ("DE", "+999 123 456"),
            ("CN", "110"),
            ("GB", "switchboard 12345"),
            ("GB", "01234"),
            ("US", "123-45-6789-0123-456"),
            ("CN", "转 8001"),
        ] {
            let phone = phone(&format!(" {text} "), region);
            assert_eq!((phone.as_typed(), phone.e164()), (text, None));
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        let region = Region::parse("US").unwrap();
        for text in ["", "n/a", "-", "12", "call me", "+", "ext. 9"] {
            let refused = Err(Rule::NotAPhone { value: text.into() });
            assert_eq!(Phone::parse(text, Some(region)), refused, "{text}");
        }
        let long = "1".repeat(61);
        assert_eq!(
            Phone::parse(&long, Some(region)),
            Err(Rule::TooLong { max: 60 })
        );
        for text in [
            "",
            "+",
            "+0301234",
            "4930901820",
            "+49 30 901820",
            "+1234567890123456",
        ] {
            assert!(E164::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn countries_are_known_by_two_letters() {
        assert_eq!(Region::parse(" de ").unwrap().code(), "DE");
        for text in ["", "D", "DEU", "ZZ", "00", "中", "中国", "001"] {
            let refused = Err(Rule::NotACountry { value: text.into() });
            assert_eq!(Region::parse(text), refused, "{text}");
        }
    }
}
