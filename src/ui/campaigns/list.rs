//! The campaigns, the latest first.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::use_app;
use crate::ui::components::Glyph;
use crate::ui::frame::Making;
use crate::ui::lists::listing::ListOf;
use crate::ui::lists::plain::{PlainListPage, PlainWords};
use leptos::prelude::*;

static CAMPAIGNS: ListOf = ListOf {
    kind: RecordKind::Campaign,
    usual: &[
        "name",
        "status",
        "type",
        "start",
        "end",
        "budget",
        "actual_cost",
        "owner",
    ],
    order: "-start",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "name").then_some(280),
    phone: ("status", 104),
    has_pages: true,
};

/// The page.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    let app = use_app()?;
    let making = use_context::<Making>()?;
    let words = PlainWords {
        title: || message!("campaigns-title"),
        new: || message!("campaigns-new"),
        empty: || message!("empty-campaigns-title"),
        empty_text: || message!("empty-campaigns-body"),
    };
    Some(
        view! { <PlainListPage app=app of=&CAMPAIGNS making=making.campaign glyph=Glyph::Campaign words=words /> },
    )
}
