//! A table and what was learnt of it as bytes, for the program that learns beside the one that asks. Both
//! are of one build, so that there is no version in it; what does not read as it was written is nothing,
//! and never stops whoever reads. All numbers are doubles, the lowest byte first.

use super::learn::{Filling, Learnt, Table, Unfit, learn};
use super::{Bin, Quality, Warning};

/// So many rows and columns no table has.
const MOST: f64 = 1e9;
/// The size of a number in bytes.
const NUMBER: usize = size_of::<f64>();

const UNFIT: [Unfit; 6] = [
    Unfit::Empty,
    Unfit::Uneven,
    Unfit::OneOutcome,
    Unfit::NotFinite,
    Unfit::Separated,
    Unfit::Unsettled,
];

fn bytes_of(numbers: &[f64]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn numbers_of(bytes: &[u8]) -> Option<Vec<f64>> {
    let (numbers, rest) = bytes.as_chunks::<NUMBER>();
    let numbers = numbers.iter().map(|bytes| f64::from_le_bytes(*bytes));
    rest.is_empty().then(|| numbers.collect())
}

/// What a table is, before its outcomes and its columns.
#[must_use]
pub fn head(table: &Table) -> Vec<u8> {
    let mut numbers = vec![table.outcomes.len() as f64, table.ridge.unwrap_or(-1.0)];
    numbers.extend(table.fillings.iter().map(|filling| match filling {
        Filling::Numbers(_) => 0.0,
        Filling::Levels(_, count) => f64::from(*count),
    }));
    bytes_of(&numbers)
}

/// The outcomes as bits, the first the lowest.
#[must_use]
pub fn outcomes(table: &Table) -> Vec<u8> {
    let byte = |eight: &[bool]| {
        let bits = eight.iter().zip(0..);
        bits.fold(0, |byte, (is_on, at)| byte | u8::from(*is_on) << at)
    };
    table.outcomes.chunks(8).map(byte).collect()
}

/// A column in bytes, as [`answer`] reads it.
#[must_use]
pub fn column(filling: Filling) -> Vec<u8> {
    match filling {
        Filling::Numbers(numbers) => bytes_of(&numbers),
        Filling::Levels(levels, _) => levels,
    }
}

/// The table whose head, outcomes and columns came one after the other; none of bytes that are none.
fn table_of(pieces: impl IntoIterator<Item = Vec<u8>>) -> Option<Table> {
    let mut pieces = pieces.into_iter();
    let head = numbers_of(&pieces.next()?)?;
    let mut head = head.into_iter();
    let rows = whole(head.next()?)?;
    let ridge = head.next()?;
    let bits = pieces.next()?;
    if bits.len() != rows.div_ceil(8) {
        return None;
    }
    let bits = bits
        .iter()
        .flat_map(|byte| (0..8).map(move |at| byte >> at & 1 == 1));
    let outcomes = bits.take(rows).collect();
    let mut fillings = Vec::new();
    for count in head {
        let bytes = pieces.next()?;
        let filling = match u8::try_from(whole(count)?).ok()? {
            0 => Filling::Numbers(numbers_of(&bytes)?),
            count => Filling::Levels(bytes, count),
        };
        if filling.rows() != rows {
            return None;
        }
        fillings.push(filling);
    }
    let ridge = (ridge >= 0.0).then_some(ridge);
    pieces.next().is_none().then_some(Table {
        fillings,
        outcomes,
        ridge,
    })
}

/// A number that counts something.
fn whole(number: f64) -> Option<usize> {
    let is_whole = (0.0..=MOST).contains(&number) && number.fract() == 0.0;
    is_whole.then_some(number as usize)
}

/// Learns from a table in pieces: the answer in bytes, which [`answered`] reads.
#[must_use]
pub fn answer(pieces: Vec<Vec<u8>>) -> Vec<u8> {
    let Some(table) = table_of(pieces) else {
        return Vec::new();
    };
    written(&learn(&table))
}

fn written(answer: &Result<Learnt, Unfit>) -> Vec<u8> {
    let learnt = match answer {
        Ok(learnt) => learnt,
        Err(unfit) => {
            let code = UNFIT.iter().position(|other| other == unfit);
            return bytes_of(&[0.0, code.unwrap_or_default() as f64]);
        }
    };
    let (code, number) = match &learnt.chosen {
        None => (0.0, 0.0),
        Some(Warning::FewEvents { for_each }) => (1.0, *for_each),
        Some(Warning::RidgeForFewEvents { for_each }) => (2.0, *for_each),
        Some(_) => (3.0, 0.0),
    };
    let mut numbers = vec![
        1.0,
        learnt.means.len() as f64,
        learnt.rows as f64,
        learnt.events as f64,
        learnt.ridge,
        learnt.log_likelihood,
        learnt.null_log_likelihood,
        code,
        number,
        learnt.checked_on.unwrap_or_default() as f64,
        learnt.dropped.len() as f64,
        learnt
            .quality
            .as_ref()
            .map_or(0.0, |of| (of.calibration.len() + 1) as f64),
    ];
    numbers.extend(learnt.dropped.iter().map(|column| *column as f64));
    numbers.extend(&learnt.coefficients);
    numbers.extend(&learnt.errors);
    numbers.extend(&learnt.means);
    numbers.extend(&learnt.deviations);
    if let Some(quality) = &learnt.quality {
        numbers.extend([quality.auc, quality.brier, quality.log_loss]);
        for bin in &quality.calibration {
            numbers.extend([bin.predicted, bin.observed, bin.count as f64]);
        }
    }
    bytes_of(&numbers)
}

/// What was answered; none of bytes that are no answer.
#[must_use]
pub fn answered(bytes: &[u8]) -> Option<Result<Learnt, Unfit>> {
    let numbers = numbers_of(bytes)?;
    let mut rest = numbers.as_slice();
    if take(&mut rest)? != 1.0 {
        let unfit = *UNFIT.get(whole(take(&mut rest)?)?)?;
        return rest.is_empty().then_some(Err(unfit));
    }
    let width = whole(take(&mut rest)?)?;
    let (rows, events) = (whole(take(&mut rest)?)?, whole(take(&mut rest)?)?);
    let (ridge, log_likelihood) = (take(&mut rest)?, take(&mut rest)?);
    let null_log_likelihood = take(&mut rest)?;
    let (code, for_each) = (whole(take(&mut rest)?)?, take(&mut rest)?);
    let chosen = match code {
        0 => None,
        1 => Some(Warning::FewEvents { for_each }),
        2 => Some(Warning::RidgeForFewEvents { for_each }),
        3 => Some(Warning::Separated),
        _ => return None,
    };
    let checked_on = Some(whole(take(&mut rest)?)?).filter(|rows| *rows > 0);
    let dropped = whole(take(&mut rest)?)?;
    // One more than there are bins; none of no quality.
    let bins = whole(take(&mut rest)?)?.checked_sub(1);
    let dropped = split(&mut rest, dropped)?.iter();
    let dropped = dropped
        .map(|column| whole(*column))
        .collect::<Option<_>>()?;
    let coefficients = split(&mut rest, width + 1)?.to_vec();
    let errors = split(&mut rest, width + 1)?.to_vec();
    let means = split(&mut rest, width)?.to_vec();
    let deviations = split(&mut rest, width)?.to_vec();
    let quality = match bins {
        None => None,
        Some(count) => Some(Quality {
            auc: take(&mut rest)?,
            brier: take(&mut rest)?,
            log_loss: take(&mut rest)?,
            calibration: bins_of(split(&mut rest, 3 * count)?)?,
        }),
    };
    if !rest.is_empty() {
        return None;
    }
    Some(Ok(Learnt {
        coefficients,
        errors,
        means,
        deviations,
        dropped,
        log_likelihood,
        null_log_likelihood,
        ridge,
        rows,
        events,
        chosen,
        quality,
        checked_on,
    }))
}

fn bins_of(numbers: &[f64]) -> Option<Vec<Bin>> {
    let (bins, _) = numbers.as_chunks::<3>();
    let bin = |[predicted, observed, count]: &[f64; 3]| {
        Some(Bin {
            predicted: *predicted,
            observed: *observed,
            count: whole(*count)?,
        })
    };
    bins.iter().map(bin).collect()
}

fn take(rest: &mut &[f64]) -> Option<f64> {
    split(rest, 1)?.first().copied()
}

fn split<'n>(rest: &mut &'n [f64], count: usize) -> Option<&'n [f64]> {
    let (numbers, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(numbers)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use satchel_stats::random::Random;

    /// A table of numbers and levels, whose outcomes follow from both.
    fn table(rows: usize, ridge: Option<f64>) -> Table {
        let mut random = Random::new(rows as u64);
        let numbers: Vec<f64> = (0..rows).map(|_| random.normal()).collect();
        let levels: Vec<u8> = (0..rows).map(|_| random.below(4) as u8).collect();
        let outcomes = numbers.iter().zip(&levels);
        let outcomes = outcomes.map(|(number, level)| {
            let odds = number + f64::from(*level) - 1.5;
            random.uniform() < 1.0 / (1.0 + (-odds).exp())
        });
        Table {
            outcomes: outcomes.collect(),
            fillings: vec![Filling::Numbers(numbers), Filling::Levels(levels, 3)],
            ridge,
        }
    }

    fn pieces(table: &Table) -> Vec<Vec<u8>> {
        let columns = table.fillings.iter().cloned().map(column);
        [head(table), outcomes(table)]
            .into_iter()
            .chain(columns)
            .collect()
    }

    /// Few rows with a ridge of their own, more, so many that a part is checked, and all of one outcome.
    fn tables() -> Vec<Table> {
        let mut all: Vec<Table> = [9, 30, 64, 2001, 30_000]
            .map(|rows| table(rows, None))
            .into();
        all.push(table(100, Some(0.0)));
        all.push(table(100, Some(2.5)));
        let mut one = table(20, None);
        one.outcomes = vec![true; 20];
        all.push(one);
        all
    }

    #[test]
    fn what_is_learnt_beside_is_to_the_bit_what_is_learnt_here() {
        let mut refused = 0;
        for table in tables() {
            assert_eq!(table_of(pieces(&table)).as_ref(), Some(&table));
            let here = learn(&table);
            let there = answered(&answer(pieces(&table))).unwrap();
            assert_eq!(written(&there), written(&here));
            assert_eq!(there, here);
            refused += u32::from(here.is_err());
        }
        assert_eq!(refused, 1, "the one of one outcome");
    }

    #[test]
    fn bytes_that_are_no_answer_are_none() {
        for table in tables() {
            let whole = written(&learn(&table));
            for end in 0..whole.len() {
                assert_eq!(answered(whole.get(..end).unwrap()), None, "{end}");
            }
            let mut longer = whole.clone();
            longer.extend(bytes_of(&[1.0]));
            assert_eq!(answered(&longer), None);
        }
        assert_eq!(answered(&[]), None);
        assert_eq!(answered(&bytes_of(&[0.0, 9.0])), None);
        assert_eq!(answered(&bytes_of(&[1.0, f64::NAN])), None);
        assert_eq!(answered(&bytes_of(&[1.0, 1e300])), None);
        assert_eq!(answered(&answer(Vec::new())), None);
    }

    /// Whatever bytes come, something is said: a table or none, an answer or none.
    #[test]
    fn bytes_of_any_sort_stop_nobody() {
        let mut random = Random::new(17);
        let table = table(40, None);
        let answer = written(&learn(&table));
        let mut read = 0;
        for _ in 0..3000 {
            let mut bent = answer.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bent.len());
                *bent.get_mut(at).unwrap() = random.below(256) as u8;
            }
            bent.truncate(bent.len() - random.below(2) * random.below(bent.len()));
            read += u32::from(answered(&bent).is_some());
            let mut pieces = pieces(&table);
            let piece = random.below(pieces.len());
            let piece = pieces.get_mut(piece).unwrap();
            let at = random.below(piece.len());
            *piece.get_mut(at).unwrap() = random.below(256) as u8;
            piece.truncate(piece.len() - random.below(2) * random.below(piece.len()));
            drop(super::answer(pieces));
        }
        assert!(read > 100, "{read}");
    }
}
