//! When there was contact with customers: by activities about them or in which they took part, and by what
//! they bought. Looked up some rows at a time, for many customers have many contacts; who does so, and
//! what else contacts tell, is left to others.

use super::Now;
use super::activity::About;
use super::link::{Links, ref_pairs};
use super::stamp;
use crate::domain::{
    FieldIx, Key, RecordId, RecordKind, Standing, activity, customer, deal, field, ticket,
    transaction,
};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use std::ops::Range;
use std::rc::Rc;

/// The fields that contacts follow from, by kind.
pub const READ: [(RecordKind, &[FieldIx]); 5] = [
    (
        RecordKind::Activity,
        &[
            activity::KIND,
            activity::ABOUT,
            activity::PARTICIPANTS,
            activity::AT,
            activity::DONE_AT,
        ],
    ),
    (
        RecordKind::Transaction,
        &[transaction::CUSTOMER, transaction::DATE],
    ),
    (RecordKind::Deal, &[deal::CUSTOMER]),
    (RecordKind::Ticket, &[ticket::CUSTOMER]),
    (RecordKind::Customer, &[customer::COMPANIES]),
];

/// What something that reads fields is derived from: those, and which records there are and since when.
pub(super) fn sources<const N: usize>(read: [(RecordKind, &[FieldIx]); N]) -> [Source; N] {
    read.map(|(kind, fields)| {
        let standing = Fields::of(&[field::GONE, field::DELETED_AT, field::CREATED_AT]);
        Source::new(kind, Fields::of(fields).and(standing))
    })
}

/// The columns of activities.
pub(super) struct Activities<'w> {
    workspace: &'w Workspace,
    now: Now,
    about: About,
    participants: Rc<Vec<(u32, RecordId)>>,
    kinds: Rc<Codes<Box<str>>>,
    at: Rc<Ints>,
    done_at: Rc<Ints>,
    made: Rc<Ints>,
}

/// What the columns of contacts are made of, one after the other: each is kept for the next look.
pub(super) const COLUMNS: [fn(&Workspace); 8] = [
    |workspace| _ = About::of(workspace),
    |workspace| _ = participants(workspace),
    |workspace| _ = of_activities(workspace).texts(&Key::one(activity::KIND)),
    |workspace| _ = of_activities(workspace).ints(&Key::one(activity::AT)),
    |workspace| _ = of_activities(workspace).ints(&Key::one(activity::DONE_AT)),
    |workspace| _ = stamp::created(workspace, RecordKind::Activity),
    |workspace| _ = buyers(workspace),
    |workspace| _ = Links::to_company(workspace),
];

fn of_activities(workspace: &Workspace) -> &crate::workspace::table::Table {
    workspace.table(RecordKind::Activity)
}

fn participants(workspace: &Workspace) -> Rc<Vec<(u32, RecordId)>> {
    ref_pairs(workspace, RecordKind::Activity, activity::PARTICIPANTS, 0)
}

/// Who bought each transaction.
fn buyers(workspace: &Workspace) -> Rc<Links> {
    let (kind, key) = (RecordKind::Transaction, Key::one(transaction::CUSTOMER));
    Links::of(workspace, kind, &key, RecordKind::Customer)
}

impl<'w> Activities<'w> {
    pub(super) fn of(workspace: &'w Workspace, now: Now) -> Self {
        let table = of_activities(workspace);
        Self {
            workspace,
            now,
            about: About::of(workspace),
            participants: participants(workspace),
            kinds: table.texts(&Key::one(activity::KIND)),
            at: table.ints(&Key::one(activity::AT)),
            done_at: table.ints(&Key::one(activity::DONE_AT)),
            made: stamp::created(workspace, RecordKind::Activity),
        }
    }

    /// Calls back with the row of a customer, the day and the row of the activity, for each contact by
    /// some of them.
    pub(super) fn each(&self, rows: Range<u32>, meet: &mut dyn FnMut(u32, i64, u32)) {
        let customers = self.workspace.table(RecordKind::Customer);
        let begin = self
            .participants
            .partition_point(|(of, _)| *of < rows.start);
        let mut participants = self.participants.iter().skip(begin).peekable();
        let standings = of_activities(self.workspace).standings();
        let standings = standings.iter().skip(rows.start as usize);
        for (row, standing) in rows.zip(standings) {
            let is_task = self.kinds.at(row).is_some_and(|kind| &**kind == "task");
            let moment = if is_task {
                self.done_at.at(row)
            } else {
                let at = self.at.at(row).or_else(|| self.done_at.at(row));
                at.or_else(|| self.made.at(row))
            };
            let day = moment
                .filter(|_| *standing == Standing::Live)
                .map(|ms| self.now.day_of_ms(ms));
            if let (Some(customer), Some(day)) = (self.about.customer(row), day) {
                meet(customer, day, row);
            }
            while let Some((_, id)) = participants.next_if(|(of, _)| *of == row) {
                let customer = customers
                    .row(id.uuid)
                    .filter(|row| customers.standing(*row) != Standing::Gone);
                if let (Some(customer), Some(day)) = (customer, day) {
                    meet(customer, day, row);
                }
            }
        }
    }
}

/// Calls back with the row of a customer and the day for each transaction of some rows.
pub(super) fn each_trade(workspace: &Workspace, rows: Range<u32>, meet: &mut dyn FnMut(u32, i64)) {
    let table = workspace.table(RecordKind::Transaction);
    let (customers, dates) = (buyers(workspace), table.ints(&Key::one(transaction::DATE)));
    let standings = table.standings().iter().skip(rows.start as usize);
    for (row, standing) in rows.zip(standings) {
        if *standing == Standing::Live
            && let (Some(customer), Some(day)) = (customers.at(row), dates.at(row))
        {
            meet(customer, day);
        }
    }
}

/// The day of the last contact with each customer, on its way.
pub(super) struct Latest {
    today: i64,
    days: Vec<i64>,
}

impl Latest {
    pub(super) fn of(workspace: &Workspace, now: Now) -> Self {
        Self {
            today: i64::from(now.today.to_days()),
            days: vec![i64::MIN; workspace.table(RecordKind::Customer).rows()],
        }
    }

    /// There was contact on a day.
    pub(super) fn meet(&mut self, customer: u32, day: i64) {
        if let Some(slot) = self.days.get_mut(customer as usize)
            && day <= self.today
        {
            *slot = (*slot).max(day);
        }
    }

    /// Customers bought in some rows of the transactions.
    pub(super) fn buys(&mut self, workspace: &Workspace, rows: Range<u32>) {
        each_trade(workspace, rows, &mut |customer, day| {
            self.meet(customer, day)
        });
    }

    /// What was done with a person counts for their company too, from what each person has themselves,
    /// however long a chain they are in.
    pub(super) fn finish(mut self, workspace: &Workspace) -> Ints {
        let companies = Links::to_company(workspace);
        let own = self.days.clone();
        for (day, company) in own.into_iter().zip(companies.as_slice()) {
            if let Some(slot) = self.days.get_mut(*company as usize) {
                *slot = (*slot).max(day);
            }
        }
        let mut column = Ints::empty(self.days.len());
        for (row, day) in (0u32..).zip(self.days) {
            column.set(row, Some(day).filter(|day| *day != i64::MIN));
        }
        column
    }
}

/// What the days of the last contact are kept as.
const NAME: &str = "last contacts of customers";

/// The day of the latest activity or transaction with each customer, up to today. What was done
/// with a person counts for their company too.
pub(super) fn last_contacts(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let rows = |kind| workspace.table(kind).rows() as u32;
    let make = || {
        let mut latest = Latest::of(workspace, now);
        let activities = Activities::of(workspace, now);
        activities.each(0..rows(RecordKind::Activity), &mut |customer, day, _| {
            latest.meet(customer, day);
        });
        latest.buys(workspace, 0..rows(RecordKind::Transaction));
        latest.finish(workspace)
    };
    workspace.derived(NAME, now.parameter(), &sources(READ), make, |_, _| false)
}

/// Keeps the days of the last contact that were looked up some rows at a time.
pub(super) fn keep(workspace: &Workspace, now: Now, column: Ints) {
    let seen = workspace.writes_of(&sources(READ));
    workspace.keep_derived(NAME, now.parameter(), seen, column);
}
