//! The page that stands where a workspace cannot be shown: the browser emptied its storage, or does
//! not give any. It tells calmly what should be here and what is, offers the ways back, the best
//! first, and writes nothing before one is chosen.

use super::app::{Page, say};
use super::backup::last_file;
use super::components::{Button, ButtonKind, Card, Glyph, Icon};
use super::notice;
use super::restore::{Into, RestoreSteps};
use super::threshold::ThresholdHead;
use crate::domain::Instant;
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
        /// The last change that was there.
        sequence: u64,
        /// When that was noted.
        at: Instant,
    },
    /// The store could not be opened.
    Storage(StorageError),
}

fn when(page: Page, at: Instant) -> String {
    page.format().date_and_time(at, page.host().today())
}

/// The page.
#[component]
pub fn TroublePage(
    /// The page it is in.
    page: Page,
    /// Why.
    trouble: Trouble,
) -> impl IntoView {
    provide_context(page);
    let inside = match trouble {
        Trouble::Emptied {
            records,
            sequence,
            at,
        } => view! { <Emptied page=page records=records sequence=sequence at=at /> }.into_any(),
        Trouble::Storage(error) => view! { <Unavailable page=page error=error /> }.into_any(),
    };
    let base = page.host().base();
    view! {
        <div class="trouble">
            <ThresholdHead page=page />
            <main class="trouble__main">
                {inside}
                <p class="trouble__foot">
                    <a class="trouble__link" rel="external" href=format!("{base}new")>
                        {move || page.text(&message!("recovery-start-empty"))}
                    </a>
                </p>
            </main>
            <footer class="trouble__why">{move || page.text(&message!("recovery-why"))}</footer>
        </div>
    }
}

/// The storage is empty and was not.
#[component]
fn Emptied(page: Page, records: u64, sequence: u64, at: Instant) -> impl IntoView {
    let body = move || {
        let when = when(page, at);
        page.text(&message!("recovery-body", when = when, count = records))
    };
    let records_of = move |count: u64| page.text(&message!("recovery-records", count = count));
    view! {
        <h1 class="trouble__title">{move || page.text(&message!("recovery-title"))}</h1>
        <p class="trouble__body">{body}</p>
        <Card>
            <dl class="trouble__facts">
                <div>
                    <dt>{move || page.text(&message!("recovery-expected"))}</dt>
                    <dd class="trouble__count">{move || records_of(records)}</dd>
                    <dd class="trouble__detail">
                        {move || page.text(&message!("data-change-number", number = sequence))}
                    </dd>
                </div>
                <div>
                    <dt>{move || page.text(&message!("recovery-found"))}</dt>
                    <dd class="trouble__count trouble__count--none">{move || records_of(0)}</dd>
                </div>
            </dl>
        </Card>
        <Card flush=true>
            <BackupWay page=page />
            <RescueWay page=page />
        </Card>
    }
}

/// The store gives nothing.
#[component]
fn Unavailable(page: Page, error: StorageError) -> impl IntoView {
    let sentence = notice::storage(&error);
    view! {
        <h1 class="trouble__title">{move || page.text(&message!("recovery-not-opened"))}</h1>
        <p class="trouble__body">{move || page.text(&sentence)}</p>
        <div>
            <Button
                label=say(page, || message!("action-reload"))
                kind=ButtonKind::Primary
                on_press=move |()| page.host().reload()
            />
        </div>
        <Card flush=true><RescueWay page=page /></Card>
    }
}

/// Back from a file.
#[component]
fn BackupWay(page: Page) -> impl IntoView {
    let asked = RwSignal::new(0_u32);
    let hint = move || match last_file(page) {
        Some((at, file)) => {
            let when = page.format().date_and_time_within(at, page.host().today());
            page.text(&message!("recovery-backup-hint", file = file, when = when))
        }
        None => page.text(&message!("recovery-backup-unknown")),
    };
    view! {
        <div class="trouble__way">
            <Icon glyph=Glyph::File />
            <div class="trouble__words">
                <h2>{move || page.text(&message!("recovery-backup"))}</h2>
                <p>{hint}</p>
            </div>
            <Button
                label=say(page, || message!("action-choose-file"))
                kind=ButtonKind::Primary
                on_press=move |()| asked.update(|times| *times += 1)
            />
        </div>
        <div class="trouble__steps"><RestoreSteps page=page into=Into::Emptied asked=asked /></div>
    }
}

/// The page that needs no program.
#[component]
fn RescueWay(page: Page) -> impl IntoView {
    let href = format!("{}rescue.html", page.host().base());
    view! {
        <div class="trouble__way">
            <Icon glyph=Glyph::Help />
            <div class="trouble__words">
                <h2>{move || page.text(&message!("recovery-rescue"))}</h2>
                <p>{move || page.text(&message!("recovery-rescue-hint"))}</p>
            </div>
            <a class="button" data-kind="plain" rel="external" href=href>
                {move || page.text(&message!("recovery-rescue-open"))}
            </a>
        </div>
    }
}
