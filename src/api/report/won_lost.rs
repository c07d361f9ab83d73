//! What became of closed deals, as a document. Of which what became is
//! [`crate::query::sales::outcome`]'s matter.

use super::sales::{pipeline, window, write_figure, write_own_first, write_rate, write_record};
use super::write_known;
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::{JsonWriter, write_plain};
use crate::domain::problem::quoted;
use crate::domain::{Rule, Type, Value};
use crate::query::sales::outcome::{By, Group, Order, Question, outcomes};

/// The parameters.
pub(super) const PARAMETERS: &[&str] = &["by", "pipeline", "from", "to", "order"];

/// The orders of groups.
pub const ORDERS: [(&str, Order); 2] = [("sum", Order::Sum), ("count", Order::Count)];

pub(super) fn write(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let by = query.take_as("by", |text| By::parse(desk.workspace, text, desk.now))?;
    let order = query.take_as("order", |text| {
        let known = ORDERS.iter().find(|(code, _)| *code == text);
        known
            .map(|(_, order)| *order)
            .ok_or_else(|| Rule::NotAnOption {
                value: quoted(text),
            })
    })?;
    let question = Question {
        by,
        order: order.unwrap_or_default(),
        pipeline: pipeline(desk, &mut query)?,
        closed: window(desk, &mut query)?,
    };
    let of = outcomes(desk.workspace, &question, desk.now);
    out.name("as_of").show(&desk.now.at);
    for (name, groups) in [
        ("rows", &of.groups),
        ("quarters", &of.quarters),
        ("months", &of.months),
    ] {
        out.name(name).array();
        groups
            .iter()
            .for_each(|group| write_group(out.object(), desk, group));
        out.end_array();
    }
    out.name("reasons").array();
    for reason in &of.reasons {
        out.object();
        if let Some(value) = &reason.value {
            out.name("value").text(value);
        }
        write_figure(out, desk, "lost", &reason.lost);
        write_known(out, "share", reason.share.rate());
        out.end_object();
    }
    out.end_array();
    write_group(out.name("totals").object(), desk, &of.totals);
    Ok(())
}

/// Writes a group into an object that was begun, and ends that.
fn write_group(out: &mut JsonWriter, desk: &Desk<'_>, group: &Group) {
    match &group.value {
        Some(Value::Ref(id)) => write_record(out, desk, "value", *id),
        // What each value is, it says itself.
        Some(value) => write_plain(out.name("value"), Type::Unknown, value),
        None => {}
    }
    write_figure(out, desk, "won", &group.won);
    write_figure(out, desk, "lost", &group.lost);
    write_rate(out, group.rate());
    write_own_first(out, desk, "average", &group.average);
    write_known(out, "days_to_won", group.days);
    write_known(out, "difference", group.difference);
    out.end_object();
}
