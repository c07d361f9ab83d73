//! Connecting a workspace to a database: where it is, whether it can be used, and what will happen before it
//! does. One card; nothing is sent before the last button.

use super::copy::{JoinLink, join_link};
use super::looking::{InTheWay, Looking, LookingForm, Step};
use super::passphrase::{Encrypt, Passphrase, PassphraseFields};
use super::words;
use crate::domain::RecordKind;
use crate::message;
use crate::session::sync::{Found, Hindrance, Office, Remote};
use crate::ui::app::{App, Page, say};
use crate::ui::components::{Button, ButtonKind, Card, Glyph, Notice, Stepper, Tone};
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::shown;
use crate::ui::notice;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use std::rc::Rc;

/// The office, as components of one thread hold it.
pub(super) type Desk = StoredValue<Rc<dyn Office>, LocalStorage>;

/// What sync is, and the way to begin.
#[component]
pub(super) fn Connect(app: App, office: Desk) -> impl IntoView {
    let page = app.page();
    let is_open = RwSignal::new(false);
    let intro = move || {
        view! {
            <p>{move || page.text(&message!("sync-intro"))}</p>
            <p class="sync__note">{move || page.text(&message!("sync-intro-who"))}</p>
            <div class="sync__acts">
                <Button
                    label=say(page, || message!("sync-connect-to"))
                    icon=Glyph::Cloud
                    kind=ButtonKind::Primary
                    on_press=move |()| is_open.set(true)
                />
            </div>
        }
    };
    let inside = move || match is_open.get() {
        true => view! { <Wizard app=app office=office is_open=is_open /> }.into_any(),
        false => intro().into_any(),
    };
    view! {
        <Card title=say(page, || message!("settings-sync"))>
            <div class="sync__body">{shown(inside)}</div>
        </Card>
    }
}

#[component]
fn Wizard(app: App, office: Desk, is_open: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    let looking = Looking::new(page, None, Some(office.get_value()));
    let step = looking.step;
    let steps = Signal::derive(move || {
        vec![
            page.text(&message!("sync-step-where")),
            page.text(&message!("sync-step-check")),
            page.text(&message!("sync-step-connect")),
        ]
    });
    let at = Signal::derive(move || match *step.read() {
        Step::Where => 0,
        Step::Looking | Step::Hindered(_) => 1,
        Step::Found(_) | Step::Doing => 2,
    });
    let place = NodeRef::<html::Div>::new();
    // What is asked next takes the focus of the button that goes.
    focus_next_frame(move || {
        let field = place.get_untracked()?.query_selector("form input").ok()??;
        field.dyn_into().ok()
    });
    let found = looking.found();
    let failed = Failed {
        kept: looking.failure(),
        key: looking.failure(),
    };
    // What was typed stays where what is there is looked at once more.
    let passphrase = Passphrase::new(page);
    let inside = move || match found.get() {
        Some(found) => view! {
            <Plan
                app=app
                office=office
                looking=looking
                passphrase=passphrase
                found=found
                failed=failed
            />
        }
        .into_any(),
        None => view! {
            <LookingForm looking=looking />
            <div class="sync__acts">
                <Button
                    label=say(page, || message!("action-cancel"))
                    kind=ButtonKind::Quiet
                    on_press=move |()| is_open.set(false)
                />
            </div>
        }
        .into_any(),
    };
    view! {
        <Stepper
            label=say(page, || message!("sync-connect-to"))
            steps=steps
            current=at
            done_label=say(page, || message!("sync-step-done"))
            on_open=move |_| {
                if *step.read_untracked() != Step::Doing {
                    looking.go(Step::Where);
                }
            }
        />
        <div class="sync__body" node_ref=place>{shown(inside)}</div>
    }
}

/// What is here: so many records of each kind.
pub(super) fn counts(app: App) -> String {
    let page = app.page();
    let of_kind = |kind: RecordKind| {
        let live = app.live();
        let count = live.kind(kind).table(kind).live();
        (count > 0).then(|| page.messages().count(kind.code(), count))
    };
    // What users count; the settings and what is made of other records go along unnamed.
    const KINDS: [RecordKind; 8] = [
        RecordKind::Customer,
        RecordKind::Deal,
        RecordKind::Activity,
        RecordKind::Ticket,
        RecordKind::Campaign,
        RecordKind::Segment,
        RecordKind::Product,
        RecordKind::Transaction,
    ];
    let counts: Vec<String> = KINDS.into_iter().filter_map(of_kind).collect();
    let format = app.format().filter(|_| !counts.is_empty());
    format
        .map(|format| format.list(&counts))
        .unwrap_or_default()
}

/// What went wrong: with what this device keeps, and with the key of an encrypted database.
#[derive(Clone, Copy)]
struct Failed {
    kept: RwSignal<Option<String>>,
    key: RwSignal<Option<Hindrance>>,
}

/// What will happen, and the button that does it.
#[component]
fn Plan(
    app: App,
    office: Desk,
    looking: Looking,
    passphrase: Passphrase,
    found: Found,
    failed: Failed,
) -> impl IntoView {
    let page = app.page();
    let Some((remote, secret)) = looking.asked() else {
        return ().into_any();
    };
    let has_database = found.has_database;
    let is_sealed = found.is_sealed;
    let is_new = !is_sealed && found.documents == 0;
    let is_busy = Signal::derive(move || *looking.step.read() == Step::Doing);
    let told = found.clone();
    let made = remote.clone();
    let connect = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(by) = passphrase.encryption(is_sealed) else {
            return;
        };
        let (remote, secret) = (made.clone(), secret.clone());
        let office = office.get_value();
        let is_kept = looking.form.is_kept.get_untracked();
        failed.kept.set(None);
        failed.key.set(None);
        looking.go(Step::Doing);
        let found = Found {
            has_database: true,
            ..found.clone()
        };
        spawn_local(async move {
            if !has_database && let Err(hindrance) = office.create(&remote, &secret).await {
                return looking.go(Step::Hindered(hindrance));
            }
            let key = match by {
                Some(by) => match office.key(&remote, &secret, &by).await {
                    Ok(key) => Some(key),
                    Err(hindrance) => {
                        looking.go(Step::Found(found));
                        let _ = failed.key.try_set(Some(hindrance));
                        return;
                    }
                },
                None => None,
            };
            // Once it is connected, the page shows how it stands in the place of this.
            if let Err(error) = office.connect(&remote, &secret, key, is_kept).await {
                let said = untrack(|| page.text(&notice::storage(&error)));
                let _ = failed.kept.try_set(Some(said));
                looking.go(Step::Found(found));
            }
        });
    };
    let what = there(app, &remote, told);
    let label = move || match has_database {
        true => message!("sync-connect"),
        false => message!("sync-create-and-connect"),
    };
    let keys = match (is_sealed, is_new) {
        (true, _) => view! { <PassphraseFields passphrase=passphrase is_new=false /> }.into_any(),
        (false, true) => view! { <Encrypt passphrase=passphrase /> }.into_any(),
        (false, false) => ().into_any(),
    };
    let no_key = move || {
        let said = words::hindrance(&failed.key.get()?, &remote);
        Some(view! { <InTheWay page=page said=said lines=None /> })
    };
    let failure = failed.kept;
    let here = move || {
        let counts = counts(app);
        page.text(&match counts.is_empty() {
            true => message!("sync-here-nothing"),
            false => message!("sync-here", counts = counts),
        })
    };
    view! {
        <form class="sync__form" on:submit=connect novalidate>
            {what}
            <p>{here}</p>
            {keys}
            {shown(no_key)}
            <p role="alert" class="sync__failure">{failure}</p>
            <div class="sync__acts">
                <Button
                    label=say(page, || message!("action-back"))
                    disabled=is_busy
                    on_press=move |()| looking.go(Step::Where)
                />
                <Button
                    label=say(page, label)
                    kind=ButtonKind::Primary
                    busy=is_busy
                    busy_label=say(page, || message!("sync-connecting"))
                    submit=true
                />
            </div>
        </form>
    }
    .into_any()
}

/// That a workspace is there, which would become one with this; it can be joined instead.
fn a_workspace(page: Page, remote: &Remote, title: Signal<String>) -> AnyView {
    let link = join_link(page, &remote.fragment());
    view! {
        <Notice tone=Tone::Warning urgent=true title=Signal::derive(move || Some(title.get()))>
            <p>{move || page.text(&message!("sync-there-both"))}</p>
        </Notice>
        <p class="sync__note">{move || page.text(&message!("sync-there-join"))}</p>
        <JoinLink page=page link=link />
    }
    .into_any()
}

/// What is there already.
fn there(app: App, remote: &Remote, found: Found) -> AnyView {
    let page = app.page();
    let (server, database) = (remote.origin().to_owned(), remote.database().to_owned());
    let answers = found.server.clone();
    let head = view! {
        <p role="status">
            {move || page.text(&message!("sync-answers", name = &answers, server = &server))}
        </p>
    };
    let count = found.documents;
    let is_sealed = found.is_sealed;
    let state = match (found.has_database, found.workspace) {
        (true, None) if is_sealed => {
            let title = say(page, move || {
                message!("sync-there-sealed", database = &database, count = count)
            });
            a_workspace(page, remote, title)
        }
        (false, _) => view! {
            <p>{move || page.text(&message!("sync-there-none", database = &database))}</p>
        }
        .into_any(),
        (true, None) if count == 0 => view! {
            <p>{move || page.text(&message!("sync-there-empty", database = &database))}</p>
        }
        .into_any(),
        (true, None) => {
            let text = say(page, move || {
                message!("sync-there-foreign", database = &database, count = count)
            });
            view! { <Notice tone=Tone::Warning urgent=true><p>{text}</p></Notice> }.into_any()
        }
        (true, Some(name)) => {
            let title = say(page, move || {
                message!("sync-there-workspace", name = &name, count = count)
            });
            a_workspace(page, remote, title)
        }
    };
    view! { {head} {state} }.into_any()
}
