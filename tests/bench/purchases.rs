//! How long the analysis of customers takes: some ten purchases a customer over three years.

use super::deals::{id, packed, record};
use super::{count, load, mix, timed};
use satchel::domain::{
    Currency, Date, Key, Money, Record, RecordKind, Value, customer, transaction,
};
use satchel::query::Now;
use satchel::query::engagement::engagement;
use satchel::scoring::assumptions::Assumptions;
use satchel::scoring::history::Histories;
use satchel::scoring::lifetime::{Lifetimes, Unit};
use satchel::scoring::outlook::Outlook;
use satchel::scoring::rfm::Rfm;
use satchel::scoring::scores::Analysis;
use satchel::scoring::value::{Values, Weight};
use satchel::workspace::Workspace;
use satchel::workspace::purchases::Purchases;
use std::rc::Rc;

/// Over how many days.
const DAYS: f64 = 3.0 * 365.0;
/// The most purchases of one customer.
const MOST: u64 = 200;

/// A number from 0 to 1.
fn share(drawn: u64) -> f64 {
    (mix(drawn) >> 11) as f64 / (1u64 << 53) as f64
}

/// The days before today on which a customer buys: at a rate of their own, until they leave, as the
/// BG/NBD model has it; about ten purchases a customer.
fn visits(customer: u64) -> Vec<f64> {
    let draw = |salt: u64| share(customer.wrapping_mul(1009) ^ (salt << 32));
    // Of the squared even numbers most are small: many buy seldom.
    let gap = 15.0 + 200.0 * draw(1).powi(2);
    let leaves = 0.02 + 0.13 * draw(2).powi(2);
    let mut days = vec![DAYS * draw(3)];
    for at in 1..MOST {
        let last = days[days.len() - 1];
        let next = last + gap * draw(1000 + at).ln();
        if draw(2000 + at) < leaves || next < 0.0 {
            break;
        }
        days.push(next);
    }
    days
}

fn purchase(row: u64, customer: u64, back: f64, today: Date) -> Record {
    let euro = Currency::parse("EUR").unwrap();
    // What one usually spends, and how this purchase differs.
    let usual = 500.0 - 3000.0 * share(customer ^ 77).ln();
    let amount = usual * (0.5 + share(row ^ 0x5555));
    let amount = Money::from_minor(amount as i64, euro).unwrap();
    let fields = vec![
        (Key::one(transaction::KIND), Value::text("order")),
        (
            Key::one(transaction::CUSTOMER),
            Value::Ref(id(RecordKind::Customer, customer)),
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
    let bought = (0..count).flat_map(|customer| {
        let days = visits(customer).into_iter();
        days.map(move |back| (customer, back))
    });
    let bought: Vec<(u64, (u64, f64))> = (0..).zip(bought).collect();
    println!("{count} customers bought {} times", bought.len());
    pages.extend(bought.chunks(2048).map(|rows| {
        let record =
            |(row, (customer, back)): &(u64, (u64, f64))| purchase(*row, *customer, *back, today);
        packed(&rows.iter().map(record).collect::<Vec<Record>>())
    }));
    load(&pages)
}

#[test]
fn customers_are_analysed() {
    let today = Date::parse("2026-11-19").unwrap();
    let workspace = &workspace(count() as u64, today);
    let key = Key::one(transaction::DATE);
    timed("columns of purchases", || {
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
    let nodes = nodes.unwrap();
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
    let now = Now::utc(today);
    let standing = timed("how things stand with each customer", || {
        engagement(workspace, now)
    });
    timed("as fields of lists", || {
        analysis.keep_columns(workspace, today, Rc::clone(&standing));
    });
    timed("the score again", || {
        let standing = Rc::new(standing.to_vec());
        analysis.keep_columns(workspace, today, standing);
    });

    // The same customers, whichever way they are looked at.
    assert_eq!(rfm.of.len(), values.of.len());
    assert_eq!(worth.len(), lifetimes.of.len());
    let bought: u64 = rfm.of.iter().map(|(did, _)| u64::from(did.count)).sum();
    let rows = workspace.table(RecordKind::Transaction).rows() as u32;
    let counted = (0..rows).filter(|row| counted.bought.at(*row)).count();
    assert!(bought > 0 && bought as usize <= counted && counted == rows as usize);
    assert!(worth.iter().any(|value| *value > 0));
}
