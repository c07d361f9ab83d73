//! The reasons of problems as English sentences, for people who read what their program was told.
//! The screens say the same in the user's language (`i18n`).

use crate::domain::Rule;
use crate::domain::formula::Fault;

/// What a rule says.
#[must_use]
pub fn sentence(rule: &Rule) -> String {
    match rule {
        Rule::Required => "A value is needed.".to_owned(),
        Rule::TooLong { max } => format!("It has more than {max} characters."),
        Rule::TooMany { max } => format!("It has more than {max} elements."),
        Rule::NotAnEmail { value } => format!("\"{value}\" is not an e-mail address."),
        Rule::NotAPhone { value } => format!("\"{value}\" is not a phone number."),
        Rule::NotADate { value } => {
            format!("\"{value}\" is not a date; it must be written as 2026-03-05.")
        }
        Rule::DoesNotExist { value } => format!("There is no such day: \"{value}\"."),
        Rule::NotAnInstant { value } => format!(
            "\"{value}\" is not a point in time; it must be written as 2026-03-05T08:30:00Z."
        ),
        Rule::NotAnAmount { value } => format!("\"{value}\" is not an amount."),
        Rule::TooPrecise { value, digits } => {
            format!("\"{value}\" has more than {digits} decimal places.")
        }
        Rule::NotANumber { value } => format!("\"{value}\" is not a number."),
        Rule::NotAYesOrNo { value } => format!("\"{value}\" is neither true nor false."),
        Rule::NotAUrl { value } => format!("\"{value}\" is not a web address."),
        Rule::NotAnOption { value } => format!("\"{value}\" is not one of the options."),
        Rule::NotAnOperator { value } => {
            format!("\"{value}\" is not an operator that filters this field.")
        }
        Rule::NotACurrency { value } if value.is_empty() => {
            "The amount names no currency, and the workspace has none.".to_owned()
        }
        Rule::NotACurrency { value } => format!("\"{value}\" is not a currency of ISO 4217."),
        Rule::NotACountry { value } => format!("\"{value}\" is not a country of ISO 3166-1."),
        Rule::NotAnId { value } => format!("\"{value}\" is not an id."),
        Rule::OutOfRange { min, max } => format!("It must lie between {min} and {max}."),
        Rule::NotUnique { value } => format!("\"{value}\" is already used."),
        Rule::NoSuchRecord { value } => format!("There is no record \"{value}\"."),
        Rule::WrongKind { value } => format!("\"{value}\" is a record of another kind."),
        Rule::Circular => "It refers back to the record itself.".to_owned(),
        Rule::WrongType => "It has another type than this field.".to_owned(),
        Rule::UnknownField => "There is no such field or parameter.".to_owned(),
        Rule::StillUsed { value } => format!("\"{value}\" is still used."),
        Rule::NotAllowed => "It may not be set.".to_owned(),
        Rule::NotAFormula {
            fault: Fault::Unfinished,
            place,
            ..
        } => format!("The formula ends at character {place}, where something is missing."),
        Rule::NotAFormula {
            fault,
            place,
            value,
        } => format!("At character {place} of the formula: \"{value}\" {fault}."),
    }
}

/// A clause, as errors have it for logs, as a sentence.
#[must_use]
pub fn as_sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
