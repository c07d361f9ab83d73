//! The page of a deal: where it stands, what is known, what happened, who and what belongs to it.

use super::facts::Facts;
use super::head::Head;
use super::people::People;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::ui::foretold::Foretold;
use crate::ui::records::lines::Lines;
use crate::ui::records::page::{RecordPage, RecordRoute};
use leptos::prelude::*;

/// The page.
#[component]
pub fn DealPage() -> impl IntoView {
    view! {
        <RecordRoute
            kind=RecordKind::Deal
            glyph=Glyph::Deals
            title=|| message!("nav-deals")
            missing=|| message!("deal-page-missing")
            draw=deal
        />
    }
}

fn deal(app: App, id: RecordId) -> AnyView {
    view! {
        <RecordPage
            app=app
            id=id
            head=move || view! { <Head app=app id=id /> }
            facts=move || view! { <Facts app=app id=id /> }
            related=move || view! {
                <Foretold app=app id=id />
                <Lines app=app id=id />
                <People app=app id=id />
            }
        />
    }
    .into_any()
}
