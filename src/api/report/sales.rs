//! What the reports on selling have in common: their parameters, and a figure as a document.

use super::{write_known, write_sums};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::money::MoneySums;
use crate::domain::problem::quoted;
use crate::domain::proportion::Share;
use crate::domain::{Date, RecordId, RecordKind, Rule, Uuid};
use crate::query::period::parse_day;
use crate::query::sales::{Figure, Window, own_first};

/// The pipeline that is meant, by its id, its bare uuid or its name; none where none is said.
pub(super) fn pipeline(desk: &Desk<'_>, query: &mut Query) -> Result<Option<RecordId>, Refusal> {
    let workspace = desk.workspace;
    query.take_as("pipeline", |text| {
        let of_kind = |uuid| RecordId::new(RecordKind::Pipeline, uuid);
        let id = RecordId::parse(text).or_else(|_| Uuid::parse(text).map(of_kind));
        let id = id.ok().filter(|id| id.kind == RecordKind::Pipeline);
        let id = id.filter(|id| workspace.live(*id).is_some());
        let id = id.or_else(|| workspace.named(RecordKind::Pipeline, text));
        id.ok_or_else(|| Rule::NoSuchRecord {
            value: quoted(text),
        })
    })
}

/// A day: `2026-03-05`, `today`, `30 days ago`.
pub(super) fn day(desk: &Desk<'_>, query: &mut Query, name: &str) -> Result<Option<Date>, Refusal> {
    query.take_as(name, |text| parse_day(text, desk.now.today))
}

/// The days from `from` to `to`.
pub(super) fn window(desk: &Desk<'_>, query: &mut Query) -> Result<Window, Refusal> {
    let window = Window {
        from: day(desk, query, "from")?,
        to: day(desk, query, "to")?,
    };
    match (window.from, window.to) {
        (Some(from), Some(to)) if from > to => {
            let rule = Rule::OutOfRange {
                min: from.to_string(),
                max: Date::MAX.to_string(),
            };
            Err(Refusal::parameter("to", rule))
        }
        _ => Ok(window),
    }
}

/// Writes sums, that of the workspace's own currency first.
pub(super) fn write_own_first(out: &mut JsonWriter, desk: &Desk<'_>, name: &str, sums: &MoneySums) {
    let sums = own_first(sums, desk.workspace.currency());
    write_sums(out, name, sums.into_iter());
}

/// Writes a figure: its deals, what they come to, and the filter whose list has them.
pub(super) fn write_figure(out: &mut JsonWriter, desk: &Desk<'_>, name: &str, figure: &Figure) {
    out.name(name).object();
    out.name("deals").literal(figure.count);
    write_own_first(out, desk, "amount", &figure.amounts);
    write_own_first(out, desk, "weighted", &figure.weighted);
    out.name("filter")
        .raw(&figure.condition.to_json().to_string());
    out.end_object();
}

/// Writes a share with its 95 % interval: `rate`, `low`, `high`.
pub(super) fn write_rate(out: &mut JsonWriter, share: Share) {
    let (low, high) = share.interval().unzip();
    for (name, number) in [("rate", share.rate()), ("low", low), ("high", high)] {
        write_known(out, name, number);
    }
}

/// Writes which record is meant, and what it is called.
pub(super) fn write_record(out: &mut JsonWriter, desk: &Desk<'_>, name: &str, id: RecordId) {
    out.name(name).show(&id);
    out.name("name").text(&desk.workspace.name(id));
}
