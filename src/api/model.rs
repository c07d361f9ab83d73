//! Models over REST: made and fitted in one request, which is one change. What a model asks for may be
//! written in short, and a filter as the object that it is. What was fitted is shown with intervals and
//! sentences, and only a fit writes it: a change of what the model asks for fits it anew, and so does
//! `POST /api/models/{id}/fit`.

mod words;

use super::document::{broken, check_match, resolve};
use super::reply::{Finding, Refusal};
use super::request::Request;
use super::{Desk, Step, Then, scored};
use crate::document::json::{Json, JsonWriter, Members, look, parse, write_document};
use crate::domain::{
    FieldIx, Instant, Key, Problem, Record, RecordId, RecordKind, Register, Rule, Stamp, Value,
    model, settings,
};
use crate::query::Query;
use crate::query::feature::Features;
use crate::query::own_rule::asks_for_score;
use crate::scoring::model::ask::{Ask, Unfitted, both, features, spelled};
use crate::scoring::model::stored::{cleared, fields as fitted_fields, model_of, warning};
use crate::scoring::model::{Estimate, Model};
use crate::workspace::command::Command;
use crate::workspace::feature::Reader as _;
use serde_json::value::RawValue;
use std::borrow::Cow;
pub(super) use words::{changed, factor, points};

type Fields = Vec<(Key, Option<Value>)>;

/// The members of a model's document that are written otherwise than their fields.
const SHOWN: [&str; 2] = ["coefficients", "warnings"];
/// The longest name that is made.
const NAME_MAX: usize = 120;

/// A body whose filters are objects, with the texts of them in their places: of a model, and of the
/// rules that the settings have.
pub(super) fn texts(kind: RecordKind, body: &str) -> Result<Cow<'_, str>, Refusal> {
    if !matches!(kind, RecordKind::Model | RecordKind::Settings) {
        return Ok(Cow::Borrowed(body));
    }
    let Json::Object(members) = parse(body).and_then(look).map_err(broken)? else {
        return Err(Refusal::not_json("it is something else"));
    };
    let mut out = JsonWriter::default();
    out.object();
    for (name, raw) in members.iter() {
        out.name(name);
        match name {
            "target" | "population" => write_filter(&mut out, raw),
            "rules" | "score_rules" => write_rules(&mut out, raw),
            _ => drop(out.raw(raw.get())),
        }
    }
    out.end_object();
    Ok(Cow::Owned(out.finish()))
}

fn write_filter(out: &mut JsonWriter, raw: &RawValue) {
    match look(raw) {
        Ok(Json::Object(_)) => drop(out.text(raw.get())),
        _ => drop(out.raw(raw.get())),
    }
}

fn write_rules(out: &mut JsonWriter, raw: &RawValue) {
    let Ok(Json::Array(rules)) = look(raw) else {
        out.raw(raw.get());
        return;
    };
    out.array();
    for rule in rules {
        let Ok(Json::Object(members)) = look(rule) else {
            out.raw(rule.get());
            continue;
        };
        out.object();
        for (name, raw) in members.iter() {
            out.name(name);
            if name == "condition" {
                write_filter(out, raw);
            } else {
                out.raw(raw.get());
            }
        }
        out.end_object();
    }
    out.end_array();
}

/// Takes out of what was sent back what is shown otherwise than it is kept.
pub(super) fn take_shown(
    members: &mut Members<'_>,
    record: &Record,
    is_stale: bool,
    is_same: impl Fn(&str, &str) -> bool,
) -> Result<(), Refusal> {
    let mut shown = JsonWriter::default();
    shown.object();
    write(&mut shown, record, |name| SHOWN.contains(&name));
    shown.end_object();
    let shown = shown.finish();
    let Ok(Ok(Json::Object(shown))) = parse(&shown).map(look) else {
        return Ok(());
    };
    let mut problems = Vec::new();
    // Of an older document all that was fitted is as it was then.
    let fitted = model::FITTED
        .iter()
        .filter_map(|ix| record.id.kind.field(*ix));
    let fitted = fitted.map(|field| field.name).filter(|_| is_stale);
    for name in SHOWN.into_iter().chain(fitted) {
        let Some(raw) = members.get(name) else {
            continue;
        };
        let there = shown.get(name).map(|raw| raw.get());
        if is_stale || there.is_some_and(|there| is_same(there, raw.get())) {
            members.remove(name);
        } else {
            problems.push(Problem::new(name, Rule::NotAllowed));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::invalid(&problems))
    }
}

/// Adds to what is written of a model what follows from it: the target spelled out, a name. Gives back what
/// is to be fitted before it is written.
pub(super) fn complete(
    desk: &Desk<'_>,
    id: RecordId,
    before: Option<&Record>,
    fields: &mut Fields,
) -> Result<Option<Ask>, Refusal> {
    let sent = after(id, before, fields);
    let name = name_of(&sent);
    spell(desk, &sent, fields)?;
    check_rules(desk, &sent)?;
    let record = after(id, before, fields);
    if record.text(model::NAME).trim().is_empty() {
        set(fields, model::NAME, Some(Value::text(name)));
    }
    if before.is_some_and(|before| !is_other(before, &record)) {
        return Ok(None);
    }
    let ask = Ask::of(&record).map_err(|problems| Refusal::invalid(&problems))?;
    if ask.is_none() {
        fields.extend(before.map(cleared).unwrap_or_default());
    }
    Ok(ask)
}

/// Fits a model anew to the records as they are.
pub(super) fn fit(desk: &Desk<'_>, request: &Request, id: &str) -> Result<Step, Refusal> {
    let record = resolve(desk, RecordKind::Model, id)?;
    check_match(request, &record)?;
    let ask = Ask::of(&record).map_err(|problems| Refusal::invalid(&problems))?;
    let Some(ask) = ask else {
        let problem = Problem::new("method", Rule::NotAllowed);
        return Err(Refusal::invalid(&[problem]));
    };
    let id = record.id;
    let command = Command::Edit {
        ids: vec![id],
        fields: Vec::new(),
        revision: None,
    };
    let before = Some(record.into_owned());
    Ok(fitted_first(Some(ask), before, command, Then::Written(id)))
}

/// What is to be fitted before what writes it is done.
#[derive(Debug)]
pub struct ToFit {
    ask: Ask,
    /// The model as it is before.
    before: Option<Record>,
    command: Command,
    then: Then,
}

/// What does a command, once what it asks for is fitted.
pub(super) fn fitted_first(
    ask: Option<Ask>,
    before: Option<Record>,
    command: Command,
    then: Then,
) -> Step {
    match ask {
        Some(ask) => Step::Fit(Box::new(ToFit {
            ask,
            before,
            command,
            then,
        })),
        None => Step::Write(command, then),
    }
}

impl ToFit {
    /// What is to be fitted.
    #[must_use]
    pub const fn ask(&self) -> &Ask {
        &self.ask
    }

    /// What writes the model that was fitted at a moment, with how it is answered. Where the record was
    /// written meanwhile it is refused: what was fitted may be what nobody asks for any more.
    ///
    /// # Errors
    /// Why nothing was fitted.
    pub fn fitted(
        self,
        model: Result<Model, Unfitted>,
        at: Instant,
    ) -> Result<(Command, Then), Refusal> {
        let model = model.map_err(unfitted)?;
        let fitted = fitted_fields(&model, at, self.before.as_ref());
        let seen = self.before.as_ref().map(Record::revision);
        Ok((writing(self.command, fitted, seen), self.then))
    }
}

/// A command that writes these fields too, of the record that was seen at a revision.
fn writing(command: Command, fitted: Fields, seen: Option<Stamp>) -> Command {
    match command {
        Command::Create { id, mut fields } => {
            fields.extend(fitted);
            Command::Create { id, fields }
        }
        Command::Edit {
            ids, mut fields, ..
        } => {
            fields.extend(fitted);
            Command::Edit {
                ids,
                fields,
                revision: seen,
            }
        }
        // A model that comes out of the trash: what takes it out has its own revision.
        Command::All(mut commands) => {
            let last = commands.pop().map(|last| writing(last, fitted, None));
            commands.extend(last);
            Command::All(commands)
        }
        other => other,
    }
}

fn unfitted(why: Unfitted) -> Refusal {
    match why {
        Unfitted::Problems(problems) => Refusal::invalid(&problems),
        Unfitted::Refused(refusal) => {
            let finding = Finding {
                field: Some(refusal.field().to_owned()),
                row: None,
                column: None,
                code: refusal.code(),
                reason: words::refusal(&refusal),
            };
            Refusal {
                problems: vec![finding],
                ..Refusal::invalid(&[])
            }
        }
    }
}

/// Sees to it that what is read of scores is there.
pub(super) fn ready(desk: &Desk<'_>, kind: RecordKind, paths: Vec<String>) {
    let mut query = Query::new(kind);
    query.fields = paths;
    scored::make_ready(desk, &query);
}

fn set(fields: &mut Fields, field: FieldIx, value: Option<Value>) {
    let key = Key::one(field);
    fields.retain(|(other, _)| *other != key);
    fields.push((key, value));
}

/// The record as it would be.
fn after(id: RecordId, before: Option<&Record>, fields: &Fields) -> Record {
    let mut record = before
        .cloned()
        .unwrap_or_else(|| Record::new(id, Stamp::default()));
    for (key, value) in fields {
        let register = value.clone().map(|value| Register {
            value: Some(value),
            stamp: Stamp::default(),
        });
        record.put(key.clone(), register);
    }
    record
}

/// Whether a record asks for another model than before.
fn is_other(before: &Record, after: &Record) -> bool {
    fn said(record: &Record) -> Vec<(&Key, &Value)> {
        let registers = record.registers();
        let registers = registers.filter(|(key, _)| model::DEFINING.contains(&key.field));
        registers
            .filter_map(|(key, register)| Some((key, register.value.as_ref()?)))
            .collect()
    }
    said(before) != said(after)
}

/// Spells out a target that was sent in short. It tells of which records it is known, which goes with
/// the population that was sent, or in the place of the one before.
fn spell(desk: &Desk<'_>, sent: &Record, fields: &mut Fields) -> Result<(), Refusal> {
    let target = Key::one(model::TARGET);
    let is_sent = |key: &Key| {
        fields
            .iter()
            .any(|(other, value)| other == key && value.is_some())
    };
    let Some(kind) = model::kind_of(sent.text(model::RECORD)) else {
        return Ok(());
    };
    if !is_sent(&target) || sent.text(model::METHOD) == model::RULES_ONLY {
        return Ok(());
    }
    let reader = Features::new(desk.workspace, desk.now);
    let text = sent.text(model::TARGET);
    let spelled = spelled(&reader, kind, text).map_err(|problem| Refusal::invalid(&[problem]))?;
    if spelled.target == text.trim() {
        return Ok(());
    }
    let population = sent.text(model::POPULATION);
    let population = is_sent(&Key::one(model::POPULATION)).then_some(population);
    let population = both(spelled.population.as_deref(), population);
    set(fields, model::TARGET, Some(Value::text(spelled.target)));
    set(fields, model::POPULATION, population.map(Value::text));
    Ok(())
}

/// Holds the conditions of rules against the fields that there are.
fn check_rules(desk: &Desk<'_>, record: &Record) -> Result<(), Refusal> {
    let Some(kind) = model::kind_of(record.text(model::RECORD)) else {
        return Ok(());
    };
    check_conditions(
        desk,
        kind,
        "rules",
        rules(record).map(|rule| rule.condition),
    )
}

/// The same of the rules of the score that a change of the settings writes; none may ask for the score.
pub(super) fn check_score_rules(desk: &Desk<'_>, fields: &Fields) -> Result<(), Refusal> {
    let rules = fields
        .iter()
        .filter(|(key, _)| key.field == settings::SCORE_RULES);
    let rules = rules.filter_map(|(_, value)| value.as_ref()?.as_part()?.value(1)?.as_text());
    if rules
        .clone()
        .any(|rule| asks_for_score(desk.workspace, rule))
    {
        let problem = Problem::new("score_rules.score", Rule::NotAllowed);
        return Err(Refusal::invalid(&[problem]));
    }
    check_conditions(desk, RecordKind::Customer, "score_rules", rules)
}

fn check_conditions<'c>(
    desk: &Desk<'_>,
    kind: RecordKind,
    field: &str,
    conditions: impl Iterator<Item = &'c str>,
) -> Result<(), Refusal> {
    let reader = Features::new(desk.workspace, desk.now);
    let mut problems = Vec::new();
    for condition in conditions {
        let found = reader.select(kind, Some(condition)).err();
        let found = found.into_iter().flatten();
        problems.extend(
            found.map(|problem| Problem::new(format!("{field}.{}", problem.field), problem.rule)),
        );
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Refusal::invalid(&problems))
    }
}

/// A rule of the user.
pub(super) struct PointsRule<'r> {
    /// What it is called.
    pub(super) label: &'r str,
    /// A filter.
    pub(super) condition: &'r str,
    /// What it is worth.
    pub(super) points: f64,
}

/// The rules of a model.
pub(super) fn rules(record: &Record) -> impl Iterator<Item = PointsRule<'_>> {
    let parts = record.elements(model::RULES);
    parts.filter_map(|(_, value)| {
        let part = value.as_part()?;
        let text = |place| {
            part.value(place)
                .and_then(Value::as_text)
                .unwrap_or_default()
        };
        let points = part.value(2).and_then(Value::as_number);
        Some(PointsRule {
            label: text(0),
            condition: text(1),
            points: points.map_or(0.0, crate::domain::Number::to_f64),
        })
    })
}

/// What a model is called where nobody says: what it is about and by what it is told.
fn name_of(record: &Record) -> String {
    let target = record.text(model::TARGET).trim();
    let target: Vec<&str> = if target.starts_with('{') {
        crate::query::filter::fields_named(target).collect()
    } else {
        vec![target]
    };
    let name = format!("{} by {}", target.join(", "), features(record).join(", "));
    let name = name.trim();
    if name.chars().count() <= NAME_MAX {
        return name.to_owned();
    }
    let short: String = name.chars().take(NAME_MAX - 1).collect();
    format!("{short}…")
}

/// Writes the members of a model's document.
pub(super) fn write(out: &mut JsonWriter, record: &Record, is_wanted: impl Fn(&str) -> bool) {
    write_document(out, record, |name| {
        is_wanted(name) && !SHOWN.contains(&name)
    });
    if record.elements(model::COEFFICIENTS).next().is_none() {
        return;
    }
    if let Some(model) = model_of(record).filter(|_| is_wanted("coefficients")) {
        out.name("coefficients").array();
        let intercept = crate::scoring::model::INTERCEPT;
        write_coefficient(out, (intercept, None, None), model.intercept, None);
        for term in &model.terms {
            let of = (
                &*term.feature,
                term.level.as_deref(),
                term.level_name.as_deref(),
            );
            write_coefficient(out, of, term.estimate, Some((term.mean, term.deviation)));
        }
        out.end_array();
    }
    if is_wanted("warnings") {
        out.name("warnings").array();
        let parts = record.elements(model::WARNED);
        for warning in parts.filter_map(|(_, value)| warning(value.as_part()?)) {
            out.object().name("code").text(warning.code());
            if let Some(feature) = warning.feature() {
                out.name("feature").text(feature);
            }
            if let Some(number) = warning.number() {
                out.name("number").literal(number);
            }
            out.name("reason").text(&words::warning(&warning));
            out.end_object();
        }
        out.end_array();
    }
}

fn write_coefficient(
    out: &mut JsonWriter,
    (feature, level, level_name): (&str, Option<&str>, Option<&str>),
    estimate: Estimate,
    spread: Option<(f64, f64)>,
) {
    out.object().name("feature").text(feature);
    if let Some(level) = level {
        out.name("level").text(level);
    }
    if let Some(name) = level_name {
        out.name("level_name").text(name);
    }
    out.name("estimate").literal(estimate.value);
    out.name("standard_error").literal(estimate.error);
    let pair = |out: &mut JsonWriter, name: &str, (low, high): (f64, f64)| {
        out.name(name)
            .array()
            .literal(low)
            .literal(high)
            .end_array();
    };
    pair(out, "interval", estimate.interval());
    let (ratio, low, high) = estimate.odds_ratio();
    out.name("odds_ratio").literal(ratio);
    pair(out, "odds_ratio_interval", (low, high));
    if let Some((mean, deviation)) = spread {
        out.name("mean").literal(mean);
        out.name("deviation").literal(deviation);
    }
    out.end_object();
}
