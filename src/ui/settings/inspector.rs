//! What is stored, in plain words: the browser's own tools show packed bytes. Pages by kind, and
//! the journal with its last changes.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::workspace::change::{Body, Change, Verb};
use leptos::prelude::*;

/// How many of the last changes are listed.
const CHANGES_MAX: usize = 8;

/// What one kind takes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    kind: RecordKind,
    records: usize,
    pages: usize,
    bytes: u64,
    changed: usize,
}

fn stored(app: App) -> Vec<Stored> {
    let live = app.live();
    let of = |kind: RecordKind| {
        let workspace = live.kind(kind);
        let table = workspace.table(kind);
        Stored {
            kind,
            records: table.live() + table.trashed(),
            pages: table.pages().count(),
            bytes: table
                .pages()
                .map(|(_, page)| page.bytes().len() as u64)
                .sum(),
            changed: table.changes(),
        }
    };
    let kinds = RecordKind::ALL.into_iter().map(of);
    kinds
        .filter(|stored| stored.records + stored.pages > 0)
        .collect()
}

/// The card.
#[component]
pub(super) fn Inspector(app: App) -> impl IntoView {
    let page = app.page();
    let kinds = Memo::new(move |_| stored(app));
    let number = move |number: usize| {
        let written = app.format().map(|format| format.count(number));
        written.unwrap_or_default()
    };
    let bytes = move |bytes: u64| {
        let written = app.format().map(|format| format.bytes(bytes));
        written.unwrap_or_default()
    };
    let row = move |stored: Stored| {
        view! {
            <tr>
                <th scope="row">{page.messages().kinds(stored.kind.code())}</th>
                <td>{number(stored.records)}</td>
                <td>{number(stored.pages)}</td>
                <td>{bytes(stored.bytes)}</td>
                <td>{number(stored.changed)}</td>
            </tr>
        }
    };
    let journal = move || {
        let live = app.live();
        let heard = live.history().heard();
        let folded = live.writer().folded().min(heard);
        page.text(&message!(
            "data-journal",
            last = number(heard as usize),
            folded = number(folded as usize),
            open = number((heard - folded) as usize)
        ))
    };
    let changes = move || {
        let live = app.live();
        let machine = live.history();
        let last = machine.history().changes().iter().rev().take(CHANGES_MAX);
        let line = |change: &Change| {
            let label = &change.label;
            let is_batch = matches!(change.body, Body::Batch { .. });
            let words = match label.verb {
                // A workspace is founded once; what is put into it then is the sample.
                Verb::Found if is_batch => {
                    page.text(&message!("data-sample-put", count = label.count))
                }
                verb => page
                    .messages()
                    .change(verb.code(), label.count, &label.name),
            };
            let when = app
                .format()
                .map(|format| format.date_and_time(change.at, app.today()));
            view! {
                <li class="settings__change">
                    <span class="truncate">{words}</span>
                    <time datetime=change.at.to_string()>{when}</time>
                </li>
            }
        };
        last.map(line).collect_view()
    };
    let head = move |label: fn() -> crate::i18n::Message| {
        view! { <th scope="col">{move || page.text(&label())}</th> }
    };
    view! {
        <Card title=say(page, || message!("data-stored")) flush=true>
            <div class="settings__body">
                <p class="settings__note">{move || page.text(&message!("data-stored-hint"))}</p>
                <div class="settings__scroll" tabindex="0" role="group" aria-label=move || page.text(&message!("data-stored"))>
                    <table class="settings__table">
                        <thead>
                            <tr>
                                {head(|| message!("data-kind"))}
                                {head(|| message!("data-records"))}
                                {head(|| message!("data-pages"))}
                                {head(|| message!("data-size"))}
                                {head(|| message!("data-unpacked"))}
                            </tr>
                        </thead>
                        <tbody>{move || kinds.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <p class="settings__note">{journal}</p>
                <h3 class="settings__sub">{move || page.text(&message!("data-last-changes"))}</h3>
                <ul class="settings__changes">{changes}</ul>
            </div>
        </Card>
    }
}
