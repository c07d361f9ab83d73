//! One pass over the rows of a logistic regression: likelihood, gradient and information. This is
//! where its time goes, so rows are standardised once, padded to fours and taken four at a time: each
//! entry of the information is then read and written once for four rows, and the loops are straight
//! enough to become SIMD. What the pass is for is left to `logistic`.

use crate::matrix::{Rows, Symmetric};

/// Four numbers side by side.
type Four = [f64; 4];

/// A column whose numbers differ by less than this share of the largest counts as constant: it is
/// the rounding of one number.
const CONSTANT: f64 = 1e-12;

/// Standardised columns behind one of ones.
pub(crate) struct Design {
    /// Rows after each other, `fours` in each; the last are filled up with noughts.
    cells: Vec<Four>,
    fours: usize,
    /// Of each row +1 or -1, as the outcome was.
    signs: Vec<f64>,
    /// The columns that are in it, by their places in the table.
    pub(crate) columns: Vec<usize>,
}

/// Middle and spread of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    pub(crate) mean: f64,
    /// The standard deviation over `n`; 0 of a constant column.
    pub(crate) deviation: f64,
}

/// What a pass found.
pub(crate) struct Pass {
    pub(crate) log_likelihood: f64,
    pub(crate) gradient: Vec<f64>,
    pub(crate) information: Symmetric,
}

/// Middle and spread of each column. Numbers are divided by the largest first, so that squares of
/// large ones stay finite.
pub(crate) fn spreads(rows: &Rows) -> Vec<Spread> {
    let width = rows.width();
    let n = rows.count() as f64;
    let mut largest = vec![f64::MIN_POSITIVE; width];
    for row in rows.iter() {
        for (largest, value) in largest.iter_mut().zip(row) {
            *largest = largest.max(value.abs());
        }
    }
    let mut means = vec![0.0; width];
    for row in rows.iter() {
        for ((mean, value), largest) in means.iter_mut().zip(row).zip(&largest) {
            *mean += value / largest / n;
        }
    }
    let mut squares = vec![0.0; width];
    for row in rows.iter() {
        let columns = squares.iter_mut().zip(row).zip(&means).zip(&largest);
        for (((square, value), mean), largest) in columns {
            *square += (value / largest - mean).powi(2) / n;
        }
    }
    let columns = means.iter().zip(&squares).zip(&largest);
    columns
        .map(|((mean, square), largest)| Spread {
            mean: mean * largest,
            deviation: if square.sqrt() < CONSTANT {
                0.0
            } else {
                square.sqrt() * largest
            },
        })
        .collect()
}

impl Design {
    pub(crate) fn new(
        rows: &Rows,
        outcomes: &[bool],
        spreads: &[Spread],
        columns: Vec<usize>,
    ) -> Self {
        let fours = (columns.len() + 1).div_ceil(4);
        let whole = rows.count().next_multiple_of(4);
        let mut cells = vec![[0.0; 4]; fours * whole];
        let chosen: Vec<(usize, Spread)> = columns
            .iter()
            .filter_map(|column| Some((*column, *spreads.get(*column)?)))
            .collect();
        for (target, row) in cells.chunks_exact_mut(fours).zip(rows.iter()) {
            let mut target = target.as_flattened_mut().iter_mut();
            if let Some(one) = target.next() {
                *one = 1.0;
            }
            for (cell, (column, spread)) in target.zip(&chosen) {
                let value = row.get(*column).copied().unwrap_or(0.0);
                *cell = (value - spread.mean) / spread.deviation;
            }
        }
        let sign = |outcome: &bool| if *outcome { 1.0 } else { -1.0 };
        Self {
            cells,
            fours,
            signs: outcomes.iter().map(sign).collect(),
            columns,
        }
    }

    /// How many coefficients, the intercept among them.
    pub(crate) fn width(&self) -> usize {
        self.columns.len() + 1
    }

    /// Likelihood, gradient and information at these coefficients.
    pub(crate) fn pass(&self, coefficients: &[f64]) -> Pass {
        let at = fours(coefficients, self.fours);
        let mut log_likelihood = 0.0;
        let mut gradient = vec![[0.0; 4]; self.fours];
        let mut information = vec![[0.0; 4]; self.fours * self.width()];
        let bunches = self.cells.chunks_exact(4 * self.fours);
        for (bunch, signs) in bunches.zip(self.signs.chunks(4)) {
            let mut residuals = [0.0; 4];
            let mut weights = [0.0; 4];
            // The logarithm of a product of four is one logarithm instead of four.
            let mut product = 1.0;
            let rows = bunch.chunks_exact(self.fours).zip(signs);
            for (((row, sign), residual), weight) in rows.zip(&mut residuals).zip(&mut weights) {
                let margin = sign * product_of(row, &at);
                let far = (-margin.abs()).exp();
                let (small, large) = (far / (1.0 + far), 1.0 / (1.0 + far));
                log_likelihood += margin.min(0.0);
                product *= 1.0 + far;
                *residual = sign * if margin < 0.0 { large } else { small };
                *weight = small * large;
            }
            log_likelihood -= product.ln();
            let (one, rest) = bunch.split_at(self.fours);
            let (two, rest) = rest.split_at(self.fours);
            let (three, four) = rest.split_at(self.fours);
            add(&mut gradient, [one, two, three, four], residuals);
            let entries = one.as_flattened().iter().zip(two.as_flattened());
            let entries = entries.zip(three.as_flattened().iter().zip(four.as_flattened()));
            let targets = information.chunks_exact_mut(self.fours).enumerate();
            for ((at, target), ((a, b), (c, d))) in targets.zip(entries) {
                let [w, x, y, z] = weights;
                // Up to the diagonal, rounded up to four; the rest is its mirror image.
                let (target, _) = target.split_at_mut((at / 4 + 1).min(self.fours));
                add(
                    target,
                    [one, two, three, four],
                    [w * a, x * b, y * c, z * d],
                );
            }
        }
        let mut matrix = Symmetric::zero(self.width());
        for (row, entries) in information.chunks_exact(self.fours).enumerate() {
            for (column, entry) in entries.as_flattened().iter().enumerate().take(row + 1) {
                matrix.set(row, column, *entry);
            }
        }
        let mut gradient = gradient.as_flattened().to_vec();
        gradient.truncate(self.width());
        Pass {
            log_likelihood,
            gradient,
            information: matrix,
        }
    }

    /// How far a change of the coefficients moves the row that it moves most, in log odds.
    pub(crate) fn reach(&self, change: &[f64]) -> f64 {
        let change = fours(change, self.fours);
        let rows = self.cells.chunks_exact(self.fours);
        rows.map(|row| product_of(row, &change).abs())
            .fold(0.0, f64::max)
    }
}

fn fours(values: &[f64], count: usize) -> Vec<Four> {
    let mut fours = vec![[0.0; 4]; count];
    for (cell, value) in fours.as_flattened_mut().iter_mut().zip(values) {
        *cell = *value;
    }
    fours
}

fn product_of(row: &[Four], at: &[Four]) -> f64 {
    let mut sums = [0.0; 4];
    for (row, at) in row.iter().zip(at) {
        for ((sum, value), factor) in sums.iter_mut().zip(row).zip(at) {
            *sum += value * factor;
        }
    }
    let [a, b, c, d] = sums;
    (a + b) + (c + d)
}

/// Adds four rows, each times its factor.
#[inline(always)]
fn add(target: &mut [Four], rows: [&[Four]; 4], factors: Four) {
    let [one, two, three, four] = rows;
    let [w, x, y, z] = factors;
    let rows = one.iter().zip(two).zip(three.iter().zip(four));
    for (target, ((a, b), (c, d))) in target.iter_mut().zip(rows) {
        let lanes = a.iter().zip(b).zip(c.iter().zip(d));
        for (sum, ((a, b), (c, d))) in target.iter_mut().zip(lanes) {
            *sum += (w * a + x * b) + (y * c + z * d);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_pass_is_what_the_formulas_say() {
        let mut random = Random::new(7);
        let (n, width) = (7, 5);
        let values = (0..n * width)
            .map(|_| 3.0 * random.normal() + 1.0)
            .collect();
        let rows = Rows::new(values, width).unwrap();
        let outcomes: Vec<bool> = (0..n).map(|_| random.uniform() < 0.5).collect();
        let spreads = spreads(&rows);
        let design = Design::new(&rows, &outcomes, &spreads, vec![0, 1, 3, 4]);
        let at = [0.3, -0.2, 0.5, 0.1, -0.7];
        let pass = design.pass(&at);

        let mut log_likelihood = 0.0;
        let mut gradient = [0.0; 5];
        let mut information = Symmetric::zero(5);
        for (row, outcome) in rows.iter().zip(&outcomes) {
            let z = |at: usize| {
                let spread = spreads.get(at).unwrap();
                (row.get(at).unwrap() - spread.mean) / spread.deviation
            };
            let x = [1.0, z(0), z(1), z(3), z(4)];
            let odds: f64 = x.iter().zip(at).map(|(x, b)| x * b).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            log_likelihood += if *outcome { p.ln() } else { (1.0 - p).ln() };
            for (i, xi) in x.iter().enumerate() {
                *gradient.get_mut(i).unwrap() += (f64::from(u8::from(*outcome)) - p) * xi;
                for (j, xj) in x.iter().enumerate().take(i + 1) {
                    let sum = information.at(i, j) + p * (1.0 - p) * xi * xj;
                    information.set(i, j, sum);
                }
            }
        }
        assert!((pass.log_likelihood - log_likelihood).abs() < 1e-12);
        for (i, (ours, wanted)) in pass.gradient.iter().zip(gradient).enumerate() {
            assert!((ours - wanted).abs() < 1e-12);
            for j in 0..5 {
                assert!((pass.information.at(i, j) - information.at(i, j)).abs() < 1e-12);
            }
        }
        let reach = rows
            .iter()
            .map(|row| (row.first().unwrap() - spreads.first().unwrap().mean).abs());
        let reach = reach.fold(0.0, f64::max) / spreads.first().unwrap().deviation;
        assert!((design.reach(&[0.0, 1.0]) - reach).abs() < 1e-12);
    }
}
