//! Carrying a card by hand: a mouse lifts it by moving, a finger by resting on it. It tells
//! where the pointer is; what that means is the board's.

use std::time::Duration;

use leptos::ev::PointerEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

/// How far a mouse goes before it carries, and how far a finger may slip while it rests.
const SLIP: f64 = 6.0;
/// How long a finger rests before it carries.
const REST: Duration = Duration::from_millis(400);
/// How near the edge the lanes begin to move by themselves, and how far at a time.
const EDGE: f64 = 48.0;
const PUSH: f64 = 14.0;

/// The copy under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hand {
    /// The card's key.
    pub(super) card: String,
    /// Where the pointer is.
    pub(super) at: (f64, f64),
    /// Where on the card it holds.
    pub(super) grip: (f64, f64),
    /// How wide the card is.
    pub(super) width: f64,
}

/// Follows the pointer from the press to the drop.
#[derive(Clone, Copy)]
pub(super) struct Grip {
    /// Pressed and not yet lifted.
    pressed: RwSignal<Option<Hand>>,
    /// Lifted.
    pub(super) held: RwSignal<Option<Hand>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    is_touch: StoredValue<bool>,
}

impl Grip {
    /// Holds nothing.
    pub(super) fn new() -> Self {
        Self {
            pressed: RwSignal::new(None),
            held: RwSignal::new(None),
            timer: StoredValue::new(None),
            is_touch: StoredValue::new(false),
        }
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Says whether a card is lifted.
    pub(super) fn is_holding(self) -> bool {
        self.held.read_untracked().is_some()
    }

    /// Lets go of everything.
    pub(super) fn release(self) {
        self.stop_timer();
        self.pressed.set(None);
        if self.is_holding() {
            self.held.set(None);
        }
    }

    /// A press somewhere on the lanes.
    pub(super) fn press(self, event: &PointerEvent) {
        let Some(target) = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            return;
        };
        let closest = |selector| target.closest(selector).ok().flatten();
        let (Some(card), None) = (closest("[data-card]"), closest("button")) else {
            return;
        };
        if event.button() != 0 {
            return;
        }
        let frame = card.get_bounding_client_rect();
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.pressed.set(Some(Hand {
            card: card.get_attribute("data-card").unwrap_or_default(),
            at,
            grip: (at.0 - frame.left(), at.1 - frame.top()),
            width: frame.width(),
        }));
        let is_touch = event.pointer_type() == "touch";
        self.is_touch.set_value(is_touch);
        if is_touch {
            let lift = move || {
                self.held
                    .set(self.pressed.try_update(Option::take).flatten())
            };
            self.timer
                .set_value(set_timeout_with_handle(lift, REST).ok());
        }
    }

    /// The pointer went on; gives back whether something is carried.
    pub(super) fn follow(self, event: &PointerEvent) -> bool {
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        if self.held.read_untracked().is_some() {
            self.held.update(|held| {
                if let Some(held) = held {
                    held.at = at;
                }
            });
            return true;
        }
        let far = self
            .pressed
            .read_untracked()
            .as_ref()
            .is_some_and(|pressed| (at.0 - pressed.at.0).hypot(at.1 - pressed.at.1) > SLIP);
        if far {
            // A finger that moves before it has rested scrolls.
            let pressed = self.pressed.try_update(Option::take).flatten();
            if self.is_touch.get_value() {
                self.stop_timer();
            } else {
                self.held.set(pressed.map(|pressed| Hand { at, ..pressed }));
                return true;
            }
        }
        false
    }
}

/// Says which lane or strip a point is over, and above how many of its cards. The card that is
/// carried does not count.
pub(super) fn over(board: &Element, (x, y): (f64, f64), card: &str) -> Option<(String, usize)> {
    let spots = board.query_selector_all("[data-spot]").ok()?;
    let elements = |list: &web_sys::NodeList| -> Vec<Element> {
        let at = |at| {
            list.item(at)
                .and_then(|node| node.dyn_into::<Element>().ok())
        };
        (0..list.length()).filter_map(at).collect()
    };
    let spot = elements(&spots).into_iter().find(|spot| {
        let frame = spot.get_bounding_client_rect();
        (frame.left()..frame.right()).contains(&x) && (frame.top()..frame.bottom()).contains(&y)
    })?;
    let cards = spot.query_selector_all("[data-card]").ok()?;
    let above = elements(&cards).into_iter().filter(|held| {
        let frame = held.get_bounding_client_rect();
        held.get_attribute("data-card").as_deref() != Some(card)
            && frame.top() + frame.height() / 2.0 < y
    });
    Some((spot.get_attribute("data-spot")?, above.count()))
}

/// Moves the lanes along while the pointer is near their edge.
pub(super) fn push(lanes: &Element, x: f64) {
    let frame = lanes.get_bounding_client_rect();
    if x < frame.left() + EDGE {
        lanes.scroll_by_with_x_and_y(-PUSH, 0.0);
    } else if x > frame.right() - EDGE {
        lanes.scroll_by_with_x_and_y(PUSH, 0.0);
    }
}
