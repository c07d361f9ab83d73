//! The way through something that takes several steps: done, here, to come. Done steps can be
//! opened again.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// Numbered steps.
#[component]
pub fn Stepper(
    /// What the steps lead to.
    #[prop(into)]
    label: Signal<String>,
    /// The names of the steps.
    #[prop(into)]
    steps: Signal<Vec<String>>,
    /// The step one is at, from 0.
    #[prop(into)]
    current: Signal<usize>,
    /// The word for a step that is done, for the reader.
    #[prop(into)]
    done_label: Signal<String>,
    /// Opens a step that is done; without it they only show.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
) -> impl IntoView {
    let items = move || {
        let current = current.get();
        steps
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                let is_done = at < current;
                let number = if is_done {
                    view! { <Icon glyph=Glyph::Check /> }.into_any()
                } else {
                    (at + 1).into_any()
                };
                let inside = view! {
                    <span class="stepper__number">{number}</span>
                    <span class="stepper__text">{name}</span>
                    {is_done.then(|| view! {
                        <span class="visually-hidden">{done_label}</span>
                    })}
                };
                let name = match on_open.filter(|_| is_done) {
                    Some(on_open) => view! {
                        <button
                            class="stepper__name"
                            type="button"
                            on:click=move |_| on_open.run(at)
                        >
                            {inside}
                        </button>
                    }
                    .into_any(),
                    None => view! { <span class="stepper__name">{inside}</span> }.into_any(),
                };
                view! {
                    <li
                        class="stepper__step"
                        data-state=is_done.then_some("done")
                        aria-current=(at == current).then_some("step")
                    >
                        {name}
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="stepper" aria-label=label>{items}</ol> }
}
