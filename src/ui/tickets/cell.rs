//! The cells of the queue that say more than a value. Each reads its own record, so an edit, and each
//! minute, draws one text anew.

use super::clock::{bar, time_left};
use super::status::{priority_of, priority_view, status_chip};
use crate::domain::{RecordId, Value, ticket};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::NameCell;
use crate::ui::follow::shown;
use crate::ui::records::head::named;
use leptos::prelude::*;

/// What the queue draws itself.
pub(super) fn own_cell(app: App, id: Memo<Option<RecordId>>, path: &str) -> Option<AnyView> {
    Some(match path {
        "subject" => subject(app, id),
        "priority" => {
            let priority =
                Memo::new(move |_| id.get().map(|id| priority_of(app, id)).unwrap_or_default());
            priority_view(app, priority).into_any()
        }
        "status" => status_chip(app, id.into()).into_any(),
        "minutes_left" => time(app, id),
        "customer" => {
            let customer = Memo::new(move |_| named(app, id.get()?, ticket::CUSTOMER));
            let view = move || {
                let (_, name) = customer.get()?;
                let title = name.clone();
                Some(view! { <span class="soft truncate" title=title>{name}</span> })
            };
            view.into_any()
        }
        "csat" => satisfaction(app, id),
        _ => return None,
    })
}

fn subject(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let name = Signal::derive(move || {
        let id = id.get();
        id.map(|id| app.live().record(id).name(id).into_owned())
            .unwrap_or_default()
    });
    let customer = Signal::derive(move || number_of(app, id.get()).unwrap_or_default());
    let href = Signal::derive(move || id.get().map(|id| app.record_href(id)).unwrap_or_default());
    view! { <NameCell name=name meta=customer href=href /> }.into_any()
}

/// The number of a ticket as people say it: #1042.
pub(super) fn number_of(app: App, id: Option<RecordId>) -> Option<String> {
    let id = id?;
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let number = record.value(ticket::NUMBER)?.typed();
    Some(app.page().text(&message!("ticket-number", number = number)))
}

/// Which clock runs, how much is left, and a bar.
fn time(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let left = Memo::new(move |_| time_left(app, id.get()?));
    shown(move || {
        match left.get() {
        None => {
            let none = app.format().map(|format| format.none());
            view! { <span class="faint">{none}</span> }.into_any()
        }
        Some(left) => view! {
            <span class="time-left" data-tone=left.tone.code() data-done=left.share.is_none().then_some("")>
                {left.share.is_some().then(|| view! { <span class="time-left__clock soft">{left.clock}</span> })}
                <span class="time-left__words truncate">{left.words}</span>
                {left.share.map(|share| bar(share, left.tone))}
            </span>
        }
        .into_any(),
    }
    })
}

fn satisfaction(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let mark = Memo::new(move |_| {
        let id = id.get()?;
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        record.value(ticket::CSAT).map(Value::typed)
    });
    shown(move || match mark.get() {
        Some(mark) => {
            let words = app.page().text(&message!("ticket-of-five", mark = mark));
            view! { <span>{words}</span> }.into_any()
        }
        None => {
            let none = app.format().map(|format| format.none());
            view! { <span class="faint">{none}</span> }.into_any()
        }
    })
}
