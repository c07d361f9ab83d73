//! The reports on customers as documents: recency and frequency, value, lifetime value, cohorts.
//! The figures and the conditions of their lists are the scoring's matter. Lists know the analysis of the
//! settings alone, so what was asked for under other assumptions has no filter.

use super::parameters::{assumptions, date, horizon};
use super::{write_filter, write_known, write_money};
use crate::api::Desk;
use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::api::scored;
use crate::document::json::JsonWriter;
use crate::domain::problem::quoted;
use crate::domain::{Currency, Money, RecordKind, Rule, segment};
use crate::query::segment::{members, value_weights};
use crate::scoring::cohort::{Width, cohorts};
use crate::scoring::condition;
use crate::scoring::frame::Frame;
use crate::scoring::lifetime::{Lifetimes, Unit};
use crate::scoring::rfm::Rfm;
use crate::scoring::scores::Analysis;
use crate::scoring::value::{Spread, Valued, Values};
use satchel_stats::{bgnbd, gamma_gamma};
use std::rc::Rc;

/// How many cohorts are told where nobody says.
const COHORTS: usize = 12;

/// The analysis that a report is asked for: that of the screens, or under assumptions of its own; and
/// whether it is that of the screens, which lists know.
pub(super) fn asked(desk: &Desk<'_>, query: &mut Query) -> Result<(Rc<Analysis>, bool), Refusal> {
    let usual = scored::analysis(desk);
    let assumed = assumptions(query, &usual.assumptions)?;
    if assumed == usual.assumptions {
        return Ok((usual, true));
    }
    let weights = value_weights(desk.workspace, desk.now);
    let analysis = Analysis::make(desk.workspace, assumed, &weights);
    Ok((Rc::new(analysis), false))
}

pub(super) fn write_frame(out: &mut JsonWriter, frame: Frame) {
    out.name("as_of").show(&frame.as_of);
    out.name("from").show(&frame.from);
}

fn write_minor(out: &mut JsonWriter, name: &str, minor: i64, currency: Option<Currency>) {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    if let Some(money) = money {
        write_money(out.name(name), money);
    }
}

fn write_numbers(
    out: &mut JsonWriter,
    name: &str,
    numbers: impl Iterator<Item = impl std::fmt::Display>,
) {
    out.name(name).array();
    for number in numbers {
        out.literal(number);
    }
    out.end_array();
}

/// Who a row is about.
fn write_customer(out: &mut JsonWriter, desk: &Desk<'_>, row: u32) {
    if let Some(id) = desk.workspace.table(RecordKind::Customer).id(row) {
        out.name("id").show(&id);
        out.name("name").text(&desk.workspace.name(id));
    }
}

fn write_left_out(out: &mut JsonWriter, desk: &Desk<'_>) {
    let purchases = crate::workspace::purchases::Purchases::of(desk.workspace);
    out.name("counted").text(purchases.basis);
    out.name("left_out").object();
    for (name, count) in [
        ("other_currency", purchases.other_currency),
        ("no_customer", purchases.no_customer),
        ("cancelled", purchases.cancelled),
    ] {
        out.name(name).literal(count);
    }
    out.end_object();
}

pub(super) fn rfm(out: &mut JsonWriter, desk: &Desk<'_>, mut query: Query) -> Result<(), Refusal> {
    let (analysis, is_listed) = asked(desk, &mut query)?;
    let (rfm, currency) = (&analysis.rfm, analysis.histories.currency);
    write_frame(out, rfm.frame);
    write_left_out(out, desk);
    out.name("thresholds").object();
    let thresholds = &rfm.thresholds;
    for (name, limits) in [
        ("recency", &thresholds.recency),
        ("frequency", &thresholds.frequency),
        ("monetary_minor", &thresholds.monetary),
    ] {
        write_numbers(out, name, limits.iter());
    }
    out.end_object();
    out.name("rows").array();
    for (did, scores) in &rfm.of {
        out.object();
        write_customer(out, desk, did.row);
        out.name("days").literal(did.days);
        out.name("purchases").literal(did.count);
        write_minor(out, "revenue", did.minor, currency);
        out.name("recency").literal(scores.recency);
        out.name("frequency").literal(scores.frequency);
        out.name("monetary").literal(scores.monetary);
        out.name("rfm").literal(scores.digits());
        out.name("group").text(scores.group().code());
        out.end_object();
    }
    out.end_array();
    write_groups(out, rfm, currency, is_listed);
    out.name("totals").object();
    out.name("customers").literal(rfm.of.len());
    let purchases: u64 = rfm.of.iter().map(|(did, _)| u64::from(did.count)).sum();
    out.name("purchases").literal(purchases);
    let revenue = rfm.of.iter().map(|(did, _)| did.minor).sum();
    write_minor(out, "revenue", revenue, currency);
    write_filter(out, is_listed.then(condition::bought));
    out.end_object();
    Ok(())
}

fn write_groups(out: &mut JsonWriter, rfm: &Rfm, currency: Option<Currency>, is_listed: bool) {
    out.name("groups").array();
    for of in rfm.groups() {
        out.object().name("group").text(of.group.code());
        out.name("customers").literal(of.customers);
        write_minor(out, "revenue", of.minor, currency);
        write_filter(out, is_listed.then(|| condition::in_group(of.group)));
        out.end_object();
    }
    out.end_array();
}

pub(super) fn value(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let (analysis, is_listed) = asked(desk, &mut query)?;
    let values = &analysis.values;
    write_frame(out, values.frame);
    write_left_out(out, desk);
    out.name("weight").text(analysis.assumptions.weight.code());
    out.name("rows").array();
    for valued in &values.of {
        out.object();
        write_customer(out, desk, valued.row);
        let average = valued.average().round() as i64;
        write_minor(out, "average", average, values.currency);
        out.name("purchases").literal(valued.count);
        write_known(out, "weight", Some(valued.weight));
        write_minor(out, "value", valued.value(), values.currency);
        out.end_object();
    }
    out.end_array();
    write_segments(out, desk, values);
    let spread = analysis.spread();
    out.name("totals").object();
    write_spread(out, spread, values.currency);
    let revenue = values.of.iter().map(|of| of.revenue).sum();
    write_minor(out, "revenue", revenue, values.currency);
    write_filter(out, is_listed.then(condition::bought));
    out.end_object();
    write_curve(out, spread);
    out.name("histogram").array();
    for bin in &spread.bins {
        out.object().name("from_minor").literal(bin.from);
        out.name("to_minor").literal(bin.to);
        out.name("customers").literal(bin.count);
        let valued = condition::valued(bin, values.currency);
        write_filter(out, valued.filter(|_| is_listed));
        out.end_object();
    }
    out.end_array();
    Ok(())
}

/// What the customers of each segment are worth together.
fn write_segments(out: &mut JsonWriter, desk: &Desk<'_>, values: &Values) {
    let table = desk.workspace.table(RecordKind::Segment);
    out.name("segments").array();
    for row in table.live_rows() {
        let Some(id) = table.id(row) else { continue };
        let rows = members(desk.workspace, id, desk.now);
        let of = || values.of.iter().filter(|valued| rows.at(valued.row));
        out.object().name("id").show(&id);
        out.name("name").text(&table.text(row, segment::NAME));
        out.name("customers").literal(rows.count());
        out.name("buyers").literal(of().count());
        let value = of().map(Valued::value).sum();
        write_minor(out, "value", value, values.currency);
        write_filter(out, Some(condition::in_segment(id)));
        out.end_object();
    }
    out.end_array();
}

fn write_spread(out: &mut JsonWriter, spread: &Spread, currency: Option<Currency>) {
    out.name("customers").literal(spread.customers);
    write_minor(
        out,
        "value",
        i64::try_from(spread.total).unwrap_or(i64::MAX),
        currency,
    );
    write_minor(out, "median", spread.median.round() as i64, currency);
    write_known(out, "top_fifth", spread.top_fifth);
    write_known(out, "gini", spread.gini);
}

fn write_curve(out: &mut JsonWriter, spread: &Spread) {
    out.name("lorenz").array();
    for (customers, value) in &spread.lorenz {
        out.object();
        write_known(out, "customers", Some(*customers));
        write_known(out, "value", Some(*value));
        out.end_object();
    }
    out.end_array();
}

pub(super) fn clv(out: &mut JsonWriter, desk: &Desk<'_>, mut query: Query) -> Result<(), Refusal> {
    let periods = horizon(&mut query)?;
    let (mut analysis, is_listed) = asked(desk, &mut query)?;
    let is_listed = is_listed && periods.is_none();
    let unit = analysis.assumptions.unit;
    let periods = match periods {
        None => analysis.assumptions.outlook.months * Unit::Month.days() / unit.days(),
        Some(periods) => {
            let mut outlook = analysis.assumptions.outlook;
            outlook.months = periods * unit.days() / Unit::Month.days();
            analysis = Rc::new(analysis.looking_ahead(outlook));
            periods
        }
    };
    let lifetimes = &analysis.lifetimes;
    out.name("as_of").show(&lifetimes.as_of);
    write_left_out(out, desk);
    out.name("unit").text(unit.code());
    out.name("horizon").literal(periods);
    let outlook = analysis.assumptions.outlook;
    out.name("discount").literal(outlook.discount);
    out.name("margin").literal(outlook.margin);
    write_models(out, lifetimes);
    let values = analysis.lifetime_values();
    let mut expected_total = 0.0;
    out.name("rows").array();
    for (at, life) in lifetimes.of.iter().enumerate() {
        out.object();
        write_customer(out, desk, life.row);
        out.name("x").literal(life.history.repeats);
        out.name("t_x").literal(life.history.last);
        out.name("T").literal(life.history.age);
        out.name("spend").literal(life.spend);
        write_known(out, "alive", lifetimes.alive(life));
        let expected = lifetimes.expected(life, periods);
        expected_total += expected.unwrap_or_default();
        write_known(out, "expected_purchases", expected);
        write_known(out, "expected_spend", lifetimes.spend_of(life));
        let value = values.as_ref().and_then(|values| values.get(at));
        if let Some(value) = value {
            write_minor(out, "lifetime_value", *value, lifetimes.currency);
        }
        out.end_object();
    }
    out.end_array();
    out.name("totals").object();
    out.name("customers").literal(lifetimes.of.len());
    if lifetimes.purchases.is_ok() {
        write_known(out, "expected_purchases", Some(expected_total));
    }
    if let Some(values) = values {
        write_minor(
            out,
            "lifetime_value",
            values.iter().sum(),
            lifetimes.currency,
        );
    }
    write_filter(out, is_listed.then(condition::ever_bought));
    out.end_object();
    Ok(())
}

/// The fitted models; of one that could not be fitted, why.
fn write_models(out: &mut JsonWriter, lifetimes: &Lifetimes) {
    out.name("fitted_to").literal(lifetimes.fitted_to);
    out.name("purchases_model").object();
    match &lifetimes.purchases {
        Ok(fit) => {
            for (name, number) in [
                ("r", fit.model.r),
                ("alpha", fit.model.alpha),
                ("a", fit.model.a),
                ("b", fit.model.b),
                ("log_likelihood", fit.log_likelihood),
            ] {
                write_known(out, name, Some(number));
            }
        }
        Err(unfit) => {
            out.name("reason").text(&no_purchases(unfit));
        }
    }
    out.end_object();
    out.name("spend_model").object();
    match &lifetimes.spend {
        Ok(fit) => {
            for (name, number) in [
                ("p", fit.model.p),
                ("q", fit.model.q),
                ("gamma", fit.model.gamma),
                ("mean", fit.model.mean()),
                ("log_likelihood", fit.log_likelihood),
            ] {
                write_known(out, name, Some(number));
            }
            out.name("customers").literal(fit.customers);
        }
        Err(unfit) => {
            out.name("reason").text(&no_spend(unfit));
        }
    }
    out.end_object();
}

/// Why purchases could not be modelled.
fn no_purchases(unfit: &bgnbd::Unfit) -> String {
    match unfit {
        bgnbd::Unfit::TooFewRepeaters { repeaters } => format!(
            "Only {repeaters} customers bought again; the model needs {}.",
            bgnbd::REPEATERS_MIN
        ),
        bgnbd::Unfit::NotTimes => "A purchase has no usable day.".to_owned(),
        bgnbd::Unfit::Unsettled => {
            "The purchases do not follow the model: its parameters did not settle.".to_owned()
        }
    }
}

/// Why spend could not be modelled.
fn no_spend(unfit: &gamma_gamma::Unfit) -> String {
    match unfit {
        gamma_gamma::Unfit::TooFew { customers } => format!(
            "Only {customers} customers spent something on later purchases; the model needs {}.",
            gamma_gamma::CUSTOMERS_MIN
        ),
        gamma_gamma::Unfit::NotFinite => "An amount is not usable.".to_owned(),
        gamma_gamma::Unfit::Unsettled => {
            "The amounts do not follow the model: its parameters did not settle.".to_owned()
        }
    }
}

pub(super) fn write_cohorts(
    out: &mut JsonWriter,
    desk: &Desk<'_>,
    mut query: Query,
) -> Result<(), Refusal> {
    let analysis = scored::analysis(desk);
    let as_of = date(&mut query, "as_of")?.unwrap_or(analysis.assumptions.frame.as_of);
    let width = query.take_as("by", |word| {
        Width::parse(word).ok_or_else(|| Rule::NotAnOption {
            value: quoted(word),
        })
    })?;
    let width = width.unwrap_or(Width::Quarter);
    // Lists know no first purchase after the day of the settings.
    let is_listed = as_of <= analysis.assumptions.frame.as_of;
    out.name("as_of").show(&as_of);
    write_left_out(out, desk);
    out.name("by").text(width.code());
    out.name("rows").array();
    for cohort in cohorts(&analysis.histories, width, COHORTS, as_of) {
        out.object().name("from").show(&cohort.from);
        out.name("to").show(&cohort.to);
        out.name("customers").literal(cohort.size());
        write_numbers(out, "bought", cohort.bought.iter());
        if is_listed {
            out.name("filters").array();
            for later in 0..cohort.bought.len() {
                let filter = cohort.bought_later(width, later, as_of);
                out.raw(&filter.to_json().to_string());
            }
            out.end_array();
        }
        out.end_object();
    }
    out.end_array();
    Ok(())
}
