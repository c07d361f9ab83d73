//! The toast: what happened out of sight, with a way back. One at a time, for six seconds, and
//! longer while it is pointed at or focused.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::{Glyph, Icon};

/// How long a toast stays when nobody looks at it.
const SHOWN: Duration = Duration::from_secs(6);

/// What is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toast {
    /// Tells one toast from the next with the same words.
    pub id: u64,
    /// What happened.
    pub text: String,
    /// The word on the way back.
    pub action: Option<String>,
    /// Whether it failed: then it is said at once.
    pub is_failure: bool,
}

/// What a toast looks like.
#[component]
pub fn ToastBox(
    /// What it says.
    toast: Toast,
    /// What the cross does, as its name.
    #[prop(into)]
    close_label: Signal<String>,
    /// Takes it back.
    #[prop(into)]
    on_action: Callback<()>,
    /// Puts it away.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let glyph = if toast.is_failure {
        Glyph::Warning
    } else {
        Glyph::Check
    };
    view! {
        <div class="toast">
            <Icon glyph=glyph />
            <span class="toast__text" role=toast.is_failure.then_some("alert")>{toast.text}</span>
            {toast.action.map(|action| view! {
                <button class="toast__act" type="button" on:click=move |_| on_action.run(())>
                    {action}
                </button>
            })}
            <button
                class="toast__close"
                type="button"
                aria-label=close_label
                title=close_label
                on:click=move |_| on_close.run(())
            >
                <Icon glyph=Glyph::Cross />
            </button>
        </div>
    }
}

/// The place where toasts appear. Always in the page, so that readers hear what comes.
#[component]
pub fn ToastHost(
    /// The toasts.
    children: Children,
) -> impl IntoView {
    view! { <div class="toast-host" role="status">{children()}</div> }
}

/// The toasts, one at a time.
#[component]
pub fn ToastLine(
    /// What is said now.
    #[prop(into)]
    toast: Signal<Option<Toast>>,
    /// What the cross does, as its name.
    #[prop(into)]
    close_label: Signal<String>,
    /// Takes the toast with this id back.
    #[prop(into)]
    on_action: Callback<u64>,
    /// Puts the toast with this id away.
    #[prop(into)]
    on_close: Callback<u64>,
) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(running) = timer.try_update_value(Option::take).flatten() {
            running.clear();
        }
    };
    let start = move |id: u64| {
        stop();
        let running = set_timeout_with_handle(move || on_close.run(id), SHOWN);
        timer.set_value(running.ok());
    };
    let current = Memo::new(move |_| toast.get());
    Effect::new(move |_| match current.get() {
        Some(toast) => start(toast.id),
        None => stop(),
    });
    on_cleanup(stop);
    // Where the focus was before it went to the toast: there it goes back when the toast goes.
    let before = StoredValue::new_local(None::<HtmlElement>);
    let come = move |event: leptos::ev::FocusEvent| {
        stop();
        let from = event.related_target();
        let from = from.and_then(|node| node.dyn_into::<HtmlElement>().ok());
        let is_outside = |node: &HtmlElement| node.closest(".toast").is_ok_and(|own| own.is_none());
        if let Some(from) = from.filter(is_outside) {
            before.set_value(Some(from));
        }
    };
    let give_back = move || {
        let from = before.try_update_value(Option::take).flatten();
        if let Some(from) = from.filter(|from| from.is_connected()) {
            // What can no longer take the focus leaves it to the page.
            let _ = from.focus();
        }
    };

    move || {
        current.get().map(|toast| {
            let id = toast.id;
            view! {
                <ToastBox
                    toast=toast
                    close_label=close_label
                    on_action=move || {
                        on_action.run(id);
                        give_back();
                    }
                    on_close=move || {
                        on_close.run(id);
                        give_back();
                    }
                    on:pointerenter=move |_| stop()
                    on:pointerleave=move |_| start(id)
                    on:focusin=come
                    on:focusout=move |_| start(id)
                />
            }
        })
    }
}
