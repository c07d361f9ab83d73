//! The charts that are rows and grids: heat, lying bars, factors.

use leptos::prelude::*;

use super::charts::{HERE, heads, row};
use crate::i18n::Messages;
use crate::ui::components::{
    BarRow, BarWord, Bars, ChartCell, ChartTable, Factor, Factors, HeatCell, HeatData, HeatGrid,
    HeatRow, Series, Tone,
};
use crate::ui::figure::Figure;

#[component]
pub(super) fn Recency(words: Messages) -> impl IntoView {
    const COUNTS: [[u16; 5]; 5] = [
        [12, 31, 58, 96, 142],
        [24, 47, 86, 121, 98],
        [61, 92, 114, 87, 54],
        [133, 118, 76, 41, 22],
        [402, 211, 88, 34, 17],
    ];
    let word = |spot: (usize, usize)| match spot {
        (0, 0) => Some(say!(words, "option-rfm_group-new")),
        (0, 3) => Some(say!(words, "option-rfm_group-loyal")),
        (0, 4) => Some(say!(words, "option-rfm_group-best")),
        (2, 2) => Some(say!(words, "option-rfm_group-wavering")),
        (4, 0) => Some(say!(words, "option-rfm_group-lost")),
        (4, 4) => Some(say!(words, "option-rfm_group-win_back")),
        _ => None,
    };
    let recency = |at: usize| say!(words, "insights-recency-score", score = 5 - at);
    let frequency = |at: usize| say!(words, "insights-frequency-score", score = at + 1);
    let line = |(at, counts): (usize, [u16; 5])| {
        let cell = |(column, count): (usize, u16)| {
            let word = word((at, column));
            let shown = word.as_ref().map(|word| format!("{count} {word}"));
            let said = say!(
                words,
                "gallery-chart-rfm-said",
                recency = 5 - at,
                frequency = column + 1,
                count = shown.unwrap_or_else(|| count.to_string())
            );
            Some(HeatCell {
                value: f64::from(count),
                text: count.to_string(),
                word,
                said,
                href: Some(HERE.to_owned()),
            })
        };
        HeatRow {
            head: recency(at),
            leads: Vec::new(),
            cells: counts.into_iter().enumerate().map(cell).collect(),
        }
    };
    let data = HeatData {
        corner: say!(words, "insights-recency"),
        columns: (0..5).map(frequency).collect(),
        rows: COUNTS.into_iter().enumerate().map(line).collect(),
        is_root: true,
        heads_below: true,
        is_tall: true,
        ..HeatData::default()
    };
    let corner = std::iter::once(say!(words, "insights-recency"));
    let cells =
        |counts: [u16; 5]| counts.map(|count| ChartCell::new(count.to_string()).number(count));
    let lines = COUNTS.into_iter().enumerate();
    let table = ChartTable {
        heads: corner.chain((0..5).map(frequency)).collect(),
        rows: lines
            .map(|(at, counts)| row(recency(at), cells(counts).to_vec()))
            .collect(),
    };
    view! {
        <Figure
            title=say!(words, "insights-rfm-title")
            note=say!(words, "gallery-chart-rfm-note")
            table=table
            is_text=true
            file="recency"
        >
            <HeatGrid label=say!(words, "gallery-chart-rfm-label") data=data.clone() />
        </Figure>
    }
}

#[component]
pub(super) fn Cohorts(words: Messages) -> impl IntoView {
    const COHORTS: [(usize, usize, u16, &[u8]); 7] = [
        (1, 2025, 118, &[100, 71, 62, 58, 55, 53, 52]),
        (2, 2025, 134, &[100, 68, 60, 57, 54, 51]),
        (3, 2025, 97, &[100, 73, 66, 61, 58]),
        (4, 2025, 151, &[100, 64, 55, 51]),
        (1, 2026, 142, &[100, 76, 70]),
        (2, 2026, 163, &[100, 79]),
        (3, 2026, 128, &[100]),
    ];
    let name = |quarter: usize, year: usize| {
        let year = year.to_string();
        say!(words, "insights-quarter", quarter = quarter, year = year)
    };
    let column = |at: usize| match at {
        0 => say!(words, "insights-cohort-first"),
        at => format!("+{at}"),
    };
    let line = |(quarter, year, count, shares): (usize, usize, u16, &[u8])| {
        let head = name(quarter, year);
        let cell = |(at, share): (usize, &u8)| {
            let percent = format!("{share}%");
            let said = say!(
                words,
                "gallery-chart-cohorts-said",
                place = head.clone(),
                quarters = at,
                percent = percent.clone()
            );
            Some(HeatCell {
                value: f64::from(*share),
                text: percent,
                said,
                href: Some(HERE.to_owned()),
                ..HeatCell::default()
            })
        };
        HeatRow {
            cells: shares.iter().enumerate().map(cell).collect(),
            leads: vec![count.to_string()],
            head,
        }
    };
    let new = say!(words, "option-rfm_group-new");
    let data = HeatData {
        corner: say!(words, "gallery-chart-quarter-head"),
        leads: vec![new.clone()],
        columns: (0..7).map(column).collect(),
        rows: COHORTS.into_iter().map(line).collect(),
        from: 40.0,
        ..HeatData::default()
    };
    let rows = COHORTS.into_iter().map(|(quarter, year, count, shares)| {
        let count = std::iter::once(ChartCell::new(count.to_string()).number(count));
        let share =
            |share: &u8| ChartCell::new(format!("{share}%")).number(f64::from(*share) / 100.0);
        row(
            name(quarter, year),
            count.chain(shares.iter().map(share)).collect(),
        )
    });
    let table = ChartTable {
        heads: [say!(words, "gallery-chart-quarter-head"), new]
            .into_iter()
            .chain((0..7).map(column))
            .collect(),
        rows: rows.collect(),
    };
    view! {
        <Figure title=say!(words, "insights-cohorts-by-quarter") table=table is_text=true file="cohorts">
            <HeatGrid label=say!(words, "gallery-chart-cohorts-label") data=data.clone() />
        </Figure>
    }
}

#[component]
pub(super) fn Funnel(words: Messages) -> impl IntoView {
    let stages = [
        (say!(words, "option-rfm_group-new"), 412.0, None, Some(4)),
        (say!(words, "stage-qualified"), 301.0, Some(73), Some(9)),
        (
            say!(words, "stage-value_proposed"),
            214.0,
            Some(71),
            Some(12),
        ),
        (say!(words, "stage-proposal"), 158.0, Some(74), Some(8)),
        (say!(words, "stage-negotiation"), 121.0, Some(77), Some(11)),
        (say!(words, "stage-won"), 96.0, Some(79), None),
    ];
    let percent = |share: i32| format!("{share}%");
    let days = |days: i32| say!(words, "gallery-chart-days", days = days);
    let line = |(name, count, pass, stay): (String, f64, Option<i32>, Option<i32>)| {
        let pass_word = BarWord {
            text: pass
                .map(|pass| say!(words, "sales-pass", share = percent(pass)))
                .unwrap_or_default(),
            tone: if pass == Some(71) {
                Tone::Warning
            } else {
                Tone::Neutral
            },
        };
        let stay_word = BarWord {
            text: stay.map(days).unwrap_or_default(),
            tone: Tone::Neutral,
        };
        BarRow {
            name,
            number: count.to_string(),
            words: vec![pass_word, stay_word],
            share: count / 412.0,
            series: if count < 100.0 {
                Series::Third
            } else {
                Series::First
            },
            href: Some(HERE.to_owned()),
        }
    };
    let rows: Vec<BarRow> = stages.clone().into_iter().map(line).collect();
    let none = || ChartCell::new("–");
    let table_row = |(name, count, pass, stay): (String, f64, Option<i32>, Option<i32>)| {
        let pass = pass.map(|pass| ChartCell::new(percent(pass)).number(f64::from(pass) / 100.0));
        let stay = stay.map(|stay| ChartCell::new(days(stay)).number(stay));
        let count = ChartCell::new(count.to_string()).number(count);
        row(
            name,
            vec![count, pass.unwrap_or_else(none), stay.unwrap_or_else(none)],
        )
    };
    let table = ChartTable {
        heads: heads([
            say!(words, "gallery-chart-stage"),
            say!(words, "nav-deals"),
            say!(words, "gallery-chart-pass-head"),
            say!(words, "gallery-chart-days-head"),
        ]),
        rows: stages.into_iter().map(table_row).collect(),
    };
    view! {
        <Figure
            title=say!(words, "sales-funnel-title")
            note=say!(words, "gallery-chart-funnel-note")
            below=say!(words, "gallery-chart-funnel-below")
            table=table
            is_text=true
            file="funnel"
        >
            <Bars label=say!(words, "gallery-chart-funnel-label") rows=rows.clone() />
        </Figure>
    }
}

#[component]
pub(super) fn Score(words: Messages) -> impl IntoView {
    let factor = |text: String, points: f64| Factor {
        text,
        points,
        shown: if points < 0.0 {
            format!("−{}", -points)
        } else {
            format!("+{points}")
        },
        href: None,
    };
    let factors = vec![
        factor(say!(words, "gallery-chart-factor-interval"), 19.0),
        factor(say!(words, "gallery-chart-factor-wrote"), 14.0),
        factor(say!(words, "gallery-chart-factor-needs"), 7.0),
        factor(say!(words, "gallery-chart-factor-ticket"), -6.0),
        factor(say!(words, "gallery-chart-factor-budget"), -2.0),
    ];
    let points = |factor: &Factor| {
        let cell = ChartCell::new(factor.shown.clone()).number(factor.points);
        row(factor.text.clone(), vec![cell])
    };
    let table = ChartTable {
        heads: heads([
            say!(words, "gallery-chart-factor"),
            say!(words, "gallery-chart-factor-points"),
        ]),
        rows: factors.iter().map(points).collect(),
    };
    view! {
        <Figure
            title=say!(words, "gallery-chart-score")
            note=say!(words, "gallery-chart-score-note")
            table=table
            is_text=true
            file="score"
        >
            <Factors label=say!(words, "gallery-chart-score-label") factors=factors.clone() />
        </Figure>
    }
}
