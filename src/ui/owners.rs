//! Owners: who is responsible, in a list that is edited where it stands.

use super::app::use_app;
use super::components::Glyph;
use super::lists::create::CreateRecord;
use super::lists::listing::ListOf;
use super::lists::plain::{PlainListPage, PlainWords};
use crate::domain::{FieldIx, RecordKind, owner};
use crate::message;
use leptos::prelude::*;

static OWNERS: ListOf = ListOf {
    kind: RecordKind::Owner,
    usual: &["name", "email", "role", "active"],
    order: "name",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "name").then_some(280),
    phone: ("role", 104),
    has_pages: false,
};

/// What the form asks.
const ASKED: &[FieldIx] = &[owner::NAME, owner::EMAIL];

/// The page.
#[component]
pub fn OwnersPage() -> impl IntoView {
    use_app().map(|app| {
        let words = PlainWords {
            title: || message!("owners-title"),
            new: || message!("owners-new"),
            empty: || message!("empty-owners-title"),
            empty_text: || message!("empty-owners-body"),
        };
        let making = RwSignal::new(false);
        view! {
            <PlainListPage app=app of=&OWNERS making=making glyph=Glyph::Person words=words />
            <CreateRecord app=app kind=RecordKind::Owner fields=ASKED title=words.new open=making />
        }
    })
}
