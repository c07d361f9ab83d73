//! Who has a part in a deal, in the customer's house or elsewhere.

use crate::domain::{RecordId, RecordKind, deal};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::ui::records::links::{Links, link, link_new, linked, unlink};
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
    let all = Memo::new(move |_| linked(app, id, deal::PEOPLE));
    // The element of a person is the person's own id, so that the same one is never there twice.
    let add = move |person: RecordId| {
        link(app, id, deal::PEOPLE, &person.uuid.to_string(), person);
    };
    let make = move |name: String| {
        let person = app.live().writer().new_id(RecordKind::Customer);
        let element = person.uuid.to_string();
        let list = (deal::PEOPLE, element.as_str());
        link_new(app, id, list, person, ("person", &name));
    };
    view! {
        <Card>
            <Links
                app=app
                title=Signal::derive(move || page.messages().field("deal", "people"))
                all=all
                tab="people"
                add_label=say(page, || message!("customer-add-person"))
                on_add=add
                on_make=make
                on_remove=move |person| unlink(app, id, deal::PEOPLE, person)
            />
        </Card>
    }
}
