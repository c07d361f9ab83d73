//! What a customer bought and paid, on its page.

use crate::domain::{RecordId, RecordKind, transaction};
use crate::message;
use crate::ui::app::App;
use crate::ui::records::lines::Lines;
use crate::ui::records::owned::{Owned, OwnedKind, OwnedWords};
use crate::ui::records::page::Related;
use crate::ui::records::related::{RelatedTransaction, transactions};
use crate::ui::transactions::{ASKED, START};
use leptos::prelude::*;

static TRANSACTIONS: OwnedKind = OwnedKind {
    kind: RecordKind::Transaction,
    belongs: transaction::CUSTOMER,
    asked: ASKED,
    start: START,
    fields: &[
        transaction::NUMBER,
        transaction::KIND,
        transaction::DATE,
        transaction::AMOUNT,
        transaction::STATUS,
        transaction::CHANNEL,
        transaction::DESCRIPTION,
    ],
};

/// The card.
#[component]
pub(super) fn Transactions(
    /// The app.
    app: App,
    /// The customer.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| transactions(app, id));
    let line = move |one: RelatedTransaction| {
        let format = app.format();
        let kind = page.messages().option("transaction", "kind", &one.kind);
        let date = one.date.zip(format.as_ref());
        let date = date.map(|(date, format)| format.date(date, app.today()));
        let amount = one.amount.zip(format.as_ref());
        let amount = amount.map(|(amount, format)| format.money(amount));
        let line = Related {
            name: if one.number.is_empty() {
                kind.clone()
            } else {
                one.number
            },
            note: kind,
            amount: amount.unwrap_or_default(),
            amount_note: date.unwrap_or_default(),
            ..Related::default()
        };
        (one.id, line)
    };
    let lines = move || all.get().into_iter().map(line).collect::<Vec<_>>();
    let words = OwnedWords {
        title: || message!("customer-transactions"),
        add: || message!("transactions-new"),
        all: |count| message!("customer-all-transactions", count = count),
    };
    view! {
        <Owned
            app=app
            id=id
            of=&TRANSACTIONS
            words=words
            lines=Signal::derive(lines)
            making=RwSignal::new(false)
            below=|app, id| view! { <Lines app=app id=id /> }.into_any()
        />
    }
}
