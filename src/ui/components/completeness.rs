//! How much of a record is filled in: a ring for scanning, the percent for reading.

use crate::ui::follow::follow;
use leptos::prelude::*;

/// A ring and its percent. Teal from 80, orange below.
#[component]
pub fn Completeness(
    /// 0 to 100.
    #[prop(into)]
    percent: Signal<usize>,
    /// The percent in words of the language: "86%".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span
            class="completeness"
            data-level=follow(move || (percent.get() >= 80).then_some("high"))
        >
            <svg class="completeness__ring" viewBox="0 0 16 16" aria-hidden="true">
                <circle class="completeness__track" cx="8" cy="8" r="6" />
                <circle
                    class="completeness__arc"
                    cx="8"
                    cy="8"
                    r="6"
                    pathLength="100"
                    stroke-dasharray=follow(move || format!("{} 100", percent.get().min(100)))
                />
            </svg>
            {label}
        </span>
    }
}
