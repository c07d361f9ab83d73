//! How a connected workspace stands: what is under way or in the way, what waits, and what can be done
//! about it.

use super::anew::Anew;
use super::conflicts::ConflictList;
use super::form::{Form, SecretFields};
use super::leaving::Leave;
use super::line;
use super::looking::InTheWay;
use super::passphrase::{ChangePassphrase, Unlock};
use super::unsent::{NotTaken, Unsent};
use super::wizard::Desk;
use super::words;
use crate::i18n::Message;
use crate::message;
use crate::session::sync::{Phase, Status, Trouble};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Chip, Glyph, Notice, Progress, Tone};
use crate::ui::follow::shown;
use crate::ui::notice;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The cards.
#[component]
pub(super) fn Standing(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let leaving = RwSignal::new(false);
    let chip = move || {
        let part = line::part(app, &status.read())?;
        Some(view! { <Chip label=part.text tone=part.tone /> })
    };
    let database = move || {
        let remote = status.read().remote.clone();
        remote.map(|remote| remote.address(""))
    };
    let number = move |count: u64| app.format().map(|format| format.count(count as usize));
    let ago = move |at| {
        app.format()
            .map(|format| format.ago(at, app.minute()))
            .unwrap_or_default()
    };
    let waiting = move || {
        let status = status.read();
        let count = status.waiting;
        page.text(&match status.oldest.filter(|_| count > 0) {
            Some(oldest) => message!("sync-waiting-since", count = count, when = ago(oldest)),
            None => message!("sync-waiting", count = count),
        })
    };
    let last = move || match status.read().last {
        Some(last) => ago(last),
        None => page.text(&message!("sync-never")),
    };
    let is_sealed = Memo::new(move |_| status.read().is_sealed);
    let encrypted = move || {
        is_sealed.get().then(|| {
            view! {
                <dt>{move || page.text(&message!("sync-fact-encryption"))}</dt>
                <dd>{move || page.text(&message!("sync-fact-encrypted"))}</dd>
            }
        })
    };
    let stalled = move || {
        line::is_stalled(&status.read(), app.minute()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{move || page.text(&message!("sync-stalled"))}</p>
                </Notice>
            }
        })
    };
    view! {
        <Card title=say(page, || message!("settings-sync")) flush=true actions=move || shown(chip)>
            <div class="settings__body">
                <State app=app office=office status=status leaving=leaving />
                {shown(stalled)}
                <dl class="sync__facts">
                    <dt>{move || page.text(&message!("sync-database"))}</dt>
                    <dd>{database}</dd>
                    {shown(encrypted)}
                    <dt>{move || page.text(&message!("sync-fact-last"))}</dt>
                    <dd>{last}</dd>
                    <dt>{move || page.text(&message!("sync-fact-waiting"))}</dt>
                    <dd>{waiting}</dd>
                    <dt>{move || page.text(&message!("sync-fact-came"))}</dt>
                    <dd>{move || number(status.read().came)}</dd>
                    <dt>{move || page.text(&message!("sync-fact-sent"))}</dt>
                    <dd>{move || number(status.read().sent)}</dd>
                </dl>
                <Acts office=office status=status app=app />
            </div>
            <Unsent app=app office=office status=status />
            <ChangePassphrase app=app office=office status=status />
            <Leave app=app office=office status=status open=leaving />
        </Card>
        <ConflictList app=app />
        <NotTaken app=app status=status />
    }
}

/// What is under way, or why nothing is, with the next step.
#[component]
fn State(app: App, office: Desk, status: Memo<Status>, leaving: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    // Drawn anew only where it says something else: numbers go on beside it.
    let phase = Memo::new(move |_| status.read().phase.clone());
    let time = move |at| {
        app.format()
            .map(|format| format.time(at))
            .unwrap_or_default()
    };
    let sentence = move || -> Option<Message> {
        match phase.get() {
            Phase::InStep => Some(message!("sync-state-in-step")),
            Phase::Syncing { of: None, .. } => Some(message!("sync-state-syncing")),
            Phase::Paused => Some(message!("sync-state-paused")),
            Phase::Elsewhere => Some(message!("sync-state-elsewhere")),
            Phase::Waiting { again, .. } => Some(message!("sync-state-again", time = time(again))),
            Phase::Off | Phase::Syncing { .. } | Phase::Stopped(_) | Phase::Asking { .. } => None,
        }
    };
    let said = move |trouble: &Trouble| {
        let remote = status.read_untracked().remote.clone()?;
        Some(words::trouble(trouble, &remote))
    };
    // The bar keeps its place while it fills.
    let is_counted =
        Memo::new(move |_| matches!(*phase.read(), Phase::Syncing { of: Some(_), .. }));
    let bar = move || {
        is_counted
            .get()
            .then(|| view! { <Bar app=app phase=phase /> })
    };
    let kind = Memo::new(move |_| match phase.get() {
        phase @ (Phase::Waiting { .. } | Phase::Stopped(_) | Phase::Asking { .. }) => phase,
        _ => Phase::Off,
    });
    let below = move || match kind.get() {
        Phase::Waiting { trouble, .. } => said(&trouble).map(|said| {
            let text = said.title;
            let detail = said.detail;
            view! {
                <p class="sync__note">
                    {move || page.text(&text)}
                    {(!detail.is_empty()).then(|| format!(" ({detail})"))}
                </p>
            }
            .into_any()
        }),
        Phase::Stopped(trouble) => said(&trouble).map(|said| {
            let form = match trouble {
                Trouble::SignIn(_) => {
                    Some(view! { <SignIn app=app office=office status=status /> }.into_any())
                }
                Trouble::Locked => {
                    Some(view! { <Unlock page=page office=office status=status /> }.into_any())
                }
                Trouble::NoDatabase => Some(
                    view! { <Anew app=app office=office status=status leaving=leaving /> }
                        .into_any(),
                ),
                _ => None,
            };
            view! { <InTheWay page=page said=said lines=None /> {form} }.into_any()
        }),
        Phase::Asking { deletions } => {
            Some(view! { <Question app=app office=office deletions=deletions /> }.into_any())
        }
        _ => None,
    };
    view! {
        <p class="sync__state" role="status">
            {move || sentence().map(|sentence| page.text(&sentence))}
        </p>
        {shown(bar)}
        {shown(below)}
    }
}

/// How far a round has come.
#[component]
fn Bar(app: App, phase: Memo<Phase>) -> impl IntoView {
    let page = app.page();
    let so_far = Signal::derive(move || match *phase.read() {
        Phase::Syncing { done, of } => (done, of.unwrap_or(done)),
        _ => (0, 0),
    });
    let count = move |count: u64| {
        let written = app.format().map(|format| format.count(count as usize));
        written.unwrap_or_default()
    };
    view! {
        <Progress
            label=say(page, || message!("sync-state-syncing"))
            share=Signal::derive(move || {
                let (done, of) = so_far.get();
                done as f64 / of.max(1) as f64
            })
            text=Signal::derive(move || {
                let (done, of) = so_far.get();
                page.text(&message!("progress-of", done = count(done), total = count(of)))
            })
        />
    }
}

/// Asks whether what was deleted elsewhere goes here too.
#[component]
fn Question(app: App, office: Desk, deletions: u64) -> impl IntoView {
    let page = app.page();
    let answer = move |may_delete: bool| office.with_value(|office| office.answer(may_delete));
    let answers = move || {
        view! {
            <Button
                label=say(page, || message!("sync-asks-keep"))
                on_press=move |()| answer(false)
            />
            <Button
                label=say(page, || message!("sync-asks-delete"))
                kind=ButtonKind::Danger
                on_press=move |()| answer(true)
            />
        }
    };
    let title = move || Some(page.text(&message!("sync-asks", count = deletions)));
    view! {
        <Notice
            tone=Tone::Warning
            urgent=true
            title=Signal::derive(title)
            actions=answers
        >
            <p>{move || page.text(&message!("sync-asks-text"))}</p>
        </Notice>
    }
}

/// Signs in anew.
#[component]
fn SignIn(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let form = Form::new(page, status.read_untracked().remote.as_ref());
    let is_busy = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.is_sent.set(true);
        if is_busy.get_untracked() {
            return;
        }
        if untrack(|| form.secret_problem()).is_some() {
            if let Some(input) = input.get_untracked() {
                // What cannot take the focus leaves it where it is.
                let _ = input.focus();
            }
            return;
        }
        is_busy.set(true);
        let office = office.get_value();
        spawn_local(async move {
            let is_kept = form.is_kept.get_untracked();
            if let Err(error) = office.sign_in(&form.secret(), is_kept).await {
                app.say_failure(&notice::storage(&error));
            }
            // Where it went well this form is gone.
            let _ = is_busy.try_set(false);
        });
    };
    let who = move || {
        let status = status.read();
        let user = status
            .remote
            .as_ref()
            .map(|remote| remote.user().to_owned());
        let user = user.filter(|user| !user.is_empty())?;
        Some(page.text(&message!("sync-sign-in-as", user = user)))
    };
    view! {
        <form class="sync__form" on:submit=send novalidate>
            <p>{who}</p>
            <SecretFields form=form node_ref=input />
            <div class="sync__acts">
                <Button
                    label=say(page, || message!("sync-sign-in"))
                    kind=ButtonKind::Primary
                    busy=is_busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// What can be done at any time.
#[component]
fn Acts(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let is_paused = Memo::new(move |_| status.read().phase == Phase::Paused);
    let is_at_it = Signal::derive(move || matches!(status.read().phase, Phase::Syncing { .. }));
    let now = move || match status.read().phase {
        Phase::Waiting { .. } | Phase::Stopped(_) => message!("sync-try-now"),
        _ => message!("sync-now"),
    };
    let may_sync = Memo::new(move |_| {
        let status = status.read();
        !matches!(
            status.phase,
            Phase::Paused
                | Phase::Elsewhere
                | Phase::Asking { .. }
                | Phase::Stopped(Trouble::SignIn(_) | Trouble::Locked)
        )
    });
    let sync = move || {
        may_sync.get().then(|| {
            view! {
                <Button
                    label=say(page, now)
                    icon=Glyph::Cloud
                    busy=is_at_it
                    on_press=move |()| office.with_value(|office| office.sync_now())
                />
            }
        })
    };
    let pause = move || match is_paused.get() {
        true => message!("sync-resume"),
        false => message!("sync-pause"),
    };
    let switch = move |()| {
        let is_paused = is_paused.get_untracked();
        office.with_value(|office| office.pause(!is_paused));
    };
    view! {
        <div class="sync__acts">
            {shown(sync)}
            <Button label=say(page, pause) on_press=switch />
        </div>
    }
}
