//! Walks over a table, page by page, for what no single column holds: texts too different for
//! codes, elements of lists, stamps. Records that changed since their page was made are seen as
//! they are now.
//!
//! Each walk is compiled once and calls back through a pointer: with a copy for each of those that
//! walk the page's program was 60 kB larger.

use super::Table;
use crate::document::page::Page;
use crate::document::value::{Packed, Tag, each_value};
use crate::domain::{FieldIx, Key, Part, Stamp, Value};

/// A value as it is met on a walk: packed in its page, or unpacked.
#[derive(Clone, Copy, Debug)]
pub enum Glance<'a> {
    /// A text of a page.
    Text(&'a str),
    /// A part of a page.
    Part(&'a [u8]),
    /// A value.
    Value(&'a Value),
}

impl<'a> Glance<'a> {
    /// The text, where it is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Part(_) => None,
            Self::Value(value) => value.as_text(),
        }
    }

    /// Whether it is yes: a member of a set.
    #[must_use]
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Value(value) if value.is_yes())
    }

    /// Calls back with the values of a part by their places.
    pub fn each(self, mut visit: impl FnMut(u8, Packed<'a>)) {
        match self {
            Self::Text(_) => {}
            Self::Part(bytes) => each_value(bytes, visit),
            Self::Value(value) => value
                .as_part()
                .into_iter()
                .flat_map(Part::iter)
                .for_each(|(place, value)| visit(place, Packed::of(value))),
        }
    }
}

impl Table {
    /// Calls back with the row and the text of a register, in no order.
    pub fn each_text(&self, key: &Key, mut visit: impl FnMut(u32, &str)) {
        self.texts_to(key, &mut visit);
    }

    fn texts_to(&self, key: &Key, visit: &mut dyn FnMut(u32, &str)) {
        let is_packed = |row: u32| self.changed.is_empty() || !self.changed.contains_key(&row);
        for segment in &self.segments {
            let columns = segment.page.columns().iter();
            for column in columns.filter(|column| column.key() == key && column.tag() == Tag::Text)
            {
                column.each_blob(segment.page.bytes(), |place, blob| {
                    let row = segment.start + place as u32;
                    if let (true, Ok(text)) = (is_packed(row), std::str::from_utf8(blob)) {
                        visit(row, text);
                    }
                });
            }
            if let Some(element) = &key.element {
                segment.page.each_loose(key.field, |place, name, register| {
                    let row = segment.start + place as u32;
                    let text = register.value.as_ref().and_then(Value::as_text);
                    if let (true, true, Some(text)) = (**element == *name, is_packed(row), text) {
                        visit(row, text);
                    }
                });
            }
        }
        for (row, record) in &self.changed {
            let value = record.element(key.field, key.element.as_deref());
            if let Some(text) = value.and_then(Value::as_text) {
                visit(*row, text);
            }
        }
    }

    /// Calls back with the row, the element and the value of every register of a field, in no
    /// order; the element of a field with one value is empty.
    pub fn each_element(&self, field: FieldIx, mut visit: impl FnMut(u32, &str, Glance<'_>)) {
        self.elements_to(field, &mut visit);
    }

    fn elements_to(&self, field: FieldIx, visit: &mut dyn FnMut(u32, &str, Glance<'_>)) {
        let is_packed = |row: u32| self.changed.is_empty() || !self.changed.contains_key(&row);
        for segment in &self.segments {
            each_packed(&segment.page, field, &mut |place, element, value| {
                let row = segment.start + place as u32;
                if is_packed(row) {
                    visit(row, element, value);
                }
            });
        }
        for (row, record) in &self.changed {
            let registers = record.registers();
            for (key, register) in registers.filter(|(key, _)| key.field == field) {
                if let Some(value) = &register.value {
                    visit(
                        *row,
                        key.element.as_deref().unwrap_or_default(),
                        Glance::Value(value),
                    );
                }
            }
        }
    }

    /// Calls back with the row, the stamp of its record's making and the highest stamp in it.
    pub fn each_stamp(&self, mut visit: impl FnMut(u32, Stamp, Stamp)) {
        self.stamps_to(&mut visit);
    }

    fn stamps_to(&self, visit: &mut dyn FnMut(u32, Stamp, Stamp)) {
        for segment in &self.segments {
            let mut stamps = Vec::with_capacity(segment.page.rows());
            segment
                .page
                .each_created(|created| stamps.push((created, created)));
            segment.page.each_written(|place, stamp| {
                if let Some((_, revised)) = stamps.get_mut(place) {
                    *revised = (*revised).max(stamp);
                }
            });
            for (row, (created, revised)) in (segment.start..).zip(stamps) {
                if self.changed.contains_key(&row) {
                    continue;
                }
                let withdrawn = self.withdrawals.iter();
                let withdrawn = withdrawn.filter(|withdrawal| withdrawal.rows.at(row));
                let revised = withdrawn.fold(revised, |revised, withdrawal| {
                    revised.max(withdrawal.register.stamp)
                });
                visit(row, created, revised);
            }
        }
        for (row, record) in &self.changed {
            visit(*row, record.created, record.revision());
        }
    }
}

/// Calls back with the place, the element and the value of every register of a field in a page.
fn each_packed(page: &Page, field: FieldIx, visit: &mut dyn FnMut(usize, &str, Glance<'_>)) {
    let columns = page.columns().iter();
    for column in columns.filter(|column| column.key().field == field) {
        let element = column.key().element.as_deref().unwrap_or_default();
        match column.tag() {
            Tag::Text => column.each_blob(page.bytes(), |place, blob| {
                if let Ok(text) = std::str::from_utf8(blob) {
                    visit(place, element, Glance::Text(text));
                }
            }),
            Tag::Part => column.each_blob(page.bytes(), |place, blob| {
                visit(place, element, Glance::Part(blob));
            }),
            Tag::Ref => column.each_blob(page.bytes(), |place, blob| {
                if let Some(id) = crate::document::value::ref_of(blob) {
                    visit(place, element, Glance::Value(&Value::Ref(id)));
                }
            }),
            tag => column.each_int(page.bytes(), |place, int| {
                if let Some(value) = crate::document::value::value_of_int(tag, int) {
                    visit(place, element, Glance::Value(&value));
                }
            }),
        }
    }
    page.each_loose(field, |place, element, register| {
        if let Some(value) = &register.value {
            visit(place, element, Glance::Value(value));
        }
    });
}
