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
    let rows = Memo::new(move |_| {
        let entries = entries.read();
        let present = is_today.then(|| present(&entries, now.get())).flatten();
        let mut rows: Vec<Option<Entry>> = entries.iter().copied().take(most).map(Some).collect();
        if let Some(at) = present.filter(|at| *at <= rows.len()) {
            rows.insert(at, None);
        }
        rows
    });
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
                <ul class="agenda-part__rows"><Rows app=app rows=rows now=now /></ul>
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

/// Entries as rows, and the present where there is none. A row stays while time passes, with the focus
/// that it may have: only what says something else is drawn anew.
#[component]
pub fn Rows(
    /// The app.
    app: App,
    /// The entries.
    #[prop(into)]
    rows: Signal<Vec<Option<Entry>>>,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let draw = move |row: Option<Entry>| match row {
        Some(entry) => view! { <Row app=app entry=entry now=now /> }.into_any(),
        None => view! { <Present app=app now=now /> }.into_any(),
    };
    view! { <For each=move || rows.get() key=|row| *row children=draw /> }
}

/// The present.
#[component]
fn Present(app: App, now: Signal<Now>) -> impl IntoView {
    let page = app.page();
    view! {
        <li class="agenda-now">
            <span class="visually-hidden">{move || page.text(&message!("agenda-now"))}</span>
            <time>{move || app.format().map(|format| format.time(now.read().at))}</time>
        </li>
    }
}

/// One entry.
#[component]
fn Row(app: App, entry: Entry, now: Signal<Now>) -> impl IntoView {
    let told = Memo::new(move |_| line(app, entry, now.get()));
    let late = Memo::new(move |_| told.read().as_ref()?.late.clone());
    let held = Memo::new(move |_| {
        let line = told.get()?;
        Some(Line { late: None, ..line })
    });
    shown(move || held.get().map(|line| draw(app, line, late)))
}

fn draw(app: App, line: Line, late: Memo<Option<String>>) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let Line {
        entry,
        subject,
        about,
        time,
        span,
        is_important,
        glyph,
        ..
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
    let note = shown(move || match (late.get(), is_important, span.clone()) {
        (Some(late), ..) => view! { <span class="agenda-row__late">{late}</span> }.into_any(),
        (None, true, _) => view! {
            <Chip label=say(page, || message!("agenda-important")) tone=Tone::Warning />
        }
        .into_any(),
        (None, false, Some(span)) => view! { <span class="faint">{span}</span> }.into_any(),
        (None, false, None) => ().into_any(),
    });
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
