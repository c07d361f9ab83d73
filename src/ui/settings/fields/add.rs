//! The form that makes an own field: what it is called, of which kind of record, and what its values
//! are; of a choice also its options, of a relation where it leads, of a formula what it is worked out by.

use super::formula::FormulaField;
use super::{KINDS, OTHERS, coded, has_options, names_of, number, of_kind, option};
use crate::domain::{Key, Problem, RecordKind, Value, custom_field};
use crate::exchange::mapping::key_of;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Card, CheckBox, Choice, Glyph, SelectField, TextField};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// The form.
#[component]
pub(super) fn AddField(app: App) -> impl IntoView {
    let page = app.page();
    let label = RwSignal::new(String::new());
    let object = RwSignal::new(RecordKind::Customer.code().to_owned());
    let of = RwSignal::new("text".to_owned());
    let target = RwSignal::new(RecordKind::Customer.code().to_owned());
    let options = RwSignal::new(String::new());
    let formula = RwSignal::new(String::new());
    let required = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let formula_error = RwSignal::new(None::<String>);
    let objects = Signal::derive(move || {
        let kinds = KINDS.into_iter().chain(OTHERS);
        kinds
            .map(|kind| Choice::new(kind.code(), page.messages().kinds(kind.code())))
            .collect::<Vec<_>>()
    });
    let types = Signal::derive(move || coded(page, "type", custom_field::TYPES));
    let targets = Signal::derive(move || coded(page, "target", custom_field::TARGETS));
    let with_options = Memo::new(move |_| has_options(&of.read()));
    let is_relation = Memo::new(move |_| *of.read() == custom_field::RELATION);
    let is_formula = Memo::new(move |_| *of.read() == custom_field::FORMULA);
    let kind = Signal::derive(move || RecordKind::from_code(&object.read()));
    let can_be_required = Memo::new(move |_| {
        let is_asked = |kind| custom_field::ASKED.contains(&kind);
        kind.get().is_some_and(is_asked) && !is_formula.get()
    });
    // What was refused was another formula, or one of another kind.
    Effect::new(move |_| {
        formula.track();
        object.track();
        formula_error.set(None);
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = label.get_untracked();
        let id = app.live().writer().new_id(RecordKind::CustomField);
        let place = RecordKind::from_code(&object.get_untracked())
            .map_or(0, |kind| of_kind(app, kind).len());
        // What is blank is no value: the form then says what is missing.
        let value = |text: String| (!text.is_empty()).then(|| Value::text(text));
        let mut fields = vec![
            (
                Key::one(custom_field::OBJECT),
                value(object.get_untracked()),
            ),
            (Key::one(custom_field::KEY), value(key_of(&text))),
            (Key::one(custom_field::LABEL), value(text.trim().to_owned())),
            (Key::one(custom_field::TYPE), value(of.get_untracked())),
            (Key::one(custom_field::ORDER), number(place)),
        ];
        if is_relation.get_untracked() {
            let target = value(target.get_untracked());
            fields.push((Key::one(custom_field::TARGET), target));
        }
        let typed = options.get_untracked();
        if with_options.get_untracked() {
            let names = names_of(&typed).into_iter().enumerate();
            fields.extend(names.map(|(place, name)| option(place, name)));
        }
        if can_be_required.get_untracked() && required.get_untracked() {
            fields.push((Key::one(custom_field::REQUIRED), Some(Value::Bool(true))));
        }
        if is_formula.get_untracked() {
            let formula = value(formula.get_untracked().trim().to_owned());
            fields.push((Key::one(custom_field::FORMULA_TEXT), formula));
        }
        match app.execute(&Command::Create { id, fields }) {
            Ok(()) => {
                app.say(&message!("toast-created", name = text.trim()), true);
                label.set(String::new());
                options.set(String::new());
                formula.set(String::new());
                required.set(false);
                error.set(None);
            }
            Err(CommandError::Invalid(problems)) => {
                let (of_formula, others): (Vec<_>, Vec<_>) = problems
                    .iter()
                    .partition(|problem| problem.field == "formula");
                let words = |problems: &[&Problem]| {
                    let first = problems.first();
                    first.map(|problem| page.messages().rule(&problem.rule))
                };
                formula_error.set(words(&of_formula));
                error.set(words(&others));
            }
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
                <Show when=move || is_relation.get()>
                    <SelectField
                        label=say(page, || message!("field-custom-field-target"))
                        value=target
                        choices=targets
                        on_change=move |code| target.set(code)
                    />
                </Show>
                <Show when=move || with_options.get()>
                    <div class="settings__wide">
                        <TextField
                            label=say(page, || message!("field-custom-field-options"))
                            value=options
                            hint=say(page, || message!("settings-options-hint"))
                        />
                    </div>
                </Show>
                <Show when=move || is_formula.get()>
                    <FormulaField app=app kind=kind text=formula refused=formula_error />
                </Show>
                <Show when=move || can_be_required.get()>
                    <div class="settings__wide">
                        <CheckBox
                            label=say(page, || message!("field-custom-field-required"))
                            checked=required
                            on_change=move |is_on| required.set(is_on)
                        />
                    </div>
                </Show>
                <Button label=say(page, || message!("action-add")) icon=Glyph::Plus submit=true />
            </form>
        </Card>
    }
}
