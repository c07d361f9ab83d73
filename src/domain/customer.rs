//! Customers: who we deal with, persons and companies in one kind. A lead is a stage in the
//! lifecycle of a customer, not another record, so becoming a customer copies nothing.

use super::field::{Field, Options, PartField, Type, fields};
use super::kind::RecordKind;

/// The two kinds of customer.
pub const KINDS: &[&str] = &["person", "company"];
/// Where a customer stands, from first contact on.
pub const LIFECYCLES: &[&str] = &[
    "subscriber",
    "lead",
    "mql",
    "sql",
    "opportunity",
    "customer",
    "evangelist",
    "other",
    "former",
];
/// How far the first contact with a lead has come.
pub const LEAD_STATUSES: &[&str] = &[
    "new",
    "contacted",
    "working",
    "nurture",
    "qualified",
    "unqualified",
    "converted",
];
/// Where a customer or deal came from.
pub const SOURCES: &[&str] = &[
    "web",
    "phone",
    "referral",
    "partner",
    "event",
    "campaign",
    "advertisement",
    "cold_call",
    "purchased_list",
    "other",
];
/// How promising.
pub const RATINGS: &[&str] = &["hot", "warm", "cold"];
/// What a company is to us.
pub const TYPES: &[&str] = &[
    "prospect",
    "customer",
    "partner",
    "reseller",
    "supplier",
    "competitor",
    "other",
];
/// Branches of trade.
pub const INDUSTRIES: &[&str] = &[
    "agriculture",
    "construction",
    "consulting",
    "education",
    "energy",
    "finance",
    "food",
    "government",
    "healthcare",
    "hospitality",
    "logistics",
    "manufacturing",
    "media",
    "nonprofit",
    "real_estate",
    "retail",
    "technology",
    "telecommunications",
    "travel",
    "other",
];
/// What an address, e-mail or number is for.
const USES: Type = Type::Choice(Options {
    codes: &[
        "work", "home", "mobile", "fax", "billing", "shipping", "other",
    ],
    open: true,
});

/// The values of an e-mail.
pub const EMAIL_PARTS: &[PartField] = &[
    PartField {
        name: "value",
        of: Type::Email,
    },
    PartField {
        name: "type",
        of: USES,
    },
    PartField {
        name: "primary",
        of: Type::Bool,
    },
    PartField {
        name: "opt_out",
        of: Type::Bool,
    },
];
/// The values of a telephone number: as typed, and in international form where a library could
/// place it.
pub const PHONE_PARTS: &[PartField] = &[
    PartField {
        name: "value",
        of: Type::Phone,
    },
    PartField {
        name: "type",
        of: USES,
    },
    PartField {
        name: "primary",
        of: Type::Bool,
    },
    PartField {
        name: "e164",
        of: Type::Text(20),
    },
    PartField {
        name: "ext",
        of: Type::Text(12),
    },
];
/// The values of a postal address.
pub const ADDRESS_PARTS: &[PartField] = &[
    PartField {
        name: "type",
        of: USES,
    },
    PartField {
        name: "street",
        of: Type::LongText,
    },
    PartField {
        name: "city",
        of: Type::Text(120),
    },
    PartField {
        name: "region",
        of: Type::Text(120),
    },
    PartField {
        name: "postal",
        of: Type::Text(40),
    },
    PartField {
        name: "country",
        of: Type::Text(80),
    },
];
/// A company that a person belongs to.
pub const COMPANY_PARTS: &[PartField] = &[
    PartField {
        name: "customer",
        of: Type::Ref(&[RecordKind::Customer]),
    },
    PartField {
        name: "role",
        of: Type::Text(120),
    },
    PartField {
        name: "primary",
        of: Type::Bool,
    },
];
/// What the customer agreed to.
pub const CONSENT_PARTS: &[PartField] = &[
    PartField {
        name: "email",
        of: Type::Bool,
    },
    PartField {
        name: "phone",
        of: Type::Bool,
    },
    PartField {
        name: "basis",
        of: Type::Text(120),
    },
    PartField {
        name: "at",
        of: Type::Date,
    },
];

fields! {
    /// Person or company.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// The name people use; of a person, made of given and family name where those are known.
    NAME = Field::text("name", 255).required();
    /// A person's given name.
    GIVEN_NAME = Field::text("given_name", 120);
    /// A person's family name.
    FAMILY_NAME = Field::text("family_name", 120);
    /// Which of the two stands first.
    DISPLAY_ORDER = Field::closed_choice("display_order", &["given_first", "family_first"]);
    /// Ms, Mr, Dr.
    SALUTATION = Field::text("salutation", 40).unsearched();
    /// What a person does: Head of F&B.
    TITLE = Field::text("title", 120);
    /// Where in the company.
    DEPARTMENT = Field::text("department", 120);
    /// A person's birthday.
    BIRTHDAY = Field::one("birthday", Type::Date);
    /// The registered name of a company.
    LEGAL_NAME = Field::text("legal_name", 255);
    /// The domain of a company's e-mail and web addresses.
    DOMAIN = Field::text("domain", 255);
    /// Branch of trade.
    INDUSTRY = Field::choice("industry", INDUSTRIES);
    /// What a company is to us.
    TYPE = Field::choice("type", TYPES);
    /// How many people work there.
    SIZE = Field::one("size", Type::Number);
    /// Revenue of a year.
    ANNUAL_REVENUE = Field::one("annual_revenue", Type::Money);
    /// Tax or VAT number.
    TAX_ID = Field::text("tax_id", 60);
    /// E-mail addresses.
    EMAILS = Field::list("emails", Type::Part(EMAIL_PARTS)).searched();
    /// Telephone numbers.
    PHONES = Field::list("phones", Type::Part(PHONE_PARTS)).searched();
    /// Postal addresses.
    ADDRESSES = Field::list("addresses", Type::Part(ADDRESS_PARTS)).searched();
    /// Web address.
    WEBSITE = Field::one("website", Type::Url);
    /// Where the customer stands.
    LIFECYCLE = Field::choice("lifecycle", LIFECYCLES);
    /// How far a lead has come.
    LEAD_STATUS = Field::choice("lead_status", LEAD_STATUSES);
    /// Where the customer came from.
    SOURCE = Field::choice("source", SOURCES);
    /// How promising.
    RATING = Field::choice("rating", RATINGS);
    /// Must not be called.
    DO_NOT_CALL = Field::one("do_not_call", Type::Bool);
    /// What the customer agreed to.
    CONSENT = Field::one("consent", Type::Part(CONSENT_PARTS));
    /// The language to write in.
    PREFERRED_LANGUAGE = Field::text("preferred_language", 40).unsearched();
    /// Anything else.
    DESCRIPTION = Field::one("description", Type::LongText);
    /// The companies a person belongs to.
    COMPANIES = Field::list("companies", Type::Part(COMPANY_PARTS));
    /// Whom a person reports to.
    REPORTS_TO = Field::reference("reports_to", &[RecordKind::Customer]);
    /// The company a company belongs to.
    PARENT = Field::reference("parent", &[RecordKind::Customer]);
    /// When to be in touch next.
    NEXT_FOLLOW_UP = Field::one("next_follow_up", Type::Date);
    /// The segments the customer was put into one by one, by the uuid of each.
    SEGMENTS = Field::set("segments", Type::Text(60)).unsearched();
    /// What was answered to advice on it, by the rule that gave it.
    ADVICE = super::advice::FIELD;
}

/// The name of a person as it is read: family name first where the person says so.
///
/// Between Han characters there is no space.
#[must_use]
pub fn person_name(given: &str, family: &str, is_family_first: bool) -> String {
    let (first, second) = if is_family_first {
        (family, given)
    } else {
        (given, family)
    };
    let joins_without_space = [first, second].iter().all(|part| part.chars().all(is_han));
    let space = if first.is_empty() || second.is_empty() || joins_without_space {
        ""
    } else {
        " "
    };
    format!("{first}{space}{second}")
}

/// Whether a character is a Han character of the common blocks.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_in_the_order_the_person_wants() {
        assert_eq!(person_name("Ingrid", "Solberg", false), "Ingrid Solberg");
        assert_eq!(person_name("雪", "王", true), "王雪");
        assert_eq!(person_name("Xue", "Wang", true), "Wang Xue");
        assert_eq!(person_name("", "Cher", false), "Cher");
    }
}
