//! Customers analysed and models fitted natively, for `cargo xtask bench` to print beside the page and
//! beside others' programs. With few customers it is a test.

use super::make::load;
use super::scoring::{Figures, Found};
use super::{buyers, count, is_bench, models, scoring};
use std::path::Path;
use std::time::Instant;

/// So often is each measured in a benchmark.
const TIMES: usize = 9;

fn times() -> usize {
    if is_bench() { TIMES } else { 1 }
}

/// Measures, and prints what it took as lines for `cargo xtask bench`.
fn measured<T>(measure: impl FnOnce(&mut Figures<'_>) -> T) -> T {
    let start = Instant::now();
    let clock = || start.elapsed().as_secs_f64() * 1000.0;
    let mut figures = Figures::new(&clock);
    let found = measure(&mut figures);
    if is_bench() {
        // Not on the line on which the test's name stands.
        println!();
        figures.times().iter().for_each(print);
    }
    found
}

/// How often, the median and the least of what was timed.
fn print((what, times): &(String, Vec<f64>)) {
    let mut sorted = times.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (n, least) = (sorted.len(), sorted[0]);
    let median = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    println!("figure\tnative\t{what}\t{n}\t{median}\t{least}");
}

#[test]
fn customers_are_analysed() {
    let pages = buyers::pages(count() as u64);
    let found: Vec<Found> = measured(|figures| {
        let rounds = 0..times();
        rounds.map(|_| scoring::round(&pages, figures)).collect()
    });
    let [first, rest @ ..] = &*found else {
        panic!("at least once");
    };
    assert!(rest.iter().all(|found| found == first));
    let scored: u32 = first.cells.iter().sum();
    assert!(scored as usize <= first.buyers && first.buyers <= count());
    assert!(first.transactions > 5 * count() && first.value > 0.0 && first.worth > 0.0);
    println!(
        "{} customers bought {} times; values {}, lifetime values {}",
        count(),
        first.transactions,
        first.value,
        first.worth
    );
    let workspace = load(&pages);
    measured(|figures| (0..times()).for_each(|_| scoring::steps(&pages, figures)));
    measured(|figures| scoring::assumptions(&workspace, times(), figures));
    measured(|figures| scoring::fields(&workspace, times(), figures));
    assert!(workspace.scores().is_some());
}

/// What was fitted, and what it was fitted to, where peers.py looks for it.
#[test]
fn models_are_fitted() {
    let (rows, outcomes) = models::outcomes(count());
    let (cdnow, slopes) = measured(|figures| {
        let cdnow = models::purchases(times(), figures);
        (cdnow, models::logistic(&rows, &outcomes, times(), figures))
    });
    assert!((cdnow[0] - 0.243).abs() < 0.001 && slopes.len() == models::WIDTH + 1);
    if is_bench() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let mut bytes = Vec::new();
        for (row, outcome) in rows.iter().zip(&outcomes) {
            let numbers = row.iter().copied().chain([f64::from(u8::from(*outcome))]);
            numbers.for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        std::fs::write(folder.join("outcomes.f64"), bytes).unwrap();
        let fitted = serde_json::json!({ "cdnow": cdnow, "logistic": slopes });
        std::fs::write(folder.join("fitted.json"), fitted.to_string()).unwrap();
    }
}
