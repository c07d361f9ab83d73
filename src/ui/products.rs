//! Products: what is sold, in a list that is edited where it stands.

use super::app::use_app;
use super::components::Glyph;
use super::lists::create::CreateRecord;
use super::lists::listing::ListOf;
use super::lists::plain::{PlainListPage, PlainWords};
use crate::domain::{FieldIx, RecordKind, product};
use crate::message;
use leptos::prelude::*;

static PRODUCTS: ListOf = ListOf {
    kind: RecordKind::Product,
    usual: &["name", "code", "price", "cost", "category", "active"],
    order: "name",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "name").then_some(280),
    phone: ("price", 104),
    has_pages: false,
};

/// What the form asks.
const ASKED: &[FieldIx] = &[
    product::NAME,
    product::CODE,
    product::PRICE,
    product::CATEGORY,
];

/// The page.
#[component]
pub fn ProductsPage() -> impl IntoView {
    use_app().map(|app| {
        let words = PlainWords {
            title: || message!("products-title"),
            new: || message!("products-new"),
            empty: || message!("empty-products-title"),
            empty_text: || message!("empty-products-body"),
        };
        let making = RwSignal::new(false);
        view! {
            <PlainListPage app=app of=&PRODUCTS making=making glyph=Glyph::Tag words=words />
            <CreateRecord app=app kind=RecordKind::Product fields=ASKED title=words.new open=making />
        }
    })
}
