//! What goes together: how often two things are had by the same, how much more often than by
//! chance, and how likely chance is. Support and lift are those of market baskets (R. Agrawal and
//! others, SIGMOD 1993; S. Brin and others, 1997); the probability is R. A. Fisher's exact one.
//! What a basket is, and which pairs are worth a word, is left to whoever asks.

use statrs::function::gamma::ln_gamma;

/// Two things, and how many have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The smaller of the two codes.
    pub one: u32,
    /// The larger of the two codes.
    pub other: u32,
    /// How many baskets have both.
    pub both: usize,
    /// How many baskets have the first.
    pub with_one: usize,
    /// How many baskets have the second.
    pub with_other: usize,
    /// How many baskets there are.
    pub of: usize,
}

impl Pair {
    /// The share of all baskets that have both, 0 to 1.
    #[must_use]
    pub fn support(&self) -> f64 {
        share(self.both, self.of)
    }

    /// The share of baskets with the first that have the second too, 0 to 1.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        share(self.both, self.with_one)
    }

    /// The share of baskets with the second that have the first too, 0 to 1.
    #[must_use]
    pub fn confidence_back(&self) -> f64 {
        share(self.both, self.with_other)
    }

    /// How many times as often as by chance both are had; 1 is chance.
    #[must_use]
    pub fn lift(&self) -> f64 {
        let expected = share(self.with_one, self.of) * self.with_other as f64;
        if expected > 0.0 {
            self.both as f64 / expected
        } else {
            0.0
        }
    }

    /// The probability that at least so many have both if the two have nothing to do with each
    /// other: the upper tail of the hypergeometric distribution.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let most = self.with_one.min(self.with_other).min(self.of);
        let least = (self.with_one + self.with_other).saturating_sub(self.of);
        if self.both <= least {
            return 1.0;
        }
        if self.both > most {
            return 0.0;
        }
        let (n, k, m) = (self.of as f64, self.with_one as f64, self.with_other as f64);
        let x = self.both as f64;
        let log = choices(k, x) + choices(n - k, m - x) - choices(n, m);
        // Each term is the one before times a ratio that only falls; what is left of the tail soon
        // does not count.
        let (mut term, mut sum) = (1.0, 1.0);
        for more in self.both..most {
            let x = more as f64;
            term *= (k - x) * (m - x) / ((x + 1.0) * (n - k - m + x + 1.0));
            sum += term;
            if term < 1e-17 * sum && x > k * m / n {
                break;
            }
        }
        (log + sum.ln()).exp().min(1.0)
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        0.0
    } else {
        part as f64 / of as f64
    }
}

/// The logarithm of the number of ways to choose `part` of `of`.
fn choices(of: f64, part: f64) -> f64 {
    ln_gamma(of + 1.0) - ln_gamma(part + 1.0) - ln_gamma(of - part + 1.0)
}

/// Every pair that at least `least` baskets have, in the order of the codes. A code that a basket
/// has more than once counts once.
#[must_use]
pub fn pairs(baskets: &[&[u32]], least: usize) -> Vec<Pair> {
    let mut singles = Vec::new();
    let mut together = Vec::new();
    for basket in baskets {
        let mut codes = basket.to_vec();
        codes.sort_unstable();
        codes.dedup();
        for (at, one) in codes.iter().enumerate() {
            let others = codes.iter().skip(at + 1);
            together.extend(others.map(|other| (*one, *other)));
        }
        singles.append(&mut codes);
    }
    singles.sort_unstable();
    together.sort_unstable();
    let count = |code: u32| {
        let before = singles.partition_point(|own| *own < code);
        singles.partition_point(|own| *own <= code) - before
    };
    let same = together.chunk_by(|one, other| one == other);
    same.filter(|same| same.len() >= least)
        .filter_map(|same| {
            let (one, other) = *same.first()?;
            Some(Pair {
                one,
                other,
                both: same.len(),
                with_one: count(one),
                with_other: count(other),
                of: baskets.len(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pair(both: usize, with_one: usize, with_other: usize, of: usize) -> Pair {
        Pair {
            one: 1,
            other: 2,
            both,
            with_one,
            with_other,
            of,
        }
    }

    /// Fisher's lady tasting tea: all four right, and three.
    #[test]
    fn chance_is_that_of_the_lady_tasting_tea() {
        assert!((pair(4, 4, 4, 8).chance() - 1.0 / 70.0).abs() < 1e-12);
        assert!((pair(3, 4, 4, 8).chance() - 17.0 / 70.0).abs() < 1e-12);
        assert!((pair(0, 4, 4, 8).chance() - 1.0).abs() < 1e-12);
        // Three of five and three of five in six: fewer than two together there cannot be.
        assert!((pair(4, 5, 5, 6).chance() - 1.0).abs() < 1e-12);
    }

    /// As SciPy's `hypergeom.sf` gives it.
    #[test]
    fn tails_of_many_baskets_are_exact() {
        for ((both, one, other, of), wanted) in [
            ((30, 200, 100, 1000), 0.007_877_459_541_672),
            ((500, 20_000, 2000, 100_000), 2.241_436_992_6e-8),
            ((60, 1000, 500, 10_000), 0.075_672_371_236_708),
        ] {
            let chance = pair(both, one, other, of).chance();
            assert!((chance - wanted).abs() < 1e-8 * wanted, "{both}: {chance}");
        }
    }

    #[test]
    fn pairs_are_counted_once_a_basket() {
        let baskets: [&[u32]; 4] = [&[1, 2, 3], &[2, 1, 2], &[1], &[3, 2]];
        let found = pairs(&baskets, 2);
        assert_eq!(
            found,
            [
                pair(2, 3, 3, 4),
                Pair {
                    one: 2,
                    other: 3,
                    ..pair(2, 3, 2, 4)
                }
            ]
        );
        let first = found.first().unwrap();
        assert!((first.support() - 0.5).abs() < 1e-12);
        assert!((first.confidence() - 2.0 / 3.0).abs() < 1e-12);
        assert!((first.lift() - 8.0 / 9.0).abs() < 1e-12);
        assert!(pairs(&[], 1).is_empty());
    }

    #[test]
    fn nothing_of_nothing_is_a_number() {
        let nothing = pair(0, 0, 0, 0);
        for number in [
            nothing.support(),
            nothing.confidence(),
            nothing.lift(),
            nothing.chance(),
        ] {
            assert!(number.is_finite());
        }
    }
}
