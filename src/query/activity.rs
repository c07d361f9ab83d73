//! What follows for an activity: whose it is, on which day of the calendar it stands, and whether it is
//! still to be done. Nobody writes these; they are worked out from columns.

use super::Now;
use super::customer::open_task;
use super::link::Links;
use crate::domain::{Key, RecordId, RecordKind, activity, deal, field, ticket};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use std::rc::Rc;

/// Where activities lead: to a customer, or to a deal or ticket and by it to its customer.
pub(super) struct About {
    customers: Rc<Links>,
    /// Of each kind that has a customer: where activities lead, and where its records do.
    ways: [(Rc<Links>, Rc<Links>); 2],
}

impl About {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let about = Key::one(activity::ABOUT);
        let to = |target| Links::of(workspace, RecordKind::Activity, &about, target);
        let customer_of =
            |kind, field| Links::of(workspace, kind, &Key::one(field), RecordKind::Customer);
        Self {
            customers: to(RecordKind::Customer),
            ways: [
                (
                    to(RecordKind::Deal),
                    customer_of(RecordKind::Deal, deal::CUSTOMER),
                ),
                (
                    to(RecordKind::Ticket),
                    customer_of(RecordKind::Ticket, ticket::CUSTOMER),
                ),
            ],
        }
    }

    /// The row of the customer of an activity.
    pub(super) fn customer(&self, row: u32) -> Option<u32> {
        self.customers
            .at(row)
            .or_else(|| self.ways.iter().find_map(|(to, of)| of.at(to.at(row)?)))
    }
}

/// What says whose an activity is, beside the fields of the activity.
pub(super) fn about_sources() -> [Source; 3] {
    let gone = |field| Fields::of(&[field, field::GONE]);
    [
        Source::new(RecordKind::Deal, gone(deal::CUSTOMER)),
        Source::new(RecordKind::Ticket, gone(ticket::CUSTOMER)),
        Source::new(RecordKind::Customer, Fields::of(&[field::GONE])),
    ]
}

/// Whose each activity is: the customer it is about, or that of its deal or ticket.
pub(super) fn customers(workspace: &Workspace) -> Rc<Codes<RecordId>> {
    let rows = workspace.table(RecordKind::Activity).rows();
    let own = Fields::of(&[activity::ABOUT, field::GONE]);
    let [deals, tickets, customers] = about_sources();
    let sources = [
        Source::new(RecordKind::Activity, own),
        deals,
        tickets,
        customers,
    ];
    let make = || {
        let about = About::of(workspace);
        let table = workspace.table(RecordKind::Customer);
        let mut column = Codes::empty(rows);
        for row in 0..rows as u32 {
            let id = about.customer(row).and_then(|of| table.id(of));
            column.set(row, id.as_ref());
        }
        column
    };
    workspace.derived("customers of activities", 0, &sources, make, |_, _| false)
}

/// The day on which each activity stands in the calendar: that it is due, else that on which it took or
/// takes place.
pub(super) fn days(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let table = workspace.table(RecordKind::Activity);
    let (due, at) = (
        table.ints(&Key::one(activity::DUE)),
        table.ints(&Key::one(activity::AT)),
    );
    let set = |column: &mut Ints, row| {
        let day = due
            .at(row)
            .or_else(|| at.at(row).map(|ms| now.day_of_ms(ms)));
        column.set(row, day);
    };
    let fields = Fields::of(&[activity::DUE, activity::AT, field::GONE]);
    let name = "days of activities";
    workspace.derived_rows(name, now.parameter(), RecordKind::Activity, fields, set)
}

/// Whether each activity is a task that is still to be done.
pub(super) fn is_open(workspace: &Workspace) -> Rc<Ints> {
    let is_task = open_task(workspace);
    let set = |column: &mut Ints, row| column.set(row, Some(i64::from(is_task(&row))));
    let fields = Fields::of(&[
        activity::KIND,
        activity::STATUS,
        activity::DONE_AT,
        field::GONE,
    ]);
    workspace.derived_rows("open tasks", 0, RecordKind::Activity, fields, set)
}
