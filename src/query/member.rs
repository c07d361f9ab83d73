//! How members of a campaign are moved, by hand or by what a mail tool says of addresses: as commands
//! that are carried out as one. Whoever wants no more mail is not written to by later campaigns either.
//! What a tool's words mean is known before; what is said of it is the screen's.

use super::segment::{Reach, reach, written_to};
use crate::domain::{FieldIx, Instant, Key, Part, Record, RecordId, Value, customer, member};
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The status that also holds for later campaigns.
const OPTED_OUT: &str = "opted_out";
/// Where an address says that it takes no mail.
const REFUSES: u8 = 3;

fn edit(id: RecordId, fields: Vec<(Key, Option<Value>)>) -> Option<Command> {
    (!fields.is_empty()).then(|| Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    })
}

/// No mail goes to an address of a customer any more.
fn refuse(customer: RecordId, element: &str, part: &Part) -> Command {
    let mut part = part.clone();
    part.set(REFUSES, Some(Value::Bool(true)));
    let address = Key::of(customer::EMAILS, element);
    Command::Edit {
        ids: vec![customer],
        fields: vec![(address, Some(Value::Part(part)))],
        revision: None,
    }
}

/// No mail goes to a customer of whom no address is known yet, either.
fn refuse_all(id: RecordId, customer: &Record) -> Command {
    let held = customer.value(customer::CONSENT).and_then(Value::as_part);
    let mut part = held.cloned().unwrap_or_default();
    part.set(0, Some(Value::Bool(false)));
    Command::Edit {
        ids: vec![id],
        fields: vec![(Key::one(customer::CONSENT), Some(Value::Part(part)))],
        revision: None,
    }
}

/// Sets the status of members by hand. Its step is dated now, unless it was, and no later step was
/// come to.
#[must_use]
pub fn set(workspace: &Workspace, members: &[RecordId], status: &str, at: Instant) -> Vec<Command> {
    let mut commands = Vec::new();
    for id in members {
        let Some(record) = workspace.live(*id) else {
            continue;
        };
        let mut fields = vec![(Key::one(member::STATUS), Some(Value::text(status)))];
        for (step, field) in member::DATES {
            let is_dated = record.value(field).is_some();
            if step == status && !is_dated {
                fields.push((Key::one(field), Some(Value::Instant(at))));
            } else if member::rank(step) > member::rank(status) && is_dated {
                fields.push((Key::one(field), None));
            }
        }
        commands.extend(edit(*id, fields));
        if status == OPTED_OUT
            && let Some(of) = record.value(member::CUSTOMER).and_then(Value::as_ref_id)
            && let Some(customer) = workspace.live(of)
        {
            commands.extend(match written_to(&customer) {
                Some((element, part)) => Some(refuse(of, element, part)),
                None => (reach(&customer) == Reach::None).then(|| refuse_all(of, &customer)),
            });
        }
    }
    commands
}

/// What a report moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// What is to be done.
    pub commands: Vec<Command>,
    /// How many members it moves.
    pub moved: usize,
    /// How many rows are of addresses of no member.
    pub unknown: usize,
}

/// An address of a member's customer.
struct Address {
    member: RecordId,
    customer: RecordId,
    element: String,
    part: Part,
}

/// What is done with a report: addresses in small letters, each with the status that is said of it.
/// An address may be in it several times, in any order. Nobody is moved back; each step that is said
/// to be reached is dated now, unless it was.
#[must_use]
pub fn moves<'f>(
    workspace: &Workspace,
    members: &[RecordId],
    fates: impl IntoIterator<Item = (&'f str, &'f str)>,
    at: Instant,
) -> Moves {
    // Whoever has opted out since is still found by the address.
    let mut addresses: HashMap<String, Vec<Address>> = HashMap::new();
    for id in members {
        let Some(record) = workspace.live(*id) else {
            continue;
        };
        let of = record.value(member::CUSTOMER).and_then(Value::as_ref_id);
        let Some((of, customer)) = of.and_then(|of| Some((of, workspace.live(of)?))) else {
            continue;
        };
        for (element, value) in customer.elements(customer::EMAILS) {
            let Some(part) = value.as_part() else {
                continue;
            };
            let Some(address) = part.value(0).and_then(Value::as_text) else {
                continue;
            };
            let own = addresses.entry(address.to_lowercase()).or_default();
            own.push(Address {
                member: *id,
                customer: of,
                element: element.to_string(),
                part: part.clone(),
            });
        }
    }
    let (mut moves, mut said) = (Moves::default(), BTreeMap::new());
    let mut refused = BTreeSet::new();
    for (address, status) in fates {
        let Some(own) = addresses.get(address) else {
            moves.unknown += 1;
            continue;
        };
        if let Some(first) = own.first() {
            let of: &mut BTreeSet<&str> = said.entry(first.member).or_default();
            of.insert(status);
        }
        if status == OPTED_OUT {
            refused.insert(address);
        }
    }
    for (id, statuses) in said {
        let command = workspace.live(id).and_then(|record| {
            let furthest = statuses.iter().max_by_key(|status| member::rank(status))?;
            let is_further = member::rank(furthest) > member::rank(record.text(member::STATUS));
            let status =
                is_further.then(|| (Key::one(member::STATUS), Some(Value::text(*furthest))));
            let undated = |(step, field): (&str, FieldIx)| {
                let is_new = statuses.contains(step) && record.value(field).is_none();
                is_new.then(|| (Key::one(field), Some(Value::Instant(at))))
            };
            let dates = member::DATES.into_iter().filter_map(undated);
            edit(id, status.into_iter().chain(dates).collect())
        });
        moves.moved += usize::from(command.is_some());
        moves.commands.extend(command);
    }
    // An address that several share is refused by all of them.
    let refused = refused
        .into_iter()
        .filter_map(|address| addresses.get(address));
    for own in refused.flatten() {
        if !own.part.value(REFUSES).is_some_and(Value::is_yes) {
            moves
                .commands
                .push(refuse(own.customer, &own.element, &own.part));
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{RecordKind, campaign};
    use crate::query::Now;
    use crate::query::campaign::standing;
    use crate::workspace::desk::Desk;

    fn at(hours: i64) -> Instant {
        Instant::from_ms(1_700_000_000_000 + hours * 3_600_000).unwrap()
    }

    /// A desk with a campaign whose members have these addresses.
    fn desk(addresses: &[&str]) -> (Desk, RecordId, Vec<RecordId>) {
        let mut desk = Desk::new();
        let one = |ix, value| (Key::one(ix), Some(value));
        let name = one(campaign::NAME, Value::text("Autumn"));
        let campaign = desk.creates(RecordKind::Campaign, vec![name]);
        let members = addresses.iter().map(|address| {
            let customer = desk.company(address);
            let mail = Part::new([(0, Value::text(*address)), (2, Value::Bool(true))]);
            desk.does(&Command::Edit {
                ids: vec![customer],
                fields: vec![(Key::of(customer::EMAILS, "1"), Some(Value::Part(mail)))],
                revision: None,
            });
            let fields = vec![
                one(member::CAMPAIGN, Value::Ref(campaign)),
                one(member::CUSTOMER, Value::Ref(customer)),
                one(member::STATUS, Value::text("targeted")),
            ];
            desk.creates(RecordKind::Member, fields)
        });
        let members = members.collect();
        (desk, campaign, members)
    }

    fn status(desk: &Desk, id: RecordId) -> String {
        let record = desk.workspace.live(id).unwrap();
        record.text(member::STATUS).to_owned()
    }

    fn dated(desk: &Desk, id: RecordId) -> Vec<&'static str> {
        let record = desk.workspace.live(id).unwrap();
        let dates = member::DATES.into_iter();
        dates
            .filter(|(_, field)| record.value(*field).is_some())
            .map(|(step, _)| step)
            .collect()
    }

    fn reach_of(desk: &Desk, id: RecordId) -> Reach {
        let record = desk.workspace.live(id).unwrap();
        let of = record.value(member::CUSTOMER).and_then(Value::as_ref_id);
        reach(&desk.workspace.live(of.unwrap()).unwrap())
    }

    fn takes(desk: &mut Desk, members: &[RecordId], fates: &[(&str, &str)]) -> Moves {
        let moves = moves(&desk.workspace, members, fates.iter().copied(), at(1));
        if !moves.commands.is_empty() {
            desk.does(&Command::All(moves.commands.clone()));
        }
        moves
    }

    fn sets(desk: &mut Desk, id: RecordId, to: &str) {
        let commands = set(&desk.workspace, &[id], to, at(2));
        desk.does(&Command::All(commands));
    }

    #[test]
    fn of_several_rows_of_one_address_the_furthest_holds_and_each_step_is_dated() {
        let (mut desk, _, members) = desk(&["a@x.example", "b@x.example"]);
        let rows = [
            ("a@x.example", "clicked"),
            ("a@x.example", "opened"),
            ("a@x.example", "sent"),
            ("b@x.example", "sent"),
            ("c@x.example", "opened"),
        ];
        let moves = takes(&mut desk, &members, &rows);
        assert_eq!((moves.moved, moves.unknown), (2, 1));
        assert_eq!(status(&desk, members[0]), "clicked");
        assert_eq!(dated(&desk, members[0]), ["sent", "opened", "clicked"]);
        assert_eq!(status(&desk, members[1]), "sent");
        // A log of events tells the newest first.
        let log = [
            ("b@x.example", "opted_out"),
            ("b@x.example", "opened"),
            ("b@x.example", "sent"),
        ];
        takes(&mut desk, &members, &log);
        assert_eq!(status(&desk, members[1]), "opted_out");
        assert_eq!(dated(&desk, members[1]), ["sent", "opened"]);
        // Nobody is moved back, and what is known is nothing new.
        let moves = takes(&mut desk, &members, &rows[1..4]);
        assert_eq!((moves.moved, moves.commands.len()), (0, 0));
        assert_eq!(status(&desk, members[0]), "clicked");
    }

    #[test]
    fn who_opted_out_by_a_report_is_not_written_to_again() {
        let (mut desk, _, members) = desk(&["a@x.example", "b@x.example", "a@x.example"]);
        assert!(matches!(reach_of(&desk, members[0]), Reach::Address(_)));
        let rows = [("a@x.example", "opted_out"), ("a@x.example", "opened")];
        let moves = takes(&mut desk, &members, &rows);
        assert_eq!(moves.moved, 1);
        assert_eq!(status(&desk, members[0]), "opted_out");
        assert_eq!(reach_of(&desk, members[0]), Reach::OptedOut);
        assert_eq!(
            reach_of(&desk, members[2]),
            Reach::OptedOut,
            "shares the address"
        );
        assert!(matches!(reach_of(&desk, members[1]), Reach::Address(_)));
        assert!(takes(&mut desk, &members, &rows).commands.is_empty());
    }

    #[test]
    fn who_opted_out_by_hand_is_not_written_to_again() {
        let (mut desk, _, members) = desk(&["a@x.example", "b@x.example"]);
        sets(&mut desk, members[0], "opted_out");
        assert_eq!(reach_of(&desk, members[0]), Reach::OptedOut);
        sets(&mut desk, members[1], "bounced");
        assert!(matches!(reach_of(&desk, members[1]), Reach::Address(_)));
    }

    #[test]
    fn who_opted_out_is_written_to_at_no_address_they_have_or_get() {
        let (mut desk, campaign, members) = desk(&["a@x.example"]);
        let mail = |address: &str| Some(Value::Part(Part::new([(0, Value::text(address))])));
        let puts = |desk: &mut Desk, id: RecordId, element: &str| {
            let fields = vec![(Key::of(customer::EMAILS, element), mail("other@x.example"))];
            desk.does(&Command::Edit {
                ids: vec![id],
                fields,
                revision: None,
            });
        };
        let of = |desk: &Desk, id: RecordId| {
            let record = desk.workspace.live(id).unwrap();
            record
                .value(member::CUSTOMER)
                .and_then(Value::as_ref_id)
                .unwrap()
        };
        let id = of(&desk, members[0]);
        puts(&mut desk, id, "2");
        sets(&mut desk, members[0], "opted_out");
        assert_eq!(reach_of(&desk, members[0]), Reach::OptedOut);
        // Of somebody without an address it is kept as well.
        let nowhere = desk.company("Nowhere");
        let one = |ix, value| (Key::one(ix), Some(value));
        let fields = vec![
            one(member::CAMPAIGN, Value::Ref(campaign)),
            one(member::CUSTOMER, Value::Ref(nowhere)),
            one(member::STATUS, Value::text("targeted")),
        ];
        let other = desk.creates(RecordKind::Member, fields);
        sets(&mut desk, other, "opted_out");
        puts(&mut desk, nowhere, "1");
        assert_eq!(reach_of(&desk, other), Reach::OptedOut);
    }

    #[test]
    fn a_status_is_corrected_backwards() {
        let (mut desk, campaign, members) = desk(&["a@x.example"]);
        let id = members[0];
        for to in ["sent", "opened", "responded"] {
            sets(&mut desk, id, to);
        }
        assert_eq!(dated(&desk, id), ["sent", "opened", "responded"]);
        sets(&mut desk, id, "converted");
        assert_eq!(dated(&desk, id).len(), 3, "it is the last step");
        sets(&mut desk, id, "sent");
        assert_eq!(dated(&desk, id), ["sent"]);
        let now = Now::of(at(3), crate::domain::Zone::UTC);
        let steps = standing(&desk.workspace, campaign, now).steps;
        let of = |code| {
            steps
                .iter()
                .find(|(step, _)| *step == code)
                .map(|(_, count)| *count)
        };
        assert_eq!((of("sent"), of("responded")), (Some(1), Some(0)));
        sets(&mut desk, id, "targeted");
        assert!(dated(&desk, id).is_empty());
    }
}
