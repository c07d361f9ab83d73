//! The working hours of a policy: a line for each day of the week, typed as people write them.

use super::{edit, read};
use crate::domain::sla_policy::{WEEKDAYS, WORKING_HOURS, parse_spans, write_spans};
use crate::domain::{Key, Number, Part, Record, RecordId, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::InlineField;
use leptos::prelude::*;

fn span_part(day: &str, from: u32, to: u32) -> Value {
    Value::Part(Part::new([
        (0, Value::text(day)),
        (1, Value::Number(Number::from(from))),
        (2, Value::Number(Number::from(to))),
    ]))
}

/// Monday to Friday, nine to five.
pub(super) fn week() -> impl Iterator<Item = (Key, Option<Value>)> {
    let days = WEEKDAYS.iter().take(5);
    days.map(|day| {
        (
            Key::of(WORKING_HOURS, *day),
            Some(span_part(day, 540, 1020)),
        )
    })
}

/// The spans of a day, with the elements that hold them.
fn spans(record: &Record, day: &str) -> Vec<(String, (u32, u32))> {
    let minute = |part: &Part, place| Some(part.value(place)?.as_number()?.to_f64() as u32);
    let mut spans: Vec<_> = record
        .elements(WORKING_HOURS)
        .filter_map(|(element, value)| {
            let part = value.as_part()?;
            let is_day = part.value(0)?.as_text() == Some(day);
            let span = (minute(part, 1)?, minute(part, 2)?);
            is_day.then(|| (element.to_string(), span))
        })
        .collect();
    spans.sort_by_key(|(_, span)| *span);
    spans
}

/// The lines.
#[component]
pub(super) fn Hours(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    // A policy without any hours is not one that never works.
    let is_unlimited = Memo::new(move |_| {
        let hours = read(app, id, |record| {
            record.elements(WORKING_HOURS).next().is_some()
        });
        hours == Some(false)
    });
    let empty = Signal::derive(move || {
        page.text(&if is_unlimited.get() {
            message!("service-around-the-clock")
        } else {
            message!("service-closed")
        })
    });
    let line = move |day: &'static str| {
        let held = move || read(app, id, |record| spans(record, day)).unwrap_or_default();
        let value = Signal::derive(move || {
            let spans: Vec<(u32, u32)> = held().into_iter().map(|(_, span)| span).collect();
            write_spans(&spans)
        });
        let commit = move |text: String| {
            let Some(spans) = parse_spans(&text) else {
                return Some(page.text(&message!("service-not-spans")));
            };
            let gone = untrack(held).into_iter();
            let gone = gone.map(|(element, _)| (Key::of(WORKING_HOURS, element), None));
            let new = spans.into_iter().enumerate().map(|(at, (from, to))| {
                let element = if at == 0 {
                    day.to_owned()
                } else {
                    format!("{day}-{at}")
                };
                let key = Key::of(WORKING_HOURS, element);
                (key, Some(span_part(day, from, to)))
            });
            // What is written last holds.
            let mut fields: Vec<(Key, Option<Value>)> = gone.collect();
            for (key, value) in new {
                fields.retain(|(other, _)| *other != key);
                fields.push((key, value));
            }
            edit(app, id, fields)
        };
        view! {
            <InlineField
                label=Signal::derive(move || page.messages().option("sla-policy", "weekday", day))
                value=value
                empty=empty
                edit_label=say(page, || message!("action-edit"))
                hint=say(page, || message!("service-spans-hint"))
                on_commit=commit
            />
        }
    };
    view! {
        {WEEKDAYS.iter().copied().map(line).collect_view()}
        <Show when=move || is_unlimited.get()>
            <p class="settings__note settings__hint" role="status">
                {move || page.text(&message!("service-no-hours"))}
            </p>
        </Show>
    }
}
