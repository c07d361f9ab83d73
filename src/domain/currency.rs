//! Currencies: the codes of ISO 4217 and how many decimal places each has.
//!
//! Names and symbols come from the browser (`i18n`); rates between currencies
//! are a matter of the workspace's settings.

use std::fmt;

use super::problem::{Rule, quoted};

/// A currency by its code.
///
/// ```
/// # use satchel::domain::currency::Currency;
/// let yen = Currency::parse("jpy")?;
/// assert_eq!((yen.code(), yen.minor_digits()), ("JPY", 0));
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: [u8; 3],
    minor_digits: u8,
}

impl Currency {
    /// The euro: what amounts are in where nobody said otherwise.
    pub const EURO: Currency = Currency {
        code: *b"EUR",
        minor_digits: 2,
    };

    /// Reads a code of ISO 4217 in any case, also one withdrawn lately, since
    /// older records bear it.
    ///
    /// # Errors
    /// [`Rule::NotACurrency`] for everything else, symbols included: `¥` and
    /// `$` each stand for several currencies.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_a_currency = || Rule::NotACurrency {
            value: quoted(text),
        };
        let code: [u8; 3] = text
            .trim()
            .as_bytes()
            .try_into()
            .map_err(|_| not_a_currency())?;
        let code = code.map(|byte| byte.to_ascii_uppercase());
        Self::all()
            .chain(of(WITHDRAWN))
            .find(|currency| currency.code == code)
            .ok_or_else(not_a_currency)
    }

    /// The three letters, in capitals.
    pub fn code(&self) -> &str {
        // Never the fallback: only letters of the lists below get in.
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Decimal places of its amounts: 2 for the euro, 0 for the yen.
    pub fn minor_digits(self) -> usize {
        usize::from(self.minor_digits)
    }

    /// All currencies in use, in the order of their codes within the decimal
    /// places they have.
    pub fn all() -> impl Iterator<Item = Self> {
        of(TWO_DIGITS)
            .chain(of(NO_DIGITS))
            .chain(of(THREE_DIGITS))
            .chain(of(FOUR_DIGITS))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Codes, and the decimal places that they have in common.
type List = (&'static str, u8);

fn of((codes, minor_digits): List) -> impl Iterator<Item = Currency> {
    let (codes, _) = codes.as_bytes().as_chunks::<3>();
    codes.iter().map(move |code| Currency {
        code: *code,
        minor_digits,
    })
}

/// ISO 4217 list one of 2026. Metals and units of account, for which it names
/// no decimal places, have two as in the browser's `Intl`. `XTS` (for tests)
/// and `XXX` (none) are no money and left out.
const TWO_DIGITS: List = (
    "AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCNYCOPCOU\
     CRCCUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHTGHUFIDRILSINRIRRJMDKES\
     KGSKHRKPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPR\
     NZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOP\
     TRYTTDTWDTZSUAHUSDUSNUYUUZSVEDVESWSTXADXAGXAUXBAXBBXBCXBDXCDXCGXDRXPDXPTXSUXUAYERZARZMWZWG",
    2,
);
const NO_DIGITS: List = ("BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF", 0);
const THREE_DIGITS: List = ("BHDIQDJODKWDLYDOMRTND", 3);
const FOUR_DIGITS: List = ("CLFUYW", 4);
/// Withdrawn since 2015, each with the decimal places it had.
const WITHDRAWN: List = ("ANGBGNCUCHRKLTLMROSLLSTDVEFZWL", 2);

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
    fn each_currency_has_its_decimal_places() {
        for (code, digits) in [
            ("EUR", 2),
            ("usd", 2),
            (" CNY ", 2),
            ("Jpy", 0),
            ("KRW", 0),
            ("KWD", 3),
            ("CLF", 4),
            ("ISK", 0),
            ("HUF", 2),
            ("XAU", 2),
            ("HRK", 2),
            ("XCG", 2),
        ] {
            let currency = Currency::parse(code).unwrap();
            assert_eq!(currency.minor_digits(), digits, "{code}");
            assert_eq!(currency.code(), code.trim().to_uppercase());
        }
    }

    #[test]
    fn the_lists_are_whole_and_without_repetition() {
        let lists = [TWO_DIGITS, NO_DIGITS, THREE_DIGITS, FOUR_DIGITS, WITHDRAWN];
        for (codes, _) in lists {
            assert_eq!(codes.len() % 3, 0);
            assert!(codes.bytes().all(|byte| byte.is_ascii_uppercase()));
            assert!(of((codes, 0)).is_sorted());
        }
        let mut all: Vec<_> = lists.into_iter().flat_map(of).map(|c| c.code).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(Currency::all().count(), 176);
    }

    #[test]
    fn symbols_and_other_words_are_refused() {
        for text in [
            "",
            "€",
            "¥",
            "$",
            "EU",
            "EURO",
            "XXX",
            "XTS",
            "人民币",
            "ＥＵＲ",
            "E R",
        ] {
            let refused = Err(Rule::NotACurrency { value: text.into() });
            assert_eq!(Currency::parse(text), refused, "{text}");
        }
    }
}
