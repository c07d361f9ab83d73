//! Where numbers stand among others: quantiles, ranks, and how evenly a sum is shared.

/// The numbers in order, without NaN.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The quantile of sorted numbers, `share` 0 to 1, between two of them in proportion: definition 7 of
/// R. Hyndman and Y. Fan, “Sample quantiles in statistical packages”, The American Statistician 50
/// (1996), the default of R and NumPy. None of no numbers.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    // Truncation is the floor, as it is not negative; NaN becomes 0.
    let below = *sorted.get(place as usize)?;
    let part = place.fract();
    // Not past the last, and no infinity times nought.
    if part > 0.0 {
        let above = *sorted.get(place as usize + 1)?;
        return Some(below + part * (above - below));
    }
    Some(below)
}

/// The rank of each number, from 1; equal ones share the middle of their ranks.
#[must_use]
pub fn midranks(values: &[f64]) -> Vec<f64> {
    // -0 and 0 are equal, but not in the total order.
    let mut order: Vec<(f64, usize)> = values.iter().map(|x| x + 0.0).zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        let rank = before as f64 + (same.len() as f64 + 1.0) / 2.0;
        for (_, place) in same {
            if let Some(own) = ranks.get_mut(*place) {
                *own = rank;
            }
        }
        before += same.len();
    }
    ranks
}

/// Lorenz's curve: from (0, 0) for each number, smallest first, the share of all numbers that it and
/// those before it are, and the share of the sum that they have. Numbers below 0 and NaN count as 0;
/// of nothing the sum, it is empty.
#[must_use]
pub fn lorenz(values: &[f64]) -> Vec<(f64, f64)> {
    let sorted = floored(values);
    let (count, sum) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    if !(sum > 0.0 && sum.is_finite()) {
        return Vec::new();
    }
    let mut had = 0.0;
    let points = sorted.iter().enumerate().map(|(at, value)| {
        had += value;
        ((at + 1) as f64 / count, (had / sum).min(1.0))
    });
    std::iter::once((0.0, 0.0)).chain(points).collect()
}

/// Gini's coefficient: 0 where all have the same, towards 1 where one has all. Numbers below 0 and NaN
/// count as 0; none where the sum is nothing.
#[must_use]
pub fn gini(values: &[f64]) -> Option<f64> {
    let sorted = floored(values);
    let (count, sum) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    if !(sum > 0.0 && sum.is_finite()) {
        return None;
    }
    let ranked = sorted.iter().enumerate();
    let weighted: f64 = ranked
        .map(|(at, value)| (at + 1) as f64 * (value / sum))
        .sum();
    Some((2.0 * weighted / count - (count + 1.0) / count).max(0.0))
}

fn floored(values: &[f64]) -> Vec<f64> {
    // NaN is less than any number to `max`.
    let floored: Vec<f64> = values.iter().map(|value| value.max(0.0)).collect();
    sorted(&floored)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// R's `quantile(c(1, 2, 4, 8, 16))` and `numpy.percentile`'s example.
    #[test]
    fn quantiles_are_those_of_r() {
        let values = sorted(&[8.0, 1.0, 16.0, 2.0, 4.0]);
        for (share, wanted) in [
            (0.0, 1.0),
            (0.25, 2.0),
            (0.4, 3.2),
            (0.9, 12.8),
            (1.0, 16.0),
        ] {
            let ours = quantile(&values, share).unwrap();
            assert!((ours - wanted).abs() < 1e-12, "{share}: {ours}");
        }
        assert_eq!(
            quantile(&sorted(&[10.0, 7.0, 4.0, 3.0, 2.0, 1.0]), 0.5),
            Some(3.5)
        );
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0, f64::INFINITY], 0.0), Some(1.0));
    }

    #[test]
    fn equal_numbers_share_the_middle_of_their_ranks() {
        assert_eq!(
            midranks(&[3.0, 1.0, 3.0, 2.0, 3.0]),
            [4.0, 1.0, 4.0, 2.0, 4.0]
        );
        assert_eq!(midranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert!(midranks(&[]).is_empty());
    }

    /// Of 1, 2, 3, 4 the mean difference of all pairs is 1.25, twice the mean 5.
    #[test]
    fn ginis_coefficient_is_half_the_relative_mean_difference() {
        assert!((gini(&[4.0, 1.0, 3.0, 2.0]).unwrap() - 0.25).abs() < 1e-12);
        assert!(gini(&[5.0; 10]).unwrap().abs() < 1e-12);
        assert!((gini(&[0.0, 0.0, 0.0, 9.0]).unwrap() - 0.75).abs() < 1e-12);
        assert_eq!(gini(&[0.0, f64::NAN, -1.0]), None);
    }

    #[test]
    fn lorenzs_curve_ends_with_all() {
        let curve = lorenz(&[3.0, 1.0]);
        assert_eq!(curve, [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]);
        assert!(lorenz(&[0.0]).is_empty());
    }
}
