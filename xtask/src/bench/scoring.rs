//! The benchmark of scoring: customers analysed and models fitted natively, in a page, and by others'
//! programs, in one run and one table. What is measured is in tests/bench.

use crate::run::{command, root, tee};
use crate::tools;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// So often is each measured in the page; the native benchmark and the peers say it themselves.
const TIMES: &str = "9";
/// So many threads may a peer use.
const THREADS: &str = "2";
/// How what is measured begins, and what is wanted of it.
const WANTED: [(&str, Wanted); 6] = [
    ("RFM, V and", Wanted::Page(300.0)),
    ("another ", Wanted::Page(16.0)),
    ("weighted by", Wanted::Page(16.0)),
    ("the longest step", Wanted::Page(16.0)),
    ("BG/NBD", Wanted::Beside(0.1)),
    ("logistic", Wanted::Beside(1.5)),
];

/// What is wanted of a figure.
#[derive(Clone, Copy)]
enum Wanted {
    /// At most so many milliseconds in the page.
    Page(f64),
    /// At most so many times what a peer takes, natively and in the page.
    Beside(f64),
}

/// A line `figure`, where it was measured, what, how often, the median and the least in milliseconds;
/// parted by tabs.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    side: String,
    what: String,
    n: u32,
    median: f64,
    least: f64,
}

impl Figure {
    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.strip_prefix("figure\t")?.split('\t');
        let mut next = || cells.next().map(str::to_owned);
        Some(Self {
            side: next()?,
            what: next()?,
            n: next()?.parse().ok()?,
            median: next()?.parse().ok()?,
            least: next()?.parse().ok()?,
        })
    }
}

/// Measures so many customers: natively, in the page of `program`, by others.
pub(super) fn run(count: &str, program: &Path, chromium: &Path) -> Result<()> {
    println!("\n=== scoring ===");
    let mut figures = Vec::new();
    let mut native = super::native();
    native.args(["analysis::", "--nocapture", "--test-threads=1"]);
    measured(native.env("SATCHEL_BENCH", count), &mut figures)?;
    let mut page = super::node("scoring", program, count, chromium)?;
    measured(page.arg(TIMES), &mut figures)?;
    match tools::python() {
        Ok(python) => {
            let mut peers = command(python);
            peers
                .arg("tests/bench/peers.py")
                .arg(root().join("src/stats/data/cdnow.csv"))
                .arg(root().join("target/tmp"));
            for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
                peers.env(variable, THREADS);
            }
            measured(&mut peers, &mut figures)?;
        }
        Err(missing) => println!("Python's programs are not run: {missing:#}."),
    }
    print!("\n{}", table(&figures));
    Ok(())
}

/// Runs to the end, keeps what was measured, and shows whatever else was printed.
fn measured(command: &mut Command, figures: &mut Vec<Figure>) -> Result<()> {
    let (is_well, text) = tee(command)?;
    if !is_well {
        bail!("what was to be measured failed");
    }
    figures.extend(text.lines().filter_map(Figure::parse));
    Ok(())
}

/// The figures of one thing side by side, in the order in which things were measured.
fn table(figures: &[Figure]) -> String {
    let mut things: Vec<&str> = Vec::new();
    for figure in figures {
        if !things.contains(&&*figure.what) {
            things.push(&figure.what);
        }
    }
    let mut text = String::from(
        "Medians in milliseconds, with how often each was measured and the least, all of this run.\n\n\
         | what | native | in the page | beside | page / native | native / beside | page / beside | wanted |\n\
         |---|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for what in things {
        text.push_str(&row(what, figures));
    }
    text
}

fn row(what: &str, figures: &[Figure]) -> String {
    let own: Vec<&Figure> = figures.iter().filter(|of| of.what == what).collect();
    let side = |side: &str| own.iter().copied().find(|of| of.side == side);
    let (native, page) = (side("native"), side("page"));
    let beside = own
        .iter()
        .copied()
        .find(|of| of.side != "native" && of.side != "page");
    let cell = |of: Option<&Figure>| {
        of.map(|of| format!("{:.2} (n {}, least {:.2})", of.median, of.n, of.least))
    };
    let named = beside.map(|of| format!("{} {}", of.side, cell(Some(of)).unwrap_or_default()));
    let ratio = |one: Option<&Figure>, other: Option<&Figure>| {
        Some(format!("{:.3}", one?.median / other?.median))
    };
    let wanted = WANTED.iter().find(|(start, _)| what.starts_with(start));
    let wanted = wanted.and_then(|(_, wanted)| {
        let (words, is_met) = match wanted {
            Wanted::Page(most) => (format!("{most} ms"), page?.median <= *most),
            Wanted::Beside(most) => {
                let slowest =
                    [native?, page?].map(|of| of.median / beside.map_or(f64::NAN, |of| of.median));
                (
                    format!("{most} of it"),
                    slowest.iter().all(|ratio| ratio <= most),
                )
            }
        };
        Some(format!("{words}: {}", if is_met { "yes" } else { "no" }))
    });
    let cells = [
        Some(what.to_owned()),
        cell(native),
        cell(page),
        named,
        ratio(page, native),
        ratio(native, beside),
        ratio(page, beside),
        wanted,
    ];
    let cells = cells.map(Option::unwrap_or_default);
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_one_thing_stand_in_one_row() {
        let printed = "said\nfigure\tnative\tanother margin\t9\t2.5\t2\nfigure\tpage\tanother margin\t7\t5\t4\n\
                       figure\tplain JavaScript\tanother margin\t7\t10\t9\nfigure\tnative\tother\t1\t1\t1\n";
        let figures: Vec<Figure> = printed.lines().filter_map(Figure::parse).collect();
        assert_eq!(figures.len(), 4);
        let table = table(&figures);
        let rows: Vec<&str> = table.lines().skip(4).collect();
        assert_eq!(
            rows,
            [
                "| another margin | 2.50 (n 9, least 2.00) | 5.00 (n 7, least 4.00) | plain JavaScript 10.00 (n 7, least 9.00) | 2.000 | 0.250 | 0.500 | 16 ms: yes |",
                "| other | 1.00 (n 1, least 1.00) |  |  |  |  |  |  |",
            ]
        );
        assert_eq!(Figure::parse("figure\tnative\tno number\t9\tx\t1"), None);
    }
}
