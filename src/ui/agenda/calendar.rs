//! A week or a month as a grid of days. Arrows go by days and weeks, Page Up and Page Down by months;
//! an entry is carried to another day by the pointer, or with Alt and the arrows.

use super::cell::Cell;
use super::doing::put_on;
use super::line::Rows;
use super::page::View;
use super::reading::ask;
use crate::domain::date::Weekday;
use crate::domain::{Date, RecordId};
use crate::i18n::format::NameLength;
use crate::message;
use crate::query::Now;
use crate::query::agenda::{Entry, calendar, week_begins};
use crate::query::period::{Period, Unit};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Glyph, IconButton};
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::{follow, shown};
use crate::ui::frame::{Asked, Making};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use std::collections::BTreeMap;

/// The first and the last day that show.
fn span(view: View, day: Date, begins: Weekday) -> (Date, Date) {
    let week = |day| Period::Whole(Unit::Week, 0).days(day, begins);
    match view {
        View::Month => {
            let last = day.first_of_month().add_months(1).add_days(-1);
            (week(day.first_of_month()).0, week(last).1)
        }
        _ => week(day),
    }
}

/// The grid with its head.
#[component]
pub fn Calendar(
    /// The app.
    app: App,
    /// A week or a month.
    view: View,
    /// The day one is at.
    day: Memo<Date>,
    /// What time it is.
    now: Signal<Now>,
    /// Goes to a day, in a way of seeing.
    go: Callback<(View, Date)>,
) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let begins = Memo::new(move |_| ask(app, week_begins).days_since_monday());
    let begins = move || {
        let at = usize::from(begins.get());
        Weekday::ALL.get(at).copied().unwrap_or(Weekday::Monday)
    };
    let days = Memo::new(move |_| span(view, day.get(), begins()));
    let entries = Memo::new(move |_| {
        let entries = ask(app, |workspace| calendar(workspace, days.get(), now.get()));
        let mut by_day: BTreeMap<Date, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            by_day
                .entry(entry.day.unwrap_or(now.read().today))
                .or_default()
                .push(entry);
        }
        by_day
    });
    let today = Memo::new(move |_| now.read().today);
    let title = Signal::derive(move || {
        let Some(format) = app.format() else {
            return String::new();
        };
        match view {
            View::Month => format.month_and_year(day.get()),
            _ => {
                let (first, last) = days.get();
                page.text(&message!(
                    "agenda-week-of",
                    first = format.date(first, today.get()),
                    last = format.date(last, today.get())
                ))
            }
        }
    });
    let step = move |by: i32| {
        let day = day.get_untracked();
        let to = match view {
            View::Month => day.add_months(by),
            _ => day.add_days(by * 7),
        };
        go.run((view, to));
    };
    let grid = NodeRef::<html::Div>::new();
    let cell = move |day: Date| -> Option<leptos::web_sys::HtmlElement> {
        let found = grid
            .get_untracked()?
            .query_selector(&format!("[data-day=\"{day}\"]"));
        found.ok()??.dyn_into().ok()
    };
    // A day that shows has the focus at once, so that the next key is counted from it, however soon it
    // comes; another one when it is drawn.
    let focus = move |day: Date| match cell(day) {
        Some(cell) => {
            let _ = cell.focus();
        }
        None => focus_next_frame(move || cell(day)),
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok())
        else {
            return;
        };
        let own = target.get_attribute("data-day");
        let own = own.and_then(|day| Date::parse(&day).ok());
        // The address may not have come along yet.
        let at = own.unwrap_or_else(|| day.get_untracked());
        let ahead = match event.key().as_str() {
            "ArrowLeft" => Some(at.add_days(-1)),
            "ArrowRight" => Some(at.add_days(1)),
            "ArrowUp" => Some(at.add_days(-7)),
            "ArrowDown" => Some(at.add_days(7)),
            "PageUp" => Some(at.add_months(-1)),
            "PageDown" => Some(at.add_months(1)),
            "Home" => Some(Period::Whole(Unit::Week, 0).days(at, begins()).0),
            "End" => Some(Period::Whole(Unit::Week, 0).days(at, begins()).1),
            _ => None,
        };
        // The keys of a button inside of a day are the button's.
        let is_day = own.is_some();
        let held = target.get_attribute("data-entry");
        let held = held.and_then(|id| RecordId::parse(&id).ok());
        match (ahead, held) {
            (Some(_), Some(id)) if event.alt_key() => {
                event.prevent_default();
                let own = target.closest("[data-day]").ok().flatten();
                let own = own.and_then(|cell| cell.get_attribute("data-day"));
                let Some(own) = own.and_then(|day| Date::parse(&day).ok()) else {
                    return;
                };
                if let Some(to) = ahead.map(|to| own.add_days(at.days_until(to))) {
                    put_on(app, id, to);
                    go.run((view, to));
                    focus_next_frame(move || {
                        let found = grid
                            .get_untracked()?
                            .query_selector(&format!("[data-entry=\"{id}\"]"));
                        found.ok()??.dyn_into().ok()
                    });
                }
            }
            (Some(to), None)
                if is_day && !event.alt_key() && !event.ctrl_key() && !event.meta_key() =>
            {
                event.prevent_default();
                go.run((view, to));
                focus(to);
            }
            (None, None) if is_day && event.key() == "Enter" => {
                event.prevent_default();
                if let Some(making) = making {
                    making.activity.set(Some(Asked::Task(at)));
                }
            }
            _ => {}
        }
    };
    let heads = move || {
        let first = days.get().0;
        let intl = page.host().intl(page.locale());
        let name = |at: i32| {
            let weekday = first.add_days(at).weekday();
            let (short, long) = (
                intl.weekday(weekday, NameLength::Short),
                intl.weekday(weekday, NameLength::Long),
            );
            view! { <span class="calendar__weekday" role="columnheader" aria-label=long>{short}</span> }
        };
        (0..7).map(name).collect_view()
    };
    let weeks = move || {
        let (first, last) = days.get();
        let count = first.days_until(last) / 7 + 1;
        let week = |at: i32| {
            let cells = (0..7).map(|of| {
                let date = first.add_days(at * 7 + of);
                let own =
                    Signal::derive(move || entries.read().get(&date).cloned().unwrap_or_default());
                view! { <Cell app=app date=date day=day today=today view=view entries=own go=go /> }
            });
            view! { <div class="calendar__week" role="row">{cells.collect_view()}</div> }
        };
        (0..count).map(week).collect_view()
    };
    let of_day = Memo::new(move |_| {
        let own = entries.read().get(&day.get()).cloned().unwrap_or_default();
        own.into_iter().map(Some).collect::<Vec<_>>()
    });
    view! {
        <div class="calendar" data-view=view.code()>
            <div class="calendar__head">
                <h2 class="calendar__title" aria-live="polite">{title}</h2>
                <IconButton label=say(page, || message!("agenda-earlier")) glyph=Glyph::ChevronLeft on_press=move || step(-1) />
                <IconButton label=say(page, || message!("agenda-after")) glyph=Glyph::ChevronRight on_press=move || step(1) />
                <Button
                    label=say(page, || message!("date-today"))
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=move |()| go.run((view, today.get_untracked()))
                />
                <span class="calendar__hint soft small push">{say(page, || message!("agenda-keys"))}</span>
            </div>
            <div class="calendar__grid" role="grid" aria-label=title node_ref=grid on:keydown=keys>
                <div class="calendar__week" role="row">{shown(heads)}</div>
                {shown(weeks)}
            </div>
            // A phone has room for how many there are; what they are stands below for the day one is at.
            <section class="calendar__day">
                <h3>{follow(move || app.format().map(|format| format.date_heading(day.get())))}</h3>
                <ul class="agenda-part__rows"><Rows app=app rows=of_day now=now /></ul>
            </section>
        </div>
    }
}
