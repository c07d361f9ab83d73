//! Which rows of a long table are drawn, and which drawn row shows which. Arithmetic only: the
//! elements are moved by the table.

/// Rows drawn beyond either edge, so that a quick wheel meets no blank.
const SPARE: usize = 5;

/// What can be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct View {
    /// Height of a row.
    pub(super) row: f64,
    /// Height that rows show in.
    pub(super) height: f64,
    /// How far it is scrolled.
    pub(super) scroll: f64,
}

impl View {
    /// The first row that shows and how many do, whole or in part.
    pub(super) fn shown(self, count: usize) -> (usize, usize) {
        if self.row <= 0.0 || count == 0 {
            return (0, 0);
        }
        // `as` cannot go wrong here: both are small and not negative.
        let first = (self.scroll.max(0.0) / self.row).floor() as usize;
        let last = ((self.scroll.max(0.0) + self.height) / self.row).ceil() as usize;
        let first = first.min(count - 1);
        (first, last.clamp(first + 1, count) - first)
    }

    /// How many rows are to be drawn.
    pub(super) fn needed(self, count: usize) -> usize {
        if self.row <= 0.0 {
            return 0;
        }
        let fit = (self.height / self.row).ceil() as usize + 1;
        (fit + 2 * SPARE).min(count)
    }

    /// The first of `drawn` rows: as many before what shows as after it.
    pub(super) fn start(self, count: usize, drawn: usize) -> usize {
        let (first, _) = self.shown(count);
        first.saturating_sub(SPARE).min(count.saturating_sub(drawn))
    }

    /// Where to scroll so that a row shows whole, with `margin` free below it.
    pub(super) fn reveal(self, index: usize, margin: f64) -> Option<f64> {
        let top = index as f64 * self.row;
        let bottom = top + self.row + margin;
        if top < self.scroll {
            Some(top)
        } else if bottom > self.scroll + self.height {
            Some(bottom - self.height)
        } else {
            None
        }
    }

    /// How many rows a page is.
    pub(super) fn page(self) -> usize {
        if self.row <= 0.0 {
            1
        } else {
            ((self.height / self.row).floor() as usize).max(2) - 1
        }
    }
}

/// How the drawn rows turn when the first of them changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing moves.
    Stay,
    /// So many go from the front to the back.
    Forward(usize),
    /// So many go from the back to the front.
    Back(usize),
    /// All show others; none moves.
    All,
}

impl Turn {
    /// Compares where `drawn` rows began with where they begin now.
    pub(super) fn between(old: usize, new: usize, drawn: usize) -> Self {
        match new.abs_diff(old) {
            0 => Self::Stay,
            by if by >= drawn => Self::All,
            by if new > old => Self::Forward(by),
            by => Self::Back(by),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const VIEW: View = View {
        row: 36.0,
        height: 360.0,
        scroll: 0.0,
    };

    #[wasm_bindgen_test]
    fn rows_in_part_count_as_shown() {
        assert_eq!(VIEW.shown(1000), (0, 10));
        assert_eq!(
            View {
                scroll: 18.0,
                ..VIEW
            }
            .shown(1000),
            (0, 11)
        );
        assert_eq!(
            View {
                scroll: 36.0 * 990.0,
                ..VIEW
            }
            .shown(1000),
            (990, 10)
        );
        assert_eq!(VIEW.shown(0), (0, 0));
        assert_eq!(VIEW.shown(3), (0, 3));
        // The list became shorter than the scroll position says.
        assert_eq!(
            View {
                scroll: 36_000.0,
                ..VIEW
            }
            .shown(3),
            (2, 1)
        );
    }

    #[wasm_bindgen_test]
    fn what_shows_is_always_drawn() {
        for count in [0, 1, 9, 27, 28, 1000] {
            for scroll in 0..400 {
                let view = View {
                    scroll: f64::from(scroll) * 31.0,
                    ..VIEW
                };
                let drawn = view.needed(count);
                let start = view.start(count, drawn);
                let (first, shown) = view.shown(count);
                assert!(
                    start <= first && first + shown <= start + drawn,
                    "{count} {scroll}"
                );
                assert!(start + drawn <= count.max(drawn));
            }
        }
    }

    #[wasm_bindgen_test]
    fn a_row_is_revealed_with_its_margin() {
        assert_eq!(VIEW.reveal(5, 0.0), None);
        assert_eq!(VIEW.reveal(10, 0.0), Some(36.0));
        assert_eq!(VIEW.reveal(9, 64.0), Some(64.0));
        assert_eq!(
            View {
                scroll: 100.0,
                ..VIEW
            }
            .reveal(1, 0.0),
            Some(36.0)
        );
    }

    #[wasm_bindgen_test]
    fn few_rows_turn_and_many_stay() {
        assert_eq!(Turn::between(4, 4, 20), Turn::Stay);
        assert_eq!(Turn::between(4, 7, 20), Turn::Forward(3));
        assert_eq!(Turn::between(7, 4, 20), Turn::Back(3));
        assert_eq!(Turn::between(0, 500, 20), Turn::All);
    }
}
