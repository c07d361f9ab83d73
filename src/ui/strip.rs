//! The quiet lines above the sheet: a newer version waits; the browser may be asked to protect what
//! is here. One at a time, and only when there is something to decide.

use super::app::{App, say};
use super::components::{Button, ButtonKind, Glyph, Icon};
use super::host::Preference;
use crate::domain::RecordKind;
use crate::i18n::Message;
use crate::live::SaveState;
use crate::message;
use crate::ui::follow::{shown, whenever};
use crate::workspace::change::Verb;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::rc::Rc;

/// What the line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    /// A newer version waits.
    Update,
    /// There is something to lose, and nobody was asked yet.
    Protection,
}

/// The line, where there is one.
#[component]
pub fn Strip(
    /// The app.
    app: App,
) -> impl IntoView {
    let page = app.page();
    let has_update = RwSignal::new(false);
    page.host()
        .watch_updates(Rc::new(move || has_update.set(true)));
    let is_asked = RwSignal::new(page.host().preference(Preference::Protection).is_some());
    let is_protected = RwSignal::new(None::<bool>);
    let known = page.host().storage_use();
    spawn_local(async move {
        // Some pages are gone before the browser answers.
        let _ = is_protected.try_set(Some(known.await.is_protected == Some(true)));
    });
    let has_own = Memo::new(move |_| has_own_records(app));
    // It pushes the page down, so it comes with the next page and not into this one.
    let path = use_location().pathname;
    let is_due = RwSignal::new(false);
    whenever(move || {
        path.track();
        is_due.set(has_own.get_untracked());
    });
    let matter = move || {
        if has_update.get() {
            return Some(Matter::Update);
        }
        let may_ask =
            !is_asked.get() && is_protected.get() == Some(false) && is_due.get() && has_own.get();
        may_ask.then_some(Matter::Protection)
    };
    let answer = move |asks: bool| {
        let host = page.host();
        host.set_preference(Preference::Protection, Some("asked"));
        is_asked.set(true);
        if asks {
            let asked = host.protect();
            spawn_local(async move { app.say(&outcome(asked.await), false) });
        }
    };
    let update = move |()| {
        // What is on its way to the disk arrives first.
        let is_saving = matches!(app.live().writer().state(), SaveState::Saving(_));
        if is_saving {
            app.say(&message!("save-saving"), false);
        } else {
            page.host().update();
        }
    };
    shown(move || {
        matter().map(|matter| match matter {
            Matter::Update => view! {
                <div class="strip" role="status">
                    <Icon glyph=Glyph::Info />
                    <p class="strip__words">{page.text(&message!("state-update-ready"))}</p>
                    <Button
                        label=say(page, || message!("state-update-reload"))
                        small=true
                        on_press=update
                    />
                    <Button
                        label=say(page, || message!("action-later"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| has_update.set(false)
                    />
                </div>
            }
            .into_any(),
            Matter::Protection => view! {
                <div class="strip" role="status">
                    <Icon glyph=Glyph::Shield />
                    <p class="strip__words">{page.text(&message!("protect-why"))}</p>
                    <Button
                        label=say(page, || message!("data-protect"))
                        small=true
                        on_press=move |()| answer(true)
                    />
                    <Button
                        label=say(page, || message!("action-later"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| answer(false)
                    />
                </div>
            }
            .into_any(),
        })
    })
}

/// What the browser answered when it was asked to protect what is here.
#[must_use]
pub fn outcome(answer: Option<bool>) -> Message {
    if answer == Some(true) {
        message!("state-persist-granted")
    } else {
        message!("state-persist-denied")
    }
}

/// Whether somebody put something of their own here: the sample is nothing to lose.
fn has_own_records(app: App) -> bool {
    let live = app.live();
    let machine = live.history();
    let mut changes = machine.history().changes().iter();
    changes.any(|change| match change.label.verb {
        Verb::Import | Verb::RestoreBackup => true,
        // What a workspace begins with is made too, and nothing to lose.
        Verb::Create => change.body.edits().iter().any(|edit| {
            let kinds = [RecordKind::Customer, RecordKind::Deal, RecordKind::Activity];
            kinds.contains(&edit.id.kind)
        }),
        _ => false,
    })
}
