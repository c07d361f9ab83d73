//! The page of a segment: what is known of it, and what happened.

use crate::domain::{FieldIx, RecordId, RecordKind, segment};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::ui::records::facts::{FieldFacts, OwnFacts};
use crate::ui::records::head::RecordHead;
use crate::ui::records::page::{RecordPage, RecordRoute};
use leptos::prelude::*;

const FACTS: &[FieldIx] = &[segment::NAME, segment::KIND, segment::DESCRIPTION];

/// The page.
#[component]
pub fn SegmentPage() -> impl IntoView {
    view! {
        <RecordRoute
            kind=RecordKind::Segment
            glyph=Glyph::Segment
            title=|| message!("segments-title")
            missing=|| message!("segment-page-missing")
            draw=segment_page
        />
    }
}

fn segment_page(app: App, id: RecordId) -> AnyView {
    let page = app.page();
    view! {
        <RecordPage
            app=app
            id=id
            head=move || view! {
                <RecordHead app=app id=id lead=|| () beside=|| () below=|| ()>""</RecordHead>
            }
            facts=move || view! {
                <h2 class="record__head">{move || page.text(&message!("customer-details"))}</h2>
                <div class="facts">
                    <FieldFacts app=app id=id fields=FACTS />
                    <OwnFacts app=app id=id />
                </div>
            }
            related=|| ()
        />
    }
    .into_any()
}
