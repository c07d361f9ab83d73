//! Numbers from features: each number a column, each level but one a column of noughts and ones. Numbers
//! that are not known are the mean of the others, with a column that says so where they are many. A level
//! that few rows have is counted with the other rare ones. What is learnt of the numbers is left to
//! [`super::learn`].

use super::learn::Filling;
use super::{BLANK, Base, OTHER, Warning};
use crate::workspace::feature::{Feature, Level, Values};

/// A level that fewer rows have is rare.
pub const LEVEL_ROWS_MIN: usize = 5;
/// A feature has at most so many levels beside the rare ones: those that most rows have.
pub const LEVELS_MAX: usize = 20;
/// From this share of rows without a number on, being without one counts for itself.
pub const MISSING_SHARE: f64 = 0.05;

/// What a column is.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The feature's path.
    pub feature: Box<str>,
    /// The level; of a number only [`BLANK`].
    pub level: Option<Box<str>>,
    /// What people call the level, where that is another word.
    pub level_name: Option<Box<str>>,
}

/// Features as columns of numbers.
#[derive(Clone, Debug, Default)]
pub struct Design {
    /// The numbers, by feature.
    pub fillings: Vec<Filling>,
    /// What the columns are.
    pub columns: Vec<Column>,
    /// The levels that the columns are compared with.
    pub bases: Vec<Base>,
    /// What to know of the features.
    pub warnings: Vec<Warning>,
}

impl Design {
    /// The columns of features.
    #[must_use]
    pub fn of(features: &[Feature]) -> Self {
        let mut design = Self::default();
        features.iter().for_each(|feature| design.add(feature));
        design
    }

    /// Adds the columns of a feature.
    pub fn add(&mut self, feature: &Feature) {
        if feature.other_currency > 0 {
            self.warnings.push(Warning::OtherCurrency {
                feature: feature.path.clone(),
                rows: feature.other_currency,
            });
        }
        match &feature.values {
            Values::Numbers(numbers) => self.numbers(&feature.path, numbers),
            Values::Levels(codes, levels) => self.levels(&feature.path, codes, levels),
        }
    }

    fn push(&mut self, feature: &str, level: Option<&str>, level_name: Option<&str>) {
        self.columns.push(Column {
            feature: feature.into(),
            level: level.map(Box::from),
            level_name: level_name.map(Box::from),
        });
    }

    fn numbers(&mut self, path: &str, numbers: &[Option<f64>]) {
        let known = numbers.iter().flatten();
        let (sum, count) = known.fold((0.0, 0_usize), |(sum, count), number| {
            (sum + number, count + 1)
        });
        let mean = if count > 0 { sum / count as f64 } else { 0.0 };
        let blank = (numbers.len() - count) as f64 / numbers.len().max(1) as f64;
        let tells_blanks = blank >= MISSING_SHARE && count > 0;
        self.push(path, None, None);
        let known = numbers.iter().map(|number| number.unwrap_or(mean));
        self.fillings.push(Filling::Numbers(known.collect()));
        if tells_blanks {
            self.warnings.push(Warning::Missing {
                feature: path.into(),
                share: blank,
            });
            self.push(path, Some(BLANK), None);
            let blanks = numbers.iter().map(|number| u8::from(number.is_none()));
            self.fillings.push(Filling::Levels(blanks.collect(), 1));
        }
    }

    fn levels(&mut self, path: &str, codes: &[u32], levels: &[Level]) {
        let blank = Level {
            code: BLANK.into(),
            name: None,
        };
        let mut counts = vec![0_usize; levels.len() + 1];
        for code in codes {
            if let Some(count) = counts.get_mut(*code as usize) {
                *count += 1;
            }
        }
        let all = std::iter::once(&blank).chain(levels);
        let mut present: Vec<(usize, &Level, usize)> = counts
            .iter()
            .zip(all)
            .zip(0..)
            .filter(|((count, _), _)| **count > 0)
            .map(|((count, level), code)| (*count, level, code))
            .collect();
        // The most frequent first; of equal ones by their words, so that it is always the same.
        present.sort_by(|one, other| {
            let counts = other.0.cmp(&one.0);
            counts.then_with(|| one.1.code.cmp(&other.1.code))
        });
        let frequent = present
            .iter()
            .take_while(|(count, ..)| *count >= LEVEL_ROWS_MIN)
            .count()
            .min(LEVELS_MAX);
        let (kept, rare) = present.split_at_checked(frequent).unwrap_or_default();
        let pooled: usize = rare.iter().map(|(count, ..)| count).sum();
        // Of each code its column, counted from 1.
        let mut columns = vec![0; counts.len()];
        let mut width = 0;
        for (at, (_, level, code)) in kept.iter().enumerate() {
            if at == 0 {
                self.bases.push(Base {
                    feature: path.into(),
                    level: level.code.clone(),
                    level_name: level.name.clone(),
                });
                continue;
            }
            width += 1;
            if let Some(slot) = columns.get_mut(*code) {
                *slot = width;
            }
            self.push(path, Some(&level.code), level.name.as_deref());
        }
        if !rare.is_empty() && (!kept.is_empty() || rare.len() > 1) {
            self.warnings.push(Warning::Pooled {
                feature: path.into(),
                levels: rare.len(),
            });
        }
        // So few that they say nothing are taken for the most frequent.
        if pooled >= LEVEL_ROWS_MIN && !kept.is_empty() {
            width += 1;
            for (_, _, code) in rare {
                if let Some(slot) = columns.get_mut(*code) {
                    *slot = width;
                }
            }
            self.push(path, Some(OTHER), None);
        } else if kept.len() < 2 {
            self.warnings.push(Warning::Constant {
                feature: path.into(),
            });
        }
        if width > 0 {
            let column = |code: &u32| columns.get(*code as usize).copied().unwrap_or(0);
            let of_rows = codes.iter().map(column).collect();
            self.fillings.push(Filling::Levels(of_rows, width));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scoring::model::sample::{choice, numbers};

    /// What the columns have at a row.
    fn row(design: &Design, at: usize) -> Vec<f64> {
        let mut row = Vec::new();
        for filling in &design.fillings {
            match filling {
                Filling::Numbers(numbers) => row.push(*numbers.get(at).unwrap()),
                Filling::Levels(levels, count) => {
                    let level = levels.get(at).unwrap();
                    row.extend((1..=*count).map(|own| f64::from(u8::from(own == *level))));
                }
            }
        }
        assert_eq!(row.len(), design.columns.len());
        row
    }

    fn told(design: &Design) -> Vec<(&str, Option<&str>)> {
        let columns = design.columns.iter();
        columns
            .map(|column| (&*column.feature, column.level.as_deref()))
            .collect()
    }

    #[test]
    fn numbers_that_are_not_known_are_the_mean_and_many_of_them_count_for_themselves() {
        let mut some: Vec<Option<f64>> = (0..20).map(|at| Some(f64::from(at))).collect();
        some.push(None);
        let few = Design::of(&[numbers("a", some.clone())]);
        assert_eq!(told(&few), [("a", None)], "one in 21 is below a twentieth");
        assert_eq!(row(&few, 20), [9.5]);
        assert_eq!(few.warnings, []);
        some.push(None);
        let many = Design::of(&[numbers("a", some)]);
        assert_eq!(told(&many), [("a", None), ("a", Some(BLANK))]);
        assert_eq!(row(&many, 0), [0.0, 0.0]);
        assert_eq!(row(&many, 21), [9.5, 1.0]);
        assert_eq!(many.warnings.first().unwrap().code(), "missing");
    }

    #[test]
    fn the_most_frequent_level_is_what_others_are_compared_with_and_rare_ones_are_one() {
        let mut words = vec!["shop"; 9];
        words.extend(["web"; 6]);
        words.extend([""; 5]);
        words.extend(["fair", "fair", "post", "post", "post"]);
        let design = Design::of(&[choice("source", &words)]);
        assert_eq!(
            told(&design),
            [
                ("source", Some("web")),
                ("source", Some(BLANK)),
                ("source", Some(OTHER))
            ]
        );
        assert_eq!(&*design.bases.first().unwrap().level, "shop");
        assert_eq!(row(&design, 0), [0.0, 0.0, 0.0]);
        assert_eq!(row(&design, 9), [1.0, 0.0, 0.0]);
        assert_eq!(row(&design, 15), [0.0, 1.0, 0.0]);
        assert_eq!(row(&design, 24), [0.0, 0.0, 1.0]);
        let pooled = Warning::Pooled {
            feature: "source".into(),
            levels: 2,
        };
        assert_eq!(design.warnings, [pooled]);
    }

    #[test]
    fn too_few_rare_rows_are_taken_for_the_most_frequent() {
        let mut words = vec!["shop"; 9];
        words.extend(["web"; 6]);
        words.extend(["fair", "post"]);
        let design = Design::of(&[choice("source", &words)]);
        assert_eq!(told(&design), [("source", Some("web"))]);
        assert_eq!(row(&design, 16), [0.0]);
    }

    #[test]
    fn a_feature_has_at_most_so_many_levels() {
        let words: Vec<String> = (0..LEVELS_MAX + 3).map(|at| format!("l{at:02}")).collect();
        let words: Vec<&str> = words
            .iter()
            .flat_map(|word| std::iter::repeat_n(word.as_str(), LEVEL_ROWS_MIN))
            .collect();
        let design = Design::of(&[choice("city", &words)]);
        // One of them has no column, and those too many have one together.
        assert_eq!(design.columns.len(), LEVELS_MAX);
        assert_eq!(design.columns.last().unwrap().level.as_deref(), Some(OTHER));
    }

    #[test]
    fn a_choice_that_all_have_or_of_which_each_is_another_says_nothing() {
        for words in [vec!["shop"; 30], vec!["a", "b", "c"]] {
            let design = Design::of(&[choice("source", &words)]);
            assert_eq!(design.columns, []);
            let codes: Vec<&str> = design.warnings.iter().map(Warning::code).collect();
            assert!(codes.contains(&"constant"), "{codes:?}");
        }
    }
}
