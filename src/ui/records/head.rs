//! What the heads of records' pages have in common: the title with what stands beside it, the way
//! through the list one came from, what can be done with the record, and the facts that decide what
//! to do next. What is done and which facts those are is each area's own.

use super::neighbours::{Neighbours, use_trash};
use super::ref_fact::customer_of;
use super::tags::Tags;
use crate::domain::{FieldIx, RecordId, field};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, Menu, MenuItem, PageHeader};
use crate::ui::follow::shown;
use crate::ui::parts;
use leptos::prelude::*;

/// The record that a field of another leads to, and its name.
#[must_use]
pub fn named(app: App, id: RecordId, field: FieldIx) -> Option<(RecordId, String)> {
    let to = customer_of(app, id, field)?;
    Some((to, app.live().record(to).name(to).into_owned()))
}

/// The conflicts of a record; nothing where it has none.
pub fn conflicts(app: App, id: RecordId) -> AnyView {
    let has_some = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| record.elements(field::CONFLICTS).next().is_some())
    });
    shown(move || {
        has_some
            .get()
            .then(|| parts::conflicts(app.page(), app, id))
    })
}

/// The title of a record's page, and what can be done with the record.
#[component]
pub fn RecordHead(
    /// The app.
    app: App,
    /// Which record.
    id: RecordId,
    /// What stands before the title.
    #[prop(into)]
    lead: ViewFnOnce,
    /// What stands after the title, before the tags.
    #[prop(into)]
    beside: ViewFnOnce,
    /// The line below the title.
    #[prop(into)]
    below: ViewFnOnce,
    /// What can be done with it.
    children: Children,
) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let trash = use_trash(app, id);
    let items = Signal::derive(move || {
        let trash = MenuItem::new("trash", page.text(&message!("action-delete")));
        vec![trash.glyph(Glyph::Trash).danger()]
    });
    view! {
        <PageHeader
            title=name
            lead=lead
            beside=move || view! {
                {beside.run()}
                {conflicts(app, id)}
                <Tags app=app id=id />
            }
            below=below
        >
            <span class="record__place"><Neighbours app=app id=id /></span>
            {children()}
            <Menu
                label=say(page, || message!("action-more"))
                icon=Glyph::More
                icon_only=true
                items=items
                on_choose=move |_| trash(())
            />
        </PageHeader>
    }
}

/// The facts that decide what to do next, in a row.
#[component]
pub fn KeyFacts(
    /// The app.
    app: App,
    /// Whether a picture stands before the title above.
    #[prop(optional)]
    led: bool,
    /// Each a [`KeyFact`].
    children: Children,
) -> impl IntoView {
    let page = app.page();
    view! {
        <dl
            class="key-facts"
            class:key-facts--led=led
            aria-label=move || page.text(&message!("customer-facts"))
        >
            {children()}
        </dl>
    }
}

/// One of them.
#[component]
pub fn KeyFact(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// What is known.
    children: Children,
) -> impl IntoView {
    view! {
        <div><dt>{move || label.get()}</dt><dd>{children()}</dd></div>
    }
}

/// What is to be done next, red where it is late; or that nothing is.
pub fn step_fact(app: App, step: Memo<Option<(String, bool)>>, none: fn() -> Message) -> AnyView {
    let page = app.page();
    (move || match step.get() {
        Some((words, is_late)) => view! {
            <span class="list-page__step" data-late=is_late.then_some("")>{words}</span>
        }
        .into_any(),
        None => view! { <span class="faint">{page.text(&none())}</span> }.into_any(),
    })
    .into_any()
}
