//! The backup: how old the last one is, the way to make one and the way to restore one.

use crate::message;
use crate::ui::app::{App, say};
use crate::ui::backup::Backups;
use crate::ui::components::{Button, ButtonKind, Card, Glyph, Notice, Progress, Tone};
use crate::ui::restore::{Into, RestoreSteps};
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn BackupCard(app: App) -> impl IntoView {
    let page = app.page();
    let backups = use_context::<Backups>();
    view! {
        <Card title=say(page, || message!("backup-title")) flush=true>
            {backups.map(|backups| view! { <Last app=app backups=backups /> })}
            <div class="card__row">
                <RestoreSteps page=page into=Into::Open(app) />
            </div>
        </Card>
    }
}

/// The last backup, and the way to the next.
#[component]
fn Last(app: App, backups: Backups) -> impl IntoView {
    let page = app.page();
    let title = Signal::derive(move || {
        let last = backups.last()?;
        let format = app.format()?;
        let when = format.ago(last.at, page.host().now());
        Some(page.text(&message!("backup-last", when = when)))
    });
    let sentence = move || {
        if backups.last().is_none() {
            return page.text(&message!("backup-never"));
        }
        let count = backups.changes_since();
        page.text(&message!("backup-since", count = count))
    };
    let count = move |count: u64| {
        let written = app.format().map(|format| format.count(count as usize));
        written.unwrap_or_default()
    };
    let is_running = Memo::new(move |_| backups.run().is_some());
    let progress = Signal::derive(move || backups.run().unwrap_or_default());
    let make = move || {
        view! {
            <Button
                label=say(page, || message!("backup-now"))
                icon=Glyph::Download
                kind=ButtonKind::Primary
                on_press=move |()| backups.start()
            />
        }
    };
    let notice = move || {
        let tone = if backups.is_due() {
            Tone::Warning
        } else {
            Tone::Positive
        };
        view! {
            <Notice tone=tone icon=Glyph::Shield title=title actions=make>
                <p>{sentence}</p>
            </Notice>
        }
    };
    view! {
        <div class="settings__body">
            <Show when=move || is_running.get() fallback=notice>
                <Progress
                    label=say(page, || message!("backup-making"))
                    share=Signal::derive(move || {
                        let progress = progress.get();
                        progress.done as f64 / progress.of.max(1) as f64
                    })
                    text=Signal::derive(move || {
                        let progress = progress.get();
                        page.text(&message!(
                            "progress-of",
                            done = count(progress.done),
                            total = count(progress.of)
                        ))
                    })
                    cancel_label=say(page, || message!("action-cancel"))
                    on_cancel=move |()| backups.cancel()
                />
            </Show>
        </div>
    }
}
