//! What a table knows of its columns: names, widths, order. How a width becomes a track of the
//! grid, and how a press on a header becomes the next order.

use leptos::prelude::*;
use std::sync::Arc;

/// On which side a column's values stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Start,
    /// Numbers.
    End,
}

/// How wide a column is, in pixels at the reader's normal size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Always so wide.
    Fixed(u16),
    /// What is left, and at least so wide.
    Rest(u16),
}

impl Width {
    /// The width at least.
    pub(super) const fn least(self) -> u16 {
        match self {
            Self::Fixed(width) | Self::Rest(width) => width,
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called in orders, widths and the row's cells.
    pub key: String,
    /// What its head says.
    pub label: String,
    /// How wide it is.
    pub width: Width,
    /// On which side its values stand.
    pub align: Align,
    /// Whether pressing its head orders by it.
    pub is_sortable: bool,
    /// How wide it is on a phone; without a width it is not shown there. The first column
    /// always is.
    pub phone: Option<u16>,
}

impl Column {
    /// A column of text of a fixed width, that can be ordered by.
    pub fn new(key: impl Into<String>, label: impl Into<String>, width: u16) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            width: Width::Fixed(width),
            align: Align::Start,
            is_sortable: true,
            phone: None,
        }
    }

    /// Takes what is left, and at least its width.
    #[must_use]
    pub const fn rest(mut self) -> Self {
        self.width = Width::Rest(self.width.least());
        self
    }

    /// Stands at the end, as numbers do.
    #[must_use]
    pub const fn numeric(mut self) -> Self {
        self.align = Align::End;
        self
    }

    /// Cannot be ordered by.
    #[must_use]
    pub const fn unsorted(mut self) -> Self {
        self.is_sortable = false;
        self
    }

    /// Shows on a phone, so wide.
    #[must_use]
    pub const fn phone(mut self, width: u16) -> Self {
        self.phone = Some(width);
        self
    }
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column's key.
    pub column: String,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

/// Narrower than this a column says nothing, wider than that it hides the others.
const NARROWEST: u16 = 48;
const WIDEST: u16 = 800;

/// Keeps a width that somebody dragged or typed in sense.
#[must_use]
pub fn bounded(width: f64) -> u16 {
    // `as` saturates, and the bounds are far inside.
    (width.round() as u16).clamp(NARROWEST, WIDEST)
}

/// Space after a column's values, and after the last one.
const GAP: u16 = 16;
const INSET: u16 = 24;
/// The column of checks, with its space.
const CHECK: u16 = 56;

fn rem(pixels: u16) -> String {
    format!("{}rem", f64::from(pixels) / 16.0)
}

/// The tracks of a row for the grid of the stylesheet, and how wide they are at least.
pub(super) fn tracks(columns: &[Column], has_checks: bool) -> (String, String) {
    let last = columns.len().saturating_sub(1);
    let mut tracks = Vec::with_capacity(columns.len() + 1);
    let mut sum = 0;
    if has_checks {
        tracks.push(rem(CHECK));
        sum += CHECK;
    }
    for (at, column) in columns.iter().enumerate() {
        let mut space = if at == last { INSET } else { GAP };
        if at == 0 && !has_checks {
            space += INSET;
        }
        let least = column.width.least().saturating_add(space);
        sum = sum.saturating_add(least);
        tracks.push(match column.width {
            Width::Fixed(_) => rem(least),
            Width::Rest(_) => format!("minmax({}, 1fr)", rem(least)),
        });
    }
    (tracks.join(" "), rem(sum))
}

/// The tracks of a row on a phone: the first column and what has a width there.
pub(super) fn phone_tracks(columns: &[Column], has_checks: bool) -> String {
    let mut tracks = Vec::new();
    if has_checks {
        tracks.push("2.75rem".to_owned());
    }
    tracks.push("minmax(0, 1fr)".to_owned());
    tracks.extend(
        columns
            .iter()
            .skip(1)
            .filter_map(|column| column.phone)
            .map(|width| format!("fit-content({})", rem(width))),
    );
    tracks.join(" ")
}

/// The order after a column's head was pressed: alone it becomes the order or turns round, with
/// Shift it is added as a further key or turns round there.
pub(super) fn next_order(order: &[SortKey], column: &str, adds: bool) -> Vec<SortKey> {
    let key = |is_descending| SortKey {
        column: column.to_owned(),
        is_descending,
    };
    let held = order.iter().find(|held| held.column == column);
    if !adds {
        let turns = order.len() == 1 && held.is_some_and(|held| !held.is_descending);
        return vec![key(turns)];
    }
    let mut next = order.to_vec();
    match next.iter_mut().find(|held| held.column == column) {
        Some(held) => held.is_descending = !held.is_descending,
        None => next.push(key(false)),
    }
    next
}

/// What draws something for a column.
pub(super) type Draw = Arc<dyn Fn(Column) -> AnyView + Send + Sync>;

/// Something for each column, in their order: the same code for the head and all rows.
pub(super) fn each_column(columns: Memo<Vec<Column>>, draw: Draw) -> AnyView {
    view! { <For each=move || columns.get() key=|column| column.key.clone() children=move |column| draw(column) /> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn order(keys: &[(&str, bool)]) -> Vec<SortKey> {
        keys.iter()
            .map(|(column, is_descending)| SortKey {
                column: (*column).to_owned(),
                is_descending: *is_descending,
            })
            .collect()
    }

    #[wasm_bindgen_test]
    fn a_press_orders_and_turns_round_and_shift_adds() {
        let check = |before: &[(&str, bool)], column, adds, after: &[(&str, bool)]| {
            assert_eq!(next_order(&order(before), column, adds), order(after));
        };
        check(&[], "name", false, &[("name", false)]);
        check(&[("name", false)], "name", false, &[("name", true)]);
        check(&[("name", true)], "name", false, &[("name", false)]);
        check(
            &[("name", true), ("value", false)],
            "value",
            false,
            &[("value", false)],
        );
        check(
            &[("name", true)],
            "value",
            true,
            &[("name", true), ("value", false)],
        );
        check(
            &[("name", true), ("value", false)],
            "value",
            true,
            &[("name", true), ("value", true)],
        );
    }

    #[wasm_bindgen_test]
    fn tracks_hold_the_space_between_columns() {
        let columns = [
            Column::new("name", "Name", 224).rest(),
            Column::new("value", "Value", 80).numeric().phone(64),
        ];
        let (desk, least) = tracks(&columns, true);
        assert_eq!(desk, "3.5rem minmax(15rem, 1fr) 6.5rem");
        assert_eq!(least, "25rem");
        assert_eq!(
            phone_tracks(&columns, false),
            "minmax(0, 1fr) fit-content(4rem)"
        );
    }

    #[wasm_bindgen_test]
    fn widths_stay_in_sense() {
        assert_eq!(bounded(-20.0), NARROWEST);
        assert_eq!(bounded(120.4), 120);
        assert_eq!(bounded(90_000.0), WIDEST);
    }
}
