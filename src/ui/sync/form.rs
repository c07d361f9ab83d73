//! The form of a database: where it is, and who signs in there. What is done with it is whoever's asked.

use crate::domain::Rule;
use crate::i18n::Message;
use crate::message;
use crate::session::sync::{Remote, RemoteProblem, Secret};
use crate::ui::app::{Page, say};
use crate::ui::components::{
    Button, ButtonKind, CheckBox, Notice, Segment, Segmented, TextField, Tone,
};
use crate::ui::follow::shown;
use leptos::html;
use leptos::prelude::*;

/// What stands for the field that is not looked at, so that each is read by itself.
const ANY: &str = "a";

/// What is typed. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Form {
    page: Page,
    server: RwSignal<String>,
    database: RwSignal<String>,
    user: RwSignal<String>,
    pub(super) secret: RwSignal<String>,
    pub(super) is_token: RwSignal<bool>,
    /// Whether the secret is to be remembered on this device.
    pub(super) is_kept: RwSignal<bool>,
    /// Whether it was sent, from when on what is wrong is said.
    pub(super) is_sent: RwSignal<bool>,
}

impl Form {
    /// An empty one, or of what is known.
    pub(super) fn new(page: Page, known: Option<&Remote>) -> Self {
        let of = |part: fn(&Remote) -> &str| {
            let text = known.map(part).unwrap_or_default();
            RwSignal::new(text.to_owned())
        };
        Self {
            page,
            server: of(Remote::server),
            database: of(Remote::database),
            user: of(Remote::user),
            secret: RwSignal::new(String::new()),
            // Who signs in by a token has no name.
            is_token: RwSignal::new(known.is_some_and(|known| known.user().is_empty())),
            is_kept: RwSignal::new(true),
            is_sent: RwSignal::new(false),
        }
    }

    fn needed(self, of: RwSignal<String>) -> Option<String> {
        let is_empty = of.read().trim().is_empty();
        is_empty.then(|| self.page.messages().rule(&Rule::Required))
    }

    fn wrong(self, of: Result<Remote, RemoteProblem>) -> Option<String> {
        let problem: Message = match of.err()? {
            RemoteProblem::Address => message!("sync-wrong-address"),
            RemoteProblem::Credentials => message!("sync-wrong-credentials"),
            RemoteProblem::Database => message!("sync-wrong-database"),
        };
        Some(self.page.text(&problem))
    }

    fn server_problem(self) -> Option<String> {
        let needed = self.needed(self.server);
        needed.or_else(|| self.wrong(Remote::parse(&self.server.read(), ANY, "")))
    }

    fn database_problem(self) -> Option<String> {
        let needed = self.needed(self.database);
        needed.or_else(|| self.wrong(Remote::parse(ANY, &self.database.read(), "")))
    }

    fn user_problem(self) -> Option<String> {
        (!self.is_token.get()).then(|| self.needed(self.user))?
    }

    pub(super) fn secret_problem(self) -> Option<String> {
        self.needed(self.secret)
    }

    /// Whether what is sent there could be read on its way.
    fn is_open(self) -> bool {
        let read = Remote::parse(&self.server.read(), ANY, "");
        read.is_ok_and(|remote| remote.is_open())
    }

    /// The secret as it was typed; spaces may belong to it.
    pub(super) fn secret(self) -> Secret {
        let typed = self.secret.get_untracked();
        if self.is_token.get_untracked() {
            Secret::Token(typed.trim().to_owned())
        } else {
            Secret::Password(typed)
        }
    }

    /// What was typed, where nothing is wrong with it.
    fn read(self) -> Option<(Remote, Secret)> {
        let user = match self.is_token.get_untracked() {
            true => String::new(),
            false => self.user.get_untracked(),
        };
        let database = self.database.get_untracked();
        let remote = Remote::parse(&self.server.get_untracked(), &database, &user).ok()?;
        Some((remote, self.secret()))
    }
}

/// The form.
#[component]
pub(super) fn ConnectForm(
    /// What is typed.
    form: Form,
    /// The word on the button that sends it.
    label: Signal<String>,
    /// Whether what was sent is being looked at.
    busy: Signal<bool>,
    /// Called with what was typed when nothing is wrong with it.
    #[prop(into)]
    on_send: Callback<(Remote, Secret)>,
) -> impl IntoView {
    let page = form.page;
    let server = NodeRef::<html::Input>::new();
    let database = NodeRef::<html::Input>::new();
    let user = NodeRef::<html::Input>::new();
    let secret = NodeRef::<html::Input>::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        form.is_sent.set(true);
        let fields = untrack(|| {
            [
                (server, form.server_problem()),
                (database, form.database_problem()),
                (user, form.user_problem()),
                (secret, form.secret_problem()),
            ]
        });
        let wrong = fields.into_iter().find(|(_, problem)| problem.is_some());
        match (wrong, form.read()) {
            (Some((field, _)), _) => {
                if let Some(input) = field.get_untracked() {
                    // What cannot take the focus leaves it where it is.
                    let _ = input.focus();
                }
            }
            (None, Some(read)) => on_send.run(read),
            (None, None) => {}
        }
    };
    let open = move || {
        form.is_open().then(|| {
            view! {
                <Notice tone=Tone::Warning urgent=true>
                    <p>{move || page.text(&message!("sync-open"))}</p>
                </Notice>
            }
        })
    };
    let name = move || {
        (!form.is_token.get()).then(|| {
            view! {
                <TextField
                    label=say(page, || message!("sync-user"))
                    value=form.user
                    error=Signal::derive(move || form.user_problem())
                    reveal=form.is_sent
                    autocomplete="username"
                    required=true
                    node_ref=user
                />
            }
        })
    };
    view! {
        <form class="sync__form" on:submit=send novalidate>
            <div class="sync__fields">
                <TextField
                    label=say(page, || message!("sync-server"))
                    hint=say(page, || message!("sync-server-hint"))
                    value=form.server
                    error=Signal::derive(move || form.server_problem())
                    reveal=form.is_sent
                    input_mode="url"
                    required=true
                    node_ref=server
                />
                <TextField
                    label=say(page, || message!("sync-database"))
                    hint=say(page, || message!("sync-database-hint"))
                    value=form.database
                    error=Signal::derive(move || form.database_problem())
                    reveal=form.is_sent
                    required=true
                    node_ref=database
                />
            </div>
            {shown(open)}
            <SecretFields form=form node_ref=secret name=ViewFn::from(name) />
            <div class="sync__acts">
                <Button
                    label=label
                    kind=ButtonKind::Primary
                    busy=busy
                    busy_label=say(page, || message!("sync-checking"))
                    submit=true
                />
            </div>
        </form>
    }
}

/// How one signs in, what is secret, and whether it is remembered here.
#[component]
pub(super) fn SecretFields(
    /// What is typed.
    form: Form,
    /// The field of what is secret.
    node_ref: NodeRef<html::Input>,
    /// The field of the name, where it is asked.
    #[prop(optional, into)]
    name: Option<ViewFn>,
) -> impl IntoView {
    let page = form.page;
    let ways = Signal::derive(move || {
        vec![
            Segment::new("password", page.text(&message!("sync-password"))),
            Segment::new("token", page.text(&message!("sync-token"))),
        ]
    });
    let way = Signal::derive(move || match form.is_token.get() {
        true => "token".to_owned(),
        false => "password".to_owned(),
    });
    let secret = move || match form.is_token.get() {
        true => message!("sync-token"),
        false => message!("sync-password"),
    };
    view! {
        <div class="sync__way">
            <Segmented
                label=say(page, || message!("sync-sign-in-by"))
                value=way
                segments=ways
                on_change=move |way: String| form.is_token.set(way == "token")
            />
        </div>
        <div class="sync__fields">
            {shown(move || name.as_ref().map(ViewFn::run))}
            <TextField
                label=say(page, secret)
                value=form.secret
                error=Signal::derive(move || form.secret_problem())
                reveal=form.is_sent
                kind="password"
                autocomplete="current-password"
                required=true
                node_ref=node_ref
            />
        </div>
        <div class="sync__kept">
            <CheckBox
                label=say(page, || message!("sync-keep"))
                checked=form.is_kept
                on_change=move |is_kept| form.is_kept.set(is_kept)
            />
            <p class="sync__note">{move || page.text(&message!("sync-keep-note"))}</p>
        </div>
    }
}
