//! The report on campaigns as a document. How campaigns stand is [`crate::query::report`]'s matter.

use super::{write_known, write_money, write_sums};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::document::json::JsonWriter;
use crate::domain::proportion::Share;
use crate::domain::{FieldIx, Record, Value, campaign};
use crate::query::campaign::{Compared, Standing};
use crate::query::report::{CampaignRow, CampaignTotals, campaigns};

fn write_steps(out: &mut JsonWriter, steps: &[(&str, usize)]) {
    out.name("steps").array();
    let mut before = None;
    for (step, count) in steps {
        out.object().name("step").text(step);
        out.name("members").literal(count);
        let of = before.replace(*count).unwrap_or(*count);
        let share = Share { part: *count, of };
        write_known(out, "of_step", share.rate());
        out.end_object();
    }
    out.end_array();
}

fn write_response(out: &mut JsonWriter, response: Share) {
    out.name("responded").literal(response.part);
    write_known(out, "response", response.rate());
}

fn write_versions(out: &mut JsonWriter, versions: &[Compared]) {
    out.name("versions").array();
    for version in versions {
        out.object().name("id").text(&version.element);
        out.name("name").text(&version.name);
        out.name("subject").text(&version.subject);
        out.name("sent").literal(version.answers.of);
        out.name("responded").literal(version.answers.part);
        write_known(out, "response", version.answers.rate());
        let (low, high) = version.answers.interval().unzip();
        write_known(out, "low", low);
        write_known(out, "high", high);
        out.end_object();
    }
    out.end_array();
}

pub(super) fn write(out: &mut JsonWriter, desk: &Desk<'_>, _: Query) -> Result<(), Refusal> {
    out.name("as_of").show(&desk.now.at);
    let report = campaigns(desk.workspace, desk.now);
    out.name("rows").array();
    for row in &report.rows {
        if let Some(record) = desk.workspace.record(row.id) {
            write_campaign(out, &record, row);
        }
    }
    out.end_array();
    out.name("totals").object();
    write_totals(out, report.rows.len(), &report.totals);
    out.end_object();
    Ok(())
}

fn write_campaign(out: &mut JsonWriter, record: &Record, row: &CampaignRow) {
    let (of, brought) = (&row.standing, &row.returned);
    out.object().name("id").show(&row.id);
    for (name, field) in [
        ("name", campaign::NAME),
        ("status", campaign::STATUS),
        ("type", campaign::TYPE),
    ] {
        write_text(out, record, name, field);
    }
    for (name, field) in [("start", campaign::START), ("end", campaign::END)] {
        if let Some(date) = record.value(field).and_then(Value::as_date) {
            out.name(name).show(&date);
        }
    }
    out.name("members").literal(of.members.len());
    write_steps(out, &of.steps);
    write_response(out, row.response());
    write_dropped(out, of);
    out.name("deals_won").literal(brought.won);
    for (name, money) in [("budget", brought.budget), ("actual_cost", brought.cost)] {
        if let Some(money) = money {
            write_money(out.name(name), money);
        }
    }
    write_sums(out, "revenue", brought.revenue.iter());
    write_known(out, "return", brought.ratio);
    write_known(out, "budget_used", brought.used);
    write_versions(out, &of.versions);
    out.end_object();
}

fn write_text(out: &mut JsonWriter, record: &Record, name: &str, field: FieldIx) {
    let text = record.text(field);
    if !text.is_empty() {
        out.name(name).text(text);
    }
}

fn write_dropped(out: &mut JsonWriter, of: &Standing) {
    out.name("bounced").literal(of.bounced);
    out.name("opted_out").literal(of.opted_out);
}

fn write_totals(out: &mut JsonWriter, campaigns: usize, totals: &CampaignTotals) {
    out.name("campaigns").literal(campaigns);
    out.name("members").literal(totals.members);
    write_steps(out, &totals.steps);
    write_response(out, totals.response);
    out.name("bounced").literal(totals.bounced);
    out.name("opted_out").literal(totals.opted_out);
    out.name("deals_won").literal(totals.won);
    write_sums(out, "budget", totals.budget.iter());
    write_sums(out, "actual_cost", totals.cost.iter());
    write_sums(out, "revenue", totals.revenue.iter());
    write_known(out, "return", totals.ratio);
}
