//! The ways out where a part of the storage is there: it can be saved into a file, and gone on with.

use crate::i18n::Message;
use crate::message;
use crate::session::backup::back_up;
use crate::ui::app::{Page, say};
use crate::ui::components::{Button, Glyph, Icon};
use crate::ui::notice;
use crate::ui::restore::failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::ops::ControlFlow;

/// What saving has come to.
#[derive(Clone, Debug, PartialEq)]
enum Saving {
    /// Nobody asked for it.
    Idle,
    /// It is under way.
    Running,
    /// It is in this file.
    Saved(String),
    /// It did not work.
    Failed(Message),
}

/// The ways.
#[component]
pub(super) fn RestWays(page: Page) -> impl IntoView {
    let saving = RwSignal::new(Saving::Idle);
    let going = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Message>);
    let hint = move || {
        page.text(&match saving.get() {
            Saving::Idle => message!("recovery-keep-hint"),
            Saving::Running => message!("backup-making"),
            Saving::Saved(file) => message!("toast-backup-saved", file = file),
            Saving::Failed(sentence) => sentence,
        })
    };
    let go_on = move |()| {
        if going.get_untracked() {
            return;
        }
        going.set(true);
        spawn_local(async move {
            match page.host().go_on().await {
                Ok(()) => page.host().reload(),
                Err(error) => {
                    going.set(false);
                    refusal.set(Some(notice::storage(&error)));
                }
            }
        });
    };
    let go_on_hint = move || {
        let sentence = refusal.get();
        page.text(&sentence.unwrap_or_else(|| message!("recovery-go-on-hint")))
    };
    view! {
        <div class="trouble__way">
            <Icon glyph=Glyph::Download />
            <div class="trouble__words">
                <h2>{move || page.text(&message!("recovery-keep"))}</h2>
                <p role="status">{hint}</p>
            </div>
            <Button
                label=say(page, || message!("backup-now"))
                busy=Signal::derive(move || saving.get() == Saving::Running)
                on_press=move |()| save(page, saving)
            />
        </div>
        <div class="trouble__way">
            <Icon glyph=Glyph::Check />
            <div class="trouble__words">
                <h2>{move || page.text(&message!("recovery-go-on"))}</h2>
                <p role="status">{go_on_hint}</p>
            </div>
            <Button
                label=say(page, || message!("action-open"))
                busy=going
                on_press=go_on
            />
        </div>
    }
}

/// Saves what was found into a file.
fn save(page: Page, saving: RwSignal<Saving>) {
    let Some(writer) = page.host().found_short() else {
        return;
    };
    saving.set(Saving::Running);
    spawn_local(async move {
        let host = page.host();
        let mut parts = Vec::new();
        let watch = |_| ControlFlow::Continue(());
        let made = back_up(&*writer, host.now(), &mut |piece| parts.push(piece), &watch).await;
        saving.set(match made {
            Ok(_) => {
                let file = format!("{}-{}.satchel.jsonl", host.slug(), host.today());
                host.download_parts(&file, "application/jsonl", &parts);
                Saving::Saved(file)
            }
            Err(error) => Saving::Failed(failure(&error, String::new())),
        });
    });
}
