//! The arithmetic of charts: ticks, stacks, labels that keep out of each other's way, which of many
//! labels show, and where a key leads. No drawing, no words.

/// The steps that people count in, in each power of ten.
const STEPS: [f64; 5] = [1.0, 2.0, 2.5, 4.0, 5.0];

/// An axis: from where to where, and how far a tick is from the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Where it begins: zero, or a tick below the least value.
    pub(crate) low: f64,
    /// Where it ends: a tick at or above the largest value.
    pub(crate) high: f64,
    /// How far a tick is from the next.
    pub(crate) step: f64,
}

impl Scale {
    /// The axis that holds all values and zero with at most `most` ticks, which is three or more. Where
    /// all values are whole, so are the ticks. What is no number is left out.
    pub(crate) fn of(values: impl Iterator<Item = f64> + Clone, most: usize) -> Self {
        let values = values.filter(|value| value.is_finite());
        let is_whole = values.clone().all(|value| value.fract() == 0.0);
        let low = values.clone().fold(0.0, f64::min);
        let high = values.fold(0.0, f64::max);
        let high = if high - low > 0.0 { high } else { 1.0 };
        let gaps = most.max(3) - 1;
        let power = ((high - low) / gaps as f64).log10().floor() as i32;
        let steps = (power..power + 3)
            .flat_map(|power| STEPS.map(|step| step * 10.0_f64.powi(power)))
            .filter(|step| !is_whole || (*step >= 1.0 && step.fract() == 0.0));
        for step in steps {
            let (first, last) = (below(low / step), -below(-high / step));
            if last - first <= gaps as f64 {
                return Self {
                    low: first * step,
                    high: last * step,
                    step,
                };
            }
        }
        let step = high - low;
        Self { low, high, step }
    }

    /// The ticks, from the least.
    pub(crate) fn ticks(self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        let first = (self.low / self.step).round();
        let tick = |at: usize| (first + at as f64) * self.step;
        (0..=count.min(20)).map(tick).collect()
    }

    /// Where a value stands between both ends, 0 to 1.
    pub(crate) fn share(self, value: f64) -> f64 {
        // What is no number stands where zero does, rather than nowhere.
        let value = if value.is_finite() { value } else { 0.0 };
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// The whole number at or below, as if what is a hair above one were that one.
fn below(value: f64) -> f64 {
    let near = value.round();
    if (value - near).abs() < 1e-9 {
        near
    } else {
        value.floor()
    }
}

/// From where to where each value goes where they stand on each other: up from zero, and down from it
/// where they are less.
pub(crate) fn stacked(values: &[f64]) -> Vec<(f64, f64)> {
    let (mut above, mut under) = (0.0, 0.0);
    let place = |value: &f64| {
        let value = if value.is_finite() { value } else { &0.0 };
        let end = if *value < 0.0 { &mut under } else { &mut above };
        let from = *end;
        *end += value;
        (from, *end)
    };
    values.iter().map(place).collect()
}

/// Moves labels apart so that each is `gap` from the next and all lie between `low` and `high`, as little
/// as that takes: least squares under an order (Ayer and others 1955, pool adjacent violators).
pub(crate) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let at = |index: &usize| wanted.get(*index).copied().unwrap_or_default();
    order.sort_by(|one, other| at(one).total_cmp(&at(other)));
    // Less its own share of gaps, each only has to be no less than the one before.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (rank, index) in order.iter().enumerate() {
        let mut block = (at(index) - rank as f64 * gap, 1);
        while let Some((mean, count)) = blocks.pop() {
            if mean <= block.0 {
                blocks.push((mean, count));
                break;
            }
            let whole = count + block.1;
            let sum = mean * count as f64 + block.0 * block.1 as f64;
            block = (sum / whole as f64, whole);
        }
        blocks.push(block);
    }
    let last = (high - gap * wanted.len().saturating_sub(1) as f64).max(low);
    let places = blocks
        .iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(low, last), *count));
    let mut spread = vec![0.0; wanted.len()];
    for (rank, (index, place)) in order.iter().zip(places).enumerate() {
        if let Some(slot) = spread.get_mut(*index) {
            *slot = place + rank as f64 * gap;
        }
    }
    spread
}

/// How many labels to go on by so that those that show, each `label` wide, fit in `room`.
pub(crate) fn every(count: usize, label: f64, room: f64) -> usize {
    if count < 2 || room <= 0.0 {
        return 1;
    }
    let between = room / (count - 1) as f64;
    let least = (label / between).ceil().max(1.0) as usize;
    // In steps that one can count on: quarters and years of months among them.
    let steps = [1, 2, 3, 4, 6, 12, 24, 48];
    steps
        .into_iter()
        .find(|step| *step >= least)
        .unwrap_or(least)
}

/// Which of the seven steps of heat a value wears: none where it is nothing, else by its share of the way
/// from `from` to the largest; by the share's root where few are large and many small.
pub(crate) fn heat(value: f64, from: f64, largest: f64, is_root: bool) -> u8 {
    let way = largest - from;
    if !value.is_finite() || value <= 0.0 || way <= 0.0 {
        return 0;
    }
    let share = ((value - from) / way).clamp(0.0, 1.0);
    let share = if is_root { share.sqrt() } else { share };
    // Between 1 and 6, so it fits.
    (share * 6.0).round().max(1.0) as u8
}

/// Where a mark is, for the keys that lead from one to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// Which place along the chart.
    pub(crate) category: usize,
    /// Which of those at that place.
    pub(crate) series: usize,
    /// How far down it is, in whatever unit.
    pub(crate) down: f64,
}

/// The mark that a key leads to from the one at `at`, or from none: along the chart in the same series
/// where it has one, up and down at the same place. None where the key leads nowhere.
pub(crate) fn step(spots: &[Spot], at: Option<usize>, key: &str) -> Option<usize> {
    let here = at.and_then(|at| spots.get(at).copied());
    let Some(here) = here else {
        let is_a_step = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home"];
        return match key {
            "End" => spots.len().checked_sub(1),
            key if is_a_step.contains(&key) => (!spots.is_empty()).then_some(0),
            _ => None,
        };
    };
    let places = || spots.iter().map(|spot| spot.category);
    let place = match key {
        "ArrowRight" => places().filter(|place| *place > here.category).min(),
        "ArrowLeft" => places().filter(|place| *place < here.category).max(),
        "Home" => places().min(),
        "End" => places().max(),
        "ArrowUp" | "ArrowDown" => {
            let way = if key == "ArrowUp" { -1.0 } else { 1.0 };
            let near = |spot: &Spot| (spot.down - here.down) * way;
            // Of two that lie on each other the series decides, or one would never be reached.
            let rank = |spot: &Spot| match near(spot) {
                0.0 => (spot.series as f64 - here.series as f64) * way * -1e-6,
                far => far,
            };
            return spots
                .iter()
                .enumerate()
                .filter(|(_, spot)| spot.category == here.category && rank(spot) > 0.0)
                .min_by(|one, other| rank(one.1).total_cmp(&rank(other.1)))
                .map(|(at, _)| at);
        }
        _ => None,
    }?;
    let there = || {
        let all = spots.iter().enumerate();
        all.filter(move |(_, spot)| spot.category == place)
    };
    there()
        .find(|(_, spot)| spot.series == here.series)
        .or_else(|| there().next())
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn ticks(values: &[f64]) -> Vec<f64> {
        Scale::of(values.iter().copied(), 5).ticks()
    }

    #[wasm_bindgen_test]
    fn ticks_are_few_round_and_hold_zero_and_all_values() {
        assert_eq!(
            ticks(&[158_000.0]),
            [0.0, 40_000.0, 80_000.0, 120_000.0, 160_000.0]
        );
        assert_eq!(ticks(&[34.0, 5.0]), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(ticks(&[-14.0, 25.0]), [-20.0, 0.0, 20.0, 40.0]);
        assert_eq!(ticks(&[-3.0, -1.0]), [-3.0, -2.0, -1.0, 0.0]);
        assert_eq!(ticks(&[1.0]), [0.0, 1.0]);
        assert_eq!(ticks(&[0.5]).len(), 4);
        assert_eq!(ticks(&[]), [0.0, 1.0]);
        assert_eq!(ticks(&[f64::NAN, 2.0]), [0.0, 1.0, 2.0]);
        for at in 0..2_000 {
            let high = 1.013_f64.powi(at - 1_000);
            let low = -high * f64::from(at % 7) / 5.0;
            let scale = Scale::of([low, high].into_iter(), 5);
            let ticks = scale.ticks();
            assert!((2..=5).contains(&ticks.len()), "{low} {high} {ticks:?}");
            assert!(
                scale.low <= low && scale.high >= high * 0.999_999,
                "{low} {high} {scale:?}"
            );
            assert!(
                ticks.iter().any(|tick| tick.abs() < scale.step * 1e-6),
                "{ticks:?}"
            );
        }
    }

    #[wasm_bindgen_test]
    fn what_is_less_than_nothing_hangs_from_zero() {
        assert_eq!(
            stacked(&[3.0, -2.0, 4.0, -1.0]),
            [(0.0, 3.0), (0.0, -2.0), (3.0, 7.0), (-2.0, -3.0)]
        );
    }

    #[wasm_bindgen_test]
    fn labels_move_apart_and_no_further() {
        assert_eq!(spread(&[10.0, 50.0], 16.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 16.0, 0.0, 100.0), [42.0, 58.0]);
        // In the order that was asked, not in the one of the places.
        assert_eq!(spread(&[52.0, 50.0], 16.0, 0.0, 100.0), [59.0, 43.0]);
        assert_eq!(spread(&[99.0, 98.0], 16.0, 0.0, 100.0), [100.0, 84.0]);
        assert_eq!(spread(&[-9.0, 0.0], 16.0, 0.0, 100.0), [0.0, 16.0]);
        assert!(spread(&[], 16.0, 0.0, 100.0).is_empty());
    }

    #[wasm_bindgen_test]
    fn as_many_labels_show_as_there_is_room_for() {
        assert_eq!(every(12, 30.0, 660.0), 1);
        assert_eq!(every(12, 30.0, 213.0), 2);
        assert_eq!(every(12, 50.0, 213.0), 3);
        assert_eq!(every(12, 90.0, 213.0), 6);
        assert_eq!(every(1, 90.0, 10.0), 1);
    }

    #[wasm_bindgen_test]
    fn heat_tells_nothing_from_little() {
        assert_eq!(
            [0.0, 0.1, 50.0, 100.0].map(|value| heat(value, 0.0, 100.0, false)),
            [0, 1, 3, 6]
        );
        assert_eq!(
            [12.0, 142.0, 402.0].map(|value| heat(value, 0.0, 402.0, true)),
            [1, 4, 6]
        );
        assert_eq!(
            [40.0, 70.0, 100.0].map(|value| heat(value, 40.0, 100.0, false)),
            [1, 3, 6]
        );
        assert_eq!(heat(5.0, 0.0, 0.0, false), 0);
    }

    #[wasm_bindgen_test]
    fn keys_lead_along_a_series_and_up_and_down_a_place() {
        let spot = |category, series, down| Spot {
            category,
            series,
            down,
        };
        // The second place has no first series; at the third both lie on each other.
        let spots = [
            spot(0, 0, 9.0),
            spot(0, 1, 4.0),
            spot(1, 1, 3.0),
            spot(2, 0, 5.0),
            spot(2, 1, 5.0),
        ];
        let go = |at: usize, key| step(&spots, Some(at), key);
        assert_eq!(step(&spots, None, "ArrowRight"), Some(0));
        assert_eq!(step(&spots, None, "End"), Some(4));
        assert_eq!(step(&spots, None, "a"), None);
        assert_eq!(go(0, "ArrowRight"), Some(2));
        assert_eq!(go(2, "ArrowRight"), Some(4));
        assert_eq!(go(4, "ArrowRight"), None);
        assert_eq!(go(4, "Home"), Some(1));
        assert_eq!(go(0, "End"), Some(3));
        assert_eq!(go(0, "ArrowUp"), Some(1));
        assert_eq!(go(1, "ArrowUp"), None);
        assert_eq!(go(1, "ArrowDown"), Some(0));
        assert_eq!(go(3, "ArrowUp"), Some(4));
        assert_eq!(go(4, "ArrowDown"), Some(3));
        assert_eq!(step(&[], None, "Home"), None);
    }
}
