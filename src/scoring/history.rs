//! What each customer bought and when: purchases in columns, one customer's behind the other's, by day.
//! Everything that analyses behaviour reads these and not the transactions. Which transactions are
//! purchases is [`crate::workspace::purchases`]'s matter.

use crate::domain::{Currency, Date, Key, RecordId, RecordKind, transaction};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Ints, NONE};
use crate::workspace::purchases::{NO_ROW, Purchases, SOURCES, customer_rows};
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

/// What they are kept as.
const NAME: &str = "purchases by customer";

impl Histories {
    /// The purchases as they stand.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Rc<Self> {
        let make = || {
            let mut gathering = Gathering::of(workspace);
            while gathering.step() {}
            gathering.histories
        };
        workspace.derived(NAME, 0, &SOURCES, make, |_, _| false)
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

/// Purchases on their way into the order of their customers, then of their days, some rows at a time.
pub(super) struct Gathering {
    counted: Rc<Purchases>,
    days: Rc<Ints>,
    amounts: Rc<Ints>,
    of: Rc<Codes<RecordId>>,
    /// The rows of the customers by their codes.
    customers: Vec<u32>,
    /// How many each customer has; then where the next one of each goes.
    next: Vec<u32>,
    /// The first row, or of those that are found the first customer, that comes next.
    at: usize,
    pass: Pass,
    histories: Histories,
}

/// The purchases are gone through twice, with room made for them between, the customers once.
#[derive(Clone, Copy, PartialEq)]
enum Pass {
    Count,
    Room,
    Put,
    Sort,
}

/// So many transactions, or customers, are gone through at a time.
const ROWS_AT_ONCE: usize = 100_000;
const CUSTOMERS_AT_ONCE: usize = 50_000;

impl Gathering {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let table = workspace.table(RecordKind::Transaction);
        let rows = workspace.table(RecordKind::Customer).rows();
        let counted = Purchases::of(workspace);
        Self {
            customers: customer_rows(workspace),
            of: table.refs(&Key::one(transaction::CUSTOMER)),
            days: table.ints(&Key::one(transaction::DATE)),
            amounts: table.ints(&Key::one(transaction::AMOUNT)),
            next: vec![0; rows + 1],
            at: 0,
            pass: Pass::Count,
            histories: Histories {
                currency: counted.currency,
                ..Histories::default()
            },
            counted,
        }
    }

    /// The purchases of some rows, with the rows of their customers.
    fn found(&self) -> impl Iterator<Item = (usize, Purchase)> {
        let from = self.at;
        let days = self.days.as_slice().get(from..).unwrap_or_default();
        let amounts = self.amounts.as_slice().get(from..).unwrap_or_default();
        let codes = self.of.as_slice().get(from..).unwrap_or_default();
        let rows = (from as u32..).zip(days.iter().zip(amounts).zip(codes));
        let rows = rows.take(ROWS_AT_ONCE);
        rows.filter_map(|(row, ((day, minor), code))| {
            let minor = self.counted.revenue(row, *minor)?;
            let customer = self.customers.get(*code as usize).copied()?;
            let is_known = *day != NONE && customer != NO_ROW;
            let purchase = Purchase {
                day: *day as i32,
                minor,
                row,
                is_refund: self.counted.refunded.at(row),
            };
            is_known.then_some((customer as usize, purchase))
        })
    }

    /// Goes through some more; says whether there are others.
    pub(super) fn step(&mut self) -> bool {
        let rows = self.of.as_slice().len();
        let customers = self.histories.rows() as usize;
        let mut next = std::mem::take(&mut self.next);
        match self.pass {
            Pass::Count => {
                for (customer, _) in self.found() {
                    if let Some(count) = next.get_mut(customer) {
                        *count += 1;
                    }
                }
            }
            Pass::Room => self.make_room(),
            Pass::Put => {
                let mut purchases = std::mem::take(&mut self.histories.purchases);
                for (customer, purchase) in self.found() {
                    if let Some(place) = next.get_mut(customer) {
                        if let Some(slot) = purchases.get_mut(*place as usize) {
                            *slot = purchase;
                        }
                        *place += 1;
                    }
                }
                self.histories.purchases = purchases;
            }
            Pass::Sort => {
                let mut purchases = std::mem::take(&mut self.histories.purchases);
                let end = customers.min(self.at + CUSTOMERS_AT_ONCE);
                for row in self.at..end {
                    if let Some(own) = purchases.get_mut(self.histories.range(row as u32)) {
                        sort_by_day(own);
                    }
                }
                self.histories.purchases = purchases;
            }
        }
        self.next = next;
        self.at += match self.pass {
            Pass::Sort => CUSTOMERS_AT_ONCE,
            Pass::Count | Pass::Put => ROWS_AT_ONCE,
            Pass::Room => 0,
        };
        match self.pass {
            Pass::Count if self.at >= rows => self.find_starts(),
            Pass::Room if self.has_room() => self.pass = Pass::Put,
            Pass::Put if self.at >= rows => (self.pass, self.at) = (Pass::Sort, 0),
            Pass::Sort => return self.at < customers,
            Pass::Count | Pass::Room | Pass::Put => {}
        }
        true
    }

    /// Of how many each has it follows where each one's begin.
    fn find_starts(&mut self) {
        let mut total = 0;
        for count in &mut self.next {
            total += std::mem::replace(count, total);
        }
        self.histories.starts = self.next.clone();
        self.histories.purchases.reserve_exact(total as usize);
        (self.pass, self.at) = (Pass::Room, 0);
    }

    /// How many purchases there will be.
    fn total(&self) -> usize {
        let last = self.histories.starts.last();
        last.copied().unwrap_or_default() as usize
    }

    fn has_room(&self) -> bool {
        self.histories.purchases.len() >= self.total()
    }

    /// Makes room for some of them: memory that is touched for the first time takes long.
    fn make_room(&mut self) {
        let nothing = Purchase {
            day: 0,
            minor: 0,
            row: 0,
            is_refund: false,
        };
        let purchases = self.histories.purchases.len();
        let room = self.total().min(purchases + 2 * ROWS_AT_ONCE);
        self.histories.purchases.resize(room, nothing);
    }

    /// Keeps the histories, so that [`Histories::of`] has them.
    pub(super) fn keep(self, workspace: &Workspace) {
        let seen = workspace.writes_of(&SOURCES);
        workspace.keep_derived(NAME, 0, seen, self.histories);
    }
}

/// Books are kept by day, so that most are in order already.
fn sort_by_day(purchases: &mut [Purchase]) {
    if !purchases.is_sorted_by_key(|purchase| purchase.day) {
        purchases.sort_by_key(|purchase| (purchase.day, purchase.row));
    }
}
