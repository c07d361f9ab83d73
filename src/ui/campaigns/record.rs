//! The page of a campaign: how far its members came, which text was answered more, who they are; at
//! the right what it brought, whom its segments reach, answers by day.

use super::members::{Members, Steps};
use super::sums::{Answers, AudienceCard, Returned};
use super::test::Comparison;
use crate::domain::{
    FieldIx, RecordId, RecordKind, campaign, customer, deal, field, member, transaction,
};
use crate::i18n::{Messages, WordsApart};
use crate::live::Live;
use crate::message;
use crate::query::campaign::{audience, returned, sends_mail, standing};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Chip, Glyph, Tone};
use crate::ui::lists::depend;
use crate::ui::records::facts::{FieldFacts, OwnFacts};
use crate::ui::records::head::RecordHead;
use crate::ui::records::page::RecordRoute;
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
    Messages::learn_apart(WordsApart::campaigns());
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

/// Remembers all that is read of members.
fn on_members(live: &Live) {
    for (ix, _) in RecordKind::Member.fields() {
        drop(live.field(RecordKind::Member, ix));
    }
}

fn campaign_page(app: App, id: RecordId) -> AnyView {
    let page = app.page();
    let stands = Memo::new(move |_| {
        let live = app.live();
        on_members(&live);
        drop(live.kind(RecordKind::Template));
        let workspace = live.record(id);
        standing(&workspace, id, app.clock())
    });
    let reaches = Memo::new(move |_| {
        let live = app.live();
        depend::on_path(&live, RecordKind::Customer, "segment");
        drop(live.field(RecordKind::Customer, customer::EMAILS));
        drop(live.field(RecordKind::Customer, customer::CONSENT));
        let workspace = live.record(id);
        audience(&workspace, id, app.clock())
    });
    let brought = Memo::new(move |_| {
        let live = app.live();
        on_members(&live);
        depend::on_path(&live, RecordKind::Deal, "outcome");
        for field in [deal::CAMPAIGN, deal::AMOUNT] {
            drop(live.field(RecordKind::Deal, field));
        }
        for (ix, _) in RecordKind::Transaction.fields() {
            drop(live.field(RecordKind::Transaction, ix));
        }
        drop(live.field(RecordKind::Member, member::DEAL));
        drop(live.field(RecordKind::Transaction, transaction::CAMPAIGN));
        let workspace = live.record(id);
        returned(&workspace, id)
    });
    let status = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .map(|record| record.text(campaign::STATUS).to_owned())
            .unwrap_or_default()
    });
    let is_mail = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| sends_mail(&record))
    });
    let chip = move || {
        let status = status.get();
        let tone = match status.as_str() {
            "active" => Tone::Positive,
            "planned" => Tone::Info,
            _ => Tone::Neutral,
        };
        view! { <Chip label=page.messages().option("campaign", "status", &status) tone=tone /> }
    };
    view! {
        <div class="page record campaign">
            <RecordHead app=app id=id lead=|| () beside=move || chip below=move || view! { <p class="soft">{move || about(app, id)}</p> }>
                <super::send::Sending app=app id=id standing=stands />
                <super::results::Results app=app id=id standing=stands />
            </RecordHead>
            <div class="campaign__columns">
                <div class="campaign__main">
                    <Steps app=app standing=stands />
                    <Comparison app=app id=id is_mail=is_mail standing=stands />
                    <Members app=app standing=stands />
                </div>
                <div class="campaign__side">
                    <Returned app=app of=brought />
                    <AudienceCard app=app id=id of=reaches standing=stands />
                    <Answers app=app standing=stands />
                    <Card title=say(page, || message!("customer-details"))>
                        <div class="facts">
                            <FieldFacts app=app id=id fields=FACTS />
                            <OwnFacts app=app id=id />
                        </div>
                    </Card>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// What sort of campaign it is, and when.
fn about(app: App, id: RecordId) -> String {
    let page = app.page();
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return String::new();
    };
    let of = record.text(campaign::TYPE);
    let of = (!of.is_empty()).then(|| page.messages().option("campaign", "type", of));
    let day = |field| {
        let date = record.value(field)?.as_date()?;
        Some(app.format()?.date(date, app.today()))
    };
    let span = match (day(campaign::START), day(campaign::END)) {
        (Some(start), Some(end)) => {
            Some(page.text(&message!("campaign-from-to", start = start, end = end)))
        }
        (start, end) => start.or(end),
    };
    let facts: Vec<String> = of.into_iter().chain(span).collect();
    facts.join(page.locale().between_facts())
}
