//! The form that makes a record of a few fields, each drawn by its type. What it asks, and what it
//! begins with, is said by whoever opens it; kinds that ask in their own way have forms of their own.

use super::field::choices;
use crate::domain::{
    FieldIx, Key, Problem, RecordId, RecordKind, Rule, Type, Value, customer, field,
};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::App;
use crate::ui::components::{Choice, DateField, SelectField, TextArea, TextField};
use crate::ui::records::form::{FormDialog, Sending, parse_all};
use crate::ui::records::own_form::{OwnAsked, OwnDraft};
use crate::ui::records::record_field::{Picked, RecordField};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// What a form begins with, as it would be typed.
pub type Start = &'static [(FieldIx, &'static str)];

/// One field as it is typed; of one that leads to a customer also whom it means.
#[derive(Clone, Copy)]
struct Entry {
    ix: FieldIx,
    text: RwSignal<String>,
    picked: Option<RwSignal<Picked>>,
    /// What the form itself filled in.
    given: StoredValue<String>,
}

impl Entry {
    fn new(kind: RecordKind, ix: FieldIx) -> Self {
        Self {
            ix,
            text: RwSignal::new(String::new()),
            picked: leads_to_customer(kind, ix).then(RwSignal::default),
            given: StoredValue::default(),
        }
    }

    fn clear(self) {
        self.text.set(String::new());
        if let Some(picked) = self.picked {
            picked.set(Picked::None);
        }
    }

    /// Whether somebody typed or chose what is in it.
    fn is_typed(self) -> bool {
        is_typed(&self.text.read_untracked(), &self.given.read_value())
    }

    /// Fills it in.
    fn give(self, text: String, to: Picked) {
        self.given.set_value(text.clone());
        self.text.set(text);
        if let Some(picked) = self.picked {
            picked.set(to);
        }
    }
}

/// Whether a text is somebody's own: there, and not what the form filled in.
fn is_typed(text: &str, given: &str) -> bool {
    !text.is_empty() && text != given
}

fn leads_to_customer(kind: RecordKind, ix: FieldIx) -> bool {
    let of = kind.field(ix).map(|field| field.of);
    matches!(of, Some(Type::Ref([RecordKind::Customer])))
}

/// The command that makes the record, and customers who are not there yet with it.
fn command(
    app: App,
    id: RecordId,
    entries: &[Entry],
    own: OwnDraft,
) -> Result<Command, Vec<Problem>> {
    let (named, plain): (Vec<Entry>, Vec<Entry>) = entries
        .iter()
        .copied()
        .partition(|entry| entry.picked.is_some());
    let typed: Vec<_> = plain
        .iter()
        .map(|entry| (Key::one(entry.ix), entry.text))
        .collect();
    let parsed = own.with(app, parse_all(app, id.kind, &typed));
    let (mut commands, mut problems, mut refs) = (Vec::new(), Vec::new(), Vec::new());
    for entry in named {
        let to = match entry.picked.map(|picked| picked.get_untracked()) {
            Some(Picked::Known(to)) => to,
            Some(Picked::New(name)) => {
                let to = app.live().writer().new_id(RecordKind::Customer);
                let fields = vec![
                    (Key::one(customer::KIND), Some(Value::text("company"))),
                    (Key::one(customer::NAME), Some(Value::text(name))),
                ];
                commands.push(Command::Create { id: to, fields });
                to
            }
            // Words that nobody chose mean nobody; that is said rather than dropped.
            _ => {
                let value = entry.text.get_untracked();
                if let (false, Some(field)) = (value.trim().is_empty(), id.kind.field(entry.ix)) {
                    problems.push(Problem::new(field.name, Rule::NoSuchRecord { value }));
                }
                continue;
            }
        };
        refs.push((Key::one(entry.ix), Some(Value::Ref(to))));
    }
    let mut fields = match parsed {
        Ok(fields) if problems.is_empty() => fields,
        parsed => {
            problems.extend(parsed.err().unwrap_or_default());
            return Err(problems);
        }
    };
    fields.extend(refs);
    let made = Command::Create { id, fields };
    if commands.is_empty() {
        return Ok(made);
    }
    commands.push(made);
    Ok(Command::All(commands))
}

/// The form, in a dialog.
#[component]
pub fn CreateRecord(
    /// The app.
    app: App,
    /// What it makes.
    kind: RecordKind,
    /// What it asks.
    fields: &'static [FieldIx],
    /// Its title.
    title: fn() -> Message,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it begins with.
    #[prop(optional)]
    start: Start,
    /// The records that its fields lead to at first.
    #[prop(optional, into)]
    about: Signal<Vec<(FieldIx, RecordId)>>,
    /// What follows once it is made and on the disk.
    #[prop(optional, into)]
    on_made: Option<Callback<RecordId>>,
) -> impl IntoView {
    let entries: Vec<Entry> = fields.iter().map(|ix| Entry::new(kind, *ix)).collect();
    let entries = StoredValue::new(entries);
    let sending = Sending::new(app);
    let own = OwnDraft::new(kind);
    Effect::new(move |_| {
        if open.get() {
            begin(app, &entries.read_value(), start, &about.get_untracked());
        }
    });
    let submit = move || {
        let id = app.live().writer().new_id(kind);
        let command = move || command(app, id, &entries.read_value(), own);
        sending.make(id, command, move || {
            entries.read_value().iter().for_each(|entry| entry.clear());
            own.clear();
            open.set(false);
            if let Some(made) = on_made {
                made.run(id);
            }
        });
    };
    view! {
        <FormDialog sending=sending open=open title=title on_submit=move |()| submit()>
            {entries
                .get_value()
                .into_iter()
                .map(|entry| view! { <Asked app=app kind=kind entry=entry sending=sending /> })
                .collect_view()}
            <OwnAsked app=app draft=own sending=sending />
        </FormDialog>
    }
}

/// Takes what the form begins with; what was typed before stays, what it filled in itself does not.
fn begin(app: App, entries: &[Entry], start: Start, about: &[(FieldIx, RecordId)]) {
    let live = app.live();
    let workspace = live.peek();
    for entry in entries.iter().filter(|entry| !entry.is_typed()) {
        let known = about.iter().find(|(ix, _)| *ix == entry.ix);
        let given = start.iter().find(|(ix, _)| *ix == entry.ix);
        match (known, entry.picked) {
            (Some((_, id)), Some(_)) => {
                entry.give(workspace.name(*id).into_owned(), Picked::Known(*id));
            }
            (Some((_, id)), None) => entry.give(id.to_string(), Picked::None),
            (None, _) if entry.ix == field::OWNER => {
                let author = live.writer().machine().author();
                let author = author.map(|id| id.to_string()).unwrap_or_default();
                entry.give(author, Picked::None);
            }
            (None, _) => {
                let text = given.map_or_else(String::new, |(_, text)| (*text).to_owned());
                entry.give(text, Picked::None);
            }
        }
    }
}

/// One field of the form.
#[component]
fn Asked(app: App, kind: RecordKind, entry: Entry, sending: Sending) -> impl IntoView {
    let page = app.page();
    let field = kind.field(entry.ix)?;
    let (name, is_required) = (field.name, field.is_required);
    let label = Signal::derive(move || page.messages().field(kind.code(), name));
    let error = sending.error(name);
    let (value, reveal) = (entry.text, sending.sent);
    Some(match (field.of, entry.picked) {
        (_, Some(picked)) => view! {
            <RecordField
                app=app
                label=label
                words=value
                picked=picked
                error=Signal::derive(move || sending.rule(name))
            />
        }
        .into_any(),
        (Type::Choice(options), None) if options.open && options.codes.is_empty() => view! {
            <TextField label=label value=value error=error reveal=reveal required=is_required />
        }
        .into_any(),
        (Type::Choice(_) | Type::Ref(_), None) => {
            let offered = Signal::derive(move || {
                let none =
                    (!is_required).then(|| Choice::new("", page.text(&message!("field-no-choice"))));
                none.into_iter()
                    .chain(choices(app, kind, name))
                    .collect::<Vec<_>>()
            });
            view! {
                <SelectField
                    label=label
                    value=value
                    choices=offered
                    error=error
                    reveal=reveal
                    on_change=move |to| value.set(to)
                />
            }
            .into_any()
        }
        (Type::Date, None) => {
            view! { <DateField label=label value=value error=error reveal=reveal required=is_required /> }
                .into_any()
        }
        (Type::LongText, None) => {
            view! { <TextArea label=label value=value error=error reveal=reveal /> }.into_any()
        }
        (Type::Money, None) => {
            let currency =
                Signal::derive(move || app.currency().map(|currency| currency.code().to_owned()));
            view! {
                <TextField
                    label=label
                    value=value
                    unit=currency
                    input_mode="decimal"
                    error=error
                    reveal=reveal
                    required=is_required
                />
            }
            .into_any()
        }
        _ => view! {
            <TextField label=label value=value error=error reveal=reveal required=is_required />
        }
        .into_any(),
    })
}

#[cfg(test)]
mod tests {
    use super::is_typed;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_the_form_filled_in_is_nobodys_own() {
        assert!(!is_typed("", ""));
        assert!(!is_typed("", "Kaffeehaus Brandt"));
        assert!(!is_typed("Kaffeehaus Brandt", "Kaffeehaus Brandt"));
        assert!(is_typed("Kanal & Co", "Kaffeehaus Brandt"));
        assert!(is_typed("Kanal & Co", ""));
    }
}
