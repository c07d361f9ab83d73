//! Lying bars with their words above them: how much is left from step to step, or of each. Everything is
//! said in words; the bar is for the eye.

use leptos::prelude::*;

use super::chart::rove;
use super::{Series, Tone};
use crate::ui::follow::shown;

/// A further word of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarWord {
    /// The word.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarRow {
    /// What it is.
    pub name: String,
    /// Its figure.
    pub number: String,
    /// What else is said of it: as many as the other rows have, empty where there is nothing.
    pub words: Vec<BarWord>,
    /// How long its bar is, 0 to 1.
    pub share: f64,
    /// Its colour.
    pub series: Series,
    /// Where it leads.
    pub href: Option<String>,
}

/// Lying bars.
#[component]
pub fn Bars(
    /// What they show, in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<BarRow>>,
) -> impl IntoView {
    let list = move || {
        let rows = rows.get();
        let words = rows.iter().map(|row| row.words.len()).max().unwrap_or(0);
        let stop = rows.iter().position(|row| row.href.is_some());
        let rows = rows.into_iter().enumerate();
        let rows = rows.map(|(at, row)| view! { <Row row=row at=at is_stop=stop == Some(at) /> });
        view! {
            <ul
                class="bars"
                aria-label=label
                style:--bars-words=words.to_string()
                data-words=(words > 0).then_some("")
                on:keydown=|event| rove(&event)
            >
                {rows.collect_view()}
            </ul>
        }
    };
    shown(list)
}

#[component]
fn Row(row: BarRow, at: usize, is_stop: bool) -> impl IntoView {
    let word = |word: BarWord| {
        let tone = (word.tone != Tone::Neutral).then(|| word.tone.code());
        view! { <span class="bars__word" data-tone=tone>{word.text}</span> }
    };
    let name = match row.href {
        Some(href) => view! {
            <a
                class="bars__name bars__name--link"
                data-spot=format!("{at},0")
                tabindex=if is_stop { "0" } else { "-1" }
                href=href
            >
                {row.name}
            </a>
        }
        .into_any(),
        None => view! { <span class="bars__name">{row.name}</span> }.into_any(),
    };
    let share = format!("{:.2}%", row.share.clamp(0.0, 1.0) * 100.0);
    view! {
        <li class="bars__row">
            {name}
            <b class="bars__number">{row.number}</b>
            {row.words.into_iter().map(word).collect_view()}
            <span class="bars__track">
                <span
                    class="bars__bar"
                    data-series=row.series.code()
                    style:--bars-share=share
                ></span>
            </span>
        </li>
    }
}
