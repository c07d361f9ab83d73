//! Where a card that is carried would land, and where the next step takes it. Plain values, so
//! that hand and keys do the same thing.

/// A place that cards can be in, without what is written on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// The lane's or strip's key.
    pub(super) key: String,
    /// The keys of the cards that show in it; a strip shows none.
    pub(super) cards: Vec<String>,
    /// Whether it is a strip.
    pub(super) is_strip: bool,
}

impl Spot {
    /// How many places it has for a card.
    pub(super) fn places(&self, card: &str) -> usize {
        if self.is_strip {
            1
        } else {
            self.cards.iter().filter(|held| *held != card).count() + 1
        }
    }
}

/// What is carried, and where it would land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Carry {
    /// The card's key.
    pub(super) card: String,
    /// The spot it is over, by its number.
    pub(super) spot: usize,
    /// The place in it, counted without the card itself.
    pub(super) place: usize,
    /// Whether keys carry it.
    pub(super) by_keys: bool,
}

/// A step by keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Left,
    Right,
    Up,
    Down,
}

impl Step {
    /// Reads an arrow key.
    pub(super) fn read(key: &str) -> Option<Self> {
        match key {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            _ => None,
        }
    }
}

/// Finds a card: the number of its spot and its place there.
pub(super) fn find(spots: &[Spot], card: &str) -> Option<(usize, usize)> {
    spots.iter().enumerate().find_map(|(spot, at)| {
        let place = at.cards.iter().position(|held| held == card)?;
        Some((spot, place))
    })
}

impl Carry {
    /// Picks a card up where it lies.
    pub(super) fn pick_up(spots: &[Spot], card: &str, by_keys: bool) -> Option<Self> {
        let (spot, place) = find(spots, card)?;
        Some(Self {
            card: card.to_owned(),
            spot,
            place,
            by_keys,
        })
    }

    /// Moves it on by one step; at an edge it stays.
    pub(super) fn step(&mut self, spots: &[Spot], step: Step) {
        match step {
            Step::Left => self.spot = self.spot.saturating_sub(1),
            Step::Right => self.spot = (self.spot + 1).min(spots.len().saturating_sub(1)),
            Step::Up => self.place = self.place.saturating_sub(1),
            Step::Down => self.place += 1,
        }
        let places = spots
            .get(self.spot)
            .map_or(1, |spot| spot.places(&self.card));
        self.place = self.place.min(places - 1);
    }
}

/// Moves the focus from one card to a neighbour; lanes without cards are passed over.
pub(super) fn neighbour(spots: &[Spot], card: &str, step: Step) -> Option<String> {
    let (at, place) = find(spots, card)?;
    let near = |spot: &Spot| spot.cards.get(place).or_else(|| spot.cards.last()).cloned();
    match step {
        Step::Up => spots.get(at)?.cards.get(place.checked_sub(1)?).cloned(),
        Step::Down => spots.get(at)?.cards.get(place + 1).cloned(),
        Step::Left => spots.iter().take(at).rev().find_map(near),
        Step::Right => spots.iter().skip(at + 1).find_map(near),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn spots() -> Vec<Spot> {
        let lane = |key: &str, cards: &[&str]| Spot {
            key: key.to_owned(),
            cards: cards.iter().map(|card| (*card).to_owned()).collect(),
            is_strip: key == "won",
        };
        vec![
            lane("new", &["a", "b", "c"]),
            lane("empty", &[]),
            lane("last", &["d"]),
            lane("won", &[]),
        ]
    }

    #[wasm_bindgen_test]
    fn a_carried_card_stays_on_the_board() {
        let spots = spots();
        let check = |card, steps: &[Step], spot, place| {
            let mut carry = Carry::pick_up(&spots, card, true).unwrap();
            for step in steps {
                carry.step(&spots, *step);
            }
            assert_eq!((carry.spot, carry.place), (spot, place), "{card} {steps:?}");
        };
        check("c", &[], 0, 2);
        check("c", &[Step::Down], 0, 2);
        check("c", &[Step::Up], 0, 1);
        check("c", &[Step::Right], 1, 0);
        check("a", &[Step::Left, Step::Up], 0, 0);
        check(
            "a",
            &[Step::Right, Step::Right, Step::Down, Step::Down],
            2,
            1,
        );
        check(
            "a",
            &[Step::Right, Step::Right, Step::Right, Step::Right],
            3,
            0,
        );
    }

    #[wasm_bindgen_test]
    fn arrows_pass_over_empty_lanes() {
        let spots = spots();
        assert_eq!(neighbour(&spots, "b", Step::Right), Some("d".to_owned()));
        assert_eq!(neighbour(&spots, "d", Step::Left), Some("a".to_owned()));
        assert_eq!(neighbour(&spots, "a", Step::Up), None);
        assert_eq!(neighbour(&spots, "d", Step::Right), None);
    }
}
