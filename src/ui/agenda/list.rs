//! What is to be done, the first due first.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::use_app;
use crate::ui::components::Glyph;
use crate::ui::frame::Making;
use crate::ui::lists::listing::ListOf;
use crate::ui::lists::plain::{PlainListPage, PlainWords};
use leptos::prelude::*;

static ACTIVITIES: ListOf = ListOf {
    kind: RecordKind::Activity,
    usual: &["subject", "kind", "due", "status", "priority", "owner"],
    order: "due",
    tabs: &["all"],
    tab: |_| None,
    width: |path| (path == "subject").then_some(280),
    phone: ("due", 104),
    has_pages: false,
};

/// The page.
#[component]
pub fn AgendaPage() -> impl IntoView {
    let app = use_app()?;
    let making = use_context::<Making>()?;
    let words = PlainWords {
        title: || message!("nav-agenda"),
        new: || message!("palette-new-task"),
        empty: || message!("empty-activities-title"),
        empty_text: || message!("empty-activities-body"),
    };
    Some(
        view! { <PlainListPage app=app of=&ACTIVITIES making=making.task glyph=Glyph::Calendar words=words /> },
    )
}
