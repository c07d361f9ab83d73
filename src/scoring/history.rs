//! What each customer bought and when: purchases in columns, one customer's behind the other's, by day.
//! Everything that analyses behaviour reads these and not the transactions. Which transactions are
//! purchases is [`crate::workspace::purchases`]'s matter.

use crate::domain::{Currency, Date, Key, RecordKind, Standing, field, transaction};
use crate::workspace::Workspace;
use crate::workspace::columns::NONE;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::purchases::{self, Purchases};
use std::ops::Range;
use std::rc::Rc;

/// A purchase, or a refund with what was given back as a negative amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The day, in days since 1970-01-01.
    pub day: i32,
    /// How much, in minor units.
    pub minor: i64,
    /// The row of the transaction.
    pub row: u32,
    /// Whether money was given back. It takes off an amount and is no purchase.
    pub is_refund: bool,
}

/// The purchases of all live customers.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    /// Where the purchases of the customer of a row begin; one more says where the last one's end.
    starts: Vec<u32>,
    purchases: Vec<Purchase>,
    /// The currency of all amounts; none where there is no purchase.
    pub currency: Option<Currency>,
}

/// What the histories are made of: for whoever keeps something that is made of them.
pub(super) const SOURCES: [Source; 3] = [
    purchases::SOURCES[0],
    purchases::SOURCES[1],
    Source::new(
        RecordKind::Customer,
        Fields::of(&[field::GONE, field::DELETED_AT]),
    ),
];

impl Histories {
    /// The purchases as they stand.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Rc<Self> {
        let make = || Self::make(workspace);
        workspace.derived("purchases by customer", 0, &SOURCES, make, |_, _| false)
    }

    fn make(workspace: &Workspace) -> Self {
        let counted = Purchases::of(workspace);
        let table = workspace.table(RecordKind::Transaction);
        let customers = customer_rows(workspace);
        let of = table.refs(&Key::one(transaction::CUSTOMER));
        let days = table.ints(&Key::one(transaction::DATE));
        let amounts = table.ints(&Key::one(transaction::AMOUNT));
        let rows = workspace.table(RecordKind::Customer).rows();
        let mut whose = Vec::new();
        let mut found = Vec::new();
        let mut counts = vec![0u32; rows + 1];
        let columns = days.as_slice().iter().zip(amounts.as_slice());
        for (row, ((day, minor), code)) in (0u32..).zip(columns.zip(of.as_slice())) {
            let Some(minor) = counted.revenue(row, *minor).filter(|_| *day != NONE) else {
                continue;
            };
            let customer = customers.get(*code as usize).copied().unwrap_or(NO_ROW);
            let Some(count) = counts.get_mut(customer as usize) else {
                continue;
            };
            *count += 1;
            whose.push(customer);
            found.push(Purchase {
                day: *day as i32,
                minor,
                row,
                is_refund: counted.refunded.at(row),
            });
        }
        Self::grouped(&whose, &found, counts, counted.currency)
    }

    /// Puts purchases in the order of their customers, then of their days. `counts` says how many each
    /// customer has, and has one more at its end.
    fn grouped(
        whose: &[u32],
        found: &[Purchase],
        mut counts: Vec<u32>,
        currency: Option<Currency>,
    ) -> Self {
        let mut total = 0;
        for count in &mut counts {
            total += std::mem::replace(count, total);
        }
        let starts = counts.clone();
        let nothing = Purchase {
            day: 0,
            minor: 0,
            row: 0,
            is_refund: false,
        };
        let mut purchases = vec![nothing; found.len()];
        for (customer, purchase) in whose.iter().zip(found) {
            if let Some(next) = counts.get_mut(*customer as usize) {
                if let Some(slot) = purchases.get_mut(*next as usize) {
                    *slot = *purchase;
                }
                *next += 1;
            }
        }
        let histories = Self {
            starts,
            purchases: Vec::new(),
            currency,
        };
        for row in 0..histories.rows() {
            if let Some(own) = purchases.get_mut(histories.range(row)) {
                sort_by_day(own);
            }
        }
        Self {
            purchases,
            ..histories
        }
    }

    /// How many rows of customers there are, also of those without purchases.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.starts.len().saturating_sub(1) as u32
    }

    fn range(&self, row: u32) -> Range<usize> {
        let start = self.starts.get(row as usize).copied().unwrap_or_default();
        let end = self.starts.get(row as usize + 1).copied();
        start as usize..end.unwrap_or(start) as usize
    }

    /// What the customer of a row bought and gave back, by day.
    #[must_use]
    pub fn at(&self, row: u32) -> &[Purchase] {
        self.purchases.get(self.range(row)).unwrap_or_default()
    }

    /// What the customer of a row bought and gave back up to a day.
    #[must_use]
    pub fn until(&self, row: u32, day: i32) -> &[Purchase] {
        let all = self.at(row);
        let end = match all.last() {
            Some(last) if last.day <= day => all.len(),
            _ => all.partition_point(|purchase| purchase.day <= day),
        };
        all.get(..end).unwrap_or_default()
    }

    /// Those with anything up to a day, by row.
    pub fn buyers(&self, day: i32) -> impl Iterator<Item = (u32, &[Purchase])> {
        let all = (0..self.rows()).map(move |row| (row, self.until(row, day)));
        all.filter(|(_, bought)| !bought.is_empty())
    }

    /// All purchases and refunds there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.purchases.len()
    }

    /// Whether nobody ever bought anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.purchases.is_empty()
    }

    /// The last day on which anything was bought or given back.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let days = self.purchases.iter().map(|purchase| purchase.day);
        days.max().and_then(Date::from_days)
    }

    /// The day of the first purchase of all.
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        let days = self.purchases.iter().map(|purchase| purchase.day);
        days.min().and_then(Date::from_days)
    }
}

/// The row that stands for "no customer".
const NO_ROW: u32 = u32::MAX;

/// The rows of the live customers that transactions name, by code.
fn customer_rows(workspace: &Workspace) -> Vec<u32> {
    let table = workspace.table(RecordKind::Customer);
    let refs = workspace
        .table(RecordKind::Transaction)
        .refs(&Key::one(transaction::CUSTOMER));
    let row = |id: &crate::domain::RecordId| {
        let row = table
            .row(id.uuid)
            .filter(|_| id.kind == RecordKind::Customer);
        row.filter(|row| table.standing(*row) == Standing::Live)
            .unwrap_or(NO_ROW)
    };
    std::iter::once(NO_ROW)
        .chain(refs.values().iter().map(row))
        .collect()
}

/// Books are kept by day, so that most are in order already.
fn sort_by_day(purchases: &mut [Purchase]) {
    if !purchases.is_sorted_by_key(|purchase| purchase.day) {
        purchases.sort_by_key(|purchase| (purchase.day, purchase.row));
    }
}
