//! The head of a customer's page: who it is, the tags, the facts that decide what to do next, and
//! the way through the list one came from.

use super::cell::{last_contact, lifecycle_chip, step_words};
use super::reach::Reach;
use super::{company, is_person, place, shape_of};
use crate::domain::money::MoneySums;
use crate::domain::{RecordId, RecordKind, customer, field};
use crate::message;
use crate::query::customer::next_steps_of;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Button, Glyph};
use crate::ui::frame::Making;
use crate::ui::lists::depend;
use crate::ui::lists::value::sums;
use crate::ui::records::head::{KeyFact, KeyFacts, RecordHead, named, step_fact};
use crate::ui::records::related::{deals, people, transactions};
use leptos::prelude::*;

/// The head.
#[component]
pub(super) fn Head(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let shape = shape_of(app, id);
    let line = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let is_person = record.text(customer::KIND) == "person";
        let at = company(&record).map(|company| live.record(company).name(company).into_owned());
        Some(match (record.text(customer::TITLE), at, place(&record)) {
            (title, Some(company), _) if !title.is_empty() => page.text(&message!(
                "customer-person-at",
                title = title,
                company = company
            )),
            ("", Some(company), _) => company,
            (title, None, _) if !title.is_empty() => title.to_owned(),
            (_, _, place) if place.is_empty() => {
                let code = record.text(customer::KIND);
                page.messages().option("customer", "kind", code)
            }
            (_, _, place) if is_person => page.text(&message!("customer-person-in", place = place)),
            (_, _, place) => page.text(&message!("customer-company-in", place = place)),
        })
    });
    let since = Memo::new(move |_| {
        let first = transactions(app, id)
            .into_iter()
            .filter_map(|one| one.date)
            .min()?;
        let month = app.format()?.month_and_year(first);
        Some(page.text(&message!("customer-since", date = month)))
    });
    let line = Signal::derive(move || {
        let facts = line.get().into_iter().chain(since.get());
        facts
            .collect::<Vec<_>>()
            .join(page.locale().between_facts())
    });
    let making = use_context::<Making>();
    let add_deal = move |()| {
        if let Some(making) = making {
            making.begin_deal(Some(id), None);
        }
    };
    view! {
        <RecordHead
            app=app
            id=id
            lead=move || view! { <Avatar name=name seed=id.to_string() shape=shape size=AvatarSize::Huge /> }
            beside=move || lifecycle_chip(app, Signal::stored(Some(id)))
            below=move || view! { <p class="soft">{line}</p> }
        >
            <Reach app=app id=id />
            <Button
                label=say(page, || message!("customer-add-deal"))
                icon=Glyph::Deals
                on_press=add_deal
            />
        </RecordHead>
        <Facts app=app id=id />
    }
}

/// The facts in a row.
#[component]
fn Facts(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let none = move || page.text(&message!("value-none"));
    let owner =
        Memo::new(move |_| named(app, id, field::OWNER).map_or_else(none, |(_, name)| name));
    let contact = Memo::new(move |_| {
        let live = app.live();
        let of_person = {
            let workspace = live.record(id);
            workspace.record(id).and_then(|record| company(&record))
        };
        match of_person {
            Some(company) => Some((company, live.record(company).name(company).into_owned())),
            None => people(app, id)
                .into_iter()
                .next()
                .map(|one| (one.id, one.name)),
        }
    });
    let step = Memo::new(move |_| {
        let live = app.live();
        depend::on_path(&live, RecordKind::Customer, "next_step");
        let step = next_steps_of(&live.peek(), &[id]).get(&id).copied();
        step.map(|step| step_words(app, step))
    });
    let last = Memo::new(move |_| {
        let format = app.format();
        let date = last_contact(app, id).zip(format);
        date.map_or_else(none, |(date, format)| format.date_near(date, app.today()))
    });
    let open = Memo::new(move |_| {
        let open = deals(app, id).into_iter().filter(|deal| deal.is_open);
        let total: MoneySums = open.filter_map(|deal| deal.amount).collect();
        sums(app, &total)
    });
    let bought = Memo::new(move |_| {
        let since = app.today().add_months(-12);
        let recent: Vec<_> = transactions(app, id)
            .into_iter()
            .filter(|one| one.date.is_some_and(|date| date > since))
            .collect();
        // What was ordered counts; where only bills are known, what was billed.
        let has_orders = recent.iter().any(|one| one.kind == "order");
        let counted = if has_orders { "order" } else { "invoice" };
        let amounts = recent.iter().filter(|one| one.kind == counted);
        let total: MoneySums = amounts.filter_map(|one| one.amount).collect();
        sums(app, &total)
    });
    let field =
        move |name: &'static str| Signal::derive(move || page.messages().field("customer", name));
    let contact_view = move || match contact.get() {
        Some((id, name)) => {
            view! { <a class="link" href=app.record_href(id)>{name}</a> }.into_any()
        }
        None => none().into_any(),
    };
    let is_person = Memo::new(move |_| is_person(app, id));
    let contact_label = Signal::derive(move || {
        if is_person.get() {
            page.messages().part("companies", "customer")
        } else {
            page.text(&message!("customer-main-contact"))
        }
    });
    view! {
        <KeyFacts app=app led=true>
            <KeyFact label=field("owner")>{move || owner.get()}</KeyFact>
            <KeyFact label=contact_label>{contact_view}</KeyFact>
            <KeyFact label=field("next_step")>
                {step_fact(app, step, || message!("list-none-planned"))}
            </KeyFact>
            <KeyFact label=field("last_contact")>{move || last.get()}</KeyFact>
            <KeyFact label=field("open_deals")>{move || open.get()}</KeyFact>
            <KeyFact label=say(page, || message!("customer-bought"))>{move || bought.get()}</KeyFact>
        </KeyFacts>
    }
}
