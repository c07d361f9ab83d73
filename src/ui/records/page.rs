//! The page of a record: its head, and below what is known, what happened, what belongs to it. On a
//! phone the three columns are tabs.

use super::composer::{Begun, Composer};
use super::timeline::Happened;
use crate::domain::{RecordId, RecordKind, Uuid};
use crate::i18n::Message;
use crate::message;
use crate::ui::advice::{AdvicePanel, Begin};
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{Button, Card, CardRow, EmptyState, Glyph, Tab, Tabs};
use crate::ui::focus::into_view;
use crate::ui::routes::use_name;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// The record that the address names, drawn anew for each; or that it is not here.
#[component]
pub fn RecordRoute(
    /// Its kind.
    kind: RecordKind,
    /// What stands for the kind.
    glyph: Glyph,
    /// What all records of the kind are called.
    title: fn() -> Message,
    /// That the record is not here.
    missing: fn() -> Message,
    /// Draws a record.
    draw: fn(App, RecordId) -> AnyView,
) -> impl IntoView {
    let name = use_app().map(|app| use_name(app, kind.code()));
    let there = Memo::new(move |_| {
        let app = use_app()?;
        let uuid = Uuid::parse(&name?.read()).ok()?;
        let id = RecordId::new(kind, uuid);
        let live = app.live();
        drop(live.record(id));
        let is_live = live.kind(kind).live(id).is_some();
        is_live.then_some(id)
    });
    move || {
        let app = use_app()?;
        let page = app.page();
        Some(match there.get() {
            Some(id) => draw(app, id),
            None => view! {
                <EmptyState glyph=glyph title=say(page, title) text=say(page, missing)>
                    <Button label=say(page, title) href=app.href(kind.collection()) />
                </EmptyState>
            }
            .into_any(),
        })
    }
}

/// The three columns below a head.
#[component]
pub fn RecordPage(
    /// The app.
    app: App,
    /// The record.
    id: RecordId,
    /// The head.
    #[prop(into)]
    head: ViewFnOnce,
    /// What is known.
    #[prop(into)]
    facts: ViewFnOnce,
    /// What belongs to it.
    #[prop(into)]
    related: ViewFnOnce,
) -> impl IntoView {
    let page = app.page();
    let part = RwSignal::new("timeline".to_owned());
    let tabs = Signal::derive(move || {
        vec![
            Tab::new("timeline", page.text(&message!("customer-timeline"))),
            Tab::new("details", page.text(&message!("customer-details"))),
            Tab::new("related", page.text(&message!("customer-related"))),
        ]
    });
    let kind = Signal::derive(move || page.messages().kind(id.kind.code()));
    let asked = RwSignal::new(None::<Begun>);
    let begin = move |what: Begin| match what {
        Begin::Note(of, words) => {
            part.set("timeline".to_owned());
            asked.set(Some((of, words)));
        }
        Begin::Field(name) => {
            part.set("details".to_owned());
            edit(name);
        }
        // What only a ticket's page is asked for.
        Begin::Reply | Begin::AskSatisfaction | Begin::Close => {}
    };
    view! {
        <div class="page record">
            {head.run()}
            <div class="record__tabs">
                <Tabs label=kind value=part tabs=tabs on_change=move |to| part.set(to) />
            </div>
            <div class="record__columns" data-part=part>
                <section class="record__facts" aria-label=say(page, || message!("customer-details"))>
                    {facts.run()}
                </section>
                <section class="record__timeline" aria-label=say(page, || message!("customer-timeline"))>
                    <AdvicePanel app=app id=id on_begin=begin />
                    <Composer app=app id=id asked=asked />
                    <Happened app=app id=id />
                </section>
                <section class="record__related" aria-label=say(page, || message!("customer-related"))>
                    {related.run()}
                </section>
            </div>
        </div>
    }
}

/// Presses the field of a name among what is known, once its column is there.
fn edit(name: &'static str) {
    request_animation_frame(move || {
        let button = document()
            .query_selector(&format!("[data-field='{name}'] button"))
            .ok()
            .flatten()
            .and_then(|button| button.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button {
            into_view(&button);
            button.click();
        }
    });
}

/// A record that belongs to another, in two lines: what it is at the start, how much at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// What it is.
    pub name: String,
    /// Where its page is, if it has one.
    pub href: Option<String>,
    /// A quiet word below.
    pub note: String,
    /// How much.
    pub amount: String,
    /// A quiet word below that.
    pub amount_note: String,
}

/// Records that belong to another, counted in the head of their card.
#[component]
pub fn RelatedCard(
    /// The app.
    app: App,
    /// What they are.
    title: Signal<String>,
    /// How many there are.
    #[prop(into)]
    count: Signal<usize>,
    /// Those that show.
    #[prop(into)]
    rows: Signal<Vec<Related>>,
    /// What can be done with them.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    let note = Signal::derive(move || {
        let format = app.format();
        format
            .map(|format| format.count(count.get()))
            .unwrap_or_default()
    });
    let row = |row: Related| {
        let name = match row.href {
            Some(href) => {
                view! { <a class="record__link medium truncate" href=href>{row.name}</a> }
                    .into_any()
            }
            None => view! { <span class="medium truncate">{row.name}</span> }.into_any(),
        };
        view! {
            <CardRow>
                <span class="record__two">
                    {name}
                    <span class="soft small truncate">{row.note}</span>
                </span>
                <span class="record__two record__two--end push">
                    <span class="medium">{row.amount}</span>
                    <span class="soft small">{row.amount_note}</span>
                </span>
            </CardRow>
        }
    };
    view! {
        <Card title=title note=note flush=true actions=move || actions.map(|actions| actions.run())>
            {move || rows.get().into_iter().map(row).collect_view()}
        </Card>
    }
}
