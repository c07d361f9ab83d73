//! Who belongs to whom: the companies of a person, the people of a company. The link stands in the person's record, whichever page it is made on.

use crate::domain::{Key, Part, RecordId, RecordKind, Value, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::records::links::Links;
use crate::ui::records::related::{RelatedCustomer, people};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// Makes a person belong to a company.
fn join(app: App, person: RecordId, company: RecordId) {
    let element = app.live().writer().new_id(RecordKind::Customer);
    let part = Part::new([(0, Value::Ref(company))]);
    let command = Command::Edit {
        ids: vec![person],
        fields: vec![(
            Key::of(customer::COMPANIES, element.uuid.to_string()),
            Some(Value::Part(part)),
        )],
        revision: None,
    };
    // A refusal was said; the list stays as it was.
    let _ = app.execute(&command);
}

/// Makes a person no longer belong to a company.
fn part_ways(app: App, person: RecordId, company: RecordId) {
    let keys: Vec<Key> = {
        let live = app.live();
        let workspace = live.peek();
        let Some(record) = workspace.record(person) else {
            return;
        };
        let of_company = |value: &Value| {
            let part = value.as_part();
            part.and_then(|part| part.value(0).and_then(Value::as_ref_id)) == Some(company)
        };
        record
            .elements(customer::COMPANIES)
            .filter(|(_, value)| of_company(value))
            .map(|(element, _)| Key::of(customer::COMPANIES, element.clone()))
            .collect()
    };
    let command = Command::Edit {
        ids: vec![person],
        fields: keys.into_iter().map(|key| (key, None)).collect(),
        revision: None,
    };
    // A refusal was said; the list stays as it was.
    let _ = app.execute(&command);
}

/// The companies of a person.
#[component]
pub(super) fn Companies(
    /// The app.
    app: App,
    /// The person.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let Some(record) = workspace.record(id) else {
            return Vec::new();
        };
        record
            .elements(customer::COMPANIES)
            .filter_map(|(_, value)| {
                let part = value.as_part()?;
                let company = part.value(0).and_then(Value::as_ref_id)?;
                let role = part.value(1).and_then(Value::as_text).unwrap_or_default();
                Some(RelatedCustomer {
                    id: company,
                    name: live.record(company).name(company).into_owned(),
                    role: role.to_owned(),
                })
            })
            .collect::<Vec<_>>()
    });
    let title = Signal::derive(move || page.messages().field("customer", "companies"));
    view! {
        <Links
            app=app
            title=title
            all=all
            tab="companies"
            add_label=say(page, || message!("customer-add-company"))
            on_add=move |company| join(app, id, company)
            on_remove=move |company| part_ways(app, id, company)
        />
    }
}

/// The people of a company.
#[component]
pub(super) fn People(
    /// The app.
    app: App,
    /// The company.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| people(app, id));
    view! {
        <Links
            app=app
            title=say(page, || message!("customer-people"))
            all=all
            tab="people"
            add_label=say(page, || message!("customer-add-person"))
            on_add=move |person| join(app, person, id)
            on_remove=move |person| part_ways(app, person, id)
        />
    }
}
