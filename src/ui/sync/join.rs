//! Joining: a workspace on this device that is made of what is in a database. A link may have brought where
//! that is, behind the `#` of the address, which no server sees; what is secret is in no link.

use super::bring;
use super::looking::{InTheWay, Looking, LookingForm, Step};
use super::passphrase::{Passphrase, PassphraseFields};
use super::words;
use crate::message;
use crate::session::sync::{Found, Hindrance, Remote};
use crate::ui::app::{Page, say};
use crate::ui::components::{Button, ButtonKind, Card, Notice, Tone};
use crate::ui::follow::shown;
use crate::ui::threshold::ThresholdHead;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn JoinPage(
    /// The page it is in.
    page: Page,
) -> impl IntoView {
    bring();
    provide_context(page);
    let hash = window().location().hash().unwrap_or_default();
    let link = (!hash.is_empty()).then(|| Remote::from_fragment(&hash));
    let is_broken = matches!(link, Some(Err(_)));
    let known = link.and_then(Result::ok);
    let looking = Looking::new(page, known.as_ref(), None);
    let found = looking.found();
    let failure = looking.failure();
    let broken = is_broken.then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{move || page.text(&message!("sync-join-link-broken"))}</p>
            </Notice>
        }
    });
    let inside = move || match found.get() {
        Some(found) => view! { <Offer looking=looking found=found failure=failure /> }.into_any(),
        None => view! { <LookingForm looking=looking /> }.into_any(),
    };
    let base = page.host().base();
    view! {
        <div class="first-run">
            <ThresholdHead page=page />
            <main class="first-run__main sync__join">
                <h1 class="first-run__question">{move || page.text(&message!("sync-join-title"))}</h1>
                <p class="first-run__intro">{move || page.text(&message!("sync-join-intro"))}</p>
                {broken}
                <Card>
                    <div class="sync__body">{shown(inside)}</div>
                </Card>
                <p class="sync__note">
                    <a class="link" href=base>{move || page.text(&message!("sync-join-back"))}</a>
                </p>
            </main>
            <footer class="first-run__foot">{move || page.text(&message!("sync-join-promise"))}</footer>
        </div>
    }
}

/// What is there, and the way in.
#[component]
fn Offer(looking: Looking, found: Found, failure: RwSignal<Option<Hindrance>>) -> impl IntoView {
    let page = looking.page;
    let Some((remote, secret)) = looking.asked() else {
        return ().into_any();
    };
    let count = found.documents;
    let back = move || {
        let is_doing = Signal::derive(move || *looking.step.read() == Step::Doing);
        view! {
            <Button
                label=say(page, || message!("action-back"))
                disabled=is_doing
                on_press=move |()| looking.go(Step::Where)
            />
        }
    };
    let passphrase = found.is_sealed.then(|| Passphrase::new(page));
    let name = found.workspace.clone();
    if name.is_none() && passphrase.is_none() {
        let database = remote.database().to_owned();
        let begin = format!("{}new", page.host().base());
        return view! {
            <Notice tone=Tone::Info urgent=true>
                <p>{move || page.text(&message!("sync-join-nothing", database = &database))}</p>
            </Notice>
            <div class="sync__acts">
                {back()}
                <Button label=say(page, || message!("sync-join-begin")) href=begin />
            </div>
        }
        .into_any();
    }
    let is_busy = Signal::derive(move || *looking.step.read() == Step::Doing);
    let again = found;
    let asked = remote.clone();
    let join = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let typed = match passphrase.map(Passphrase::known) {
            Some(None) => return,
            typed => typed.flatten(),
        };
        let (remote, secret, again) = (asked.clone(), secret.clone(), again.clone());
        let is_kept = looking.form.is_kept.get_untracked();
        failure.set(None);
        looking.go(Step::Doing);
        spawn_local(async move {
            let host = page.host();
            match host.join(&remote, &secret, typed, is_kept).await {
                Ok(slug) => host.go(&format!("{}w/{slug}/settings/sync", host.base())),
                Err(hindrance) => {
                    looking.go(Step::Found(again));
                    let _ = failure.try_set(Some(hindrance));
                }
            }
        });
    };
    let failed = move || {
        let hindrance = failure.get()?;
        let said = words::hindrance(&hindrance, &remote);
        Some(view! { <InTheWay page=page said=said lines=None /> })
    };
    let progress = move || {
        is_busy
            .get()
            .then(|| page.text(&message!("sync-join-fetching", count = count)))
    };
    let title = move || {
        page.text(&match &name {
            Some(name) => message!("sync-join-found", name = name),
            None => message!("sync-join-found-sealed"),
        })
    };
    let key = passphrase.map(|passphrase| {
        view! {
            <p>{move || page.text(&message!("sync-join-sealed-text"))}</p>
            <PassphraseFields passphrase=passphrase is_new=false />
        }
    });
    view! {
        <form class="sync__form" on:submit=join novalidate>
            <h2>{title}</h2>
            <p>{move || page.text(&message!("sync-join-found-text", count = count))}</p>
            {key}
            <p class="sync__note" role="status">{progress}</p>
            {shown(failed)}
            <div class="sync__acts">
                {back()}
                <Button
                    label=say(page, || message!("sync-join-run"))
                    kind=ButtonKind::Primary
                    busy=is_busy
                    busy_label=say(page, || message!("sync-join-running"))
                    submit=true
                />
            </div>
        </form>
    }
    .into_any()
}
