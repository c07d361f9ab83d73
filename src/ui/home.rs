//! Home: what is to be done today.

use super::app::{say, use_app};
use super::components::PageHeader;
use crate::message;
use leptos::prelude::*;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    use_app().map(|app| {
        let page = app.page();
        view! {
            <div class="page">
                <PageHeader title=say(page, || message!("home-title")) in_bar=true>""</PageHeader>
            </div>
        }
    })
}
