//! The segments, by name.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::use_app;
use crate::ui::components::Glyph;
use crate::ui::frame::Making;
use crate::ui::lists::listing::ListOf;
use crate::ui::lists::plain::{PlainListPage, PlainWords};
use leptos::prelude::*;

static SEGMENTS: ListOf = ListOf {
    kind: RecordKind::Segment,
    usual: &["name", "customers", "kind", "description", "updated_at"],
    order: "name",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| match path {
        "name" => Some(280),
        "kind" => Some(168),
        _ => None,
    },
    phone: ("customers", 96),
    has_pages: true,
};

/// The page.
#[component]
pub fn SegmentsPage() -> impl IntoView {
    let app = use_app()?;
    let making = use_context::<Making>()?;
    let words = PlainWords {
        title: || message!("segments-title"),
        new: || message!("segments-new"),
        empty: || message!("empty-segments-title"),
        empty_text: || message!("empty-segments-body"),
    };
    Some(
        view! { <PlainListPage app=app of=&SEGMENTS making=making.segment glyph=Glyph::Segment words=words /> },
    )
}
