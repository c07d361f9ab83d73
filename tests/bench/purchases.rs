//! How long the analysis of customers takes: ten purchases a customer over three years, of those half
//! that still buy and those that left.

use super::deals::{id, packed, record};
use super::{count, load, mix, timed};
use satchel::domain::{
    Currency, Date, Key, Money, Record, RecordKind, Value, customer, transaction,
};
use satchel::scoring::assumptions::Assumptions;
use satchel::scoring::history::Histories;
use satchel::scoring::lifetime::{Lifetimes, Unit};
use satchel::scoring::outlook::Outlook;
use satchel::scoring::rfm::Rfm;
use satchel::scoring::scores::Analysis;
use satchel::scoring::value::{Values, Weight};
use satchel::workspace::Workspace;
use satchel::workspace::purchases::Purchases;

/// How many purchases a customer has on average.
const EACH: u64 = 10;
/// Over how many days.
const DAYS: u64 = 3 * 365;

fn purchase(row: u64, customers: u64, today: Date) -> Record {
    let drawn = mix(row);
    // Squared, so that some buy often and many seldom.
    let share = (drawn >> 16) % 10_000;
    let whose = share * share / 10_000 * customers / 10_000;
    // Half left at some time: they bought before it only.
    let has_left = mix(whose) % 2 == 0;
    let last = if has_left { mix(whose ^ 7) % DAYS } else { 0 };
    let back = last + mix(row ^ 3) % (DAYS - last).max(1);
    let euro = Currency::parse("EUR").unwrap();
    let amount = Money::from_minor((1 + mix(row ^ 5) % 20_000) as i64, euro).unwrap();
    let fields = vec![
        (Key::one(transaction::KIND), Value::text("order")),
        (
            Key::one(transaction::CUSTOMER),
            Value::Ref(id(RecordKind::Customer, whose)),
        ),
        (
            Key::one(transaction::DATE),
            Value::Date(today.add_days(-(back as i32))),
        ),
        (Key::one(transaction::AMOUNT), Value::Money(amount)),
    ];
    record(id(RecordKind::Transaction, row), fields)
}

fn workspace(count: u64, today: Date) -> Workspace {
    let customer = |row: u64| {
        let fields = vec![
            (Key::one(customer::KIND), Value::text("company")),
            (
                Key::one(customer::NAME),
                Value::text(format!("Customer {row}")),
            ),
        ];
        record(id(RecordKind::Customer, row), fields)
    };
    let customers: Vec<Record> = (0..count).map(customer).collect();
    let mut pages: Vec<Vec<u8>> = customers.chunks(2048).map(packed).collect();
    let rows: Vec<u64> = (0..count * EACH).collect();
    pages.extend(rows.chunks(2048).map(|rows| {
        let records: Vec<Record> = rows
            .iter()
            .map(|row| purchase(*row, count, today))
            .collect();
        packed(&records)
    }));
    load(&pages)
}

#[test]
fn customers_are_analysed() {
    let today = Date::parse("2026-11-19").unwrap();
    let workspace = &workspace(count() as u64, today);
    let key = Key::one(transaction::DATE);
    timed("columns of ten purchases a customer", || {
        let table = workspace.table(RecordKind::Transaction);
        drop(table.ints(&key));
        drop(table.ints(&Key::one(transaction::AMOUNT)));
        drop(table.currencies(&Key::one(transaction::AMOUNT)));
        drop(table.texts(&Key::one(transaction::KIND)));
        drop(table.texts(&Key::one(transaction::STATUS)));
        table.refs(&Key::one(transaction::CUSTOMER))
    });
    let counted = timed("which are purchases", || Purchases::of(workspace));
    let histories = timed("purchases by customer", || Histories::of(workspace));
    let assumed = Assumptions::usual(today);
    let rfm = timed("RFM", || {
        Rfm::of(&histories, assumed.frame, |limits| limits)
    });
    let values = timed("V", || {
        Values::of(&histories, assumed.frame, Weight::Constant(1.0))
    });
    let lifetimes = timed("the models fitted", || {
        Lifetimes::of(&histories, today, Unit::Week)
    });
    let nodes = timed("expectations of all", || lifetimes.nodes(60.0));
    let nodes = nodes.expect("there are enough who bought again");
    let outlook = Outlook {
        discount: 0.2,
        ..assumed.outlook
    };
    let worth = timed("lifetime values under another discount", || {
        lifetimes.values(&nodes, &outlook)
    });
    timed("how value is spread", || values.spread());
    let analysis = timed("all of the analysis again", || {
        Analysis::make(workspace, assumed, &Vec::new())
    });
    timed("as fields of lists", || analysis.keep_columns(workspace));

    // The same customers, whichever way they are looked at.
    assert_eq!(rfm.of.len(), values.of.len());
    assert_eq!(worth.len(), lifetimes.of.len());
    let bought: u64 = rfm.of.iter().map(|(did, _)| u64::from(did.count)).sum();
    let counted = (0..(count() as u32) * EACH as u32).filter(|row| counted.bought.at(*row));
    assert!(bought > 0 && bought as usize <= counted.count());
    assert!(worth.iter().any(|value| *value > 0));
}
