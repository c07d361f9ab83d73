//! What can be done from every screen, once: the keys, the menus, the palette and the list of
//! shortcuts read it here, so that none of them knows a way that the others do not.

use super::app::App;
use super::backup::Backups;
use super::components::Glyph;
use super::frame::{Asked, Making};
use super::host::Preference;
use super::lists::columns::show_density;
use crate::domain::RecordId;
use crate::i18n::{Locale, Message};
use crate::message;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Something to do from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Opens the palette.
    Search,
    /// Opens the form for a customer.
    NewCustomer,
    /// Opens the form for a deal.
    NewDeal,
    /// Opens the form for a ticket.
    NewTicket,
    /// Opens the form for something to do.
    NewTask,
    /// Opens the form for a call.
    LogCall,
    /// Opens the form for a meeting.
    LogMeeting,
    /// Opens the form for an e-mail.
    LogEmail,
    /// Opens the form for a visit.
    LogVisit,
    /// Opens the form for a note.
    LogNote,
    /// Opens the form for a campaign.
    NewCampaign,
    /// Opens the form for a segment.
    NewSegment,
    /// Brings in a file.
    Import,
    /// Goes to what is to be done today.
    GoHome,
    /// Goes to the customers.
    GoCustomers,
    /// Goes to the deals.
    GoDeals,
    /// Goes to the tickets.
    GoTickets,
    /// Goes to the campaigns.
    GoCampaigns,
    /// Goes to the segments.
    GoSegments,
    /// Goes to the insights.
    GoInsights,
    /// Goes to tasks and calendar.
    GoAgenda,
    /// Goes to what customers need.
    GoNeeds,
    /// Goes to what customers bought.
    GoTransactions,
    /// Goes to the products.
    GoProducts,
    /// Goes to those who are responsible.
    GoOwners,
    /// Goes to the trash.
    GoTrash,
    /// Goes to the settings.
    GoSettings,
    /// Goes to the rules of the score.
    GoScore,
    /// Goes to what is stored, and how safely.
    GoData,
    /// Goes to how the workspace is kept in step with a database.
    GoSync,
    /// Takes back what was done last.
    Undo,
    /// Does it again.
    Redo,
    /// Makes a backup.
    BackUp,
    /// Chooses a backup to restore.
    Restore,
    /// Founds another workspace.
    NewWorkspace,
    /// Light becomes dark, dark light.
    SwitchTheme,
    /// The other language.
    SwitchLanguage,
    /// The next height of rows.
    SwitchDensity,
    /// The list of shortcuts.
    Shortcuts,
}

impl Action {
    /// All, in the order in which the palette offers them.
    pub const ALL: [Self; 39] = [
        Self::NewCustomer,
        Self::NewDeal,
        Self::NewTicket,
        Self::NewTask,
        Self::LogCall,
        Self::LogMeeting,
        Self::LogEmail,
        Self::LogVisit,
        Self::LogNote,
        Self::NewCampaign,
        Self::NewSegment,
        Self::Import,
        Self::GoHome,
        Self::GoCustomers,
        Self::GoDeals,
        Self::GoTickets,
        Self::GoCampaigns,
        Self::GoSegments,
        Self::GoInsights,
        Self::GoAgenda,
        Self::GoNeeds,
        Self::GoTransactions,
        Self::GoProducts,
        Self::GoOwners,
        Self::GoTrash,
        Self::GoSettings,
        Self::GoScore,
        Self::GoData,
        Self::GoSync,
        Self::BackUp,
        Self::Restore,
        Self::Undo,
        Self::Redo,
        Self::SwitchTheme,
        Self::SwitchLanguage,
        Self::SwitchDensity,
        Self::NewWorkspace,
        Self::Shortcuts,
        Self::Search,
    ];

    /// The stable word, as menus give it back.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::NewCustomer => "new-customer",
            Self::NewDeal => "new-deal",
            Self::NewTicket => "new-ticket",
            Self::NewTask => "new-task",
            Self::LogCall => "log-call",
            Self::LogMeeting => "log-meeting",
            Self::LogEmail => "log-email",
            Self::LogVisit => "log-visit",
            Self::LogNote => "log-note",
            Self::NewCampaign => "new-campaign",
            Self::NewSegment => "new-segment",
            Self::Import => "import",
            Self::GoHome => "go-home",
            Self::GoCustomers => "go-customers",
            Self::GoDeals => "go-deals",
            Self::GoTickets => "go-tickets",
            Self::GoCampaigns => "go-campaigns",
            Self::GoSegments => "go-segments",
            Self::GoInsights => "go-insights",
            Self::GoAgenda => "go-agenda",
            Self::GoNeeds => "go-needs",
            Self::GoTransactions => "go-transactions",
            Self::GoProducts => "go-products",
            Self::GoOwners => "go-owners",
            Self::GoTrash => "go-trash",
            Self::GoSettings => "go-settings",
            Self::GoScore => "go-score",
            Self::GoData => "go-data",
            Self::GoSync => "go-sync",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::BackUp => "back-up",
            Self::Restore => "restore",
            Self::NewWorkspace => "new-workspace",
            Self::SwitchTheme => "switch-theme",
            Self::SwitchLanguage => "switch-language",
            Self::SwitchDensity => "switch-density",
            Self::Shortcuts => "shortcuts",
        }
    }

    /// The action with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// Its drawing.
    #[must_use]
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Search => Glyph::Search,
            Self::NewCustomer | Self::GoCustomers => Glyph::People,
            Self::NewDeal | Self::GoDeals => Glyph::Deals,
            Self::NewTicket | Self::GoTickets => Glyph::Ticket,
            Self::NewTask => Glyph::Task,
            Self::LogCall => Glyph::Phone,
            Self::LogMeeting => Glyph::People,
            Self::LogEmail => Glyph::Mail,
            Self::LogVisit => Glyph::Visit,
            Self::LogNote => Glyph::Note,
            Self::NewCampaign | Self::GoCampaigns => Glyph::Campaign,
            Self::NewSegment | Self::GoSegments => Glyph::Segment,
            Self::GoInsights => Glyph::Insights,
            Self::GoHome => Glyph::Home,
            Self::GoAgenda => Glyph::Calendar,
            Self::GoNeeds => Glyph::Need,
            Self::GoTransactions => Glyph::Coins,
            Self::GoProducts => Glyph::Tag,
            Self::GoOwners => Glyph::Person,
            Self::GoTrash => Glyph::Trash,
            Self::GoSettings | Self::SwitchTheme | Self::SwitchLanguage | Self::SwitchDensity => {
                Glyph::Settings
            }
            Self::GoScore => Glyph::Insights,
            Self::GoData => Glyph::Database,
            Self::GoSync => Glyph::Cloud,
            Self::Undo | Self::Redo => Glyph::Undo,
            Self::BackUp | Self::Import => Glyph::Download,
            Self::Restore => Glyph::Shield,
            Self::NewWorkspace => Glyph::Plus,
            Self::Shortcuts => Glyph::Help,
        }
    }

    /// Whether the page does it itself: where one writes about a record, its keys write there.
    #[must_use]
    pub fn is_of_page(self) -> bool {
        let is_log = matches!(
            self,
            Self::LogCall | Self::LogMeeting | Self::LogEmail | Self::LogVisit | Self::LogNote
        );
        let composer = document().query_selector(".composer");
        is_log && composer.is_ok_and(|composer| composer.is_some())
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> Message {
        match self {
            Self::Search => message!("shortcut-search"),
            Self::NewCustomer => message!("palette-new-customer"),
            Self::GoCustomers => message!("shortcut-go-customers"),
            Self::NewDeal => message!("palette-new-deal"),
            Self::NewTicket => message!("tickets-new"),
            Self::NewTask => message!("palette-new-task"),
            Self::LogCall => message!("composer-log-call"),
            Self::LogMeeting => message!("composer-log-meeting"),
            Self::LogEmail => message!("composer-log-email"),
            Self::LogVisit => message!("composer-log-visit"),
            Self::LogNote => message!("composer-add-note"),
            Self::NewCampaign => message!("campaigns-new"),
            Self::NewSegment => message!("segments-new"),
            Self::Import => message!("palette-import"),
            Self::GoHome => message!("shortcut-go-home"),
            Self::GoDeals => message!("shortcut-go-deals"),
            Self::GoTickets => message!("shortcut-go-tickets"),
            Self::GoCampaigns => message!("shortcut-go-campaigns"),
            Self::GoSegments => message!("shortcut-go-segments"),
            Self::GoInsights => message!("shortcut-go-insights"),
            Self::GoAgenda => message!("shortcut-go-agenda"),
            Self::GoNeeds => message!("needs-title"),
            Self::GoTransactions => message!("nav-transactions"),
            Self::GoProducts => message!("nav-products"),
            Self::GoOwners => message!("nav-owners"),
            Self::GoTrash => message!("palette-go-trash"),
            Self::GoSettings => message!("palette-go-settings"),
            Self::GoScore => message!("palette-go-score"),
            Self::GoData => message!("palette-go-data"),
            Self::GoSync => message!("palette-go-sync"),
            Self::Undo => message!("action-undo"),
            Self::Redo => message!("action-redo"),
            Self::BackUp => message!("palette-backup"),
            Self::Restore => message!("palette-restore"),
            Self::NewWorkspace => message!("workspace-new"),
            Self::SwitchTheme => message!("palette-switch-theme"),
            Self::SwitchLanguage => message!("palette-switch-language"),
            Self::SwitchDensity => message!("palette-switch-density"),
            Self::Shortcuts => message!("shortcuts-title"),
        }
    }
}

/// What the actions work on. Copying it is free.
#[derive(Clone, Copy)]
pub struct Actions {
    app: App,
    making: Making,
    backups: Backups,
    /// Whether the palette is open.
    pub palette: RwSignal<bool>,
    /// What was typed for it before it was there: it comes in a part of the program.
    pub ahead: StoredValue<String>,
    /// Whether the list of shortcuts is open.
    pub shortcuts: RwSignal<bool>,
    go: Callback<String>,
}

impl Actions {
    /// The actions of an open workspace; `go` follows a path inside it.
    #[must_use]
    pub fn new(app: App, making: Making, backups: Backups, go: Callback<String>) -> Self {
        Self {
            app,
            making,
            backups,
            palette: RwSignal::new(false),
            ahead: StoredValue::default(),
            shortcuts: RwSignal::new(false),
            go,
        }
    }

    /// Keeps a key for the palette where it is called and not there yet; says whether it did.
    #[must_use]
    pub fn types_ahead(self, event: &KeyboardEvent) -> bool {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || !self.palette.get_untracked() {
            return false;
        }
        let there = document().query_selector("dialog[open]");
        if !there.is_ok_and(|there| there.is_none()) {
            return false;
        }
        match event.key().as_str() {
            "Escape" => self.palette.set(false),
            "Backspace" => self.ahead.update_value(|ahead| {
                ahead.pop();
            }),
            letter if letter.chars().count() == 1 => {
                self.ahead.update_value(|ahead| ahead.push_str(letter));
            }
            _ => return false,
        }
        true
    }

    /// Follows a path inside the workspace.
    pub fn go(self, path: &str) {
        self.go.run(path.to_owned());
    }

    /// Opens the form for a deal with a customer.
    pub fn begin_deal(self, customer: RecordId) {
        self.making.begin_deal(Some(customer), None);
    }

    /// Does it.
    pub fn run(self, action: Action) {
        let page = self.app.page();
        match action {
            Action::Search => self.palette.set(true),
            Action::NewCustomer => self.making.customer.set(true),
            Action::NewDeal => self.making.begin_deal(None, None),
            Action::NewTicket => self.making.begin_ticket(None),
            Action::NewTask => self.begin("task"),
            Action::LogCall => self.begin("call"),
            Action::LogMeeting => self.begin("meeting"),
            Action::LogEmail => self.begin("email"),
            Action::LogVisit => self.begin("visit"),
            Action::LogNote => self.begin("note"),
            Action::NewCampaign => self.making.campaign.set(true),
            Action::NewSegment => self.making.segment.set(true),
            Action::Import => self.go("import"),
            Action::GoCustomers => self.go("customers"),
            Action::GoHome => self.go("home"),
            Action::GoDeals => self.go("deals"),
            Action::GoTickets => self.go("tickets"),
            Action::GoCampaigns => self.go("campaigns"),
            Action::GoSegments => self.go("segments"),
            Action::GoInsights => self.go("insights"),
            Action::GoAgenda => self.go("agenda"),
            Action::GoNeeds => self.go("needs"),
            Action::GoTransactions => self.go("transactions"),
            Action::GoProducts => self.go("products"),
            Action::GoOwners => self.go("owners"),
            Action::GoTrash => self.go("trash"),
            Action::GoSettings => self.go("settings/general"),
            Action::GoScore => self.go("settings/score"),
            Action::GoData | Action::Restore => self.go("settings/data"),
            Action::GoSync => self.go("settings/sync"),
            Action::Undo => self.app.undo(),
            Action::Redo => self.app.redo(),
            Action::BackUp => self.backups.start(),
            Action::NewWorkspace => page.host().go(&format!("{}new", page.host().base())),
            Action::SwitchTheme => {
                let is_dark = is_dark(page.theme_now().as_deref());
                let other = if is_dark { "light" } else { "dark" };
                page.set_theme(Some(other.to_owned()));
            }
            Action::SwitchLanguage => self.app.speak(other_locale(page.locale_now())),
            Action::SwitchDensity => self.switch_density(),
            Action::Shortcuts => self.shortcuts.set(true),
        }
    }

    /// Opens the form for an activity of a kind.
    fn begin(self, kind: &'static str) {
        self.making.activity.set(Some(Asked::New(kind)));
    }

    fn switch_density(self) {
        let host = self.app.page().host();
        let next = match host.preference(Preference::Density).as_deref() {
            Some("compact") => None,
            Some("roomy") => Some("compact"),
            _ => Some("roomy"),
        };
        host.set_preference(Preference::Density, next);
        show_density(next);
    }
}

/// The language that a switch between the two leads to.
#[must_use]
pub const fn other_locale(locale: Locale) -> Locale {
    match locale {
        Locale::En => Locale::ZhCn,
        Locale::ZhCn => Locale::En,
    }
}

/// Whether the page is dark now, by choice or as the device has it.
fn is_dark(theme: Option<&str>) -> bool {
    match theme {
        Some(theme) => theme == "dark",
        None => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches()),
    }
}
