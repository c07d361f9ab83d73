//! Reports over REST: the rows and totals that screens show, as documents. What stands in them is the
//! queries' matter.

use super::Desk;
use super::reply::{Refusal, Reply};
use crate::document::json::{JsonWriter, write_plain};
use crate::domain::problem::quoted;
use crate::domain::proportion::Share;
use crate::domain::{FieldIx, Money, Record, Type, Value, campaign};
use crate::query::campaign::{Compared, Standing};
use crate::query::report::{CampaignRow, CampaignTotals, campaigns};
use crate::query::service::Service;

/// The reports there are.
pub const REPORTS: [&str; 2] = ["campaigns", "service"];

/// The report of a name.
pub(super) fn read(desk: &Desk<'_>, name: &str) -> Result<Reply, Refusal> {
    let mut out = JsonWriter::default();
    out.object().name("report").text(name);
    out.name("as_of").show(&desk.now.at);
    match name {
        "campaigns" => write_campaigns(&mut out, desk),
        "service" => write_service(&mut out, desk),
        other => {
            let what = format!(
                "report \"{}\"; there are {}",
                quoted(other),
                REPORTS.join(" and ")
            );
            return Err(Refusal::not_found(&what));
        }
    }
    out.end_object();
    Ok(Reply::json(200, out.finish()))
}

fn write_money(out: &mut JsonWriter, money: Money) {
    write_plain(out, Type::Money, &Value::Money(money));
}

fn write_sums(out: &mut JsonWriter, name: &str, sums: impl Iterator<Item = Money>) {
    out.name(name).array();
    sums.for_each(|sum| write_money(out, sum));
    out.end_array();
}

/// What is not known is absent.
fn write_known(out: &mut JsonWriter, name: &str, number: Option<f64>) {
    if let Some(number) = number.filter(|number| number.is_finite()) {
        out.name(name).literal(number);
    }
}

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

fn write_campaigns(out: &mut JsonWriter, desk: &Desk<'_>) {
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

fn write_service(out: &mut JsonWriter, desk: &Desk<'_>) {
    let service = Service::of(desk.workspace, desk.now);
    out.name("totals").object();
    for (name, count) in [
        ("at_risk", service.at_risk),
        ("late", service.late),
        ("replied", service.replied),
        ("solved", service.solved),
        ("solved_in_time", service.in_time),
        ("satisfaction_answers", service.answers),
    ] {
        out.name(name).literal(count);
    }
    out.name("late_by_minutes").literal(service.late_by);
    if let Some(minutes) = service.first_reply {
        out.name("first_reply_minutes").literal(minutes);
    }
    let in_time = Share {
        part: service.in_time,
        of: service.solved,
    };
    write_known(out, "in_time", in_time.rate());
    write_known(out, "satisfaction", service.satisfaction);
    out.end_object();
}
