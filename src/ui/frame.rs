//! The frame of an open workspace: navigation, state of the data, what can be made, the toast and
//! the keys that work on every screen. The screens inside are routes.

use super::actions::{Action, Actions, other_locale};
use super::agenda;
use super::app::{App, Page, say};
use super::backup::Backups;
use super::components::{Glyph, MenuItem, Notice, SaveLine, SavePart, ToastHost, Tone};
use super::customers::tab_filter;
use super::deals::{self, DealStart};
use super::host::{Preference, WorkspaceEntry};
use super::import::{Importing, take_drops, take_pastes};
pub use super::keys::is_typing;
use super::keys::{Keyboard, keys_of, set_letters};
use super::lists::address::ListAddress;
use super::lists::asking;
use super::lists::columns::show_density;
use super::lists::listing::TabFilter;
use super::lists::trail::{Places, Trails};
use super::lists::views::{OTHERS, SavedView, saved};
use super::parts;
use super::routes::Screen;
use super::shell::{Ground, NavEntry, Shell, ShellText};
use super::strip::Strip;
use super::tickets;
use crate::domain::{Date, RecordId, RecordKind, settings};
use crate::i18n::Locale;
use crate::live::SaveState;
use crate::live::StorageError;
use crate::message;
use crate::query::pinyin::has_han_names;
use crate::ui::follow::{shown, whenever};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};

/// The activity that its form is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A new one of a kind.
    New(&'static str),
    /// A new task for a day.
    Task(Date),
    /// One that is there.
    Edit(RecordId),
}

/// What can be made from everywhere.
#[derive(Clone, Copy)]
pub struct Making {
    /// Whether the form for a customer is open.
    pub customer: RwSignal<bool>,
    /// Whether the form for a deal is open.
    pub deal: RwSignal<bool>,
    /// What that form begins with.
    pub deal_start: RwSignal<DealStart>,
    /// Whether the form for a ticket is open.
    pub ticket: RwSignal<bool>,
    /// Whose ticket that form begins with.
    pub ticket_customer: RwSignal<Option<RecordId>>,
    /// The activity that the form is asked for.
    pub activity: RwSignal<Option<Asked>>,
    /// Whether the form for a campaign is open.
    pub campaign: RwSignal<bool>,
    /// Whether the form for a segment is open.
    pub segment: RwSignal<bool>,
}

impl Making {
    fn new() -> Self {
        Self {
            customer: RwSignal::new(false),
            deal: RwSignal::new(false),
            deal_start: RwSignal::new(DealStart::default()),
            ticket: RwSignal::new(false),
            ticket_customer: RwSignal::new(None),
            activity: RwSignal::new(None),
            campaign: RwSignal::new(false),
            segment: RwSignal::new(false),
        }
    }

    /// Opens the form for a ticket: with a customer, where one is known.
    pub fn begin_ticket(self, customer: Option<RecordId>) {
        self.ticket_customer.set(customer);
        self.ticket.set(true);
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

#[component]
fn Frame(app: App) -> impl IntoView {
    let page = app.page();
    let making = Making::new();
    provide_context(making);
    provide_context(Trails::new());
    provide_context(Places::new());
    let importing = Importing::new(app);
    provide_context(importing);
    show_density(page.host().preference(Preference::Density).as_deref());
    let navigate = use_navigate();
    let location = use_location();
    let slug = page.host().slug();
    let go = {
        let navigate = navigate.clone();
        let slug = slug.clone();
        move |path: &str| navigate(&format!("/w/{slug}/{path}"), Default::default())
    };

    take_drops(importing, {
        let go = go.clone();
        move || go("import")
    });
    take_pastes(importing, {
        let go = go.clone();
        move || go("import")
    });
    parts::want_sounds(Signal::derive(move || {
        page.locale() == Locale::ZhCn || {
            let live = app.live();
            let field = RecordKind::Customer.name_field();
            has_han_names(&live.field(RecordKind::Customer, field))
        }
    }));
    let backups = Backups::new(app);
    provide_context(backups);
    let follow = Callback::new(move |path: String| go(&path));
    let actions = Actions::new(app, making, backups, follow);
    provide_context(actions);
    set_letters(page.host().preference(Preference::Letters).is_none());
    let keyboard = Keyboard::default();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if actions.types_ahead(&event) {
            event.prevent_default();
        } else if let Some(action) = keyboard.press(&event).filter(|action| !action.is_of_page()) {
            event.prevent_default();
            actions.run(action);
        }
    });
    on_cleanup(move || keys.remove());

    let text = Signal::derive(move || {
        let say = |message| page.text(&message);
        ShellText {
            skip: say(message!("skip-to-content")),
            navigation: say(message!("landmark-main-navigation")),
            views: say(message!("nav-saved-views")),
            search: say(message!("palette-placeholder")),
            search_short: say(message!("action-search")),
            search_keys: keys_of(Action::Search).unwrap_or_default(),
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
    // An area's page, and those of its records.
    let entry = move |area: &str, label: String, glyph: Glyph, count: usize| {
        let list = app.href(area);
        let record = area.strip_suffix('s');
        let record = record.map(|kind| app.href(&format!("{kind}/")));
        let is_current = {
            let path = path.read();
            *path == list || record.is_some_and(|record| path.starts_with(&record))
        };
        let href = list;
        let entry = NavEntry::new(href, label, glyph).current(is_current);
        match app.format() {
            Some(format) if count > 0 => entry.count(format.count(count)),
            _ => entry,
        }
    };
    let open_deals = Memo::new(move |_| {
        let address = ListAddress::default();
        asking::count(app, RecordKind::Deal, &address, deals::tab_filter).unwrap_or_default()
    });
    let at_risk = Memo::new(move |_| {
        let address = ListAddress::default();
        asking::count(app, RecordKind::Ticket, &address, tickets::at_risk).unwrap_or_default()
    });
    let due = Memo::new(move |_| {
        let address = ListAddress::default();
        asking::count(app, RecordKind::Activity, &address, agenda::due).unwrap_or_default()
    });
    let tickets_entry = move || {
        let tickets = page.text(&message!("nav-tickets"));
        let tickets = entry("tickets", tickets, Glyph::Ticket, 0);
        match at_risk.get() {
            0 => tickets,
            count => tickets
                .count(page.text(&message!("nav-at-risk", count = count)))
                .urgent(),
        }
    };
    // Each is drawn anew only where it says something else: most ways stay within an area.
    let areas = Memo::new(move |_| {
        let live = app.live();
        let customers = live
            .kind(RecordKind::Customer)
            .table(RecordKind::Customer)
            .live();
        vec![
            entry("home", page.text(&message!("nav-home")), Glyph::Home, 0),
            entry(
                "customers",
                page.text(&message!("nav-customers")),
                Glyph::People,
                customers,
            ),
            entry(
                "deals",
                page.text(&message!("nav-deals")),
                Glyph::Deals,
                open_deals.get(),
            ),
            tickets_entry(),
            entry(
                "campaigns",
                page.text(&message!("nav-campaigns")),
                Glyph::Campaign,
                0,
            ),
            entry(
                "segments",
                page.text(&message!("nav-segments")),
                Glyph::Segment,
                0,
            ),
            entry(
                "insights",
                page.text(&message!("nav-insights")),
                Glyph::Insights,
                0,
            ),
            entry(
                "agenda",
                page.text(&message!("nav-agenda")),
                Glyph::Calendar,
                due.get(),
            ),
        ]
    });
    let query = location.search;
    let views = Memo::new(move |_| {
        let open = ListAddress::parse(&query.read()).view;
        let tabs: [(RecordKind, TabFilter); 3] = [
            (RecordKind::Customer, tab_filter),
            (RecordKind::Deal, deals::tab_filter),
            (RecordKind::Ticket, tickets::tab_filter),
        ];
        let of_kind = |(kind, tab): (RecordKind, TabFilter)| {
            let list = app.href(kind.collection());
            let is_list = path.read().starts_with(&list);
            let entry = move |view: SavedView| {
                let address = view.address();
                let found = asking::count(app, kind, &address, tab);
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
        // How many of other kinds a view finds says its own page.
        let others = OTHERS
            .into_iter()
            .filter(|kind| *kind != RecordKind::Ticket);
        let others = others.flat_map(|kind| {
            let list = app.href(kind.collection());
            let is_list = path.read().starts_with(&list);
            saved(app, kind).into_iter().map(move |view| {
                let href = format!("{list}?{}", view.address().write());
                NavEntry::new(href, view.name, Glyph::Star)
                    .current(is_list && open == Some(view.id.uuid))
            })
        });
        tabs.into_iter()
            .flat_map(of_kind)
            .chain(others)
            .collect::<Vec<_>>()
    });
    let foot = Memo::new(move |_| {
        let live = app.live();
        let trashed: usize = RecordKind::ALL
            .into_iter()
            .map(|kind| live.kind(kind).table(kind).trashed())
            .sum();
        let backup = app.href("settings/data");
        let settings = app.href("settings/");
        vec![
            entry(
                "trash",
                page.text(&message!("nav-trash")),
                Glyph::Trash,
                trashed,
            ),
            NavEntry::new(&*backup, page.text(&backups.age()), Glyph::Shield),
            NavEntry::new(
                app.href("settings/general"),
                page.text(&message!("nav-settings")),
                Glyph::Settings,
            )
            .current(path.read().starts_with(&settings))
            .key("?"),
        ]
    });
    // A phone's top bar says where one is, and leads from a record back to its list.
    let title = Signal::derive(move || {
        let mut entries = areas.get().into_iter().chain(foot.get());
        let current = entries.find(|entry| entry.is_current);
        match current {
            Some(entry) => entry.label,
            None => elsewhere(app, &path.read()).unwrap_or_else(|| name.get()),
        }
    });
    let back = Signal::derive(move || {
        let current = areas.get().into_iter().find(|entry| entry.is_current)?;
        (*path.read() != current.href).then_some(current.href)
    });
    let new_items = Signal::derive(move || {
        let item = |action: Action, label: String| {
            let item = MenuItem::new(action.code(), label).glyph(action.glyph());
            match keys_of(action) {
                Some(keys) => item.keys(keys),
                None => item,
            }
        };
        vec![
            item(Action::NewCustomer, page.messages().kind("customer")),
            item(Action::NewDeal, page.messages().kind("deal")),
            item(Action::NewTicket, page.messages().kind("ticket")),
            item(Action::NewTask, page.text(&message!("task-kind"))),
            item(Action::NewCampaign, page.messages().kind("campaign")),
            item(Action::NewSegment, page.messages().kind("segment")),
            item(Action::Import, page.text(&Action::Import.label())).group(),
        ]
    });
    let on_new = move |what: String| {
        if let Some(action) = Action::from_code(&what) {
            actions.run(action);
        }
    };
    let workspaces = use_workspaces(app, name);
    let items = Signal::derive(move || workspace_items(page, &workspaces.read()));
    let on_workspace = move |what: String| match Action::from_code(&what) {
        Some(action) => actions.run(action),
        None => page.host().go(&what),
    };
    let ground = Signal::derive(move || {
        let on_canvas = [app.href("settings/"), app.href("home")];
        if on_canvas.iter().any(|place| path.read().starts_with(place)) {
            Ground::Canvas
        } else {
            Ground::Surface
        }
    });
    // What reminds is fetched once the first screen has had its time.
    let may_remind = RwSignal::new(false);
    let rested = set_timeout_with_handle(
        move || may_remind.set(true),
        std::time::Duration::from_secs(4),
    );
    on_cleanup(move || {
        if let Ok(rested) = rested {
            rested.clear();
        }
    });
    let close_label = say(page, || message!("action-close"));
    let undo = Callback::new(move |_| app.act_on_toast());
    let put_away = Callback::new(move |_| app.toast().set(None));
    view! {
        <Shell
            text=text
            workspace=name
            workspaces=items
            on_workspace=on_workspace
            areas=areas
            views=views
            foot=foot
            title=title
            back=back
            ground=ground
            on_search=move |()| actions.run(Action::Search)
            new_items=new_items
            on_new=on_new
            on_go={
                let navigate = navigate.clone();
                move |href: String| navigate(&href, Default::default())
            }
            state=move || view! { <StateLine app=app actions=actions /> }
            strip=move || view! {
                <Strip app=app />
                {parts::once_wanted(may_remind.into(), move || parts::reminders(page, app))}
            }
        >
            <Damaged app=app />
            <Screen app=app />
        </Shell>
        {parts::once_wanted(making.customer.into(), move || {
            parts::create_customer(page, making.customer)
        })}
        {parts::once_wanted(making.deal.into(), move || {
            parts::create_deal(page, making.deal, making.deal_start)
        })}
        {parts::once_wanted(making.ticket.into(), move || {
            parts::create_ticket(page, making.ticket)
        })}
        {parts::once_wanted(Signal::derive(move || making.activity.get().is_some()), move || {
            parts::activity_form(page, making.activity)
        })}
        {parts::once_wanted(making.campaign.into(), move || {
            parts::create_campaign(page, making.campaign)
        })}
        {parts::once_wanted(making.segment.into(), move || {
            parts::create_segment(page, making.segment)
        })}
        {parts::once_wanted(actions.palette.into(), move || parts::palette(page, app, actions))}
        {parts::once_wanted(actions.shortcuts.into(), move || {
            parts::shortcuts(page, app, actions.shortcuts)
        })}
        <ToastHost>
            {parts::once_wanted(Signal::derive(move || app.toast().read().is_some()), move || {
                parts::toasts(page, app.toast().into(), close_label, undo, put_away)
            })}
        </ToastHost>
    }
}

/// What the pages are called that stand outside of the navigation.
fn elsewhere(app: App, path: &str) -> Option<String> {
    let pages = [
        ("import", message!("title-import")),
        ("products", message!("products-title")),
        ("activities", message!("activities-title")),
        ("needs", message!("needs-title")),
        ("transactions", message!("transactions-title")),
        ("owners", message!("owners-title")),
        ("components", message!("title-components")),
    ];
    let mut pages = pages.into_iter();
    let (_, title) = pages.find(|(place, _)| path == app.href(place))?;
    Some(app.page().text(&title))
}

/// The workspaces of this browser; the open one by its name of now, which is written down for the
/// others.
fn use_workspaces(app: App, name: Signal<String>) -> RwSignal<Vec<WorkspaceEntry>> {
    let page = app.page();
    let workspaces = RwSignal::new(Vec::new());
    whenever(move || {
        let name = name.get();
        let host = page.host();
        if !name.is_empty() {
            host.note_name(&name);
        }
        spawn_local(async move {
            let found = host.workspaces().await;
            // The page may be gone before the browser answers.
            let _ = workspaces.try_set(found);
        });
    });
    workspaces
}

/// What the workspace's menu offers: the others, a new one, what belongs to all.
fn workspace_items(page: Page, workspaces: &[WorkspaceEntry]) -> Vec<MenuItem> {
    let host = page.host();
    let mut items: Vec<MenuItem> = workspaces
        .iter()
        .map(|entry| {
            let address = format!("{}w/{}/", host.base(), entry.slug);
            MenuItem::new(address, entry.name.clone()).chosen(entry.slug == host.slug())
        })
        .collect();
    let of = |action: Action| {
        MenuItem::new(action.code(), page.text(&action.label())).glyph(action.glyph())
    };
    items.push(of(Action::NewWorkspace).group());
    items.push(of(Action::GoNeeds).group());
    items.push(of(Action::GoTransactions));
    items.push(of(Action::GoProducts));
    items.push(of(Action::GoOwners));
    items.push(of(Action::BackUp).group());
    items.push(of(Action::GoSettings));
    let other = other_locale(page.locale());
    items.push(MenuItem::new(Action::SwitchLanguage.code(), other.own_name()).group());
    items
}

/// How the data stand, in the top bar.
#[component]
fn StateLine(app: App, actions: Actions) -> impl IntoView {
    let page = app.page();
    let failed = Signal::derive(move || matches!(app.live().state(), SaveState::Failed(_)));
    let parts = Signal::derive(move || {
        let (glyph, tone, message) = match app.live().state() {
            SaveState::Saved => (Glyph::Saved, Tone::Positive, message!("save-saved")),
            SaveState::Saving(_) => (Glyph::Saved, Tone::Neutral, message!("save-saving")),
            SaveState::Failed(error) => (Glyph::Warning, Tone::Negative, failure(&error)),
        };
        let here = SavePart::new(glyph, tone, page.text(&message));
        let there = page.sync_heard().and_then(|heard| heard.line(app));
        std::iter::once(here).chain(there).collect::<Vec<_>>()
    });
    let again = move || failed.get().then(|| page.text(&message!("action-retry")));
    view! {
        <SaveLine
            parts=parts
            failed=failed
            action=Signal::derive(again)
            on_action=move |()| app.live().writer().try_again()
            on_open=move |()| actions.run(match parts.read_untracked().len() {
                0 | 1 => Action::GoData,
                _ => Action::GoSync,
            })
        />
    }
}

/// Says that part of the data could not be read, as long as that is so.
#[component]
fn Damaged(app: App) -> impl IntoView {
    let page = app.page();
    let rescue = format!("{}rescue.html", page.host().base());
    shown(move || {
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
    })
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
