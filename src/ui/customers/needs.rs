//! What a customer lacks or asks for, on its page. Where no note has the focus, C adds one by its form.

use crate::domain::{RecordId, RecordKind, need};
use crate::message;
use crate::ui::app::App;
use crate::ui::frame::is_typing;
use crate::ui::needs::{ASKED, START};
use crate::ui::records::owned::{Owned, OwnedKind, OwnedWords};
use crate::ui::records::page::Related;
use crate::ui::records::related::{RelatedNeed, needs};
use leptos::prelude::*;

static NEEDS: OwnedKind = OwnedKind {
    kind: RecordKind::Need,
    belongs: need::CUSTOMER,
    asked: ASKED,
    start: START,
    fields: &[
        need::SUBJECT,
        need::STATUS,
        need::IMPORTANCE,
        need::CATEGORY,
        need::PRODUCT,
        need::NOTED_AT,
        need::EVIDENCE,
    ],
};

/// C opens the form, unless a note took the key.
fn listen(making: RwSignal<bool>) {
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) || event.key() != "c" {
            return;
        }
        event.prevent_default();
        making.set(true);
    });
    on_cleanup(move || press.remove());
}

/// The card.
#[component]
pub(super) fn Needs(
    /// The app.
    app: App,
    /// The customer.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let making = RwSignal::new(false);
    listen(making);
    let all = Memo::new(move |_| needs(app, id));
    let line = move |one: RelatedNeed| {
        let format = app.format();
        let importance = one.importance.zip(format.as_ref());
        let importance = importance.map(|(mark, format)| {
            page.text(&message!("need-importance", mark = format.number(mark)))
        });
        let category = Some(one.category).filter(|category| !category.is_empty());
        let facts: Vec<String> = category.into_iter().chain(importance).collect();
        let noted = one.noted.zip(format.as_ref());
        let noted = noted.map(|(date, format)| format.date(date, app.today()));
        let line = Related {
            name: one.name,
            note: facts.join(page.locale().between_facts()),
            amount: page.messages().option("need", "status", &one.status),
            amount_note: noted.unwrap_or_default(),
            ..Related::default()
        };
        (one.id, line)
    };
    let lines = move || all.get().into_iter().map(line).collect::<Vec<_>>();
    let words = OwnedWords {
        title: || message!("needs-title"),
        add: || message!("customer-add-need"),
        all: |count| message!("customer-all-needs", count = count),
    };
    view! {
        <Owned
            app=app
            id=id
            of=&NEEDS
            words=words
            lines=Signal::derive(lines)
            making=making
        />
    }
}
