//! Whose file it is and what its rows are, told by its headers: exports of other CRMs by their
//! signatures, other tables by the words of their headers.
//!
//! Which column becomes which field is decided in `mapping`, with the same tables.

use std::collections::HashSet;

use crate::domain::RecordKind;
use crate::workspace::fold::fold as without_marks;

use super::Confidence;
use super::cell::number::fold;
use super::target::Subject;

mod hint;
mod signature;
mod synonym;

pub(super) use hint::{Hint, Hints};
use signature::{SIGNATURES, Signature};

/// Which product wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Satchel itself.
    Satchel,
    /// Salesforce, with the names of its interface (data export, Data Loader).
    Salesforce,
    /// A report of Salesforce, with labels.
    SalesforceReport,
    /// HubSpot.
    HubSpot,
    /// Zoho CRM.
    Zoho,
    /// Bigin by Zoho.
    Bigin,
    /// Atomic CRM.
    AtomicCrm,
    /// Twenty.
    Twenty,
    /// None of these: read by the words of its headers.
    Plain,
}

impl Source {
    /// All sources.
    pub const ALL: [Source; 9] = [
        Source::Satchel,
        Source::Salesforce,
        Source::SalesforceReport,
        Source::HubSpot,
        Source::Zoho,
        Source::Bigin,
        Source::AtomicCrm,
        Source::Twenty,
        Source::Plain,
    ];

    /// The stable name of this source, for messages and answers.
    pub fn code(self) -> &'static str {
        match self {
            Source::Satchel => "satchel",
            Source::Salesforce => "salesforce",
            Source::SalesforceReport => "salesforce-report",
            Source::HubSpot => "hubspot",
            Source::Zoho => "zoho",
            Source::Bigin => "bigin",
            Source::AtomicCrm => "atomic-crm",
            Source::Twenty => "twenty",
            Source::Plain => "plain",
        }
    }

    /// The source with this name.
    pub fn from_code(code: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.code() == code)
    }

    /// Under which system the ids of its records are kept; `None` where the file does not tell.
    pub fn system(self) -> Option<&'static str> {
        match self {
            Source::Salesforce | Source::SalesforceReport => Some("salesforce"),
            Source::HubSpot => Some("hubspot"),
            Source::Zoho => Some("zoho"),
            Source::Bigin => Some("bigin"),
            Source::AtomicCrm => Some("atomic"),
            Source::Twenty => Some("twenty"),
            Source::Satchel | Source::Plain => None,
        }
    }

    /// Whether its tables end at the first blank line, with lines about the report below.
    pub fn stops_at_blank(self) -> bool {
        self == Source::SalesforceReport
    }

    /// An id of this source as it is kept: Zoho writes a prefix in exports and none elsewhere.
    pub fn clean_id(self, id: &str) -> &str {
        match self {
            Source::Zoho | Source::Bigin => id.strip_prefix("zcrm_").unwrap_or(id),
            _ => id,
        }
    }
}

/// Whose file it seems to be and what its rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceGuess {
    /// Who wrote it.
    pub source: Source,
    /// What its rows are; `None` where its headers do not tell.
    pub subject: Option<Subject>,
    /// How sure that is.
    pub confidence: Confidence,
    /// How many of its headers are known.
    pub known: usize,
    /// How many headers it has.
    pub of: usize,
}

/// The form in which headers are compared: small letters and digits of any script, without marks,
/// spaces, punctuation and units in brackets.
pub(in crate::exchange) fn normal(header: &str) -> String {
    let folded = without_marks(&fold(header)).to_lowercase();
    // A bracket at the start is no unit.
    let name = match folded.find(['(', '[', '{']) {
        Some(at) if at > 0 && !folded.contains('%') => folded.get(..at).unwrap_or(&folded),
        _ => &folded,
    };
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() {
        folded.chars().filter(|c| c.is_alphanumeric()).collect()
    } else {
        letters
    }
}

/// The headers that any product or word list knows, for finding the header of a table.
#[derive(Clone, Debug)]
pub struct KnownHeaders(HashSet<String>);

impl Default for KnownHeaders {
    fn default() -> Self {
        Self::new()
    }
}

impl KnownHeaders {
    /// Collects them.
    pub fn new() -> Self {
        let signed = SIGNATURES
            .iter()
            .flat_map(Signature::columns)
            .map(|(header, _)| normal(header));
        let words = Subject::ALL.into_iter().flat_map(|subject| {
            let fields = synonym::of(subject)
                .into_iter()
                .flatten()
                .flat_map(|(_, words)| words.split(' '));
            fields
                .chain(synonym::id_words(subject).iter().copied())
                .map(normal)
        });
        KnownHeaders(signed.chain(words).collect())
    }

    /// Whether a cell could be a header that is known.
    pub fn has(&self, name: &str) -> bool {
        name.len() <= 80 && self.0.contains(&normal(name))
    }
}

/// Tells source and subject by the headers and the file's name. Where the kind of record is
/// known already, only its subjects are thought of.
pub fn detect(names: &[String], file_name: &str, kind: Option<RecordKind>) -> SourceGuess {
    let headers: Vec<String> = names.iter().map(|name| normal(name)).collect();
    let of = headers.iter().filter(|header| !header.is_empty()).count();
    let is_asked = |subject: Subject| kind.is_none_or(|kind| subject.kind() == kind);
    let signed = SIGNATURES
        .iter()
        .filter(|signature| is_asked(signature.subject))
        .filter_map(|signature| Some((known_headers(signature, &headers)?, signature)))
        // The last of equals would win otherwise; the tables have the more usual first.
        .rev()
        .max_by_key(|(known, _)| *known);
    if let Some((known, signature)) = signed
        && known * 2 >= of
    {
        let confidence = if known * 10 >= of * 8 {
            Confidence::Sure
        } else {
            Confidence::Likely
        };
        let subject = Some(signature.subject);
        return SourceGuess {
            source: signature.source,
            subject,
            confidence,
            known,
            of,
        };
    }
    let mut best: Option<(Subject, i32, usize)> = None;
    for subject in Subject::ALL
        .into_iter()
        .filter(|subject| is_asked(*subject))
    {
        let Some((score, known)) = plain_score(subject, &headers, file_name) else {
            continue;
        };
        if best.is_none_or(|(_, other, _)| score > other) {
            best = Some((subject, score, known));
        }
    }
    let (subject, score, known) = match best {
        Some((subject, score, known)) => (Some(subject), score, known),
        None => (
            Subject::ALL
                .into_iter()
                .find(|subject| kind == Some(subject.kind())),
            0,
            0,
        ),
    };
    let confidence = if score >= 8 {
        Confidence::Likely
    } else {
        Confidence::Doubtful
    };
    SourceGuess {
        source: Source::Plain,
        subject,
        confidence,
        known,
        of,
    }
}

/// How many of the headers a signature knows, if its marks are there.
fn known_headers(signature: &Signature, headers: &[String]) -> Option<usize> {
    let has = |mark: &&'static str| headers.contains(&normal(mark));
    let is_marked = signature.marks.iter().all(has)
        && (signature.any_marks.is_empty() || signature.any_marks.iter().any(has));
    if !is_marked || !spells_like(signature, headers) {
        return None;
    }
    let columns: HashSet<String> = signature
        .columns()
        .map(|(header, _)| normal(header))
        .collect();
    let is_custom = |header: &str| signature.source == Source::Salesforce && header.ends_with("c");
    let known = headers.iter().filter(|header| columns.contains(*header));
    let customs = headers
        .iter()
        .filter(|header| !columns.contains(*header) && is_custom(header));
    // Own fields of Salesforce end in `__c`; half of them count as known.
    Some(known.count() + customs.count() / 2)
}

/// Some products differ by little more than a space: reports have labels of two words.
fn spells_like(signature: &Signature, headers: &[String]) -> bool {
    let has = |header: &str| headers.iter().any(|name| name == header);
    match signature.source {
        Source::Salesforce => {
            has("isdeleted") || has("ownerid") || has("createdbyid") || has("systemmodstamp")
        }
        Source::SalesforceReport => !has("recordid"),
        _ => true,
    }
}

/// How well a plain table fits a subject, and how many headers it knows; `None` where what every
/// record of the subject needs is missing.
fn plain_score(subject: Subject, headers: &[String], file_name: &str) -> Option<(i32, usize)> {
    let mut paths: HashSet<&str> = HashSet::new();
    let mut known = 0;
    for header in headers {
        let found = path_of_word(subject, header).filter(|path| !paths.contains(path));
        known += usize::from(found.is_some());
        paths.extend(found);
    }
    let name = file_name.to_lowercase();
    let is_named = synonym::name_words(subject)
        .iter()
        .any(|word| name.contains(word));
    let is_colleague = |header: &str| synonym::COLLEAGUE_WORDS.contains(&header);
    let has = |path: &str| paths.contains(path);
    let has_person = has("given_name") || has("family_name");
    let is_contact = |header: &String| {
        let path = path_of_word(Subject::Person, header);
        path.is_some_and(|path| path.starts_with("emails") || path.starts_with("phones"))
    };
    let has_contacts = headers.iter().any(is_contact);
    let names_people = |header: &String| matches!(&**header, "name" | "fullname" | "姓名");
    let is_of_people = has_contacts || headers.iter().any(names_people);
    let is_possible = match subject {
        Subject::Company => has("name"),
        Subject::Product => has("name") && !has_contacts,
        // A list of names alone is of persons, unless something says that they work here.
        Subject::Owner => {
            has("name") && (is_named || headers.iter().any(|header| is_colleague(header)))
        }
        Subject::Person => has("name") || has_person || has("emails"),
        Subject::Lead => (has("name") || has_person) && has("lead_status"),
        Subject::Deal => {
            let signs = [
                "stage",
                "amount",
                "expected_close",
                "closed_at",
                "probability",
            ];
            let count = signs.into_iter().filter(|path| has(path)).count();
            count >= 2 || (count == 1 && has("name"))
        }
        Subject::Transaction => has("date") && (has("amount") || has("number")),
        Subject::Task => has("subject") && has("due"),
        // A list of people may well have a column of remarks.
        Subject::Activity => {
            has("subject") && has("at") || has("body") && has("about") && !is_of_people
        }
        Subject::Note | Subject::Call | Subject::Meeting => false,
    };
    let by_name = matches!(subject, Subject::Note | Subject::Call | Subject::Meeting)
        && is_named
        && (has("body") || has("subject"));
    if !is_possible && !by_name {
        return None;
    }
    let weights: i32 = paths.iter().map(|path| weight(subject, path)).sum();
    let score = weights + if is_named { 3 } else { 0 };
    Some((score, known))
}

/// How much a field tells about the subject.
fn weight(subject: Subject, path: &str) -> i32 {
    match (subject, path) {
        (Subject::Company, "size" | "annual_revenue" | "parent" | "legal_name" | "tax_id") => 3,
        (Subject::Company, "industry" | "domain") => 2,
        (Subject::Person, "given_name" | "family_name" | "birthday" | "salutation") => 3,
        (Subject::Person, "title" | "department" | "emails" | "phones.mobile") => 2,
        (Subject::Lead, "lead_status") => 4,
        (Subject::Deal, "stage" | "expected_close" | "probability" | "lost_reason") => 3,
        (Subject::Deal, "amount" | "closed_at") => 2,
        (Subject::Product, "price" | "code") => 3,
        (Subject::Product, "category" | "cost") => 2,
        (Subject::Owner, "name") => 2,
        (Subject::Transaction, "number" | "date") => 3,
        (Subject::Task, "due") => 4,
        (Subject::Task | Subject::Activity, "subject" | "body") => 2,
        _ => 1,
    }
}

/// The path that a word means for a subject.
fn path_of_word(subject: Subject, header: &str) -> Option<&'static str> {
    if header.is_empty() {
        return None;
    }
    synonym::of(subject)
        .into_iter()
        .flatten()
        .find(|(_, words)| words.split(' ').any(|word| word == header))
        .map(|(path, _)| *path)
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
    use crate::exchange::target::Target;

    #[track_caller]
    fn check(file: &str, headers: &str, source: Source, subject: Subject) {
        let names: Vec<String> = headers.split(',').map(String::from).collect();
        let found = detect(&names, file, None);
        assert_eq!(
            (found.source, found.subject),
            (source, Some(subject)),
            "{headers} {found:?}"
        );
    }

    #[test]
    fn every_path_of_the_tables_is_a_place_of_its_kind() {
        for signature in SIGNATURES {
            for (header, path) in signature.columns().filter(|(_, path)| !path.is_empty()) {
                let target = Target::parse(signature.subject.kind(), path);
                // What all objects share may be missing in some kinds.
                let is_shared = matches!(
                    path,
                    "tags" | "created_at" | "owner.id" | "source" | "currency"
                );
                assert!(
                    target.is_some() || is_shared,
                    "{header}={path} in {:?}",
                    signature.source
                );
            }
        }
        for subject in Subject::ALL {
            for (path, words) in synonym::of(subject).into_iter().flatten() {
                let is_shared =
                    *path == "currency" && subject.kind() != crate::domain::RecordKind::Deal;
                assert!(
                    Target::parse(subject.kind(), path).is_some() || is_shared,
                    "{path} of {subject:?}"
                );
                for word in words.split(' ') {
                    assert_eq!(
                        normal(word),
                        word,
                        "words stand in the form they are compared in"
                    );
                }
            }
        }
    }

    #[test]
    fn exports_of_other_products_are_known_by_their_headers() {
        use Source::*;
        use Subject::*;
        check(
            "Account.csv",
            "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingCountry,Phone,Website,Industry,AnnualRevenue,NumberOfEmployees,OwnerId,CreatedDate,SystemModstamp,Machine__c",
            Salesforce,
            Company,
        );
        check(
            "Contact.csv",
            "Id,IsDeleted,AccountId,LastName,FirstName,Salutation,Name,MailingStreet,MailingCity,Phone,MobilePhone,Email,Title,OwnerId,CreatedDate",
            Salesforce,
            Person,
        );
        check(
            "Lead.csv",
            "Id,IsDeleted,LastName,FirstName,Name,Title,Company,Street,City,Phone,Email,LeadSource,Status,IsConverted,OwnerId",
            Salesforce,
            Lead,
        );
        check(
            "Opportunity.csv",
            "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,Type,LeadSource,IsClosed,IsWon,OwnerId,CreatedDate",
            Salesforce,
            Deal,
        );
        check(
            "Task.csv",
            "Id,WhoId,WhatId,Subject,ActivityDate,Status,Priority,OwnerId,Description,IsDeleted",
            Salesforce,
            Task,
        );
        check(
            "report.csv",
            "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Expected Revenue,Probability (%),Age,Close Date,Created Date,Next Step,Lead Source,Type",
            SalesforceReport,
            Deal,
        );
        check(
            "report.csv",
            "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Email,Account Owner",
            SalesforceReport,
            Person,
        );
        check(
            "hubspot-crm-exports-all-contacts-2026-11-18.csv",
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status,Create Date,Associated Company,Last Activity Date",
            HubSpot,
            Person,
        );
        check(
            "hubspot-crm-exports-all-companies.csv",
            "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry",
            HubSpot,
            Company,
        );
        check(
            "hubspot-crm-exports-all-deals.csv",
            "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Associated Company IDs",
            HubSpot,
            Deal,
        );
        check(
            "Contacts_2026_02_12.csv",
            "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Name,Email,Title,Phone,Mobile,Created By.id,Created By,Mailing Street,Mailing City",
            Zoho,
            Person,
        );
        check(
            "Accounts_001.csv",
            "Record Id,Account Owner.id,Account Owner,Account Name,Phone,Website,Account Type,Industry,Billing Street,Billing City,Billing Code",
            Zoho,
            Company,
        );
        check(
            "Deals_2026_05_28.csv",
            "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Type,Probability (%),Contact Name.id,Contact Name",
            Zoho,
            Deal,
        );
        check(
            "Deals.csv",
            "Deal Id,Deal Owner.id,Deal Owner,Deal Name,Company Name.id,Company Name,Contact Name.id,Sub-Pipeline,Pipeline.id,Pipeline,Stage,Amount",
            Bigin,
            Deal,
        );
        check(
            "contacts.csv",
            "first_name,last_name,gender,title,background,first_seen,last_seen,has_newsletter,status,tags,linkedin_url,company,email_work,email_home,phone_work",
            AtomicCrm,
            Person,
        );
        check(
            "people.csv",
            "Name / First Name,Name / Last Name,Emails / Primary Email,Phones / Primary Phone,Job Title,City",
            Twenty,
            Person,
        );
    }

    #[test]
    fn plain_files_are_known_by_their_words() {
        use Subject::*;
        for (file, headers, subject) in [
            (
                "accounts.csv",
                "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
                Company,
            ),
            ("products.csv", "product,series,sales_price", Product),
            (
                "sales_teams.csv",
                "sales_agent,manager,regional_office",
                Owner,
            ),
            (
                "sales_pipeline.csv",
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
                Deal,
            ),
            ("data.csv", "account,sector,revenue,employees", Company),
            ("x.csv", "product,series,sales_price", Product),
            (
                "x.csv",
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
                Deal,
            ),
            ("客户.csv", "客户名称,联系电话,邮箱,地址,行业", Company),
            ("x.csv", "姓名,手机,邮箱,公司,职位", Person),
            (
                "商机.csv",
                "商机名称,客户名称,金额,阶段,预计成交日期,负责人",
                Deal,
            ),
            ("x.csv", "客户id,年龄,姓名", Person),
            ("x.csv", "客户id,订单日期,订单ID,产品,数量", Transaction),
            ("cdnow_transactions.csv", "Id,Date,CDs,Price", Transaction),
            (
                "febrl1.csv",
                "rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id",
                Person,
            ),
            ("todo.csv", "Task,Due date,Status", Task),
            ("contacts.csv", "Name,E-mail,Phone", Person),
            ("customers.csv", "Name,E-mail,Phone", Company),
        ] {
            check(file, headers, Source::Plain, subject);
        }
        let names = ["a".to_owned(), "b".to_owned()];
        assert_eq!(detect(&names, "x.csv", None).subject, None);
    }

    #[test]
    fn headers_are_compared_without_case_units_and_punctuation() {
        for (one, other) in [
            ("E-Mail Address", "emailaddress"),
            ("工序良率(%)", "工序良率"),
            ("金额（元）", "金额"),
            ("Probability (%)", "probability"),
            ("Ｎａｍｅ", "name"),
            (" close_date ", "closedate"),
        ] {
            assert_eq!(normal(one), other);
        }
        let known = KnownHeaders::new();
        assert!(known.has("客户名称") && known.has("Deal Stage") && known.has("SystemModstamp"));
        assert!(!known.has("Acme Corporation"));
    }
}
