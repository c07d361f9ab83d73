//! Rows that keep their place while they load: nothing for 150 ms, then still shapes. Nothing
//! shimmers.

use std::time::Duration;

use crate::ui::follow::shown;
use leptos::prelude::*;

/// How long an answer may take before anything shows.
const PATIENCE: Duration = Duration::from_millis(150);

/// Some rows that are not there yet.
#[component]
pub fn Placeholder(
    /// What is being read, for the reader.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows.
    #[prop(default = 4)]
    rows: usize,
) -> impl IntoView {
    let is_shown = RwSignal::new(false);
    let timer = set_timeout_with_handle(move || is_shown.set(true), PATIENCE).ok();
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
    });
    let lengths = ["70%", "54%", "62%", "48%"].into_iter().cycle().take(rows);
    let lengths: Vec<&str> = lengths.collect();
    let shapes = shown(move || {
        is_shown.get().then(|| {
            let rows = lengths.iter().map(|length| {
                view! {
                    <div class="placeholder__row">
                        <span class="placeholder__disc"></span>
                        <span class="placeholder__bar" style:--placeholder-size=*length></span>
                    </div>
                }
            });
            view! {
                <span class="visually-hidden" role="status">{label}</span>
                {rows.collect_view()}
            }
        })
    });
    view! { <div class="placeholder" aria-busy="true">{shapes}</div> }
}
