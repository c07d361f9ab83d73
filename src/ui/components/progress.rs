//! Progress of long work: its name, how much of all is done, a bar, and a way out. It leaves
//! the page usable.

use leptos::prelude::*;

use super::{Button, ButtonKind};

/// A progress that can be cancelled.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// How much of it is done, 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
    /// Done of all, in words: "2,610 of 4,218".
    #[prop(into)]
    text: Signal<String>,
    /// The word on the way out.
    #[prop(optional, into)]
    cancel_label: MaybeProp<String>,
    /// The way out; without it there is no button.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let now = move || format!("{:.0}", share.get().clamp(0.0, 1.0) * 100.0);
    view! {
        <div class="progress">
            <div class="progress__head">
                <span class="progress__label">{label}</span>
                <span class="progress__count">{text}</span>
                {on_cancel.map(|on_cancel| view! {
                    <Button
                        label=Signal::derive(move || cancel_label.get().unwrap_or_default())
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=on_cancel
                    />
                })}
            </div>
            <div
                class="progress__bar"
                role="progressbar"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=now
                aria-valuetext=text
            >
                <div
                    class="progress__done"
                    style:--progress-share=move || format!("{:.4}", share.get().clamp(0.0, 1.0))
                ></div>
            </div>
        </div>
    }
}
