//! Two versions of a text as one, line by line, where both began with the same and each changed other
//! lines. Where they changed the same ones, or lines side by side, nobody but a person can say what is
//! meant: then there is no one text, and what is done instead is the caller's.

/// Where more lines than these differ the texts are not compared: the work grows with the square.
const LINES_MAX: usize = 1_000;

/// Lines of the text before, and what stands in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hunk<'t> {
    from: usize,
    to: usize,
    lines: Vec<&'t str>,
}

/// The text with the changes of both; none where they contradict each other.
#[must_use]
pub(super) fn merge(before: &str, one: &str, other: &str) -> Option<String> {
    let before: Vec<&str> = before.split('\n').collect();
    let mut all = hunks(&before, one)?;
    all.extend(hunks(&before, other)?);
    all.sort_by_key(|hunk| (hunk.from, hunk.to));
    // What both did is done once.
    all.dedup();
    let mut merged: Vec<&str> = Vec::new();
    let mut at = 0;
    for (number, hunk) in all.into_iter().enumerate() {
        // Lines side by side are as good as the same.
        if number > 0 && hunk.from <= at {
            return None;
        }
        merged.extend(before.get(at..hunk.from)?);
        at = hunk.to;
        merged.extend(hunk.lines);
    }
    merged.extend(before.get(at..)?);
    Some(merged.join("\n"))
}

/// What was changed, in the order of the lines; none where it is too much to compare.
fn hunks<'t>(before: &[&str], after: &'t str) -> Option<Vec<Hunk<'t>>> {
    let after: Vec<&str> = after.split('\n').collect();
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = before.iter().zip(&after).take_while(same).count();
    let (before, after) = (before.get(head..)?, after.get(head..)?);
    let tail = before.iter().rev().zip(after.iter().rev());
    let tail = tail.take_while(same).count();
    let before = before.get(..before.len() - tail)?;
    let after = after.get(..after.len() - tail)?;
    if before.len().max(after.len()) > LINES_MAX {
        return None;
    }
    let mut found: Vec<Hunk<'t>> = Vec::new();
    let mut change = |from: usize, to: usize, line: Option<&'t str>| match found.last_mut() {
        Some(last) if last.to == from => {
            last.to = to;
            last.lines.extend(line);
        }
        _ => found.push(Hunk {
            from,
            to,
            lines: line.into_iter().collect(),
        }),
    };
    let common = common(before, after);
    let length = |row: usize, column: usize| -> u16 {
        let row = common.get(row).map(Vec::as_slice).unwrap_or_default();
        row.get(column).copied().unwrap_or_default()
    };
    let (mut row, mut column) = (0, 0);
    loop {
        let at = head + row;
        match (before.get(row), after.get(column)) {
            (Some(old), Some(new)) if old == new => (row, column) = (row + 1, column + 1),
            (Some(_), new)
                if new.is_none() || length(row + 1, column) >= length(row, column + 1) =>
            {
                change(at, at + 1, None);
                row += 1;
            }
            (_, Some(new)) => {
                change(at, at, Some(new));
                column += 1;
            }
            (_, None) => return Some(found),
        }
    }
}

/// How long the longest row of lines is that both have in this order (Wagner and Fischer, *The
/// string-to-string correction problem*, 1974), from each line of each on to the end.
fn common(before: &[&str], after: &[&str]) -> Vec<Vec<u16>> {
    let mut rows = vec![vec![0; after.len() + 1]];
    for old in before.iter().rev() {
        let below = rows.last().map(Vec::as_slice).unwrap_or_default();
        let mut row = vec![0; after.len() + 1];
        let mut right = 0;
        let lengths = below
            .iter()
            .zip(below.iter().skip(1))
            .zip(after)
            .enumerate();
        for (at, ((under, slant), new)) in lengths.rev() {
            right = match old == new {
                true => slant + 1,
                false => right.max(*under),
            };
            if let Some(cell) = row.get_mut(at) {
                *cell = right;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_other_lines_are_both_there() {
        let before = "one\ntwo\nthree\nfour\nfive";
        let cases = [
            (
                "ONE\ntwo\nthree\nfour\nfive",
                "one\ntwo\nthree\nfour\nFIVE",
                "ONE\ntwo\nthree\nfour\nFIVE",
            ),
            (
                "one\nthree\nfour\nfive",
                "one\ntwo\nthree\nfour\nfive\nsix",
                "one\nthree\nfour\nfive\nsix",
            ),
            (
                "zero\none\ntwo\nthree\nfour\nfive",
                "one\ntwo\nthree\n3½\nfour\nfive",
                "zero\none\ntwo\nthree\n3½\nfour\nfive",
            ),
            (
                "one\nTWO\nthree\nfour\nfive",
                "one\nTWO\nthree\nfour\n5",
                "one\nTWO\nthree\nfour\n5",
            ),
            (before, "", ""),
            (before, before, before),
        ];
        for (one, other, merged) in cases {
            assert_eq!(
                merge(before, one, other).as_deref(),
                Some(merged),
                "{one} and {other}"
            );
            assert_eq!(
                merge(before, other, one).as_deref(),
                Some(merged),
                "{other} and {one}"
            );
        }
    }

    #[test]
    fn changes_that_contradict_each_other_are_nobodys() {
        let before = "one\ntwo\nthree";
        let cases = [
            ("one\nTWO\nthree", "one\n2\nthree"),
            ("one\nTWO\nthree", "one\nthree"),
            ("one\nTWO\nthree", "one\ntwo\nTHREE"),
            ("one\ntwo\nthree\nfour", "one\ntwo\nthree\nvier"),
            ("", "one\nTWO\nthree"),
        ];
        for (one, other) in cases {
            assert_eq!(merge(before, one, other), None, "{one} and {other}");
            assert_eq!(merge(before, other, one), None, "{other} and {one}");
        }
        let long = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(merge("", &long, "y"), None);
    }

    #[test]
    fn a_change_alone_gives_what_it_made() {
        let mut random = crate::domain::random::Random::seeded(7);
        let mut text = |lines: u64| {
            let lines: Vec<String> = (0..lines).map(|_| random.below(5).to_string()).collect();
            lines.join("\n")
        };
        for round in 0..500 {
            let (before, after) = (text(round % 9), text(round % 7));
            assert_eq!(
                merge(&before, &after, &before),
                Some(after.clone()),
                "{before} to {after}"
            );
        }
    }
}
