//! What is not on the server: records that wait, by name and as a file to keep; records that it does not
//! take, and documents that cannot be read here.

use super::wizard::Desk;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::session::sync::Status;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Card, Glyph};
use crate::ui::follow::shown;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many are named; the rest are counted.
const NAMED_MAX: usize = 5;

/// The name of a record, as a link where it has a page.
pub(super) fn named(app: App, id: RecordId) -> AnyView {
    let name = {
        let live = app.live();
        live.record(id).name(id).into_owned()
    };
    let messages = app.page().messages();
    let kind = messages.kind(id.kind.code());
    let words = match name.is_empty() {
        true => kind,
        false => format!("{kind}: {name}"),
    };
    let has_page = matches!(
        id.kind,
        RecordKind::Customer
            | RecordKind::Deal
            | RecordKind::Ticket
            | RecordKind::Campaign
            | RecordKind::Segment
    );
    match has_page {
        true => view! { <a class="link" href=app.record_href(id)>{words}</a> }.into_any(),
        false => view! { <span>{words}</span> }.into_any(),
    }
}

/// The first of the records that wait, by their names.
#[component]
pub(super) fn WaitingNames(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let ids = RwSignal::new(Vec::<RecordId>::new());
    let count = Memo::new(move |_| status.read().waiting);
    Effect::new(move |_| {
        if count.get() == 0 {
            return ids.set(Vec::new());
        }
        let office = office.get_value();
        spawn_local(async move {
            let unsent = office.unsent(NAMED_MAX).await;
            // The page may have been left before it is known.
            let _ = ids.try_set(unsent);
        });
    });
    let more = move || {
        let more = count.get().saturating_sub(ids.read().len() as u64);
        let is_some = more > 0 && !ids.read().is_empty();
        is_some.then(|| {
            view! { <li class="sync__note">{page.text(&message!("sync-unsent-more", count = more))}</li> }
        })
    };
    let lines = move || {
        let ids = ids.get();
        let line = |id| view! { <li>{named(app, id)}</li> };
        ids.into_iter().map(line).collect_view()
    };
    view! {
        <ul class="sync__list">
            {shown(lines)}
            {shown(more)}
        </ul>
    }
}

/// What waits, with the way to keep it outside.
#[component]
pub(super) fn Unsent(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let is_some = Memo::new(move |_| status.read().waiting > 0);
    let is_busy = RwSignal::new(false);
    let export = move |()| {
        let office = office.get_value();
        is_busy.set(true);
        spawn_local(async move {
            let Ok(bytes) = office.pending().await else {
                let _ = is_busy.try_set(false);
                return app.say_failure(&message!("sync-store-out"));
            };
            let host = page.host();
            let file = format!("{}-{}-waiting.satchel.jsonl", host.slug(), host.today());
            host.download(&file, "application/jsonl", bytes);
            let _ = is_busy.try_set(false);
            app.say(&message!("toast-backup-saved", file = file), false);
        });
    };
    let line = move || {
        is_some.get().then(|| {
            view! {
                <div class="card__row settings__line">
                    <div class="settings__words">
                        <h3>{move || page.text(&message!("sync-unsent"))}</h3>
                        <p>{move || page.text(&message!("sync-unsent-note"))}</p>
                        <WaitingNames app=app office=office status=status />
                    </div>
                    <div class="settings__act">
                        <Button
                            label=say(page, || message!("sync-export"))
                            icon=Glyph::Download
                            busy=is_busy
                            on_press=export
                        />
                    </div>
                </div>
            }
        })
    };
    shown(line)
}

/// What the server does not take, and what cannot be read here.
#[component]
pub(super) fn NotTaken(app: App, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let refused = Memo::new(move |_| status.read().refused.clone());
    let unread = Memo::new(move |_| status.read().unread.clone());
    let refused_card = move || {
        let refused = refused.get();
        (!refused.is_empty()).then(move || {
            let line = move |(id, reason): (RecordId, String)| {
                view! {
                    <li>{named(app, id)}<p class="sync__note">{reason}</p></li>
                }
            };
            view! {
                <Card title=say(page, || message!("sync-not-taken"))>
                    <p>{move || page.text(&message!("sync-not-taken-text"))}</p>
                    <ul class="sync__list">{refused.into_iter().map(line).collect_view()}</ul>
                </Card>
            }
        })
    };
    let unread_card = move || {
        let unread = unread.get();
        (!unread.is_empty()).then(move || {
            let line = |(document, why): (String, String)| {
                view! {
                    <li><code class="sync__document">{document}</code><p class="sync__note">{why}</p></li>
                }
            };
            view! {
                <Card title=say(page, || message!("sync-unread"))>
                    <p>{move || page.text(&message!("sync-unread-text"))}</p>
                    <ul class="sync__list">{unread.into_iter().map(line).collect_view()}</ul>
                </Card>
            }
        })
    };
    view! { {shown(refused_card)} {shown(unread_card)} }
}
