//! The published data that tests fit, read from `data/`; where each is from is told there.

use crate::matrix::Rows;

fn cells(text: &str) -> Vec<Vec<f64>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let numbers = |line: &str| {
        line.split(',')
            .filter_map(|cell| cell.parse().ok())
            .collect()
    };
    lines.map(numbers).collect()
}

/// The last cell of each line as the outcome, the rest as its row.
fn outcomes_last(text: &str) -> (Rows, Vec<bool>) {
    let mut values = Vec::new();
    let mut outcomes = Vec::new();
    let mut width = 0;
    for line in cells(text) {
        if let Some((outcome, row)) = line.split_last() {
            values.extend_from_slice(row);
            outcomes.push(*outcome > 0.0);
            width = row.len();
        }
    }
    (Rows::new(values, width).unwrap_or_default(), outcomes)
}

/// Temperature in °F at 23 starts of the space shuttle, and whether a seal was damaged.
pub(crate) fn orings() -> (Rows, Vec<bool>) {
    outcomes_last(include_str!("data/orings.csv"))
}

/// Hours that 20 students studied, and whether they passed.
pub(crate) fn hours() -> (Rows, Vec<bool>) {
    outcomes_last(include_str!("data/hours.csv"))
}

/// GRE, GPA, and rank 2, 3, 4 of 400 applicants' colleges, and whether they were admitted.
pub(crate) fn admissions() -> (Rows, Vec<bool>) {
    let (rows, outcomes) = outcomes_last(include_str!("data/admissions.csv"));
    let mut values = Vec::new();
    for row in rows.iter() {
        if let [gre, gpa, rank] = row {
            let is = |wanted: f64| f64::from(u8::from((rank - wanted).abs() < 0.5));
            values.extend([*gre, *gpa, is(2.0), is(3.0), is(4.0)]);
        }
    }
    (Rows::new(values, 5).unwrap_or_default(), outcomes)
}
