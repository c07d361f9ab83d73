//! How long models take to fit, the same natively and in a page: the published data of CDNOW, and made-up
//! outcomes of many rows. The same data is fitted by peers.py.

use super::make::mix;
use super::scoring::Figures;
use satchel_stats::bgnbd::{self, History};
use satchel_stats::logistic;
use satchel_stats::matrix::Rows;

/// So many columns have the rows whose outcomes are fitted.
pub(crate) const WIDTH: usize = 20;

/// CDNOW's customers in weeks (src/stats/data/README.md).
fn cdnow() -> Vec<History> {
    let lines = include_str!("../../src/stats/data/cdnow.csv").lines();
    let customer = |line: &str| {
        let cells: Vec<f64> = line
            .split(',')
            .filter_map(|cell| cell.parse().ok())
            .collect();
        let [repeats, last, age, number] = *cells else {
            panic!("four numbers a line");
        };
        let history = History {
            repeats: repeats as u32,
            last,
            age,
        };
        // Of those who did not come back the last number is how many they are.
        let count = if repeats > 0.0 { 1 } else { number as usize };
        std::iter::repeat_n(history, count)
    };
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.flat_map(customer).collect()
}

/// Fits the model of purchases to CDNOW's customers: r, α, a, b.
pub(crate) fn purchases(times: usize, figures: &mut Figures<'_>) -> [f64; 4] {
    let histories = cdnow();
    let mut found = [0.0; 4];
    for _ in 0..times {
        let fit = figures.time("BG/NBD of CDNOW", || bgnbd::fit(&histories));
        let model = fit.unwrap().model;
        found = [model.r, model.alpha, model.a, model.b];
    }
    found
}

/// A number from 0 to 1.
fn share(drawn: u64) -> f64 {
    (mix(drawn) >> 11) as f64 / (1u64 << 53) as f64
}

/// Rows of even numbers around 0, some columns like others, and outcomes that follow from most of them.
pub(crate) fn outcomes(count: usize) -> (Rows, Vec<bool>) {
    let mut values = Vec::with_capacity(count * WIDTH);
    let mut outcomes = Vec::with_capacity(count);
    for row in 0..count {
        let mut odds = -0.5;
        let common = share((row as u64) << 8 | 255);
        for column in 0..WIDTH {
            let own = share((row as u64) << 8 | column as u64);
            let value = 2.0 * own + common - 1.5;
            odds += value * (column as f64 - 8.0) / 12.0;
            values.push(value);
        }
        outcomes.push(share((row as u64) << 8 | 254) < logistic::probability(odds));
    }
    (Rows::new(values, WIDTH).unwrap(), outcomes)
}

/// Fits outcomes: the intercept, then the slopes.
pub(crate) fn logistic(
    rows: &Rows,
    outcomes: &[bool],
    times: usize,
    figures: &mut Figures<'_>,
) -> Vec<f64> {
    let what = format!("logistic fit of {} × {}", rows.count(), rows.width());
    let mut found = Vec::new();
    for _ in 0..times {
        let fit = figures.time(&what, || logistic::fit(rows, outcomes, 0.0));
        found = fit.unwrap().coefficients;
    }
    found
}
