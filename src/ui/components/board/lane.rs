//! The parts of a board: a lane with its head and cards, a card, a strip.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::carry;
use super::model::{BoardCard, BoardLane, BoardStrip, BoardText, Entry, entries};
use super::state::State;
use crate::ui::components::{Glyph, Icon, IconButton};

/// What a card needs of its board.
#[derive(Clone, Copy)]
pub(super) struct CardHost {
    /// What happens.
    pub(super) state: State,
    /// The board's words.
    pub(super) text: BoardText,
    /// Draws what is on a card.
    pub(super) draw: Callback<String, AnyView>,
    /// The first card of all, which has the tab stop until another has the focus.
    pub(super) first: Memo<Option<String>>,
    /// Opens a card's menu at its button.
    pub(super) on_menu: UnsyncCallback<(String, Option<Element>)>,
}

/// One card.
#[component]
fn Card(host: CardHost, card: BoardCard) -> impl IntoView {
    let CardHost {
        state,
        text,
        draw,
        first,
        on_menu,
    } = host;
    let key = StoredValue::new(card.key.clone());
    let is_lifted = move || {
        let carry = state.carry.read();
        carry
            .as_ref()
            .is_some_and(|carry| carry.card == *key.read_value())
            .then_some("")
    };
    // One card of the board is a tab stop; arrows go to the others.
    let stop = move || {
        let wanted = state.focused.get();
        let wanted = wanted.filter(|card| carry::find(&state.spots.read(), card).is_some());
        let is_stop = wanted.or_else(|| first.get()) == Some(key.get_value());
        if is_stop { "0" } else { "-1" }
    };
    let open_menu = move |event: leptos::ev::MouseEvent| {
        let button = event
            .current_target()
            .and_then(|node| node.dyn_into::<Element>().ok());
        on_menu.run((key.get_value(), button));
    };
    view! {
        <li>
            <article
                class="board__card"
                tabindex=stop
                aria-label=card.label
                data-card=card.key.clone()
                data-stale=card.is_stale.then_some("")
                data-lifted=is_lifted
                on:focus=move |_| state.focused.set(Some(key.get_value()))
            >
                {draw.run(card.key.clone())}
                <span class="board__menu">
                    <IconButton
                        label=Signal::derive(move || text.move_card.run(key.get_value()))
                        glyph=Glyph::More
                        attr:aria-haspopup="menu"
                        on:click=open_menu
                    />
                </span>
            </article>
        </li>
    }
}

/// One lane, by its key.
#[component]
pub(super) fn Lane(
    host: CardHost,
    key: String,
    lanes: Signal<Vec<BoardLane>>,
    on_more: Callback<String>,
    on_add: Option<Callback<String>>,
    start: Callback<String, usize>,
    on_scroll: Callback<(String, usize)>,
) -> impl IntoView {
    let CardHost { state, text, .. } = host;
    let key = StoredValue::new(key);
    let cards = NodeRef::<html::Ul>::new();
    Effect::new(move |before: Option<()>| {
        if let (Some(cards), None) = (cards.get(), before) {
            cards.set_scroll_top(i32::try_from(start.run(key.get_value())).unwrap_or_default());
        }
    });
    let scrolled = move |_| {
        if let Some(cards) = cards.get_untracked() {
            let top = usize::try_from(cards.scroll_top()).unwrap_or_default();
            on_scroll.run((key.get_value(), top));
        }
    };
    let lane = Memo::new(move |_| {
        let lanes = lanes.read();
        lanes
            .iter()
            .find(|lane| lane.key == *key.read_value())
            .cloned()
            .unwrap_or_default()
    });
    let target = Memo::new(move |_| {
        state
            .landing
            .get()
            .filter(|landing| landing.lane == *key.read_value())
    });
    let entries = move || {
        let target = target.get();
        let carried = target
            .as_ref()
            .map(|landing| (landing.card.as_str(), landing.place));
        entries(lane.read().cards.clone(), carried)
    };
    let draw = move |entry: Entry| match entry {
        Entry::Card(card) => view! { <Card host=host card=card /> }.into_any(),
        Entry::Place => view! {
            <li class="board__place" aria-hidden="true">
                {move || target.get().map(|landing| text.place.run(landing))}
            </li>
        }
        .into_any(),
    };
    let more = move || {
        lane.read().more.clone().map(|words| {
            view! {
                <li>
                    <button
                        class="board__more"
                        type="button"
                        on:click=move |_| on_more.run(key.get_value())
                    >
                        {words}
                    </button>
                </li>
            }
        })
    };
    let add = on_add.map(|on_add| {
        view! {
            <span class="board__add">
                <IconButton
                    label=Signal::derive(move || text.add.run(key.get_value()))
                    glyph=Glyph::Plus
                    small=true
                    on_press=move |()| on_add.run(key.get_value())
                />
            </span>
        }
    });
    let is_empty = Memo::new(move |_| lane.read().cards.is_empty() && target.read().is_none());
    let empty = move || {
        is_empty
            .get()
            .then(|| view! { <p class="board__empty">{move || text.empty.get()}</p> })
    };
    view! {
        <section
            class="board__lane"
            data-spot=key.get_value()
            data-target=move || target.read().is_some().then_some("")
            aria-label=move || lane.read().label.clone()
        >
            <header class="board__head">
                <div class="board__line">
                    <h2 class="board__name">{move || lane.read().name.clone()}</h2>
                    <span class="board__count">{move || lane.read().count.clone()}</span>
                    <span class="board__share">{move || lane.read().share.clone()}</span>
                    {add}
                </div>
                <div class="board__line">
                    <span class="board__sum">{move || lane.read().sum.clone()}</span>
                    <span class="board__note">{move || lane.read().note.clone()}</span>
                </div>
            </header>
            {empty}
            <ul class="board__cards" node_ref=cards on:scroll=scrolled>
                <For each=entries key=|entry| entry.clone() children=draw />
                {more}
            </ul>
        </section>
    }
}

/// One strip.
#[component]
pub(super) fn Strip(state: State, strip: BoardStrip) -> impl IntoView {
    let key = strip.key.clone();
    let is_target = move || {
        let landing = state.landing.read();
        landing
            .as_ref()
            .is_some_and(|landing| landing.lane == key)
            .then_some("")
    };
    view! {
        <div
            class="board__strip"
            data-spot=strip.key
            data-tone=strip.tone.code()
            data-target=is_target
        >
            <Icon glyph=strip.glyph />
            <span class="board__strip-name">{strip.name}</span>
            <span class="board__strip-note">{strip.note}</span>
            <span class="board__strip-sum">{strip.sum}</span>
        </div>
    }
}
