//! Random numbers from a seed: the same seed, the same numbers, on every machine. The generator is
//! SplitMix64 (G. Steele, D. Lea, C. Flood, “Fast splittable pseudorandom number generators”, OOPSLA
//! 2014). Where seeds come from is left to others; for secrets it is of no use.

/// A generator of random numbers.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 up to but not 1.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (-53_f64).exp2()
    }

    /// A whole number below the limit; 0 of a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        // Multiplying and shifting (D. Lemire, 2019); the bias is below limit / 2^64.
        ((u128::from(self.bits()) * limit as u128) >> 64) as usize
    }

    /// A standard normal number (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        // 1 - uniform is never 0.
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Brings places into random order (Fisher and Yates).
    pub fn shuffle(&mut self, places: &mut [usize]) {
        for end in (1..places.len()).rev() {
            places.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the authors' seed 1234567.
    #[test]
    fn a_seed_gives_the_published_numbers() {
        let mut random = Random::new(1_234_567);
        for wanted in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ] {
            assert_eq!(random.bits(), wanted);
        }
    }

    #[test]
    fn numbers_have_the_moments_of_their_distribution() {
        let mut random = Random::new(1);
        let n = 100_000;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let uniform: Vec<f64> = (0..n).map(|_| random.uniform()).collect();
        let normal: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let square: Vec<f64> = normal.iter().map(|value| value * value).collect();
        assert!(uniform.iter().all(|value| (0.0..1.0).contains(value)));
        assert!((mean(&uniform) - 0.5).abs() < 0.005);
        assert!(mean(&normal).abs() < 0.015 && (mean(&square) - 1.0).abs() < 0.02);
    }

    #[test]
    fn shuffling_keeps_every_place() {
        let mut places: Vec<usize> = (0..100).collect();
        Random::new(3).shuffle(&mut places);
        assert!(!places.is_sorted());
        places.sort_unstable();
        assert!(places.iter().copied().eq(0..100));
        assert_eq!(Random::new(3).below(0), 0);
    }
}
