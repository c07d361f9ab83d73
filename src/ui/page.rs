//! The page that the screens are in, with or without a workspace: the language, the reader's clock and
//! styles, the theme. All words and figures follow it; what is done in a workspace is the app's.

use crate::domain::{Currency, Zone};
use crate::i18n::style::{Amounts, Dates, Style};
use crate::i18n::{Format, Locale, Message, Messages};
use crate::query::Now;
use crate::session::sync::Status;
use crate::ui::app::App;
use crate::ui::components::SavePart;
use crate::ui::host::{Host, Preference};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use std::rc::Rc;

/// What was heard of sync. Its words are in a part of the program, which is only there with what tells.
pub(super) trait SyncHeard {
    /// How it stands.
    fn status(&self) -> Status;
    /// What the line in the frame says of it; none where the workspace has no database.
    fn line(&self, app: App) -> Option<SavePart>;
}

/// The page that the app, or the first run, is in.
#[derive(Clone, Copy)]
pub struct Page {
    sync: RwSignal<Option<Rc<dyn SyncHeard>>, LocalStorage>,
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    reading: RwSignal<Reading>,
    theme: RwSignal<Option<String>>,
}

/// How the reader reads: what all words, figures and times of the page follow.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reading {
    locale: Locale,
    style: Style,
    zone: Zone,
}

impl Page {
    /// The page, in the reader's language.
    #[must_use]
    pub fn new(host: Rc<dyn Host>, locale: Locale) -> Self {
        let theme = host.preference(Preference::Theme);
        let reading = Reading {
            locale,
            style: style(&*host),
            zone: host.clock().zone,
        };
        let page = Self {
            sync: RwSignal::new_local(None),
            host: StoredValue::new_local(host),
            reading: RwSignal::new(reading),
            theme: RwSignal::new(theme),
        };
        page.dress();
        page
    }

    /// Tells the page its language and theme. Called where they are set rather than by an effect:
    /// it must hold before the first screen is there.
    fn dress(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // An attribute that cannot be set leaves the page as it was.
        let _ = root.set_attribute("lang", self.locale_now().code());
        let _ = match self.theme.get_untracked() {
            Some(theme) => root.set_attribute("data-theme", &theme),
            None => root.remove_attribute("data-theme"),
        };
    }

    /// What the page offers.
    #[must_use]
    pub fn host(self) -> Rc<dyn Host> {
        self.host.get_value()
    }

    /// The language.
    #[must_use]
    #[track_caller]
    pub fn locale(self) -> Locale {
        self.reading.get().locale
    }

    /// The language, without following it.
    #[must_use]
    pub fn locale_now(self) -> Locale {
        self.reading.get_untracked().locale
    }

    /// The chosen theme, without following it.
    #[must_use]
    pub fn theme_now(self) -> Option<String> {
        self.theme.get_untracked()
    }

    /// Switches the language to one whose words are there, and remembers it.
    pub fn set_locale(self, locale: Locale) {
        self.reading.update(|reading| reading.locale = locale);
        self.host()
            .set_preference(Preference::Locale, Some(locale.code()));
        self.dress();
    }

    /// Has values written in the reader's own style from here on, and remembers it.
    pub fn set_style(self, style: Style) {
        let host = self.host();
        let chosen = |code: &'static str| Some(code).filter(|code| !code.is_empty());
        host.set_preference(Preference::Amounts, chosen(style.amounts.code()));
        host.set_preference(Preference::Dates, chosen(style.dates.code()));
        self.reading.update(|reading| reading.style = style);
    }

    /// The styles that the reader chose.
    #[must_use]
    #[track_caller]
    pub fn style(self) -> Style {
        self.reading.get().style
    }

    /// Follows a time zone by its IANA name, or the device's, and remembers it.
    pub fn set_zone(self, name: Option<&str>) {
        self.host().set_preference(Preference::TimeZone, name);
        self.look_at_zone();
    }

    /// Follows the clock where it has become another: somebody chose one, or the device travelled.
    pub(super) fn look_at_zone(self) {
        let zone = self.host().clock().zone;
        let is_new = |reading: Reading| reading.zone != zone;
        if self.reading.try_get_untracked().is_some_and(is_new) {
            let _ = self.reading.try_update(|reading| reading.zone = zone);
        }
    }

    /// What time it is for the reader, as queries want to know. Whoever asks where signals are followed
    /// is told when the clock becomes that of another zone.
    #[must_use]
    pub fn clock(self) -> Now {
        if Observer::get().is_some() {
            self.reading.track();
        }
        self.host().clock()
    }

    /// What was heard of sync last; none as long as nobody has told.
    pub(super) fn sync_heard(self) -> Option<Rc<dyn SyncHeard>> {
        self.sync.get()
    }

    /// Whether anybody has told.
    pub(super) fn has_heard_of_sync(self) -> bool {
        self.sync.with_untracked(Option::is_some)
    }

    pub(super) fn note_sync(self, heard: Rc<dyn SyncHeard>) {
        self.sync.set(Some(heard));
    }

    /// Light, dark, or as the device has it.
    #[must_use]
    pub fn theme(self) -> Option<String> {
        self.theme.get()
    }

    /// Switches the theme, and remembers it.
    pub fn set_theme(self, theme: Option<String>) {
        self.host()
            .set_preference(Preference::Theme, theme.as_deref());
        self.theme.set(theme);
        self.dress();
    }

    /// The messages of the language.
    #[must_use]
    #[track_caller]
    pub fn messages(self) -> Messages {
        Messages::new(self.locale())
    }

    /// How values are written where there may be no workspace; amounts, which have a currency then,
    /// do not occur there.
    #[must_use]
    #[track_caller]
    pub fn format(self) -> Format {
        self.format_in(Currency::EURO)
    }

    /// How values are written with a currency for amounts that name none.
    #[track_caller]
    pub(super) fn format_in(self, currency: Currency) -> Format {
        let Reading { locale, style, .. } = self.reading.get();
        let intl = self.host().intl(locale);
        Format::new(Messages::new(locale), intl, currency).styled(style)
    }

    /// A sentence in the language.
    #[must_use]
    #[track_caller]
    pub fn text(self, message: &Message) -> String {
        self.messages().text(message)
    }
}

/// The styles that the reader chose earlier.
fn style(host: &dyn Host) -> Style {
    let code = |of| host.preference(of).unwrap_or_default();
    Style {
        amounts: Amounts::from_code(&code(Preference::Amounts)).unwrap_or_default(),
        dates: Dates::from_code(&code(Preference::Dates)).unwrap_or_default(),
    }
}

/// A signal of a message: `say(page, || message!("action-close"))`.
pub fn say(page: Page, message: impl Fn() -> Message + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || page.text(&message()))
}

/// The page of the screen that asks.
///
/// Screens are only ever mounted inside one, so its absence is an error of the program: it then
/// shows in English without preferences.
#[must_use]
pub fn use_page() -> Option<Page> {
    use_context::<Page>()
}
