//! What came of a campaign: how far its members have come, which text was answered more, whom its
//! segments reach, what it brought for what it cost. All of it is worked out; nobody writes it.

use super::Now;
use super::deal::outcomes;
use super::related::referring;
use super::segment::{self, Reaches};
use super::version::{Version, versions};
use crate::domain::money::MoneySums;
use crate::domain::proportion::Share;
use crate::domain::{
    Date, Instant, Money, Record, RecordId, RecordKind, Value, campaign, deal, member, template,
    transaction,
};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use std::collections::{BTreeMap, BTreeSet};

/// The steps that follow each other; the two ways to drop out are no steps.
pub const STEPS: [&str; 6] = [
    "targeted",
    "sent",
    "opened",
    "clicked",
    "responded",
    "converted",
];
const SENT: usize = 1;
const RESPONDED: usize = 4;

/// One of the texts that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Its element among the campaign's versions.
    pub element: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// Its subject line.
    pub subject: Box<str>,
    /// How many of those it was sent to have answered.
    pub answers: Share,
}

/// How the members stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The members, the one that moved last first.
    pub members: Vec<RecordId>,
    /// The steps that occur, each with how many came that far or further.
    pub steps: Vec<(&'static str, usize)>,
    /// How many could not be delivered to.
    pub bounced: usize,
    /// How many said that they want no more.
    pub opted_out: usize,
    /// The texts that are compared, in order.
    pub versions: Vec<Compared>,
    /// How many answered on which day, days without an answer between them too.
    pub answers: Vec<(Date, usize)>,
}

fn instant(record: &Record, field: crate::domain::FieldIx) -> Option<Instant> {
    match record.value(field) {
        Some(Value::Instant(at)) => Some(*at),
        _ => None,
    }
}

/// The step a member has come to, by its status and by what is recorded of it.
fn reached(record: &Record) -> usize {
    let status = STEPS
        .iter()
        .position(|step| *step == record.text(member::STATUS));
    let timed = (1usize..)
        .zip(member::DATES)
        .filter(|(_, (_, field))| record.value(*field).is_some());
    let timed = timed.map(|(step, _)| step).max().unwrap_or(0);
    // Whoever could not be delivered to, or wants no more, was sent something.
    status.unwrap_or(SENT).max(timed)
}

/// When a member last moved.
#[must_use]
pub fn moved(record: &Record) -> Option<Instant> {
    let dates = member::DATES.into_iter();
    dates.filter_map(|(_, field)| instant(record, field)).max()
}

/// How the members of a campaign stand.
#[must_use]
pub fn standing(workspace: &Workspace, id: RecordId, now: Now) -> Standing {
    let table = workspace.table(RecordKind::Member);
    let rows = referring(workspace, RecordKind::Member, member::CAMPAIGN, id);
    let records: Vec<_> = rows
        .into_iter()
        .filter_map(|row| table.record(row))
        .collect();
    let mut standing = Standing {
        versions: compared(workspace, id),
        ..Standing::default()
    };
    let mut counts = [0usize; STEPS.len()];
    let mut is_recorded = [false; STEPS.len()];
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    for record in &records {
        let step = reached(record);
        for count in counts.iter_mut().take(step + 1) {
            *count += 1;
        }
        let own = [
            None,
            None,
            Some(member::OPENED_AT),
            Some(member::CLICKED_AT),
            None,
            None,
        ];
        for (at, field) in own.into_iter().enumerate() {
            let is_there = STEPS.get(at) == Some(&record.text(member::STATUS))
                || field.is_some_and(|field| record.value(field).is_some());
            if let Some(slot) = is_recorded.get_mut(at) {
                *slot |= is_there;
            }
        }
        match record.text(member::STATUS) {
            "bounced" => standing.bounced += 1,
            "opted_out" => standing.opted_out += 1,
            _ => {}
        }
        if let Some(at) = instant(record, member::RESPONDED_AT) {
            *days.entry(now.day_of_ms(at.to_ms())).or_default() += 1;
        }
        let element = record.text(member::VARIANT);
        let version = standing
            .versions
            .iter_mut()
            .find(|version| *version.element == *element);
        if let (Some(version), true) = (version, step >= SENT) {
            version.answers.of += 1;
            version.answers.part += usize::from(step >= RESPONDED);
        }
    }
    // Nobody opens an invitation that was called through: a step that is never recorded is none.
    let steps = STEPS.into_iter().zip(counts).zip(is_recorded);
    standing.steps = steps
        .filter(|((step, _), is_recorded)| *is_recorded || !matches!(*step, "opened" | "clicked"))
        .map(|(step, _)| step)
        .collect();
    if let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) {
        let day = |day: i64| {
            Some((
                Date::from_days(i32::try_from(day).ok()?)?,
                days.get(&day).copied().unwrap_or(0),
            ))
        };
        standing.answers = (*first..=*last).filter_map(day).collect();
    }
    let mut members: Vec<(Option<Instant>, RecordId)> = records
        .iter()
        .map(|record| (moved(record), record.id))
        .collect();
    crate::domain::order::sort_by(&mut members, |a, b| b.cmp(a));
    standing.members = members.into_iter().map(|(_, id)| id).collect();
    standing
}

/// The texts that a campaign compares, in order; none has been sent yet.
fn compared(workspace: &Workspace, id: RecordId) -> Vec<Compared> {
    let Some(record) = workspace.live(id) else {
        return Vec::new();
    };
    let of = |version: Version| {
        let subject = version.subject.or_else(|| {
            let text = workspace.live(version.template?)?;
            Some(text.text(template::SUBJECT).into())
        });
        Compared {
            element: version.element,
            name: version.name,
            subject: subject.unwrap_or_default(),
            answers: Share::default(),
        }
    };
    versions(&record).into_iter().map(of).collect()
}

/// Whom a campaign's segments reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Its segments: whether those in it are left out, and how many there are.
    pub segments: Vec<(RecordId, bool, usize)>,
    /// How many are in several of those that are reached, and counted once.
    pub shared: usize,
    /// How many are taken out since they are in one that is left out.
    pub excluded: usize,
    /// How many want no mail.
    pub opted_out: usize,
    /// How many have no address.
    pub no_address: usize,
    /// Those who remain, who may be written to.
    pub customers: Vec<RecordId>,
}

/// Whether a campaign sends mails.
#[must_use]
pub fn sends_mail(campaign: &Record) -> bool {
    [campaign::TYPE, campaign::CHANNEL]
        .into_iter()
        .any(|field| campaign.text(field) == "email")
}

/// Whom a campaign's segments reach; where it is no mail, everybody in them.
#[must_use]
pub fn audience(workspace: &Workspace, id: RecordId, now: Now) -> Audience {
    let mut audience = Audience::default();
    let Some(record) = workspace.live(id) else {
        return audience;
    };
    let is_mail = sends_mail(&record);
    let (mut reached, mut left_out, mut sum) = (Bits::default(), Bits::default(), 0);
    for (_, value) in record.elements(campaign::AUDIENCE) {
        let Some(part) = value.as_part() else {
            continue;
        };
        let Some(of) = part.value(0).and_then(Value::as_ref_id) else {
            continue;
        };
        let is_out = part.value(1).and_then(Value::as_text) == Some("exclude");
        let found = segment::members(workspace, of, now);
        audience.segments.push((of, is_out, found.count()));
        if is_out {
            left_out.or(&found);
        } else {
            sum += found.count();
            reached.or(&found);
        }
    }
    let all = reached.count();
    audience.shared = sum - all;
    let table = workspace.table(RecordKind::Customer);
    reached.and(&left_out.not(table.rows()));
    audience.excluded = all - reached.count();
    if is_mail {
        let reaches = Reaches::of(workspace);
        audience.opted_out = reaches.opted_out(&reached).count();
        audience.no_address = reaches.without_address(&reached).count();
        reached = reaches.written(&reached);
    }
    let customers = reached.rows().filter_map(|row| table.id(row));
    audience.customers = customers.collect();
    audience
}

/// What a campaign brought for what it cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Return {
    /// What it may cost.
    pub budget: Option<Money>,
    /// What it did cost.
    pub cost: Option<Money>,
    /// What its won deals and its sales without a deal come to, one sum per currency.
    pub revenue: MoneySums,
    /// How many deals were won.
    pub won: usize,
    /// How many answered.
    pub responded: usize,
    /// Revenue less cost, over cost; none without a cost, or where revenue is in another currency.
    pub ratio: Option<f64>,
    /// The share of the budget that is used.
    pub used: Option<f64>,
}

/// What a campaign brought for what it cost.
#[must_use]
pub fn returned(workspace: &Workspace, id: RecordId) -> Return {
    let Some(record) = workspace.live(id) else {
        return Return::default();
    };
    let money = |field| record.value(field).and_then(Value::as_money);
    let mut of = Return {
        budget: money(campaign::BUDGET),
        cost: money(campaign::ACTUAL_COST),
        ..Return::default()
    };
    // Deals that name the campaign, and those that members came to: each once.
    let mut deals: BTreeSet<u32> = referring(workspace, RecordKind::Deal, deal::CAMPAIGN, id)
        .into_iter()
        .collect();
    let (table, members) = (
        workspace.table(RecordKind::Deal),
        workspace.table(RecordKind::Member),
    );
    for row in referring(workspace, RecordKind::Member, member::CAMPAIGN, id) {
        let Some(record) = members.record(row) else {
            continue;
        };
        of.responded += usize::from(reached(&record) >= RESPONDED);
        let came_to = record.value(member::DEAL).and_then(Value::as_ref_id);
        let came_to = came_to.filter(|id| workspace.live(*id).is_some());
        deals.extend(came_to.and_then(|id| table.row(id.uuid)));
    }
    let outcomes = outcomes(workspace);
    deals.retain(|row| outcomes.at(*row).is_some_and(|outcome| &**outcome == "won"));
    of.won = deals.len();
    for record in deals.iter().filter_map(|row| table.record(*row)) {
        if let Some(amount) = record.value(deal::AMOUNT).and_then(Value::as_money) {
            of.revenue.add(amount);
        }
    }
    let sales = workspace.table(RecordKind::Transaction);
    for row in referring(
        workspace,
        RecordKind::Transaction,
        transaction::CAMPAIGN,
        id,
    ) {
        let Some(record) = sales.record(row) else {
            continue;
        };
        // What a deal of the campaign came to is counted with it.
        let of_deal = record.value(transaction::DEAL).and_then(Value::as_ref_id);
        let is_counted = of_deal
            .and_then(|id| table.row(id.uuid))
            .is_some_and(|row| deals.contains(&row));
        let amount = record.value(transaction::AMOUNT).and_then(Value::as_money);
        if let (Some(amount), false, true) = (
            amount,
            is_counted,
            record.text(transaction::STATUS) != "cancelled",
        ) {
            // Some books write refunds below zero and some do not.
            if record.text(transaction::KIND) == "refund" && amount.minor() > 0 {
                of.revenue.subtract(amount);
            } else {
                of.revenue.add(amount);
            }
        }
    }
    let cost = of.cost.filter(|cost| cost.minor() > 0);
    let is_one_currency = |cost: &Money| {
        of.revenue
            .iter()
            .all(|sum| sum.currency() == cost.currency())
    };
    of.ratio = cost.filter(is_one_currency).map(|cost| {
        let revenue = of.revenue.of(cost.currency()).minor() as f64;
        (revenue - cost.minor() as f64) / cost.minor() as f64
    });
    of.used = of.budget.zip(of.cost).and_then(|(budget, cost)| {
        let is_known = budget.minor() > 0 && budget.currency() == cost.currency();
        is_known.then(|| cost.minor() as f64 / budget.minor() as f64)
    });
    of
}
