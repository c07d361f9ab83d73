//! Sync on the screens: connecting a workspace to a database, how it stands, joining one from another
//! device, and the words of it in the frame. What keeps it in step is the session's; all of this is a part
//! of the program of its own.

mod anew;
mod author;
mod conflicts;
mod copy;
mod devices;
mod form;
mod join;
mod leaving;
mod line;
mod looking;
mod passphrase;
mod qr;
mod standing;
mod unsent;
mod wizard;
mod words;

use super::app::{App, Page, say};
use super::components::{Button, Card, Notice, Placeholder, SavePart, Tone};
use super::follow::shown;
use super::page::SyncHeard;
use super::wear::wear;
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::session::sync::{Office, Phase, Status};
pub use conflicts::Conflicts;
use copy::{JoinLink, join_link};
pub use join::JoinPage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Has the page learn the words of these screens, and wear their styles.
fn bring() {
    Messages::learn_apart(WordsApart::sync());
    wear(include_str!("../../style/apart/sync.css"));
}

/// What was heard last of sync.
struct Heard(Status);

impl SyncHeard for Heard {
    fn status(&self) -> Status {
        self.0.clone()
    }

    fn line(&self, app: App) -> Option<SavePart> {
        line::part(app, &self.0)
    }
}

impl Page {
    /// Hears from here on how sync stands, for the line in the frame and the settings. Hearing it twice
    /// is hearing it once.
    pub fn hear_sync(self, office: Rc<dyn Office>) {
        if self.has_heard_of_sync() {
            return;
        }
        bring();
        self.note_sync(Rc::new(Heard(office.status())));
        let heard = Rc::downgrade(&office);
        office.watch(Box::new(move || {
            if let Some(office) = heard.upgrade() {
                self.note_sync(Rc::new(Heard(office.status())));
            }
        }));
    }

    /// How sync stands; none as long as nobody has told.
    #[must_use]
    pub fn sync(self) -> Option<Status> {
        self.sync_heard().map(|heard| heard.status())
    }
}

/// How far what keeps the workspace in step is.
#[derive(Clone)]
enum Calling {
    Called,
    There(Rc<dyn Office>),
    Missing,
}

/// The part of the settings.
#[component]
pub fn SyncSettings(
    /// The app.
    app: App,
) -> impl IntoView {
    bring();
    let page = app.page();
    let calling = RwSignal::new_local(Calling::Called);
    let call = move || {
        calling.set(Calling::Called);
        let host = page.host();
        spawn_local(async move {
            let there = match host.office().await {
                Some(office) => {
                    page.hear_sync(Rc::clone(&office));
                    Calling::There(office)
                }
                None => Calling::Missing,
            };
            // The page may have been left before it is there.
            let _ = calling.try_set(there);
        });
    };
    call();
    let inside = move || match calling.get() {
        Calling::Called => {
            view! { <Placeholder label=say(page, || message!("busy-loading")) /> }.into_any()
        }
        Calling::There(office) => view! { <Cards app=app office=office /> }.into_any(),
        Calling::Missing => {
            let again = move || {
                view! {
                    <Button label=say(page, || message!("action-retry")) on_press=move |()| call() />
                }
            };
            view! {
                <Notice tone=Tone::Negative urgent=true actions=again>
                    <p>{move || page.text(&message!("part-missing"))}</p>
                </Notice>
            }
            .into_any()
        }
    };
    view! { <div class="settings__columns">{shown(inside)}</div> }
}

#[component]
fn Cards(app: App, office: Rc<dyn Office>) -> impl IntoView {
    let office = StoredValue::new_local(office);
    let page = app.page();
    let status = Memo::new(move |_| page.sync().unwrap_or_default());
    let is_on = Memo::new(move |_| status.read().phase != Phase::Off);
    let remote = Memo::new(move |_| status.read().remote.clone());
    let first = move || match is_on.get() {
        true => view! { <standing::Standing app=app office=office status=status /> }.into_any(),
        false => view! { <wizard::Connect app=app office=office /> }.into_any(),
    };
    let device = move || {
        remote.get().map(|remote| {
            let link = join_link(page, &remote.fragment());
            view! {
                <Card title=say(page, || message!("sync-device-title"))>
                    <div class="sync__body">
                        <p>{move || page.text(&message!("sync-device-text"))}</p>
                        <JoinLink page=page link=link />
                        <p class="sync__note">{move || page.text(&message!("sync-device-secret"))}</p>
                    </div>
                </Card>
            }
        })
    };
    let is_connected = Memo::new(move |_| remote.read().is_some());
    let devices = move || {
        is_connected.get().then(|| {
            view! { <devices::DeviceCard app=app office=office status=status /> }
        })
    };
    view! {
        <div class="settings__cards">{shown(first)}</div>
        <div class="settings__cards">
            {shown(devices)}
            {shown(device)}
            <author::AuthorCard app=app />
        </div>
    }
}
