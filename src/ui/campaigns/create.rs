//! The form that makes a campaign: what it is called, what sort, when, and what it may cost.

use crate::domain::{FieldIx, RecordKind, campaign, field};
use crate::message;
use crate::ui::app::use_app;
use crate::ui::lists::create::{CreateRecord, Start};
use leptos::prelude::*;

/// What it asks.
const ASKED: &[FieldIx] = &[
    campaign::NAME,
    campaign::TYPE,
    campaign::START,
    campaign::END,
    campaign::BUDGET,
    field::OWNER,
];
/// What it begins with.
const START: Start = &[(campaign::TYPE, "email")];

/// The form, in a dialog.
#[component]
pub fn CreateCampaign(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    use_app().map(|app| {
        view! {
            <CreateRecord
                app=app
                kind=RecordKind::Campaign
                fields=ASKED
                title=|| message!("campaigns-new")
                open=open
                start=START
            />
        }
    })
}
