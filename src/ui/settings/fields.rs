//! Own fields: what the user added to customers and deals, and files to other kinds. Renamed, given
//! another type where no value is lost, given options, required, put in order, and thrown away; values that were
//! written stay with their records. The form that makes one is in `add`.

mod add;
mod formula;

use super::general::write;
use super::order::{Moves, swapped};
use crate::domain::{Key, Number, Part, Record, RecordId, RecordKind, Rule, Value, custom_field};
use crate::message;
use crate::ui::app::{App, Page, say};
use crate::ui::components::{Card, Choice, Glyph, IconButton, InlineField, InlineKind, Switch};
use crate::workspace::command::{Command, CommandError};
use add::AddField;
use formula::FormulaLine;
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
    target: String,
    options: String,
    formula: String,
    is_required: bool,
}

fn own(record: &Record) -> Own {
    Own {
        id: record.id,
        label: record.text(custom_field::LABEL).to_owned(),
        of: record.text(custom_field::TYPE).to_owned(),
        target: record.text(custom_field::TARGET).to_owned(),
        options: typed_names(&custom_field::options(record)),
        formula: record.text(custom_field::FORMULA_TEXT).to_owned(),
        is_required: custom_field::is_required(record),
    }
}

/// The names of options as [`names_of`] reads them.
fn typed_names(names: &[&str]) -> String {
    let has_comma = names.iter().any(|name| name.contains([',', '，', '、']));
    names.join(if has_comma { "; " } else { ", " })
}

/// Whether a type has options.
fn has_options(of: &str) -> bool {
    matches!(of, "choice" | "multi")
}

/// The codes of a field's closed choice, with their words.
fn coded(page: Page, field: &str, codes: &[&'static str]) -> Vec<Choice> {
    let word = |code: &&'static str| {
        Choice::new(*code, page.messages().option("custom-field", field, code))
    };
    codes.iter().map(word).collect()
}

/// The own fields of a kind, in their order.
fn of_kind(app: App, kind: RecordKind) -> Vec<Own> {
    let live = app.live();
    for field in [
        custom_field::LABEL,
        custom_field::TYPE,
        custom_field::TARGET,
        custom_field::ORDER,
        custom_field::OPTIONS,
        custom_field::FORMULA_TEXT,
        custom_field::REQUIRED,
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
                        <FieldLine app=app kind=kind fields=fields id=id />
                    </For>
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn FieldLine(app: App, kind: RecordKind, fields: Memo<Vec<Own>>, id: RecordId) -> impl IntoView {
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
    let target = of_own(|own| &own.target);
    let with_options = Memo::new(move |_| has_options(&of.read()));
    let is_relation = Memo::new(move |_| *of.read() == custom_field::RELATION);
    let is_formula = Memo::new(move |_| *of.read() == custom_field::FORMULA);
    let formula = of_own(|own| &own.formula);
    let word = move |field: &'static str, code: Signal<String>| {
        Signal::derive(move || page.messages().option("custom-field", field, &code.read()))
    };
    // To a relation belongs a kind that it leads to, and to a formula its text: only making one asks
    // for it.
    let types = Signal::derive(move || {
        let mut types = coded(page, "type", custom_field::TYPES);
        types.retain(|choice| match choice.value.as_str() {
            custom_field::RELATION => is_relation.get(),
            custom_field::FORMULA => is_formula.get(),
            _ => true,
        });
        InlineKind::Choice(types)
    });
    let targets =
        Signal::derive(move || InlineKind::Choice(coded(page, "target", custom_field::TARGETS)));
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
    let is_asked = custom_field::ASKED.contains(&kind);
    let is_required =
        Signal::derive(move || own.read().as_ref().is_some_and(|own| own.is_required));
    let require = move |is_on: bool| {
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(
                Key::one(custom_field::REQUIRED),
                is_on.then_some(Value::Bool(true)),
            )],
            revision: None,
        };
        // A refusal was said already.
        let _ = app.execute(&command);
    };
    let count = Signal::derive(move || fields.read().len());
    view! {
        <li class="settings__item">
            <div class="settings__facts settings__own">
                <InlineField
                    label=say(page, || message!("field-custom-field-label"))
                    value=name
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    hint=say(page, || message!("field-escape-cancels"))
                    on_commit=move |text: String| write(app, id, &Key::one(custom_field::LABEL), &text)
                />
                <InlineField
                    label=say(page, || message!("field-custom-field-type"))
                    value=word("type", of)
                    draft=of
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    kind=types
                    on_commit=move |code: String| choose(app, id, &Key::one(custom_field::TYPE), code)
                />
                {move || is_relation.get().then(|| view! {
                    <InlineField
                        label=say(page, || message!("field-custom-field-target"))
                        value=word("target", target)
                        draft=target
                        empty=say(page, || message!("field-add-value"))
                        edit_label=say(page, || message!("action-edit"))
                        kind=targets
                        on_commit=move |code: String| choose(app, id, &Key::one(custom_field::TARGET), code)
                    />
                })}
                {move || with_options.get().then(|| view! {
                    <InlineField
                        label=say(page, || message!("field-custom-field-options"))
                        value=options
                        empty=say(page, || message!("field-add-value"))
                        edit_label=say(page, || message!("action-edit"))
                        hint=say(page, || message!("settings-options-hint"))
                        on_commit=commit_options
                    />
                })}
                {move || (is_asked && !is_formula.get()).then(|| view! {
                    <div class="settings__required">
                        <Switch
                            label=say(page, || message!("field-custom-field-required"))
                            on=is_required
                            on_change=require
                        />
                    </div>
                })}
                {move || is_formula.get().then(|| view! {
                    <FormulaLine app=app id=id kind=kind name=name text=formula />
                })}
            </div>
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

/// Gives a field another type or target; refused while records have values that would be none then.
fn choose(app: App, id: RecordId, key: &Key, code: String) -> Option<String> {
    let command = Command::Edit {
        ids: vec![id],
        fields: vec![(key.clone(), Some(Value::text(code)))],
        revision: None,
    };
    let Err(CommandError::Invalid(problems)) = app.execute(&command) else {
        return None;
    };
    problems.first().map(|problem| match &problem.rule {
        Rule::StillUsed { .. } => app.page().text(&message!("settings-field-used")),
        rule => app.page().messages().rule(rule),
    })
}

/// The names of options as they are typed, apart by semicolons, or by commas where there are none: a
/// name may have a comma.
fn names_of(text: &str) -> Vec<&str> {
    let semicolons = [';', '；', '\n'];
    let names = if text.contains(semicolons) {
        text.split(semicolons).collect::<Vec<_>>()
    } else {
        text.split([',', '，', '、']).collect()
    };
    let names = names.into_iter().map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

/// The register and value of an option at a place.
fn option(place: usize, name: &str) -> (Key, Option<Value>) {
    let part = Part::new(
        [(0, Some(Value::text(name))), (1, number(place))]
            .into_iter()
            .filter_map(|(at, value)| Some((at, value?))),
    );
    (
        Key::of(custom_field::OPTIONS, name),
        Some(Value::Part(part)),
    )
}

/// Makes the options what was typed; those that stay keep their identity.
fn set_options(app: App, id: RecordId, text: &str) -> Option<String> {
    let live = app.live();
    let names = names_of(text);
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
    fields.extend(
        names
            .iter()
            .enumerate()
            .map(|(place, name)| option(place, name)),
    );
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
