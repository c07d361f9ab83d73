//! Who buys again: customers by the quarter or month of their first purchase, and the share of them that
//! bought in each that followed.

use super::places::customers;
use super::words::{count, month, month_short, percent, row};
use crate::domain::Date;
use crate::message;
use crate::scoring::cohort::{Cohort, Width};
use crate::ui::app::{App, say};
use crate::ui::components::{
    ChartCell, ChartState, ChartTable, HeatCell, HeatData, HeatGrid, HeatRow,
};
use crate::ui::figure::Figure;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

/// A share below this has the palest ground.
const PALE: f64 = 20.0;

/// What a span is called.
fn span(app: App, from: Date, width: Width) -> String {
    match width {
        Width::Month => month(app, from),
        Width::Quarter => app.page().text(&message!(
            "insights-quarter",
            quarter = usize::from(from.quarter()),
            year = from.year().to_string()
        )),
    }
}

/// What a span is called where there is little room.
fn span_short(app: App, from: Date, width: Width) -> String {
    match width {
        Width::Month => format!("{} {}", month_short(app, from), from.year()),
        Width::Quarter => span(app, from, width),
    }
}

/// The customers of a cohort who bought so many spans later.
fn place(app: App, cohort: &Cohort, width: Width, later: usize, as_of: Date) -> String {
    customers(app, cohort.bought_later(width, later, as_of))
}

fn heat(app: App, found: &[Cohort], width: Width, as_of: Date) -> HeatData {
    let page = app.page();
    let line = |cohort: &Cohort| {
        let head = span(app, cohort.from, width);
        let cell = |later: usize| {
            let share = cohort.retention(later)?;
            let text = percent(app, share);
            let said = message!(
                "insights-cohort-cell",
                span = head.clone(),
                later = later,
                share = text.clone(),
                count = cohort.bought.get(later).copied().unwrap_or_default() as usize
            );
            Some(HeatCell {
                value: share * 100.0,
                text,
                word: None,
                said: page.text(&said),
                href: Some(place(app, cohort, width, later, as_of)),
            })
        };
        HeatRow {
            leads: vec![count(app, cohort.size() as usize)],
            cells: (0..cohort.bought.len()).map(cell).collect(),
            head: span_short(app, cohort.from, width),
        }
    };
    let longest = found.iter().map(|cohort| cohort.bought.len()).max();
    let longest = longest.unwrap_or(0);
    let column = |later: usize| match later {
        0 => page.text(&message!("insights-cohort-first")),
        later => format!("+{later}"),
    };
    HeatData {
        corner: page.text(&message!("insights-cohort-corner")),
        leads: vec![page.text(&message!("insights-cohort-new"))],
        columns: (0..longest).map(column).collect(),
        rows: found.iter().map(line).collect(),
        from: PALE,
        ..HeatData::default()
    }
}

fn table(app: App, data: &HeatData, found: &[Cohort], as_of: Date) -> ChartTable {
    let rows = data.rows.iter().zip(found).map(|(of, cohort)| {
        let size = cohort.size();
        let members = customers(app, cohort.members(as_of));
        let lead = ChartCell::new(count(app, size as usize))
            .number(size)
            .link(Some(members));
        let cells = of.cells.iter().map(|cell| match cell {
            Some(cell) => ChartCell::new(cell.text.clone())
                .number(cell.value / 100.0)
                .link(cell.href.clone()),
            None => ChartCell::default(),
        });
        row(
            of.head.clone(),
            std::iter::once(lead).chain(cells).collect(),
        )
    });
    let heads = std::iter::once(&data.corner)
        .chain(&data.leads)
        .chain(&data.columns);
    ChartTable {
        heads: heads.cloned().collect(),
        rows: rows.collect(),
    }
}

/// The grid by quarters.
#[component]
pub(super) fn CohortGrid(
    app: App,
    /// Whether it is by months.
    #[prop(optional)]
    by_month: bool,
) -> impl IntoView {
    let page = app.page();
    let width = if by_month {
        Width::Month
    } else {
        Width::Quarter
    };
    let found = Memo::new(move |_| {
        let analysis = analysed(app);
        let as_of = analysis.assumptions.frame.as_of;
        let mut found = analysis.cohorts(width).to_vec();
        // Who bought for the first time is followed; where nobody did there is nobody to follow.
        found.retain(|cohort| cohort.size() > 0);
        (found, as_of)
    });
    let data = Memo::new(move |_| {
        let found = found.read();
        heat(app, &found.0, width, found.1)
    });
    let state = Signal::derive(move || {
        if found.read().0.is_empty() {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let title = move || {
        if by_month {
            message!("insights-cohorts-by-month")
        } else {
            message!("insights-cohorts-by-quarter")
        }
    };
    view! {
        <Figure
            title=say(page, title)
            state=state
            empty=say(page, || message!("insights-cohorts-none"))
            table=Signal::derive(move || {
                let found = found.read();
                table(app, &data.read(), &found.0, found.1)
            })
            is_text=true
            file="cohorts"
        >
            <HeatGrid label=say(page, || message!("insights-cohorts-label")) data=data />
        </Figure>
    }
}
