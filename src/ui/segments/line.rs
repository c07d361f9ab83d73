//! One condition of a segment: field, comparison, values, and how many customers it finds alone.

use super::draft::{Draft, usual};
use super::tree::{Handle, add_line, counted, joiner, move_by_key};
use crate::domain::RecordKind;
use crate::message;
use crate::query::tree::What;
use crate::ui::app::say;
use crate::ui::components::{Button, CheckBox, Choice, Glyph, IconButton, Popover, SelectField};
use crate::ui::follow::follow;
use crate::ui::lists::clause::{Clause, Op};
use crate::ui::lists::field::{self, Of};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// A line.
#[component]
pub(super) fn Line(
    /// The conditions.
    draft: Draft,
    /// The line.
    id: u32,
    /// The group that it is in.
    group: u32,
) -> impl IntoView {
    let page = draft.app.page();
    let clause = Memo::new(move |before: Option<&Clause>| {
        match draft.tree.read().find(id).map(|node| &node.of) {
            Some(What::Line(clause)) => clause.clone(),
            _ => before.cloned().unwrap_or_else(|| draft.blank()),
        }
    });
    let of = Memo::new(move |_| draft.of(&clause.read()));
    let shape = Memo::new(move |_| {
        let clause = clause.read();
        (clause.op, of.get(), clause.field.clone())
    });
    let field_choices = Signal::derive(move || {
        let fields = draft.fields.read();
        let choices = fields
            .iter()
            .map(|field| Choice::new(field.path.clone(), field.label.clone()));
        choices.collect::<Vec<_>>()
    });
    let op_choices = Signal::derive(move || {
        let of = of.get();
        let ops = Op::suiting(of).iter();
        ops.map(|op| Choice::new(op.code(), page.text(&op.message(of))))
            .collect::<Vec<_>>()
    });
    let choose_field = move |path: String| {
        let to =
            field::named(&draft.fields.read_untracked(), &path).map_or(Of::Text, |field| field.of);
        draft.change(|tree| {
            tree.change(id, |clause| {
                clause.field = path;
                clause.op = usual(to);
                clause.values = first_values(clause.op, to);
            })
        });
    };
    let choose_op = move |code: String| {
        let Some(op) = Op::of_code(&code) else { return };
        let of = of.get_untracked();
        draft.change(|tree| {
            tree.change(id, |clause| {
                let keeps = clause.op.values() == op.values()
                    && (clause.op == Op::Within) == (op == Op::Within);
                clause.op = op;
                if !keeps {
                    clause.values = first_values(op, of);
                }
            })
        });
    };
    let count = counted(draft, id);
    let error = Memo::new(move |_| draft.error(&clause.read()));
    let word = joiner(draft, group, id);
    let name = move || {
        let clause = clause.read();
        let words = draft.words(&clause);
        let label =
            || field::named(&draft.fields.read(), &clause.field).map(|field| field.label.clone());
        words.or_else(label)
    };
    view! {
        <div
            class="segment-line"
            role="group"
            aria-label=follow(name)
            data-node=id
            on:keydown=move |event| {
                let is_input = event.target().is_some_and(|target| {
                    use leptos::wasm_bindgen::JsCast;
                    target.dyn_into::<leptos::web_sys::HtmlInputElement>().is_ok_and(|input| input.type_() != "checkbox")
                });
                if event.key() == "Enter" && is_input && !event.is_composing() {
                    event.prevent_default();
                    add_line(draft, group);
                } else {
                    move_by_key(draft, id, &event);
                }
            }
        >
            <span class="segment-node__join">{word}</span>
            <SelectField
                label=say(page, || message!("list-field"))
                value=Signal::derive(move || clause.read().field.clone())
                choices=field_choices
                quiet=true
                on_change=choose_field
            />
            <SelectField
                label=say(page, || message!("list-operator"))
                value=Signal::derive(move || clause.read().op.code().to_owned())
                choices=op_choices
                quiet=true
                on_change=choose_op
            />
            <div class="segment-line__value">
                {move || {
                    let (op, of, path) = shape.get();
                    value(draft, id, clause, op, of, &path)
                }}
                {move || error.get().map(|words| view! { <p class="segment-line__error" role="alert">{words}</p> })}
            </div>
            <span class="segment-line__count soft small">{move || count.get().unwrap_or_else(|| "–".to_owned())}</span>
            <Handle draft=draft id=id />
            <IconButton
                label=say(page, || message!("segment-remove-line"))
                glyph=Glyph::Cross
                plain=true
                small=true
                on_press=move |()| draft.change(|tree| tree.remove(id))
            />
        </div>
    }
}

/// The values that a comparison begins with, where one is already chosen on screen.
fn first_values(op: Op, of: Of) -> Vec<String> {
    match (op, of) {
        (Op::Within, _) => vec!["last 30 days".to_owned()],
        (_, Of::Bool) => vec!["true".to_owned()],
        _ => Vec::new(),
    }
}

/// What a line's values are chosen or typed in.
fn value(draft: Draft, id: u32, clause: Memo<Clause>, op: Op, of: Of, path: &str) -> AnyView {
    let app = draft.app;
    let page = app.page();
    let put = move |at: usize, text: String| {
        let change = |clause: &mut Clause| {
            if clause.values.len() <= at {
                clause.values.resize(at + 1, String::new());
            }
            if let Some(slot) = clause.values.get_mut(at) {
                *slot = text;
            }
        };
        draft.type_in(|tree| tree.change(id, change));
    };
    // What is chosen is a step at once.
    let choose = move |text: String| {
        put(0, text);
        draft.settle();
    };
    let at = move |at: usize| clause.read().values.get(at).cloned().unwrap_or_default();
    let input = move |place: usize, label: crate::i18n::Message| {
        let kind = if matches!(of, Of::Date | Of::Instant) {
            "date"
        } else {
            "text"
        };
        view! {
            <span class="field__box">
                <input
                    class="field__input"
                    type=kind
                    autocomplete="off"
                    aria-label=page.text(&label)
                    prop:value=move || at(place)
                    on:input=move |event| put(place, event_target_value(&event))
                    on:change=move |_| draft.settle()
                />
            </span>
        }
    };
    let offered = field::choices(app, RecordKind::Customer, path);
    match (op, of) {
        (Op::Empty | Op::NotEmpty, _) => ().into_any(),
        (Op::In | Op::NotIn, _) if !offered.is_empty() => {
            view! { <Several draft=draft id=id clause=clause offered=offered /> }.into_any()
        }
        (_, Of::Bool) => {
            let choices = Signal::derive(move || {
                vec![
                    Choice::new("true", page.text(&message!("value-yes"))),
                    Choice::new("false", page.text(&message!("value-no"))),
                ]
            });
            view! { <SelectField label=say(page, || message!("op-value")) value=Signal::derive(move || at(0)) choices=choices quiet=true on_change=choose /> }.into_any()
        }
        (Op::Within, _) => {
            let choices = Signal::derive(move || {
                let mut periods: Vec<Choice> = field::PERIODS
                    .iter()
                    .map(|period| Choice::new(*period, field::period(app, period)))
                    .collect();
                let own = at(0);
                if !own.is_empty() && !periods.iter().any(|choice| choice.value == own) {
                    periods.push(Choice::new(own.clone(), field::period(app, &own)));
                }
                periods
            });
            view! { <SelectField label=say(page, || message!("op-value")) value=Signal::derive(move || at(0)) choices=choices quiet=true on_change=choose /> }.into_any()
        }
        (Op::Between, _) => view! {
            {input(0, message!("op-from"))}
            {input(1, message!("op-to"))}
        }
        .into_any(),
        _ => input(0, message!("op-value")).into_any(),
    }
}

/// Several of some values, checked in what opens below.
#[component]
fn Several(draft: Draft, id: u32, clause: Memo<Clause>, offered: Vec<Choice>) -> impl IntoView {
    let page = draft.app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let offered = StoredValue::new(offered);
    let label = Signal::derive(move || {
        let clause = clause.read();
        let names: Vec<String> = offered
            .read_value()
            .iter()
            .filter(|choice| clause.values.contains(&choice.value))
            .map(|choice| choice.label.clone())
            .collect();
        if names.is_empty() {
            return page.text(&message!("segment-choose-values"));
        }
        names.join(page.locale().between_values())
    });
    let checks = move || {
        let checks = offered.get_value().into_iter().map(|choice| {
            let (own, value) = (choice.value.clone(), choice.value);
            let checked = Signal::derive(move || clause.read().values.contains(&own));
            let toggle = move |is_on: bool| {
                let change = |clause: &mut Clause| {
                    clause.values.retain(|held| *held != value);
                    if is_on {
                        clause.values.push(value.clone());
                    }
                };
                draft.change(|tree| tree.change(id, change));
            };
            view! { <CheckBox label=choice.label checked=checked on_change=toggle /> }
        });
        checks.collect_view()
    };
    view! {
        <span class="segment-line__several" node_ref=opener>
            <Button label=label icon=Glyph::ChevronDown on_press=move |()| anchor.set(opener.get_untracked().map(Into::into)) />
        </span>
        <Popover anchor=anchor label=say(page, || message!("op-value"))>
            <div class="filter-form__choices" role="group" aria-label=page.text(&message!("op-value"))>{checks()}</div>
        </Popover>
    }
}
