//! Deals: the board, the table and the forecast one works in, the page of one, and the form that makes one.

mod board;
mod card;
mod create;
mod facts;
mod forecast;
mod head;
mod losing;
mod moving;
mod page;
mod path;
mod people;
mod record;

pub use create::{CreateDeal, DealStart};
pub use page::DealsPage;
pub use record::DealPage;

use super::app::App;
use crate::domain::{RecordId, Value, deal};
use crate::query::deal::DealState;
use crate::query::{Filter, Operand, Test};
use crate::workspace::Stage;

/// The condition that a tab of the table stands for; the first is what can still be won.
#[must_use]
pub fn tab_filter(_: App, tab: &str) -> Option<Filter> {
    let outcome = match tab {
        "all" => return None,
        "won" | "lost" => tab,
        _ => "open",
    };
    Some(Filter::test("outcome", Test::Is(Operand::text(outcome))))
}

/// The pipeline that a deal is in.
fn pipeline_of(app: App, id: RecordId) -> Option<RecordId> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    record.value(deal::PIPELINE).and_then(Value::as_ref_id)
}

/// The stages of the pipeline that a deal is in.
fn stages_of(app: App, id: RecordId) -> Vec<Stage> {
    let Some(pipeline) = pipeline_of(app, id) else {
        return Vec::new();
    };
    app.live().record(pipeline).stages(pipeline)
}

/// What follows from the stage that a deal is at.
fn state_of(app: App, id: RecordId) -> Option<DealState> {
    let live = app.live();
    if let Some(pipeline) = pipeline_of(app, id) {
        drop(live.record(pipeline));
    }
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    Some(DealState::of(&workspace, &record, app.clock()))
}
