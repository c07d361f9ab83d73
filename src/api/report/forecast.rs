//! The forecast as a document. What is to be expected is [`crate::query::sales::forecast`]'s matter.

use super::sales::{day, pipeline, write_figure, write_own_first, write_record};
use super::{write_known, write_money};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::problem::quoted;
use crate::domain::{Money, Rule};
use crate::query::sales::forecast::history::History;
use crate::query::sales::forecast::{
    ForecastRow, Largest, Likely, MONTHS_MAX, MONTHS_MIN, Quarter, Question, Span, forecast,
};
use crate::workspace::input::{InputContext, parse_money};

/// The parameters.
pub(super) const PARAMETERS: &[&str] = &["as_of", "pipeline", "months", "target"];

pub(super) fn write(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let usual = Question::new(desk.now);
    let question = Question {
        as_of: day(desk, &mut query, "as_of")?.unwrap_or(usual.as_of),
        pipeline: pipeline(desk, &mut query)?,
        months: query.take_as("months", months)?.unwrap_or(usual.months),
        target: query.take_as("target", |text| target(desk, text))?,
    };
    let of = forecast(desk.workspace, &question, desk.now);
    out.name("as_of").show(&of.as_of);
    out.name("rows").array();
    of.rows
        .iter()
        .for_each(|row| write_row(out.object(), desk, row));
    out.end_array();
    write_row(out.name("totals").object(), desk, &of.totals);
    write_quarter(out, desk, &of.quarter);
    out.name("history").array();
    of.history
        .iter()
        .for_each(|history| write_history(out, desk, history));
    out.end_array();
    Ok(())
}

fn months(text: &str) -> Result<usize, Rule> {
    let not_a_number = |_| Rule::NotANumber {
        value: quoted(text),
    };
    let months = text.parse().map_err(not_a_number)?;
    if (MONTHS_MIN..=MONTHS_MAX).contains(&months) {
        return Ok(months);
    }
    Err(Rule::OutOfRange {
        min: MONTHS_MIN.to_string(),
        max: MONTHS_MAX.to_string(),
    })
}

/// An amount, without a currency of the workspace's.
fn target(desk: &Desk<'_>, text: &str) -> Result<Money, Rule> {
    parse_money(text, &InputContext::of(desk.workspace))
}

fn write_likely(out: &mut JsonWriter, likely: &[Likely]) {
    out.name("likely").array();
    for one in likely {
        out.object();
        for (name, money) in [
            ("expected", one.expected),
            ("low", one.low),
            ("high", one.high),
        ] {
            write_money(out.name(name), money);
        }
        out.end_object();
    }
    out.end_array();
}

fn write_largest(out: &mut JsonWriter, desk: &Desk<'_>, largest: &[Largest]) {
    out.name("largest").array();
    for one in largest {
        out.object().name("deals").array();
        for (id, amount) in &one.deals {
            write_record(out.object(), desk, "id", *id);
            write_money(out.name("amount"), *amount);
            out.end_object();
        }
        out.end_array();
        write_known(out, "share", Some(one.share));
        write_money(out.name("weighted_without"), one.weighted_without);
        out.end_object();
    }
    out.end_array();
}

/// What a span is called.
const fn span(span: Span) -> &'static str {
    match span {
        Span::Overdue => "overdue",
        Span::Month(_) => "month",
        Span::Later => "later",
        Span::Undated => "no_date",
        Span::All => "all",
    }
}

/// Writes a row into an object that was begun, and ends that.
fn write_row(out: &mut JsonWriter, desk: &Desk<'_>, row: &ForecastRow) {
    out.name("span").text(span(row.span));
    if let Span::Month(first) = row.span {
        out.name("month").show(&first);
    }
    write_figure(out, desk, "counted", &row.counted);
    for (code, figure) in &row.categories {
        write_figure(out, desk, code, figure);
    }
    write_own_first(out, desk, "by_history", &row.by_history);
    write_likely(out, &row.likely);
    if let Some(won) = &row.won {
        write_figure(out, desk, "won", won);
    }
    write_largest(out, desk, &row.largest);
    out.end_object();
}

fn write_quarter(out: &mut JsonWriter, desk: &Desk<'_>, of: &Quarter) {
    out.name("quarter").object();
    out.name("first").show(&of.first);
    out.name("last").show(&of.last);
    write_figure(out, desk, "won", &of.won);
    write_figure(out, desk, "open", &of.open);
    write_likely(out, &of.likely);
    if let Some(target) = of.target {
        write_money(out.name("target"), target);
    }
    write_known(out, "chance", of.chance);
    out.end_object();
}

fn write_history(out: &mut JsonWriter, desk: &Desk<'_>, of: &History) {
    write_record(out.object(), desk, "pipeline", of.pipeline);
    out.name("won").literal(of.closed.part);
    out.name("closed").literal(of.closed.of);
    write_known(out, "rate", Some(of.rate));
    out.name("stages").array();
    for (stage, chance) in &of.stages {
        out.object().name("stage").text(&stage.id);
        out.name("name").text(stage.name());
        write_known(out, "chance", Some(stage.probability() / 100.0));
        write_known(out, "by_history", Some(*chance));
        out.end_object();
    }
    out.end_array().end_object();
}
