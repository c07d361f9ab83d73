//! The funnel as a document. How far deals come is [`crate::query::sales::funnel`]'s matter.

use super::sales::{pipeline, window, write_figure, write_rate, write_record};
use super::write_known;
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::Rule;
use crate::query::sales::funnel::{FunnelStage, funnel};

/// The parameters.
pub(super) const PARAMETERS: &[&str] = &["pipeline", "from", "to"];

pub(super) fn write(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let said = pipeline(desk, &mut query)?;
    let window = window(desk, &mut query)?;
    let pipeline = said
        .or_else(|| desk.workspace.default_pipeline())
        .ok_or_else(|| Refusal::parameter("pipeline", Rule::Required))?;
    let of = funnel(desk.workspace, pipeline, window, desk.now);
    out.name("as_of").show(&desk.now.at);
    write_record(out, desk, "pipeline", pipeline);
    write_figure(out, desk, "begun", &of.begun);
    out.name("stages").array();
    of.stages
        .iter()
        .for_each(|stage| write_stage(out, desk, stage));
    out.end_array();
    write_figure(out, desk, "won", &of.won);
    write_known(out, "won_of_stage", of.won_of_before.rate());
    write_known(out, "won_of_all", of.won_of_all.rate());
    write_figure(out, desk, "lost", &of.lost);
    // Of none of them it is known how far they had come.
    out.name("unknown").literal(of.lost.count);
    write_figure(out, desk, "astray", &of.astray);
    write_rate(out, of.win_rate);
    write_known(out, "days_to_won", of.days_to_won);
    Ok(())
}

fn write_stage(out: &mut JsonWriter, desk: &Desk<'_>, of: &FunnelStage) {
    out.object().name("stage").text(&of.stage.id);
    out.name("name").text(of.stage.name());
    write_figure(out, desk, "reached", &of.reached);
    write_known(out, "of_stage", of.of_before.rate());
    write_known(out, "of_all", of.of_all.rate());
    write_figure(out, desk, "here", &of.here);
    write_known(out, "days", of.days);
    out.end_object();
}
