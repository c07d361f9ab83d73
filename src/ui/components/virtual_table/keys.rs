//! What the keys of a table mean, and where a step leads.

use leptos::ev::KeyboardEvent;

use super::state::Active;

/// A step in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Up,
    Down,
    Left,
    Right,
    First,
    Last,
    PageUp,
    PageDown,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    Go(Move),
    /// Selects on, down if true.
    Extend(bool),
    Toggle,
    All,
    Clear,
    /// Opens a row, or orders by a header; with Shift as a further key.
    Open {
        adds: bool,
    },
    Preview,
    Edit,
    /// Makes the header's column wider by so many pixels.
    Wider(f64),
}

/// How much one press widens a column.
const STEP: f64 = 16.0;

impl Order {
    /// Reads a key; none where the table has no use for it.
    pub(super) fn read(event: &KeyboardEvent, letters: bool) -> Option<Self> {
        let command = event.ctrl_key() || event.meta_key();
        Self::from_parts(
            &event.key(),
            command,
            event.shift_key(),
            event.alt_key(),
            letters,
        )
    }

    fn from_parts(key: &str, command: bool, shift: bool, alt: bool, letters: bool) -> Option<Self> {
        if alt {
            return None;
        }
        if command {
            return match key {
                "a" | "A" => Some(Self::All),
                "Home" => Some(Self::Go(Move::First)),
                "End" => Some(Self::Go(Move::Last)),
                _ => None,
            };
        }
        let order = match key {
            "ArrowUp" if shift => Self::Extend(false),
            "ArrowDown" if shift => Self::Extend(true),
            "ArrowLeft" if shift => Self::Wider(-STEP),
            "ArrowRight" if shift => Self::Wider(STEP),
            "ArrowUp" => Self::Go(Move::Up),
            "ArrowDown" => Self::Go(Move::Down),
            "ArrowLeft" => Self::Go(Move::Left),
            "ArrowRight" => Self::Go(Move::Right),
            "Home" => Self::Go(Move::First),
            "End" => Self::Go(Move::Last),
            "PageUp" => Self::Go(Move::PageUp),
            "PageDown" => Self::Go(Move::PageDown),
            "Enter" => Self::Open { adds: shift },
            " " => Self::Preview,
            "Escape" => Self::Clear,
            "j" if letters => Self::Go(Move::Down),
            "k" if letters => Self::Go(Move::Up),
            "x" if letters => Self::Toggle,
            "e" if letters => Self::Edit,
            _ => return None,
        };
        Some(order)
    }
}

/// Where a step leads in a table of `count` rows and `width` columns.
pub(super) fn step(at: Active, step: Move, count: usize, width: usize, page: usize) -> Active {
    let last = count.saturating_sub(1);
    let to = |row: usize| Active {
        row: (count > 0).then(|| row.min(last)),
        column: at.column,
    };
    let head = Active {
        row: None,
        column: Some(at.column.unwrap_or_default()),
    };
    match (step, at.row) {
        (Move::Down, None) | (Move::First, _) => to(0),
        (Move::Down, Some(row)) => to(row + 1),
        (Move::Up, None | Some(0)) => head,
        (Move::Up, Some(row)) => to(row - 1),
        (Move::Last, _) => to(last),
        (Move::PageDown, row) => to(row.unwrap_or_default() + page),
        (Move::PageUp, row) => to(row.unwrap_or_default().saturating_sub(page)),
        (Move::Right, _) => {
            let column = at.column.map_or(0, |column| column + 1);
            Active {
                column: Some(column.min(width.saturating_sub(1))),
                ..at
            }
        }
        // Left of the first cell is the row as a whole; a header has no such thing.
        (Move::Left, None) => Active {
            column: Some(at.column.unwrap_or_default().saturating_sub(1)),
            ..at
        },
        (Move::Left, Some(_)) => Active {
            column: at.column.and_then(|column| column.checked_sub(1)),
            ..at
        },
    }
}

/// What the check in the header shows.
pub(super) const fn checked(selected: usize, count: usize) -> &'static str {
    if selected == 0 {
        "false"
    } else if selected >= count {
        "true"
    } else {
        "mixed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn steps_stay_in_the_table() {
        let at = |row, column| Active { row, column };
        let check = |from, by, expected| assert_eq!(step(from, by, 10, 3, 4), expected);
        check(at(None, None), Move::Down, at(Some(0), None));
        check(at(Some(9), None), Move::Down, at(Some(9), None));
        check(at(Some(0), None), Move::Up, at(None, Some(0)));
        check(at(None, Some(1)), Move::Up, at(None, Some(1)));
        check(at(Some(3), None), Move::PageDown, at(Some(7), None));
        check(at(Some(3), None), Move::PageUp, at(Some(0), None));
        check(at(Some(3), None), Move::Last, at(Some(9), None));
        check(at(Some(3), None), Move::Right, at(Some(3), Some(0)));
        check(at(Some(3), Some(2)), Move::Right, at(Some(3), Some(2)));
        check(at(Some(3), Some(0)), Move::Left, at(Some(3), None));
        assert_eq!(step(at(None, None), Move::Down, 0, 3, 4), at(None, None));
    }

    #[wasm_bindgen_test]
    fn letters_can_be_switched_off() {
        assert_eq!(
            Order::from_parts("j", false, false, false, true),
            Some(Order::Go(Move::Down))
        );
        assert_eq!(Order::from_parts("j", false, false, false, false), None);
        assert_eq!(
            Order::from_parts("a", true, false, false, false),
            Some(Order::All)
        );
        assert_eq!(
            Order::from_parts("ArrowDown", false, false, true, true),
            None
        );
    }
}
