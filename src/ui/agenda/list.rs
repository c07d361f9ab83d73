//! All activities as a table, with what every table can do.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::use_app;
use crate::ui::components::Glyph;
use crate::ui::follow::whenever;
use crate::ui::frame::{Asked, Making};
use crate::ui::lists::listing::ListOf;
use crate::ui::lists::plain::{PlainListPage, PlainWords};
use leptos::prelude::*;

static ACTIVITIES: ListOf = ListOf {
    kind: RecordKind::Activity,
    usual: &[
        "subject", "kind", "customer", "due", "status", "priority", "owner",
    ],
    order: "due",
    tabs: &["all"],
    tab: |_, _| None,
    width: |path| (path == "subject").then_some(280),
    phone: ("due", 104),
    has_pages: false,
};

/// The page.
#[component]
pub fn ActivitiesPage() -> impl IntoView {
    let app = use_app()?;
    let making = use_context::<Making>()?;
    // The page sets that something is to be made; what that is stands here.
    let wanted = RwSignal::new(false);
    whenever(move || {
        if wanted.get() {
            wanted.set(false);
            making.activity.set(Some(Asked::New("task")));
        }
    });
    let words = PlainWords {
        title: || message!("activities-title"),
        new: || message!("palette-new-task"),
        empty: || message!("empty-activities-title"),
        empty_text: || message!("empty-activities-body"),
    };
    Some(
        view! { <PlainListPage app=app of=&ACTIVITIES making=wanted glyph=Glyph::Calendar words=words /> },
    )
}
