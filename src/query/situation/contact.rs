//! Who can be reached and how, and who asked something that nobody has answered since.

use super::{is_there, moment};
use crate::domain::{FieldIx, Instant, Record, RecordId, RecordKind, Value, activity, customer};
use crate::query::Now;
use crate::query::related::{pairs_to, referring};
use crate::query::stamp::created_at;
use crate::workspace::Workspace;
use crate::workspace::engagement::Reach;
use crate::workspace::situation::{Asked, Ways};

/// The place of the wish for no e-mails among the parts of an address.
const OPT_OUT: u8 = 3;
/// The places of the consents to e-mails and to calls.
const CONSENTS: [u8; 2] = [0, 1];

/// Whether a customer has a number and an address, and whether they may be used.
struct Ends {
    has_phone: bool,
    has_email: bool,
    can_call: bool,
    can_write: bool,
}

impl Ends {
    fn of(record: &Record) -> Self {
        let parts = |list: FieldIx| {
            let values = record
                .elements(list)
                .filter_map(|(_, value)| value.as_part());
            values.filter(|part| part.value(0).is_some())
        };
        let consent = record.value(customer::CONSENT).and_then(Value::as_part);
        let [may_write, may_call] = CONSENTS.map(|place| {
            let said = consent.and_then(|part| part.value(place));
            said != Some(&Value::Bool(false))
        });
        let is_out = |part: &crate::domain::Part| part.value(OPT_OUT).is_some_and(Value::is_yes);
        let no_calls = record
            .value(customer::DO_NOT_CALL)
            .is_some_and(Value::is_yes);
        let has_phone = parts(customer::PHONES).next().is_some();
        Self {
            has_phone,
            has_email: parts(customer::EMAILS).next().is_some(),
            can_call: has_phone && may_call && !no_calls,
            can_write: may_write && parts(customer::EMAILS).any(|part| !is_out(part)),
        }
    }
}

/// Whether a customer can be reached, as [`super::super::engagement`] tells it of all.
pub(super) fn reach(record: &Record) -> Reach {
    let ends = Ends::of(record);
    if ends.can_call || ends.can_write {
        Reach::Open
    } else if ends.has_phone || ends.has_email {
        Reach::Refused
    } else {
        Reach::Unknown
    }
}

/// The first of some customers who can be reached.
pub(super) fn ways(
    workspace: &Workspace,
    mut whom: impl Iterator<Item = RecordId>,
) -> Option<Ways> {
    whom.find_map(|who| {
        let ends = Ends::of(&*workspace.live(who)?);
        (ends.can_call || ends.can_write).then_some(Ways {
            who,
            can_call: ends.can_call,
            can_write: ends.can_write,
        })
    })
}

/// What was asked about some records and not answered since. Where nobody says who it was, it was the
/// customer.
pub(super) fn asked(
    workspace: &Workspace,
    now: Now,
    about: &[RecordId],
    customer: RecordId,
) -> Option<Asked> {
    let kind = RecordKind::Activity;
    let table = workspace.table(kind);
    let mut rows: Vec<u32> = Vec::new();
    for id in about {
        rows.extend(referring(workspace, kind, activity::ABOUT, *id));
        if id.kind == RecordKind::Customer {
            rows.extend(pairs_to(workspace, kind, activity::PARTICIPANTS, *id));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let mut answered: Option<Instant> = None;
    let mut incoming: Vec<(Instant, Record)> = Vec::new();
    for row in rows {
        let Some(record) = table.record(row).filter(|of| is_there(workspace, of.id)) else {
            continue;
        };
        let kind = record.text(activity::KIND);
        let done = moment(&record, activity::DONE_AT);
        let at = match kind {
            // What is still to be done is no answer, and a note goes to nobody.
            "task" => done,
            "note" => None,
            _ => moment(&record, activity::AT)
                .or(done)
                .or_else(|| Some(created_at(&record))),
        };
        let Some(at) = at.filter(|at| *at <= now.at) else {
            continue;
        };
        // Whoever met or spoke is not left waiting, whoever began.
        if (kind, record.text(activity::DIRECTION)) == ("email", "in") {
            incoming.push((at, record.into_owned()));
        } else {
            answered = answered.max(Some(at));
        }
    }
    incoming.retain(|(at, _)| answered.is_none_or(|answered| answered < *at));
    let times = u32::try_from(incoming.len()).unwrap_or(u32::MAX);
    let (at, last) = incoming.into_iter().max_by_key(|(at, of)| (*at, of.id))?;
    let person = |id: RecordId| id.kind == RecordKind::Customer && is_there(workspace, id);
    let took_part = last.elements(activity::PARTICIPANTS);
    let took_part = took_part.filter_map(|(_, part)| part.as_part()?.value(0)?.as_ref_id());
    let about = last.value(activity::ABOUT).and_then(Value::as_ref_id);
    let who = took_part.chain(about).find(|id| person(*id));
    Some(Asked {
        at,
        on: now.day_of(at),
        times,
        who: who.unwrap_or(customer),
    })
}
