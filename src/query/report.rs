//! Reports over all records of a kind, as screens show one of them: how campaigns stand and what they
//! brought, with totals. What stands in them is worked out by the same code as the screens.

use super::Now;
use super::campaign::{Return, STEPS, Standing, returned, standing};
use super::list::{Query, run};
use super::sort::Sort;
use crate::domain::money::MoneySums;
use crate::domain::proportion::Share;
use crate::domain::{Money, RecordId, RecordKind};
use crate::workspace::Workspace;
use std::collections::BTreeMap;

/// A campaign in the report.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignRow {
    /// The campaign.
    pub id: RecordId,
    /// How its members stand.
    pub standing: Standing,
    /// What it brought for what it cost.
    pub returned: Return,
}

impl CampaignRow {
    /// How many of those it was sent to have answered.
    #[must_use]
    pub fn response(&self) -> Share {
        let sent = self.standing.steps.iter().find(|(step, _)| *step == "sent");
        Share {
            part: self.returned.responded,
            of: sent.map_or(0, |(_, count)| *count),
        }
    }
}

/// What all rows come to. A deal that two campaigns brought counts for both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CampaignTotals {
    /// How many members there are.
    pub members: usize,
    /// How many came to each step or further.
    pub steps: Vec<(&'static str, usize)>,
    /// How many of those something was sent to have answered.
    pub response: Share,
    /// How many could not be delivered to.
    pub bounced: usize,
    /// How many want no more.
    pub opted_out: usize,
    /// How many deals were won.
    pub won: usize,
    /// What the campaigns may cost, one sum per currency.
    pub budget: MoneySums,
    /// What they did cost.
    pub cost: MoneySums,
    /// What they brought.
    pub revenue: MoneySums,
    /// Revenue less cost, over cost, of those campaigns of which it is known; none where they are of
    /// several currencies.
    pub ratio: Option<f64>,
}

/// The report on campaigns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Campaigns {
    /// The campaigns, the latest first.
    pub rows: Vec<CampaignRow>,
    /// What they come to.
    pub totals: CampaignTotals,
}

/// How all campaigns stand, and what they brought.
#[must_use]
pub fn campaigns(workspace: &Workspace, now: Now) -> Campaigns {
    let row = |id| CampaignRow {
        id,
        standing: standing(workspace, id, now),
        returned: returned(workspace, id),
    };
    let rows: Vec<CampaignRow> = latest(workspace, now).into_iter().map(row).collect();
    Campaigns {
        totals: totals(&rows),
        rows,
    }
}

/// The campaigns in the order of their list.
fn latest(workspace: &Workspace, now: Now) -> Vec<RecordId> {
    let query = Query {
        sort: Sort::parse("-start").unwrap_or_default(),
        ..Query::new(RecordKind::Campaign)
    };
    let table = workspace.table(RecordKind::Campaign);
    let found = run(workspace, &query, now);
    let rows = found.map(|answer| answer.rows).unwrap_or_default();
    rows.into_iter().filter_map(|row| table.id(row)).collect()
}

fn totals(rows: &[CampaignRow]) -> CampaignTotals {
    let mut totals = CampaignTotals::default();
    let mut steps: BTreeMap<&str, usize> = BTreeMap::new();
    let mut known: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let (of, returned) = (&row.standing, &row.returned);
        totals.members += of.members.len();
        totals.bounced += of.bounced;
        totals.opted_out += of.opted_out;
        totals.won += returned.won;
        let response = row.response();
        totals.response.part += response.part;
        totals.response.of += response.of;
        for (step, count) in &of.steps {
            *steps.entry(step).or_default() += count;
        }
        let add = |to: &mut MoneySums, money: Option<Money>| {
            if let Some(money) = money {
                to.add(money);
            }
        };
        add(&mut totals.budget, returned.budget);
        add(&mut totals.cost, returned.cost);
        returned
            .revenue
            .iter()
            .for_each(|sum| totals.revenue.add(sum));
        if let Some(cost) = returned.cost.filter(|_| returned.ratio.is_some()) {
            let sums = known.entry(cost.currency()).or_default();
            sums.0 += cost.minor();
            sums.1 += returned.revenue.of(cost.currency()).minor();
        }
    }
    let step = |step: &'static str| Some((step, *steps.get(step)?));
    totals.steps = STEPS.into_iter().filter_map(step).collect();
    totals.ratio = match known.into_values().collect::<Vec<_>>().as_slice() {
        [(cost, revenue)] => Some((*revenue as f64 - *cost as f64) / *cost as f64),
        _ => None,
    };
    totals
}
