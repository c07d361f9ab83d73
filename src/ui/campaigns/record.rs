//! The page of a campaign: what is known of it, and what happened.

use crate::domain::{FieldIx, RecordId, RecordKind, campaign, field};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::ui::records::facts::{FieldFacts, OwnFacts};
use crate::ui::records::head::RecordHead;
use crate::ui::records::page::{RecordPage, RecordRoute};
use leptos::prelude::*;

const FACTS: &[FieldIx] = &[
    campaign::NAME,
    campaign::STATUS,
    campaign::TYPE,
    campaign::CHANNEL,
    campaign::START,
    campaign::END,
    campaign::BUDGET,
    campaign::ACTUAL_COST,
    campaign::EXPECTED_REVENUE,
    campaign::EXPECTED_RESPONSE,
    field::OWNER,
    campaign::DESCRIPTION,
];

/// The page.
#[component]
pub fn CampaignPage() -> impl IntoView {
    view! {
        <RecordRoute
            kind=RecordKind::Campaign
            glyph=Glyph::Campaign
            title=|| message!("campaigns-title")
            missing=|| message!("campaign-page-missing")
            draw=campaign_page
        />
    }
}

fn campaign_page(app: App, id: RecordId) -> AnyView {
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
