//! The head of a customer's page: who it is, the tags, the facts that decide what to do next, and
//! the way through the list one came from.

use super::cell::{last_contact, lifecycle_chip, step_words};
use super::related::{deals, people, transactions};
use super::{company, place, shape};
use crate::domain::{Key, Money, RecordId, RecordKind, Value, customer, field};
use crate::message;
use crate::query::customer::next_steps_of;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Avatar, AvatarSize, Button, ButtonKind, Glyph, IconButton, PageHeader, Popover, TextField,
};
use crate::ui::frame::is_typing;
use crate::ui::lists::bulk::add_tag;
use crate::ui::lists::depend;
use crate::ui::lists::trail::Trails;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;
use leptos_router::hooks::use_navigate;

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
    let shape = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.map(|record| shape(&record)).unwrap_or_default()
    });
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
    let navigate = use_navigate();
    let trash = move |()| {
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            let message = message!("toast-trashed", name = name.get_untracked());
            app.say(&message, true);
            let path = use_path_back(app);
            navigate(&path, Default::default());
        }
    };
    view! {
        <PageHeader
            title=name
            lead=move || view! { <Avatar name=name seed=id.to_string() shape=shape size=AvatarSize::Large /> }
            beside=move || view! {
                {lifecycle_chip(app, Signal::stored(Some(id)))}
                <Tags app=app id=id />
            }
            below=move || view! { <p class="soft">{move || line.get()}</p> }
        >
            <Neighbours app=app id=id />
            <Button
                label=say(page, || message!("action-delete"))
                icon=Glyph::Trash
                kind=ButtonKind::Quiet
                on_press=trash
            />
        </PageHeader>
        <KeyFacts app=app id=id />
    }
}

/// The list one came from, as the router names it.
fn use_path_back(app: App) -> String {
    let slug = app.page().host().slug();
    let path = use_context::<Trails>()
        .map(|trails| trails.0.get_untracked().path)
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| RecordKind::Customer.collection().to_owned());
    format!("/w/{slug}/{path}")
}

/// The place in the list one came from, and the way to its neighbours.
#[component]
fn Neighbours(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let trail = use_context::<Trails>().map(|trails| trails.0);
    let place = Memo::new(move |_| {
        let trail = trail?.read();
        let at = trail.ids.iter().position(|other| *other == id)?;
        Some((at, trail.ids.len()))
    });
    let navigate = use_navigate();
    let go = Callback::new(move |is_next: bool| {
        let Some(((at, total), trail)) = place.get_untracked().zip(trail) else {
            return;
        };
        let to = if is_next { at + 1 } else { at.wrapping_sub(1) };
        let other = trail.read_untracked().ids.get(to).copied();
        if let Some(other) = other.filter(|_| to < total) {
            let path = format!("/w/{}/customer/{}", page.host().slug(), other.uuid);
            navigate(&path, Default::default());
        }
    });
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "[" => go.run(false),
            "]" => go.run(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
    let words = move || {
        let (at, total) = place.get()?;
        Some(page.text(&message!(
            "customer-place-in-list",
            place = at + 1,
            total = total
        )))
    };
    let is_known = Memo::new(move |_| place.get().is_some_and(|(_, total)| total > 1));
    view! {
        <Show when=move || is_known.get()>
            <span class="customer__place soft small">{words}</span>
            <IconButton
                label=say(page, || message!("customer-previous"))
                glyph=Glyph::ArrowUp
                small=true
                disabled=Signal::derive(move || place.get().is_none_or(|(at, _)| at == 0))
                on_press=move |()| go.run(false)
            />
            <IconButton
                label=say(page, || message!("customer-next"))
                glyph=Glyph::ArrowDown
                small=true
                disabled=Signal::derive(move || place.get().is_none_or(|(at, total)| at + 1 >= total))
                on_press=move |()| go.run(true)
            />
        </Show>
    }
}

/// The labels, each with a cross, and the button that adds one.
#[component]
fn Tags(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let tags = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let Some(record) = workspace.record(id) else {
            return Vec::new();
        };
        record
            .elements(field::TAGS)
            .map(|(tag, _)| tag.to_string())
            .collect::<Vec<_>>()
    });
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let remove = move |tag: &str| {
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(Key::of(field::TAGS, tag), None)],
            revision: None,
        };
        // A refusal was said; the label stays.
        let _ = app.execute(&command);
    };
    let label = move |tag: String| {
        let (gone, named) = (tag.clone(), tag.clone());
        view! {
            <span class="customer__tag">
                {tag}
                <button
                    class="customer__untag"
                    type="button"
                    aria-label=move || page.text(&message!("field-remove-value", value = named.clone()))
                    on:click=move |_| remove(&gone)
                >
                    "×"
                </button>
            </span>
        }
    };
    let form = move || {
        let name = RwSignal::new(String::new());
        let error = RwSignal::new(None::<String>);
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let tag = name.get_untracked().trim().to_owned();
            if tag.is_empty() {
                return;
            }
            match add_tag(app, &[id], &tag) {
                Some(refused) => error.set(Some(refused)),
                None => anchor.set(None),
            }
        };
        view! {
            <form class="facts__form" on:submit=submit>
                <TextField
                    label=say(page, || message!("kind-tag"))
                    value=name
                    error=Signal::derive(move || error.get())
                    reveal=Signal::stored(true)
                />
                <Button label=say(page, || message!("action-add-tag")) kind=ButtonKind::Primary submit=true />
            </form>
        }
    };
    view! {
        <span class="customer__tags">
            <For each=move || tags.get() key=Clone::clone children=label />
            <span node_ref=opener>
                <IconButton
                    label=say(page, || message!("action-add-tag"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                />
            </span>
        </span>
        <Popover anchor=anchor label=say(page, || message!("action-add-tag"))>{form()}</Popover>
    }
}

/// Sums of amounts, one for each currency, in words.
fn sums(app: App, amounts: impl Iterator<Item = Money>) -> String {
    let Some(format) = app.format() else {
        return String::new();
    };
    let mut totals: Vec<Money> = Vec::new();
    for amount in amounts {
        let held = totals
            .iter_mut()
            .find(|total| total.currency() == amount.currency());
        match held {
            Some(total) => {
                let minor = total.minor().saturating_add(amount.minor());
                // A sum beyond what an amount holds stays at the last that it did.
                if let Ok(sum) = Money::from_minor(minor, amount.currency()) {
                    *total = sum;
                }
            }
            None => totals.push(amount),
        }
    }
    if totals.is_empty() {
        return format.none();
    }
    let words: Vec<String> = totals
        .into_iter()
        .map(|total| format.money(total))
        .collect();
    words.join(", ")
}

/// The facts in a row.
#[component]
fn KeyFacts(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let none = move || page.text(&message!("value-none"));
    let owner = Memo::new(move |_| {
        let live = app.live();
        let owner = {
            let workspace = live.record(id);
            let record = workspace.record(id);
            record.and_then(|record| record.value(field::OWNER).and_then(Value::as_ref_id))
        };
        owner.map_or_else(none, |owner| live.record(owner).name(owner).into_owned())
    });
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
        sums(app, open.filter_map(|deal| deal.amount))
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
        sums(app, amounts.filter_map(|one| one.amount))
    });
    let field =
        move |name: &'static str| Signal::derive(move || page.messages().field("customer", name));
    let contact_view = move || match contact.get() {
        Some((id, name)) => {
            view! { <a class="link" href=app.record_href(id)>{name}</a> }.into_any()
        }
        None => none().into_any(),
    };
    let step_view = move || match step.get() {
        Some((words, is_late)) => view! {
            <span class="customers__step" data-late=is_late.then_some("")>{words}</span>
        }
        .into_any(),
        None => view! { <span class="faint">{page.text(&message!("list-none-planned"))}</span> }
            .into_any(),
    };
    let is_person = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| record.text(customer::KIND) == "person")
    });
    let contact_label = Signal::derive(move || {
        if is_person.get() {
            page.messages().part("companies", "customer")
        } else {
            page.text(&message!("customer-main-contact"))
        }
    });
    view! {
        <dl class="key-facts" aria-label=move || page.text(&message!("customer-facts"))>
            <div><dt>{field("owner")}</dt><dd>{move || owner.get()}</dd></div>
            <div><dt>{contact_label}</dt><dd>{contact_view}</dd></div>
            <div><dt>{field("next_step")}</dt><dd>{step_view}</dd></div>
            <div><dt>{field("last_contact")}</dt><dd>{move || last.get()}</dd></div>
            <div><dt>{field("open_deals")}</dt><dd>{move || open.get()}</dd></div>
            <div><dt>{say(page, || message!("customer-bought"))}</dt><dd>{move || bought.get()}</dd></div>
        </dl>
    }
}
