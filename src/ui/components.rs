//! The parts that screens are made of, one file each, with a stylesheet of the same name.
//!
//! They know neither the domain nor the language: every visible word comes in by a property,
//! already translated, and what happens goes out by a callback. State that is styled is an
//! attribute, so that what is seen is also what is announced.

use std::sync::atomic::{AtomicU32, Ordering};

mod avatar;
mod bar_chart;
mod bars;
mod board;
mod bulk_bar;
mod button;
mod card;
mod cell_editor;
mod chart;
mod chart_card;
mod check_box;
mod chip;
mod command_palette;
mod completeness;
mod date_field;
mod dialog;
mod empty_state;
mod factors;
mod field;
mod filter_chip;
mod heat_grid;
mod icon;
mod icon_button;
mod inline_field;
mod key_cap;
mod line_chart;
mod menu;
mod meter;
mod name_cell;
mod notice;
mod page_header;
mod placeholder;
mod popover;
mod progress;
mod radio_group;
mod save_line;
mod score_bar;
mod search_field;
mod segmented;
mod select_field;
mod stepper;
mod switch;
mod table_footer;
mod tabs;
mod text_area;
mod text_field;
mod timeline_entry;
mod toast;
mod virtual_table;

pub use avatar::{Avatar, AvatarShape, AvatarSize};
pub use bar_chart::{Bar, BarCategory, BarChart, BarData, BarMarker, BarSeries};
pub use bars::{BarRow, BarWord, Bars};
pub use board::{Board, BoardCard, BoardLane, BoardStrip, BoardText, Landing};
pub use bulk_bar::BulkBar;
pub use button::{Button, ButtonKind};
pub use card::{Card, CardRow};
pub use cell_editor::CellEditor;
pub use chart::{ChartLine, LineAt};
pub use chart_card::{
    ChartCard, ChartCell, ChartFile, ChartRow, ChartState, ChartTable, ChartText,
};
pub use check_box::CheckBox;
pub use chip::Chip;
pub use command_palette::{
    CommandPalette, PaletteChoice, PaletteGroup, PaletteMark, PaletteText, Piece,
};
pub use completeness::Completeness;
pub use date_field::DateField;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use factors::{Factor, Factors};
pub use field::Field;
pub use filter_chip::{FilterChip, FilterGroup, FilterJoiner, FilterPart};
pub use heat_grid::{HeatCell, HeatData, HeatGrid, HeatRow};
pub use icon::{Glyph, Icon};
pub use icon_button::IconButton;
pub use inline_field::{InlineField, InlineKind};
pub use key_cap::{KeyCap, Keys};
pub use line_chart::{Line, LineChart, LineData, LinePoint};
pub use menu::{Menu, MenuItem, MenuList, MenuPopover, MenuSheet};
pub use meter::{LegendEntry, Meter, MeterLegend, MeterPart, MeterSize, Series};
pub use name_cell::NameCell;
pub use notice::Notice;
pub use page_header::{PageHeader, use_title};
pub use placeholder::Placeholder;
pub use popover::{Popover, PopoverSheet};
pub use progress::Progress;
pub use radio_group::RadioGroup;
pub use save_line::{SaveLine, SavePart};
pub use score_bar::ScoreBar;
pub use search_field::SearchField;
pub use segmented::{Segment, Segmented};
pub use select_field::SelectField;
pub use stepper::Stepper;
pub use switch::Switch;
pub use table_footer::TableFooter;
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use text_field::TextField;
pub use timeline_entry::{Timeline, TimelineEntry, Weight};
pub use toast::{Toast, ToastBox, ToastHost, ToastLine};
pub use virtual_table::{
    Align, Column, Selecting, SortKey, TableRow, VirtualTable, Width, bounded,
};

/// What a mark means, for whatever wears a colour. The colour is never alone: a word or a shape
/// stands with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Of the product's own: a suggestion, an opportunity.
    Accent,
    /// News that is neither good nor bad.
    Info,
    /// Won, met, in time.
    Positive,
    /// At risk, stale, needs a look.
    Warning,
    /// Late, lost, failed.
    Negative,
}

impl Tone {
    /// Names the tone for `data-tone`, where the stylesheet reads it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Info => "info",
            Self::Positive => "positive",
            Self::Warning => "warning",
            Self::Negative => "negative",
        }
    }
}

/// One of the values that a field offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// Pairs a value with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// Makes an id that no other element of this page has.
#[must_use]
pub fn element_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
