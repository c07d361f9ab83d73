//! The days on which nobody works, with their names.

use super::{edit, read};
use crate::domain::sla_policy::HOLIDAYS;
use crate::domain::{Date, Key, Part, RecordId, Rule, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, DateField, Glyph, IconButton, TextField};
use leptos::prelude::*;

/// A holiday: its element, day and name.
type Holiday = (String, Option<Date>, String);

fn holidays(app: App, id: RecordId) -> Vec<Holiday> {
    let found = read(app, id, |record| {
        let of = record.elements(HOLIDAYS).filter_map(|(element, value)| {
            let part = value.as_part()?;
            let name = part.value(1).and_then(Value::as_text).unwrap_or_default();
            let day = part.value(0).and_then(Value::as_date);
            Some((element.to_string(), day, name.to_owned()))
        });
        of.collect::<Vec<_>>()
    });
    let mut found = found.unwrap_or_default();
    found.sort_by_key(|(_, day, _)| *day);
    found
}

/// The list, and the form that adds one.
#[component]
pub(super) fn Holidays(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| holidays(app, id));
    let line = move |(element, day, name): Holiday| {
        let words = app
            .format()
            .zip(day)
            .map(|(format, day)| format.date(day, app.today()))
            .unwrap_or_default();
        let label = if name.is_empty() {
            words.clone()
        } else {
            name.clone()
        };
        view! {
            <li class="settings__holiday">
                <span>{words}</span>
                <span class="soft">{name}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = label.clone()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| {
                        edit(app, id, vec![(Key::of(HOLIDAYS, element.clone()), None)]);
                    }
                />
            </li>
        }
    };
    let (day, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = day.get_untracked();
        let date = match Date::parse(typed.trim()) {
            Ok(date) => date,
            Err(_) if typed.trim().is_empty() => {
                return error.set(Some(page.messages().rule(&Rule::Required)));
            }
            Err(rule) => return error.set(Some(page.messages().rule(&rule))),
        };
        let called = name.get_untracked();
        let called = called.trim();
        let called = (!called.is_empty()).then(|| (1, Value::text(called)));
        let part = Part::new([(0, Value::Date(date))].into_iter().chain(called));
        let key = Key::of(HOLIDAYS, date.to_string());
        let refused = edit(app, id, vec![(key, Some(Value::Part(part)))]);
        if refused.is_none() {
            day.set(String::new());
            name.set(String::new());
        }
        error.set(refused);
    };
    view! {
        <ul class="settings__holidays">{move || all.get().into_iter().map(line).collect_view()}</ul>
        <form class="settings__form" on:submit=add>
            <DateField
                label=say(page, || message!("service-holiday-day"))
                value=day
                error=error
                reveal=Signal::derive(move || error.read().is_some())
            />
            <TextField label=say(page, || message!("service-holiday-name")) value=name />
            <Button label=say(page, || message!("service-holiday-add")) icon=Glyph::Plus submit=true />
        </form>
    }
}
