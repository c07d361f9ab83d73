//! The page that tries each call of the REST surface: all routes of the table, in groups, one of them
//! open. A call is sent as a script of the page sends it, and what comes back is shown as it came.

mod call;
mod code;
mod outcome;
mod panel;
mod trial;
mod words;

use crate::api::route::{Action, ROUTES, Route};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Chip, Glyph, Icon, Tone, element_id};
use crate::ui::follow::{follow, shown, whenever};
use crate::ui::wear::wear;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// What calls are about, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Records,
    Customers,
    Reports,
    Files,
    Log,
    Workspace,
}

impl Group {
    const ALL: [Self; 6] = [
        Self::Records,
        Self::Customers,
        Self::Reports,
        Self::Files,
        Self::Log,
        Self::Workspace,
    ];

    /// The group of what a route does; a new route asks for its own.
    const fn of(action: Action) -> Self {
        match action {
            Action::List | Action::Create | Action::Read | Action::Patch | Action::Delete => {
                Self::Records
            }
            Action::Customer | Action::Scores | Action::Fit => Self::Customers,
            Action::Report => Self::Reports,
            Action::Export | Action::Import | Action::Backup | Action::Restore => Self::Files,
            Action::Changes | Action::Undo | Action::Redo => Self::Log,
            Action::Status | Action::ReadSettings | Action::PatchSettings => Self::Workspace,
        }
    }
}

/// What a method does, as a mark.
fn tone(method: &str) -> Tone {
    match method {
        "GET" => Tone::Info,
        "POST" => Tone::Positive,
        "PATCH" => Tone::Warning,
        _ => Tone::Negative,
    }
}

/// The page.
#[component]
pub fn ApiPage(
    /// The app.
    app: App,
) -> impl IntoView {
    Messages::learn_apart(WordsApart::api());
    wear(include_str!("../../style/apart/api.css"));
    let page = app.page();
    let query = use_query_map();
    let open = Memo::new(move |_| {
        let query = query.read();
        query.get_str("call").unwrap_or_default().to_owned()
    });
    let navigate = use_navigate();
    let go = Callback::new(move |to: &'static str| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        let is_open = *open.read_untracked() == to;
        let address = match is_open {
            true => app.path("settings/api"),
            false => app.path(&format!("settings/api?call={to}")),
        };
        navigate(&address, options);
    });
    let description = format!("{}openapi.json", page.host().base());
    let group = move |group: Group| {
        let calls = ROUTES
            .into_iter()
            .filter(|route| Group::of(route.action) == group)
            .map(|route| view! { <Call app=app route=route open=open go=go /> })
            .collect_view();
        view! {
            <Card title=say(page, move || words::group(group)) flush=true>
                <ul class="api__calls">{calls}</ul>
            </Card>
        }
    };
    view! {
        <div class="settings__cards">
            <Card title=say(page, || message!("api-title"))>
                <div class="api__intro">
                    <p>{follow(move || page.text(&message!("api-intro")))}</p>
                    <p>{follow(move || page.text(&message!("api-intro-door")))}</p>
                    <p>
                        <a class="link" href=description target="_blank">
                            {follow(move || page.text(&message!("api-description")))}
                        </a>
                    </p>
                </div>
            </Card>
            {Group::ALL.map(group).collect_view()}
        </div>
    }
}

/// A call: a line, and while it is open what it is tried with.
#[component]
fn Call(app: App, route: Route, open: Memo<String>, go: Callback<&'static str>) -> impl IntoView {
    let page = app.page();
    let code = route.action.code();
    let id = element_id("call");
    let is_open = Memo::new(move |_| *open.read() == code);
    let head = NodeRef::<html::Button>::new();
    if is_open.get_untracked() {
        // A link leads to the call, not to the head of the page, which may have the focus by now.
        whenever(move || {
            let Some(head) = head.get() else { return };
            head.scroll_into_view();
            // A button that cannot take the focus is still in view.
            let _ = head.focus();
        });
    }
    let panel = id.clone();
    let inside = move || {
        let panel = panel.clone();
        is_open.get().then(|| {
            view! { <div class="api__panel" id=panel><panel::Panel app=app route=route /></div> }
        })
    };
    view! {
        <li class="api__call" data-open=follow(move || is_open.get().then_some("true"))>
            <h3>
                <button
                    class="api__head"
                    type="button"
                    node_ref=head
                    aria-expanded=follow(move || if is_open.get() { "true" } else { "false" })
                    aria-controls=follow(move || is_open.get().then(|| id.clone()))
                    on:click=move |_| go.run(code)
                >
                    <span class="api__method"><Chip label=route.method tone=tone(route.method) /></span>
                    <code class="api__path">{route.path}</code>
                    <span class="api__says">
                        {follow(move || page.text(&words::call(route.action)))}
                    </span>
                    <Icon glyph=Glyph::ChevronDown />
                </button>
            </h3>
            {shown(inside)}
        </li>
    }
}
