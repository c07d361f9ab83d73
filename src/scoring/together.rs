//! What goes together: the pairs of things that the same baskets hold more often than by chance. What a
//! basket is, and what stands in it, is left to [`super::need`] and [`super::affinity`]; the statistics are
//! those of `satchel_stats::association`.

use satchel_stats::association::{Pair, pairs};

/// Two things that come together more often than by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Together<Name> {
    /// What they are called.
    pub names: (Name, Name),
    /// How many baskets have them.
    pub pair: Pair,
}

/// More likely by chance than this, two things are not said to go together.
const CHANCE_MAX: f64 = 0.05;
/// Fewer baskets with both than this say nothing.
const BOTH_MIN: usize = 3;
/// So many pairs are told.
const PAIRS_MAX: usize = 20;

/// The pairs of what baskets hold, by the codes of it, those least by chance first. What has no name is
/// in none.
#[must_use]
pub(super) fn together<Name: Ord>(
    baskets: &[Vec<u32>],
    name: impl Fn(u32) -> Option<Name>,
) -> Vec<Together<Name>> {
    let baskets: Vec<&[u32]> = baskets.iter().map(Vec::as_slice).collect();
    let found = pairs(&baskets, BOTH_MIN).into_iter();
    let found = found.filter(|pair| pair.lift() > 1.0 && pair.chance() <= CHANCE_MAX);
    let mut found: Vec<Together<Name>> = found
        .filter_map(|pair| {
            Some(Together {
                names: (name(pair.one)?, name(pair.other)?),
                pair,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        let chances = a.pair.chance().total_cmp(&b.pair.chance());
        chances.then_with(|| a.names.cmp(&b.names))
    });
    found.truncate(PAIRS_MAX);
    found
}
