//! The frame around every page: sidebar, top bar, sheet. On a tablet the sidebar is a rail, on a
//! phone it is a bar of tabs. It knows neither routes nor records: what leads where, what is
//! saved, and what can be made comes in by properties.

use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::components::{ButtonKind, Glyph, Icon, IconButton, KeyCap, Menu, MenuItem, MenuPopover};

/// So many areas have a tab of their own on a phone.
const TABS: usize = 4;

/// One way through the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// Its drawing.
    pub glyph: Glyph,
    /// How many are there, already written.
    pub count: Option<String>,
    /// Whether those need somebody now.
    pub is_urgent: bool,
    /// The key that does something there: `?`.
    pub key: Option<String>,
    /// Whether one is there.
    pub is_current: bool,
}

impl NavEntry {
    /// A way with its words and drawing.
    pub fn new(href: impl Into<String>, label: impl Into<String>, glyph: Glyph) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            glyph,
            count: None,
            is_urgent: false,
            key: None,
            is_current: false,
        }
    }

    /// Says how many are there.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// Says that those need somebody now.
    #[must_use]
    pub const fn urgent(mut self) -> Self {
        self.is_urgent = true;
        self
    }

    /// Shows a key at its end.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Says whether one is there.
    #[must_use]
    pub const fn current(mut self, is_current: bool) -> Self {
        self.is_current = is_current;
        self
    }
}

/// The frame's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShellText {
    /// The first link: "Skip to content".
    pub skip: String,
    /// The name of the navigation: "Main".
    pub navigation: String,
    /// The head of the saved views.
    pub views: String,
    /// What can be searched for, in the search bar.
    pub search: String,
    /// The name of the search where only its icon shows.
    pub search_short: String,
    /// The keys that open it.
    pub search_keys: String,
    /// The button that makes something.
    pub new: String,
    /// Its key.
    pub new_key: String,
    /// The last tab on a phone.
    pub more: String,
    /// The way back on a phone.
    pub back: String,
}

/// What a page lies on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// White: lists, boards, records.
    #[default]
    Surface,
    /// Warm grey: cards.
    Canvas,
}

/// A link of the navigation.
#[component]
fn NavLink(entry: NavEntry) -> impl IntoView {
    view! {
        <a
            class="frame__link"
            href=entry.href
            aria-current=entry.is_current.then_some("page")
        >
            <Icon glyph=entry.glyph />
            <span class="frame__link-name">{entry.label}</span>
            {entry.count.map(|count| view! {
                <span
                    class="frame__link-count"
                    data-urgent=entry.is_urgent.then_some("")
                >
                    {count}
                </span>
            })}
            {entry.key.map(|key| view! {
                <span class="frame__link-key" aria-hidden="true"><KeyCap key=key /></span>
            })}
        </a>
    }
}

fn links(entries: Vec<NavEntry>) -> impl IntoView {
    entries
        .into_iter()
        .map(|entry| view! { <li><NavLink entry=entry /></li> })
        .collect_view()
}

/// Where a menu is open that has an opener of its own.
type Anchor = RwSignal<Option<Element>, LocalStorage>;

/// Opens a menu at the button that was pressed, or closes it.
fn toggle(anchor: Anchor, event: &leptos::ev::MouseEvent) {
    let button = event.current_target().and_then(|node| node.dyn_into().ok());
    anchor.update(|anchor| *anchor = if anchor.is_some() { None } else { button });
}

/// The menu of such an opener.
#[component]
fn OpenedMenu(
    anchor: Anchor,
    label: Signal<String>,
    items: Signal<Vec<MenuItem>>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let choose = move |value: String| {
        anchor.set(None);
        on_choose.run(value);
    };
    view! {
        <MenuPopover anchor=anchor label=label items=items on_choose=choose />
    }
}

/// The frame, with the page as its children.
#[component]
pub fn Shell(
    /// Its own words.
    #[prop(into)]
    text: Signal<ShellText>,
    /// The workspace that is open.
    #[prop(into)]
    workspace: Signal<String>,
    /// The workspaces to switch to, and what else can be done with them.
    #[prop(into)]
    workspaces: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    #[prop(into)]
    on_workspace: Callback<String>,
    /// The areas of the product.
    #[prop(into)]
    areas: Signal<Vec<NavEntry>>,
    /// The saved views.
    #[prop(optional, into)]
    views: Signal<Vec<NavEntry>>,
    /// What stands at the foot: trash, backup, settings.
    #[prop(optional, into)]
    foot: Signal<Vec<NavEntry>>,
    /// The title of the page, for the phone's top bar.
    #[prop(into)]
    title: Signal<String>,
    /// Where the phone's way back leads, if there is one.
    #[prop(optional, into)]
    back: MaybeProp<String>,
    /// What the page lies on.
    #[prop(optional, into)]
    ground: Signal<Ground>,
    /// Opens the palette.
    #[prop(into)]
    on_search: Callback<()>,
    /// What can be made.
    #[prop(into)]
    new_items: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    #[prop(into)]
    on_new: Callback<String>,
    /// Chooses one of what is behind the phone's last tab: its address.
    #[prop(into)]
    on_go: Callback<String>,
    /// The state of the data.
    #[prop(into)]
    state: ViewFnOnce,
    /// What there is to decide, above the page.
    #[prop(optional, into)]
    strip: Option<ViewFnOnce>,
    /// Who works here.
    #[prop(optional, into)]
    profile: Option<ViewFnOnce>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let word =
        move |pick: fn(&ShellText) -> &String| Signal::derive(move || pick(&text.read()).clone());
    let workspaces_at = RwSignal::new_local(None);
    let rest_at = RwSignal::new_local(None);
    // What a phone has no room for is behind the last tab: more areas, the views, the feet.
    let rest = Signal::derive(move || {
        let as_item = |entry: NavEntry| MenuItem::new(entry.href, entry.label).glyph(entry.glyph);
        let areas = areas.get().into_iter().skip(TABS);
        let mut items: Vec<MenuItem> = areas.map(as_item).collect();
        for group in [views.get(), foot.get()] {
            for (at, entry) in group.into_iter().enumerate() {
                let item = as_item(entry);
                let begins_group = at == 0 && !items.is_empty();
                items.push(if begins_group { item.group() } else { item });
            }
        }
        items
    });
    view! {
        <div class="frame">
            <a class="frame__skip" href="#main" rel="external">{word(|text| &text.skip)}</a>
            <nav class="frame__side" aria-label=word(|text| &text.navigation)>
                <button
                    class="frame__workspace"
                    type="button"
                    aria-haspopup="menu"
                    aria-expanded=follow(move || if workspaces_at.read().is_some() { "true" } else { "false" })
                    on:click=move |event| toggle(workspaces_at, &event)
                >
                    <span class="frame__mark"><Icon glyph=Glyph::Logo /></span>
                    <span class="frame__workspace-name">{workspace}</span>
                    <Icon glyph=Glyph::ChevronUpDown />
                </button>
                <OpenedMenu
                    anchor=workspaces_at
                    label=workspace
                    items=workspaces
                    on_choose=on_workspace
                />
                <ul class="frame__links">{shown(move || links(areas.get()))}</ul>
                {shown(move || (!views.read().is_empty()).then(|| view! {
                    <h2 class="frame__views">{word(|text| &text.views)}</h2>
                    <ul class="frame__links frame__links--views">{links(views.get())}</ul>
                }))}
                <ul class="frame__links frame__links--foot">{shown(move || links(foot.get()))}</ul>
            </nav>
            <nav class="frame__tabs" aria-label=word(|text| &text.navigation)>
                {shown(move || areas.get().into_iter().take(TABS).map(|entry| view! { <NavLink entry=entry /> }).collect_view())}
                <button
                    class="frame__link"
                    type="button"
                    aria-haspopup="menu"
                    aria-expanded=follow(move || if rest_at.read().is_some() { "true" } else { "false" })
                    on:click=move |event| toggle(rest_at, &event)
                >
                    <Icon glyph=Glyph::More />
                    <span class="frame__link-name">{word(|text| &text.more)}</span>
                </button>
                <OpenedMenu
                    anchor=rest_at
                    label=word(|text| &text.more)
                    items=rest
                    on_choose=on_go
                />
            </nav>
            <header class="frame__top">
                <div class="frame__title" aria-hidden="true">
                    {shown(move || match back.get() {
                        Some(_) => None,
                        None => Some(view! { <Icon glyph=Glyph::Logo /> }),
                    })}
                    <span class="truncate">{title}</span>
                </div>
                {shown(move || back.get().map(|href| view! {
                    <a class="frame__back" href=href aria-label=word(|text| &text.back)>
                        <Icon glyph=Glyph::ChevronLeft />
                    </a>
                }))}
                <search class="frame__search">
                    <button
                        class="frame__search-bar"
                        type="button"
                        aria-haspopup="dialog"
                        on:click=move |_| on_search.run(())
                    >
                        <Icon glyph=Glyph::Search />
                        <span class="truncate">{word(|text| &text.search)}</span>
                        <span class="push" aria-hidden="true"><KeyCap key=word(|text| &text.search_keys) /></span>
                    </button>
                </search>
                <div class="frame__state">{state.run()}</div>
                <div class="frame__search-short">
                    <IconButton
                        label=word(|text| &text.search_short)
                        glyph=Glyph::Search
                        on_press=on_search
                    />
                </div>
                <div class="frame__new">
                    <Menu
                        label=word(|text| &text.new)
                        icon=Glyph::Plus
                        kind=ButtonKind::Primary
                        key=word(|text| &text.new_key)
                        items=new_items
                        on_choose=on_new
                    />
                </div>
                {profile.map(|profile| view! { <div class="frame__profile">{profile.run()}</div> })}
            </header>
            <main
                class="frame__main"
                id="main"
                tabindex="-1"
                data-ground=follow(move || (ground.get() == Ground::Canvas).then_some("canvas"))
            >
                {strip.map(|strip| strip.run())}
                {children()}
            </main>
        </div>
    }
}
