//! The report on needs as a document. The figures and the conditions of their lists are the scoring's
//! matter.

use super::parameters::date;
use super::{write_filter, write_known};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::scoring::frame::MONTHS;
use crate::scoring::need::needs;

pub(super) fn write(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let as_of = date(&mut query, "as_of")?.unwrap_or(desk.now.today);
    let found = needs(desk.workspace, as_of, MONTHS as usize);
    out.name("as_of").show(&as_of);
    out.name("rows").array();
    for category in &found.categories {
        out.object();
        if let Some(name) = &category.name {
            out.name("category").text(name);
        }
        for (status, count) in crate::domain::need::STATUSES.iter().zip(category.statuses) {
            out.name(status).literal(count);
        }
        out.name("months").array();
        for (month, count) in &category.months {
            out.object().name("month").show(month);
            out.name("needs").literal(count);
            write_filter(out, Some(category.noted_in(*month, as_of)));
            out.end_object();
        }
        out.end_array();
        write_filter(out, Some(category.all(as_of)));
        if let Some(trend) = &category.trend {
            out.name("trend").object();
            write_known(out, "growth", Some(trend.growth));
            write_known(out, "low", Some(trend.low));
            write_known(out, "high", Some(trend.high));
            write_known(out, "chance", Some(trend.chance));
            out.end_object();
        }
        out.end_object();
    }
    out.end_array();
    out.name("together").array();
    for together in &found.together {
        out.object().name("one").text(&together.names.0);
        out.name("other").text(&together.names.1);
        out.name("customers").literal(together.pair.both);
        write_known(out, "lift", Some(together.pair.lift()));
        write_known(out, "chance", Some(together.pair.chance()));
        write_filter(out, found.both(together));
        out.end_object();
    }
    out.end_array();
    out.name("totals").object();
    out.name("needs").literal(found.total);
    out.name("undated").literal(found.undated);
    out.end_object();
    Ok(())
}
