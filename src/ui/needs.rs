//! Needs: what customers lack or ask for, in a list.

use super::app::use_app;
use super::components::Glyph;
use super::lists::create::{CreateRecord, Start};
use super::lists::listing::ListOf;
use super::lists::plain::{PlainListPage, PlainWords};
use crate::domain::{FieldIx, RecordKind, need};
use crate::message;
use leptos::prelude::*;

static NEEDS: ListOf = ListOf {
    kind: RecordKind::Need,
    usual: &[
        "subject",
        "customer",
        "category",
        "importance",
        "status",
        "product",
        "noted_at",
    ],
    order: "-noted_at",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "subject").then_some(280),
    phone: ("status", 104),
    has_pages: false,
};

/// What the form asks.
pub const ASKED: &[FieldIx] = &[
    need::SUBJECT,
    need::CUSTOMER,
    need::CATEGORY,
    need::IMPORTANCE,
    need::PRODUCT,
    need::EVIDENCE,
];
/// What it begins with.
pub const START: Start = &[(need::IMPORTANCE, "3")];

/// The page.
#[component]
pub fn NeedsPage() -> impl IntoView {
    use_app().map(|app| {
        let making = RwSignal::new(false);
        let words = PlainWords {
            title: || message!("needs-title"),
            new: || message!("needs-new"),
            empty: || message!("empty-needs-title"),
            empty_text: || message!("empty-needs-body"),
        };
        view! {
            <PlainListPage app=app of=&NEEDS making=making glyph=Glyph::Need words=words />
            <CreateRecord app=app kind=RecordKind::Need fields=ASKED title=words.new open=making start=START />
        }
    })
}
