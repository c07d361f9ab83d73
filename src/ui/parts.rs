//! The parts of the program that are fetched when somebody first needs them, so that the list of
//! customers, which is opened first, does not wait for what comes later. The build takes each part
//! out of the program by what only it reaches (docs/adr/0011).
#![allow(
    unsafe_code,
    reason = "a part is an import and an export of the program, which `wasm_split` declares"
)]

use super::app::{Page, say};
use super::components::{Button, Notice, Placeholder, Tone};
use super::customers::CustomerPage;
use super::deals::{DealPage, DealsPage};
use super::first_run::FirstRun;
use super::gallery::GalleryPage;
use super::import::ImportPage;
use super::owners::OwnersPage;
use super::products::ProductsPage;
use super::trash::TrashPage;
use crate::message;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A part on its way.
type Fetching = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;
/// What a part shows; there at once where the part is.
type Building = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;
/// What builds a screen.
type Build = Box<dyn Fn() -> Building + Send>;

#[wasm_split(first, fallible, preload(fetch_first_run))]
fn first_run(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <FirstRun page=page /> }.into_any())
}

#[wasm_split(records, fallible, preload(fetch_customer))]
fn customer() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <CustomerPage /> }.into_any())
}

#[wasm_split(records, fallible, preload(fetch_deal))]
fn deal() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <DealPage /> }.into_any())
}

#[wasm_split(deals, fallible, preload(fetch_deals))]
fn deals() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <DealsPage /> }.into_any())
}

#[wasm_split(rest, fallible, preload(fetch_products))]
fn products() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ProductsPage /> }.into_any())
}

#[wasm_split(rest, fallible, preload(fetch_owners))]
fn owners() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <OwnersPage /> }.into_any())
}

#[wasm_split(files, fallible, preload(fetch_import))]
fn import() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ImportPage /> }.into_any())
}

#[wasm_split(rest, fallible, preload(fetch_trash))]
fn trash() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <TrashPage /> }.into_any())
}

#[wasm_split(gallery, fallible, preload(fetch_gallery))]
fn gallery(page: Page) -> Result<AnyView, SplitLoaderError> {
    let words = Signal::derive(move || page.messages());
    Ok(view! { <GalleryPage words=words /> }.into_any())
}

/// A screen that is a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The first question.
    FirstRun,
    /// The page of a customer.
    Customer,
    /// The deals.
    Deals,
    /// The page of a deal.
    Deal,
    /// The products.
    Products,
    /// Those who are responsible.
    Owners,
    /// What comes in from files.
    Import,
    /// What was thrown away.
    Trash,
    /// The components.
    Gallery,
}

impl Screen {
    fn fetch(self) -> Fetching {
        match self {
            Self::FirstRun => Box::pin(fetch_first_run()),
            Self::Customer => Box::pin(fetch_customer()),
            Self::Deals => Box::pin(fetch_deals()),
            Self::Deal => Box::pin(fetch_deal()),
            Self::Products => Box::pin(fetch_products()),
            Self::Owners => Box::pin(fetch_owners()),
            Self::Import => Box::pin(fetch_import()),
            Self::Trash => Box::pin(fetch_trash()),
            Self::Gallery => Box::pin(fetch_gallery()),
        }
    }

    fn build(self, page: Page) -> Build {
        match self {
            Self::FirstRun => Box::new(move || Box::pin(first_run(page))),
            Self::Customer => Box::new(|| Box::pin(customer())),
            Self::Deals => Box::new(|| Box::pin(deals())),
            Self::Deal => Box::new(|| Box::pin(deal())),
            Self::Products => Box::new(|| Box::pin(products())),
            Self::Owners => Box::new(|| Box::pin(owners())),
            Self::Import => Box::new(|| Box::pin(import())),
            Self::Trash => Box::new(|| Box::pin(trash())),
            Self::Gallery => Box::new(move || Box::pin(gallery(page))),
        }
    }
}

/// A screen that is fetched where it is not there yet.
#[component]
pub fn Later(
    /// The page it is in.
    page: Page,
    /// Which.
    screen: Screen,
) -> impl IntoView {
    later(page, move || screen.fetch(), screen.build(page))
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
fn later(page: Page, fetch: impl Fn() -> Fetching + 'static, build: Build) -> AnyView {
    let state = RwSignal::new(State::Fetching);
    let attempt = move || {
        state.set(State::Fetching);
        let fetching = fetch();
        spawn_local(async move {
            let arrived = fetching.await.is_ok();
            // One may have gone elsewhere meanwhile.
            let _ = state.try_set(if arrived {
                State::There
            } else {
                State::Missing
            });
        });
    };
    attempt();
    let attempt = StoredValue::new_local(attempt);
    let shown = move || match state.get() {
        State::Fetching => {
            let label = say(page, || message!("busy-loading"));
            view! { <Placeholder label=label /> }.into_any()
        }
        State::There => match at_once(build()) {
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

/// The outcome of what needs not wait: the part is there, so building its view is a call. It has
/// to happen where the view goes, since that owns the signals in it.
fn at_once<T>(mut future: Pin<Box<dyn Future<Output = T>>>) -> Option<T> {
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}
