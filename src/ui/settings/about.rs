//! About: which version and build this is, and the licences of what is in it.

use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use leptos::prelude::*;

/// The page.
#[component]
pub(super) fn About(app: App) -> impl IntoView {
    let page = app.page();
    let version = env!("CARGO_PKG_VERSION");
    let build = page.host().build();
    let build = build.map(|build| {
        view! {
            <p class="settings__note">
                {move || page.text(&message!("settings-build", build = &build))}
            </p>
        }
    });
    let licences = format!("{}licenses.txt", page.host().base());
    view! {
        <div class="settings__cards">
            <Card title=say(page, || message!("settings-about")) flush=true>
                <div class="settings__body">
                    <p class="settings__use">
                        <span>{move || page.text(&message!("settings-version", version = version))}</span>
                    </p>
                    {build}
                    <p>{move || page.text(&message!("settings-about-text"))}</p>
                    <p>
                        <a class="link" href=licences rel="external">
                            {move || page.text(&message!("settings-licences"))}
                        </a>
                    </p>
                </div>
            </Card>
        </div>
    }
}
