//! The page that stands where a workspace cannot be shown: the browser emptied its storage, lost a
//! part of it or does not give any, or there is no such workspace. It tells calmly what should be
//! here and what is, offers the ways back, the best first, and writes nothing before one is chosen.

mod rest;

use super::app::{Page, say};
use super::backup::last_file;
use super::components::{Button, ButtonKind, Card, Glyph, Icon};
use super::host::WorkspaceEntry;
use super::notice;
use super::restore::{Into, RestoreSteps};
use super::threshold::ThresholdHead;
use crate::domain::Instant;
use crate::live::{Shortfall, StorageError};
use crate::message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rest::RestWays;

/// Why the workspace cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The storage is empty, and a note outside it says that it was not.
    Emptied(Shortfall),
    /// The storage holds less than was saved.
    Behind(Shortfall),
    /// No workspace is called so, and there are others.
    Unknown(String),
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
    let has_lost = !matches!(trouble, Trouble::Unknown(_));
    let inside = match trouble {
        Trouble::Emptied(shortfall) => {
            view! { <Emptied page=page shortfall=shortfall /> }.into_any()
        }
        Trouble::Behind(shortfall) => view! { <Behind page=page shortfall=shortfall /> }.into_any(),
        Trouble::Unknown(slug) => view! { <Unknown page=page slug=slug /> }.into_any(),
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
            {has_lost
                .then(|| {
                    view! {
                        <footer class="trouble__why">
                            {move || page.text(&message!("recovery-why"))}
                        </footer>
                    }
                })}
        </div>
    }
}

/// The storage is empty and was not.
#[component]
fn Emptied(page: Page, shortfall: Shortfall) -> impl IntoView {
    let noted = shortfall.noted;
    let body = move || {
        let when = noted.map_or_else(String::new, |noted| when(page, noted.at));
        let records = noted.map_or(0, |noted| noted.records);
        page.text(&message!("recovery-body", when = when, count = records))
    };
    view! {
        <h1 class="trouble__title">{move || page.text(&message!("recovery-title"))}</h1>
        <p class="trouble__body">{body}</p>
        <Facts page=page shortfall=shortfall />
        <Card flush=true>
            <BackupWay page=page />
            <RescueWay page=page />
        </Card>
    }
}

/// The storage holds less than was saved.
#[component]
fn Behind(page: Page, shortfall: Shortfall) -> impl IntoView {
    let body = move || page.text(&message!("recovery-behind-body", count = shortfall.missing));
    view! {
        <h1 class="trouble__title">{move || page.text(&message!("recovery-behind-title"))}</h1>
        <p class="trouble__body">{body}</p>
        <Facts page=page shortfall=shortfall />
        <Card flush=true>
            <BackupWay page=page />
            <RestWays page=page />
            <RescueWay page=page />
        </Card>
    }
}

/// What should be here, and what is.
#[component]
fn Facts(page: Page, shortfall: Shortfall) -> impl IntoView {
    let records_of = move |count: u64| page.text(&message!("recovery-records", count = count));
    let change_of = move |number| page.text(&message!("data-change-number", number = number));
    let Shortfall { noted, found, .. } = shortfall;
    let expected = noted.map(|noted| {
        view! {
            <div>
                <dt>{move || page.text(&message!("recovery-expected"))}</dt>
                <dd class="trouble__count">{move || records_of(noted.records)}</dd>
                <dd class="trouble__detail">
                    {move || change_of(noted.sequence.max(found.sequence))} " · "
                    {move || when(page, noted.at)}
                </dd>
            </div>
        }
    });
    view! {
        <Card>
            <dl class="trouble__facts">
                {expected}
                <div>
                    <dt>{move || page.text(&message!("recovery-found"))}</dt>
                    <dd class="trouble__count trouble__count--less">
                        {move || records_of(found.records)}
                    </dd>
                    {(found.sequence > 0)
                        .then(|| {
                            view! {
                                <dd class="trouble__detail">
                                    {move || change_of(found.sequence)}
                                </dd>
                            }
                        })}
                </div>
            </dl>
        </Card>
    }
}

/// No workspace is called so.
#[component]
fn Unknown(page: Page, slug: String) -> impl IntoView {
    let workspaces = RwSignal::new(Vec::<WorkspaceEntry>::new());
    spawn_local(async move {
        let found = page.host().workspaces().await;
        // The page may have gone meanwhile.
        let _ = workspaces.try_set(found);
    });
    let base = page.host().base();
    let links = move || {
        let entries = workspaces.get().into_iter();
        let link = |entry: WorkspaceEntry| {
            let href = format!("{base}w/{}/customers", entry.slug);
            view! {
                <li>
                    <a class="trouble__link" rel="external" href=href>{entry.name}</a>
                </li>
            }
        };
        entries.map(link).collect_view()
    };
    let title = move || {
        page.text(&message!(
            "recovery-unknown-title",
            workspace = slug.clone()
        ))
    };
    view! {
        <h1 class="trouble__title">{title}</h1>
        <p class="trouble__body">{move || page.text(&message!("recovery-unknown-body"))}</p>
        <Card>
            <ul class="trouble__list">{links}</ul>
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
