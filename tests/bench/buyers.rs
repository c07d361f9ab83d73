//! Made-up customers with purchases of three years, about ten each, as the models of purchases have
//! them; some are refunds, some were cancelled.

use super::make::{id, mix, packed, record};
use satchel::domain::{
    Currency, Date, Key, Money, Record, RecordKind, Value, customer, transaction,
};

/// Over how many days.
const DAYS: f64 = 3.0 * 365.0;
/// The most purchases of one customer.
const MOST: u64 = 200;
/// So many rows a page.
const PAGE: usize = 2048;

/// The day that is today.
pub(crate) fn today() -> Date {
    Date::parse("2026-11-19").unwrap()
}

/// A number from 0 to 1.
fn share(drawn: u64) -> f64 {
    (mix(drawn) >> 11) as f64 / (1u64 << 53) as f64
}

/// The days before today on which a customer buys: at a rate of their own, until they leave, as the
/// BG/NBD model has it.
fn visits(customer: u64) -> Vec<f64> {
    let draw = |salt: u64| share(customer.wrapping_mul(1009) ^ (salt << 32));
    // Of squared even numbers most are small: many buy often, and few of them leave.
    let gap = 12.0 + 160.0 * draw(1).powi(2);
    let leaves = 0.015 + 0.1 * draw(2).powi(2);
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

fn purchase(row: u64, customer: u64, back: f64) -> Record {
    let euro = Currency::parse("EUR").unwrap();
    // What one usually spends, and how this purchase differs.
    let usual = 500.0 - 3000.0 * share(customer ^ 77).ln();
    let amount = usual * (0.5 + share(row ^ 0x5555));
    let amount = Money::from_minor(amount as i64, euro).unwrap();
    let kind = if mix(row) % 50 == 7 {
        "refund"
    } else {
        "order"
    };
    let mut fields = vec![
        (Key::one(transaction::KIND), Value::text(kind)),
        (
            Key::one(transaction::CUSTOMER),
            Value::Ref(id(RecordKind::Customer, customer)),
        ),
        (
            Key::one(transaction::DATE),
            Value::Date(today().add_days(-(back as i32))),
        ),
        (Key::one(transaction::AMOUNT), Value::Money(amount)),
    ];
    if mix(row) % 100 == 13 {
        fields.push((Key::one(transaction::STATUS), Value::text("cancelled")));
    }
    record(id(RecordKind::Transaction, row), fields)
}

fn company(row: u64) -> Record {
    let name = Value::text(format!("Customer {row}"));
    let fields = vec![
        (Key::one(customer::KIND), Value::text("company")),
        (Key::one(customer::NAME), name),
    ];
    record(id(RecordKind::Customer, row), fields)
}

/// So many customers and what they bought, as pages.
pub(crate) fn pages(customers: u64) -> Vec<Vec<u8>> {
    let companies: Vec<Record> = (0..customers).map(company).collect();
    let mut pages: Vec<Vec<u8>> = companies.chunks(PAGE).map(packed).collect();
    let bought = (0..customers).flat_map(|customer| {
        let days = visits(customer).into_iter();
        days.map(move |back| (customer, back))
    });
    let mut records = Vec::new();
    for (row, (customer, back)) in (0..).zip(bought) {
        records.push(purchase(row, customer, back));
        if records.len() == PAGE {
            pages.push(packed(&records));
            records.clear();
        }
    }
    pages.extend((!records.is_empty()).then(|| packed(&records)));
    pages
}
