//! The drawn rows of a table: made once, then given other records to show. They keep the order
//! of the records in the page too, since that is the order in which they are read.

use leptos::html;
use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::web_sys::Element;

use super::window::{Turn, View};

/// One drawn row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Which of the drawn rows it is; it never changes.
    pub(super) id: usize,
    /// The record it shows.
    pub(super) index: RwSignal<usize>,
    /// Its element.
    pub(super) element: NodeRef<html::Div>,
}

/// All drawn rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// In the order of the records they show.
    slots: RwSignal<Vec<Slot>>,
    /// In the order they were made, for the keyed list.
    made: RwSignal<Vec<Slot>>,
    start: StoredValue<usize>,
    /// The table, whose the rows are: more are made where an effect finds that more fit, and what
    /// an effect owns is gone when it runs again.
    owner: StoredValue<Option<WeakOwner>>,
}

impl Rows {
    /// Starts with none.
    pub(super) fn new() -> Self {
        Self {
            slots: RwSignal::new(Vec::new()),
            made: RwSignal::new(Vec::new()),
            start: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        }
    }

    /// The rows in the order they were made.
    pub(super) fn made(self) -> Vec<Slot> {
        self.made.get()
    }

    /// The row that shows a record, if it is drawn.
    pub(super) fn showing(self, index: usize) -> Option<Slot> {
        self.slots
            .read()
            .iter()
            .find(|slot| slot.index.get_untracked() == index)
            .copied()
    }

    /// Which record the row of an element shows.
    pub(super) fn index_of(self, element: &Element) -> Option<usize> {
        let slots = self.slots.read_untracked();
        let slot = slots.iter().find(|slot| {
            let own = slot.element.get_untracked();
            own.is_some_and(|own| own.is_same_node(Some(element)))
        });
        slot.map(|slot| slot.index.get_untracked())
    }

    /// Gives the drawn rows the records that can be seen, and draws more where more fit.
    pub(super) fn place(self, view: View, count: usize) {
        let have = self.slots.read_untracked().len();
        let needed = view.needed(count);
        let drawn = have.max(needed);
        let start = view.start(count, drawn);
        if needed > have {
            self.draw(needed);
            self.give(0, drawn, start);
            self.start.set_value(start);
            return;
        }
        match Turn::between(self.start.get_value(), start, drawn) {
            Turn::Stay => return,
            Turn::All => self.give(0, drawn, start),
            Turn::Forward(by) => {
                self.slots.update(|slots| slots.rotate_left(by));
                self.give(drawn - by, drawn, start);
                self.carry(drawn - by, drawn, false);
            }
            Turn::Back(by) => {
                self.slots.update(|slots| slots.rotate_right(by));
                self.give(0, by, start);
                self.carry(0, by, true);
            }
        }
        self.start.set_value(start);
    }

    /// Makes rows until there are `needed`.
    fn draw(self, needed: usize) {
        let fresh = |id| Slot {
            id,
            index: RwSignal::new(id),
            element: NodeRef::new(),
        };
        let made = self.made.read_untracked().len();
        let owner = self.owner.with_value(|owner| owner.as_ref()?.upgrade());
        let Some(owner) = owner else {
            // The table has left the page.
            return;
        };
        let fresh: Vec<Slot> = owner.with(|| (made..needed).map(fresh).collect());
        self.slots
            .update(|slots| slots.extend(fresh.iter().copied()));
        self.made.update(|slots| slots.extend(fresh));
    }

    /// Lets the rows from `from` to `to` show the records that stand there.
    fn give(self, from: usize, to: usize, start: usize) {
        let slots = self.slots.read_untracked();
        for (at, slot) in slots.iter().enumerate().skip(from).take(to - from) {
            if slot.index.get_untracked() != start + at {
                slot.index.set(start + at);
            }
        }
        drop(slots);
        // Who shows what has changed, also where no slot moved.
        self.slots.notify();
    }

    /// Puts the elements of some rows before or after all others.
    fn carry(self, from: usize, to: usize, before: bool) {
        let slots = self.slots.read_untracked();
        let elements = slots.iter().skip(from).take(to - from);
        let elements: Vec<_> = elements
            .filter_map(|slot| slot.element.get_untracked())
            .collect();
        let Some(parent) = elements.first().and_then(|element| element.parent_node()) else {
            return;
        };
        // The list's own mark stays last, since it is what new rows are put before.
        let place = if before {
            parent.first_child()
        } else {
            parent.last_child()
        };
        for element in elements {
            // It fails only where the table has left the page.
            let _ = parent.insert_before(&element, place.as_ref());
        }
    }
}
