//! Who belongs to whom: the companies of a person, the people of a company. The link stands in the person's record, whichever page it is made on.

use crate::domain::{RecordId, RecordKind, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::records::links::{Links, link, linked, unlink};
use crate::ui::records::related::people;
use leptos::prelude::*;

/// Makes a person belong to a company.
fn join(app: App, person: RecordId, company: RecordId) {
    let element = app.live().writer().new_id(RecordKind::Customer);
    let element = element.uuid.to_string();
    link(app, person, customer::COMPANIES, &element, company);
}

/// Makes a person no longer belong to a company.
fn part_ways(app: App, person: RecordId, company: RecordId) {
    unlink(app, person, customer::COMPANIES, company);
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
    let all = Memo::new(move |_| linked(app, id, customer::COMPANIES));
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
