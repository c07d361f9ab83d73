//! Which transactions count as purchases, as fields of theirs: the day of a purchase, and what a
//! purchase or a refund adds to revenue. So a list can show exactly what a figure counts.

use crate::domain::{Key, RecordKind, transaction};
use crate::workspace::Workspace;
use crate::workspace::columns::{Column as _, Ints};
use crate::workspace::purchases::{Purchases, SOURCES};
use std::rc::Rc;

/// A column of transactions that has values where something counts.
fn counted(
    workspace: &Workspace,
    name: &str,
    value: impl Fn(&Purchases, u32) -> Option<i64>,
) -> Rc<Ints> {
    let make = || {
        let purchases = Purchases::of(workspace);
        let rows = workspace.table(RecordKind::Transaction).rows();
        let mut column = Ints::empty(rows);
        for row in 0..rows as u32 {
            column.set(row, value(&purchases, row));
        }
        column
    };
    workspace.derived(name, 0, &SOURCES, make, |_, _| false)
}

/// The day of each purchase; none of what is no purchase.
pub(super) fn days(workspace: &Workspace) -> Rc<Ints> {
    let dates = workspace
        .table(RecordKind::Transaction)
        .ints(&Key::one(transaction::DATE));
    counted(workspace, "days of purchases", |purchases, row| {
        dates.at(row).filter(|_| purchases.bought.at(row))
    })
}

/// What each purchase adds to revenue and each refund takes off it, in minor units; none of what is
/// neither.
pub(super) fn revenues(workspace: &Workspace) -> Rc<Ints> {
    let amounts = workspace
        .table(RecordKind::Transaction)
        .ints(&Key::one(transaction::AMOUNT));
    counted(workspace, "revenues of purchases", |purchases, row| {
        purchases.revenue(row, amounts.at(row)?)
    })
}
