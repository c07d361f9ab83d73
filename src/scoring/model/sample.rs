//! Features for tests, and the published data as such.
#![allow(clippy::unwrap_used)]

use crate::workspace::feature::{Feature, Level, Meaning, Values};

pub(crate) fn numbers(path: &str, numbers: Vec<Option<f64>>) -> Feature {
    Feature {
        path: path.into(),
        meaning: Meaning::Number,
        values: Values::Numbers(numbers),
        other_currency: 0,
    }
}

pub(crate) fn choice(path: &str, words: &[&str]) -> Feature {
    let mut levels: Vec<Level> = Vec::new();
    let code = |word: &&str| {
        if word.is_empty() {
            return 0;
        }
        let at = levels.iter().position(|level| *level.code == **word);
        let at = at.unwrap_or_else(|| {
            levels.push(Level {
                code: (*word).into(),
                name: None,
            });
            levels.len() - 1
        });
        at as u32 + 1
    };
    let codes = words.iter().map(code).collect();
    Feature {
        path: path.into(),
        meaning: Meaning::Choice,
        values: Values::Levels(codes, levels),
        other_currency: 0,
    }
}

/// The lines of a published table, by column.
pub(crate) fn columns(text: &str) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for (at, cell) in line.split(',').enumerate() {
            if columns.len() <= at {
                columns.push(Vec::new());
            }
            columns.get_mut(at).unwrap().push(cell.parse().unwrap());
        }
    }
    columns
}

/// A feature of numbers that are all known.
pub(crate) fn known(path: &str, all: &[f64]) -> Feature {
    numbers(path, all.iter().copied().map(Some).collect())
}

/// Outcomes that files write as 1 and 0.
pub(crate) fn outcomes(all: &[f64]) -> Vec<bool> {
    all.iter().map(|one| *one > 0.5).collect()
}
