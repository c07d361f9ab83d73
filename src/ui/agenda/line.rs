//! An entry of the agenda as a row: its time, what finishes it, what it is about. And a part of the agenda
//! as a list of them, with the present as a line between what was and what comes.

use super::doing::finish;
use super::reading::{Line, line};
use crate::i18n::Message;
use crate::message;
use crate::query::Now;
use crate::query::agenda::Entry;
use crate::ui::app::{App, say};
use crate::ui::components::{CheckBox, Chip, Icon, Tone};
use crate::ui::follow::{follow, shown};
use crate::ui::frame::{Asked, Making};
use leptos::prelude::*;

/// A part of the agenda: its name, how many there are, and the first of them.
#[component]
pub fn Part(
    /// The app.
    app: App,
    /// What it is called.
    title: fn() -> Message,
    /// What is in it.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// What time it is.
    now: Signal<Now>,
    /// How many are shown.
    #[prop(default = 500)]
    most: usize,
    /// Whether it is the present day: then the present is a line in it.
    #[prop(optional)]
    is_today: bool,
    /// Whether it is what should have been done by now.
    #[prop(optional)]
    is_late: bool,
    /// Whether it stands in a card, whose title is above its own.
    #[prop(optional)]
    in_card: bool,
    /// Whether it shows where there is nothing in it, with these words.
    #[prop(optional)]
    nothing: Option<fn() -> Message>,
) -> impl IntoView {
    let page = app.page();
    let is_empty = Memo::new(move |_| entries.read().is_empty());
    let count = follow(move || {
        let open = entries.read().iter().filter(|entry| !entry.is_done).count();
        app.format().map(|format| format.count(open))
    });
    let rows = move || {
        let entries = entries.get();
        let now = now.get();
        let present = is_today.then(|| present(&entries, now)).flatten();
        let mut rows: Vec<AnyView> = Vec::new();
        for (at, entry) in entries.into_iter().take(most).enumerate() {
            if present == Some(at) {
                rows.push(view! { <Present app=app now=now /> }.into_any());
            }
            rows.push(view! { <Row app=app entry=entry now=now /> }.into_any());
        }
        if present.is_some_and(|at| at >= rows.len() && at <= most) {
            rows.push(view! { <Present app=app now=now /> }.into_any());
        }
        rows
    };
    let body = StoredValue::new(rows);
    shown(move || {
        if is_empty.get() && nothing.is_none() {
            return None;
        }
        Some(view! {
            <section class="agenda-part" data-late=is_late.then_some("")>
                <header class="agenda-part__head">
                    {if in_card {
                        view! { <h3 class="agenda-part__title">{say(page, title)}</h3> }.into_any()
                    } else {
                        view! { <h2 class="agenda-part__title">{say(page, title)}</h2> }.into_any()
                    }}
                    <span class="push">{count.clone()}</span>
                </header>
                {nothing.filter(|_| is_empty.get()).map(|nothing| view! {
                    <p class="agenda-part__nothing">{say(page, nothing)}</p>
                })}
                <ul class="agenda-part__rows">{move || body.with_value(|body| body())}</ul>
            </section>
        })
    })
}

/// Before which entry of today the present is: behind what has passed, before what has no time.
fn present(entries: &[Entry], now: Now) -> Option<usize> {
    entries.iter().any(|entry| entry.at.is_some()).then(|| {
        let is_ahead = |entry: &Entry| entry.at.is_none_or(|at| at > now.at);
        entries.iter().position(is_ahead).unwrap_or(entries.len())
    })
}

/// The present.
#[component]
fn Present(app: App, now: Now) -> impl IntoView {
    let page = app.page();
    view! {
        <li class="agenda-now">
            <span class="visually-hidden">{move || page.text(&message!("agenda-now"))}</span>
            <time>{move || app.format().map(|format| format.time(now.at))}</time>
        </li>
    }
}

/// One entry.
#[component]
pub fn Row(
    /// The app.
    app: App,
    /// The entry.
    entry: Entry,
    /// What time it is.
    now: Now,
) -> impl IntoView {
    let held = Memo::new(move |_| line(app, entry, now));
    shown(move || held.get().map(|line| draw(app, line)))
}

fn draw(app: App, line: Line) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let Line {
        entry,
        subject,
        about,
        time,
        late,
        span,
        is_important,
        glyph,
    } = line;
    let id = entry.id;
    let mark = if entry.is_task {
        let words = subject.clone();
        view! {
            <CheckBox
                label=say(page, move || message!("task-mark-done", subject = words.as_str()))
                checked=Signal::stored(entry.is_done)
                label_hidden=true
                round=true
                on_change=move |is_done| finish(app, id, is_done)
            />
        }
        .into_any()
    } else {
        view! { <span class="soft"><Icon glyph=glyph /></span> }.into_any()
    };
    let edit = move |_| {
        if let Some(making) = making {
            making.activity.set(Some(Asked::Edit(id)));
        }
    };
    let whose = about.map(|(id, name)| {
        view! { <a class="agenda-row__about truncate" href=app.record_href(id)>{name}</a> }
    });
    let title = subject.clone();
    let note = match (late, is_important, span) {
        (Some(late), ..) => view! { <span class="agenda-row__late">{late}</span> }.into_any(),
        (None, true, _) => view! {
            <Chip label=say(page, || message!("agenda-important")) tone=Tone::Warning />
        }
        .into_any(),
        (None, false, Some(span)) => view! { <span class="faint">{span}</span> }.into_any(),
        (None, false, None) => ().into_any(),
    };
    view! {
        <li class="agenda-row" data-done=entry.is_done.then_some("")>
            <span class="agenda-row__time">{time}</span>
            <span class="agenda-row__mark">{mark}</span>
            <div class="agenda-row__words">
                <button class="agenda-row__subject truncate" type="button" title=title on:click=edit>
                    {subject}
                </button>
                {whose}
            </div>
            <span class="agenda-row__note">{note}</span>
        </li>
    }
}
