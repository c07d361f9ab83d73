//! The mail that a member gets: address, and a template's text with what is known of them filled in.

use crate::domain::template::{self, fill};
use crate::domain::{RecordId, RecordKind, Value, field, member};
use crate::exchange::eml;
use crate::query::cell::at;
use crate::query::recipient::{reach_of, text_of};
use crate::query::segment::Reach;
use crate::query::version::version;
use crate::ui::app::App;
use crate::ui::lists::value::show;
use crate::ui::tickets::label;
use crate::workspace::Workspace;

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

/// What stands for a path in a mail to a customer, of a campaign where there is one.
fn value(
    app: App,
    workspace: &Workspace,
    customer: RecordId,
    campaign: Option<RecordId>,
    path: &str,
) -> Option<String> {
    let (first, rest) = path.split_once('.')?;
    let of = match first {
        "customer" => customer,
        "campaign" => campaign?,
        "owner" => {
            let owner = |id| {
                let record = workspace.live(id)?;
                record.value(field::OWNER).and_then(Value::as_ref_id)
            };
            owner(customer).or_else(|| owner(campaign?))?
        }
        _ => return None,
    };
    let record = workspace.live(of)?;
    let value = at(&record, rest)?;
    Some(show(app, of.kind, rest, &value))
}

/// A template's text as a mail to a customer would have it, of the newest campaign; what is not known
/// there stays as its name in brackets.
pub fn preview(app: App, customer: RecordId, text: &str) -> String {
    let live = app.live();
    let workspace = live.record(customer);
    let table = workspace.table(RecordKind::Campaign);
    let campaign = table.live_rows().filter_map(|row| table.id(row)).max();
    let known = |path: &str| {
        let value = value(app, &workspace, customer, campaign, path);
        value.filter(|value| !value.is_empty())
    };
    let mut filled = String::with_capacity(text.len());
    for piece in template::pieces(text) {
        match piece {
            template::Piece::Text(text) => filled.push_str(text),
            template::Piece::Field { path, otherwise } => match (known(path), otherwise) {
                (Some(value), _) => filled.push_str(&value),
                (None, Some(otherwise)) => filled.push_str(otherwise),
                (None, None) => filled.push_str(&format!("[{}]", label(app, path))),
            },
        }
    }
    filled
}

/// The mail to a member who may be written to: by the version they get, else by the template that is
/// chosen.
pub(super) fn draft(app: App, id: RecordId, chosen: Option<RecordId>) -> Option<Draft> {
    let live = app.live();
    let workspace = live.peek();
    let record = workspace.live(id)?;
    let (customer, reach) = reach_of(&workspace, &record)?;
    let Reach::Address(address) = reach else {
        return None;
    };
    let of = record.value(member::CAMPAIGN)?.as_ref_id()?;
    let version = version(&*workspace.live(of)?, record.text(member::VARIANT));
    let text = workspace.live(text_of(&workspace, &record, chosen)?)?;
    let to = workspace.live(customer)?;
    let value = |path: &str| value(app, &workspace, customer, Some(of), path);
    let own = version
        .as_ref()
        .and_then(|version| version.subject.as_deref());
    let subject = own.unwrap_or_else(|| text.text(template::SUBJECT));
    let (subject, mut missing) = fill(subject, value);
    let (body, others) = fill(text.text(template::BODY), value);
    missing.extend(others);
    missing.sort_unstable();
    missing.dedup();
    Some(Draft {
        member: Some(id),
        name: to.name().to_owned(),
        address: address.into(),
        version: version
            .as_ref()
            .map(|version| version.name.to_string())
            .unwrap_or_default(),
        missing: missing.into_iter().map(str::to_owned).collect(),
        subject,
        body,
    })
}
