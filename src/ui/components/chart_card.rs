//! The card that a chart stands in: what it shows, the chart or the table of the same figures, the one
//! sentence worth knowing, and files to take away. How a file is made is left to others.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::{Button, ButtonKind, Glyph, Menu, MenuItem, element_id};
use crate::ui::follow::{follow, shown};

/// What every card with a chart says.
#[derive(Clone, Copy, Debug)]
pub struct ChartText {
    /// Shows the table.
    pub table: Signal<String>,
    /// Opens the choice of files.
    pub export: Signal<String>,
    /// The figures as a file.
    pub csv: Signal<String>,
    /// The drawing as a file.
    pub svg: Signal<String>,
    /// The picture as a file.
    pub png: Signal<String>,
    /// What the marks of a chart are, and which keys lead along them.
    pub marks: Signal<String>,
    /// That it is being worked out.
    pub loading: Signal<String>,
}

/// What the card around says.
pub(super) fn use_chart_text() -> Option<ChartText> {
    use_context::<ChartText>()
}

/// Whether there is something to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartState {
    /// It is being worked out.
    Loading,
    /// There is nothing: the card says so, and what to do.
    Empty,
    /// There is.
    #[default]
    Shown,
}

/// A file that a chart can be taken away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFile {
    /// The table.
    Csv,
    /// What the card shows, as a drawing.
    Svg,
    /// What the card shows, as a picture.
    Png,
}

impl ChartFile {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Svg, Self::Png];

    /// Ends the name of such a file.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// A cell of the table behind a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartCell {
    /// What is read.
    pub text: String,
    /// The same as a number that programs read, for the file: digits, a point, a minus.
    pub number: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
}

impl ChartCell {
    /// A cell of words.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Says it as a number as well.
    #[must_use]
    pub fn number(mut self, number: impl ToString) -> Self {
        self.number = Some(number.to_string());
        self
    }

    /// Leads somewhere.
    #[must_use]
    pub fn link(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }
}

/// A row of the table behind a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartRow {
    /// What it is about.
    pub head: ChartCell,
    /// Its figures.
    pub cells: Vec<ChartCell>,
    /// Whether it sums up the others.
    pub is_total: bool,
}

/// The table behind a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// What the columns are, that of the rows' heads first.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<ChartRow>,
}

/// A card with a chart.
#[component]
pub fn ChartCard(
    /// What is shown, in plain words.
    #[prop(into)]
    title: Signal<String>,
    /// A quiet word beside it: of how many.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The one sentence worth knowing, below.
    #[prop(optional, into)]
    below: MaybeProp<String>,
    /// What every such card says.
    text: ChartText,
    /// Whether there is something to show.
    #[prop(optional, into)]
    state: Signal<ChartState>,
    /// What is said where there is nothing.
    #[prop(optional, into)]
    empty: MaybeProp<String>,
    /// What can be done then.
    #[prop(default = None, into)]
    way_out: Option<ViewFn>,
    /// The same figures as a table.
    #[prop(into)]
    table: Signal<ChartTable>,
    /// Whether the chart itself is read out, as rows and grids are: no table stands behind it then.
    #[prop(optional)]
    is_text: bool,
    /// Makes a file of what the element shows, or of the table.
    #[prop(into)]
    on_export: Callback<(ChartFile, Element)>,
    /// The chart.
    children: ChildrenFn,
) -> impl IntoView {
    provide_context(text);
    let id = element_id("chart");
    let named = id.clone();
    let figure = NodeRef::<html::Figure>::new();
    let is_table = RwSignal::new(false);
    let is_shown = Signal::derive(move || state.get() == ChartState::Shown);
    let items = Signal::derive(move || {
        let label = |file| match file {
            ChartFile::Csv => text.csv.get(),
            ChartFile::Svg => text.svg.get(),
            ChartFile::Png => text.png.get(),
        };
        let item = |file: ChartFile| MenuItem::new(file.ending(), label(file));
        ChartFile::ALL.map(item).to_vec()
    });
    let export = move |value: String| {
        let file = ChartFile::ALL
            .into_iter()
            .find(|file| file.ending() == value);
        if let (Some(file), Some(figure)) = (file, figure.get_untracked()) {
            on_export.run((file, figure.unchecked_into()));
        }
    };
    let actions = move || {
        is_shown.get().then(|| {
            view! {
                <div class="chart-card__actions" data-undrawn="">
                    <Button
                        label=text.table
                        kind=ButtonKind::Quiet
                        icon=Glyph::Table
                        small=true
                        on_press=move || is_table.update(|is| *is = !*is)
                        attr:aria-pressed=follow(move || if is_table.get() { "true" } else { "false" })
                    />
                    <Menu
                        label=text.export
                        icon=Glyph::More
                        icon_only=true
                        kind=ButtonKind::Quiet
                        small=true
                        items=items
                        on_choose=export
                    />
                </div>
            }
        })
    };
    let body = move || match state.get() {
        ChartState::Loading => view! {
            <div class="chart-card__loading" aria-busy="true">
                <span class="visually-hidden" role="status">{text.loading}</span>
            </div>
        }
        .into_any(),
        ChartState::Empty => view! {
            <div class="chart-card__empty">
                <p>{follow(move || empty.get())}</p>
                {way_out.clone().map(|way_out| way_out.run())}
            </div>
        }
        .into_any(),
        ChartState::Shown if is_table.get() => view! {
            <div class="chart-card__scroll" tabindex="0" role="group" aria-label=title>
                <Table title=title table=table has_links=true />
            </div>
        }
        .into_any(),
        ChartState::Shown => {
            // For the reader: the links are in the chart, and in the table where it shows.
            let behind = (!is_text).then(|| {
                view! {
                    <div class="visually-hidden">
                        <Table title=title table=table has_links=false />
                    </div>
                }
            });
            view! { {children()} {behind} }.into_any()
        }
    };
    view! {
        <figure class="chart-card" aria-labelledby=named node_ref=figure>
            <figcaption class="chart-card__caption">
                <h2 class="chart-card__title" id=id>{title}</h2>
                {shown(move || note.get().map(|note| view! {
                    <span class="chart-card__note">{note}</span>
                }))}
            </figcaption>
            {shown(actions)}
            <div class="chart-card__body">{shown(body)}</div>
            {shown(move || below.get().filter(|_| is_shown.get()).map(|below| view! {
                <p class="chart-card__below">{below}</p>
            }))}
        </figure>
    }
}

#[component]
fn Table(title: Signal<String>, table: Signal<ChartTable>, has_links: bool) -> impl IntoView {
    let inside = move |cell: ChartCell| match cell.href.filter(|_| has_links) {
        Some(href) => view! { <a class="link" href=href>{cell.text}</a> }.into_any(),
        None => cell.text.into_any(),
    };
    let row = move |row: ChartRow| {
        let cells = row.cells.into_iter();
        let cells = cells.map(|cell| view! { <td class="chart-card__cell">{inside(cell)}</td> });
        view! {
            <tr data-total=row.is_total.then_some("")>
                <th class="chart-card__name" scope="row">{inside(row.head)}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    let head = |head: String| view! { <th class="chart-card__head" scope="col">{head}</th> };
    let parts = move || {
        let ChartTable { heads, rows } = table.get();
        view! {
            <thead><tr>{heads.into_iter().map(head).collect_view()}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        }
    };
    view! {
        <table class="chart-card__table">
            <caption class="visually-hidden">{title}</caption>
            {shown(parts)}
        </table>
    }
}
