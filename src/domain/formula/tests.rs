//! Tables of formulas, what they give, and what is wrong with them.
#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;
use crate::domain::random::Random;

fn money(text: &str) -> Quantity {
    let (amount, currency) = text.split_once(' ').unwrap();
    let currency = Currency::parse(currency).unwrap();
    Quantity::Money(Money::parse(amount, currency).unwrap())
}

fn date(text: &str) -> Quantity {
    Quantity::Date(Date::parse(text).unwrap())
}

fn number(text: &str) -> Quantity {
    Quantity::Number(Number::parse(text).unwrap())
}

const TODAY: &str = "2026-11-28";

/// What some names stand for in these tests.
fn of_name(path: &str) -> Quantity {
    match path {
        "amount" => money("120.50 EUR"),
        "custom.cost" => money("80.25 EUR"),
        "custom.fee" => money("9 CNY"),
        "custom.yen" => money("1050 JPY"),
        "custom.end" => date("2026-12-31"),
        "probability" => number("40"),
        "custom.2nd" => number("2"),
        "custom.nought" => number("0"),
        other => panic!("{other}"),
    }
}

fn measure_of(quantity: Quantity) -> Measure {
    match quantity {
        Quantity::Number(_) => Measure::Number,
        Quantity::Money(_) => Measure::Money,
        Quantity::Date(_) => Measure::Date,
    }
}

fn worked_out(text: &str) -> Result<Option<Quantity>, Rule> {
    let formula = Formula::parse(text)?;
    let names = formula.names().iter();
    let values: Vec<Quantity> = names.map(|name| of_name(&name.path)).collect();
    let measures: Vec<Measure> = values.iter().copied().map(measure_of).collect();
    let gives = formula.measure(&measures)?;
    let today = Date::parse(TODAY).unwrap();
    let found = formula.work_out(&values, today, &mut Vec::new());
    if let Some(found) = found {
        assert_eq!(measure_of(found), gives, "{text}");
    }
    Ok(found)
}

#[test]
fn formulas_give_what_they_give_on_paper() {
    for (text, expected) in [
        ("1 + 2 * 3", number("7")),
        ("(1 + 2) * 3", number("9")),
        ("10 - 4 - 3", number("3")),
        ("100 / 10 / 2", number("5")),
        ("-2 - -3", number("1")),
        ("--2", number("2")),
        ("0.1 + 0.2", number("0.3")),
        ("probability*custom.2nd", number("80")),
        ("MIN(3, 1, 2)", number("1")),
        ("max(3, probability)", number("40")),
        ("max(7)", number("7")),
        ("round(2.675, 2)", number("2.68")),
        ("round(-2.5)", number("-3")),
        ("round(1234.5678, 0)", number("1235")),
        ("round(123456789012345, 10)", number("123456789012345")),
        ("（1＋2）×3÷9−1", number("0")),
        ("min（1，2）", number("1")),
        ("amount - custom.cost", money("40.25 EUR")),
        ("amount + custom.cost", money("200.75 EUR")),
        ("amount * probability / 100", money("48.20 EUR")),
        ("2 * amount", money("241 EUR")),
        ("amount / 3", money("40.17 EUR")),
        ("-amount", money("-120.50 EUR")),
        ("custom.cost * 1.005", money("80.65 EUR")),
        ("round(amount)", money("121 EUR")),
        ("round(amount, 1)", money("120.50 EUR")),
        ("round(custom.yen, 2)", money("1050 JPY")),
        ("custom.yen / 4", money("263 JPY")),
        ("max(amount, custom.cost)", money("120.50 EUR")),
        (
            "round((amount - custom.cost) / amount * 100, 1)",
            number("33.4"),
        ),
        ("today", date("2026-11-28")),
        ("today()", date("2026-11-28")),
        ("today + 3", date("2026-12-01")),
        ("1 + today", date("2026-11-29")),
        ("custom.end - 30", date("2026-12-01")),
        ("custom.end - today", number("33")),
        ("days_between(today, custom.end)", number("33")),
        ("days_between(custom.end, today)", number("-33")),
        ("days_between(today, custom.end) / 30", number("1.1")),
        ("min(today, custom.end)", date("2026-11-28")),
    ] {
        assert_eq!(worked_out(text), Ok(Some(expected)), "{text}");
    }
}

#[test]
fn what_has_no_answer_gives_nothing() {
    for text in [
        "1 / 0",
        "0 / 0",
        "amount / custom.nought",
        "amount / (custom.cost - custom.cost)",
        "amount + custom.fee",
        "amount - custom.fee",
        "amount / custom.fee",
        "min(amount, custom.fee)",
        "999999999999999 * 10",
        "-999999999999999 - 999999999999999",
        "amount * 999999999999999",
        "today + 999999999999999",
        "today - 999999999",
    ] {
        assert_eq!(worked_out(text), Ok(None), "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let deep = format!("{}1{}", "(".repeat(40), ")".repeat(40));
    let minuses = format!("{}1", "-".repeat(40));
    for (text, fault, place, value) in [
        ("amount +", Fault::Unfinished, 9, ""),
        ("(amount", Fault::Unfinished, 8, ""),
        ("round(amount,", Fault::Unfinished, 14, ""),
        ("min(1", Fault::Unfinished, 6, ""),
        ("* 2", Fault::Unexpected, 1, "*"),
        (")", Fault::Unexpected, 1, ")"),
        ("amount amount", Fault::Unexpected, 8, "amount"),
        ("amount)", Fault::Unexpected, 7, ")"),
        ("2 ** 3", Fault::Unexpected, 4, "*"),
        ("金额 = 2", Fault::Unexpected, 4, "="),
        ("+ 1", Fault::Unexpected, 1, "+"),
        ("1.2.3 + 1", Fault::Unexpected, 1, "1.2.3"),
        ("2amount", Fault::Unexpected, 1, "2amount"),
        (".5", Fault::Unexpected, 1, ".5"),
        ("{amount}", Fault::Unexpected, 1, "{"),
        ("min(1,,2)", Fault::Unexpected, 7, ","),
        ("min(,)", Fault::Unexpected, 5, ","),
        ("1 + sum(2)", Fault::UnknownFunction, 5, "sum"),
        ("min()", Fault::Arguments, 1, "min"),
        ("days_between(today)", Fault::Arguments, 1, "days_between"),
        ("today(1)", Fault::Arguments, 1, "today"),
        ("round(1, 2, 3)", Fault::Arguments, 1, "round"),
        ("round(1, 11)", Fault::Digits, 10, "11"),
        ("round(1, amount)", Fault::Digits, 10, "amount"),
        ("amount + 1", Fault::Mixed, 8, "+"),
        ("amount * amount", Fault::Mixed, 8, "*"),
        ("1 / amount", Fault::Mixed, 3, "/"),
        ("amount + today", Fault::Mixed, 8, "+"),
        ("today + today", Fault::Mixed, 7, "+"),
        ("today * 2", Fault::Mixed, 7, "*"),
        ("1 - today", Fault::Mixed, 3, "-"),
        ("2 * -today", Fault::Mixed, 5, "-"),
        ("max(1, amount)", Fault::Mixed, 1, "max"),
        ("round(today)", Fault::Mixed, 1, "round"),
        ("days_between(1, today)", Fault::Mixed, 1, "days_between"),
        (deep.as_str(), Fault::TooDeep, 33, "("),
        (minuses.as_str(), Fault::TooDeep, 33, "-"),
    ] {
        let expected = Rule::NotAFormula {
            fault,
            place,
            value: value.to_owned(),
        };
        assert_eq!(worked_out(text), Err(expected), "{text}");
    }
    for text in ["", "  \n"] {
        assert_eq!(Formula::parse(text), Err(Rule::Required));
    }
}

#[test]
fn long_formulas_are_read_and_worked_out() {
    let sum = format!("0{}", " + 1".repeat(100_000));
    assert_eq!(worked_out(&sum), Ok(Some(number("100000"))));
    let least = format!("min(9{})", ", 1".repeat(50_000));
    assert_eq!(worked_out(&least), Ok(Some(number("1"))));
}

#[test]
fn each_field_is_named_once_and_as_documents_name_it() {
    let formula = Formula::parse("Amount - amount * custom.a + today").unwrap();
    let names: Vec<(&str, usize)> = formula
        .names()
        .iter()
        .map(|name| (name.path.as_str(), name.place))
        .collect();
    assert_eq!(names, [("amount", 1), ("custom.a", 19)]);
    assert!(formula.asks_the_day());
    assert!(!Formula::parse("amount").unwrap().asks_the_day());
}

#[test]
fn any_text_is_read_or_refused() {
    const KNOWN: [&str; 7] = [
        "amount",
        "custom.cost",
        "custom.fee",
        "custom.end",
        "probability",
        "custom.nought",
        "custom.2nd",
    ];
    const PIECES: &str = "amount custom.cost custom.fee custom.end probability today custom.nought \
        custom.2nd min( max( round( days_between( ( ) , + - * / 1 0 999999999999999 . { é 1e9 客";
    let pieces: Vec<&str> = PIECES.split(' ').chain([" "]).collect();
    let mut given = [0; 3];
    for seed in 0..60_000 {
        let mut random = Random::seeded(seed);
        let count = 1 + random.below(9);
        let text: String = (0..count).map(|_| *random.pick(&pieces)).collect();
        let known = Formula::parse(&text).is_ok_and(|formula| {
            let known = |name: &Name| KNOWN.contains(&name.path.as_str());
            formula.names().iter().all(known)
        });
        if known {
            match worked_out(&text) {
                Ok(Some(_)) => given[0] += 1,
                Ok(None) => given[1] += 1,
                Err(_) => given[2] += 1,
            }
        }
    }
    assert!(given.iter().all(|count| *count > 10), "{given:?}");
}
