//! The icons: drawn in a box of 16, in the ink around them, each as the data of one path.
//! They are constants rather than files, so that none is fetched and none is unused.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// A drawing, named by what it shows or stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// The satchel.
    Logo,
    /// Customers.
    People,
    /// One person, an owner.
    Person,
    /// A company.
    Building,
    /// Deals, a board.
    Deals,
    /// A date, the agenda.
    Calendar,
    /// Settings.
    Settings,
    /// Search.
    Search,
    /// Add.
    Plus,
    /// Done, chosen.
    Check,
    /// Close, remove, lost.
    Cross,
    /// On.
    ChevronRight,
    /// Back.
    ChevronLeft,
    /// Opens below.
    ChevronDown,
    /// A switch between several.
    ChevronUpDown,
    /// Becomes, moves to.
    ArrowRight,
    /// Ascending, previous.
    ArrowUp,
    /// Descending, next.
    ArrowDown,
    /// Conditions of a list.
    Filter,
    /// Order of a list.
    Sort,
    /// Columns of a list.
    Columns,
    /// Rows in groups.
    Rows,
    /// What else there is.
    More,
    /// Takes back.
    Undo,
    /// A call.
    Phone,
    /// An e-mail.
    Mail,
    /// A note.
    Note,
    /// A task.
    Task,
    /// A visit, a place.
    Visit,
    /// Stale, waiting.
    Clock,
    /// Needs a look.
    Warning,
    /// News.
    Info,
    /// Locked.
    Lock,
    /// Sync.
    Cloud,
    /// Import, back up.
    Download,
    /// Export.
    Upload,
    /// A file.
    File,
    /// Merge.
    Merge,
    /// A handle.
    Drag,
    /// A tag.
    Tag,
    /// A table.
    Table,
    /// A suggestion, a source.
    Bolt,
    /// An order, stored data.
    Database,
    /// Backup, protection.
    Shield,
    /// A saved view.
    Star,
    /// By keys.
    Keyboard,
    /// Trash.
    Trash,
    /// Saved.
    Saved,
    /// Copies.
    Copy,
    /// Money, a transaction.
    Coins,
    /// A changed field.
    Edit,
    /// History, merged.
    History,
    /// Help.
    Help,
    /// A folder.
    Folder,
    /// Something is under way.
    Spinner,
    /// Does again.
    Redo,
    /// Home, today.
    Home,
    /// Tickets.
    Ticket,
    /// Campaigns.
    Campaign,
    /// Segments.
    Segment,
    /// What customers need.
    Need,
    /// Insights.
    Insights,
}

impl Glyph {
    /// Gives the path's data, as SVG's `d` attribute has it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Logo => {
                "M2.5 6.5h11v5a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM5.5 6.5V4a1.5 1.5 0 0 1 1.5-1.5h2A1.5 1.5 0 0 1 10.5 4v2.5M2.5 6.5 6.5 9.5h3l4-3"
            }
            Self::People => {
                "M3.5 5.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0zM1.5 13.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12.5 10c1.2.600 1.9 1.8 2 3.5"
            }
            Self::Person => {
                "M5.25 5.5a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0 -5.5 0zM2.75 13.5c.400-2.7 2.3-4 5.25-4s4.85 1.3 5.25 4"
            }
            Self::Building => {
                "M3.5 13.5v-10a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v10M9.5 6.5h2a1 1 0 0 1 1 1v6M2 13.5h12M6 5.5h1M6 8h1M6 10.5h1"
            }
            Self::Deals => {
                "M3 2.5h1.2a1 1 0 0 1 1 1v9a1 1 0 0 1 -1 1h-1.2a1 1 0 0 1 -1 -1v-9a1 1 0 0 1 1 -1zM7.4 2.5h1.2a1 1 0 0 1 1 1v5.5a1 1 0 0 1 -1 1h-1.2a1 1 0 0 1 -1 -1v-5.5a1 1 0 0 1 1 -1zM11.8 2.5h1.2a1 1 0 0 1 1 1v3a1 1 0 0 1 -1 1h-1.2a1 1 0 0 1 -1 -1v-3a1 1 0 0 1 1 -1z"
            }
            Self::Calendar => {
                "M4 3.5h8a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-8a1.5 1.5 0 0 1 -1.5 -1.5v-7a1.5 1.5 0 0 1 1.5 -1.5zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5"
            }
            Self::Settings => {
                "M2.5 4.5h5M11 4.5h2.5M2.5 11.5H5M8.5 11.5h5M7.5 4.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0 -3.5 0zM5 11.5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0 -3.5 0z"
            }
            Self::Search => "M2.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0zM10.5 10.5l3 3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Check => "M3 8.5l3.25 3.25L13 5",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::ChevronRight => "M6 3.5l4.5 4.5L6 12.5",
            Self::ChevronLeft => "M10 3.5 5.5 8l4.5 4.5",
            Self::ChevronDown => "M3.5 6 8 10.5 12.5 6",
            Self::ChevronUpDown => "M5 6l3-3 3 3M5 10l3 3 3-3",
            Self::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Self::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Self::Filter => "M2.5 4h11M4.5 8h7M6.5 12h3",
            Self::Sort => "M5 3v10M2.5 10.5 5 13l2.5-2.5M9 4h5M9 8h3.5M9 12h2",
            Self::Rows => "M2.5 3.5h11M5.5 6.5h8M2.5 9.5h11M5.5 12.5h8",
            Self::Columns => {
                "M4 3h8a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-8a1.5 1.5 0 0 1 -1.5 -1.5v-7a1.5 1.5 0 0 1 1.5 -1.5zM6.2 3v10M9.8 3v10"
            }
            Self::More => {
                "M3.75 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM8.25 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM12.75 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0z"
            }
            Self::Undo => "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3.5 2.5 6.5l3 3",
            Self::Phone => {
                "M3 3.5c0-.6.4-1 1-1h1.7c.400 0 .8.3.9.7l.6 2.1c.1.4 0 .8-.3 1l-1 .8a8 8 0 0 0 3.5 3.5l.8-1c.2-.3.6-.4 1-.3l2.1.6c.4.1.7.5.7.9v1.7c0 .6-.4 1-1 1A10 10 0 0 1 3 3.5z"
            }
            Self::Mail => {
                "M3.5 3.5h9a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1 -1.5 1.5h-9a1.5 1.5 0 0 1 -1.5 -1.5v-6a1.5 1.5 0 0 1 1.5 -1.5zM2.5 5l5.5 4 5.5-4"
            }
            Self::Note => "M3.5 2.5h9v7.5l-3.5 3.5H3.5zM12.5 10H9v3.5M6 5.5h4M6 8h2.5",
            Self::Task => {
                "M4.5 2.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM5.5 8l2 2 3.5-4"
            }
            Self::Visit => {
                "M8 14c3-3 4.5-5.3 4.5-7.3a4.5 4.5 0 0 0-9 0C3.5 8.7 5 11 8 14zM6.5 6.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0 -3 0z"
            }
            Self::Clock => "M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0zM8 5v3l2 1.5",
            Self::Warning => "M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01",
            Self::Info => "M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0zM8 7.5v3M8 5.4v.01",
            Self::Lock => {
                "M4.5 7h7a1.5 1.5 0 0 1 1.5 1.5v3.5a1.5 1.5 0 0 1 -1.5 1.5h-7a1.5 1.5 0 0 1 -1.5 -1.5v-3.5a1.5 1.5 0 0 1 1.5 -1.5zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"
            }
            Self::Cloud => {
                "M4.5 12.5a2.75 2.75 0 0 1-.3-5.48 4 4 0 0 1 7.7.300A2.6 2.6 0 0 1 11.5 12.5z"
            }
            Self::Download => "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
            Self::Upload => "M8 10.5V3M4.5 6 8 2.5 11.5 6M2.5 13.5h11",
            Self::File => "M4 2.5h5l3.5 3.5v7.5H4zM9 2.5V6h3.5",
            Self::Merge => "M4 2.5v3c0 2 4 2.5 4 5v3M12 2.5v3c0 2-4 2.5-4 5M6 11.5l2 2 2-2",
            Self::Drag => {
                "M6.25 3.5a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM10.25 3.5a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM6.25 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM10.25 8a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM6.25 12.5a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0zM10.25 12.5a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0z"
            }
            Self::Tag => "M2.5 7.5v-5h5l6 6-5 5zM5.45 5.2a.25.25 0 1 1-.5 0 .25.25 0 0 1 .5 0z",
            Self::Table => {
                "M4 3h8a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-8a1.5 1.5 0 0 1 -1.5 -1.5v-7a1.5 1.5 0 0 1 1.5 -1.5zM2.5 6.3h11M2.5 9.7h11M6.5 6.3V13"
            }
            Self::Bolt => "M9 2 3.5 9H8l-1 5 5.5-7H8z",
            Self::Database => {
                "M3 4a5 1.75 0 1 0 10 0a5 1.75 0 1 0 -10 0zM3 4v8c0 1 2.2 1.75 5 1.75S13 13 13 12V4M3 8c0 1 2.2 1.75 5 1.75S13 9 13 8"
            }
            Self::Shield => "M8 2 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4zM6 8l1.5 1.5L10.3 6.5",
            Self::Star => "M8 2.5l1.7 3.5 3.8.5-2.8 2.7.7 3.8L8 11.2 4.6 13l.7-3.8L2.5 6.5 6.3 6z",
            Self::Keyboard => {
                "M3 4h10a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1 -1.5 1.5h-10a1.5 1.5 0 0 1 -1.5 -1.5v-5a1.5 1.5 0 0 1 1.5 -1.5zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5.5 9.5h5"
            }
            Self::Trash => "M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9",
            Self::Saved => "M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0zM5.7 8.2l1.6 1.6 3-3.3",
            Self::Copy => {
                "M7 5.5h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1 -1.5 1.5h-5a1.5 1.5 0 0 1 -1.5 -1.5v-5a1.5 1.5 0 0 1 1.5 -1.5zM10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"
            }
            Self::Coins => {
                "M3 5a5 2.25 0 1 0 10 0a5 2.25 0 1 0 -10 0zM3 5v6c0 1.25 2.2 2.25 5 2.25s5-1 5-2.25V5M3 8c0 1.25 2.2 2.25 5 2.25S13 9.25 13 8"
            }
            Self::Edit => "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
            Self::History => "M3 8a5 5 0 1 0 1.5-3.6L3 6M3 3v3h3M8 5.5V8l2 1.2",
            Self::Help => {
                "M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0zM6.5 6.5c0-1 .7-1.5 1.5-1.5s1.5.5 1.5 1.4c0 1.1-1.5 1.1-1.5 2.3M8 10.9v.01"
            }
            Self::Folder => {
                "M2 4.5a1 1 0 0 1 1-1h3l1.5 1.5H13a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z"
            }
            Self::Spinner => "M8 2.5a5.5 5.5 0 1 1-5.5 5.5",
            Self::Redo => "M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 3.5l3 3-3 3",
            Self::Home => "M2.5 7.5 8 2.5l5.5 5M4 6.5v7h8v-7M6.5 13.5v-4h3v4",
            Self::Ticket => {
                "M2.5 4.5h11v2.2a1.3 1.3 0 0 0 0 2.6v2.2h-11V9.3a1.3 1.3 0 0 0 0-2.6zM6.5 6.5v3M9.5 6.5v3"
            }
            Self::Campaign => {
                "M2.5 6.5v3h2l5.5 3.5v-10L4.5 6.5zM12 6a3 3 0 0 1 0 4M5.5 9.8l.8 3.2h1.5"
            }
            Self::Segment => {
                "M2 8a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0 -7.5 0zM6.5 8a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0 -7.5 0z"
            }
            Self::Insights => "M2.5 2.5v11h11M5.5 11V8M8.5 11V5M11.5 11V6.5",
            Self::Need => {
                "M5.5 10.5c-1.2-.9-2-2.2-2-3.7a4.5 4.5 0 0 1 9 0c0 1.5-.8 2.8-2 3.7v1h-5zM6 13.5h4"
            }
        }
    }
}

/// A drawing in the size and ink of what it stands in; the spinner turns. It says nothing: the words
/// stand beside.
#[component]
pub fn Icon(
    /// Which drawing.
    glyph: Glyph,
) -> impl IntoView {
    let turning = match glyph {
        Glyph::Spinner => " data-turning",
        _ => "",
    };
    let path = glyph.path();
    // Nothing of it ever changes, and a page has dozens: the browser copies each from a template.
    InertElement::new(format!(
        r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"{turning}><path d="{path}"/></svg>"#
    ))
}
