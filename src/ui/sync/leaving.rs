//! Leaving a database: the data stay here and there, and what waits is named before.

use super::unsent::WaitingNames;
use super::wizard::Desk;
use crate::message;
use crate::session::sync::{Farewell, Status};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Dialog, Notice, Tone};
use crate::ui::follow::shown;
use crate::ui::notice;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The line with its question.
#[component]
pub(super) fn Leave(
    app: App,
    office: Desk,
    status: Memo<Status>,
    /// Whether it is asked.
    open: RwSignal<bool>,
) -> impl IntoView {
    let page = app.page();
    let is_busy = RwSignal::new(false);
    let leave = move |()| {
        let office = office.get_value();
        is_busy.set(true);
        spawn_local(async move {
            let left = office.disconnect().await;
            // Where it went well this card is gone.
            let _ = is_busy.try_set(false);
            let _ = open.try_set(false);
            match left {
                Ok(Farewell::Unlisted) => app.say(&message!("sync-left"), false),
                Ok(Farewell::Listed) => app.say(&message!("sync-left-listed"), false),
                Err(error) => app.say_failure(&notice::storage(&error)),
            }
        });
    };
    let waiting = move || {
        let count = status.read().waiting;
        (count > 0).then(|| {
            view! {
                <Notice
                    tone=Tone::Warning
                    title=Signal::derive(move || {
                        Some(page.text(&message!("sync-leave-waiting", count = count)))
                    })
                >
                    <p>{move || page.text(&message!("sync-leave-waiting-text"))}</p>
                </Notice>
                <WaitingNames app=app office=office status=status />
            }
        })
    };
    view! {
        <div class="card__row settings__line">
            <div class="settings__words">
                <h3>{move || page.text(&message!("sync-leave"))}</h3>
                <p>{move || page.text(&message!("sync-leave-note"))}</p>
            </div>
            <div class="settings__act">
                <Button
                    label=say(page, || message!("sync-leave"))
                    on_press=move |()| open.set(true)
                />
            </div>
        </div>
        <Dialog
            open=open
            title=say(page, || message!("sync-leave-title"))
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("sync-leave"))
                    kind=ButtonKind::Primary
                    busy=is_busy
                    on_press=leave
                />
            }
        >
            <p>{move || page.text(&message!("sync-leave-text"))}</p>
            {shown(waiting)}
        </Dialog>
    }
}
