//! What speaks for something and what against it: a sentence, its points, and a bar to the right or the
//! left of a common zero.

use leptos::prelude::*;

use super::chart::rove;
use crate::ui::follow::shown;

/// A factor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factor {
    /// Its sentence.
    pub text: String,
    /// How much it adds or takes.
    pub points: f64,
    /// The same, as it is read.
    pub shown: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// How much of the width is left of zero: less speaks against most things than for them.
const ZERO: f64 = 0.25;

/// How wide a factor's bar is, as a share of the width, where the most that is added and the most that is
/// taken are these.
fn share(points: f64, added: f64, taken: f64) -> f64 {
    let whole = (added / (1.0 - ZERO)).max(taken / ZERO);
    if whole > 0.0 {
        points.abs() / whole
    } else {
        0.0
    }
}

/// Factors with their bars.
#[component]
pub fn Factors(
    /// What they make, in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// The factors.
    #[prop(into)]
    factors: Signal<Vec<Factor>>,
) -> impl IntoView {
    let list = move || {
        let factors = factors.get();
        let points = || factors.iter().map(|factor| factor.points);
        let (added, taken) = (points().fold(0.0, f64::max), -points().fold(0.0, f64::min));
        let stop = factors.iter().position(|factor| factor.href.is_some());
        let row = |(at, factor): (usize, Factor)| {
            let share = share(factor.points, added, taken);
            view! { <Row factor=factor share=share at=at is_stop=stop == Some(at) /> }
        };
        let rows = factors.iter().cloned().enumerate().map(row).collect_view();
        view! {
            <ul class="factors" aria-label=label on:keydown=|event| rove(&event)>{rows}</ul>
        }
    };
    shown(list)
}

#[component]
fn Row(factor: Factor, share: f64, at: usize, is_stop: bool) -> impl IntoView {
    let text = match factor.href {
        Some(href) => view! {
            <a
                class="factors__text factors__text--link"
                data-spot=format!("{at},0")
                tabindex=if is_stop { "0" } else { "-1" }
                href=href
            >
                {factor.text}
            </a>
        }
        .into_any(),
        None => view! { <span class="factors__text">{factor.text}</span> }.into_any(),
    };
    let sign = if factor.points < 0.0 { "minus" } else { "plus" };
    view! {
        <li class="factors__row">
            {text}
            <span class="factors__points">{factor.shown}</span>
            <span class="factors__track">
                <span class="factors__zero"></span>
                <span
                    class="factors__bar"
                    data-sign=sign
                    style:--factors-share=format!("{:.2}%", share * 100.0)
                ></span>
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_longest_bar_of_each_side_fits_and_all_have_one_scale() {
        assert!((share(18.0, 18.0, 2.0) - 0.75).abs() < 1e-9);
        assert!((share(-6.0, 3.0, 6.0) - 0.25).abs() < 1e-9);
        assert!((share(3.0, 3.0, 6.0) - 0.125).abs() < 1e-9);
        assert!(share(0.0, 0.0, 0.0).abs() < 1e-9);
    }
}
