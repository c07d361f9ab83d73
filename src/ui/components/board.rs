//! A board: lanes of cards, and strips below for where cards leave it. A card is carried by
//! hand, by keys (M, arrows, Enter, Esc) or by its menu, and each way ends in the same call.
//! Every place it could land at is said. What is on a card, and what moving does, is the page's.

mod carry;
mod lane;
mod model;
mod pointer;
mod state;

use leptos::prelude::*;
use leptos::web_sys::Element;

use super::{Glyph, Icon, Keys, MenuItem, MenuPopover};
use lane::{CardHost, Lane, Strip};
pub use model::{BoardCard, BoardLane, BoardStrip, BoardText, Landing};
use state::State;

/// The board.
#[component]
pub fn Board(
    /// Its own words.
    text: BoardText,
    /// The lanes.
    #[prop(into)]
    lanes: Signal<Vec<BoardLane>>,
    /// The strips below.
    #[prop(optional, into)]
    strips: Signal<Vec<BoardStrip>>,
    /// Draws what is on a card, by its key.
    #[prop(into)]
    card: Callback<String, AnyView>,
    /// What landing does.
    #[prop(into)]
    on_move: Callback<Landing>,
    /// What pressing a card does.
    #[prop(into)]
    on_open: Callback<String>,
    /// Shows more of a lane, by its key.
    #[prop(into)]
    on_more: Callback<String>,
    /// Makes a card in a lane, by its key. Without it lanes have no button for that.
    #[prop(optional, into)]
    on_add: Option<Callback<String>>,
    /// How far a lane is scrolled at the beginning, by its key.
    #[prop(default = Callback::new(|_| 0), into)]
    start: Callback<String, usize>,
    /// Hears how far it is scrolled now.
    #[prop(default = Callback::new(|_| ()), into)]
    on_scroll: Callback<(String, usize)>,
) -> impl IntoView {
    let state = State::new(lanes, strips, on_move, on_open);
    state.watch_pointer();
    let menu_at = RwSignal::new_local(None::<Element>);
    let menu_card = RwSignal::new(String::new());
    let open_menu = move |(card, at): (String, Option<Element>)| {
        menu_card.set(card);
        menu_at.set(at);
    };
    let spots = state.spots;
    let host = CardHost {
        state,
        text,
        draw: card,
        first: Memo::new(move |_| {
            spots
                .read()
                .iter()
                .find_map(|spot| spot.cards.first().cloned())
        }),
        on_menu: UnsyncCallback::new(open_menu),
    };
    let keys = move || {
        lanes
            .read()
            .iter()
            .map(|lane| lane.key.clone())
            .collect::<Vec<_>>()
    };
    let current = RwSignal::new(0_usize);
    let is_moving = move || state.is_moving().then_some("");
    // While a finger carries a card it neither scrolls nor opens the browser's own menu.
    let keep = move |event: &leptos::web_sys::Event| {
        if state.grip.is_holding() {
            event.prevent_default();
        }
    };
    view! {
        <div
            class="board"
            node_ref=state.board
            role="region"
            aria-label=move || text.label.get()
            data-moving=is_moving
            on:keydown=move |event| state.press(&event)
            on:click=move |event| state.click(&event)
            on:pointerdown=move |event| state.grab(&event)
            on:touchmove=move |event| keep(&event)
            on:contextmenu=move |event| keep(&event)
            on:dragstart=move |event| event.prevent_default()
        >
            <Stages state=state lanes=lanes current=current />
            <div
                class="board__lanes"
                node_ref=state.track
                data-moving=is_moving
                on:scroll=move |_| watch(state, current)
            >
                <For
                    each=keys
                    key=|key| key.clone()
                    children=move |key| view! {
                        <Lane
                            host=host
                            key=key
                            lanes=lanes
                            on_more=on_more
                            on_add=on_add
                            start=start
                            on_scroll=on_scroll
                        />
                    }
                />
            </div>
            <div class="board__strips">
                <For
                    each=move || strips.get()
                    key=|strip| format!("{strip:?}")
                    children=move |strip| view! { <Strip state=state strip=strip /> }
                />
            </div>
            <div role="status">
                <Bar state=state text=text />
            </div>
            <Copied state=state draw=card />
            <CardMenu state=state text=text lanes=lanes strips=strips at=menu_at card=menu_card />
        </div>
    }
}

/// Notes which lane stands at the edge, for the phone's chips.
fn watch(state: State, current: RwSignal<usize>) {
    let Some(track) = state.track.get_untracked() else {
        return;
    };
    let edge = track.get_bounding_client_rect().left();
    let lanes = track.children();
    let past = (0..lanes.length())
        .filter_map(|at| lanes.item(at))
        .filter(|lane| {
            let frame = lane.get_bounding_client_rect();
            frame.left() + frame.width() / 2.0 < edge
        });
    let past = past.count();
    if current.get_untracked() != past {
        current.set(past);
    }
}

/// The phone's chips, one per lane: pressing one brings its lane into view.
#[component]
fn Stages(state: State, lanes: Signal<Vec<BoardLane>>, current: RwSignal<usize>) -> impl IntoView {
    let show = move |at: usize| {
        let at = u32::try_from(at).unwrap_or_default();
        let lane = state
            .track
            .get_untracked()
            .and_then(|track| track.children().item(at));
        if let Some(lane) = lane {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_inline(web_sys::ScrollLogicalPosition::Start);
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_behavior(web_sys::ScrollBehavior::Smooth);
            lane.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };
    let chips = move || {
        let lanes = lanes.get().into_iter().enumerate();
        let chips = lanes.map(|(at, lane)| {
            view! {
                <button
                    class="board__stage"
                    type="button"
                    aria-current=move || (current.get() == at).then_some("true")
                    on:click=move |_| show(at)
                >
                    {lane.name}
                    " "
                    <span class="board__count">{lane.count}</span>
                </button>
            }
        });
        chips.collect_view()
    };
    view! { <div class="board__stages">{chips}</div> }
}

/// Where a card that keys carry would land, and which keys do what.
#[component]
fn Bar(state: State, text: BoardText) -> impl IntoView {
    let is_shown = Memo::new(move |_| {
        state
            .carry
            .read()
            .as_ref()
            .is_some_and(|carry| carry.by_keys)
    });
    move || {
        is_shown.get().then(|| {
            let hints = text.hints.get().into_iter().map(|(keys, does)| {
                view! {
                    <span class="board__key">
                        <Keys keys=keys />
                        {does}
                    </span>
                }
            });
            view! {
                <div class="board__bar">
                    <Icon glyph=Glyph::Keyboard />
                    <span>{move || state.landing.get().map(|landing| text.moving.run(landing))}</span>
                    {hints.collect_view()}
                </div>
            }
        })
    }
}

/// The copy of a card under the pointer.
#[component]
fn Copied(state: State, draw: Callback<String, AnyView>) -> impl IntoView {
    let held = state.grip.held;
    let card = Memo::new(move |_| held.read().as_ref().map(|held| held.card.clone()));
    move || {
        card.get().map(|key| {
            let at = move || {
                held.read().as_ref().map_or(String::new(), |held| {
                    let (x, y) = (held.at.0 - held.grip.0, held.at.1 - held.grip.1);
                    format!("translate({x}px, {y}px)")
                })
            };
            let width = held
                .read_untracked()
                .as_ref()
                .map_or(0.0, |held| held.width);
            view! {
                <div
                    class="board__copy"
                    aria-hidden="true"
                    style:--board-copy-size=format!("{width}px")
                    style:transform=at
                >
                    {draw.run(key)}
                </div>
            }
        })
    }
}

/// The menu of a card: where it can be moved to.
#[component]
fn CardMenu(
    state: State,
    text: BoardText,
    lanes: Signal<Vec<BoardLane>>,
    strips: Signal<Vec<BoardStrip>>,
    at: RwSignal<Option<Element>, LocalStorage>,
    card: RwSignal<String>,
) -> impl IntoView {
    let items = Signal::derive(move || {
        let card = card.get();
        let lanes = lanes.read();
        let others = lanes
            .iter()
            .filter(|lane| lane.cards.iter().all(|held| held.key != card));
        let mut items: Vec<MenuItem> = others
            .map(|lane| MenuItem::new(lane.key.clone(), lane.name.clone()))
            .collect();
        for (at, strip) in strips.read().iter().enumerate() {
            let item = MenuItem::new(strip.key.clone(), strip.name.clone()).glyph(strip.glyph);
            items.push(if at == 0 { item.group() } else { item });
        }
        items
    });
    let label = Signal::derive(move || text.move_card.run(card.get()));
    let choose = move |lane: String| {
        at.set(None);
        state.send(card.get_untracked(), lane);
    };
    view! {
        <MenuPopover anchor=at label=label items=items on_choose=choose />
    }
}
