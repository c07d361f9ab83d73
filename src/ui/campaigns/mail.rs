//! The mail that a member gets: address, and a template's text with what is known of them filled in.

use crate::domain::template::{self, fill};
use crate::domain::{RecordId, Value, campaign, field, member};
use crate::exchange::eml;
use crate::query::cell::at;
use crate::query::segment::{Reach, reach};
use crate::ui::app::App;
use crate::ui::lists::value::show;

/// A mail to one member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The member.
    pub(super) member: Option<RecordId>,
    /// Whom it is to.
    pub(super) name: String,
    /// The address.
    pub(super) address: String,
    /// The subject line.
    pub(super) subject: String,
    /// The text.
    pub(super) body: String,
    /// The version it is of.
    pub(super) version: String,
    /// Fields of the text for which nothing is known.
    pub(super) missing: Vec<String>,
}

impl Draft {
    /// The mail as a file or an address has it.
    pub(super) fn mail(&self) -> eml::Mail<'_> {
        eml::Mail {
            name: &self.name,
            address: &self.address,
            subject: &self.subject,
            body: &self.body,
        }
    }
}

/// Whether and where a member may be written to.
pub(super) fn reach_of(app: App, id: RecordId) -> Option<(RecordId, Reach)> {
    let live = app.live();
    let workspace = live.peek();
    let customer = workspace.live(id)?.value(member::CUSTOMER)?.as_ref_id()?;
    let found = reach(&*workspace.live(customer)?);
    Some((customer, found))
}

/// The mail to a member who may be written to: by the version they get, else by the template that is
/// chosen.
pub(super) fn draft(app: App, id: RecordId, chosen: Option<RecordId>) -> Option<Draft> {
    let (customer, reach) = reach_of(app, id)?;
    let Reach::Address(address) = reach else {
        return None;
    };
    let live = app.live();
    let workspace = live.peek();
    let record = workspace.live(id)?;
    let of = record.value(member::CAMPAIGN)?.as_ref_id()?;
    let element = record.text(member::VARIANT);
    let campaign = workspace.live(of)?;
    let version = campaign
        .element(campaign::VARIANTS, Some(element))
        .and_then(Value::as_part);
    let own = version.and_then(|part| part.value(1)?.as_ref_id());
    let text = workspace.live(own.or(chosen)?)?;
    let to = workspace.live(customer)?;
    let value = |path: &str| {
        let (first, rest) = path.split_once('.')?;
        let record = match first {
            "customer" => to.clone(),
            "campaign" => campaign.clone(),
            "owner" => {
                let owner = to
                    .value(field::OWNER)
                    .or_else(|| campaign.value(field::OWNER))?;
                workspace.live(owner.as_ref_id()?)?
            }
            _ => return None,
        };
        let value = at(&record, rest)?;
        Some(show(app, record.id.kind, rest, &value))
    };
    let (subject, mut missing) = fill(text.text(template::SUBJECT), value);
    let (body, others) = fill(text.text(template::BODY), value);
    missing.extend(others);
    missing.sort_unstable();
    missing.dedup();
    Some(Draft {
        member: Some(id),
        name: to.name().to_owned(),
        address: address.into(),
        version: version
            .and_then(|part| Some(part.value(0)?.as_text()?.to_owned()))
            .unwrap_or_default(),
        missing: missing.into_iter().map(str::to_owned).collect(),
        subject,
        body,
    })
}
