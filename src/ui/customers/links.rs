//! Who belongs to whom: the companies of a person, the people of a company. The link stands in the person's record, whichever page it is made on.

use crate::domain::{RecordId, RecordKind, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::records::links::{Links, link, link_from_new, link_new, linked, unlink};
use crate::ui::records::related::people;
use leptos::prelude::*;

fn new_customer(app: App) -> RecordId {
    app.live().writer().new_id(RecordKind::Customer)
}

/// The id of another link of a person.
fn new_element(app: App) -> String {
    new_customer(app).uuid.to_string()
}

/// Makes a person belong to a company.
fn join(app: App, person: RecordId, company: RecordId) {
    link(app, person, customer::COMPANIES, &new_element(app), company);
}

/// Makes a company that a person belongs to.
fn join_new_company(app: App, person: RecordId, name: &str) {
    let element = new_element(app);
    let list = (customer::COMPANIES, element.as_str());
    link_new(app, person, list, new_customer(app), ("company", name));
}

/// Makes a person who belongs to a company.
fn join_new_person(app: App, name: &str, company: RecordId) {
    let element = new_element(app);
    let list = (customer::COMPANIES, element.as_str());
    link_from_new(app, new_customer(app), list, company, ("person", name));
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
            on_make=move |name: String| join_new_company(app, id, &name)
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
            on_make=move |name: String| join_new_person(app, &name, id)
            on_remove=move |person| part_ways(app, person, id)
        />
    }
}
