//! What is known of a customer, edited in place: a line for each field, in the order people read,
//! and what is missing. Lists of addresses and numbers are [`super::elements`]'.

use super::cell::completeness;
use super::elements::{Addresses, Elements};
use super::is_person;
use super::links::{Companies, People};
use crate::domain::{FieldIx, RecordId, customer, field};
use crate::message;
use crate::query::customer::missing;
use crate::ui::app::App;
use crate::ui::records::facts::{FieldFacts, OwnFacts, Seldom};
use leptos::prelude::*;

/// The fields that a page shows before the ways to reach the customer, after them, and those that most
/// records leave empty.
type Fields = [&'static [FieldIx]; 3];

/// Those of a person.
const OF_PERSON: Fields = [
    &[customer::GIVEN_NAME, customer::FAMILY_NAME, customer::TITLE],
    &[
        field::OWNER,
        customer::LIFECYCLE,
        customer::SOURCE,
        customer::NEXT_FOLLOW_UP,
    ],
    &[
        customer::REPORTS_TO,
        customer::DEPARTMENT,
        customer::WEBSITE,
        customer::LEAD_STATUS,
        customer::RATING,
        customer::PREFERRED_LANGUAGE,
        customer::BIRTHDAY,
        customer::DO_NOT_CALL,
        customer::DESCRIPTION,
    ],
];

/// Those of a company.
const OF_COMPANY: Fields = [
    &[customer::NAME],
    &[
        customer::WEBSITE,
        customer::INDUSTRY,
        customer::SIZE,
        field::OWNER,
        customer::LIFECYCLE,
        customer::SOURCE,
        customer::NEXT_FOLLOW_UP,
    ],
    &[
        customer::PARENT,
        customer::ANNUAL_REVENUE,
        customer::TYPE,
        customer::LEAD_STATUS,
        customer::RATING,
        customer::PREFERRED_LANGUAGE,
        customer::LEGAL_NAME,
        customer::TAX_ID,
        customer::DO_NOT_CALL,
        customer::DESCRIPTION,
    ],
];

/// The fields of a customer.
#[component]
pub(super) fn Facts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let is_person = Memo::new(move |_| is_person(app, id));
    let facts =
        move |fields: &'static [FieldIx]| view! { <FieldFacts app=app id=id fields=fields /> };
    let lines = move || {
        let [before, after, seldom] = if is_person.get() {
            OF_PERSON
        } else {
            OF_COMPANY
        };
        view! {
            <div class="facts">
                {facts(before)}
                <div data-field="phones"><Elements app=app id=id list=customer::PHONES /></div>
                <Elements app=app id=id list=customer::EMAILS />
                {facts(after)}
                <Addresses app=app id=id />
                <OwnFacts app=app id=id />
            </div>
            <Seldom app=app id=id fields=seldom />
        }
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
        {lines}
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
            None => names.join(page.locale().between_values()),
        };
        Some(page.text(&message!("customer-missing", fields = fields)))
    });
    view! {
        <div class="facts__head">
            <h2 class="record__head">{move || page.text(&message!("customer-details"))}</h2>
            <span class="soft small push">{words}</span>
        </div>
        <span class="facts__bar" aria-hidden="true" data-high=move || (percent.get() >= 80).then_some("")>
            <span class="facts__done" style:inline-size=move || format!("{}%", percent.get())></span>
        </span>
        {move || missing.get().map(|words| view! { <p class="soft small">{words}</p> })}
    }
}
