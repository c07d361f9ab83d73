//! The parts of the program that are fetched when somebody first needs them, so that the list of
//! customers, which is opened first, does not wait for what comes later. The build takes each part
//! out of the program by what only it reaches (docs/adr/0011).
#![allow(
    unsafe_code,
    reason = "a part is an import and an export of the program, which `wasm_split` declares"
)]

use super::actions::Actions;
use super::app::{App, Page, say};
use super::components::{Button, Notice, Placeholder, Tone};
use super::customers::{CreateCustomer, CustomerPage, Preview, Steps};
use super::deals::{CreateDeal, DealPage, DealStart, DealsPage};
use super::first_run::FirstRun;
use super::gallery::GalleryPage;
use super::import::ImportPage;
use super::lists::address::ListState;
use super::lists::bulk::{FieldForm, TagForm};
use super::lists::cell::{self, Editing as CellEditing};
use super::lists::clause::Clauses;
use super::lists::columns::ColumnsForm;
use super::lists::field::ListField;
use super::lists::filters::{Editing, FilterForm};
use super::owners::OwnersPage;
use super::palette::Palette;
use super::products::ProductsPage;
use super::settings::SettingsPage;
use super::shortcuts::ShortcutList;
use super::trash::TrashPage;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Something that is being fetched, or built from what is there.
type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;
/// What builds a view.
type Build = Box<dyn Fn() -> Coming<AnyView> + Send>;

/// Declares views that are in a part: `part: name(what it takes) { view }`.
macro_rules! views {
    ($($(#[doc = $doc:literal])* $part:ident: $name:ident($($takes:ident: $of:ty),*) $view:block)*) => {$(
        $(#[doc = $doc])*
        #[must_use]
        pub fn $name(page: Page $(, $takes: $of)*) -> AnyView {
            #[wasm_split($part, fallible, preload(fetch))]
            fn $name($($takes: $of),*) -> Result<AnyView, SplitLoaderError> {
                Ok($view.into_any())
            }
            let build = move || -> Coming<AnyView> { Box::pin($name($($takes.clone()),*)) };
            later(page, || Box::pin(fetch()), Box::new(build))
        }
    )*};
}

views! {
    /// The first question.
    first: first_run(at: Page) { view! { <FirstRun page=at /> } }

    /// The page of a customer.
    records: customer() { view! { <CustomerPage /> } }
    /// The row that one is at in the list of customers, told in more detail.
    records: preview(app: App, row: RwSignal<Option<usize>>, ids: Memo<Arc<Vec<RecordId>>>, steps: Steps) {
        view! { <Preview app=app row=row ids=ids steps=steps /> }
    }
    /// The page of a deal.
    records: deal() { view! { <DealPage /> } }

    /// The deals.
    deals: deals() { view! { <DealsPage /> } }

    /// The form that makes a customer.
    forms: create_customer(open: RwSignal<bool>) { view! { <CreateCustomer open=open /> } }
    /// The form that makes a deal.
    forms: create_deal(open: RwSignal<bool>, start: RwSignal<DealStart>) {
        view! { <CreateDeal open=open start=start /> }
    }
    /// The editor that a cell of a list becomes.
    forms: cell_editor(app: App, id: RecordId, path: String, fields: Memo<Vec<ListField>>, editing: CellEditing) {
        cell::editor(app, id, path, fields, editing)
    }
    /// The form of a condition of a list.
    forms: filter_form(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, editing: Editing, clauses: Memo<Clauses>) {
        view! { <FilterForm app=app kind=kind state=state fields=fields editing=editing clauses=clauses /> }
    }
    /// The form of the columns of a list.
    forms: columns_form(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, usual: &'static [&'static str]) {
        view! { <ColumnsForm app=app kind=kind state=state fields=fields usual=usual /> }
    }
    /// The form that sets a field of many records.
    forms: field_form(app: App, kind: RecordKind, fields: Memo<Vec<ListField>>, ids: Vec<RecordId>, on_done: Callback<String>) {
        view! { <FieldForm app=app kind=kind fields=fields ids=ids on_done=on_done /> }
    }
    /// The form that tags many records.
    forms: tag_form(app: App, kind: RecordKind, ids: Vec<RecordId>, on_done: Callback<()>) {
        view! { <TagForm app=app kind=kind ids=ids on_done=on_done /> }
    }

    /// What comes in from files.
    files: import() { view! { <ImportPage /> } }

    /// The products.
    rest: products() { view! { <ProductsPage /> } }
    /// Those who are responsible.
    rest: owners() { view! { <OwnersPage /> } }
    /// What was thrown away.
    rest: trash() { view! { <TrashPage /> } }
    /// The settings.
    rest: settings() { view! { <SettingsPage /> } }

    /// The palette.
    palette: palette(app: App, actions: Actions) { view! { <Palette app=app actions=actions /> } }
    /// The list of keys.
    palette: shortcuts(app: App, open: RwSignal<bool>) { view! { <ShortcutList app=app open=open /> } }

    /// The components.
    gallery: gallery(page: Page) {
        view! { <GalleryPage words=Signal::derive(move || page.messages()) /> }
    }
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fetching,
    There,
    Missing,
}

/// Shows what a part builds once it is there. What does not arrive is said, with a way to try
/// again: a new build of the site, or no network, may have taken it away.
fn later(page: Page, fetch: impl Fn() -> Coming<()> + 'static, build: Build) -> AnyView {
    let state = RwSignal::new(State::Fetching);
    let attempt = move || {
        let mut fetching = fetch();
        match at_once(&mut fetching) {
            Some(Ok(())) => state.set(State::There),
            Some(Err(_)) => state.set(State::Missing),
            None => {
                state.set(State::Fetching);
                spawn_local(async move {
                    let arrived = fetching.await.is_ok();
                    // One may have gone elsewhere meanwhile.
                    let _ = state.try_set(if arrived {
                        State::There
                    } else {
                        State::Missing
                    });
                });
            }
        }
    };
    attempt();
    let attempt = StoredValue::new_local(attempt);
    let shown = move || match state.get() {
        State::Fetching => {
            let label = say(page, || message!("busy-loading"));
            view! { <Placeholder label=label /> }.into_any()
        }
        // Built where it goes, since the place owns the signals in it.
        State::There => match at_once(&mut build()) {
            Some(Ok(view)) => view,
            _ => missing(page, attempt).into_any(),
        },
        State::Missing => missing(page, attempt).into_any(),
    };
    shown.into_any()
}

fn missing(page: Page, attempt: StoredValue<impl Fn() + 'static, LocalStorage>) -> impl IntoView {
    let again = move || {
        view! {
            <Button
                label=say(page, || message!("action-retry"))
                on_press=move |()| attempt.with_value(|attempt| attempt())
            />
        }
    };
    view! {
        <Notice tone=Tone::Negative urgent=true actions=again>
            <p>{move || page.text(&message!("part-missing"))}</p>
        </Notice>
    }
}

/// The outcome of what has not to be waited for: a part that is there is only called.
fn at_once<T>(coming: &mut Coming<T>) -> Option<Result<T, SplitLoaderError>> {
    let outcome = coming
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    match outcome {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}

/// A view that is mounted when it is first wanted, and stays.
#[must_use]
pub fn once_wanted(wanted: Signal<bool>, view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let was_wanted = Memo::new(move |before| wanted.get() || before.is_some_and(|was| *was));
    (move || was_wanted.get().then(&view)).into_any()
}
