//! Reads what another program wants a record to be: a merge patch (RFC 7396) in the document form.
//! `null` takes a value away, an array replaces a list or set, an object changes the members it
//! names. A document that was read and comes back unchanged changes nothing. What does not fit is
//! a problem of its field; how texts of a type are read is told by [`Terms`].
//!
//! Over 600 lines with the table of its tests, which holds every shape of every type.

use super::document::{RESERVED, created_at, is_blank, write_document};
use super::text::{Json, JsonWriter, Members, NotJson, compact, look, parse};
use crate::domain::problem::quoted;
use crate::domain::{
    Currency, Field, FieldIx, Instant, Key, Money, Number, Part, PartField, Problem, Record,
    RecordId, RecordKind, Rule, Shape, Stamp, Type, Uuid, Value, custom_field, field,
};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// What reading needs from those who know the workspace.
pub trait Terms {
    /// Reads the text of a value of a type; blank text is none.
    ///
    /// # Errors
    /// The rule that it breaks.
    fn parse(&self, of: Type, text: &str) -> Result<Option<Value>, Rule>;

    /// How many values a field has that the user added, and of what type.
    fn own_field(&self, kind: RecordKind, key: &str) -> Option<(Shape, Type)>;

    /// The currency of amounts that name none.
    fn currency(&self) -> Option<Currency>;

    /// Fills in what follows from a part's values.
    fn complete(&self, parts: &'static [PartField], part: Part) -> Part;

    /// The time it is: new elements are named by it, so that they stand in order.
    fn at(&self) -> Instant;
}

/// What was read.
#[derive(Debug, Default)]
pub struct Patch {
    /// The id that the text names.
    pub id: Option<RecordId>,
    /// The revision that its author had seen.
    pub revision: Option<Stamp>,
    /// The registers to write.
    pub fields: Vec<(Key, Option<Value>)>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Reads a patch of a record of a kind, or of a new one.
///
/// # Errors
/// [`NotJson`] where the text is no JSON object at all.
pub fn read_patch(
    kind: RecordKind,
    text: &str,
    existing: Option<&Record>,
    terms: &dyn Terms,
) -> Result<Patch, NotJson> {
    let Json::Object(members) = look(parse(text)?)? else {
        return Err(NotJson("an object is expected".to_owned()));
    };
    let mut reading = Reading {
        kind,
        existing,
        terms,
        patch: Patch::default(),
    };
    for (name, raw) in members.iter() {
        reading.member(name, raw);
    }
    Ok(reading.patch)
}

/// What went wrong with a value: a rule, or the problems of what is inside it.
enum Wrong {
    Rule(Rule),
    Inside(Vec<Problem>),
}

impl From<Rule> for Wrong {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

struct Reading<'a> {
    kind: RecordKind,
    existing: Option<&'a Record>,
    terms: &'a dyn Terms,
    patch: Patch,
}

impl Reading<'_> {
    fn problem(&mut self, path: impl Into<String>, rule: Rule) {
        self.patch.problems.push(Problem::new(path, rule));
    }

    fn wrong(&mut self, path: &str, wrong: Wrong) {
        match wrong {
            Wrong::Rule(rule) => self.problem(path, rule),
            Wrong::Inside(problems) => self.patch.problems.extend(problems),
        }
    }

    fn write(&mut self, key: Key, value: Option<Value>) {
        self.patch.fields.push((key, value));
    }

    fn member(&mut self, name: &str, raw: &RawValue) {
        match name {
            "id" => self.id(raw),
            "rev" => self.revision(raw),
            _ if RESERVED.contains(&name) => self.unchanged(name, raw, Rule::NotAllowed),
            _ => match self.kind.field_named(name) {
                Some(field::UNKNOWN | field::GONE) | None => {
                    self.unchanged(name, raw, Rule::UnknownField);
                }
                Some(ix) => match self.kind.field(ix) {
                    Some(of) if of.is_internal => self.unchanged(name, raw, Rule::NotAllowed),
                    Some(of) => self.field(ix, of, raw),
                    None => self.problem(name, Rule::UnknownField),
                },
            },
        }
    }

    fn id(&mut self, raw: &RawValue) {
        let kind = self.kind;
        let text = match look(raw) {
            Ok(Json::Text(text)) => text,
            _ => return self.problem("id", Rule::WrongType),
        };
        let id = if text.contains(':') {
            RecordId::parse(&text)
        } else {
            Uuid::parse(&text).map(|uuid| RecordId::new(kind, uuid))
        };
        match id {
            Err(rule) => self.problem("id", rule),
            Ok(id) if id.kind != kind => {
                let value = quoted(&text);
                self.problem("id", Rule::WrongKind { value });
            }
            Ok(id) if self.existing.is_some_and(|record| record.id != id) => {
                self.problem("id", Rule::NotAllowed);
            }
            Ok(id) => self.patch.id = Some(id),
        }
    }

    fn revision(&mut self, raw: &RawValue) {
        match look(raw) {
            Ok(Json::Text(text)) if self.existing.is_some() => match Stamp::parse(&text) {
                Some(stamp) => self.patch.revision = Some(stamp),
                None => {
                    let value = quoted(&text);
                    self.problem("rev", Rule::NotAnId { value });
                }
            },
            _ => self.problem("rev", Rule::NotAllowed),
        }
    }

    /// What may not be set may stand there as it was read.
    fn unchanged(&mut self, name: &str, raw: &RawValue, rule: Rule) {
        let is_same = self.existing.is_some_and(|record| {
            let mut shown = JsonWriter::default();
            shown.object();
            write_document(&mut shown, record, |other| other == name);
            shown.end_object();
            let shown = shown.finish();
            let Ok(Ok(Json::Object(members))) = parse(&shown).map(look) else {
                return false;
            };
            members
                .get(name)
                .is_some_and(|there| there.get() == compact(raw.get()))
        });
        if !is_same {
            self.problem(name, rule);
        }
    }

    fn field(&mut self, ix: FieldIx, of: &'static Field, raw: &RawValue) {
        match of.shape {
            Shape::One => self.one(ix, of, raw),
            Shape::Set => self.set(ix, of, raw),
            Shape::List => self.list(ix, of, raw),
            Shape::Map => self.map(ix, of, raw),
        }
    }

    fn one(&mut self, ix: FieldIx, of: &'static Field, raw: &RawValue) {
        let there = self.existing.and_then(|record| record.value(ix));
        let base = there.and_then(Value::as_part);
        match self.value(of.name, of.of, raw, base) {
            Err(wrong) => self.wrong(of.name, wrong),
            Ok(value) => {
                let shown = self.existing.map(created_at).map(Value::Instant);
                // Shown, though nothing was written: read back, it still says nothing.
                let is_shown = ix == field::CREATED_AT && there.is_none() && value == shown;
                if !is_shown {
                    self.write(Key::one(ix), value);
                }
            }
        }
    }

    /// Reads a value. A part is merged into the one that is there.
    fn value(
        &self,
        path: &str,
        of: Type,
        raw: &RawValue,
        base: Option<&Part>,
    ) -> Result<Option<Value>, Wrong> {
        Ok(match (look(raw).map_err(|_| Rule::WrongType)?, of) {
            (Json::Null, _) => None,
            (Json::Bool(is_yes), Type::Bool) => Some(Value::Bool(is_yes)),
            (Json::Number(text), Type::Number) => {
                let number = text.parse().ok().and_then(Number::from_f64);
                let number = number.ok_or_else(|| Rule::NotANumber {
                    value: quoted(text),
                })?;
                Some(Value::Number(number))
            }
            (Json::Text(text), of) => self.terms.parse(of, &text)?,
            (Json::Object(members), Type::Money) => Some(self.money(path, &members)?),
            (Json::Object(members), Type::Part(parts)) => {
                let merged = base.cloned().unwrap_or_default();
                let part = self.part(path, parts, &members, merged, base)?;
                (!is_blank(&part)).then_some(Value::Part(part))
            }
            _ => return Err(Rule::WrongType.into()),
        })
    }

    /// `{"minor":120000,"currency":"EUR"}` or `{"amount":"1200.00","currency":"EUR"}`.
    fn money(&self, path: &str, members: &Members<'_>) -> Result<Value, Wrong> {
        let foreign = members
            .keys()
            .find(|name| !["minor", "amount", "currency"].contains(name));
        if let Some(name) = foreign {
            let problem = Problem::new(format!("{path}.{name}"), Rule::UnknownField);
            return Err(Wrong::Inside(vec![problem]));
        }
        let currency = match members.get("currency").map(look) {
            None => self.terms.currency().ok_or_else(|| Rule::NotACurrency {
                value: String::new(),
            })?,
            Some(Ok(Json::Text(code))) => Currency::parse(&code)?,
            Some(_) => return Err(Rule::WrongType.into()),
        };
        let written = |raw: &RawValue| match look(raw) {
            Ok(Json::Number(text)) => Ok(text.to_owned()),
            Ok(Json::Text(text)) => Ok(text),
            _ => Err(Rule::WrongType),
        };
        let money = match (members.get("minor"), members.get("amount")) {
            (Some(minor), None) => {
                let minor = minor.get();
                let minor = minor.parse().map_err(|_| Rule::NotAnAmount {
                    value: quoted(minor),
                })?;
                Money::from_minor(minor, currency)?
            }
            (None, Some(amount)) => Money::parse(&written(amount)?, currency)?,
            _ => return Err(Rule::WrongType.into()),
        };
        Ok(Value::Money(money))
    }

    /// Reads the members of a part onto what it begins with. `base` is the part that is there: what
    /// a newer version added to it stays, and may stand in the text as it was read.
    fn part(
        &self,
        path: &str,
        parts: &'static [PartField],
        members: &Members<'_>,
        mut part: Part,
        base: Option<&Part>,
    ) -> Result<Part, Wrong> {
        let mut problems = Vec::new();
        let foreign = base.and_then(|base| base.value(Part::UNKNOWN));
        part.set(Part::UNKNOWN, foreign.cloned());
        for (name, raw) in members.iter() {
            let path = format!("{path}.{name}");
            let place = parts.iter().position(|part| part.name == name);
            let Some((place, of)) = place.and_then(|at| Some((at, parts.get(at)?.of))) else {
                if !has_member(foreign, name, raw) {
                    problems.push(Problem::new(path, Rule::UnknownField));
                }
                continue;
            };
            match self.value(&path, of, raw, None) {
                Ok(value) => part.set(place as u8, value),
                Err(Wrong::Rule(rule)) => problems.push(Problem::new(path, rule)),
                Err(Wrong::Inside(inside)) => problems.extend(inside),
            }
        }
        if problems.is_empty() {
            Ok(self.terms.complete(parts, part))
        } else {
            Err(Wrong::Inside(problems))
        }
    }

    fn set(&mut self, ix: FieldIx, of: &'static Field, raw: &RawValue) {
        let there = self.elements(ix).into_iter();
        let there = there.map(|(member, _)| member.to_string()).collect();
        self.members(of.name, there, raw, |member| Key::of(ix, member));
    }

    /// Reads an array onto the members that are there; `key` says which register has one.
    fn members(
        &mut self,
        path: &str,
        there: Vec<String>,
        raw: &RawValue,
        key: impl Fn(String) -> Key,
    ) {
        let mut members = BTreeSet::new();
        match look(raw) {
            Ok(Json::Null) => {}
            Ok(Json::Array(items)) => {
                for (at, raw) in items.into_iter().enumerate() {
                    match look(raw) {
                        Ok(Json::Text(text)) if !text.trim().is_empty() => {
                            members.insert(text.trim().to_owned());
                        }
                        Ok(Json::Text(_)) => {
                            self.problem(format!("{path}[{at}]"), Rule::Required);
                        }
                        _ => self.problem(format!("{path}[{at}]"), Rule::WrongType),
                    }
                }
            }
            _ => return self.problem(path, Rule::WrongType),
        }
        for member in there {
            if !members.remove(&member) {
                self.write(key(member), None);
            }
        }
        for member in members {
            self.write(key(member), Some(Value::Bool(true)));
        }
    }

    /// The elements of a field that the record has.
    fn elements(&self, ix: FieldIx) -> Vec<(Arc<str>, Value)> {
        let elements = self.existing.into_iter().flat_map(|record| {
            let elements = record.elements(ix);
            elements.map(|(id, value)| (Arc::clone(id), value.clone()))
        });
        elements.collect()
    }

    fn map(&mut self, ix: FieldIx, of: &'static Field, raw: &RawValue) {
        match look(raw) {
            Ok(Json::Null) => {
                for (name, _) in self.elements(ix) {
                    self.write(Key::of(ix, name), None);
                }
            }
            Ok(Json::Object(members)) => {
                for (name, raw) in members.iter() {
                    let path = format!("{}.{name}", of.name);
                    if of.of == Type::Custom {
                        self.own(&path, name, raw);
                        continue;
                    }
                    match self.value(&path, of.of, raw, None) {
                        Ok(value) => self.write(Key::of(ix, name), value),
                        Err(wrong) => self.wrong(&path, wrong),
                    }
                }
            }
            _ => self.problem(of.name, Rule::WrongType),
        }
    }

    /// Reads a custom field.
    fn own(&mut self, path: &str, name: &str, raw: &RawValue) {
        let ix = field::CUSTOM;
        match self.terms.own_field(self.kind, name) {
            Some((Shape::Set, _)) => {
                let there = self.members_of(name);
                self.members(path, there, raw, |member| {
                    custom_field::member(name, &member)
                });
            }
            Some((_, of)) => match self.value(path, of, raw, None) {
                Ok(value) => self.write(Key::of(ix, name), value),
                Err(wrong) => self.wrong(path, wrong),
            },
            // The user may have taken the field's definition away since.
            None => {
                let mut there = self.elements(ix);
                there.retain(|(element, _)| custom_field::split(element).0 == name);
                if there.is_empty() || raw.get() != "null" {
                    return self.problem(path, Rule::UnknownField);
                }
                for (element, _) in there {
                    self.write(Key::of(ix, element), None);
                }
            }
        }
    }

    /// The members of a custom field that the record has.
    fn members_of(&self, name: &str) -> Vec<String> {
        let existing = self.existing.into_iter();
        let members = existing.flat_map(|record| custom_field::members(record, name));
        members.map(str::to_owned).collect()
    }

    /// Reads an array onto a list: elements are told by their ids, else by their values, and what
    /// the array does not have goes.
    fn list(&mut self, ix: FieldIx, of: &'static Field, raw: &RawValue) {
        let items = match look(raw) {
            Ok(Json::Null) => Vec::new(),
            Ok(Json::Array(items)) => items,
            _ => return self.problem(of.name, Rule::WrongType),
        };
        let problems = self.patch.problems.len();
        let mut left = self.elements(ix);
        let mut used: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut read: Vec<(usize, Option<Arc<str>>, Value)> = Vec::new();
        for (at, raw) in items.into_iter().enumerate() {
            let path = format!("{}[{at}]", of.name);
            let Some((id, value)) = self.item(&path, of, raw, &left) else {
                continue;
            };
            if let Some(id) = &id
                && !used.insert(Arc::clone(id))
            {
                let value = quoted(id);
                self.problem(format!("{path}.id"), Rule::NotUnique { value });
                continue;
            }
            read.push((at, id, value));
        }
        left.retain(|(id, _)| !used.contains(id));
        for is_same in [is_equal, is_alike] {
            for (_, id, value) in read.iter_mut().filter(|(_, id, _)| id.is_none()) {
                let twin = left.iter().position(|(_, there)| is_same(of, there, value));
                if let Some(twin) = twin {
                    let (twin, _) = left.remove(twin);
                    used.insert(Arc::clone(&twin));
                    *id = Some(twin);
                }
            }
        }
        if self.patch.problems.len() > problems {
            return;
        }
        for (id, _) in left {
            self.write(Key::of(ix, id), None);
        }
        for (at, id, value) in read {
            let id = id.unwrap_or_else(|| self.new_element(at, &value, &used));
            used.insert(Arc::clone(&id));
            self.write(Key::of(ix, id), Some(value));
        }
    }

    /// Reads one item of an array: the id it names, and its value.
    fn item(
        &mut self,
        path: &str,
        of: &'static Field,
        raw: &RawValue,
        there: &[(Arc<str>, Value)],
    ) -> Option<(Option<Arc<str>>, Value)> {
        let (id, value) = match look(raw) {
            Ok(Json::Object(mut members)) => {
                let id = match members.remove("id").map(look) {
                    None | Some(Ok(Json::Null)) => None,
                    Some(Ok(Json::Text(id))) if !id.is_empty() && id.len() <= 120 => {
                        Some(Arc::from(id))
                    }
                    Some(_) => {
                        self.problem(format!("{path}.id"), Rule::WrongType);
                        return None;
                    }
                };
                let base = there
                    .iter()
                    .find(|(other, _)| Some(other) == id.as_ref())
                    .and_then(|(_, value)| value.as_part());
                let part = self.part(path, of.parts(), &members, Part::default(), base);
                (id, part.map(|part| Some(Value::Part(part))))
            }
            Ok(Json::Text(text)) => (None, self.terms.parse(of.of, &text).map_err(Wrong::from)),
            _ => (None, Err(Rule::WrongType.into())),
        };
        match value {
            Ok(Some(Value::Part(part))) if is_blank(&part) => {
                self.problem(path, Rule::Required);
                None
            }
            Ok(Some(value)) => Some((id, value)),
            Ok(None) => {
                self.problem(path, Rule::Required);
                None
            }
            Err(wrong) => {
                self.wrong(path, wrong);
                None
            }
        }
    }

    /// The id of a new element. In a new record ids count, so that many records share them. In one
    /// that others may be writing to they are their own, and sort behind those that are there.
    fn new_element(&self, at: usize, value: &Value, used: &BTreeSet<Arc<str>>) -> Arc<str> {
        if self.existing.is_some() {
            let hash = xxh3_64(format!("{value:?}").as_bytes()) >> 40;
            return element_id(self.terms.at(), at, hash).into();
        }
        (1..)
            .map(counted)
            .map(Arc::from)
            .find(|id| !used.contains(id))
            .unwrap_or_default()
    }
}

/// `1` to `8`, then `91` to `98`, `991`: numbers that sort as texts.
fn counted(number: usize) -> String {
    let nines = (number - 1) / 8;
    format!("{}{}", "9".repeat(nines), (number - 1) % 8 + 1)
}

/// An element's id that sorts by time, then place.
fn element_id(at: Instant, place: usize, hash: u64) -> String {
    format!("e{:011x}{place:02x}{hash:06x}", at.to_ms().max(0))
}

fn is_equal(_: &Field, there: &Value, value: &Value) -> bool {
    there == value
}

/// Whether two elements are about the same: the address of an e-mail, a line's product.
fn is_alike(of: &Field, there: &Value, value: &Value) -> bool {
    let parts = of.parts();
    let first = parts.iter().position(|part| part.name == "value");
    let is_named = first.is_some()
        || parts
            .first()
            .is_some_and(|part| matches!(part.of, Type::Ref(_)) || part.name == "name");
    let first = first.unwrap_or(0) as u8;
    let of_first = |value: &Value| value.as_part().and_then(|part| part.value(first)).cloned();
    is_named && of_first(there).is_some() && of_first(there) == of_first(value)
}

/// Whether what a newer version added to a part has this member.
fn has_member(foreign: Option<&Value>, name: &str, raw: &RawValue) -> bool {
    let Some(Value::Unknown(json)) = foreign else {
        return false;
    };
    let Ok(Ok(Json::Object(members))) = parse(json).map(look) else {
        return false;
    };
    members
        .get(name)
        .is_some_and(|there| compact(there.get()) == compact(raw.get()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{Date, Register, ReplicaId, customer, deal};

    /// Texts as they stand, amounts in euros, one custom field.
    struct Plain;

    impl Terms for Plain {
        fn parse(&self, of: Type, text: &str) -> Result<Option<Value>, Rule> {
            Ok(match (of, text.split_once(' ')) {
                (_, None) if text.is_empty() => None,
                (Type::Date, _) => Some(Value::Date(Date::parse(text)?)),
                (Type::Instant, _) => Some(Value::Instant(Instant::parse(text)?)),
                (Type::Money, Some((amount, code))) => {
                    Some(Value::Money(Money::parse(amount, Currency::parse(code)?)?))
                }
                (Type::Ref(_), _) => Some(Value::Ref(RecordId::parse(text)?)),
                (Type::Part(_), _) => Some(Value::Part(Part::new([(0, Value::text(text))]))),
                (Type::Number | Type::Bool | Type::Money, _) => return Err(Rule::WrongType),
                _ => Some(Value::text(text)),
            })
        }
        fn own_field(&self, _: RecordKind, key: &str) -> Option<(Shape, Type)> {
            match key {
                "machine" => Some((Shape::One, Type::Date)),
                "colours" => Some(custom_field::shape_and_type("multi", "")),
                "account" => Some(custom_field::shape_and_type("relation", "customer")),
                _ => None,
            }
        }
        fn currency(&self) -> Option<Currency> {
            Currency::parse("EUR").ok()
        }
        fn complete(&self, _: &'static [PartField], part: Part) -> Part {
            part
        }
        fn at(&self) -> Instant {
            Instant::from_clock_ms(1_700_000_000_000)
        }
    }

    const ID: &str = "customer:0192f0a7-1111-7222-8333-444455556666";

    fn patched(kind: RecordKind, text: &str, record: Option<&Record>) -> Patch {
        read_patch(kind, text, record, &Plain).unwrap()
    }

    /// The record a patch makes of one.
    fn after(record: &Record, patch: &Patch) -> Record {
        let mut record = record.clone();
        for (key, value) in &patch.fields {
            record.put(
                key.clone(),
                value.clone().map(|value| Register {
                    value: Some(value),
                    stamp: Stamp::default(),
                }),
            );
        }
        record
    }

    fn empty() -> Record {
        let stamp = Stamp::new(1_000, 0, ReplicaId(1));
        Record::new(RecordId::parse(ID).unwrap(), stamp)
    }

    fn record(text: &str) -> Record {
        let patch = patched(RecordKind::Customer, text, None);
        assert_eq!(patch.problems, []);
        after(&empty(), &patch)
    }

    fn shown(record: &Record) -> String {
        let mut out = JsonWriter::default();
        out.object();
        write_document(&mut out, record, |_| true);
        out.end_object();
        out.finish()
    }

    fn said(patch: &Patch) -> Vec<(&str, &str)> {
        let problems = patch.problems.iter();
        problems
            .map(|problem| (problem.field.as_str(), problem.rule.code()))
            .collect()
    }

    #[test]
    fn a_document_that_comes_back_unchanged_changes_nothing() {
        let mut there = record(
            r#"{"kind":"person","name":"Ann","size":12,"do_not_call":false,"tags":["b","a"],
            "emails":[{"value":"a@x.example","type":"work"},"b@x.example"],"birthday":"1984-02-29",
            "annual_revenue":"12.50 EUR","custom":{"machine":"2020-01-01"},
            "consent":{"email":true},"external_ids":{"salesforce":"001"}}"#,
        );
        let colours = r#"{"custom":{"colours":["v. red","blue"],
            "account":"customer:0192f0a7-1111-7222-8333-444455556667"}}"#;
        let patch = patched(RecordKind::Customer, colours, Some(&there));
        assert_eq!(patch.problems, []);
        there = after(&there, &patch);
        let register = |value| Register {
            value: Some(value),
            stamp: Stamp::default(),
        };
        let mut email = there.element(customer::EMAILS, Some("1")).cloned().unwrap();
        if let Value::Part(part) = &mut email {
            part.set(Part::UNKNOWN, Some(Value::Unknown("{\"seen\":[1]}".into())));
        }
        there.put(Key::of(customer::EMAILS, "1"), Some(register(email)));
        let mood = Key::of(field::UNKNOWN, "mood");
        there.put(mood, Some(register(Value::Unknown("{\"a\":1}".into()))));
        let text = shown(&there);
        let patch = patched(RecordKind::Customer, &text, Some(&there));
        assert_eq!(patch.problems, [], "{text}");
        assert_eq!(patch.revision, Some(there.revision()));
        assert_eq!(after(&there, &patch), there);
    }

    #[test]
    fn null_takes_away_and_objects_change_what_they_name() {
        let there = record(
            r#"{"name":"Ann","title":"CEO","consent":{"email":true,"basis":"form"},
            "external_ids":{"salesforce":"001","zoho":"7"},"tags":["a","b"]}"#,
        );
        let patch = patched(
            RecordKind::Customer,
            r#"{"title":null,"consent":{"basis":null,"phone":false},
            "external_ids":{"zoho":null,"hubspot":"9"},"tags":["b","c"]}"#,
            Some(&there),
        );
        assert_eq!(patch.problems, []);
        assert_eq!(
            after(&there, &patch),
            record(
                r#"{"name":"Ann","consent":{"email":true,"phone":false},
                "external_ids":{"salesforce":"001","hubspot":"9"},"tags":["b","c"]}"#
            )
        );
    }

    #[test]
    fn an_array_replaces_a_list_and_elements_keep_their_ids() {
        let there = record(
            r#"{"emails":["a@x.example",{"value":"b@x.example","type":"work"},"c@x.example"]}"#,
        );
        let patch = patched(
            RecordKind::Customer,
            r#"{"emails":[{"value":"b@x.example","type":"home"},{"id":"1","value":"z@x.example"},
            "new@x.example"]}"#,
            Some(&there),
        );
        assert_eq!(patch.problems, []);
        let written: Vec<_> = patch
            .fields
            .iter()
            .map(|(key, value)| {
                let value = value.as_ref().and_then(Value::as_part);
                let value = value
                    .and_then(|part| part.value(0))
                    .and_then(Value::as_text);
                (key.element.as_deref().unwrap(), value)
            })
            .collect();
        let Some(((new, added), told)) = written.split_last() else {
            unreachable!()
        };
        assert_eq!(
            told,
            [
                ("3", None),
                ("2", Some("b@x.example")),
                ("1", Some("z@x.example"))
            ]
        );
        assert_eq!(*added, Some("new@x.example"));
        assert!(
            new.len() == 20 && *new > "98",
            "{new} stands behind the others"
        );
    }

    #[test]
    fn ids_of_elements_sort_as_they_count() {
        let ids: Vec<String> = (1..=200).map(counted).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        assert_eq!(ids[..10].join(" "), "1 2 3 4 5 6 7 8 91 92");
    }

    #[test]
    fn amounts_come_in_three_forms_and_none_of_them_is_a_float() {
        for text in [
            r#"{"minor":120005,"currency":"EUR"}"#,
            r#"{"minor":120005}"#,
            r#"{"amount":"1200.05","currency":"EUR"}"#,
            r#"{"amount":1200.05,"currency":"EUR"}"#,
            r#""1200.05 EUR""#,
        ] {
            let patch = patched(RecordKind::Deal, &format!("{{\"amount\":{text}}}"), None);
            let euro = Currency::parse("EUR").unwrap();
            let amount = Value::Money(Money::from_minor(120_005, euro).unwrap());
            assert_eq!(patch.fields, [(Key::one(deal::AMOUNT), Some(amount))]);
        }
        for (text, said_of, code) in [
            ("1200.05", "amount", "wrong_type"),
            (
                r#"{"minor":1.5,"currency":"EUR"}"#,
                "amount",
                "not_an_amount",
            ),
            (r#"{"minor":1,"amount":"1"}"#, "amount", "wrong_type"),
            (
                r#"{"minor":1,"curency":"EUR"}"#,
                "amount.curency",
                "unknown_field",
            ),
            (
                r#"{"amount":"1.005","currency":"EUR"}"#,
                "amount",
                "too_precise",
            ),
        ] {
            let patch = patched(RecordKind::Deal, &format!("{{\"amount\":{text}}}"), None);
            assert_eq!(said(&patch), [(said_of, code)], "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_place() {
        let patch = patched(
            RecordKind::Customer,
            r#"{"nam":"Ann","rev":"1","gone":true,"updated_at":"2026-01-01T00:00:00Z","size":"12",
            "birthday":"1985-02-29","tags":["a",5],"custom":{"mood":1},"reports_to":"Ann",
            "emails":[{"value":"a@x.example","typ":"work"},{},null,{"id":5}],"name":["Ann"],
            "id":"deal:0192f0a7-1111-7222-8333-444455556666"}"#,
            None,
        );
        assert_eq!(
            said(&patch),
            [
                ("birthday", "does_not_exist"),
                ("custom.mood", "unknown_field"),
                ("emails[0].typ", "unknown_field"),
                ("emails[1]", "required"),
                ("emails[2]", "wrong_type"),
                ("emails[3].id", "wrong_type"),
                ("gone", "unknown_field"),
                ("id", "wrong_kind"),
                ("nam", "unknown_field"),
                ("name", "wrong_type"),
                ("reports_to", "not_an_id"),
                ("rev", "not_allowed"),
                ("size", "wrong_type"),
                ("tags[1]", "wrong_type"),
                ("updated_at", "not_allowed"),
            ]
        );
        assert!(read_patch(RecordKind::Deal, "[]", None, &Plain).is_err());
    }
}
