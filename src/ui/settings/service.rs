//! Service policies: within how much working time tickets are answered and solved, what working time
//! is, and for which tickets that holds. The first that suits a new ticket holds for it; tickets that
//! are there keep what was promised.

mod holidays;
mod hours;

use self::holidays::Holidays;
use self::hours::{Hours, week};
use super::fields::number;
use super::naming::MakeByName;
use super::order::{Moves, swapped};
use super::zones;
use crate::domain::sla_policy::{ACTIVE, CUSTOMER_TAGS, NAME, ORDER, PROMISES, TIME_ZONE, TYPES};
use crate::domain::ticket::{PRIORITIES, TYPES as TICKET_TYPES};
use crate::domain::{Key, Number, Part, Record, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, CheckBox, Glyph, IconButton, InlineField, InlineKind, Switch};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// What a new policy promises: minutes of working time to the first reply and to the solution.
const USUAL: [(&str, u32, u32); 4] = [
    ("low", 960, 4800),
    ("normal", 480, 1920),
    ("high", 240, 960),
    ("urgent", 60, 480),
];

/// The policies in their order.
fn in_order(app: App) -> Vec<RecordId> {
    let live = app.live();
    let kind = RecordKind::SlaPolicy;
    let workspace = live.field(kind, ORDER);
    let table = workspace.table(kind);
    let records = table.live_rows().filter_map(|row| table.record(row));
    let mut all: Vec<(i64, RecordId)> = records
        .map(|record| {
            let order = record.value(ORDER).and_then(Value::as_number);
            (
                order.map_or(i64::MAX, |order| order.to_f64() as i64),
                record.id,
            )
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, id)| id).collect()
}

/// Writes values of a policy; gives back the sentence that refuses them.
fn edit(app: App, id: RecordId, fields: Vec<(Key, Option<Value>)>) -> Option<String> {
    let command = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    match app.execute(&command) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        // Other refusals were said already.
        Err(_) | Ok(()) => None,
    }
}

/// What a policy says, as long as it is there.
fn read<T>(app: App, id: RecordId, of: impl FnOnce(&Record) -> T) -> Option<T> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    Some(of(&record))
}

fn promise_part(priority: &str, reply: Option<u32>, solution: Option<u32>) -> Value {
    let minutes =
        |minutes: Option<u32>| minutes.map(|minutes| Value::Number(Number::from(minutes)));
    let values = [
        (0, Some(Value::text(priority))),
        (1, minutes(reply)),
        (2, minutes(solution)),
    ];
    let values = values
        .into_iter()
        .filter_map(|(place, value)| Some((place, value?)));
    Value::Part(Part::new(values))
}

/// The page.
#[component]
pub(super) fn Service(app: App) -> impl IntoView {
    let page = app.page();
    let policies = Memo::new(move |_| in_order(app));
    let is_empty = Memo::new(move |_| policies.read().is_empty());
    view! {
        <div class="settings__cards">
            <p class="settings__note">{move || page.text(&message!("service-note"))}</p>
            <Show when=move || is_empty.get()>
                <p class="soft">{move || page.text(&message!("service-none"))}</p>
            </Show>
            <For each=move || policies.get() key=|id| *id let(id)>
                <Policy app=app id=id policies=policies />
            </For>
            <AddPolicy app=app />
        </div>
    }
}

#[component]
fn Policy(app: App, id: RecordId, policies: Memo<Vec<RecordId>>) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || {
        read(app, id, |record| record.text(NAME).to_owned()).unwrap_or_default()
    });
    let is_active = Signal::derive(move || {
        read(app, id, |record| {
            record.value(ACTIVE).is_some_and(Value::is_yes)
        })
        .unwrap_or_default()
    });
    let place = Memo::new(move |_| policies.read().iter().position(|other| *other == id));
    let shift = move |is_down: bool| {
        let at = place.get_untracked().unwrap_or_default();
        let Some(order) = swapped(policies.get_untracked(), at, is_down) else {
            return;
        };
        let edits = order.into_iter().enumerate();
        let edits = edits.map(|(place, id)| Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(ORDER), number(place))],
            revision: None,
        });
        // A refusal was said already.
        let _ = app.execute(&Command::All(edits.collect()));
    };
    let remove = move |()| {
        let name = name.get_untracked();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            app.say(&message!("toast-trashed", name = name), true);
        }
    };
    let actions = move || {
        view! {
            <Moves
                page=page
                name=name
                at=place
                count=Signal::derive(move || policies.read().len())
                on_shift=shift
            />
            <IconButton
                label=say(page, move || message!("settings-trash-named", name = name.get()))
                glyph=Glyph::Trash
                small=true
                on_press=remove
            />
        }
    };
    let label = move |field: &'static str| {
        Signal::derive(move || page.messages().field("sla-policy", field))
    };
    view! {
        <Card title=name actions=actions>
            <div class="settings__facts">
                <InlineField
                    label=label("name")
                    value=name
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    hint=say(page, || message!("field-escape-cancels"))
                    on_commit=move |text: String| {
                        let text = text.trim();
                        let value = (!text.is_empty()).then(|| Value::text(text));
                        edit(app, id, vec![(Key::one(NAME), value)])
                    }
                />
                <Switch
                    label=label("active")
                    on=is_active
                    on_change=move |is_on: bool| {
                        edit(app, id, vec![(Key::one(ACTIVE), Some(Value::Bool(is_on)))]);
                    }
                />
            </div>
            <Promises app=app id=id />
            <h3 class="settings__sub settings__topic">{label("working_hours")}</h3>
            <p class="settings__note">{move || page.text(&message!("service-hours-hint"))}</p>
            <div class="settings__facts"><Hours app=app id=id /></div>
            <div class="settings__facts"><Zone app=app id=id /></div>
            <h3 class="settings__sub settings__topic">{label("holidays")}</h3>
            <Holidays app=app id=id />
            <h3 class="settings__sub settings__topic">{move || page.text(&message!("service-for-which"))}</h3>
            <p class="settings__note">{move || page.text(&message!("service-for-all"))}</p>
            <ForWhich app=app id=id />
        </Card>
    }
}

/// What is promised, by priority: a table whose figures are edited where they stand.
#[component]
fn Promises(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let promised = move |priority: &'static str, place: u8| {
        read(app, id, |record| {
            let mut parts = record
                .elements(PROMISES)
                .filter_map(|(_, value)| value.as_part());
            let of = |part: &&Part| part.value(0).and_then(Value::as_text) == Some(priority);
            let minutes = parts.find(of)?.value(place)?.as_number()?.to_f64();
            (minutes > 0.0).then_some(minutes as u32)
        })
        .flatten()
    };
    let cell = move |priority: &'static str, place: u8| {
        let value = Signal::derive(move || {
            let minutes = promised(priority, place);
            let words = app.format().zip(minutes);
            words
                .map(|(format, minutes)| {
                    // Of working time: a day is what the hours say, so nothing is made of days here.
                    let number = Number::from_f64(f64::from(minutes) / 60.0);
                    let hours = number.map(|hours| format.number(hours)).unwrap_or_default();
                    page.text(&message!("service-hours-count", hours = hours))
                })
                .unwrap_or_default()
        });
        let draft = Signal::derive(move || {
            promised(priority, place).map(|minutes| format!("{}", f64::from(minutes) / 60.0))
        });
        let label = Signal::derive(move || {
            let messages = page.messages();
            let priority = messages.option("ticket", "priority", priority);
            page.text(&if place == 1 {
                message!("service-reply-within", priority = priority)
            } else {
                message!("service-solve-within", priority = priority)
            })
        });
        let commit = move |text: String| {
            let text = text.trim();
            let hours = match (text.is_empty(), Number::parse(text)) {
                (true, _) => None,
                (_, Ok(hours)) if (0.0..=8760.0).contains(&hours.to_f64()) => Some(hours.to_f64()),
                _ => return Some(page.text(&message!("service-not-hours"))),
            };
            let minutes = hours.map(|hours| (hours * 60.0).round() as u32);
            let other = untrack(|| promised(priority, 3 - place));
            let (reply, solution) = if place == 1 {
                (minutes, other)
            } else {
                (other, minutes)
            };
            let value = promise_part(priority, reply, solution);
            edit(app, id, vec![(Key::of(PROMISES, priority), Some(value))])
        };
        view! {
            <InlineField
                label=label
                value=value
                draft=draft
                empty=say(page, || message!("service-no-promise"))
                edit_label=say(page, || message!("action-edit"))
                hint=say(page, || message!("field-escape-cancels"))
                kind=Signal::stored(InlineKind::Text)
                on_commit=commit
            />
        }
    };
    let title = Signal::derive(move || page.messages().field("sla-policy", "promises"));
    view! {
        <h3 class="settings__sub settings__topic">{title}</h3>
        <p class="settings__note">{move || page.text(&message!("service-in-hours"))}</p>
        <div class="settings__promises">
            {PRIORITIES
                .iter()
                .rev()
                .map(|priority| view! { {cell(priority, 1)} {cell(priority, 2)} })
                .collect_view()}
        </div>
    }
}

/// In which zone the hours are.
#[component]
fn Zone(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let zone = Signal::derive(move || {
        read(app, id, |record| record.text(TIME_ZONE).to_owned()).unwrap_or_default()
    });
    let own = say(page, || message!("service-own-zone"));
    let kind =
        Signal::derive(move || InlineKind::Choice(zones::choices(page, own.get(), &zone.read())));
    let shown = Signal::derive(move || match zone.get() {
        zone if zone.is_empty() => own.get(),
        zone => zones::name(page, &zone),
    });
    view! {
        <InlineField
            label=Signal::derive(move || page.messages().field("sla-policy", "time_zone"))
            value=shown
            draft=Signal::derive(move || Some(zone.get()))
            empty=own
            edit_label=say(page, || message!("action-edit"))
            hint=say(page, || message!("field-escape-cancels"))
            kind=kind
            on_commit=move |text: String| {
                let value = (!text.is_empty()).then(|| Value::text(text));
                edit(app, id, vec![(Key::one(TIME_ZONE), value)])
            }
        />
    }
}

/// For which tickets and customers.
#[component]
fn ForWhich(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let types = TICKET_TYPES.iter().map(|code| {
        let is_on = Signal::derive(move || {
            read(app, id, |record| {
                record.element(TYPES, Some(code)).is_some()
            })
            .unwrap_or_default()
        });
        view! {
            <CheckBox
                label=Signal::derive(move || page.messages().option("ticket", "type", code))
                checked=is_on
                on_change=move |is_on: bool| {
                    let value = is_on.then_some(Value::Bool(true));
                    edit(app, id, vec![(Key::of(TYPES, *code), value)]);
                }
            />
        }
    });
    let tags = Signal::derive(move || {
        read(app, id, |record| {
            let tags = record
                .elements(CUSTOMER_TAGS)
                .map(|(tag, _)| tag.to_string());
            tags.collect::<Vec<_>>().join(", ")
        })
        .unwrap_or_default()
    });
    let commit = move |text: String| {
        let now: Vec<&str> = text
            .split([',', '，', '、'])
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .collect();
        let held = untrack(|| tags.get());
        let gone = held
            .split(", ")
            .filter(|tag| !tag.is_empty() && !now.contains(tag));
        let gone = gone.map(|tag| (Key::of(CUSTOMER_TAGS, tag), None));
        let new = now
            .iter()
            .map(|tag| (Key::of(CUSTOMER_TAGS, *tag), Some(Value::Bool(true))));
        edit(app, id, gone.chain(new).collect())
    };
    view! {
        <fieldset class="settings__checks">
            <legend class="settings__kind">
                {move || page.messages().field("sla-policy", "types")}
            </legend>
            {types.collect_view()}
        </fieldset>
        <div class="settings__facts">
            <InlineField
                label=Signal::derive(move || page.messages().field("sla-policy", "customer_tags"))
                value=tags
                empty=say(page, || message!("field-add-value"))
                edit_label=say(page, || message!("action-edit"))
                hint=say(page, || message!("settings-options-hint"))
                on_commit=commit
            />
        </div>
    }
}

/// The form that makes one: it promises the usual, Monday to Friday.
#[component]
fn AddPolicy(app: App) -> impl IntoView {
    let page = app.page();
    let command = move |name: String| {
        let id = app.live().writer().new_id(RecordKind::SlaPolicy);
        let place = untrack(|| in_order(app).len());
        let mut fields = vec![
            (Key::one(NAME), Some(Value::text(name))),
            (Key::one(ACTIVE), Some(Value::Bool(true))),
            (Key::one(ORDER), number(place)),
        ];
        fields.extend(USUAL.map(|(priority, reply, solution)| {
            let value = promise_part(priority, Some(reply), Some(solution));
            (Key::of(PROMISES, priority), Some(value))
        }));
        fields.extend(week());
        Command::Create { id, fields }
    };
    view! {
        <MakeByName
            app=app
            title=say(page, || message!("service-add"))
            label=Signal::derive(move || page.messages().field("sla-policy", "name"))
            command=command
        />
    }
}
