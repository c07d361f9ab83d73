//! What one asked to be reminded of, above the page while the app is open: it stays until it is done, put
//! off, or taken away, which are changes like any other. Nothing is asked of the browser for it.

use super::doing::{finish, remind};
use super::reading::{title, use_now};
use crate::domain::{Instant, RecordId, RecordKind, Value, activity};
use crate::message;
use crate::query::Now;
use crate::query::agenda::due_reminders;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Glyph, Icon};
use crate::ui::follow::shown;
use crate::ui::frame::{Asked, Making};
use leptos::prelude::*;

/// So many minutes one is left alone when a reminder is put off.
const LATER_MINUTES: i64 = 15;
/// So many show at once.
const MOST: usize = 3;

/// The reminders that are due.
#[component]
pub fn Reminders(
    /// The app.
    app: App,
) -> impl IntoView {
    let page = app.page();
    let now = use_now(app);
    let due = Memo::new(move |_| due(app, now.get()));
    shown(move || {
        let due = due.get();
        (!due.is_empty()).then(|| {
            let lines = due.into_iter().take(MOST);
            let lines = lines.map(|id| view! { <Reminder app=app id=id /> }).collect_view();
            view! {
                <div class="reminders" role="region" aria-label=say(page, || message!("reminders-title"))>
                    <div role="status">{lines}</div>
                </div>
            }
        })
    })
}

fn due(app: App, now: Now) -> Vec<RecordId> {
    let live = app.live();
    for field in [
        activity::REMIND_AT,
        activity::KIND,
        activity::STATUS,
        activity::DONE_AT,
    ] {
        drop(live.field(RecordKind::Activity, field));
    }
    let workspace = live.kind(RecordKind::Activity);
    due_reminders(&workspace, now.at)
}

#[component]
fn Reminder(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let words = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let at = match record.value(activity::AT) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let when = app.format().and_then(|format| {
            let day = record.value(activity::DUE).and_then(Value::as_date);
            let of_day = day.map(|day| format.date_near(day, app.today()));
            at.map(|at| format.date_and_time(at, app.today()))
                .or(of_day)
        });
        Some((title(app, &record), when.unwrap_or_default()))
    });
    // Only a task is done or put off; of what takes place there is only no more to be said.
    let is_task = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| record.text(activity::KIND) == "task")
    });
    let put_off = move |()| {
        let at = app.page().host().now().add_ms(LATER_MINUTES * 60_000);
        remind(app, id, Some(at));
    };
    let open = move |_| {
        if let Some(making) = making {
            making.activity.set(Some(Asked::Edit(id)));
        }
    };
    shown(move || {
        let (subject, when) = words.get()?;
        Some(view! {
            <div class="reminders__line">
                <Icon glyph=Glyph::Clock />
                <button class="reminders__subject truncate" type="button" on:click=open>{subject}</button>
                <span class="soft">{when}</span>
                <span class="reminders__ways">
                    <Show when=move || is_task.get()>
                        <Button label=say(page, || message!("task-done")) small=true on_press=move |()| finish(app, id, true) />
                        <Button
                            label=say(page, || message!("reminder-later", count = LATER_MINUTES))
                            kind=ButtonKind::Quiet
                            small=true
                            on_press=put_off
                        />
                    </Show>
                    <Button
                        label=say(page, || message!("reminder-away"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| remind(app, id, None::<Instant>)
                    />
                </span>
            </div>
        })
    })
}
