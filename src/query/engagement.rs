//! How things stand with each customer today, in one walk over each table that tells of it, some thousand
//! rows at a time where nobody is to wait. What points it gives is the scoring's matter.

mod past;

pub use past::pasts;

use super::Now;
use super::contact::{self, Activities, Latest};
use super::customer::each_open_deal;
use super::deal::chances;
use super::link::Links;
use crate::document::value::{Packed, Tag};
use crate::domain::{
    FieldIx, Key, RecordKind, Standing, activity, customer, deal, field, need, pipeline, ticket,
};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::engagement::{Engagement, INCOMING_DAYS, Reach};
use std::ops::Range;
use std::rc::Rc;

/// The fields that this depends on beside those of contacts ([`contact::READ`]), by kind.
pub const READ: [(RecordKind, &[FieldIx]); 7] = [
    (RecordKind::Activity, &[activity::DIRECTION]),
    (
        RecordKind::Deal,
        &[deal::PIPELINE, deal::STAGE, deal::PROBABILITY],
    ),
    (RecordKind::Pipeline, &[pipeline::STAGES]),
    (RecordKind::Ticket, &[ticket::STATUS, ticket::PRIORITY]),
    (RecordKind::Need, &[need::CUSTOMER, need::STATUS]),
    (RecordKind::Transaction, &[]),
    (
        RecordKind::Customer,
        &[
            customer::EMAILS,
            customer::PHONES,
            customer::DO_NOT_CALL,
            customer::CONSENT,
        ],
    ),
];

/// The place of the wish for no e-mails among the parts of an address.
const OPT_OUT: u8 = 3;
/// The places of the consents to e-mails and to calls.
const CONSENTS: [u8; 2] = [0, 1];

/// So many rows are looked at in one step.
const ROWS_AT_ONCE: u32 = if cfg!(test) { 3 } else { 16_384 };

/// What it is kept as, and one that is half made.
const NAME: &str = "engagement of customers";
const HALF: &str = "engagement of customers on its way";

/// How things stand with each customer, by row.
#[must_use]
pub fn engagement(workspace: &Workspace, now: Now) -> Rc<Vec<Engagement>> {
    let make = || {
        let mut making = Making::of(workspace, now);
        while making.step(workspace, now) {}
        making.found
    };
    workspace.derived(NAME, now.parameter(), &sources(), make, |_, _| false)
}

/// Looks some rows at a time how things stand; says whether there is more to do. After that
/// [`engagement`] has it, as long as nothing is written that it depends on; what is half made then is
/// begun anew.
pub fn prepare(workspace: &Workspace, now: Now) -> bool {
    if is_kept(workspace, now) {
        return false;
    }
    let making = workspace.take_derived::<Making>(HALF, now.parameter(), &sources());
    let mut making = making.unwrap_or_else(|| Making::of(workspace, now));
    let seen = workspace.writes_of(&sources());
    if making.step(workspace, now) {
        workspace.keep_derived(HALF, now.parameter(), seen, making);
        return true;
    }
    workspace.keep_derived(NAME, now.parameter(), seen, making.found);
    false
}

/// Whether it is kept as of now, and nothing was written since that it depends on.
#[must_use]
pub fn is_kept(workspace: &Workspace, now: Now) -> bool {
    workspace.has_derived(NAME, now.parameter(), &sources())
}

fn sources() -> [Source; 12] {
    let [contacts, own] = [&contact::READ[..], &READ[..]];
    let mut all = contacts.iter().chain(own).copied();
    contact::sources(std::array::from_fn(|_| {
        all.next().unwrap_or((RecordKind::Customer, &[]))
    }))
}

/// What is half made.
struct Making {
    stage: Stage,
    /// The row that the stage is at.
    at: u32,
    latest: Option<Latest>,
    found: Vec<Engagement>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The columns of contacts, by their places.
    Columns,
    Activities,
    Purchases,
    LastContacts,
    /// What else there is to look at, by its place.
    Rest,
}

/// What is looked at once contacts are known.
const REST: [fn(&Workspace, &mut [Engagement]); 6] = [
    deals,
    tickets,
    needs,
    |workspace, _| _ = mails(workspace),
    |workspace, _| _ = phones(workspace),
    reaches,
];

impl Making {
    fn of(workspace: &Workspace, now: Now) -> Self {
        Self {
            stage: Stage::Columns,
            at: 0,
            latest: Some(Latest::of(workspace, now)),
            found: vec![Engagement::default(); workspace.table(RecordKind::Customer).rows()],
        }
    }

    /// Does a step; says whether there are more. All are to be done on the same tables.
    fn step(&mut self, workspace: &Workspace, now: Now) -> bool {
        let rows = |kind| workspace.table(kind).rows() as u32;
        let (at, end) = (self.at as usize, self.at.saturating_add(ROWS_AT_ONCE));
        let next = match self.stage {
            Stage::Columns => {
                if let Some(make) = contact::COLUMNS.get(at) {
                    make(workspace);
                    self.at += 1;
                    return true;
                }
                Stage::Activities
            }
            Stage::Activities => {
                let end = end.min(rows(RecordKind::Activity));
                self.activities(workspace, now, self.at..end);
                self.at = end;
                if end < rows(RecordKind::Activity) {
                    return true;
                }
                Stage::Purchases
            }
            Stage::Purchases => {
                let end = end.min(rows(RecordKind::Transaction));
                if let Some(latest) = &mut self.latest {
                    latest.buys(workspace, self.at..end);
                }
                self.at = end;
                if end < rows(RecordKind::Transaction) {
                    return true;
                }
                Stage::LastContacts
            }
            Stage::LastContacts => {
                if let Some(latest) = self.latest.take() {
                    let last = latest.finish(workspace);
                    for (row, of) in (0u32..).zip(self.found.iter_mut()) {
                        of.last_contact = last.at(row).and_then(|day| i32::try_from(day).ok());
                    }
                    contact::keep(workspace, now, last);
                }
                Stage::Rest
            }
            Stage::Rest => {
                if let Some(look) = REST.get(at) {
                    look(workspace, &mut self.found);
                }
                self.at += 1;
                return (self.at as usize) < REST.len();
            }
        };
        self.stage = next;
        self.at = 0;
        true
    }

    fn activities(&mut self, workspace: &Workspace, now: Now, rows: Range<u32>) {
        let (Some(latest), found) = (&mut self.latest, &mut self.found) else {
            return;
        };
        let directions = workspace
            .table(RecordKind::Activity)
            .texts(&Key::one(activity::DIRECTION));
        let incoming = directions.code(&"in".into());
        let is_incoming = |activity: u32| {
            incoming.is_some() && directions.as_slice().get(activity as usize) == incoming.as_ref()
        };
        let today = i64::from(now.today.to_days());
        let recent = today - i64::from(INCOMING_DAYS) + 1..=today;
        // Whoever an activity is about may be named among those who took part, too.
        let (mut at, mut met) = (u32::MAX, Vec::new());
        Activities::of(workspace, now).each(rows, &mut |customer, day, activity| {
            latest.meet(customer, day);
            if !recent.contains(&day) || !is_incoming(activity) {
                return;
            }
            if std::mem::replace(&mut at, activity) != activity {
                met.clear();
            }
            let is_new = !met.contains(&customer);
            if let (true, Some(of)) = (is_new, found.get_mut(customer as usize)) {
                met.push(customer);
                of.incoming += 1;
            }
        });
    }
}

fn deals(workspace: &Workspace, found: &mut [Engagement]) {
    let chance = chances(workspace);
    each_open_deal(workspace, |row, customer| {
        if let Some(of) = found.get_mut(customer as usize) {
            of.deals += 1;
            let percent = chance(row).parts() / 100;
            of.chance = of.chance.max(u8::try_from(percent).unwrap_or_default());
        }
    });
}

fn tickets(workspace: &Workspace, found: &mut [Engagement]) {
    let table = workspace.table(RecordKind::Ticket);
    let statuses = table.texts(&Key::one(ticket::STATUS));
    let priorities = table.texts(&Key::one(ticket::PRIORITY));
    each_of(
        workspace,
        RecordKind::Ticket,
        ticket::CUSTOMER,
        |row, customer| {
            let is_done = statuses
                .at(row)
                .is_some_and(|status| ticket::DONE.contains(&&**status));
            if let (false, Some(of)) = (is_done, found.get_mut(customer as usize)) {
                of.tickets += 1;
                let is_urgent = priorities
                    .at(row)
                    .is_some_and(|priority| &**priority == "urgent");
                of.urgent += u32::from(is_urgent);
            }
        },
    );
}

fn needs(workspace: &Workspace, found: &mut [Engagement]) {
    let statuses = workspace
        .table(RecordKind::Need)
        .texts(&Key::one(need::STATUS));
    each_of(
        workspace,
        RecordKind::Need,
        need::CUSTOMER,
        |row, customer| {
            let is_open = statuses.at(row).is_some_and(|status| &**status == "open");
            if let (true, Some(of)) = (is_open, found.get_mut(customer as usize)) {
                of.needs += 1;
            }
        },
    );
}

/// Calls back with each live row of a kind and the row of its customer.
fn each_of(
    workspace: &Workspace,
    kind: RecordKind,
    customer: FieldIx,
    mut visit: impl FnMut(u32, u32),
) {
    let links = Links::of(workspace, kind, &Key::one(customer), RecordKind::Customer);
    let standings = workspace.table(kind).standings();
    let rows = (0u32..).zip(links.as_slice().iter().zip(standings));
    let live = rows.filter(|(_, (_, standing))| **standing == Standing::Live);
    live.for_each(|(row, (customer, _))| visit(row, *customer));
}

/// Who has an address, and who may be written to.
fn mails(workspace: &Workspace) -> Rc<[Bits; 2]> {
    let sources = [Source::new(
        RecordKind::Customer,
        Fields::of(&[customer::EMAILS, field::GONE]),
    )];
    let make = || {
        let [mut has_email, mut may_write] = [(); 2].map(|()| Bits::default());
        let table = workspace.table(RecordKind::Customer);
        table.each_element(customer::EMAILS, |row, _, value| {
            let (mut is_some, mut is_out) = (false, false);
            value.each(|place, value| match value {
                Packed::Text(_) if place == 0 => is_some = true,
                Packed::Int(Tag::Bool, 1) if place == OPT_OUT => is_out = true,
                _ => {}
            });
            if is_some {
                has_email.set(row, true);
                may_write.set(row, may_write.at(row) || !is_out);
            }
        });
        [has_email, may_write]
    };
    workspace.derived("e-mails of customers", 0, &sources, make, |_, _| false)
}

/// Who has a number.
fn phones(workspace: &Workspace) -> Rc<Bits> {
    let sources = [Source::new(
        RecordKind::Customer,
        Fields::of(&[customer::PHONES, field::GONE]),
    )];
    let make = || {
        let mut has_phone = Bits::default();
        let table = workspace.table(RecordKind::Customer);
        table.each_element(customer::PHONES, |row, _, value| {
            value.each(|place, value| {
                if place == 0 && matches!(value, Packed::Text(_)) {
                    has_phone.set(row, true);
                }
            });
        });
        has_phone
    };
    workspace.derived("phones of customers", 0, &sources, make, |_, _| false)
}

fn reaches(workspace: &Workspace, found: &mut [Engagement]) {
    let table = workspace.table(RecordKind::Customer);
    let (mails, has_phone) = (mails(workspace), phones(workspace));
    let [has_email, may_write] = &*mails;
    let mut may_write = may_write.clone();
    let mut may_call = Bits::clone(&has_phone);
    let no_calls = table.ints(&Key::one(customer::DO_NOT_CALL));
    for row in no_calls.within(1, 1).rows() {
        may_call.set(row, false);
    }
    table.each_element(customer::CONSENT, |row, _, value| {
        value.each(|place, value| {
            if !matches!(value, Packed::Int(Tag::Bool, 0)) {
                return;
            }
            for (of, may) in CONSENTS.into_iter().zip([&mut may_write, &mut may_call]) {
                if of == place {
                    may.set(row, false);
                }
            }
        });
    });
    for (row, of) in (0u32..).zip(found.iter_mut()) {
        of.reach = if may_call.at(row) || may_write.at(row) {
            Reach::Open
        } else if has_phone.at(row) || has_email.at(row) {
            Reach::Refused
        } else {
            Reach::Unknown
        };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{Date, Instant, Part, RecordId, Value};
    use crate::workspace::desk::{Desk, repacked, text};

    fn now() -> Now {
        Now::utc(Date::parse("2026-11-29").unwrap())
    }

    fn of(workspace: &Workspace, id: RecordId) -> Engagement {
        let row = workspace.table(id.kind).row(id.uuid).unwrap();
        engagement(workspace, now())
            .get(row as usize)
            .copied()
            .unwrap()
    }

    fn one(field: FieldIx, value: Value) -> (Key, Option<Value>) {
        (Key::one(field), Some(value))
    }

    #[test]
    fn replies_count_for_a_month_and_contact_counts_for_the_company_too() {
        let mut desk = Desk::new();
        let (kanal, ingrid) = (desk.company("Kanal"), desk.company("Ingrid"));
        let part = Part::new([(0, Value::Ref(kanal))]);
        desk.does(&crate::workspace::command::Command::Edit {
            ids: vec![ingrid],
            fields: vec![(Key::of(customer::COMPANIES, "c"), Some(Value::Part(part)))],
            revision: None,
        });
        let mut writes = |about: RecordId, direction: &str, day: &str| {
            let at = Instant::parse(&format!("{day}T09:00:00Z")).unwrap();
            let fields = vec![
                one(activity::KIND, Value::text("email")),
                one(activity::SUBJECT, Value::text("Quote")),
                one(activity::DIRECTION, Value::text(direction)),
                one(activity::ABOUT, Value::Ref(about)),
                one(activity::AT, Value::Instant(at)),
            ];
            desk.creates(RecordKind::Activity, fields)
        };
        writes(ingrid, "in", "2026-11-29");
        writes(ingrid, "in", "2026-10-31");
        writes(ingrid, "in", "2026-10-30");
        writes(ingrid, "out", "2026-11-28");
        writes(ingrid, "in", "2026-11-30");
        let today = Some(now().today.to_days());
        let found = of(&desk.workspace, ingrid);
        assert_eq!((found.incoming, found.last_contact), (2, today));
        let found = of(&desk.workspace, kanal);
        assert_eq!((found.incoming, found.last_contact), (0, today));
    }

    #[test]
    fn what_is_open_is_counted_and_the_likeliest_deal_told() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let pipeline = desk.workspace.default_pipeline().unwrap();
        let stages = desk.workspace.stages(pipeline);
        let mut deal_at = |stage: &str| {
            let fields = vec![
                one(deal::NAME, Value::text("Beans")),
                one(deal::CUSTOMER, Value::Ref(kanal)),
                one(deal::PIPELINE, Value::Ref(pipeline)),
                one(deal::STAGE, Value::text(stage)),
            ];
            desk.creates(RecordKind::Deal, fields)
        };
        let mut chances = Vec::new();
        for stage in &stages {
            deal_at(&stage.id);
            if stage.category() == "open" {
                chances.push(stage.probability());
            }
        }
        let mut asks = |status: &str, priority: &str| {
            let fields = vec![
                one(ticket::SUBJECT, Value::text("Leak")),
                one(ticket::CUSTOMER, Value::Ref(kanal)),
                one(ticket::STATUS, Value::text(status)),
                one(ticket::PRIORITY, Value::text(priority)),
            ];
            desk.creates(RecordKind::Ticket, fields)
        };
        asks("new", "urgent");
        asks("on_hold", "normal");
        asks("resolved", "urgent");
        for status in ["open", "met", "open"] {
            let fields = vec![
                one(need::SUBJECT, Value::text("Decaf")),
                one(need::CUSTOMER, Value::Ref(kanal)),
                one(need::STATUS, Value::text(status)),
            ];
            desk.creates(RecordKind::Need, fields);
        }
        let most = chances.iter().copied().fold(0.0, f64::max) as u8;
        for workspace in [&desk.workspace, &repacked(&desk.workspace)] {
            let found = of(workspace, kanal);
            assert_eq!(
                (found.deals, found.chance),
                (chances.len() as u32, most),
                "{found:?}"
            );
            assert_eq!((found.tickets, found.urgent, found.needs), (2, 1, 2));
        }
        assert!(most > 0);
    }

    #[test]
    fn looked_up_in_steps_it_is_what_it_is_at_once_and_what_is_written_meanwhile_is_in_it() {
        let desk = || {
            let mut desk = Desk::new();
            let ids: Vec<RecordId> = (0..8).map(|at| desk.company(&format!("No {at}"))).collect();
            for (at, id) in ids.iter().cycle().take(20).enumerate() {
                let moment = format!("2026-11-{:02}T09:00:00Z", at + 5);
                let fields = vec![
                    one(activity::KIND, Value::text("email")),
                    one(activity::SUBJECT, Value::text("Quote")),
                    one(activity::DIRECTION, Value::text("in")),
                    one(activity::ABOUT, Value::Ref(*id)),
                    one(
                        activity::AT,
                        Value::Instant(Instant::parse(&moment).unwrap()),
                    ),
                ];
                desk.creates(RecordKind::Activity, fields);
                let fields = vec![
                    one(need::SUBJECT, Value::text("Decaf")),
                    one(need::CUSTOMER, Value::Ref(*id)),
                ];
                desk.creates(RecordKind::Need, fields);
            }
            (desk, ids)
        };
        let mut steps = 0;
        loop {
            let (mut desk, ids) = desk();
            let is_on_its_way = (0..steps).all(|_| prepare(&desk.workspace, now()));
            desk.company("One more");
            desk.set(ids[0], customer::DO_NOT_CALL, Some(Value::Bool(true)));
            while prepare(&desk.workspace, now()) {}
            assert!(is_kept(&desk.workspace, now()));
            let found = engagement(&desk.workspace, now());
            assert_eq!(found, engagement(&repacked(&desk.workspace), now()));
            assert_eq!(found.len(), 9);
            assert!(
                found
                    .iter()
                    .any(|of| of.incoming > 1 && of.last_contact.is_some())
            );
            if !is_on_its_way {
                break;
            }
            steps += 3;
        }
        assert!(steps > 15, "{steps}");
    }

    #[test]
    fn who_refuses_every_way_is_not_reached_and_who_refuses_one_is() {
        let mut desk = Desk::new();
        let kanal = desk.company("Kanal");
        let write = |desk: &mut Desk, key: Key, value: Value| {
            desk.does(&crate::workspace::command::Command::Edit {
                ids: vec![kanal],
                fields: vec![(key, Some(value))],
                revision: None,
            });
            let again = repacked(&desk.workspace);
            let found = of(&desk.workspace, kanal).reach;
            assert_eq!(of(&again, kanal).reach, found);
            found
        };
        assert_eq!(of(&desk.workspace, kanal).reach, Reach::Unknown);
        let phone = Value::Part(Part::new([(0, Value::text("+4512345678"))]));
        let key = Key::of(customer::PHONES, "p");
        assert_eq!(write(&mut desk, key, phone), Reach::Open);
        let key = Key::one(customer::DO_NOT_CALL);
        assert_eq!(write(&mut desk, key, Value::Bool(true)), Reach::Refused);
        let mail = Value::Part(Part::new([(0, Value::text("a@kanal.example"))]));
        let key = Key::of(customer::EMAILS, "e");
        assert_eq!(write(&mut desk, key.clone(), mail), Reach::Open);
        let out = Part::new([(0, Value::text("a@kanal.example")), (3, Value::Bool(true))]);
        let refused = write(&mut desk, key.clone(), Value::Part(out));
        assert_eq!(refused, Reach::Refused);
        let mail = Value::Part(Part::new([(0, Value::text("a@kanal.example"))]));
        assert_eq!(write(&mut desk, key, mail), Reach::Open);
        let no = Value::Part(Part::new([(0, Value::Bool(false))]));
        assert_eq!(
            write(&mut desk, Key::one(customer::CONSENT), no),
            Reach::Refused
        );
        desk.set(kanal, customer::NAME, text("Kanal & Co"));
        assert_eq!(of(&desk.workspace, kanal).reach, Reach::Refused);
    }
}
