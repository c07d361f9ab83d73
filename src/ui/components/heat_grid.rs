//! A table whose cells are as deep in colour as their figures are large: where most is, the eye finds
//! first. It is a real table with its heads; rows may end early.

use leptos::prelude::*;

use super::chart::geometry::heat;
use super::chart::{Tip, rove};
use crate::ui::follow::shown;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatCell {
    /// How much it is, for the colour.
    pub value: f64,
    /// The figure that is read.
    pub text: String,
    /// A word below it.
    pub word: Option<String>,
    /// The sentence that it says when it is pointed at.
    pub said: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatRow {
    /// What it is.
    pub head: String,
    /// Figures before the coloured ones, one for each of the grid's `leads`.
    pub leads: Vec<String>,
    /// The cells; none is an empty place, and so is what is missing at the end.
    pub cells: Vec<Option<HeatCell>>,
}

/// All that a grid shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatData {
    /// What the rows are, over their heads; said only.
    pub corner: String,
    /// Heads of the figures before the coloured ones.
    pub leads: Vec<String>,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// Where the palest colour begins: what no cell is below.
    pub from: f64,
    /// Whether colours go by the root of the share, for counts of which few are large.
    pub is_root: bool,
    /// Whether the heads of the columns stand below them, as at an axis.
    pub heads_below: bool,
    /// Whether cells have room for a word.
    pub is_tall: bool,
}

/// A grid of heat.
#[component]
pub fn HeatGrid(
    /// What it shows, in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    #[prop(into)]
    data: Signal<HeatData>,
) -> impl IntoView {
    let tip = RwSignal::new(None::<Tip>);
    view! {
        <div
            class="heat-grid"
            on:pointerover=move |event| tip.set(Tip::of(&event))
            on:pointerleave=move |_| tip.set(None)
            on:focusin=move |event| tip.set(Tip::of(&event))
            on:focusout=move |_| tip.set(None)
            on:keydown=move |event| {
                if event.key() == "Escape" && tip.get_untracked().is_some() {
                    event.stop_propagation();
                    tip.set(None);
                }
            }
        >
            <div class="heat-grid__scroll">
                {shown(move || view! { <Grid label=label data=data.get() /> })}
            </div>
            {shown(move || tip.get().map(Tip::view))}
        </div>
    }
}

#[component]
fn Grid(label: Signal<String>, data: HeatData) -> impl IntoView {
    let cells = data.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let largest = cells.map(|cell| cell.value).fold(0.0, f64::max);
    let columns = data.columns.len();
    let heads = || {
        let lead =
            |word: &String| view! { <th class="heat-grid__lead" scope="col">{word.clone()}</th> };
        let head =
            |word: &String| view! { <th class="heat-grid__head" scope="col">{word.clone()}</th> };
        view! {
            <tr>
                <th class="heat-grid__corner" scope="col">
                    <span class="visually-hidden">{data.corner.clone()}</span>
                </th>
                {data.leads.iter().map(lead).collect_view()}
                {data.columns.iter().map(head).collect_view()}
            </tr>
        }
    };
    let head = (!data.heads_below).then(|| view! { <thead>{heads()}</thead> });
    let foot = data.heads_below.then(|| view! { <tfoot>{heads()}</tfoot> });
    // Tab leads to the first that leads anywhere.
    let mut stop = data
        .rows
        .iter()
        .enumerate()
        .find_map(|(at, row)| Some((at, row.cells.iter().position(is_link)?)));
    let rows = data.rows.into_iter().enumerate().map(|(at, row)| {
        let missing = columns.saturating_sub(row.cells.len());
        let blanks = std::iter::repeat_n(None, missing);
        let cells = row.cells.into_iter().chain(blanks).enumerate();
        let cells = cells.map(|(column, cell)| {
            let Some(cell) = cell else {
                return view! { <td class="heat-grid__blank"></td> }.into_any();
            };
            let depth = heat(cell.value, data.from, largest, data.is_root);
            let is_stop = stop.take_if(|stop| *stop == (at, column)).is_some();
            view! { <Cell cell=cell depth=depth spot=(at, column) is_stop=is_stop /> }.into_any()
        });
        let cells = cells.collect_view();
        let leads = row.leads.into_iter();
        let leads = leads.map(|word| view! { <td class="heat-grid__lead">{word}</td> });
        view! {
            <tr>
                <th class="heat-grid__name" scope="row">{row.head}</th>
                {leads.collect_view()}
                {cells}
            </tr>
        }
    });
    view! {
        <table
            class="heat-grid__table"
            aria-label=label
            data-tall=data.is_tall.then_some("")
            on:keydown=|event| rove(&event)
        >
            {head}
            <tbody>{rows.collect_view()}</tbody>
            {foot}
        </table>
    }
}

fn is_link(cell: &Option<HeatCell>) -> bool {
    cell.as_ref().is_some_and(|cell| cell.href.is_some())
}

#[component]
fn Cell(cell: HeatCell, depth: u8, spot: (usize, usize), is_stop: bool) -> impl IntoView {
    let words = move || {
        view! {
            <span class="heat-grid__figure">{cell.text.clone()}</span>
            {cell.word.clone().map(|word| view! { " " <span class="heat-grid__word">{word}</span> })}
        }
    };
    let inside = match cell.href {
        Some(href) => view! {
            <a
                class="heat-grid__mark"
                data-heat=depth
                data-spot=format!("{},{}", spot.0, spot.1)
                tabindex=if is_stop { "0" } else { "-1" }
                href=href
                aria-label=cell.said.clone()
                data-said=cell.said
            >
                {words()}
            </a>
        }
        .into_any(),
        None => view! {
            <span class="heat-grid__mark" data-heat=depth data-said=cell.said>{words()}</span>
        }
        .into_any(),
    };
    view! { <td class="heat-grid__cell">{inside}</td> }
}
