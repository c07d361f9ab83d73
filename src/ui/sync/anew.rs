//! What can be done where the database is gone for good: it is made anew from this device, which has to be
//! asked for, or another is connected. How it is made is the office's.

use super::copy::origin;
use super::looking::InTheWay;
use super::wizard::{Desk, counts};
use super::words;
use crate::message;
use crate::session::sync::{Hindrance, Status};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind};
use crate::ui::follow::shown;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What making it anew means, and the two ways on.
#[component]
pub(super) fn Anew(
    app: App,
    office: Desk,
    status: Memo<Status>,
    /// Whether it is asked about leaving this database, as another needs it.
    leaving: RwSignal<bool>,
) -> impl IntoView {
    let page = app.page();
    let Some(remote) = status.read_untracked().remote.clone() else {
        return ().into_any();
    };
    let is_sealed = status.read_untracked().is_sealed;
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Hindrance>);
    let make = move |()| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        failure.set(None);
        let office = office.get_value();
        spawn_local(async move {
            let made = office.restore().await;
            // Where it went well a round has begun, and this is gone.
            let _ = failure.try_set(made.err());
            let _ = is_busy.try_set(false);
        });
    };
    let (server, database) = (remote.origin().to_owned(), remote.database().to_owned());
    let what = move || {
        let counts = counts(app);
        page.text(&match counts.is_empty() {
            true => message!("sync-anew-nothing", database = &database, server = &server),
            false => message!(
                "sync-anew-text",
                counts = counts,
                database = &database,
                server = &server
            ),
        })
    };
    let sealed = is_sealed.then(|| {
        view! { <p>{move || page.text(&message!("sync-anew-sealed"))}</p> }
    });
    let failed = move || {
        let hindrance = failure.get()?;
        let lines = (hindrance == Hindrance::NotAllowed).then(|| words::cors_lines(&origin()));
        let said = words::making(&hindrance, &remote);
        Some(view! { <InTheWay page=page said=said lines=lines /> })
    };
    view! {
        <p>{what}</p>
        {sealed}
        <p>{move || page.text(&message!("sync-anew-others"))}</p>
        {shown(failed)}
        <div class="sync__acts">
            <Button
                label=say(page, || message!("sync-anew"))
                kind=ButtonKind::Primary
                busy=is_busy
                busy_label=say(page, || message!("sync-anew-making"))
                on_press=make
            />
            <Button
                label=say(page, || message!("sync-other-database"))
                disabled=is_busy
                on_press=move |()| leaving.set(true)
            />
        </div>
    }
    .into_any()
}
