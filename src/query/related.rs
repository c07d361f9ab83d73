//! What belongs to a customer: people, companies, deals, transactions, with their counts and sums.
//! Found by walking columns of references; nothing but the answer is decoded.

use super::Now;
use super::column::{Column, Keys};
use super::deal::{OPEN, outcomes};
use super::link::ref_pairs;
use super::sort::Order;
use super::sum::Summed;
use super::text::{TextOrder, TextSource};
use super::ticket as of_ticket;
use crate::domain::money::MoneySums;
use crate::domain::{
    Date, FieldIx, Key, Money, RecordId, RecordKind, Standing, Value, customer, deal, ticket,
    transaction,
};
use crate::workspace::Workspace;

/// A person in a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The other side: the person where one asked for people, else the company.
    pub customer: RecordId,
    /// What the person does there.
    pub role: Option<Box<str>>,
    /// Whether it is the person's primary company.
    pub is_primary: bool,
}

/// The live people of a company, by name.
#[must_use]
pub fn people(workspace: &Workspace, company: RecordId) -> Vec<Membership> {
    let kind = RecordKind::Customer;
    let table = workspace.table(kind);
    let mut rows: Vec<u32> = pairs_to(workspace, kind, customer::COMPANIES, company);
    rows.retain(|row| table.standing(*row) == Standing::Live);
    let names = TextSource::names(kind);
    let order = TextOrder::collated(workspace, kind, &names);
    let sorter = Order::by(workspace, kind, vec![(Keys::Order(order), false)]);
    sorter
        .sorted(rows, None)
        .into_iter()
        .filter_map(|row| {
            let person = table.record(row)?;
            memberships(&person)
                .into_iter()
                .find(|membership| membership.customer == company)
                .map(|membership| Membership {
                    customer: person.id,
                    ..membership
                })
        })
        .collect()
}

/// The companies of a person that are live, the primary first.
#[must_use]
pub fn companies(workspace: &Workspace, person: RecordId) -> Vec<Membership> {
    let Some(record) = workspace.record(person) else {
        return Vec::new();
    };
    let mut companies = memberships(&record);
    companies.retain(|membership| workspace.live(membership.customer).is_some());
    companies
}

/// What a person's record says about companies; the primary first, of which there is always one.
fn memberships(person: &crate::domain::Record) -> Vec<Membership> {
    let primary = super::link::company_of(person);
    let parts = person
        .elements(customer::COMPANIES)
        .filter_map(|(_, value)| value.as_part());
    let mut all: Vec<Membership> = parts
        .filter_map(|part| {
            let customer = part.value(0)?.as_ref_id()?;
            Some(Membership {
                customer,
                role: part.value(1).and_then(Value::as_text).map(Box::from),
                is_primary: Some(customer) == primary,
            })
        })
        .collect();
    all.sort_by_key(|membership| !membership.is_primary);
    all
}

/// The live rows of a kind whose field refers to a record, in the order of the table.
#[must_use]
pub fn referring(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    to: RecordId,
) -> Vec<u32> {
    let table = workspace.table(kind);
    let refs = table.refs(&Key::one(field));
    let Some(code) = refs.code(&to) else {
        return Vec::new();
    };
    let codes = (0u32..).zip(refs.as_slice());
    let rows = codes.filter(|(_, other)| **other == code);
    rows.map(|(row, _)| row)
        .filter(|row| table.standing(*row) == Standing::Live)
        .collect()
}

/// The rows of which an element of a list refers to a record, each once.
pub(super) fn pairs_to(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    to: RecordId,
) -> Vec<u32> {
    let pairs = ref_pairs(workspace, kind, field, 0);
    let mut rows: Vec<u32> = pairs
        .iter()
        .filter(|(_, id)| *id == to)
        .map(|(row, _)| *row)
        .collect();
    rows.dedup();
    rows
}

/// The deals of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deals {
    /// The rows: open ones by expected close, then closed ones, the latest first.
    pub rows: Vec<u32>,
    /// How many are open: they come first.
    pub open: usize,
    /// What the open ones come to, one sum per currency.
    pub open_total: MoneySums,
    /// The same, each by its chance.
    pub weighted: MoneySums,
    /// How many were won.
    pub won: usize,
    /// What those came to.
    pub won_total: MoneySums,
}

/// The live deals with a customer, and those in which a person has a part.
#[must_use]
pub fn deals(workspace: &Workspace, customer: RecordId, now: impl Into<Now>) -> Deals {
    let now = now.into();
    let kind = RecordKind::Deal;
    let table = workspace.table(kind);
    let mut rows = referring(workspace, kind, deal::CUSTOMER, customer);
    rows.extend(
        pairs_to(workspace, kind, deal::PEOPLE, customer)
            .into_iter()
            .filter(|row| table.standing(*row) == Standing::Live),
    );
    rows.sort_unstable();
    rows.dedup();
    let outcomes = outcomes(workspace);
    let of = |outcome: &str, rows: &[u32]| -> Vec<u32> {
        let is_it = |row: &u32| outcomes.at(*row).is_some_and(|one| **one == *outcome);
        rows.iter().copied().filter(is_it).collect()
    };
    let (open, won) = (of(OPEN, &rows), of("won", &rows));
    let total = |field: &str, rows: &[u32]| {
        let column = Column::find(workspace, kind, field, now).ok();
        let summed = column.and_then(|column| Summed::of(field, &column));
        let sum = summed.map(|summed| summed.total(rows.iter().copied()));
        sum.map(|sum| sum.amounts).unwrap_or_default()
    };
    let by = |field, is_descending| {
        let keys = Keys::Ints(table.ints(&Key::one(field)));
        Order::by(workspace, kind, vec![(keys, is_descending)])
    };
    let closed = rows.iter().copied().filter(|row| !open.contains(row));
    let closed = by(deal::CLOSED_AT, true).sorted(closed.collect(), None);
    Deals {
        open: open.len(),
        open_total: total("amount", &open),
        weighted: total("weighted", &open),
        won: won.len(),
        won_total: total("amount", &won),
        rows: [by(deal::EXPECTED_CLOSE, false).sorted(open, None), closed].concat(),
    }
}

/// The open tickets of a customer, those first whose next promise is due first. To a person belong
/// those that the person wrote for a company.
#[must_use]
pub fn open_tickets(workspace: &Workspace, customer: RecordId) -> Vec<u32> {
    let kind = RecordKind::Ticket;
    let mut rows = referring(workspace, kind, ticket::CUSTOMER, customer);
    rows.extend(referring(workspace, kind, ticket::PERSON, customer));
    rows.sort_unstable();
    rows.dedup();
    let is_open = of_ticket::is_open(workspace);
    rows.retain(|row| is_open.at(*row) == Some(1));
    let keys = Keys::Ints(of_ticket::dues(workspace));
    Order::by(workspace, kind, vec![(keys, false)]).sorted(rows, None)
}

/// The transactions of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transactions {
    /// The rows, the latest first.
    pub rows: Vec<u32>,
    /// What they come to, one sum per currency; refunds are taken off.
    pub total: MoneySums,
    /// The day of the first.
    pub first: Option<Date>,
    /// The day of the last.
    pub last: Option<Date>,
}

/// The live transactions with a customer.
#[must_use]
pub fn transactions(workspace: &Workspace, customer: RecordId) -> Transactions {
    let kind = RecordKind::Transaction;
    let table = workspace.table(kind);
    let rows = referring(workspace, kind, transaction::CUSTOMER, customer);
    let dates = table.ints(&Key::one(transaction::DATE));
    let kinds = table.texts(&Key::one(transaction::KIND));
    let minor = table.ints(&Key::one(transaction::AMOUNT));
    let currencies = table.currencies(&Key::one(transaction::AMOUNT));
    let mut total = MoneySums::default();
    for row in &rows {
        let money = minor.at(*row).zip(currencies.at(*row));
        let money = money.and_then(|(minor, currency)| Money::from_minor(minor, *currency).ok());
        let is_refund = kinds.at(*row).is_some_and(|kind| &**kind == "refund");
        if let Some(money) = money {
            // Some books write refunds below zero and some do not.
            let sign = if is_refund && money.minor() > 0 {
                -1
            } else {
                1
            };
            total.add_minor(money.currency(), sign * i128::from(money.minor()));
        }
    }
    let days = || rows.iter().filter_map(|row| dates.at(*row));
    let date = |days: Option<i64>| Date::from_days(i32::try_from(days?).ok()?);
    let (first, last) = (date(days().min()), date(days().max()));
    let sorter = Order::by(workspace, kind, vec![(Keys::Ints(dates), true)]);
    Transactions {
        rows: sorter.sorted(rows, None),
        total,
        first,
        last,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{Currency, Part};
    use crate::query::naive::NOW;
    use crate::workspace::desk::{Desk, text};

    fn person(desk: &mut Desk, name: &str, companies: &[(RecordId, &str, bool)]) -> RecordId {
        let mut fields = vec![
            (Key::one(customer::KIND), text("person")),
            (Key::one(customer::NAME), text(name)),
        ];
        for (at, (company, role, is_primary)) in companies.iter().enumerate() {
            let part = Part::new([
                (0, Value::Ref(*company)),
                (1, Value::text(*role)),
                (2, Value::Bool(*is_primary)),
            ]);
            let key = Key::of(customer::COMPANIES, at.to_string());
            fields.push((key, Some(Value::Part(part))));
        }
        desk.creates(RecordKind::Customer, fields)
    }

    #[test]
    fn people_and_companies_find_each_other() {
        let mut desk = Desk::new();
        let (kanal, hotel) = (desk.company("Kanal"), desk.company("Hotel"));
        let zoe = person(
            &mut desk,
            "Zoë",
            &[(hotel, "Chef", false), (kanal, "Owner", true)],
        );
        let anna = person(&mut desk, "Anna", &[(kanal, "Buyer", false)]);
        person(&mut desk, "Nobody", &[]);
        let said = |memberships: Vec<Membership>| -> Vec<(RecordId, String, bool)> {
            let said = memberships.into_iter();
            said.map(|one| (one.customer, one.role.unwrap().into(), one.is_primary))
                .collect()
        };
        assert_eq!(
            said(people(&desk.workspace, kanal)),
            [(anna, "Buyer".into(), true), (zoe, "Owner".into(), true)]
        );
        assert_eq!(
            said(companies(&desk.workspace, zoe)),
            [(kanal, "Owner".into(), true), (hotel, "Chef".into(), false)]
        );
        desk.does(&crate::workspace::command::Command::Trash {
            ids: vec![anna, hotel],
        });
        assert_eq!(said(people(&desk.workspace, kanal)).len(), 1);
        assert_eq!(said(companies(&desk.workspace, zoe)).len(), 1);
    }

    #[test]
    fn deals_and_transactions_add_up() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let euros = |minor| {
            let money = Money::from_minor(minor, Currency::parse("EUR").unwrap());
            Some(Value::Money(money.unwrap()))
        };
        let date = |text| Some(Value::Date(Date::parse(text).unwrap()));
        let deal = |desk: &mut Desk, minor, stage, close| {
            desk.creates(
                RecordKind::Deal,
                vec![
                    (Key::one(deal::NAME), text("Beans")),
                    (Key::one(deal::CUSTOMER), Some(Value::Ref(kanal))),
                    (Key::one(deal::AMOUNT), euros(minor)),
                    (Key::one(deal::STAGE), text(stage)),
                    (Key::one(deal::EXPECTED_CLOSE), date(close)),
                ],
            )
        };
        let late = deal(&mut desk, 1000, "new", "2024-03-01");
        let soon = deal(&mut desk, 500, "proposal", "2024-01-01");
        let won = deal(&mut desk, 70, "won", "2023-11-01");
        let found = deals(&desk.workspace, kanal, *NOW);
        let ids: Vec<RecordId> = found
            .rows
            .iter()
            .map(|row| desk.workspace.table(RecordKind::Deal).id(*row).unwrap())
            .collect();
        assert_eq!((ids, found.open, found.won), (vec![soon, late, won], 2, 1));
        let sums = [found.open_total, found.weighted, found.won_total];
        let minor = sums.map(|sums| sums.iter().map(Money::minor).sum::<i64>());
        assert_eq!(minor, [1500, 400, 70]);
        for (minor, kind, day) in [
            (900, "order", "2023-02-01"),
            (100, "refund", "2023-03-01"),
            (-50, "refund", "2023-01-15"),
        ] {
            desk.creates(
                RecordKind::Transaction,
                vec![
                    (Key::one(transaction::CUSTOMER), Some(Value::Ref(kanal))),
                    (Key::one(transaction::KIND), text(kind)),
                    (Key::one(transaction::AMOUNT), euros(minor)),
                    (Key::one(transaction::DATE), date(day)),
                ],
            );
        }
        let found = transactions(&desk.workspace, kanal);
        assert_eq!(found.rows, [1, 0, 2]);
        assert_eq!(
            found.total.iter().map(Money::minor).collect::<Vec<_>>(),
            [750]
        );
        let days = [found.first, found.last].map(|day| day.unwrap().to_string());
        assert_eq!(days, ["2023-01-15", "2023-03-01"]);
    }
}
