//! The user's own fields in the forms that make a record: those that it cannot be made without stand
//! there, the others behind a button. What stands in a form besides is each form's own.

use super::form::{Fields, Sending};
use super::record_field::{Picked, RecordField};
use crate::domain::{Key, Problem, RecordKind, Rule, Shape, Type, Value, field};
use crate::message;
use crate::query::cell::own_key;
use crate::ui::app::App;
use crate::ui::components::{
    Button, ButtonKind, Choice, DateField, SelectField, TextArea, TextField,
};
use crate::ui::follow::follow;
use crate::ui::lists::field::{OwnField, choices, own_fields, searched_kind};
use crate::ui::lists::several::Several;
use crate::ui::lists::value::read;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What was typed into one field; of one that leads to a record also which it means.
#[derive(Clone, Default)]
struct Entry {
    text: ArcRwSignal<String>,
    picked: ArcRwSignal<Picked>,
}

/// What was typed into the own fields of a form, by their paths.
#[derive(Clone, Copy)]
pub struct OwnDraft {
    kind: RecordKind,
    entries: StoredValue<BTreeMap<String, Entry>>,
}

impl OwnDraft {
    /// Of a form that makes records of a kind, before anything was typed.
    #[must_use]
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            entries: StoredValue::default(),
        }
    }

    fn entry(self, path: &str) -> Entry {
        let held = self
            .entries
            .with_value(|entries| entries.get(path).cloned());
        held.unwrap_or_else(|| {
            let entry = Entry::default();
            self.entries
                .update_value(|entries| drop(entries.insert(path.to_owned(), entry.clone())));
            entry
        })
    }

    /// Forgets what was typed.
    pub fn clear(self) {
        self.entries.with_value(|entries| {
            for entry in entries.values() {
                entry.text.set(String::new());
                entry.picked.set(Picked::None);
            }
        });
    }

    /// Adds the values of these fields to those that the form has read, or what is wrong with either. That
    /// one is missing is said with what else is, once the record is to be made.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn with(
        self,
        app: App,
        read: Result<Fields, Vec<Problem>>,
    ) -> Result<Fields, Vec<Problem>> {
        let (mut fields, mut problems) = match read {
            Ok(fields) => (fields, Vec::new()),
            Err(problems) => (Fields::new(), problems),
        };
        for own in untrack(|| asked(app, self.kind)) {
            match self.value(app, &own) {
                Ok(values) => fields.extend(values),
                Err(rule) => problems.push(Problem::new(own.path, rule)),
            }
        }
        if problems.is_empty() {
            Ok(fields)
        } else {
            Err(problems)
        }
    }

    fn value(self, app: App, own: &OwnField) -> Result<Fields, Rule> {
        let entry = self.entry(&own.path);
        let text = entry.text.get_untracked();
        if searched_kind(own.values.1).is_none() {
            return read(app, self.kind, &own.path, &text);
        }
        let key = Key::of(field::CUSTOM, own_key(&own.path).unwrap_or_default());
        match entry.picked.get_untracked() {
            Picked::Known(id) => Ok(vec![(key, Some(Value::Ref(id)))]),
            _ if !text.trim().is_empty() => Err(Rule::NoSuchRecord { value: text }),
            _ => Ok(Vec::new()),
        }
    }
}

/// The own fields of a kind that a form can ask for: those that are not worked out.
fn asked(app: App, kind: RecordKind) -> Vec<OwnField> {
    let mut own = own_fields(app, kind);
    own.retain(|field| !field.is_formula);
    own
}

/// The fields.
#[component]
pub fn OwnAsked(
    /// The app.
    app: App,
    /// What is typed into them.
    draft: OwnDraft,
    /// How sending the form goes.
    sending: Sending,
) -> impl IntoView {
    let page = app.page();
    let own = Memo::new(move |_| asked(app, draft.kind));
    let of = move |is_required: bool| {
        let mut own = own.get();
        own.retain(|field| field.is_required == is_required);
        own
    };
    let is_open = RwSignal::new(false);
    // What is wrong with a field that is hidden shows it.
    let shows = Memo::new(move |_| {
        let is_wrong = |field: &OwnField| sending.rule(&field.path).is_some();
        is_open.get() || of(false).iter().any(is_wrong)
    });
    let has_more = Memo::new(move |_| !of(false).is_empty());
    let label = Signal::derive(move || {
        page.text(&if shows.get() {
            message!("form-fewer-fields")
        } else {
            message!("form-more-fields")
        })
    });
    let lines = move |is_required: bool| {
        of(is_required)
            .into_iter()
            .map(|field| view! { <OwnInput app=app draft=draft field=field sending=sending /> })
            .collect_view()
    };
    view! {
        {move || lines(true)}
        <Show when=move || has_more.get()>
            <div>
                <Button
                    label=label
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=move |()| is_open.set(!shows.get_untracked())
                    attr:aria-expanded=follow(move || if shows.get() { "true" } else { "false" })
                />
            </div>
            <Show when=move || shows.get()>{move || lines(false)}</Show>
        </Show>
    }
}

/// One of them, by its type.
#[component]
fn OwnInput(app: App, draft: OwnDraft, field: OwnField, sending: Sending) -> impl IntoView {
    let page = app.page();
    let kind = draft.kind;
    let OwnField {
        path,
        label,
        values: (shape, of),
        is_required: required,
        ..
    } = field;
    let entry = draft.entry(&path);
    let text = RwSignal::from(entry.text);
    let label = Signal::stored(label);
    let reveal = sending.sent;
    let rule = {
        let path = path.clone();
        Signal::derive(move || sending.rule(&path))
    };
    let error = Signal::derive(move || rule.get().map(|rule| page.messages().rule(&rule)));
    if let Some(target) = searched_kind(of) {
        let picked = RwSignal::from(entry.picked);
        return view! {
            <RecordField app=app label=label words=text picked=picked error=rule kind=target makes=false required=required />
        }
        .into_any();
    }
    let is_closed = matches!(of, Type::Bool | Type::Ref(_));
    let offered = match of {
        Type::Bool => vec![
            Choice::new("true", page.text(&message!("value-yes"))),
            Choice::new("false", page.text(&message!("value-no"))),
        ],
        Type::Choice(_) | Type::Ref(_) => choices(app, kind, &path),
        _ => Vec::new(),
    };
    // Where no options are known yet, they are written.
    if shape == Shape::Set && !offered.is_empty() {
        return view! { <Several app=app kind=kind path=path label=label text=text error=error /> }
            .into_any();
    }
    if is_closed || !offered.is_empty() {
        let none = Choice::new("", page.text(&message!("field-no-choice")));
        let offered: Vec<Choice> = std::iter::once(none).chain(offered).collect();
        return view! {
            <SelectField
                label=label
                value=text
                choices=Signal::stored(offered)
                error=error
                reveal=reveal
                required=required
                on_change=move |to| text.set(to)
            />
        }
        .into_any();
    }
    let (keys, unit) = match of {
        Type::Number => (Some("decimal"), None),
        Type::Money => {
            let currency = app.currency().map(|currency| currency.code().to_owned());
            (Some("decimal"), currency)
        }
        Type::Email => (Some("email"), None),
        Type::Phone => (Some("tel"), None),
        Type::Url => (Some("url"), None),
        _ => (None, None),
    };
    match of {
        Type::Date | Type::Instant => view! {
            <DateField
                label=label
                value=text
                error=error
                reveal=reveal
                required=required
                has_time=of == Type::Instant
            />
        }
        .into_any(),
        Type::LongText => {
            view! { <TextArea label=label value=text error=error reveal=reveal required=required /> }.into_any()
        }
        _ => view! {
            <TextField
                label=label
                value=text
                unit=unit
                input_mode=keys.unwrap_or("text")
                error=error
                reveal=reveal
                required=required
            />
        }
        .into_any(),
    }
}
