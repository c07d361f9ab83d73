//! Whom a campaign's next mails go to: its members who were not sent anything yet, may be written to,
//! and have a text. What is in the mails is left to others.

use super::segment::{Reach, reach};
use super::version::version;
use crate::domain::{Record, RecordId, member};
use crate::workspace::Workspace;

/// Whom mails go to, and who is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// Those who get one.
    pub ready: Vec<RecordId>,
    /// How many have no text: their version's template is not there any more, or none was chosen.
    pub no_text: usize,
    /// Whether some have no version that brings a template, so that one is to be chosen.
    pub is_choice: bool,
    /// How many want no mail.
    pub opted_out: usize,
    /// How many have no address.
    pub no_address: usize,
}

/// The customer of a member, and whether and where they may be written to.
#[must_use]
pub fn reach_of(workspace: &Workspace, member: &Record) -> Option<(RecordId, Reach)> {
    let customer = member.value(member::CUSTOMER)?.as_ref_id()?;
    let found = reach(&*workspace.live(customer)?);
    Some((customer, found))
}

/// The template that a member's version brings, whether or not it is still there.
fn own_text(workspace: &Workspace, member: &Record) -> Option<RecordId> {
    let campaign = workspace.live(member.value(member::CAMPAIGN)?.as_ref_id()?)?;
    version(&campaign, member.text(member::VARIANT))?.template
}

/// The template of a member's mail: that of the version they get, else the one that is chosen.
#[must_use]
pub fn text_of(
    workspace: &Workspace,
    member: &Record,
    chosen: Option<RecordId>,
) -> Option<RecordId> {
    let text = own_text(workspace, member).or(chosen)?;
    workspace.live(text).map(|_| text)
}

/// Whom the next mails of some members go to, where this template is chosen.
#[must_use]
pub fn recipients(
    workspace: &Workspace,
    members: &[RecordId],
    chosen: Option<RecordId>,
) -> Recipients {
    let mut recipients = Recipients::default();
    for id in members {
        let record = workspace.live(*id);
        let Some(record) = record.filter(|record| record.text(member::STATUS) == "targeted") else {
            continue;
        };
        match reach_of(workspace, &record) {
            Some((_, Reach::Address(_))) => {
                recipients.is_choice |= own_text(workspace, &record).is_none();
                if text_of(workspace, &record, chosen).is_some() {
                    recipients.ready.push(*id);
                } else {
                    recipients.no_text += 1;
                }
            }
            Some((_, Reach::OptedOut)) => recipients.opted_out += 1,
            Some((_, Reach::None)) => recipients.no_address += 1,
            None => {}
        }
    }
    recipients
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Key, Part, RecordKind, Value, campaign, customer, template};
    use crate::workspace::command::Command;
    use crate::workspace::desk::Desk;

    fn template(desk: &mut Desk, name: &str) -> RecordId {
        let one = |ix, text: &str| (Key::one(ix), Some(Value::text(text)));
        let fields = vec![
            one(template::NAME, name),
            one(template::KIND, "email"),
            one(template::BODY, "Hello"),
        ];
        desk.creates(RecordKind::Template, fields)
    }

    fn member(desk: &mut Desk, campaign: RecordId, version: &str, mail: Option<Part>) -> RecordId {
        let customer = desk.company(version);
        if let Some(mail) = mail {
            desk.does(&Command::Edit {
                ids: vec![customer],
                fields: vec![(Key::of(customer::EMAILS, "1"), Some(Value::Part(mail)))],
                revision: None,
            });
        }
        let one = |ix, value| (Key::one(ix), Some(value));
        let fields = vec![
            one(member::CAMPAIGN, Value::Ref(campaign)),
            one(member::CUSTOMER, Value::Ref(customer)),
            one(member::STATUS, Value::text("targeted")),
            one(member::VARIANT, Value::text(version)),
        ];
        desk.creates(RecordKind::Member, fields)
    }

    #[test]
    fn a_mail_goes_to_those_who_have_an_address_and_a_text() {
        let mut desk = Desk::new();
        let (kept, lost, other) = (
            template(&mut desk, "Kept"),
            template(&mut desk, "Lost"),
            template(&mut desk, "Other"),
        );
        let version = |id: &str, text| {
            let part = Part::new([(0, Value::text(id)), (1, Value::Ref(text))]);
            (Key::of(campaign::VARIANTS, id), Some(Value::Part(part)))
        };
        let name = (Key::one(campaign::NAME), Some(Value::text("Autumn")));
        let fields = vec![name, version("a", kept), version("b", lost)];
        let campaign = desk.creates(RecordKind::Campaign, fields);
        let mail = |address: &str| Part::new([(0, Value::text(address))]);
        let refused = Part::new([(0, Value::text("d@x.example")), (3, Value::Bool(true))]);
        let first = member(&mut desk, campaign, "a", Some(mail("a@x.example")));
        let second = member(&mut desk, campaign, "b", Some(mail("b@x.example")));
        let third = member(&mut desk, campaign, "none", Some(mail("c@x.example")));
        let fourth = member(&mut desk, campaign, "a", Some(refused));
        let fifth = member(&mut desk, campaign, "a", None);
        let members = [first, second, third, fourth, fifth];
        let of = |desk: &Desk, chosen| recipients(&desk.workspace, &members, chosen);
        assert_eq!(
            of(&desk, Some(other)),
            Recipients {
                ready: vec![first, second, third],
                no_text: 0,
                is_choice: true,
                opted_out: 1,
                no_address: 1,
            }
        );
        desk.does(&Command::Trash { ids: vec![lost] });
        // The chosen template does not stand in for the one that a version had.
        let found = of(&desk, Some(other));
        assert_eq!((found.ready, found.no_text), (vec![first, third], 1));
        let found = of(&desk, None);
        assert_eq!((found.ready, found.no_text), (vec![first], 2));
        let found = recipients(&desk.workspace, &[first, second], None);
        assert!(!found.is_choice, "each has a version");
    }
}
