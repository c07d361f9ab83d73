//! The form that makes a segment: what it is called, and how its customers are chosen.

use crate::domain::{FieldIx, RecordKind, segment};
use crate::message;
use crate::ui::app::use_app;
use crate::ui::lists::create::{CreateRecord, Start};
use leptos::prelude::*;

/// What it asks.
const ASKED: &[FieldIx] = &[segment::NAME, segment::KIND, segment::DESCRIPTION];
/// What it begins with.
const START: Start = &[(segment::KIND, "dynamic")];

/// The form, in a dialog.
#[component]
pub fn CreateSegment(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    use_app().map(|app| {
        view! {
            <CreateRecord
                app=app
                kind=RecordKind::Segment
                fields=ASKED
                title=|| message!("segments-new")
                open=open
                start=START
            />
        }
    })
}
