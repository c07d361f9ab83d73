//! What companies of the sample ordered: some often, some seldom, some once, some no more, so that the
//! models of purchases have something to find; and some things together.

use super::{Made, Maker, number, text};
use crate::domain::{Key, Part, RecordId, RecordKind, Value, transaction};

/// How a company orders.
struct Habit {
    /// The usual days between orders.
    every: i64,
    /// How many times as many orders as others have.
    times: usize,
    /// How many orders at most.
    most: usize,
    /// By how many days the last order is longer ago than is usual.
    ago: i64,
}

const REGULAR: Habit = Habit {
    every: 31,
    times: 1,
    most: 40,
    ago: 0,
};
/// Their next order is due.
const DUE: Habit = Habit { ago: 31, ..REGULAR };
/// The others, one after the other.
const OTHERS: [Habit; 8] = [
    REGULAR,
    Habit {
        every: 10,
        times: 4,
        ..REGULAR
    },
    Habit {
        most: 1,
        ago: 60,
        ..REGULAR
    },
    Habit {
        every: 90,
        ago: 10,
        ..REGULAR
    },
    Habit {
        every: 21,
        most: 3,
        ago: 150,
        ..REGULAR
    },
    Habit {
        every: 45,
        most: 2,
        ago: 120,
        ..REGULAR
    },
    Habit {
        most: 2,
        ago: 220,
        ..REGULAR
    },
    Habit {
        every: 14,
        times: 3,
        ago: 40,
        ..REGULAR
    },
];

/// Who comes first in the list orders regularly.
const FIRST: usize = 12;
/// Of those who come late in the list so many order when it is due.
const LATE: usize = 60;

/// How many times as much some order as others.
const SIZES: [u64; 5] = [1, 2, 1, 4, 2];

/// A number that goes on evenly from one buyer to the next: they stand eight apart in the list.
fn turn(at: usize) -> usize {
    at + at / 8 * 3
}

fn habit(at: usize) -> &'static Habit {
    if at > LATE && at.is_multiple_of(5) {
        return &DUE;
    }
    let other = OTHERS.get(turn(at) % OTHERS.len()).filter(|_| at >= FIRST);
    other.unwrap_or(&REGULAR)
}

impl Maker<'_> {
    /// The orders of a company by its place among the customers.
    pub(super) fn orders(&mut self, of: &Made, products: &[(RecordId, u64)], at: usize) {
        if !of.is_company || of.stage < 4 {
            return;
        }
        // Machines, which cost ten times as much, are sold by deals.
        let dearest = products.iter().map(|(_, price)| *price).max();
        let limit = dearest.unwrap_or_default() / 10;
        let ordered = products.iter().filter(|(_, price)| *price < limit);
        let products: Vec<(RecordId, u64)> = ordered.copied().collect();
        let habit = habit(at);
        // How large a company is, shows in all its orders.
        let size = SIZES.get(turn(at) % SIZES.len()).copied().unwrap_or(1);
        let count = (2 + self.dice.below(6)) * habit.times;
        for order in 0..count.min(habit.most) {
            // Each keeps to a few products, so that what they spend differs.
            let place = (turn(at) + self.dice.below(3)) % products.len().max(1);
            let Some((product, price)) = products.get(place).copied() else {
                return;
            };
            let quantity = (2 + self.dice.below(4) as u64) * size;
            let late = self.dice.below(12).min(habit.every as usize / 2) as i64;
            let days = -(order as i64 * habit.every + late) - 2 - habit.ago;
            // What goes with it stands beside it among the products.
            let beside = products.get(place ^ 1).copied();
            let beside = beside.filter(|_| quantity.is_multiple_of(3));
            let line = |product: RecordId, quantity: u64| {
                let parts = [(0, Value::Ref(product))].into_iter();
                let quantity = number(quantity as f64).map(|value| (1, value));
                Some(Value::Part(Part::new(parts.chain(quantity))))
            };
            let amount = price * quantity + beside.map_or(0, |(_, price)| price);
            let year = self.sample.today.add_days(days as i32).year();
            let mut fields = vec![
                (
                    Key::one(transaction::NUMBER),
                    text(format!("{year}-{:04}", self.made % 10_000)),
                ),
                (Key::one(transaction::KIND), text("order")),
                (Key::one(transaction::CUSTOMER), Some(Value::Ref(of.id))),
                (Key::one(transaction::DATE), self.day(days)),
                (Key::one(transaction::AMOUNT), self.money(amount)),
                (
                    Key::one(transaction::STATUS),
                    text(if days > -20 { "open" } else { "paid" }),
                ),
                (Key::of(transaction::LINES, "1"), line(product, quantity)),
            ];
            if let Some((product, _)) = beside {
                fields.push((Key::of(transaction::LINES, "2"), line(product, 1)));
            }
            self.make(RecordKind::Transaction, fields);
        }
    }
}
