//! What is known of a deal, edited in place, in the order people read.

use super::state_of;
use crate::domain::{FieldIx, Key, RecordId, RecordKind, Value, deal, field};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::App;
use crate::ui::components::{InlineField, InlineKind};
use crate::ui::lists::field::choices;
use crate::ui::records::facts::{FieldFacts, OwnFacts, Seldom};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// The fields before the pipeline, and after.
const FIRST: &[FieldIx] = &[deal::NAME, deal::CUSTOMER];
const MONEY: &[FieldIx] = &[deal::AMOUNT, deal::STAGE, deal::PROBABILITY];
const CLOSES: &[FieldIx] = &[deal::EXPECTED_CLOSE];
const REST: &[FieldIx] = &[field::OWNER, deal::NEXT_STEP, deal::NEXT_FOLLOW_UP];
/// What most deals leave empty.
const SELDOM: &[FieldIx] = &[
    deal::COMPETITOR,
    deal::TYPE,
    deal::SOURCE,
    deal::FORECAST_CATEGORY,
    deal::STARTED_AT,
    deal::DESCRIPTION,
];
/// What only a closed deal has.
const CLOSED: &[FieldIx] = &[deal::CLOSED_AT];
const LOST: &[FieldIx] = &[deal::LOST_REASON];

/// The fields of a deal.
#[component]
pub(super) fn Facts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let outcome = Memo::new(move |_| state_of(app, id).map(|state| state.outcome.to_string()));
    let closed = move || {
        let outcome = outcome.get()?;
        (outcome != OPEN).then(|| {
            view! {
                <FieldFacts app=app id=id fields=CLOSED />
                {(outcome == "lost").then(|| view! { <FieldFacts app=app id=id fields=LOST /> })}
            }
        })
    };
    view! {
        <h2 class="record__head">{move || page.text(&message!("customer-details"))}</h2>
        <div class="facts">
            <FieldFacts app=app id=id fields=FIRST />
            <PipelineFact app=app id=id outcome=outcome />
            <FieldFacts app=app id=id fields=MONEY />
            <div data-field="expected_close"><FieldFacts app=app id=id fields=CLOSES /></div>
            {closed}
            <FieldFacts app=app id=id fields=REST />
            <OwnFacts app=app id=id />
        </div>
        <Seldom app=app id=id fields=SELDOM />
    }
}

/// The pipeline, where there are several: another one has other stages, so the deal comes there to
/// the first that means what its own did.
#[component]
fn PipelineFact(app: App, id: RecordId, outcome: Memo<Option<String>>) -> impl IntoView {
    let page = app.page();
    let held = Memo::new(move |_| super::pipeline_of(app, id));
    let has_several = Memo::new(move |_| {
        let live = app.live();
        live.kind(RecordKind::Pipeline).pipelines().len() > 1
    });
    let value = Signal::derive(move || {
        let held = held.get();
        held.map(|id| app.live().record(id).name(id).into_owned())
            .unwrap_or_default()
    });
    let kind = Signal::derive(move || {
        drop(app.live().kind(RecordKind::Pipeline));
        InlineKind::Choice(choices(app, RecordKind::Deal, "pipeline"))
    });
    let commit = move |to: String| {
        let pipeline = RecordId::parse(&to).ok()?;
        let stage = {
            let outcome = outcome.get_untracked();
            let live = app.live();
            let workspace = live.peek();
            let like = workspace.stage_like(pipeline, outcome.as_deref().unwrap_or(OPEN));
            like.or_else(|| workspace.stages(pipeline).into_iter().next())?
        };
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![
                (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
                (Key::one(deal::STAGE), Some(Value::text(&*stage.id))),
            ],
            revision: None,
        };
        match app.execute(&command) {
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first();
                first.map(|problem| page.messages().rule(&problem.rule))
            }
            _ => None,
        }
    };
    view! {
        <Show when=move || has_several.get()>
            <InlineField
                label=Signal::derive(move || page.messages().field("deal", "pipeline"))
                value=value
                draft=Signal::derive(move || held.get().map(|id| id.to_string()))
                empty=crate::ui::app::say(page, || message!("field-add-value"))
                edit_label=crate::ui::app::say(page, || message!("action-edit"))
                kind=kind
                on_commit=commit
            />
        </Show>
    }
}
