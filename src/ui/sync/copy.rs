//! Text that is to be taken elsewhere: it is shown as it is, and copied by a button.

use super::qr::LinkCode;
use crate::message;
use crate::ui::app::{Page, say};
use crate::ui::clipboard::copy;
use crate::ui::components::{Button, Glyph};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The text, with its button. Where it cannot be copied that is said; it can be marked by hand then.
#[component]
pub(super) fn Copyable(
    /// The page it is in.
    page: Page,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    text: String,
    /// The word on the button.
    #[prop(into)]
    act: Signal<String>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let copied = text.clone();
    let run = move |()| {
        let text = copied.clone();
        spawn_local(async move {
            // The page may have been left before the browser answers.
            let _ = outcome.try_set(Some(copy(&text).await));
        });
    };
    let said = move || {
        outcome.get().map(|is_done| {
            page.text(&match is_done {
                true => message!("sync-copied"),
                false => message!("sync-not-copied"),
            })
        })
    };
    // It scrolls sideways, so keys have to reach it.
    view! {
        <div class="sync__copyable">
            <pre class="sync__text" tabindex="0" role="group" aria-label=label><code>{text}</code></pre>
            <div class="sync__acts">
                <Button label=act icon=Glyph::Copy small=true on_press=run />
                <span class="sync__note" role="status">{said}</span>
            </div>
        </div>
    }
}

/// The address that a second device opens to join.
pub(super) fn join_link(page: Page, fragment: &str) -> String {
    format!("{}{}join#{fragment}", origin(), page.host().base())
}

/// The origin of this page, as a server is told to let it in.
pub(super) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The address that a second device opens: as text, and as a code for its camera.
#[component]
pub(super) fn JoinLink(
    /// The page it is in.
    page: Page,
    /// The address, without what is secret.
    link: String,
) -> impl IntoView {
    let code = link.clone();
    view! {
        <Copyable
            page=page
            label=say(page, || message!("sync-device-link"))
            text=link
            act=say(page, || message!("action-copy-link"))
        />
        <p class="sync__note">{move || page.text(&message!("sync-device-scan"))}</p>
        <LinkCode page=page link=code />
    }
}
