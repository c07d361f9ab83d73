//! Which transactions are purchases: what the analyses of customers count. A shop's books may hold an
//! order, its invoice and its payment, which are one purchase and not three; so one kind of transaction
//! is counted, the earliest there is of those three. What is counted is the same for every figure and
//! every list. What follows from purchases is left to `scoring`.

use super::Workspace;
use super::derived::{Fields, Source};
use crate::domain::{Currency, Key, RecordId, RecordKind, Standing, field, settings, transaction};
use crate::workspace::columns::{Bits, NONE};
use std::rc::Rc;

/// The kinds of transaction that may be counted as purchases, the first that there is of them is.
pub const BASES: [&str; 3] = ["order", "invoice", "payment"];

/// What a transaction is for the analyses of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// A purchase: it counts once, with its amount.
    Purchase,
    /// Money given back: its amount is taken off.
    Refund,
    /// Neither.
    Not(LeftOut),
}

/// Why a transaction is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is in the trash.
    Trash,
    /// It was cancelled.
    Cancelled,
    /// It is of another kind than what is counted: the payment of an order.
    OtherKind,
    /// It is in another currency than the analysis.
    OtherCurrency,
    /// It names no customer, or one that was thrown away.
    NoCustomer,
}

/// The transactions that count, by row.
#[derive(Clone, Debug, Default)]
pub struct Purchases {
    /// The purchases.
    pub bought: Bits,
    /// The refunds.
    pub refunded: Bits,
    /// The kind that is counted, of [`BASES`].
    pub basis: &'static str,
    /// The currency of all amounts; none where there is no purchase.
    pub currency: Option<Currency>,
    /// How many are left out because of their currency.
    pub other_currency: usize,
    /// How many are left out because they name no customer, or one that was thrown away.
    pub no_customer: usize,
    /// How many are left out because they were cancelled.
    pub cancelled: usize,
}

/// What purchases and all that is made of them depend on.
pub const SOURCES: [Source; 3] = [
    Source::new(
        RecordKind::Transaction,
        Fields::of(&[
            transaction::KIND,
            transaction::CUSTOMER,
            transaction::DATE,
            transaction::AMOUNT,
            transaction::STATUS,
            field::GONE,
            field::DELETED_AT,
        ]),
    ),
    Source::new(RecordKind::Settings, Fields::of(&[settings::CURRENCY])),
    Source::new(
        RecordKind::Customer,
        Fields::of(&[field::GONE, field::DELETED_AT]),
    ),
];

/// The row that stands for "no customer".
pub const NO_ROW: u32 = u32::MAX;

/// The rows of the live customers that transactions name, by the code of the reference.
#[must_use]
pub fn customer_rows(workspace: &Workspace) -> Vec<u32> {
    let table = workspace.table(RecordKind::Customer);
    let refs = workspace
        .table(RecordKind::Transaction)
        .refs(&Key::one(transaction::CUSTOMER));
    let row = |id: &RecordId| {
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

impl Purchases {
    /// The transactions that count.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Rc<Self> {
        // What is counted depends on all transactions: one may change what all are.
        let make = || Self::make(workspace);
        workspace.derived(NAME, 0, &SOURCES, make, |_, _| false)
    }

    /// What the transaction of a row adds to revenue, of its amount in minor units: a purchase all of
    /// it, a refund takes it off, whichever sign it was written with. None of what is neither.
    #[must_use]
    pub fn revenue(&self, row: u32, minor: i64) -> Option<i64> {
        if self.refunded.at(row) {
            return Some(-minor.abs());
        }
        self.bought.at(row).then_some(minor)
    }

    fn make(workspace: &Workspace) -> Self {
        let mut judging = Judging::of(workspace);
        while judging.step(workspace) {}
        judging.found
    }
}

/// The transactions on their way to being judged, some at a time: all steps on the same tables.
pub struct Judging {
    judge: Judge,
    found: Purchases,
    next: u32,
}

impl Judging {
    /// Begins with the first.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        let judge = Judge::of(workspace);
        Self {
            found: Purchases {
                basis: judge.basis,
                currency: judge.currency,
                ..Purchases::default()
            },
            judge,
            next: 0,
        }
    }

    /// Judges some more; says whether there are others.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        let table = workspace.table(RecordKind::Transaction);
        let (rows, found) = (table.rows() as u32, &mut self.found);
        let end = rows.min(self.next.saturating_add(ROWS_AT_ONCE));
        for row in self.next..end {
            match self.judge.judge(table.standings(), row) {
                Counted::Purchase => found.bought.set(row, true),
                Counted::Refund => found.refunded.set(row, true),
                Counted::Not(LeftOut::OtherCurrency) => found.other_currency += 1,
                Counted::Not(LeftOut::NoCustomer) => found.no_customer += 1,
                Counted::Not(LeftOut::Cancelled) => found.cancelled += 1,
                Counted::Not(LeftOut::Trash | LeftOut::OtherKind) => {}
            }
        }
        self.next = end;
        end < rows
    }

    /// Keeps what was found, so that [`Purchases::of`] has it.
    pub fn keep(self, workspace: &Workspace) {
        let seen = workspace.writes_of(&SOURCES);
        workspace.keep_derived(NAME, 0, seen, self.found);
    }
}

/// What the purchases are kept as.
const NAME: &str = "purchases";
/// So many transactions are judged at a time.
const ROWS_AT_ONCE: u32 = 200_000;

/// The columns that judge a transaction, by what they are made of.
type Prepare = fn(&super::table::Table) -> bool;
const COLUMNS: [Prepare; 6] = [
    |table| table.prepare_texts(&Key::one(transaction::KIND)),
    |table| table.prepare_texts(&Key::one(transaction::STATUS)),
    |table| table.prepare_currencies(&Key::one(transaction::AMOUNT)),
    |table| table.prepare_ints(&Key::one(transaction::AMOUNT)),
    |table| table.prepare_ints(&Key::one(transaction::DATE)),
    |table| table.prepare_refs(&Key::one(transaction::CUSTOMER)),
];

/// Makes the columns ready that say what was bought, some pages at a time; says whether there is more to
/// do.
#[must_use]
pub fn prepare(workspace: &Workspace) -> bool {
    let table = workspace.table(RecordKind::Transaction);
    COLUMNS.iter().any(|prepare| prepare(table))
}

/// The columns that say what a transaction is, looked up once.
struct Judge {
    /// By the code of the kind: what it is where it counts.
    kinds: Vec<Option<Counted>>,
    kind_codes: Rc<super::columns::Codes<Box<str>>>,
    is_cancelled: Vec<bool>,
    statuses: Rc<super::columns::Codes<Box<str>>>,
    customers: Rc<super::columns::Codes<RecordId>>,
    /// By the code of the customer: the row, where it is live.
    customer_rows: Vec<u32>,
    amounts: Rc<super::columns::Ints>,
    currencies: Rc<super::columns::Codes<Currency>>,
    currency_code: Option<u32>,
    basis: &'static str,
    currency: Option<Currency>,
}

impl Judge {
    fn of(workspace: &Workspace) -> Self {
        let table = workspace.table(RecordKind::Transaction);
        let kinds = table.texts(&Key::one(transaction::KIND));
        let statuses = table.texts(&Key::one(transaction::STATUS));
        let currencies = table.currencies(&Key::one(transaction::AMOUNT));
        let mut judge = Self {
            kinds: Vec::new(),
            is_cancelled: std::iter::once(false)
                .chain(statuses.values().iter().map(|text| &**text == "cancelled"))
                .collect(),
            kind_codes: kinds,
            statuses,
            customers: table.refs(&Key::one(transaction::CUSTOMER)),
            customer_rows: customer_rows(workspace),
            amounts: table.ints(&Key::one(transaction::AMOUNT)),
            currency_code: None,
            currencies,
            basis: BASES[0],
            currency: None,
        };
        judge.choose_basis(table.standings());
        judge.choose_currency(workspace);
        judge
    }

    /// The first kind of [`BASES`] of which there is a live one; one that says no kind is an order.
    fn choose_basis(&mut self, standings: &[Standing]) {
        let mut has = vec![false; self.kind_codes.values().len() + 1];
        for (row, code) in self.kind_codes.as_slice().iter().enumerate() {
            if let Some(slot) = has.get_mut(*code as usize)
                && !*slot
                && is_live(standings, row)
            {
                *slot = true;
            }
        }
        let has_none = has.first() == Some(&true);
        let has_kind = |kind: &str| {
            let code = self.kind_codes.code(&kind.into());
            code.is_some_and(|code| has.get(code as usize) == Some(&true))
        };
        let found = BASES
            .iter()
            .find(|basis| has_kind(basis) || (has_none && **basis == BASES[0]));
        self.basis = found.copied().unwrap_or(BASES[0]);
        let what = |kind: &str| match kind {
            "refund" => Some(Counted::Refund),
            kind if kind == self.basis => Some(Counted::Purchase),
            _ => None,
        };
        let unsaid = (self.basis == BASES[0]).then_some(Counted::Purchase);
        let kinds = self.kind_codes.values().iter().map(|kind| what(kind));
        self.kinds = std::iter::once(unsaid).chain(kinds).collect();
    }

    /// The workspace's currency; where it has none, that of most purchases.
    fn choose_currency(&mut self, workspace: &Workspace) {
        let standings = workspace.table(RecordKind::Transaction).standings();
        let mut counts = vec![0usize; self.currencies.values().len() + 1];
        for (row, code) in self.currencies.as_slice().iter().enumerate() {
            if let Some(count) = counts.get_mut(*code as usize)
                && is_live(standings, row)
            {
                *count += 1;
            }
        }
        let most = (1u32..)
            .zip(counts.iter().skip(1))
            .max_by_key(|(code, count)| (**count, std::cmp::Reverse(*code)))
            .filter(|(_, count)| **count > 0)
            .and_then(|(code, _)| self.currencies.value(code).copied());
        self.currency = workspace.currency().or(most);
        self.currency_code = self
            .currency
            .and_then(|currency| self.currencies.code(&currency));
    }

    fn judge(&self, standings: &[Standing], row: u32) -> Counted {
        let at = row as usize;
        let code = |codes: &[u32]| codes.get(at).map_or(0, |code| *code as usize);
        if !is_live(standings, at) {
            return Counted::Not(LeftOut::Trash);
        }
        let Some(Some(counted)) = self.kinds.get(code(self.kind_codes.as_slice())) else {
            return Counted::Not(LeftOut::OtherKind);
        };
        if self.is_cancelled.get(code(self.statuses.as_slice())) == Some(&true) {
            return Counted::Not(LeftOut::Cancelled);
        }
        let customer = code(self.customers.as_slice());
        if self
            .customer_rows
            .get(customer)
            .is_none_or(|row| *row == NO_ROW)
        {
            return Counted::Not(LeftOut::NoCustomer);
        }
        let has_amount = self
            .amounts
            .as_slice()
            .get(at)
            .is_some_and(|minor| *minor != NONE);
        let currency = self.currencies.as_slice().get(at).copied();
        if !has_amount || currency != self.currency_code {
            return Counted::Not(LeftOut::OtherCurrency);
        }
        *counted
    }
}

fn is_live(standings: &[Standing], row: usize) -> bool {
    standings.get(row) == Some(&Standing::Live)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Money, Value};
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, text};

    fn sells(desk: &mut Desk, to: Option<RecordId>, kind: Option<&str>, minor: i64) -> RecordId {
        let money = Money::from_minor(minor, Currency::parse("EUR").unwrap()).unwrap();
        let mut fields = vec![
            (
                Key::one(transaction::DATE),
                Some(Value::Date(Date::parse("2024-03-01").unwrap())),
            ),
            (Key::one(transaction::AMOUNT), Some(Value::Money(money))),
        ];
        fields.extend(kind.map(|kind| (Key::one(transaction::KIND), text(kind))));
        fields.extend(to.map(|id| (Key::one(transaction::CUSTOMER), Some(Value::Ref(id)))));
        desk.creates(RecordKind::Transaction, fields)
    }

    fn counted(desk: &Desk, id: RecordId) -> (bool, bool) {
        let purchases = Purchases::of(&desk.workspace);
        let row = desk.workspace.table(id.kind).row(id.uuid).unwrap();
        (purchases.bought.at(row), purchases.refunded.at(row))
    }

    #[test]
    fn an_order_its_invoice_and_its_payment_are_one_purchase() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let payment = sells(&mut desk, Some(kanal), Some("payment"), 500);
        assert_eq!(counted(&desk, payment), (true, false));
        let invoice = sells(&mut desk, Some(kanal), Some("invoice"), 500);
        assert_eq!(counted(&desk, payment), (false, false));
        assert_eq!(counted(&desk, invoice), (true, false));
        let order = sells(&mut desk, Some(kanal), Some("order"), 500);
        let unsaid = sells(&mut desk, Some(kanal), None, 300);
        let refund = sells(&mut desk, Some(kanal), Some("refund"), 100);
        assert_eq!(counted(&desk, invoice), (false, false));
        assert_eq!(counted(&desk, order), (true, false));
        assert_eq!(counted(&desk, unsaid), (true, false));
        assert_eq!(counted(&desk, refund), (false, true));
        assert_eq!(Purchases::of(&desk.workspace).basis, "order");
    }

    #[test]
    fn what_is_cancelled_or_without_customer_or_in_other_money_is_left_out_and_said() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let kept = sells(&mut desk, Some(kanal), Some("order"), 500);
        let nobody = sells(&mut desk, None, Some("order"), 500);
        let cancelled = sells(&mut desk, Some(kanal), Some("order"), 500);
        desk.set(cancelled, transaction::STATUS, text("cancelled"));
        let gone = desk.company("Gone");
        let of_gone = sells(&mut desk, Some(gone), Some("order"), 500);
        assert_eq!(counted(&desk, of_gone), (true, false));
        desk.does(&Command::Trash { ids: vec![gone] });
        let other = sells(&mut desk, Some(kanal), Some("order"), 500);
        let pounds = Money::from_minor(5, Currency::parse("GBP").unwrap()).unwrap();
        desk.set(other, transaction::AMOUNT, Some(Value::Money(pounds)));
        let purchases = Purchases::of(&desk.workspace);
        assert_eq!(
            (
                purchases.no_customer,
                purchases.cancelled,
                purchases.other_currency
            ),
            (2, 1, 1)
        );
        assert_eq!(purchases.currency, Currency::parse("EUR").ok());
        for id in [nobody, cancelled, other, of_gone] {
            assert_eq!(counted(&desk, id), (false, false));
        }
        assert_eq!(counted(&desk, kept), (true, false));
        desk.does(&Command::Restore { ids: vec![gone] });
        assert_eq!(counted(&desk, of_gone), (true, false));
    }
}
