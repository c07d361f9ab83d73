//! Own fields: what the user added to customers and deals, and files to other kinds. Made, renamed,
//! put in order, given options, and thrown away; values that were written stay with their records.

use super::general::write;
use super::order::{Moves, swapped};
use crate::domain::{Key, Number, Part, Record, RecordId, RecordKind, Value, custom_field};
use crate::exchange::mapping::key_of;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Card, Choice, Glyph, IconButton, InlineField, SelectField, TextField,
};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// The kinds that own fields are always shown for; of the others only where there are some.
const KINDS: [RecordKind; 2] = [RecordKind::Customer, RecordKind::Deal];

/// The other kinds that may have own fields.
const OTHERS: [RecordKind; 7] = [
    RecordKind::Ticket,
    RecordKind::Campaign,
    RecordKind::Need,
    RecordKind::Product,
    RecordKind::Transaction,
    RecordKind::Activity,
    RecordKind::Owner,
];

/// An own field as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    id: RecordId,
    label: String,
    of: String,
    options: String,
}

fn own(record: &Record) -> Own {
    let mut options: Vec<(i64, String)> = record
        .elements(custom_field::OPTIONS)
        .filter_map(|(_, value)| {
            let part = value.as_part()?;
            let order = part
                .value(1)
                .and_then(Value::as_number)
                .map_or(0.0, Number::to_f64);
            Some((order as i64, part.value(0)?.as_text()?.to_owned()))
        })
        .collect();
    options.sort();
    let options: Vec<String> = options.into_iter().map(|(_, name)| name).collect();
    Own {
        id: record.id,
        label: record.text(custom_field::LABEL).to_owned(),
        of: record.text(custom_field::TYPE).to_owned(),
        options: options.join(", "),
    }
}

/// The own fields of a kind, in their order.
fn of_kind(app: App, kind: RecordKind) -> Vec<Own> {
    let live = app.live();
    for field in [
        custom_field::LABEL,
        custom_field::TYPE,
        custom_field::ORDER,
        custom_field::OPTIONS,
    ] {
        drop(live.field(RecordKind::CustomField, field));
    }
    let workspace = live.peek();
    let table = workspace.table(RecordKind::CustomField);
    let records = table.live_rows().filter_map(|row| table.record(row));
    let mut fields: Vec<(i64, Own)> = records
        .filter(|record| record.text(custom_field::OBJECT) == kind.code())
        .map(|record| {
            let order = record.value(custom_field::ORDER).and_then(Value::as_number);
            let order = order.map_or(i64::MAX, |order| order.to_f64() as i64);
            (order, own(&record))
        })
        .collect();
    fields.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    fields.into_iter().map(|(_, own)| own).collect()
}

/// The page.
#[component]
pub(super) fn Fields(app: App) -> impl IntoView {
    view! {
        <div class="settings__cards">
            {KINDS.map(|kind| view! { <OfKind app=app kind=kind /> }).collect_view()}
            {OTHERS.map(|kind| {
                let has_some = Memo::new(move |_| !of_kind(app, kind).is_empty());
                view! { <Show when=move || has_some.get()><OfKind app=app kind=kind /></Show> }
            }).collect_view()}
            <AddField app=app />
        </div>
    }
}

#[component]
fn OfKind(app: App, kind: RecordKind) -> impl IntoView {
    let page = app.page();
    let fields = Memo::new(move |_| of_kind(app, kind));
    let ids = move || fields.read().iter().map(|own| own.id).collect::<Vec<_>>();
    view! {
        <Card title=Signal::derive(move || page.messages().kinds(kind.code())) flush=true>
            <Show
                when=move || !fields.read().is_empty()
                fallback=move || view! {
                    <p class="settings__none">{move || page.text(&message!("settings-no-own-fields"))}</p>
                }
            >
                <ul class="settings__items">
                    <For each=ids key=|id| *id let(id)>
                        <FieldLine app=app fields=fields id=id />
                    </For>
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn FieldLine(app: App, fields: Memo<Vec<Own>>, id: RecordId) -> impl IntoView {
    let page = app.page();
    // The line stays when its field changes, and with it the focus.
    let own = Memo::new(move |_| {
        let fields = fields.read();
        fields.iter().find(|own| own.id == id).cloned()
    });
    let of_own = move |pick: fn(&Own) -> &String| {
        Signal::derive(move || own.read().as_ref().map(pick).cloned().unwrap_or_default())
    };
    let (name, of) = (of_own(|own| &own.label), of_own(|own| &own.of));
    let options = of_own(|own| &own.options);
    let place = Memo::new(move |_| fields.read().iter().position(|own| own.id == id));
    let is_choice = Memo::new(move |_| *of.read() == "choice");
    let commit_options = move |text: String| set_options(app, id, &text);
    let shift = move |is_down: bool| {
        let order = fields.get_untracked().iter().map(|own| own.id).collect();
        let at = place.get_untracked().unwrap_or_default();
        let Some(order) = swapped(order, at, is_down) else {
            return;
        };
        let edits = order
            .into_iter()
            .enumerate()
            .map(|(place, id)| Command::Edit {
                ids: vec![id],
                fields: vec![(Key::one(custom_field::ORDER), number(place))],
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
    let count = Signal::derive(move || fields.read().len());
    view! {
        <li class="settings__item">
            <div class="settings__facts">
                <InlineField
                    label=say(page, || message!("field-custom-field-label"))
                    value=name
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    hint=say(page, || message!("field-escape-cancels"))
                    on_commit=move |text: String| write(app, id, &Key::one(custom_field::LABEL), &text)
                />
                {move || is_choice.get().then(|| view! {
                    <InlineField
                        label=say(page, || message!("field-custom-field-options"))
                        value=options
                        empty=say(page, || message!("field-add-value"))
                        edit_label=say(page, || message!("action-edit"))
                        hint=say(page, || message!("settings-options-hint"))
                        on_commit=commit_options
                    />
                })}
            </div>
            <span class="settings__kind">
                {move || page.messages().option("custom-field", "type", &of.read())}
            </span>
            <Moves page=page name=name at=place count=count on_shift=shift />
            <IconButton
                label=say(page, move || message!("settings-trash-named", name = name.get()))
                glyph=Glyph::Trash
                small=true
                on_press=remove
            />
        </li>
    }
}

pub(super) fn number(number: usize) -> Option<Value> {
    Number::from_f64(number as f64).map(Value::Number)
}

/// Makes the options what was typed, apart by commas; those that stay keep their identity.
fn set_options(app: App, id: RecordId, text: &str) -> Option<String> {
    let live = app.live();
    let names: Vec<&str> = text
        .split([',', '，', '、'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let mut fields = Vec::new();
    {
        let workspace = live.peek();
        let record = workspace.record(id)?;
        for (element, value) in record.elements(custom_field::OPTIONS) {
            let name = value.as_part().and_then(|part| part.value(0)?.as_text());
            if !names.iter().any(|kept| Some(*kept) == name) {
                fields.push((Key::of(custom_field::OPTIONS, &**element), None));
            }
        }
    }
    for (place, name) in names.iter().enumerate() {
        let part = Part::new(
            [(0, Some(Value::text(*name))), (1, number(place))]
                .into_iter()
                .filter_map(|(at, value)| Some((at, value?))),
        );
        let key = Key::of(custom_field::OPTIONS, *name);
        fields.push((key, Some(Value::Part(part))));
    }
    match app.execute(&Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        Err(_) | Ok(()) => None,
    }
}

/// The form that makes one.
#[component]
fn AddField(app: App) -> impl IntoView {
    let page = app.page();
    let label = RwSignal::new(String::new());
    let object = RwSignal::new(RecordKind::Customer.code().to_owned());
    let of = RwSignal::new("text".to_owned());
    let error = RwSignal::new(None::<String>);
    let objects = Signal::derive(move || {
        let kinds = KINDS.into_iter().chain(OTHERS);
        kinds
            .map(|kind| Choice::new(kind.code(), page.messages().kinds(kind.code())))
            .collect::<Vec<_>>()
    });
    let types = Signal::derive(move || {
        let choice =
            |code: &&str| Choice::new(*code, page.messages().option("custom-field", "type", code));
        custom_field::TYPES.iter().map(choice).collect::<Vec<_>>()
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = label.get_untracked();
        let id = app.live().writer().new_id(RecordKind::CustomField);
        let place = RecordKind::from_code(&object.get_untracked())
            .map_or(0, |kind| of_kind(app, kind).len());
        // What is blank is no value: the form then says what is missing.
        let value = |text: String| (!text.is_empty()).then(|| Value::text(text));
        let fields = vec![
            (
                Key::one(custom_field::OBJECT),
                Some(Value::text(object.get_untracked())),
            ),
            (Key::one(custom_field::KEY), value(key_of(&text))),
            (Key::one(custom_field::LABEL), value(text.trim().to_owned())),
            (
                Key::one(custom_field::TYPE),
                Some(Value::text(of.get_untracked())),
            ),
            (Key::one(custom_field::ORDER), number(place)),
        ];
        match app.execute(&Command::Create { id, fields }) {
            Ok(()) => {
                app.say(&message!("toast-created", name = text.trim()), true);
                label.set(String::new());
                error.set(None);
            }
            Err(CommandError::Invalid(problems)) => error.set(
                problems
                    .first()
                    .map(|problem| page.messages().rule(&problem.rule)),
            ),
            Err(_) => {}
        }
    };
    view! {
        <Card title=say(page, || message!("field-own-add"))>
            <form class="settings__form" on:submit=add>
                <TextField
                    label=say(page, || message!("field-custom-field-label"))
                    value=label
                    error=error
                    reveal=Signal::derive(move || error.read().is_some())
                />
                <SelectField
                    label=say(page, || message!("field-custom-field-object"))
                    value=object
                    choices=objects
                    on_change=move |code| object.set(code)
                />
                <SelectField
                    label=say(page, || message!("field-custom-field-type"))
                    value=of
                    choices=types
                    on_change=move |code| of.set(code)
                />
                <Button label=say(page, || message!("action-add")) icon=Glyph::Plus submit=true />
            </form>
        </Card>
    }
}
