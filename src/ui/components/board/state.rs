//! What happens on a board: the focus goes from card to card, a card is carried by keys or by
//! hand, and lands. Every way ends in the same call.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event, HtmlElement};

use super::carry::{self, Carry, Spot, Step};
use super::model::{BoardLane, BoardStrip, Landing};
use super::pointer::{self, Grip};
use crate::ui::focus::focus_next_frame;

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
fn card_of(event: &Event) -> Option<(String, bool)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let card = target.closest("[data-card]").ok().flatten()?;
    let is_own = target == card;
    Some((card.get_attribute("data-card")?, is_own))
}

/// The board's signals, and what is done to them.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// The whole board.
    pub(super) board: NodeRef<html::Div>,
    /// The row of lanes.
    pub(super) track: NodeRef<html::Div>,
    /// What the pointer holds.
    pub(super) grip: Grip,
    /// What is carried, and where it would land.
    pub(super) carry: RwSignal<Option<Carry>>,
    /// The same in the page's words.
    pub(super) landing: Memo<Option<Landing>>,
    /// The card that has the focus, or had it last.
    pub(super) focused: RwSignal<Option<String>>,
    /// Where cards can be.
    pub(super) spots: Memo<Vec<Spot>>,
    has_just_dropped: StoredValue<bool>,
    on_move: Callback<Landing>,
    on_open: Callback<String>,
}

impl State {
    /// Starts with nothing carried.
    pub(super) fn new(
        lanes: Signal<Vec<BoardLane>>,
        strips: Signal<Vec<BoardStrip>>,
        on_move: Callback<Landing>,
        on_open: Callback<String>,
    ) -> Self {
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
        let carry = RwSignal::new(None::<Carry>);
        let landing = Memo::new(move |_| {
            let carry = carry.get()?;
            let spots = spots.read();
            let spot = spots.get(carry.spot)?;
            let places = spot.places(&carry.card);
            let place = carry.place.min(places - 1);
            Some(Landing {
                card: carry.card,
                lane: spot.key.clone(),
                place,
                places,
            })
        });
        Self {
            board: NodeRef::new(),
            track: NodeRef::new(),
            grip: Grip::new(),
            carry,
            landing,
            focused: RwSignal::new(None),
            spots,
            has_just_dropped: StoredValue::new(false),
            on_move,
            on_open,
        }
    }

    /// Says whether a card is on its way.
    pub(super) fn is_moving(self) -> bool {
        self.carry.read().is_some()
    }

    /// Gives a card the focus. One that has just moved is drawn anew; only then can it take it.
    pub(super) fn focus(self, card: String) {
        self.focused.set(Some(card.clone()));
        focus_next_frame(move || {
            let board = self.board.try_get_untracked().flatten()?;
            card_element(&board, &card)
        });
    }

    /// Ends the carrying where the card is now.
    fn land(self) {
        let landing = self.landing.get_untracked();
        let carry = self.carry.get_untracked();
        self.carry.set(None);
        let (Some(landing), Some(carry)) = (landing, carry) else {
            return;
        };
        let from = Carry::pick_up(&self.spots.read_untracked(), &carry.card, carry.by_keys);
        let card = landing.card.clone();
        if from.as_ref() != Some(&carry) {
            self.on_move.run(landing);
        }
        self.focus(card);
    }

    /// Moves a card to the top of a lane or into a strip, as its menu does.
    pub(super) fn send(self, card: String, lane: String) {
        let places = {
            let spots = self.spots.read_untracked();
            spots
                .iter()
                .find(|spot| spot.key == lane)
                .map_or(1, |spot| spot.places(&card))
        };
        self.on_move.run(Landing {
            card: card.clone(),
            lane,
            place: 0,
            places,
        });
        self.focus(card);
    }

    /// A key on the board.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let Some((card, is_own)) = card_of(event) else {
            return;
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let is_carried = self
            .carry
            .read_untracked()
            .as_ref()
            .is_some_and(|carry| carry.by_keys);
        let is_used = if is_carried {
            self.press_carrying(&event.key())
        } else {
            self.press_resting(&event.key(), card, is_own)
        };
        if is_used {
            event.prevent_default();
        }
    }

    /// A key while keys carry a card; gives back whether it had a use.
    fn press_carrying(self, key: &str) -> bool {
        match (Step::read(key), key) {
            (Some(step), _) => {
                let spots = self.spots.get_untracked();
                self.carry.update(|carry| {
                    if let Some(carry) = carry {
                        carry.step(&spots, step);
                    }
                });
                // Within its lane the card itself may move in the page, and loses the focus by that.
                let carried = self.carry.read_untracked();
                if let Some(card) = carried.as_ref().map(|carry| carry.card.clone()) {
                    drop(carried);
                    self.focus(card);
                }
            }
            (None, "Enter") => self.land(),
            (None, "Escape" | "Tab") => self.carry.set(None),
            _ => return false,
        }
        true
    }

    /// A key on a card; gives back whether it had a use.
    fn press_resting(self, key: &str, card: String, is_own: bool) -> bool {
        match (Step::read(key), key) {
            (Some(step), _) => {
                let next = carry::neighbour(&self.spots.read_untracked(), &card, step);
                if let Some(next) = next {
                    self.focus(next);
                }
            }
            (None, "m" | "M") => {
                let carry = Carry::pick_up(&self.spots.read_untracked(), &card, true);
                self.carry.set(carry);
            }
            (None, "Enter") if is_own => self.on_open.run(card),
            _ => return false,
        }
        true
    }

    /// A press on the board: it may become a drag.
    pub(super) fn grab(self, event: &PointerEvent) {
        self.has_just_dropped.set_value(false);
        self.grip.press(event);
    }

    /// The pointer went on.
    fn follow(self, event: &PointerEvent) {
        if !self.grip.follow(event) {
            return;
        }
        let held = self.grip.held.get_untracked();
        let (Some(board), Some(held)) = (self.board.get_untracked(), held) else {
            return;
        };
        let over = pointer::over(&board, held.at, &held.card);
        let spots = self.spots.get_untracked();
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
        if self.carry.get_untracked() != next {
            self.carry.set(next);
        }
        if let Some(track) = self.track.get_untracked() {
            pointer::push(&track, held.at.0);
        }
    }

    /// The pointer let go, and the card lands, or goes back.
    fn release(self, lands: bool) {
        if self.grip.is_holding() {
            self.has_just_dropped.set_value(true);
            if lands {
                self.land();
            } else {
                self.carry.set(None);
            }
        }
        self.grip.release();
    }

    /// Follows the pointer beyond the board, until the owner goes.
    pub(super) fn watch_pointer(self) {
        let follow =
            window_event_listener(leptos::ev::pointermove, move |event| self.follow(&event));
        let drop = window_event_listener(leptos::ev::pointerup, move |_| self.release(true));
        let cancel = window_event_listener(leptos::ev::pointercancel, move |_| self.release(false));
        let escape = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" && self.grip.is_holding() {
                self.release(false);
            }
        });
        on_cleanup(move || {
            follow.remove();
            drop.remove();
            cancel.remove();
            escape.remove();
            self.grip.release();
        });
    }

    /// A press that ended on the board.
    pub(super) fn click(self, event: &MouseEvent) {
        if self.has_just_dropped.get_value() {
            // The press that ended a drag is not a press on what lies below.
            self.has_just_dropped.set_value(false);
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let target = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok());
        let control = target.and_then(|node| node.closest("a, button").ok().flatten());
        if let (None, Some((card, _))) = (control, card_of(event)) {
            self.on_open.run(card);
        }
    }
}
