//! The scores of one record over REST: what each model of its kind says of it with what that is made of,
//! the points of rules, of customers their score with its factors and what the analysis of their purchases
//! found, and of customers, deals and tickets the one thing most worth doing next.

mod next;
mod words;

use super::document::resolve;
use super::model::{changed, factor, points as rule_points, ready, rules};
use super::reply::{Refusal, Reply};
use super::{Desk, scored};
use crate::document::json::{JsonWriter, write_plain};
use crate::domain::{Money, Record, RecordId, RecordKind, Type, Value, model};
use crate::query::Column;
use crate::query::engagement::pasts;
use crate::query::feature::Features;
use crate::query::score::SCORED;
use crate::scoring::model::ask::{features, predict};
use crate::scoring::model::predict::{Prediction, Told};
use crate::scoring::model::stored::model_of;
use crate::scoring::points::{BASE, Cause, Score};
use crate::workspace::feature::{Meaning, Reader as _};

pub(super) fn read(desk: &Desk<'_>, kind: RecordKind, id: &str) -> Result<Reply, Refusal> {
    let record = resolve(desk, kind, id)?;
    let row = desk.workspace.table(kind).row(record.id.uuid);
    let row = row.unwrap_or(u32::MAX);
    let mut out = JsonWriter::default();
    out.object().name("id").show(&record.id);
    out.name("record").text(kind.collection());
    out.name("name").text(&desk.workspace.name(record.id));
    out.name("models").array();
    for model in models(desk, kind) {
        write_model(&mut out, desk, kind, &model, row);
    }
    out.end_array();
    if kind == RecordKind::Customer {
        write_scores(&mut out, desk, row);
    }
    next::write(&mut out, desk, record.id);
    out.end_object();
    Ok(Reply::json(200, out.finish()))
}

/// The live models of a kind, the oldest first.
fn models(desk: &Desk<'_>, kind: RecordKind) -> Vec<Record> {
    let table = desk.workspace.table(RecordKind::Model);
    let mut ids: Vec<RecordId> = table.live_rows().filter_map(|row| table.id(row)).collect();
    crate::domain::order::sort(&mut ids);
    let records = ids.into_iter().filter_map(|id| desk.workspace.record(id));
    records
        .filter(|record| model::kind_of(record.text(model::RECORD)) == Some(kind))
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn write_model(out: &mut JsonWriter, desk: &Desk<'_>, kind: RecordKind, record: &Record, row: u32) {
    let reader = Features::new(desk.workspace, desk.now);
    out.object().name("id").show(&record.id);
    out.name("name").text(record.text(model::NAME));
    if let Some(fitted) = model_of(record) {
        let features = features(record);
        ready(desk, kind, features.clone());
        let prediction = predict(&reader, &fitted, kind, &features, row);
        write_prediction(out, &prediction);
    }
    let mut sum = None;
    out.name("rules").array();
    for rule in rules(record) {
        let holds = reader.select(kind, Some(rule.condition));
        let holds = holds.is_ok_and(|rows| rows.at(row));
        let sum = sum.get_or_insert(0.0);
        if holds {
            *sum += rule.points;
        }
        out.object().name("label").text(rule.label);
        out.name("holds").literal(holds);
        out.name("points").literal(rule.points);
        out.name("sentence")
            .text(&rule_points(rule.label, rule.points, holds));
        out.end_object();
    }
    out.end_array();
    if let Some(sum) = sum {
        out.name("points").literal(sum);
    }
    out.end_object();
}

fn write_prediction(out: &mut JsonWriter, prediction: &Prediction) {
    out.name("probability").literal(prediction.probability);
    out.name("baseline").literal(prediction.baseline);
    out.name("factors").array();
    for of in &prediction.factors {
        out.object().name("feature").text(&of.feature);
        write_told(out, "value", &of.value, of.meaning);
        out.name("contribution").literal(of.contribution);
        out.name("sentence").text(&factor(of)).end_object();
    }
    out.end_array();
    out.name("changes").array();
    for of in &prediction.changes {
        out.object().name("feature").text(&of.feature);
        write_told(out, "value", &of.to, of.meaning);
        out.name("probability").literal(of.probability);
        out.name("sentence").text(&changed(of)).end_object();
    }
    out.end_array();
}

/// Writes a value; what is not known is absent.
fn write_told(out: &mut JsonWriter, name: &str, told: &Told, meaning: Meaning) {
    match (told, meaning) {
        (Told::Number(number), Meaning::Money(currency)) => {
            let unit = 10_f64.powi(currency.minor_digits() as i32);
            let minor = (number * unit).round() as i64;
            if let Ok(money) = Money::from_minor(minor, currency) {
                write_plain(out.name(name), Type::Money, &Value::Money(money));
            }
        }
        (Told::Number(number), _) => drop(out.name(name).literal(*number)),
        (Told::YesNo(yes), _) => drop(out.name(name).literal(*yes)),
        (Told::Level(level), _) => {
            out.name(name).text(&level.code);
            if let Some(label) = &level.name {
                out.name(&format!("{name}_name")).text(label);
            }
        }
        (Told::Blank, _) => {}
    }
}

/// The score of a customer: its base, what makes it and what would raise it, its course, and what is to
/// come.
fn write_score(out: &mut JsonWriter, desk: &Desk<'_>, score: &Score, row: u32) {
    out.name("score")
        .object()
        .name("value")
        .literal(score.value());
    out.name("base").literal(BASE);
    // What is beyond 0 or 100 is cut off.
    out.name("sum").literal(score.sum());
    out.name("factors").array();
    for of in score.factors() {
        match of.cause {
            Cause::Rule(about) => {
                out.object().name("rule").text(about.code());
                write_points(out, of.points, &words::factor(about, &score.facts));
            }
            Cause::Own(at) => {
                let label = score.own.get(at).map(|own| &*own.label);
                let label = label.unwrap_or_default();
                out.object().name("rule").text("own");
                out.name("label").text(label);
                write_points(out, of.points, &[label.to_owned(), label.to_owned()]);
            }
        }
    }
    out.end_array().name("changes").array();
    for of in score.changes() {
        out.object().name("rule").text(of.about.code());
        write_points(out, of.points, &words::change(&of, &score.facts));
    }
    out.end_array();
    write_course(out, desk, score, row);
    out.end_object();
}

fn write_points(out: &mut JsonWriter, points: i32, [english, chinese]: &words::Said) {
    out.name("points").literal(points);
    out.name("sentence").text(english);
    out.name("sentence_zh").text(chinese).end_object();
}

fn write_course(out: &mut JsonWriter, desk: &Desk<'_>, score: &Score, row: u32) {
    let analysis = scored::analysis(desk);
    let today = desk.now.today;
    let pasts = pasts(desk.workspace, &[row], desk.changes, desk.now);
    let Some(past) = pasts.first() else { return };
    let change = analysis.score_change(score, row, past, today);
    out.name("change_7_days").literal(change);
    out.name("history").array();
    for (day, value) in analysis.score_course(score, row, past, today) {
        out.object().name("date").show(&day);
        out.name("score").literal(value).end_object();
    }
    out.end_array();
    if let Some(share) = analysis.buys_soon(row) {
        out.name("buys_in_30_days").literal(share);
    }
}

/// What the analysis of purchases found of a customer.
fn write_scores(out: &mut JsonWriter, desk: &Desk<'_>, row: u32) {
    scored::keep(desk);
    if let Some(scores) = desk.workspace.scores() {
        write_score(out, desk, &Score::of(&scores, row), row);
    }
    let values: Vec<(&str, Value)> = SCORED
        .into_iter()
        .filter_map(|name| {
            let column = Column::find(desk.workspace, RecordKind::Customer, name, desk.now);
            Some((name, column.ok()?.value(desk.workspace, row)?))
        })
        .collect();
    out.name("scores").object();
    for (name, value) in &values {
        write_plain(out.name(name), Type::Custom, value);
    }
    out.end_object();
    out.name("sentences").array();
    for sentence in sentences(&values) {
        out.text(&sentence);
    }
    out.end_array();
}

fn sentences(values: &[(&str, Value)]) -> Vec<String> {
    let said = |wanted: &str| {
        let found = values.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.typed())
    };
    let mut sentences = Vec::new();
    if let (Some(first), Some(last)) = (said("first_purchase"), said("last_purchase")) {
        sentences.push(format!(
            "The first purchase was on {first}, the last on {last}."
        ));
    }
    if let (Some(count), Some(revenue)) = (said("purchases"), said("revenue")) {
        sentences.push(format!(
            "In the span of the analysis there were {count} purchases for {revenue}."
        ));
    }
    if let (Some(group), Some(rfm)) = (said("rfm_group"), said("rfm")) {
        sentences.push(format!(
            "Recency, frequency and monetary value are {rfm}; that is the group \"{group}\"."
        ));
    }
    if let Some(risk) = said("churn_risk") {
        sentences.push(format!(
            "The probability of no longer being a customer is {risk} %."
        ));
    }
    if let Some(next) = said("next_purchase") {
        sentences.push(format!(
            "By the usual interval the next purchase is due on {next}."
        ));
    }
    sentences
}
