//! The screens inside an open workspace, by their addresses: an area (`customers`), or an area with
//! the name of what is shown (`customer/0192f0a7-…`, `settings/data`). The router's own table is compiled
//! for each route and for all that come before it; this one is looked up. What is not in it leads Home, or
//! in a workspace without customers to them.

use super::app::{App, Page};
use super::customers::CustomersPage;
use super::focus::let_go_of_screen;
use super::parts;
use crate::domain::RecordKind;
use crate::ui::follow::{shown, whenever};
use crate::workspace::Workspace;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

/// A screen and where it is.
struct Route {
    area: &'static str,
    /// Whether the address goes on with a name.
    is_named: bool,
    draw: fn(Page) -> AnyView,
}

const fn list(area: &'static str, draw: fn(Page) -> AnyView) -> Route {
    Route {
        area,
        is_named: false,
        draw,
    }
}

const fn named(area: &'static str, draw: fn(Page) -> AnyView) -> Route {
    Route {
        area,
        is_named: true,
        draw,
    }
}

static ROUTES: [Route; 23] = [
    list("customers", customers),
    named("customer", parts::customer),
    list("deals", parts::deals),
    named("deal", parts::deal),
    list("home", parts::home),
    list("tickets", parts::tickets),
    named("ticket", parts::ticket),
    list("campaigns", parts::campaigns),
    named("campaign", parts::campaign),
    list("segments", parts::segments),
    named("segment", parts::segment),
    list("insights", parts::insights),
    named("insights", parts::insights),
    list("agenda", parts::agenda),
    list("activities", parts::activities),
    list("needs", parts::needs),
    list("transactions", parts::transactions),
    list("products", parts::products),
    list("owners", parts::owners),
    list("trash", parts::trash),
    list("components", gallery),
    list("import", parts::import),
    named("settings", parts::settings),
];

fn customers(_: Page) -> AnyView {
    view! { <CustomersPage /> }.into_any()
}

fn gallery(page: Page) -> AnyView {
    parts::gallery(page, page)
}

/// The screen that a workspace opens with: what is to be done, where there is anybody.
#[must_use]
pub fn first(workspace: &Workspace) -> &'static str {
    match workspace.table(RecordKind::Customer).live() {
        0 => "customers",
        _ => "home",
    }
}

/// The area and the name of a path inside the workspace; none of any other.
fn split<'p>(path: &'p str, workspace: &str) -> Option<(&'p str, &'p str)> {
    let inside = path.strip_prefix(workspace)?.trim_end_matches('/');
    Some(inside.split_once('/').unwrap_or((inside, "")))
}

/// The screen that the address asks for.
#[component]
pub fn Screen(
    /// The app.
    app: App,
) -> impl IntoView {
    let page = app.page();
    let path = use_location().pathname;
    let at = Memo::new(move |_| {
        let path = path.read();
        let (area, name) = split(&path, &app.href(""))?;
        let is_here = |route: &Route| route.area == area && route.is_named != name.is_empty();
        ROUTES.iter().position(is_here)
    });
    // The router writes an address into the browser's bar and history once its screen is there.
    if let Some(location) = use_context::<BrowserUrl>() {
        whenever(move || {
            path.track();
            location.ready_to_complete();
        });
    }
    shown(move || {
        let route = at.get().and_then(|route| ROUTES.get(route));
        let_go_of_screen();
        match route {
            Some(route) => (route.draw)(page),
            None => view! { <ToFirst app=app /> }.into_any(),
        }
    })
}

/// The name in the address while it is one of an area; else the last that was, for a screen that is about
/// to go.
#[must_use]
pub fn use_name(app: App, area: &'static str) -> Memo<String> {
    let path = use_location().pathname;
    Memo::new(move |before: Option<&String>| {
        let path = path.read();
        match split(&path, &app.href("")) {
            Some((here, name)) if here == area => name.to_owned(),
            _ => before.cloned().unwrap_or_default(),
        }
    })
}

/// Goes to the screen that is first, from an address that names none. Not while the router is still at
/// that address, which its own redirection does and stops the page by.
#[component]
fn ToFirst(app: App) -> impl IntoView {
    let navigate = use_navigate();
    request_animation_frame(move || {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&app.path(first(&app.live().peek())), options);
    });
}
