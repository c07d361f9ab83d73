//! A chart on a screen: its card with the words of the reader's language, and the files that it can be
//! taken away as. Which chart it is, and of what, its screen says.

use super::app::{App, say, use_app, use_page};
use super::components::{ChartCard, ChartFile, ChartState, ChartTable, ChartText};
use super::drawing::Drawing;
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Element;

/// A card with a chart. What its properties are, [`ChartCard`] says.
#[component]
pub fn Figure(
    /// What is shown, in plain words.
    #[prop(into)]
    title: Signal<String>,
    /// A quiet word beside it.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The one sentence worth knowing, below.
    #[prop(optional, into)]
    below: MaybeProp<String>,
    /// Whether there is something to show.
    #[prop(optional, into)]
    state: Signal<ChartState>,
    /// What is said where there is nothing.
    #[prop(optional, into)]
    empty: MaybeProp<String>,
    /// What can be done then.
    #[prop(optional, into)]
    way_out: Option<ViewFn>,
    /// The same figures as a table.
    #[prop(into)]
    table: Signal<ChartTable>,
    /// Whether the chart itself is read out, as rows and grids are.
    #[prop(optional)]
    is_text: bool,
    /// How the names of its files begin: letters of ASCII.
    file: &'static str,
    /// The chart.
    children: ChildrenFn,
) -> impl IntoView {
    let page = use_page()?;
    let app = use_app();
    let text = ChartText {
        table: say(page, || message!("chart-table")),
        export: say(page, || message!("action-export")),
        csv: say(page, || message!("chart-export-csv")),
        svg: say(page, || message!("chart-export-svg")),
        png: say(page, || message!("chart-export-png")),
        marks: say(page, || message!("chart-marks")),
        loading: say(page, || message!("busy-loading")),
    };
    let export = move |(kind, figure): (ChartFile, Element)| {
        let Some(app) = app else { return };
        let name = format!("{file}-{}.{}", app.today(), kind.ending());
        match kind {
            ChartFile::Csv => give(app, &name, "text/csv", csv(&table.get_untracked())),
            ChartFile::Svg => match Drawing::of(&figure, &title.get_untracked()) {
                Some(drawing) => give(app, &name, "image/svg+xml", drawing.svg.into_bytes()),
                None => app.say_failure(&message!("chart-export-failed")),
            },
            ChartFile::Png => {
                let drawing = Drawing::of(&figure, &title.get_untracked());
                spawn_local(async move {
                    let picture = match drawing {
                        Some(drawing) => drawing.picture().await,
                        None => None,
                    };
                    match picture {
                        Some(bytes) => give(app, &name, "image/png", bytes),
                        None => app.say_failure(&message!("chart-export-failed")),
                    }
                });
            }
        }
    };
    Some(view! {
        <ChartCard
            title=title
            note=note
            below=below
            text=text
            state=state
            empty=empty
            way_out=way_out
            table=table
            is_text=is_text
            on_export=export
            children=children
        />
    })
}

fn give(app: App, name: &str, media_type: &str, bytes: Vec<u8>) {
    app.page().host().download(name, media_type, bytes);
    app.say(&message!("chart-exported", file = name), false);
}

/// The table as a file. What has a number says it as programs read it; words that a spreadsheet would run
/// are guarded.
fn csv(table: &ChartTable) -> Vec<u8> {
    let mut writer = Writer::new(WriteOptions::default());
    writer.row(table.heads.iter().map(String::as_str));
    for row in &table.rows {
        for cell in std::iter::once(&row.head).chain(&row.cells) {
            match &cell.number {
                Some(number) => writer.number(number),
                None => writer.text(&cell.text),
            }
        }
        writer.end_row();
    }
    writer.take().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::components::{ChartCell, ChartRow};
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn numbers_are_written_as_numbers_and_formulas_are_guarded() {
        let row = |name: &str, text: &str, number: Option<i32>| ChartRow {
            head: ChartCell::new(name),
            cells: vec![match number {
                Some(number) => ChartCell::new(text).number(number),
                None => ChartCell::new(text),
            }],
            is_total: false,
        };
        let table = ChartTable {
            heads: vec!["Month".to_owned(), "Amount".to_owned()],
            rows: vec![
                row("November", "€46,000", Some(46_000)),
                row("=cmd", "−€1", Some(-1)),
                row("December", "–", None),
            ],
        };
        let text = String::from_utf8(csv(&table)).unwrap_or_default();
        assert_eq!(
            text,
            "\u{feff}Month,Amount\r\nNovember,46000\r\n'=cmd,-1\r\nDecember,–\r\n"
        );
    }
}
