//! Who has a part in a deal, in the customer's house or elsewhere.

use crate::domain::{Key, Part, RecordId, Value, deal};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::ui::records::links::Links;
use crate::ui::records::related::RelatedCustomer;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// The people, and the search that adds one.
#[component]
pub(super) fn People(
    /// The app.
    app: App,
    /// The deal.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let Some(record) = workspace.record(id) else {
            return Vec::new();
        };
        let people = record.elements(deal::PEOPLE).filter_map(|(_, value)| {
            let part = value.as_part()?;
            let person = part.value(0).and_then(Value::as_ref_id)?;
            let role = part.value(1).and_then(Value::as_text).unwrap_or_default();
            Some(RelatedCustomer {
                id: person,
                name: live.record(person).name(person).into_owned(),
                role: role.to_owned(),
            })
        });
        people.collect::<Vec<_>>()
    });
    // The element of a person is the person's own id, so that the same one is never there twice.
    let put = move |person: RecordId, part: Option<Part>| {
        let held: Vec<Key> = {
            let live = app.live();
            let workspace = live.peek();
            let Some(record) = workspace.record(id) else {
                return;
            };
            let is_them = |value: &Value| {
                let part = value.as_part();
                part.and_then(|part| part.value(0).and_then(Value::as_ref_id)) == Some(person)
            };
            let held = record
                .elements(deal::PEOPLE)
                .filter(|(_, value)| is_them(value));
            held.map(|(element, _)| Key::of(deal::PEOPLE, element.clone()))
                .collect()
        };
        let fields = match part {
            Some(part) => vec![(
                Key::of(deal::PEOPLE, person.uuid.to_string()),
                Some(Value::Part(part)),
            )],
            None => held.into_iter().map(|key| (key, None)).collect(),
        };
        let command = Command::Edit {
            ids: vec![id],
            fields,
            revision: None,
        };
        // A refusal was said; the list stays as it was.
        let _ = app.execute(&command);
    };
    let title = Signal::derive(move || page.messages().field("deal", "people"));
    view! {
        <Card>
            <Links
                app=app
                title=title
                all=all
                tab="people"
                add_label=say(page, || message!("customer-add-person"))
                on_add=move |person| put(person, Some(Part::new([(0, Value::Ref(person))])))
                on_remove=move |person| put(person, None)
            />
        </Card>
    }
}
