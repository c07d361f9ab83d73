//! A board: lanes of cards, and strips below for where cards leave it. A card is carried by
//! hand, by keys (M, arrows, Enter, Esc) or by its menu, and each way ends in the same call.
//! Every place it could land at is said. What is on a card, and what moving does, is the page's.

mod carry;
mod pointer;

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::{Glyph, Icon, IconButton, Keys, MenuItem, MenuList, Popover, Tone};
use carry::{Carry, Spot, Step};
use pointer::Grip;

/// One card of a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BoardCard {
    /// What is given back when it is opened or moved.
    pub key: String,
    /// What it is, in one sentence for the reader.
    pub label: String,
    /// Whether it has been here too long.
    pub is_stale: bool,
}

/// One lane. Its figures are of the whole lane, not of the cards that show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardLane {
    /// What is given back when a card lands in it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How many cards it has.
    pub count: String,
    /// How likely its cards are to be won.
    pub share: String,
    /// What its cards come to.
    pub sum: String,
    /// What they come to by their likelihood.
    pub note: String,
    /// The cards that show, first on top.
    pub cards: Vec<BoardCard>,
    /// The words on the button that shows more, if there are more.
    pub more: Option<String>,
}

/// A strip below the lanes: won, lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardStrip {
    /// What is given back when a card lands in it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How many, and what it asks for.
    pub note: String,
    /// What they come to.
    pub sum: String,
    /// Its drawing.
    pub glyph: Glyph,
    /// What it means.
    pub tone: Tone,
}

/// Where a card would land, or has landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// The card's key.
    pub card: String,
    /// The lane's or strip's key.
    pub lane: String,
    /// The place among the lane's other cards that show, from 0.
    pub place: usize,
    /// How many places there are.
    pub places: usize,
}

/// The board's own words.
#[derive(Clone, Copy)]
pub struct BoardText {
    /// What the board is of.
    pub label: Signal<String>,
    /// Where a card is on its way to: "Moving Bar fit-out to Negotiation, place 1 of 7".
    pub moving: Callback<Landing, String>,
    /// What stands in the place it would take: "Drop as first".
    pub place: Callback<Landing, String>,
    /// The name of a card's menu, by the card's key: "Move Bar fit-out".
    pub move_card: Callback<String, String>,
    /// The keys while a card is carried: the keys, and what they do.
    pub hints: Signal<Vec<(String, String)>>,
}

/// What stands in a lane: a card, or the place for the one that is carried.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Entry {
    Card(BoardCard),
    Place,
}

/// Puts the place of a carried card among the cards of its lane.
fn entries(cards: Vec<BoardCard>, carried: Option<(&str, usize)>) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(cards.len() + 1);
    let mut others = 0;
    let mut is_placed = carried.is_none();
    for card in cards {
        let is_other = carried.is_none_or(|(key, _)| card.key != key);
        if !is_placed && is_other && carried.is_some_and(|(_, place)| place == others) {
            entries.push(Entry::Place);
            is_placed = true;
        }
        others += usize::from(is_other);
        entries.push(Entry::Card(card));
    }
    if !is_placed {
        entries.push(Entry::Place);
    }
    entries
}

/// Finds the element of a card.
fn card_element(board: &Element, card: &str) -> Option<HtmlElement> {
    let cards = board.query_selector_all("[data-card]").ok()?;
    (0..cards.length())
        .filter_map(|at| {
            cards
                .item(at)
                .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        })
        .find(|node| node.get_attribute("data-card").as_deref() == Some(card))
}

/// The card that an event happened on, and whether on the card itself.
fn card_of(event: &leptos::web_sys::Event) -> Option<(String, bool)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let card = target.closest("[data-card]").ok().flatten()?;
    let is_own = target == card;
    Some((card.get_attribute("data-card")?, is_own))
}

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
) -> impl IntoView {
    let board = NodeRef::<html::Div>::new();
    let track = NodeRef::<html::Div>::new();
    let grip = Grip::new();
    let carry = RwSignal::new(None::<Carry>);
    let focused = RwSignal::new(None::<String>);
    let has_just_dropped = StoredValue::new(false);

    let spots = Memo::new(move |_| {
        let lanes = lanes.read();
        let lanes = lanes.iter().map(|lane| Spot {
            key: lane.key.clone(),
            cards: lane.cards.iter().map(|card| card.key.clone()).collect(),
            is_strip: false,
        });
        let strips = strips.read();
        let strips = strips.iter().map(|strip| Spot {
            key: strip.key.clone(),
            cards: Vec::new(),
            is_strip: true,
        });
        lanes.chain(strips).collect::<Vec<_>>()
    });
    let landing = Memo::new(move |_| {
        let carry = carry.get()?;
        let spots = spots.read();
        let spot = spots.get(carry.spot)?;
        let places = spot.places(&carry.card);
        Some(Landing {
            lane: spot.key.clone(),
            place: carry.place.min(places - 1),
            places,
            card: carry.card,
        })
    });
    let moving = Signal::derive(move || carry.read().is_some());
    let focus = move |card: String| {
        focused.set(Some(card.clone()));
        // A card that has just moved is drawn anew; only then can it take the focus.
        request_animation_frame(move || {
            let element = board
                .get_untracked()
                .and_then(|board| card_element(&board, &card));
            if let Some(element) = element {
                let _ = element.focus();
            }
        });
    };
    let land = move || {
        let landing = landing.get_untracked();
        let from = carry
            .read_untracked()
            .as_ref()
            .and_then(|carry| Carry::pick_up(&spots.read_untracked(), &carry.card, carry.by_keys));
        let is_same = from == carry.get_untracked();
        carry.set(None);
        if let Some(landing) = landing {
            let card = landing.card.clone();
            if !is_same {
                on_move.run(landing);
            }
            focus(card);
        }
    };

    let press = move |event: leptos::ev::KeyboardEvent| {
        let Some((card, is_own)) = card_of(&event) else {
            return;
        };
        let key = event.key();
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if carry
            .read_untracked()
            .as_ref()
            .is_some_and(|carry| carry.by_keys)
        {
            match (Step::read(&key), key.as_str()) {
                (Some(step), _) => carry.update(|carry| {
                    if let Some(carry) = carry {
                        carry.step(&spots.read_untracked(), step);
                    }
                }),
                (None, "Enter") => land(),
                (None, "Escape" | "Tab") => carry.set(None),
                _ => return,
            }
            event.prevent_default();
            return;
        }
        match (Step::read(&key), key.as_str()) {
            (Some(step), _) => {
                let next = carry::neighbour(&spots.read_untracked(), &card, step);
                if let Some(next) = next {
                    focus(next);
                }
            }
            (None, "m" | "M") => carry.set(Carry::pick_up(&spots.read_untracked(), &card, true)),
            (None, "Enter") if is_own => on_open.run(card),
            _ => return,
        }
        event.prevent_default();
    };

    let follow = window_event_listener(leptos::ev::pointermove, move |event| {
        if !grip.follow(&event) {
            return;
        }
        let (Some(board), Some(held)) = (board.get_untracked(), grip.held.get_untracked()) else {
            return;
        };
        let over = pointer::over(&board, held.at, &held.card);
        let spots = spots.read_untracked();
        let found = over.and_then(|(key, place)| {
            spots
                .iter()
                .position(|spot| spot.key == key)
                .map(|spot| (spot, place))
        });
        let next = match found {
            Some((spot, place)) => Some(Carry {
                card: held.card,
                spot,
                place,
                by_keys: false,
            }),
            // Outside of every lane it would go back to where it came from.
            None => Carry::pick_up(&spots, &held.card, false),
        };
        if carry.get_untracked() != next {
            carry.set(next);
        }
        if let Some(track) = track.get_untracked() {
            pointer::push(&track, held.at.0);
        }
    });
    let drop = window_event_listener(leptos::ev::pointerup, move |_| {
        if grip.held.read_untracked().is_some() {
            has_just_dropped.set_value(true);
            land();
        }
        grip.release();
    });
    let cancel = window_event_listener(leptos::ev::pointercancel, move |_| {
        if grip.held.read_untracked().is_some() {
            carry.set(None);
        }
        grip.release();
    });
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && grip.held.read_untracked().is_some() {
            carry.set(None);
            grip.release();
        }
    });
    on_cleanup(move || {
        follow.remove();
        drop.remove();
        cancel.remove();
        escape.remove();
        grip.release();
    });

    // Where the card's own menu moves it.
    let menu_at = RwSignal::new_local(None::<Element>);
    let menu_card = RwSignal::new(String::new());
    let menu_items = Signal::derive(move || {
        let card = menu_card.get();
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
    let choose = move |lane: String| {
        menu_at.set(None);
        let card = menu_card.get_untracked();
        let places = {
            let spots = spots.read_untracked();
            spots
                .iter()
                .find(|spot| spot.key == lane)
                .map_or(1, |spot| spot.places(&card))
        };
        on_move.run(Landing {
            card: card.clone(),
            lane,
            place: 0,
            places,
        });
        focus(card);
    };

    let clicked = move |event: leptos::ev::MouseEvent| {
        if has_just_dropped.get_value() {
            // The press that ended a drag is not a press on what lies below.
            has_just_dropped.set_value(false);
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let target = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok());
        let is_control = target
            .and_then(|node| node.closest("a, button").ok().flatten())
            .is_some();
        if let (false, Some((card, _))) = (is_control, card_of(&event)) {
            on_open.run(card);
        }
    };

    let current = RwSignal::new(0_usize);
    let watch = move || {
        let Some(track) = track.get_untracked() else {
            return;
        };
        let edge = track.get_bounding_client_rect().left();
        let lanes = track.children();
        let past = (0..lanes.length())
            .filter_map(|at| lanes.item(at))
            .filter(|lane| {
                let frame = lane.get_bounding_client_rect();
                frame.left() + frame.width() / 2.0 < edge
            })
            .count();
        if current.get_untracked() != past {
            current.set(past);
        }
    };
    let show = move |at: usize| {
        let lane = track
            .get_untracked()
            .and_then(|track| track.children().item(u32::try_from(at).unwrap_or_default()));
        if let Some(lane) = lane {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_inline(web_sys::ScrollLogicalPosition::Start);
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_behavior(web_sys::ScrollBehavior::Smooth);
            lane.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };

    let first = Memo::new(move |_| {
        spots
            .read()
            .iter()
            .find_map(|spot| spot.cards.first().cloned())
    });
    let draw_card = move |held: BoardCard| {
        let key = StoredValue::new(held.key.clone());
        let is_lifted = move || {
            let is_it = carry
                .read()
                .as_ref()
                .is_some_and(|carry| carry.card == *key.read_value());
            is_it.then_some("")
        };
        let stop = move || {
            let wanted = focused
                .get()
                .filter(|card| carry::find(&spots.read(), card).is_some());
            let is_stop =
                wanted.or_else(|| first.get()).as_deref() == Some(key.read_value().as_str());
            if is_stop { "0" } else { "-1" }
        };
        let open_menu = move |event: leptos::ev::MouseEvent| {
            menu_card.set(key.get_value());
            let button = event
                .current_target()
                .and_then(|node| node.dyn_into::<Element>().ok());
            menu_at.set(button);
        };
        view! {
            <li>
                <article
                    class="board__card"
                    tabindex=stop
                    aria-label=held.label
                    data-card=key.get_value()
                    data-stale=held.is_stale.then_some("")
                    data-lifted=is_lifted
                    on:focus=move |_| focused.set(Some(key.get_value()))
                >
                    {card.run(held.key)}
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
    };
    let draw_lane = move |key: String| {
        let key = StoredValue::new(key);
        let lane = Memo::new(move |_| {
            let lanes = lanes.read();
            lanes
                .iter()
                .find(|lane| lane.key == *key.read_value())
                .cloned()
                .unwrap_or_default()
        });
        let target = Memo::new(move |_| {
            landing
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
            Entry::Card(card) => draw_card(card).into_any(),
            Entry::Place => view! {
                <li class="board__place" aria-hidden="true">
                    {move || target.get().map(|landing| text.place.run(landing))}
                </li>
            }
            .into_any(),
        };
        view! {
            <section
                class="board__lane"
                data-spot=key.get_value()
                data-target=move || target.read().is_some().then_some("")
                aria-label=move || {
                    let lane = lane.read();
                    format!("{}, {}, {}", lane.name, lane.count, lane.sum)
                }
            >
                <header class="board__head">
                    <div class="board__line">
                        <h2 class="board__name">{move || lane.read().name.clone()}</h2>
                        <span class="board__count">{move || lane.read().count.clone()}</span>
                        <span class="board__share">{move || lane.read().share.clone()}</span>
                    </div>
                    <div class="board__line">
                        <span class="board__sum">{move || lane.read().sum.clone()}</span>
                        <span class="board__note">{move || lane.read().note.clone()}</span>
                    </div>
                </header>
                <ul class="board__cards">
                    <For each=entries key=|entry| entry.clone() children=draw />
                </ul>
                {move || lane.read().more.clone().map(|words| view! {
                    <button
                        class="board__more"
                        type="button"
                        on:click=move |_| on_more.run(key.get_value())
                    >
                        {words}
                    </button>
                })}
            </section>
        }
    };
    let draw_strip = move |strip: BoardStrip| {
        let key = strip.key.clone();
        let is_target = move || {
            landing
                .read()
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
    };
    let keys = move || {
        lanes
            .read()
            .iter()
            .map(|lane| lane.key.clone())
            .collect::<Vec<_>>()
    };
    let stages = move || {
        let lanes = lanes.get().into_iter().enumerate();
        let stages = lanes.map(|(at, lane)| {
            view! {
                <button
                    class="board__stage"
                    type="button"
                    aria-current=move || (current.get() == at).then_some("true")
                    on:click=move |_| show(at)
                >
                    {lane.name} " " <span class="board__count">{lane.count}</span>
                </button>
            }
        });
        stages.collect_view()
    };
    let bar = move || {
        let is_by_keys = carry.read().as_ref().is_some_and(|carry| carry.by_keys);
        is_by_keys.then(|| {
            let hints = text.hints.get().into_iter().map(|(keys, does)| {
                view! { <span class="board__key"><Keys keys=keys /> {does}</span> }
            });
            view! {
                <div class="board__bar">
                    <Icon glyph=Glyph::Keyboard />
                    <span>{move || landing.get().map(|landing| text.moving.run(landing))}</span>
                    {hints.collect_view()}
                </div>
            }
        })
    };
    let copy = move || {
        let held = Memo::new(move |_| grip.held.read().as_ref().map(|held| held.card.clone()));
        held.get().map(|key| {
            let at = move || {
                grip.held.read().as_ref().map_or(String::new(), |held| {
                    format!(
                        "translate({}px, {}px)",
                        held.at.0 - held.grip.0,
                        held.at.1 - held.grip.1
                    )
                })
            };
            let width = grip
                .held
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
                    {card.run(key)}
                </div>
            }
        })
    };
    view! {
        <div
            class="board"
            node_ref=board
            role="region"
            aria-label=move || text.label.get()
            data-moving=move || moving.get().then_some("")
            on:keydown=press
            on:click=clicked
            on:pointerdown=move |event| {
                has_just_dropped.set_value(false);
                grip.press(&event);
            }
            on:touchmove=move |event| {
                // While a finger carries a card, it does not scroll.
                if grip.held.read_untracked().is_some() {
                    event.prevent_default();
                }
            }
            on:contextmenu=move |event| {
                if grip.held.read_untracked().is_some() {
                    event.prevent_default();
                }
            }
            on:dragstart=move |event| event.prevent_default()
        >
            <div class="board__stages">{stages}</div>
            <div
                class="board__lanes"
                node_ref=track
                data-moving=move || moving.get().then_some("")
                on:scroll=move |_| watch()
            >
                <For each=keys key=|key| key.clone() children=draw_lane />
            </div>
            <div class="board__strips">
                <For each=move || strips.get() key=|strip| format!("{strip:?}") children=draw_strip />
            </div>
            <div role="status">{bar}</div>
            {copy}
            <Popover
                anchor=menu_at
                label=Signal::derive(move || text.move_card.run(menu_card.get()))
                role="presentation"
            >
                <MenuList
                    label=Signal::derive(move || text.move_card.run(menu_card.get()))
                    items=menu_items
                    on_choose=choose
                />
            </Popover>
        </div>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_place_stands_where_the_card_would_land() {
        let cards = || {
            ["a", "b", "c"]
                .map(|key| BoardCard {
                    key: key.to_owned(),
                    ..BoardCard::default()
                })
                .to_vec()
        };
        let check = |carried, expected: &str| {
            let drawn: String = entries(cards(), carried)
                .into_iter()
                .map(|entry| match entry {
                    Entry::Card(card) => card.key,
                    Entry::Place => "_".to_owned(),
                })
                .collect();
            assert_eq!(drawn, expected);
        };
        check(None, "abc");
        check(Some(("x", 0)), "_abc");
        check(Some(("x", 3)), "abc_");
        check(Some(("a", 0)), "a_bc");
        check(Some(("a", 1)), "ab_c");
        check(Some(("c", 2)), "abc_");
    }
}
