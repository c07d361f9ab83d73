//! The shortcuts, once: the frame listens for those that work everywhere, menus and palette show
//! them, and the list of shortcuts tells them all. Those of a list, a record or a form are listened
//! for where the focus is; here they are only told.

use super::actions::Action;
use crate::i18n::Message;
use crate::message;
use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use std::cell::Cell;

/// Where a shortcut works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every screen.
    Anywhere,
    /// In lists.
    List,
    /// On the board of deals.
    Board,
    /// Among tickets, and on the page of one.
    Ticket,
    /// On the days of the calendar.
    Calendar,
    /// On the page of a segment.
    Segment,
    /// On the page of a record.
    Record,
    /// In forms.
    Form,
}

impl Place {
    /// All, in the order of the list.
    pub const ALL: [Self; 8] = [
        Self::Anywhere,
        Self::List,
        Self::Board,
        Self::Ticket,
        Self::Calendar,
        Self::Segment,
        Self::Record,
        Self::Form,
    ];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> Message {
        match self {
            Self::Anywhere => message!("shortcuts-group-anywhere"),
            Self::List => message!("shortcuts-group-list"),
            Self::Board => message!("shortcuts-group-board"),
            Self::Ticket => message!("tickets-title"),
            Self::Calendar => message!("shortcuts-group-calendar"),
            Self::Segment => message!("segments-title"),
            Self::Record => message!("shortcuts-group-record"),
            Self::Form => message!("shortcuts-group-form"),
        }
    }
}

/// What keys do.
#[derive(Clone, Copy)]
pub enum Means {
    /// Something of every screen.
    Does(Action),
    /// Something that the focused part of a screen does itself.
    Told(fn() -> Message),
}

/// Keys and what they do.
pub struct Shortcut {
    /// The keys, apart by spaces. `Mod` is Ctrl, on a Mac Cmd; without it, several are pressed one
    /// after the other.
    pub keys: &'static str,
    /// Other keys for the same.
    pub or: Option<&'static str>,
    /// Where they work.
    pub place: Place,
    /// What they do.
    pub means: Means,
}

const fn does(keys: &'static str, or: Option<&'static str>, action: Action) -> Shortcut {
    Shortcut {
        keys,
        or,
        place: Place::Anywhere,
        means: Means::Does(action),
    }
}

const fn told(
    place: Place,
    keys: &'static str,
    or: Option<&'static str>,
    label: fn() -> Message,
) -> Shortcut {
    Shortcut {
        keys,
        or,
        place,
        means: Means::Told(label),
    }
}

/// All shortcuts, in the order of the list.
pub static SHORTCUTS: [Shortcut; 66] = [
    does("Mod K", Some("/"), Action::Search),
    does("Mod Z", None, Action::Undo),
    does("Mod Shift Z", Some("Mod Y"), Action::Redo),
    does("G H", None, Action::GoHome),
    does("G C", None, Action::GoCustomers),
    does("G D", None, Action::GoDeals),
    does("G T", None, Action::GoTickets),
    does("G M", None, Action::GoCampaigns),
    does("G S", None, Action::GoSegments),
    does("G I", None, Action::GoInsights),
    does("G A", None, Action::GoAgenda),
    does("G X", None, Action::GoTrash),
    does("G ,", None, Action::GoSettings),
    does("N C", None, Action::NewCustomer),
    does("N D", None, Action::NewDeal),
    does("N T", None, Action::NewTicket),
    does("N A", None, Action::NewTask),
    does("L C", None, Action::LogCall),
    does("L M", None, Action::LogMeeting),
    does("L E", None, Action::LogEmail),
    does("L V", None, Action::LogVisit),
    does("L N", None, Action::LogNote),
    does("N I", None, Action::Import),
    does("?", None, Action::Shortcuts),
    told(Place::List, "J", Some("↓"), || message!("shortcut-next")),
    told(Place::List, "K", Some("↑"), || {
        message!("shortcut-previous")
    }),
    told(Place::List, "Home", None, || message!("shortcut-first")),
    told(Place::List, "End", None, || message!("shortcut-last")),
    told(Place::List, "Enter", None, || message!("shortcut-open")),
    told(Place::List, "Space", None, || message!("shortcut-preview")),
    told(Place::List, "X", None, || message!("shortcut-select")),
    told(Place::List, "Shift ↓", Some("Shift ↑"), || {
        message!("shortcut-extend")
    }),
    told(Place::List, "Mod A", None, || {
        message!("shortcut-select-all")
    }),
    told(Place::List, "E", None, || message!("shortcut-edit")),
    told(Place::List, "F", None, || message!("shortcut-filter")),
    told(Place::List, "S", None, || message!("shortcut-sort")),
    told(Place::List, "V", None, || message!("shortcut-views")),
    told(Place::Board, "M", None, || message!("shortcut-move")),
    told(Place::Board, "Enter", None, || message!("shortcut-drop")),
    told(Place::Board, "Esc", None, || message!("shortcut-take-back")),
    told(Place::Ticket, "R", None, || message!("ticket-reply")),
    told(Place::Ticket, "I", None, || message!("ticket-internal")),
    told(Place::Ticket, "F", None, || message!("ticket-from")),
    told(Place::Ticket, "A", None, || message!("ticket-assign")),
    told(Place::Ticket, "Shift R", None, || {
        message!("ticket-resolve")
    }),
    told(Place::Ticket, "C", None, || message!("need-capture")),
    told(Place::Ticket, "T", None, || message!("tickets-new")),
    told(Place::Calendar, "←", Some("→"), || {
        message!("shortcut-day")
    }),
    told(Place::Calendar, "↑", Some("↓"), || {
        message!("shortcut-week")
    }),
    told(Place::Calendar, "PageUp", Some("PageDown"), || {
        message!("shortcut-month")
    }),
    told(Place::Calendar, "Alt ←", Some("Alt →"), || {
        message!("shortcut-move-entry")
    }),
    told(Place::Calendar, "Enter", None, || {
        message!("shortcut-new-on-day")
    }),
    told(Place::Segment, "Alt ↑", Some("Alt ↓"), || {
        message!("segments-move-condition")
    }),
    told(Place::Segment, "M", None, || message!("segments-carry")),
    told(Place::Segment, "Mod S", None, || message!("segments-save")),
    told(Place::Record, "D", None, || message!("shortcut-advice")),
    told(Place::Record, "L T", None, || message!("composer-add-task")),
    told(Place::Record, "C", None, || message!("need-capture")),
    told(Place::Record, "Mod Shift Enter", None, || {
        message!("composer-add-need")
    }),
    told(Place::Record, "[", None, || {
        message!("shortcut-previous-record")
    }),
    told(Place::Record, "]", None, || {
        message!("shortcut-next-record")
    }),
    told(Place::Form, "1", Some("2"), || {
        message!("shortcut-conflict")
    }),
    told(Place::Form, "Mod Enter", None, || {
        message!("shortcut-primary")
    }),
    told(Place::Form, "Enter", None, || message!("shortcut-save")),
    told(Place::Form, "Tab", None, || message!("shortcut-next-field")),
    told(Place::Form, "Esc", None, || message!("shortcut-take-back")),
];

/// The keys that do something from everywhere, as they are shown; none where it has none.
#[must_use]
pub fn keys_of(action: Action) -> Option<String> {
    let found = SHORTCUTS
        .iter()
        .find(|shortcut| matches!(shortcut.means, Means::Does(other) if other == action));
    found.map(|shortcut| shown(shortcut.keys))
}

/// Keys as this device calls them.
#[must_use]
pub fn shown(keys: &str) -> String {
    let modifier = if is_mac() { "⌘" } else { "Ctrl" };
    keys.replace("Mod", modifier)
}

fn is_mac() -> bool {
    let agent = leptos::prelude::window().navigator().user_agent();
    agent.is_ok_and(|agent| agent.contains("Mac OS"))
}

thread_local! {
    /// Whether single letters do something: who speaks to the computer switches them off.
    static HAS_LETTERS: Cell<bool> = const { Cell::new(true) };
}

/// Switches single letters on or off.
pub fn set_letters(is_on: bool) {
    HAS_LETTERS.set(is_on);
}

/// Whether a key without Ctrl or Cmd is no shortcut now: it was pressed where text is typed, or
/// single letters are switched off.
#[must_use]
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let has_command = event.ctrl_key() || event.meta_key();
    if !has_command && !HAS_LETTERS.get() && event.key().chars().count() == 1 {
        return true;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        let is_field = matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
        let is_inside = element.closest("[contenteditable], dialog");
        is_field || is_inside.ok().flatten().is_some()
    })
}

/// Hears the keys of every screen. Of two pressed one after the other, the first is remembered until
/// the next.
#[derive(Default)]
pub struct Keyboard {
    before: Cell<Option<char>>,
}

impl Keyboard {
    /// The action that a key asks for, if any; the key is then ours.
    pub fn press(&self, event: &KeyboardEvent) -> Option<Action> {
        let before = self.before.take();
        if event.default_prevented() || event.is_composing() || event.alt_key() {
            return None;
        }
        let has_command = event.ctrl_key() || event.meta_key();
        let key = event.key().to_ascii_uppercase();
        // The palette is called from a field too; undo there is the field's own.
        if is_typing(event) && !(has_command && key == "K" && !is_in_dialog(event)) {
            return None;
        }
        let found = SHORTCUTS.iter().find_map(|shortcut| {
            let Means::Does(action) = shortcut.means else {
                return None;
            };
            let mut ways = [Some(shortcut.keys), shortcut.or].into_iter().flatten();
            ways.any(|way| is_pressed(way, &key, has_command, event.shift_key(), before))
                .then_some(action)
        });
        if found.is_none() && !has_command {
            let mut letters = key.chars();
            let first = letters.next().filter(|_| letters.next().is_none());
            self.before.set(first.filter(|first| begins(*first)));
        }
        found
    }
}

/// Whether a key was pressed in an open dialog; one that has just closed may still have the focus.
fn is_in_dialog(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.closest("dialog[open]").ok().flatten().is_some())
}

/// Whether keys of two begin with this one.
fn begins(letter: char) -> bool {
    SHORTCUTS.iter().any(|shortcut| {
        let mut keys = shortcut.keys.split(' ');
        let first = keys.next().unwrap_or_default();
        matches!(shortcut.means, Means::Does(_))
            && keys.next().is_some()
            && first.starts_with(letter)
            && first.chars().count() == 1
    })
}

fn is_pressed(
    way: &str,
    key: &str,
    has_command: bool,
    has_shift: bool,
    before: Option<char>,
) -> bool {
    let keys: Vec<&str> = way.split(' ').collect();
    match keys.as_slice() {
        ["Mod", "Shift", last] => has_command && has_shift && *last == key,
        ["Mod", last] => has_command && !has_shift && *last == key,
        [first, last] => {
            !has_command && before.is_some_and(|before| first.starts_with(before)) && *last == key
        }
        // A sign may need Shift on some keyboards.
        [only] => !has_command && before.is_none() && *only == key,
        _ => false,
    }
}
