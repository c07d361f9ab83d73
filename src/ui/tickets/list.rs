//! The tickets, the most urgent promise first.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::use_app;
use crate::ui::components::Glyph;
use crate::ui::frame::Making;
use crate::ui::lists::listing::ListOf;
use crate::ui::lists::plain::{PlainListPage, PlainWords};
use leptos::prelude::*;

static TICKETS: ListOf = ListOf {
    kind: RecordKind::Ticket,
    usual: &[
        "subject",
        "number",
        "priority",
        "customer",
        "status",
        "resolve_due",
        "owner",
        "csat",
    ],
    order: "resolve_due",
    tabs: &["all"],
    tab: |_| None,
    width: |path| (path == "subject").then_some(280),
    phone: ("status", 104),
    has_pages: true,
};

/// The page.
#[component]
pub fn TicketsPage() -> impl IntoView {
    let app = use_app()?;
    let making = use_context::<Making>()?;
    let words = PlainWords {
        title: || message!("tickets-title"),
        new: || message!("tickets-new"),
        empty: || message!("empty-tickets-title"),
        empty_text: || message!("empty-tickets-body"),
    };
    Some(
        view! { <PlainListPage app=app of=&TICKETS making=making.ticket glyph=Glyph::Ticket words=words /> },
    )
}
