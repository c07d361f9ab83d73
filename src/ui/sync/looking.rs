//! Looking at a database before anything is done with it: the form, what is being looked at, and what
//! stands in the way. What follows when nothing does is whoever's asked.

use super::copy::{Copyable, origin};
use super::form::{ConnectForm, Form};
use super::words::{self, Said};
use crate::message;
use crate::session::sync::{Found, Hindrance, Office, Remote, Secret};
use crate::ui::app::{Page, say};
use crate::ui::components::{Notice, Tone};
use crate::ui::follow::shown;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something is typed.
    Where,
    /// It is looked at.
    Looking,
    /// It cannot be used.
    Hindered(Hindrance),
    /// It can be used.
    Found(Found),
    /// What was asked for is being done.
    Doing,
}

/// The steps. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Looking {
    pub(super) page: Page,
    pub(super) form: Form,
    pub(super) step: RwSignal<Step>,
    /// Who looks; the page itself where no workspace is open.
    office: StoredValue<Option<Rc<dyn Office>>, LocalStorage>,
    asked: StoredValue<Option<(Remote, Secret)>>,
}

impl Looking {
    pub(super) fn new(page: Page, known: Option<&Remote>, office: Option<Rc<dyn Office>>) -> Self {
        Self {
            page,
            form: Form::new(page, known),
            step: RwSignal::new(Step::Where),
            office: StoredValue::new_local(office),
            asked: StoredValue::new(None),
        }
    }

    /// What was looked at last.
    pub(super) fn asked(self) -> Option<(Remote, Secret)> {
        self.asked.get_value()
    }

    fn remote(self) -> Option<Remote> {
        self.asked().map(|(remote, _)| remote)
    }

    /// Goes on, unless the page was left meanwhile.
    pub(super) fn go(self, to: Step) {
        let _ = self.step.try_set(to);
    }

    fn look(self, remote: Remote, secret: Secret) {
        self.asked.set_value(Some((remote.clone(), secret.clone())));
        self.go(Step::Looking);
        let office = self.office.get_value();
        let host = self.page.host();
        spawn_local(async move {
            let looked = match office {
                Some(office) => office.look(&remote, &secret).await,
                None => host.look(&remote, &secret).await,
            };
            // Who went back meanwhile looks anew.
            if self.step.try_get_untracked() == Some(Step::Looking) {
                self.go(match looked {
                    Ok(found) => Step::Found(found),
                    Err(hindrance) => Step::Hindered(hindrance),
                });
            }
        });
    }

    /// What was found, as long as it counts: also while what was asked for is being done.
    pub(super) fn found(self) -> Memo<Option<Found>> {
        Memo::new(
            move |before: Option<&Option<Found>>| match self.step.get() {
                Step::Found(found) => Some(found),
                Step::Doing => before.cloned().flatten(),
                Step::Where | Step::Looking | Step::Hindered(_) => None,
            },
        )
    }

    /// What went wrong after something was found: it is forgotten with what was found.
    pub(super) fn failure<T: Clone + Send + Sync + 'static>(self) -> RwSignal<Option<T>> {
        let failure = RwSignal::new(None::<T>);
        let found = self.found();
        Effect::new(move |_| {
            if found.read().is_none() {
                failure.set(None);
            }
        });
        failure
    }
}

/// The form with what came of it.
#[component]
pub(super) fn LookingForm(looking: Looking) -> impl IntoView {
    let Looking {
        page, form, step, ..
    } = looking;
    let was_hindered = Memo::new(move |before: Option<&bool>| {
        matches!(*step.read(), Step::Hindered(_)) || before.is_some_and(|was| *was)
    });
    let label = say(page, move || match was_hindered.get() {
        true => message!("sync-check-again"),
        false => message!("sync-check"),
    });
    let hindered = move || match step.get() {
        Step::Hindered(hindrance) => looking.remote().map(|remote| {
            let lines = (hindrance == Hindrance::NotAllowed).then(|| words::cors_lines(&origin()));
            view! { <InTheWay page=page said=words::hindrance(&hindrance, &remote) lines=lines /> }
        }),
        _ => None,
    };
    let under_way = move || {
        (*step.read() == Step::Looking).then(|| {
            let server = looking.remote().map(|remote| remote.origin().to_owned());
            page.text(&message!(
                "sync-looking",
                server = server.unwrap_or_default()
            ))
        })
    };
    view! {
        <ConnectForm
            form=form
            label=label
            busy=Signal::derive(move || *step.read() == Step::Looking)
            on_send=move |(remote, secret)| looking.look(remote, secret)
        />
        <p class="sync__note" role="status">{under_way}</p>
        {shown(hindered)}
    }
}

/// What stands in the way, with the way out, and the lines that a server needs where that is it.
#[component]
pub(super) fn InTheWay(page: Page, said: Said, lines: Option<String>) -> impl IntoView {
    let Said {
        title,
        text,
        detail,
    } = said;
    let detail = (!detail.is_empty()).then(|| {
        view! {
            <p class="sync__note">
                {move || page.text(&message!("sync-server-says", reason = &detail))}
            </p>
        }
    });
    let lines = lines.map(|lines| {
        view! {
            <Copyable
                page=page
                label=say(page, || message!("sync-cors-lines"))
                text=lines
                act=say(page, || message!("sync-cors-copy"))
            />
            <p class="sync__note">{move || page.text(&message!("sync-cors-note"))}</p>
        }
    });
    view! {
        <Notice
            tone=Tone::Negative
            urgent=true
            title=Signal::derive(move || Some(page.text(&title)))
        >
            <p>{move || page.text(&text)}</p>
            {detail}
        </Notice>
        {lines}
    }
}
