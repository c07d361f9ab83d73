//! The page that stands where a workspace cannot be shown: the browser emptied its storage, or does
//! not give any. It writes nothing.

use super::app::Page;
use super::components::{Button, ButtonKind, Glyph, Icon};
use super::notice;
use crate::domain::Instant;
use crate::i18n::Format;
use crate::live::StorageError;
use crate::message;
use leptos::prelude::*;

/// Why the workspace cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The storage is empty, and a note outside it says that it was not.
    Emptied {
        /// How many customers and deals there were.
        records: u64,
        /// When that was noted.
        at: Instant,
    },
    /// The store could not be opened.
    Storage(StorageError),
}

/// The page.
#[component]
pub fn TroublePage(
    /// The page it is in.
    page: Page,
    /// Why.
    trouble: Trouble,
) -> impl IntoView {
    let when = move |at: Instant| {
        let currency = crate::domain::Currency::parse("EUR").ok()?;
        let format = Format::new(page.messages(), page.host().intl(page.locale()), currency);
        Some(format.date_and_time(at, page.host().today()))
    };
    let (title, body) = match trouble {
        Trouble::Emptied { records, at } => (
            message!("recovery-title"),
            message!(
                "recovery-body",
                when = when(at).unwrap_or_default(),
                count = records
            ),
        ),
        Trouble::Storage(error) => (message!("save-failed"), notice::storage(&error)),
    };
    let base = page.host().base();
    view! {
        <main class="trouble">
            <span class="trouble__mark"><Icon glyph=Glyph::Logo /></span>
            <h1 class="trouble__title">{move || page.text(&title)}</h1>
            <p class="trouble__body">{move || page.text(&body)}</p>
            <p class="trouble__body">{move || page.text(&message!("recovery-rescue-hint"))}</p>
            <div class="trouble__ways">
                <Button
                    label=Signal::derive(move || page.text(&message!("action-reload")))
                    kind=ButtonKind::Primary
                    on_press=move |()| {
                        // A page that cannot be reloaded stays as it is.
                        let _ = window().location().reload();
                    }
                />
                <a class="trouble__link" rel="external" href=format!("{base}rescue.html")>
                    {move || page.text(&message!("recovery-rescue-open"))}
                </a>
                <a class="trouble__link" rel="external" href=format!("{base}new")>
                    {move || page.text(&message!("recovery-start-empty"))}
                </a>
            </div>
        </main>
    }
}
