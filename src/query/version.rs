//! The versions of a campaign: texts that are compared with each other. They are made, changed and
//! removed by commands, which also deal the members who wait for a mail out among them, so that each
//! gets as many as the others. How their answers compare is [`super::campaign`]'s.

use super::related::referring;
use crate::domain::{Key, Number, Part, Record, RecordId, RecordKind, Value, campaign, member};
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use std::collections::BTreeMap;

/// The status of who has not been written to yet.
const WAITS: &str = "targeted";

/// One of a campaign's texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its element among the campaign's versions.
    pub element: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// The template that its mails are made of.
    pub template: Option<RecordId>,
    /// Its own subject line, instead of the template's.
    pub subject: Option<Box<str>>,
    /// Its place among the others, which it is given when it is put there.
    pub order: Option<Number>,
}

impl Version {
    fn read(element: &str, part: &Part) -> Self {
        let text = |place| part.value(place).and_then(Value::as_text);
        Self {
            element: element.into(),
            name: text(0).unwrap_or_default().into(),
            template: part.value(1).and_then(Value::as_ref_id),
            subject: text(3).map(Into::into),
            order: part.value(2).and_then(Value::as_number),
        }
    }

    fn part(&self) -> Part {
        let text = |text: &str| (!text.is_empty()).then(|| Value::text(text));
        let values = [
            text(&self.name),
            self.template.map(Value::Ref),
            self.order.map(Value::Number),
            self.subject.as_deref().and_then(text),
        ];
        let values = (0u8..).zip(values);
        Part::new(values.filter_map(|(place, value)| Some((place, value?))))
    }
}

/// The versions of a campaign, in order.
#[must_use]
pub fn versions(campaign: &Record) -> Vec<Version> {
    let elements = campaign.elements(campaign::VARIANTS);
    let read = elements.filter_map(|(id, value)| Some(Version::read(id, value.as_part()?)));
    let mut all: Vec<Version> = read.collect();
    all.sort_by(|a, b| (a.order, &a.element).cmp(&(b.order, &b.element)));
    all
}

/// The version with an element.
#[must_use]
pub fn version(campaign: &Record, element: &str) -> Option<Version> {
    let part = campaign.element(campaign::VARIANTS, Some(element))?;
    Some(Version::read(element, part.as_part()?))
}

/// A name that no version has yet: the next letter.
#[must_use]
pub fn free_name(versions: &[Version]) -> String {
    let is_free = |name: &String| versions.iter().all(|of| *of.name != **name);
    let mut letters = ('A'..='Z').map(String::from);
    letters.find(is_free).unwrap_or_default()
}

/// Deals versions out: whoever is next gets the one that the fewest have.
#[derive(Clone, Debug, Default)]
pub struct Dealing(Vec<(Box<str>, usize)>);

impl Dealing {
    /// Among these versions of a campaign, with the members that count as having theirs.
    fn among(
        workspace: &Workspace,
        id: RecordId,
        versions: &[Version],
        counts: impl Fn(&Record) -> bool,
    ) -> Self {
        let mut held: Vec<(Box<str>, usize)> = versions
            .iter()
            .map(|version| (version.element.clone(), 0))
            .collect();
        for record in members(workspace, id).iter().filter(|one| counts(one)) {
            let own = record.text(member::VARIANT);
            if let Some((_, count)) = held.iter_mut().find(|(element, _)| **element == *own) {
                *count += 1;
            }
        }
        Self(held)
    }

    /// For members who come to a campaign.
    #[must_use]
    pub fn to_new_members(workspace: &Workspace, id: RecordId) -> Self {
        let versions = workspace.live(id).map(|record| versions(&record));
        Self::among(workspace, id, &versions.unwrap_or_default(), |_| true)
    }

    /// The version for the next; none where there is none.
    pub fn deal(&mut self) -> Option<Box<str>> {
        let (element, count) = self.0.iter_mut().min_by_key(|(_, count)| *count)?;
        *count += 1;
        Some(element.clone())
    }
}

/// The members of a campaign, those who came first first.
fn members(workspace: &Workspace, id: RecordId) -> Vec<Record> {
    let table = workspace.table(RecordKind::Member);
    let rows = referring(workspace, RecordKind::Member, member::CAMPAIGN, id);
    let records = rows.into_iter().filter_map(|row| table.record(row));
    let mut all: Vec<Record> = records.map(std::borrow::Cow::into_owned).collect();
    all.sort_by_key(|record| record.id);
    all
}

/// Deals those who wait out among versions; whoever was written to keeps the one they got. Says how
/// many get another.
fn deal_anew(workspace: &Workspace, id: RecordId, versions: &[Version]) -> (Vec<Command>, usize) {
    let waits = |record: &Record| record.text(member::STATUS) == WAITS;
    let mut dealing = Dealing::among(workspace, id, versions, |record| !waits(record));
    let mut moved: BTreeMap<Option<Box<str>>, Vec<RecordId>> = BTreeMap::new();
    for record in members(workspace, id).iter().filter(|one| waits(one)) {
        let to = dealing.deal();
        if to.as_deref().unwrap_or_default() != record.text(member::VARIANT) {
            moved.entry(to).or_default().push(record.id);
        }
    }
    let count = moved.values().map(Vec::len).sum();
    let edit = |(to, ids): (Option<Box<str>>, Vec<RecordId>)| Command::Edit {
        ids,
        fields: vec![(Key::one(member::VARIANT), to.map(Value::Text))],
        revision: None,
    };
    (moved.into_iter().map(edit).collect(), count)
}

fn write(id: RecordId, element: &str, part: Option<Part>) -> Command {
    Command::Edit {
        ids: vec![id],
        fields: vec![(Key::of(campaign::VARIANTS, element), part.map(Value::Part))],
        revision: None,
    }
}

/// Puts a version into a campaign, at the end where it is new; then those who wait are dealt out anew.
/// Says how many of them get another version.
#[must_use]
pub fn put(workspace: &Workspace, id: RecordId, mut version: Version) -> (Command, usize) {
    let mut all = workspace
        .live(id)
        .map(|record| versions(&record))
        .unwrap_or_default();
    let held = all.iter_mut().find(|of| of.element == version.element);
    if let Some(held) = held {
        version.order = held.order;
        return (write(id, &version.element, Some(version.part())), 0);
    }
    let last = all.iter().filter_map(|of| of.order).max();
    version.order = Number::from_f64(last.map_or(0.0, |last| last.to_f64() + 1.0));
    let own = write(id, &version.element, Some(version.part()));
    all.push(version);
    let (others, count) = deal_anew(workspace, id, &all);
    (
        Command::All(std::iter::once(own).chain(others).collect()),
        count,
    )
}

/// Removes a version of a campaign, and deals those who wait out among the others. Says how many of
/// them get another.
#[must_use]
pub fn remove(workspace: &Workspace, id: RecordId, element: &str) -> (Command, usize) {
    let mut left = workspace
        .live(id)
        .map(|record| versions(&record))
        .unwrap_or_default();
    left.retain(|of| *of.element != *element);
    let (others, count) = deal_anew(workspace, id, &left);
    let own = write(id, element, None);
    (
        Command::All(std::iter::once(own).chain(others).collect()),
        count,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::workspace::desk::Desk;

    fn campaign(desk: &mut Desk) -> RecordId {
        let name = (Key::one(campaign::NAME), Some(Value::text("Autumn")));
        desk.creates(RecordKind::Campaign, vec![name])
    }

    fn member(desk: &mut Desk, of: RecordId, status: &str) -> RecordId {
        let customer = desk.company("Kanal");
        let element = Dealing::to_new_members(&desk.workspace, of).deal();
        let one = |ix, value| (Key::one(ix), Some(value));
        let mut fields = vec![
            one(member::CAMPAIGN, Value::Ref(of)),
            one(member::CUSTOMER, Value::Ref(customer)),
            one(member::STATUS, Value::text(status)),
        ];
        fields.extend(element.map(|of| one(member::VARIANT, Value::Text(of))));
        desk.creates(RecordKind::Member, fields)
    }

    fn adds(desk: &mut Desk, of: RecordId, name: &str) -> usize {
        let version = Version {
            element: name.to_lowercase().into(),
            name: name.into(),
            subject: Some(format!("Subject {name}").into()),
            ..Version::default()
        };
        let (command, count) = put(&desk.workspace, of, version);
        desk.does(&command);
        count
    }

    fn held(desk: &Desk, members: &[RecordId]) -> Vec<String> {
        let of = |id: &RecordId| {
            let record = desk.workspace.live(*id).unwrap();
            record.text(member::VARIANT).to_owned()
        };
        members.iter().map(of).collect()
    }

    fn names(desk: &Desk, of: RecordId) -> Vec<String> {
        let all = versions(&desk.workspace.live(of).unwrap());
        all.iter().map(|of| of.name.to_string()).collect()
    }

    #[test]
    fn a_new_version_takes_its_share_of_those_who_wait_and_of_nobody_else() {
        let mut desk = Desk::new();
        let of = campaign(&mut desk);
        assert_eq!(adds(&mut desk, of, "A"), 0);
        let sent = member(&mut desk, of, "sent");
        let waiting: Vec<_> = (0..3).map(|_| member(&mut desk, of, "targeted")).collect();
        assert_eq!(held(&desk, &waiting), ["a", "a", "a"]);
        // One has been sent A, so of the next three B takes two.
        assert_eq!(adds(&mut desk, of, "B"), 2);
        assert_eq!(held(&desk, &waiting), ["b", "a", "b"]);
        assert_eq!(held(&desk, &[sent]), ["a"]);
        assert_eq!(names(&desk, of), ["A", "B"]);
        // Who comes then goes on as those before.
        let next: Vec<_> = (0..2).map(|_| member(&mut desk, of, "targeted")).collect();
        assert_eq!(held(&desk, &next), ["a", "b"]);
    }

    #[test]
    fn of_a_version_that_is_removed_those_who_wait_get_another() {
        let mut desk = Desk::new();
        let of = campaign(&mut desk);
        for name in ["A", "B"] {
            adds(&mut desk, of, name);
        }
        let members: Vec<_> = ["targeted", "targeted", "sent", "sent"]
            .map(|status| member(&mut desk, of, status))
            .into();
        assert_eq!(held(&desk, &members), ["a", "b", "a", "b"]);
        let (command, count) = remove(&desk.workspace, of, "b");
        desk.does(&command);
        assert_eq!(count, 1);
        assert_eq!(held(&desk, &members), ["a", "a", "a", "b"]);
        assert_eq!(names(&desk, of), ["A"]);
        let (command, _) = remove(&desk.workspace, of, "a");
        desk.does(&command);
        assert_eq!(held(&desk, &members), ["", "", "a", "b"]);
    }

    #[test]
    fn a_version_keeps_its_place_when_it_is_changed_and_deals_nobody() {
        let mut desk = Desk::new();
        let of = campaign(&mut desk);
        for name in ["A", "B"] {
            adds(&mut desk, of, name);
        }
        let waiting = member(&mut desk, of, "targeted");
        let mut version = version(&desk.workspace.live(of).unwrap(), "a").unwrap();
        assert_eq!(version.subject.as_deref(), Some("Subject A"));
        version.name = "Short".into();
        version.subject = None;
        let (command, count) = put(&desk.workspace, of, version);
        desk.does(&command);
        assert_eq!(count, 0);
        assert_eq!(names(&desk, of), ["Short", "B"]);
        assert_eq!(held(&desk, &[waiting]), ["a"]);
        let all = versions(&desk.workspace.live(of).unwrap());
        assert_eq!(free_name(&all), "A");
        assert!(
            all.iter()
                .all(|of| of.subject.is_none() || *of.name == *"B")
        );
    }
}
