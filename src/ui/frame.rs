//! The frame of an open workspace: navigation, state of the data, what can be made, the toast and
//! the keys that work on every screen. The screens inside are routes.

use super::app::{App, say};
use super::components::{Glyph, MenuItem, Notice, SaveLine, SavePart, ToastHost, Tone};
use super::customers::{CreateCustomer, CustomersPage, tab_filter};
use super::deals::{self, CreateDeal, DealStart};
use super::host::Preference;
use super::import::Door;
use super::lists::address::ListAddress;
use super::lists::columns::show_density;
use super::lists::listing::TabFilter;
use super::lists::trail::Trails;
use super::lists::views::{SavedView, count, saved};
use super::parts::{Later, Screen};
use super::shell::{NavEntry, Shell, ShellText};
use crate::domain::{RecordId, RecordKind, settings};
use crate::i18n::Locale;
use crate::live::SaveState;
use crate::live::StorageError;
use crate::message;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;

/// What can be made from everywhere.
#[derive(Clone, Copy)]
pub struct Making {
    /// Whether the form for a customer is open.
    pub customer: RwSignal<bool>,
    /// Whether the form for a deal is open.
    pub deal: RwSignal<bool>,
    /// What that form begins with.
    pub deal_start: RwSignal<DealStart>,
}

impl Making {
    fn new() -> Self {
        Self {
            customer: RwSignal::new(false),
            deal: RwSignal::new(false),
            deal_start: RwSignal::new(DealStart::default()),
        }
    }

    /// Opens the form for a deal: with a customer, or for a stage of a pipeline, where they are
    /// known.
    pub fn begin_deal(self, customer: Option<RecordId>, stage: Option<(RecordId, String)>) {
        self.deal_start.set(DealStart { customer, stage });
        self.deal.set(true);
    }
}

/// An open workspace.
#[component]
pub fn Workspace(
    /// The app.
    app: App,
) -> impl IntoView {
    provide_context(app);
    provide_context(app.page());
    let base = app.page().host().base();
    let base = base.trim_end_matches('/').to_owned();
    view! {
        <Router base=base>
            <Frame app=app />
        </Router>
    }
}

/// Whether a key was pressed where text is typed.
#[must_use]
pub fn is_typing(event: &KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element
                .closest("[contenteditable], dialog")
                .ok()
                .flatten()
                .is_some()
    })
}

#[component]
fn Frame(app: App) -> impl IntoView {
    let page = app.page();
    let making = Making::new();
    provide_context(making);
    provide_context(Trails::new());
    let door = Door::default();
    provide_context(door);
    show_density(page.host().preference(Preference::Density).as_deref());
    let navigate = use_navigate();
    let location = use_location();
    let slug = page.host().slug();
    let go = {
        let navigate = navigate.clone();
        let slug = slug.clone();
        move |path: &str| navigate(&format!("/w/{slug}/{path}"), Default::default())
    };

    door.take_drops({
        let go = go.clone();
        move || go("import")
    });

    // G then a letter goes somewhere; the first key is remembered until the next.
    let prefix = StoredValue::new(None::<char>);
    let on_key = {
        let go = go.clone();
        move |event: KeyboardEvent| {
            let has_command = event.ctrl_key() || event.meta_key();
            let key = event.key().to_lowercase();
            if has_command && key == "z" && !is_typing(&event) {
                event.prevent_default();
                if event.shift_key() {
                    app.redo()
                } else {
                    app.undo()
                }
                return;
            }
            if has_command || event.alt_key() || is_typing(&event) {
                return;
            }
            let before = prefix.get_value();
            prefix.set_value(None);
            match (before, key.as_str()) {
                (Some('g'), "c") => go("customers"),
                (Some('g'), "d") => go("deals"),
                (Some('n'), "c") => making.customer.set(true),
                (Some('n'), "d") => making.begin_deal(None, None),
                (None, "g") => prefix.set_value(Some('g')),
                (None, "n") => prefix.set_value(Some('n')),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, on_key);
    on_cleanup(move || keys.remove());

    let text = Signal::derive(move || {
        let say = |message| page.text(&message);
        ShellText {
            skip: say(message!("skip-to-content")),
            navigation: say(message!("landmark-main-navigation")),
            views: say(message!("nav-saved-views")),
            search: say(message!("customers-search")),
            search_short: say(message!("action-search")),
            search_keys: "Ctrl K".to_owned(),
            new: say(message!("action-new")),
            new_key: "N".to_owned(),
            more: say(message!("nav-more")),
            back: say(message!("action-back")),
        }
    });
    let name = Signal::derive(move || {
        app.live()
            .record(settings::ID)
            .name(settings::ID)
            .into_owned()
    });
    let path = location.pathname;
    // An area's list, and the pages of its records.
    let entry = move |kind: &str, label: String, glyph: Glyph, count: usize| {
        let (list, record) = match kind {
            "trash" => (app.href(kind), None),
            kind => (
                app.href(&format!("{kind}s")),
                Some(app.href(&format!("{kind}/"))),
            ),
        };
        let is_current = {
            let path = path.read();
            *path == list || record.is_some_and(|record| path.starts_with(&record))
        };
        let href = list;
        let count = app
            .format()
            .map(|format| format.count(count))
            .unwrap_or_default();
        NavEntry::new(href, label, glyph)
            .count(count)
            .current(is_current)
    };
    let open_deals = Memo::new(move |_| {
        let address = ListAddress::default();
        count(app, RecordKind::Deal, &address, deals::tab_filter).unwrap_or_default()
    });
    let areas = Signal::derive(move || {
        let live = app.live();
        let customers = live
            .kind(RecordKind::Customer)
            .table(RecordKind::Customer)
            .live();
        vec![
            entry(
                "customer",
                page.text(&message!("nav-customers")),
                Glyph::People,
                customers,
            ),
            entry(
                "deal",
                page.text(&message!("nav-deals")),
                Glyph::Deals,
                open_deals.get(),
            ),
        ]
    });
    let query = location.search;
    let views = Signal::derive(move || {
        let open = ListAddress::parse(&query.read()).view;
        let tabs: [(RecordKind, TabFilter); 2] = [
            (RecordKind::Customer, tab_filter),
            (RecordKind::Deal, deals::tab_filter),
        ];
        let of_kind = |(kind, tab): (RecordKind, TabFilter)| {
            let list = app.href(kind.collection());
            let is_list = path.read().starts_with(&list);
            let entry = move |view: SavedView| {
                let address = view.address();
                let found = count(app, kind, &address, tab);
                let href = format!("{list}?{}", address.write());
                let entry = NavEntry::new(href, view.name, Glyph::Star)
                    .current(is_list && open == Some(view.id.uuid));
                match (found, app.format()) {
                    (Some(found), Some(format)) => entry.count(format.count(found)),
                    _ => entry,
                }
            };
            saved(app, kind).into_iter().map(entry).collect::<Vec<_>>()
        };
        tabs.into_iter().flat_map(of_kind).collect::<Vec<_>>()
    });
    let foot = Signal::derive(move || {
        let live = app.live();
        let trashed: usize = RecordKind::ALL
            .into_iter()
            .map(|kind| live.kind(kind).table(kind).trashed())
            .sum();
        vec![entry(
            "trash",
            page.text(&message!("nav-trash")),
            Glyph::Trash,
            trashed,
        )]
    });
    let new_items = Signal::derive(move || {
        vec![
            MenuItem::new("customer", page.messages().kind("customer"))
                .glyph(Glyph::People)
                .keys("N C"),
            MenuItem::new("deal", page.messages().kind("deal"))
                .glyph(Glyph::Deals)
                .keys("N D"),
            MenuItem::new("import", page.text(&message!("palette-import")))
                .glyph(Glyph::Download)
                .group(),
        ]
    });
    let on_new = {
        let go = go.clone();
        move |what: String| match what.as_str() {
            "import" => go("import"),
            "deal" => making.begin_deal(None, None),
            _ => making.customer.set(true),
        }
    };
    let workspaces = Signal::derive(move || {
        let other = if page.locale() == Locale::En {
            Locale::ZhCn
        } else {
            Locale::En
        };
        vec![
            MenuItem::new("new", page.text(&message!("workspace-new"))).glyph(Glyph::Plus),
            MenuItem::new("products", page.text(&message!("nav-products")))
                .glyph(Glyph::Tag)
                .group(),
            MenuItem::new("owners", page.text(&message!("nav-owners"))).glyph(Glyph::Person),
            MenuItem::new("language", other.own_name()).group(),
        ]
    });
    let navigate_to = navigate.clone();
    let on_workspace = move |what: String| match what.as_str() {
        "new" => page.host().go(&format!("{}new", page.host().base())),
        "products" | "owners" => navigate_to(&app.path(&what), Default::default()),
        _ => page.set_locale(if page.locale() == Locale::En {
            Locale::ZhCn
        } else {
            Locale::En
        }),
    };
    let close_label = say(page, || message!("action-close"));
    view! {
        <Shell
            text=text
            workspace=name
            workspaces=workspaces
            on_workspace=on_workspace
            areas=areas
            views=views
            foot=foot
            title=name
            on_search=move |()| focus_search()
            new_items=new_items
            on_new=on_new
            on_go={
                let navigate = navigate.clone();
                move |href: String| navigate(&href, Default::default())
            }
            state=move || view! { <StateLine app=app /> }
        >
            <Damaged app=app />
            <Routes fallback=move || view! { <ToCustomers app=app /> }>
                <Route path=path!("/w/:slug/customers") view=CustomersPage />
                <Route path=path!("/w/:slug/customer/:id") view=move || view! { <Later page=page screen=Screen::Customer /> } />
                <Route path=path!("/w/:slug/deals") view=move || view! { <Later page=page screen=Screen::Deals /> } />
                <Route path=path!("/w/:slug/deal/:id") view=move || view! { <Later page=page screen=Screen::Deal /> } />
                <Route path=path!("/w/:slug/products") view=move || view! { <Later page=page screen=Screen::Products /> } />
                <Route path=path!("/w/:slug/owners") view=move || view! { <Later page=page screen=Screen::Owners /> } />
                <Route path=path!("/w/:slug/trash") view=move || view! { <Later page=page screen=Screen::Trash /> } />
                <Route path=path!("/w/:slug/components") view=move || view! { <Later page=page screen=Screen::Gallery /> } />
                <Route path=path!("/w/:slug/import") view=move || view! { <Later page=page screen=Screen::Import /> } />
            </Routes>
        </Shell>
        <CreateCustomer open=making.customer />
        <CreateDeal open=making.deal start=making.deal_start />
        <ToastHost
            toast=app.toast()
            close_label=close_label
            on_action=move |_| app.undo()
            on_close=move |_| app.toast().set(None)
        />
    }
}

/// Goes to the customers, from an address that names no screen. Not while the router is still at
/// that address, which its own redirection does and stops the page by.
#[component]
fn ToCustomers(app: App) -> impl IntoView {
    let navigate = use_navigate();
    request_animation_frame(move || {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&app.path("customers"), options);
    });
}

/// Puts the caret into the list's search.
fn focus_search() {
    use leptos::wasm_bindgen::JsCast;
    let field = document()
        .query_selector("input[type=search]")
        .ok()
        .flatten();
    if let Some(field) =
        field.and_then(|field| field.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    {
        // A field that cannot take the focus is out of sight: nothing is lost.
        let _ = field.focus();
    }
}

/// How the data stand, in the top bar.
#[component]
fn StateLine(app: App) -> impl IntoView {
    let page = app.page();
    let failed = Signal::derive(move || matches!(app.live().state(), SaveState::Failed(_)));
    let parts = Signal::derive(move || {
        let (glyph, tone, message) = match app.live().state() {
            SaveState::Saved => (Glyph::Saved, Tone::Positive, message!("save-saved")),
            SaveState::Saving(_) => (Glyph::Saved, Tone::Neutral, message!("save-saving")),
            SaveState::Failed(error) => (Glyph::Warning, Tone::Negative, failure(&error)),
        };
        vec![SavePart::new(glyph, tone, page.text(&message))]
    });
    let again = move || failed.get().then(|| page.text(&message!("action-retry")));
    view! {
        <SaveLine
            parts=parts
            failed=failed
            action=Signal::derive(again)
            on_action=move |()| app.live().writer().try_again()
            on_open=move |()| ()
        />
    }
}

/// Says that part of the data could not be read, as long as that is so.
#[component]
fn Damaged(app: App) -> impl IntoView {
    let page = app.page();
    let rescue = format!("{}rescue.html", page.host().base());
    move || {
        let count = app.live().damaged();
        let rescue = rescue.clone();
        (count > 0).then(|| {
            view! {
                <div class="frame__notice">
                    <Notice
                        tone=Tone::Warning
                        urgent=true
                        actions=move || view! {
                            <a class="link" rel="external" href=rescue>
                                {page.text(&message!("recovery-rescue-open"))}
                            </a>
                        }
                    >
                        <p>{page.text(&message!("storage-damaged"))}</p>
                        <p>{page.text(&message!("data-check-damaged", count = count))}</p>
                    </Notice>
                </div>
            }
        })
    }
}

/// Why the data could not be saved, in words.
fn failure(error: &StorageError) -> crate::i18n::Message {
    match error {
        StorageError::Quota => message!("save-failed-quota"),
        StorageError::Aborted(_) => message!("save-failed-aborted"),
        StorageError::Unavailable(_) => message!("save-failed-unavailable"),
        StorageError::Blocked => message!("storage-blocked"),
        StorageError::TooNew => message!("storage-too-new"),
        StorageError::Damaged(_) => message!("storage-damaged"),
    }
}
