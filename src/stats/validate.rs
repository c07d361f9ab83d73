//! How a fit does on rows that it has not seen: stratified folds from a seed, and a probability for
//! each row by a fit to the folds that it is not in. How good the probabilities are is left to
//! `quality`.

use crate::matrix::Rows;
use crate::random::Random;

/// How many folds are usual (R. Kohavi, IJCAI 1995, says five to ten).
pub const FOLDS: usize = 5;

/// Fits to rows and outcomes and gives the probabilities of other rows; none where there is no fit.
pub type Fitter<'a> = dyn Fn(&Rows, &[bool], &Rows) -> Option<Vec<f64>> + 'a;

/// The fold of each row, 0 up to `count`: as many with the outcome in each as can be, and of the
/// rest.
#[must_use]
pub fn folds(outcomes: &[bool], count: usize, seed: u64) -> Vec<usize> {
    let mut random = Random::new(seed);
    let mut folds = vec![0; outcomes.len()];
    let mut next = 0;
    for wanted in [true, false] {
        let rows = outcomes.iter().zip(0..);
        let mut rows: Vec<usize> = rows
            .filter_map(|(outcome, row)| (*outcome == wanted).then_some(row))
            .collect();
        random.shuffle(&mut rows);
        // The rest goes on where the first ended, so that folds are of one size.
        for row in rows {
            if let Some(fold) = folds.get_mut(row) {
                *fold = next % count.max(1);
            }
            next += 1;
        }
    }
    folds
}

/// The probability of each row by a fit to the other folds; none where there was no fit.
#[must_use]
pub fn out_of_fold(
    rows: &Rows,
    outcomes: &[bool],
    folds: &[usize],
    fitter: &Fitter,
) -> Vec<Option<f64>> {
    let mut probabilities = vec![None; outcomes.len()];
    let count = folds.iter().max().map_or(0, |last| last + 1);
    for fold in 0..count {
        let of = |is_held: bool| -> Vec<usize> {
            let places = folds.iter().zip(0..rows.count());
            let places = places.filter(|(own, _)| (**own == fold) == is_held);
            places.map(|(_, row)| row).collect()
        };
        let (seen, held) = (of(false), of(true));
        let known: Vec<bool> = seen
            .iter()
            .filter_map(|row| outcomes.get(*row).copied())
            .collect();
        let found = fitter(&rows.picked(&seen), &known, &rows.picked(&held));
        for (row, probability) in held.iter().zip(found.unwrap_or_default()) {
            if let Some(own) = probabilities.get_mut(*row) {
                *own = Some(probability);
            }
        }
    }
    probabilities
}

/// Of more than `most` rows a stratified part that is no larger, with its outcomes; none where there are
/// no more.
#[must_use]
pub fn part_of(
    rows: &Rows,
    outcomes: &[bool],
    most: usize,
    seed: u64,
) -> Option<(Rows, Vec<bool>)> {
    let parts = outcomes.len().div_ceil(most.max(1));
    if parts <= 1 {
        return None;
    }
    let places = folds(outcomes, parts, seed).into_iter().zip(0..);
    let places: Vec<usize> = places
        .filter_map(|(part, row)| (part == 0).then_some(row))
        .collect();
    let known = places.iter().filter_map(|row| outcomes.get(*row).copied());
    Some((rows.picked(&places), known.collect()))
}

/// The predictions that there are, with the outcomes of their rows: a fold whose rest has one outcome has
/// none.
#[must_use]
pub fn known(found: &[Option<f64>], outcomes: &[bool]) -> (Vec<f64>, Vec<bool>) {
    let pairs = found.iter().zip(outcomes);
    pairs
        .filter_map(|(found, outcome)| Some(((*found)?, *outcome)))
        .unzip()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn folds_are_even_stratified_and_repeatable() {
        let outcomes: Vec<bool> = (0..103).map(|row| row % 7 == 0).collect();
        let folds = super::folds(&outcomes, FOLDS, 9);
        for fold in 0..FOLDS {
            let rows = folds.iter().filter(|own| **own == fold).count();
            let events = folds.iter().zip(&outcomes);
            let events = events.filter(|(own, outcome)| **own == fold && **outcome);
            assert!((20..=21).contains(&rows), "{rows}");
            assert_eq!(events.count(), 3);
        }
        assert_eq!(folds, super::folds(&outcomes, FOLDS, 9));
        assert_ne!(folds, super::folds(&outcomes, FOLDS, 10));
    }

    #[test]
    fn no_row_is_judged_by_a_fit_that_saw_it() {
        let rows = Rows::new((0..20).map(f64::from).collect(), 1).unwrap();
        let outcomes: Vec<bool> = (0..20).map(|row| row % 2 == 0).collect();
        let folds = super::folds(&outcomes, FOLDS, 1);
        let found = out_of_fold(&rows, &outcomes, &folds, &|seen, known, held| {
            assert_eq!((seen.count(), known.len(), held.count()), (16, 16, 4));
            assert!(held.values().iter().all(|own| !seen.values().contains(own)));
            (held.values()[0] > 0.0).then(|| held.values().to_vec())
        });
        for (row, found) in found.iter().enumerate() {
            let with_first = folds[row] == folds[0];
            assert_eq!(*found, (!with_first).then_some(row as f64));
        }
    }
}
