//! Who belongs to whom: the companies of a person, the people of a company, and the search that
//! finds another to add. The link stands in the person's record, whichever page it is made on.

use super::cell::about;
use super::related::{RelatedCustomer, people};
use super::{shape, tab_filter};
use crate::domain::{Key, Part, RecordId, RecordKind, Value, customer};
use crate::message;
use crate::query::Query;
use crate::query::list::run;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Glyph, IconButton, Popover, SearchField};
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// So many are offered.
const OFFERED: usize = 8;

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

/// A list of customers with the search that adds one.
#[component]
fn Links(
    app: App,
    title: Signal<String>,
    all: Memo<Vec<RelatedCustomer>>,
    tab: &'static str,
    add_label: Signal<String>,
    #[prop(into)] on_add: Callback<RecordId>,
    #[prop(into)] on_remove: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let line = move |one: RelatedCustomer| {
        let id = one.id;
        let shape = Signal::derive(move || {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id);
            record.map(|record| shape(&record)).unwrap_or_default()
        });
        let name = one.name.clone();
        view! {
            <li class="links__line">
                <Avatar name=Signal::stored(one.name.clone()) seed=id.to_string() shape=shape size=AvatarSize::Small />
                <a class="links__name truncate" href=app.record_href(id)>{one.name}</a>
                <span class="links__role soft small truncate">{one.role}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.clone()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| on_remove.run(id)
                />
            </li>
        }
    };
    let held = move || {
        let all = all.get_untracked().into_iter();
        all.map(|one| one.id).collect::<Vec<RecordId>>()
    };
    let count = move || {
        let count = all.read().len();
        app.format()
            .filter(|_| count > 0)
            .map(|format| format.count(count))
    };
    view! {
        <section class="links">
            <div class="links__head">
                <h3 class="customer__head">{move || title.get()}</h3>
                <span class="faint">{count}</span>
                <span class="push" node_ref=opener>
                    <IconButton
                        label=add_label
                        glyph=Glyph::Plus
                        small=true
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            </div>
            <ul class="links__lines">{move || all.get().into_iter().map(line).collect_view()}</ul>
        </section>
        <Popover anchor=anchor label=add_label>
            <Finder
                app=app
                tab=tab
                held=held()
                on_choose=move |id| {
                    anchor.set(None);
                    on_add.run(id);
                }
            />
        </Popover>
    }
}

/// Finds a customer by any of its words.
#[component]
fn Finder(
    app: App,
    tab: &'static str,
    held: Vec<RecordId>,
    #[prop(into)] on_choose: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let mut query = Query::new(RecordKind::Customer);
        query.search = search.get();
        query.limit = Some(OFFERED);
        if let Some(filter) = tab_filter(tab) {
            query = query.and(filter);
        }
        let live = app.live();
        let workspace = live.peek();
        let table = workspace.table(RecordKind::Customer);
        let rows = run(&workspace, &query, app.today()).map_or(Vec::new(), |answer| answer.rows);
        let ids = rows.into_iter().filter_map(|row| table.id(row));
        ids.filter(|id| !held.contains(id)).collect::<Vec<_>>()
    });
    let offered = move || {
        let found = found.get();
        found
            .into_iter()
            .map(|id| {
                let name = app.live().peek().name(id).into_owned();
                view! {
                    <li>
                        <button class="links__choice" type="button" on:click=move |_| on_choose.run(id)>
                            <span class="truncate">{name}</span>
                            <span class="soft small truncate">{about(app, id)}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="links__finder">
            <SearchField
                label=say(page, || message!("field-search-record"))
                clear_label=say(page, || message!("action-clear-all"))
                value=search
            />
            <ul class="links__lines">{offered}</ul>
        </div>
    }
}
