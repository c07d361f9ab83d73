//! Transactions: what customers bought and paid, in a list.

use super::app::use_app;
use super::components::Glyph;
use super::lists::create::{CreateRecord, Start};
use super::lists::listing::ListOf;
use super::lists::plain::{PlainListPage, PlainWords};
use crate::domain::{FieldIx, RecordKind, transaction};
use crate::message;
use leptos::prelude::*;

static TRANSACTIONS: ListOf = ListOf {
    kind: RecordKind::Transaction,
    usual: &[
        "number", "kind", "customer", "date", "amount", "status", "channel",
    ],
    order: "-date",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "number").then_some(160),
    phone: ("amount", 104),
    has_pages: false,
};

/// What the form asks.
pub const ASKED: &[FieldIx] = &[
    transaction::NUMBER,
    transaction::KIND,
    transaction::CUSTOMER,
    transaction::DATE,
    transaction::AMOUNT,
    transaction::STATUS,
    transaction::CHANNEL,
];
/// What it begins with.
pub const START: Start = &[(transaction::KIND, "order")];

/// The page.
#[component]
pub fn TransactionsPage() -> impl IntoView {
    use_app().map(|app| {
        let making = RwSignal::new(false);
        let words = PlainWords {
            title: || message!("transactions-title"),
            new: || message!("transactions-new"),
            empty: || message!("empty-transactions-title"),
            empty_text: || message!("empty-transactions-body"),
        };
        view! {
            <PlainListPage app=app of=&TRANSACTIONS making=making glyph=Glyph::Coins words=words />
            <CreateRecord app=app kind=RecordKind::Transaction fields=ASKED title=words.new open=making start=START />
        }
    })
}
