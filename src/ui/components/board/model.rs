//! What a board shows: lanes, cards and strips as values, and where the place of a carried card
//! stands among the others.

use leptos::prelude::*;

use crate::ui::components::{Glyph, Tone};

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
    /// Name, count and sum in one sentence, for the reader.
    pub label: String,
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
    /// The name of the button that makes a card in a lane, by the lane's key: "Add deal in New".
    pub add: Callback<String, String>,
    /// What stands in a lane without cards.
    pub empty: Signal<String>,
    /// The keys while a card is carried: the keys, and what they do.
    pub hints: Signal<Vec<(String, String)>>,
}

/// What stands in a lane: a card, or the place for the one that is carried.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Entry {
    Card(BoardCard),
    Place,
}

/// Puts the place of a carried card among the cards of its lane.
pub(super) fn entries(cards: Vec<BoardCard>, carried: Option<(&str, usize)>) -> Vec<Entry> {
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
