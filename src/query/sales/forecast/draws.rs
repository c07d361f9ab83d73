//! How open deals may fall: many draws in which each is won by its own chance, apart from the others.
//! The same deals always give the same draws, in whatever order they lie.
//!
//! Of very many deals those whose outcome moves the sum most are drawn one by one; the sum of the
//! others is drawn as one number, since that of many small independent ones is normal (Lyapunov's
//! central limit theorem). Only sums, products and roots are used, which all machines round alike.

use satchel_stats::random::Random;

/// How many draws.
pub(super) const DRAWS: usize = 10_000;
/// So many deals are drawn one by one.
const SINGLE_MAX: usize = 100;
/// The chance that is certainty, in hundredths of a percent.
const CERTAIN: i64 = 10_000;
/// How many draws of ten thousand lie below the band, and above it: its inside are eight of ten.
const OUTSIDE: usize = DRAWS / 10;

/// A deal to be drawn: its amount in minor units, its chance in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) minor: i64,
    pub(super) parts: i64,
}

impl Drawn {
    fn chance(self) -> f64 {
        self.parts as f64 / CERTAIN as f64
    }

    /// How much it moves the sum: its variance.
    fn variance(self) -> f64 {
        let amount = self.minor as f64;
        amount * amount * self.chance() * (1.0 - self.chance())
    }
}

/// The sums of all draws, in minor units; of nothing they are 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draws(Vec<i64>);

/// Where draws lie, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) mean: i64,
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Draws {
    /// Draws deals, from a seed.
    pub(super) fn of(mut deals: Vec<Drawn>, seed: u64) -> Self {
        deals.sort_unstable_by(|a, b| {
            let variances = b.variance().total_cmp(&a.variance());
            variances.then((b.minor, b.parts).cmp(&(a.minor, a.parts)))
        });
        let rest = deals.split_off(deals.len().min(SINGLE_MAX));
        let mean: f64 = rest
            .iter()
            .map(|deal| deal.minor as f64 * deal.chance())
            .sum();
        let variance: f64 = rest.iter().map(|deal| deal.variance()).sum();
        let deviation = variance.sqrt();
        // Of 2^32, so that 0 never falls and certainty always does.
        let limit = |deal: &Drawn| ((deal.parts as u64) << 32) / CERTAIN as u64;
        let single: Vec<(u64, i64)> = deals.iter().map(|deal| (limit(deal), deal.minor)).collect();
        let mut random = Random::new(seed);
        let mut draw = || {
            let won = single.iter().map(|(limit, minor)| {
                // No branch: which way it goes cannot be foretold.
                minor * i64::from(random.bits() >> 32 < *limit)
            });
            let won: i64 = won.sum();
            if rest.is_empty() {
                return won;
            }
            won.saturating_add((mean + deviation * normal(&mut random)).round() as i64)
        };
        Self((0..DRAWS).map(|_| draw()).collect())
    }

    /// Adds other draws, one by one.
    pub(super) fn add(&mut self, other: &Self) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
            return;
        }
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own = own.saturating_add(*other);
        }
    }

    /// Where they lie: eight of ten within the band.
    pub(super) fn band(&self) -> Band {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let sum: i128 = sorted.iter().copied().map(i128::from).sum();
        let count = (sorted.len() as i128).max(1);
        let at = |at: usize| sorted.get(at).copied().unwrap_or_default();
        Band {
            mean: ((2 * sum + count * sum.signum()) / (2 * count)) as i64,
            low: at(OUTSIDE),
            high: at(sorted.len().saturating_sub(OUTSIDE + 1)),
        }
    }

    /// The share of draws that come to this or more.
    pub(super) fn reach(&self, minor: i64) -> f64 {
        if self.0.is_empty() {
            return if minor <= 0 { 1.0 } else { 0.0 };
        }
        let reached = self.0.iter().filter(|sum| **sum >= minor).count();
        reached as f64 / self.0.len() as f64
    }
}

/// A number that is as good as normal, mean 0 and deviation 1: the sum of twelve uniform ones less 6
/// (Irwin and Hall). The logarithm and cosine of other ways differ in their last digit from machine to
/// machine.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| random.uniform()).sum::<f64>() - 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deals(count: usize, minor: i64, percent: i64) -> Vec<Drawn> {
        let parts = percent * 100;
        vec![Drawn { minor, parts }; count]
    }

    #[test]
    fn draws_have_the_mean_and_the_band_of_the_binomial() {
        // In R qbinom(c(.1, .9), 20, .4) is 5 and 11, and so on.
        for (count, percent, low, high) in [(20, 40, 5, 11), (60, 50, 25, 35), (7, 30, 1, 4)] {
            let band = Draws::of(deals(count, 100, percent), 7).band();
            assert_eq!((band.low, band.high), (low * 100, high * 100), "{count}");
            let mean = count as i64 * percent;
            assert!((band.mean - mean).abs() < 10 + mean / 50, "{band:?}");
        }
    }

    #[test]
    fn what_is_certain_always_falls_and_what_has_no_chance_never() {
        let mut both = deals(3, 1000, 100);
        both.extend(deals(5, 700, 0));
        let draws = Draws::of(both, 1);
        assert_eq!(
            draws.band(),
            Band {
                mean: 3000,
                low: 3000,
                high: 3000
            }
        );
        assert_eq!((draws.reach(3000), draws.reach(3001)), (1.0, 0.0));
        assert_eq!(Draws::default().band(), Band::default());
        assert_eq!(
            (Draws::default().reach(0), Draws::default().reach(1)),
            (1.0, 0.0)
        );
    }

    #[test]
    fn the_order_of_the_deals_makes_no_difference_and_the_seed_does() {
        let mut some: Vec<Drawn> = (1..600)
            .map(|at| Drawn {
                minor: at * 37 % 1000,
                parts: at * 11 % 10_001,
            })
            .collect();
        let draws = Draws::of(some.clone(), 5);
        some.reverse();
        assert_eq!(Draws::of(some.clone(), 5), draws);
        assert_ne!(Draws::of(some, 6), draws);
    }

    #[test]
    fn many_small_deals_as_one_number_have_the_band_of_all_drawn_apart() {
        // 5,000 deals of 2.00 at 30 %: mean 3,000.00, deviation 2 · √(5000 · 0.3 · 0.7) = 64.81;
        // the band is 1.2816 of these to each side.
        let band = Draws::of(deals(5000, 200, 30), 3).band();
        let near = |one: i64, other: f64| (one as f64 - other).abs() < 300.0;
        assert!(near(band.mean, 300_000.0), "{band:?}");
        assert!(near(band.low, 300_000.0 - 8306.0), "{band:?}");
        assert!(near(band.high, 300_000.0 + 8306.0), "{band:?}");
    }
}
