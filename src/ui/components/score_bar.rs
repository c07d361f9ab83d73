//! A score of 0 to 100: the number is the information, the bar is for scanning.

use crate::ui::follow::shown;
use leptos::prelude::*;

/// A number and its bar; nothing while there is no score.
#[component]
pub fn ScoreBar(
    /// 0 to 100.
    #[prop(into)]
    score: Signal<Option<usize>>,
) -> impl IntoView {
    shown(move || {
        score.get().map(|score| {
            view! {
                <span class="score-bar" style:--score-bar-share=format!("{score}%")>
                    <span class="score-bar__number">{score}</span>
                    <span class="score-bar__bar"></span>
                </span>
            }
        })
    })
}
