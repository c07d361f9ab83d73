//! The report on what is bought together as a document. The figures and the conditions of their lists are
//! the scoring's matter.

use super::customers::{asked, write_frame};
use super::{write_filter, write_known};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::RecordId;
use crate::scoring::affinity::affinity;

fn write_product(out: &mut JsonWriter, desk: &Desk<'_>, field: &str, product: RecordId) {
    out.name(field).object();
    out.name("id").show(&product);
    out.name("name").text(&desk.workspace.name(product));
    out.end_object();
}

pub(super) fn write(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let (analysis, is_listed) = asked(desk, &mut query)?;
    let frame = analysis.assumptions.frame;
    write_frame(out, frame);
    let found = affinity(desk.workspace, frame);
    out.name("rows").array();
    for together in &found.together {
        let (one, other) = together.names;
        let pair = &together.pair;
        out.object();
        write_product(out, desk, "one", one);
        write_product(out, desk, "other", other);
        out.name("purchases").literal(pair.both);
        write_known(out, "share", Some(pair.confidence()));
        write_known(out, "share_back", Some(pair.confidence_back()));
        write_known(out, "lift", Some(pair.lift()));
        write_known(out, "chance", Some(pair.chance()));
        write_filter(out, is_listed.then(|| together.purchases(frame)));
        out.end_object();
    }
    out.end_array();
    out.name("totals").object();
    out.name("purchases").literal(found.baskets);
    out.name("products").literal(found.products);
    out.end_object();
    Ok(())
}
