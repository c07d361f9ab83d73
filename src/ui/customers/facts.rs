//! What is known of a customer, edited in place: a line for each field, in the order people read,
//! and what is missing. Lists of addresses and numbers are [`super::elements`]'.

use super::cell::completeness;
use super::elements::{Addresses, Elements};
use super::links::{Companies, People};
use crate::domain::{FieldIx, RecordId, RecordKind, Type, custom_field, customer, field};
use crate::message;
use crate::query::customer::missing;
use crate::ui::app::{App, say};
use crate::ui::components::{Choice, InlineField, InlineKind};
use crate::ui::lists::field::choices;
use crate::ui::lists::value::{at, show, typed, write};
use crate::workspace::input::type_of;
use leptos::prelude::*;

/// The fields that a person's page shows before the ways to reach them, and after.
const OF_PERSON: (&[FieldIx], &[FieldIx]) = (
    &[
        customer::GIVEN_NAME,
        customer::FAMILY_NAME,
        customer::TITLE,
        customer::DEPARTMENT,
    ],
    &[
        customer::WEBSITE,
        field::OWNER,
        customer::LIFECYCLE,
        customer::LEAD_STATUS,
        customer::SOURCE,
        customer::RATING,
        customer::PREFERRED_LANGUAGE,
        customer::BIRTHDAY,
        customer::DO_NOT_CALL,
        customer::NEXT_FOLLOW_UP,
        customer::DESCRIPTION,
    ],
);

/// The same of a company.
const OF_COMPANY: (&[FieldIx], &[FieldIx]) = (
    &[customer::NAME],
    &[
        customer::WEBSITE,
        customer::INDUSTRY,
        customer::SIZE,
        customer::ANNUAL_REVENUE,
        field::OWNER,
        customer::TYPE,
        customer::LIFECYCLE,
        customer::LEAD_STATUS,
        customer::SOURCE,
        customer::RATING,
        customer::PREFERRED_LANGUAGE,
        customer::LEGAL_NAME,
        customer::TAX_ID,
        customer::DO_NOT_CALL,
        customer::NEXT_FOLLOW_UP,
        customer::DESCRIPTION,
    ],
);

/// The fields of a customer.
#[component]
pub(super) fn Facts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let is_person = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| record.text(customer::KIND) == "person")
    });
    let own = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.kind(RecordKind::CustomField);
        let table = workspace.table(RecordKind::CustomField);
        let fields = table.live_rows().filter_map(|row| table.record(row));
        fields
            .filter(|record| record.text(custom_field::OBJECT) == id.kind.code())
            .map(|record| {
                let path = format!("custom.{}", record.text(custom_field::KEY));
                (path, record.text(custom_field::LABEL).to_owned())
            })
            .collect::<Vec<_>>()
    });
    let facts = move |fields: &'static [FieldIx]| {
        let named = fields.iter().filter_map(|ix| id.kind.field(*ix));
        named
            .map(|field| {
                let label =
                    Signal::derive(move || page.messages().field(id.kind.code(), field.name));
                view! { <Fact app=app id=id path=field.name.to_owned() label=label /> }
            })
            .collect_view()
    };
    let lines = move || {
        let (before, after) = if is_person.get() {
            OF_PERSON
        } else {
            OF_COMPANY
        };
        view! {
            {facts(before)}
            <Elements app=app id=id list=customer::PHONES />
            <Elements app=app id=id list=customer::EMAILS />
            {facts(after)}
            <Addresses app=app id=id />
        }
    };
    let own_lines = move || {
        let own = own.get();
        own.into_iter()
            .map(|(path, label)| view! { <Fact app=app id=id path=path label=Signal::stored(label) /> })
            .collect_view()
    };
    let links = move || {
        if is_person.get() {
            view! { <Companies app=app id=id /> }.into_any()
        } else {
            view! { <People app=app id=id /> }.into_any()
        }
    };
    view! {
        <Complete app=app id=id />
        <div class="facts">{lines}{own_lines}</div>
        {links}
    }
}

/// How complete the record is, and what is missing.
#[component]
fn Complete(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let percent = Memo::new(move |_| completeness(app, id));
    let words = Signal::derive(move || {
        let percent = app
            .format()
            .map(|format| format.percent(f64::from(percent.get())))
            .unwrap_or_default();
        page.text(&message!("customer-complete", percent = percent))
    });
    let missing = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let names: Vec<String> = missing(&record)
            .into_iter()
            .filter_map(|fact| id.kind.field(fact.field))
            .map(|field| page.messages().field(id.kind.code(), field.name))
            .collect();
        if names.is_empty() {
            return None;
        }
        let fields = match app.format() {
            Some(format) => format.list(&names),
            None => names.join(", "),
        };
        Some(page.text(&message!("customer-missing", fields = fields)))
    });
    view! {
        <div class="facts__head">
            <h2 class="customer__head">{move || page.text(&message!("customer-details"))}</h2>
            <span class="soft small push">{move || words.get()}</span>
        </div>
        <span class="facts__bar" aria-hidden="true" data-high=move || (percent.get() >= 80).then_some("")>
            <span class="facts__done" style:inline-size=move || format!("{}%", percent.get())></span>
        </span>
        {move || missing.get().map(|words| view! { <p class="soft small">{words}</p> })}
    }
}

/// One field.
#[component]
pub(super) fn Fact(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which, by its path.
    path: String,
    /// What it is called.
    label: Signal<String>,
) -> impl IntoView {
    let page = app.page();
    let of = crate::ui::lists::field::register(id.kind, &path)
        .and_then(|key| type_of(&app.live().peek(), id.kind, &key));
    let read = {
        let path = path.clone();
        Memo::new(move |_| {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            at(&record, &path)
        })
    };
    let shown = {
        let path = path.clone();
        Signal::derive(move || {
            let value = read.get();
            value
                .map(|value| show(app, id.kind, &path, &value))
                .unwrap_or_default()
        })
    };
    let draft = Signal::derive(move || read.read().as_ref().map(typed));
    let commit = {
        let path = path.clone();
        move |text: String| write(app, &[id], &path, &text)
    };
    let kind = Signal::derive(move || {
        let none = || Choice::new("", page.text(&message!("field-no-choice")));
        match of {
            Some(Type::Choice(_) | Type::Ref(_)) => {
                // Owners may come and go while the page is open.
                drop(app.live().kind(RecordKind::Owner));
                let own = choices(app, id.kind, &path);
                InlineKind::Choice(std::iter::once(none()).chain(own).collect())
            }
            Some(Type::Bool) => InlineKind::Choice(vec![
                none(),
                Choice::new("true", page.text(&message!("value-yes"))),
                Choice::new("false", page.text(&message!("value-no"))),
            ]),
            Some(Type::Date) => InlineKind::Date,
            Some(Type::LongText) => InlineKind::Lines,
            _ => InlineKind::Text,
        }
    });
    view! {
        <InlineField
            label=label
            value=shown
            draft=draft
            empty=say(page, || message!("field-add-value"))
            edit_label=say(page, || message!("action-edit"))
            hint=say(page, || message!("field-escape-cancels"))
            kind=kind
            on_commit=commit
        />
    }
}
