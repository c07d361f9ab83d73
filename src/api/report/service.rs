//! The report on service as a document. How service stands is [`crate::query::service`]'s matter.

use super::write_known;
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::proportion::Share;
use crate::query::service::Service;

pub(super) fn write(out: &mut JsonWriter, desk: &Desk<'_>, _: Query) -> Result<(), Refusal> {
    out.name("as_of").show(&desk.now.at);
    let service = Service::of(desk.workspace, desk.now);
    out.name("totals").object();
    for (name, count) in [
        ("at_risk", service.at_risk),
        ("late", service.late),
        ("replied", service.replied),
        ("solved", service.solved),
        ("solved_in_time", service.in_time),
        ("satisfaction_answers", service.answers),
    ] {
        out.name(name).literal(count);
    }
    out.name("late_by_minutes").literal(service.late_by);
    if let Some(minutes) = service.first_reply {
        out.name("first_reply_minutes").literal(minutes);
    }
    let in_time = Share {
        part: service.in_time,
        of: service.solved,
    };
    write_known(out, "in_time", in_time.rate());
    write_known(out, "satisfaction", service.satisfaction);
    out.end_object();
    Ok(())
}
