//! Finds columns by their paths: fields of the tables, fields that are worked out, the user's own
//! fields, values of lists' parts, and fields of a record that is referred to.

use super::{Column, Labels, Values};
use crate::document::value::Tag;
use crate::domain::customer::{EMAILS, PHONES};
use crate::domain::field::{CUSTOM, Options};
use crate::domain::{
    Field, FieldIx, Key, RecordId, RecordKind, Shape, Type, custom_field, deal, order, transaction,
};
use crate::query::link::{Links, company_refs, int_pairs, ref_pairs};
use crate::query::text::TextSource;
use crate::query::{
    Now, activity as of_activity, contact, customer as of_customer, deal as of_deal, formula,
    purchase, score as of_score, segment, stamp, ticket as of_ticket,
};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use crate::workspace::scores::GROUPS;
use std::rc::Rc;

/// A field that is worked out: nobody writes it, but it is filtered, sorted and shown like others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub of: Type,
}

const fn derived(name: &'static str, of: Type) -> Derived {
    Derived { name, of }
}

/// Of every kind.
const COMMON: [Derived; 3] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
];

const OF_CUSTOMERS: [Derived; 25] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived("email", Type::Email),
    derived("phone", Type::Phone),
    derived("company", Type::Ref(&[RecordKind::Customer])),
    derived("completeness", Type::Number),
    derived("last_contact", Type::Date),
    derived("open_deals", Type::Number),
    derived("next_step", Type::Date),
    derived("score", Type::Number),
    derived("first_purchase", Type::Date),
    derived("last_purchase", Type::Date),
    derived("next_purchase", Type::Date),
    derived("purchases", Type::Number),
    derived("revenue", Type::Money),
    derived("recency", Type::Number),
    derived("frequency", Type::Number),
    derived("monetary", Type::Number),
    derived("rfm", Type::Number),
    derived(
        "rfm_group",
        Type::Choice(Options {
            codes: GROUPS,
            open: false,
        }),
    ),
    derived("value", Type::Money),
    derived("churn_risk", Type::Number),
    derived("expected_purchases", Type::Number),
    derived("lifetime_value", Type::Money),
];

const OF_TRANSACTIONS: [Derived; 5] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived("purchased_on", Type::Date),
    derived("revenue", Type::Money),
];

const OF_DEALS: [Derived; 11] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived(
        "outcome",
        Type::Choice(Options {
            codes: of_deal::OUTCOMES,
            open: false,
        }),
    ),
    derived("weighted", Type::Money),
    derived("days_in_stage", Type::Number),
    derived("is_stale", Type::Bool),
    derived("begun", Type::Date),
    derived("days_to_close", Type::Number),
    derived("stage_order", Type::Number),
    derived(
        "forecast",
        Type::Choice(Options {
            codes: deal::FORECAST_CATEGORIES,
            open: false,
        }),
    ),
];

const OF_TICKETS: [Derived; 9] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived(
        "clock",
        Type::Choice(Options {
            codes: of_ticket::CLOCKS,
            open: false,
        }),
    ),
    derived("next_due", Type::Instant),
    derived("is_open", Type::Bool),
    derived("is_at_risk", Type::Bool),
    derived(
        "sla",
        Type::Choice(Options {
            codes: of_ticket::SLAS,
            open: false,
        }),
    ),
    derived("minutes_left", Type::Number),
];

const OF_ACTIVITIES: [Derived; 6] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived("customer", Type::Ref(&[RecordKind::Customer])),
    derived("day", Type::Date),
    derived("is_open", Type::Bool),
];

const OF_SEGMENTS: [Derived; 4] = [
    derived("id", Type::Text(60)),
    derived("created_at", Type::Instant),
    derived("updated_at", Type::Instant),
    derived("customers", Type::Number),
];

/// The fields of a kind that are worked out.
#[must_use]
pub const fn derived_fields(kind: RecordKind) -> &'static [Derived] {
    match kind {
        RecordKind::Customer => &OF_CUSTOMERS,
        RecordKind::Deal => &OF_DEALS,
        RecordKind::Ticket => &OF_TICKETS,
        RecordKind::Activity => &OF_ACTIVITIES,
        RecordKind::Segment => &OF_SEGMENTS,
        RecordKind::Transaction => &OF_TRANSACTIONS,
        _ => &COMMON,
    }
}

/// What belongs to a customer, by the word that conditions have for it: `needs.subject` is that of
/// one of the needs.
pub const RELATIONS: [(&str, RecordKind); 5] = [
    ("needs", RecordKind::Need),
    ("deals", RecordKind::Deal),
    ("tickets", RecordKind::Ticket),
    ("activities", RecordKind::Activity),
    ("transactions", RecordKind::Transaction),
];

/// The kind of what belongs to a customer.
#[must_use]
pub fn relation(word: &str) -> Option<RecordKind> {
    let found = RELATIONS.iter().find(|(known, _)| *known == word);
    found.map(|(_, kind)| *kind)
}

/// The column of a path. `may_follow` says whether it may lead to another record.
pub(in crate::query) fn resolve(
    workspace: &Workspace,
    kind: RecordKind,
    path: &str,
    now: Now,
    may_follow: bool,
) -> Option<Column> {
    let column = |values| Some(Column { kind, values });
    let Some((first, rest)) = path.split_once('.') else {
        if let Some(values) = worked_out(workspace, kind, path, now) {
            return column(values);
        }
        let ix = kind.field_named(path)?;
        return column(of_field(workspace, kind, ix, kind.field(ix)?)?);
    };
    if first == "company" && kind == RecordKind::Customer && may_follow {
        let of_company = resolve(workspace, kind, rest, now, false)?;
        let links = Links::to_company(workspace);
        return column(Values::Via(vec![(links, of_company)]));
    }
    if let (RecordKind::Customer, true, Some(of)) = (kind, may_follow, relation(first)) {
        let inner = resolve(workspace, of, rest, now, false)?;
        let refs = match resolve(workspace, of, "customer", now, false)?.values {
            Values::Refs(refs) => refs,
            _ => return None,
        };
        return column(Values::Back(refs, Box::new(inner)));
    }
    let ix = kind.field_named(first)?;
    let field = kind.field(ix)?;
    match (field.of, field.shape) {
        (Type::Ref(kinds), Shape::One) if may_follow => {
            column(follow(workspace, kind, &Key::one(ix), kinds, rest, now)?)
        }
        (Type::Custom, _) => {
            let (name, further) = custom_field::split(rest);
            let key = Key::of(CUSTOM, name);
            let definition = workspace.custom_field(kind, name)?;
            if custom_field::is_formula(&definition) {
                let values = formula::values(workspace, kind, &definition, now);
                return further.is_none().then_some(Column { kind, values });
            }
            let values = match (custom_field::values_of(&definition), further) {
                ((Shape::Set, _), None) => Values::Text(TextSource::Members(name.into())),
                ((_, of), None) => of_register(workspace, kind, &key, of)?,
                ((_, Type::Ref(kinds)), Some(rest)) if may_follow => {
                    follow(workspace, kind, &key, kinds, rest, now)?
                }
                _ => return None,
            };
            column(values)
        }
        (Type::Part(parts), _) => {
            let place = parts.iter().position(|part| part.name == rest)?;
            let of = parts.get(place)?.of;
            column(of_part(workspace, kind, ix, place as u8, of)?)
        }
        (Type::Text(_), Shape::Map) => {
            column(Values::Text(TextSource::Register(Key::of(ix, rest))))
        }
        _ => None,
    }
}

/// A field of the records that a register refers to.
fn follow(
    workspace: &Workspace,
    kind: RecordKind,
    key: &Key,
    kinds: &[RecordKind],
    rest: &str,
    now: Now,
) -> Option<Values> {
    let ways: Vec<_> = kinds
        .iter()
        .filter_map(|target| {
            let to = resolve(workspace, *target, rest, now, false)?;
            Some((Links::of(workspace, kind, key, *target), to))
        })
        .collect();
    (!ways.is_empty()).then_some(Values::Via(ways))
}

/// A field that is worked out.
fn worked_out(workspace: &Workspace, kind: RecordKind, name: &str, now: Now) -> Option<Values> {
    let primary = |field, primary| {
        Values::Text(TextSource::Primary {
            field,
            place: 0,
            primary,
        })
    };
    let number = |ints: Rc<Ints>| Values::Ints(Tag::Number, ints);
    Some(match (kind, name) {
        (_, "id") => Values::Id,
        (_, "created_at") => Values::Ints(Tag::Instant, stamp::created(workspace, kind)),
        (_, "updated_at") => Values::Ints(Tag::Instant, stamp::updated(workspace, kind)),
        (RecordKind::Customer, "email") => primary(EMAILS, 2),
        (RecordKind::Customer, "phone") => primary(PHONES, 2),
        (RecordKind::Customer, "company") => Values::Refs(companies(workspace)),
        (RecordKind::Customer, "completeness") => number(of_customer::completenesses(workspace)),
        (RecordKind::Customer, "last_contact") => {
            Values::Ints(Tag::Date, contact::last_contacts(workspace, now))
        }
        (RecordKind::Customer, "open_deals") => number(of_customer::open_deals(workspace)),
        (RecordKind::Customer, "next_step") => {
            Values::Ints(Tag::Date, of_customer::next_steps(workspace))
        }
        (RecordKind::Deal, "outcome") => Values::Choice(
            of_deal::outcomes(workspace),
            labels(of_deal::OUTCOMES.iter().map(|code| (*code, None))),
        ),
        (RecordKind::Deal, "weighted") => {
            let currencies = workspace.table(kind).currencies(&Key::one(deal::AMOUNT));
            Values::Money(of_deal::weighted(workspace), currencies)
        }
        (RecordKind::Deal, "days_in_stage") => number(of_deal::days_in_stage(workspace, now)),
        (RecordKind::Deal, "is_stale") => {
            Values::Ints(Tag::Bool, of_deal::is_stale(workspace, now))
        }
        (RecordKind::Deal, "begun") => Values::Ints(Tag::Date, of_deal::begun(workspace, now)),
        (RecordKind::Deal, "days_to_close") => number(of_deal::days_to_close(workspace, now)),
        (RecordKind::Deal, "stage_order") => number(of_deal::stage_orders(workspace)),
        (RecordKind::Deal, "forecast") => Values::Choice(
            of_deal::forecast(workspace),
            labels(deal::FORECAST_CATEGORIES.iter().map(|code| (*code, None))),
        ),
        (RecordKind::Ticket, "clock") => Values::Choice(
            of_ticket::clocks(workspace),
            labels(of_ticket::CLOCKS.iter().map(|code| (*code, None))),
        ),
        (RecordKind::Ticket, "next_due") => Values::Ints(Tag::Instant, of_ticket::dues(workspace)),
        (RecordKind::Ticket, "is_open") => Values::Ints(Tag::Bool, of_ticket::is_open(workspace)),
        (RecordKind::Ticket, "is_at_risk") => {
            Values::Ints(Tag::Bool, of_ticket::is_at_risk(workspace, now))
        }
        (RecordKind::Ticket, "sla") => Values::Choice(
            of_ticket::slas(workspace, now),
            labels(of_ticket::SLAS.iter().map(|code| (*code, None))),
        ),
        (RecordKind::Ticket, "minutes_left") => number(of_ticket::minutes_left(workspace, now)),
        (RecordKind::Activity, "customer") => Values::Refs(of_activity::customers(workspace)),
        (RecordKind::Activity, "day") => Values::Ints(Tag::Date, of_activity::days(workspace, now)),
        (RecordKind::Activity, "is_open") => {
            Values::Ints(Tag::Bool, of_activity::is_open(workspace))
        }
        (RecordKind::Segment, "customers") => number(segment::sizes(workspace, now)),
        (RecordKind::Transaction, "purchased_on") => {
            Values::Ints(Tag::Date, purchase::days(workspace))
        }
        (RecordKind::Transaction, "revenue") => {
            let currencies = workspace
                .table(kind)
                .currencies(&Key::one(transaction::AMOUNT));
            Values::Money(purchase::revenues(workspace), currencies)
        }
        (RecordKind::Customer, name) => return of_score::values(workspace, name),
        _ => return None,
    })
}

/// The primary companies of persons as a column of references.
fn companies(workspace: &Workspace) -> Rc<Codes<RecordId>> {
    let refs = company_refs(workspace);
    let kind = RecordKind::Customer;
    let fields = Fields::of(&[
        crate::domain::customer::COMPANIES,
        crate::domain::field::GONE,
    ]);
    let make = || {
        let mut codes = Codes::empty(refs.0.len());
        for (row, id) in (0u32..).zip(&refs.0) {
            if id.is_some() {
                codes.set(row, id.as_ref());
            }
        }
        codes
    };
    let patch = |codes: &mut Codes<RecordId>, written: &[(RecordKind, u32)]| {
        for (_, row) in written {
            let id = refs.0.get(*row as usize).copied().flatten();
            codes.set(*row, id.as_ref());
        }
        true
    };
    let name = "column of companies of persons";
    workspace.derived(name, 0, &[Source::new(kind, fields)], make, patch)
}

/// A field of the kind's table.
fn of_field(workspace: &Workspace, kind: RecordKind, ix: FieldIx, field: &Field) -> Option<Values> {
    match (field.shape, field.of) {
        (_, Type::Custom | Type::Unknown) => None,
        (Shape::One, Type::Part(_)) => None,
        (Shape::One, _) if (kind, ix) == (RecordKind::Deal, deal::STAGE) => {
            let stages = workspace.table(kind).texts(&Key::one(ix));
            Some(Values::Choice(stages, stage_labels(workspace)))
        }
        (Shape::One, of) => of_register(workspace, kind, &Key::one(ix), of),
        (_, Type::Part(parts)) => {
            let refers = |part: &crate::domain::PartField| matches!(part.of, Type::Ref(_));
            // A list of records is asked for the records, one with values for those, any other
            // for all its texts.
            if let Some(place) = parts.iter().position(refers) {
                return Some(Values::RefList(ref_pairs(workspace, kind, ix, place as u8)));
            }
            let value = parts.iter().position(|part| part.name == "value");
            Some(Values::Text(TextSource::Elements(
                ix,
                value.map(|place| place as u8),
            )))
        }
        _ => Some(Values::Text(TextSource::Elements(ix, None))),
    }
}

/// A register with one value of a type.
fn of_register(workspace: &Workspace, kind: RecordKind, key: &Key, of: Type) -> Option<Values> {
    let table = workspace.table(kind);
    Some(match of {
        Type::Number => Values::Ints(Tag::Number, table.ints(key)),
        Type::Bool => Values::Ints(Tag::Bool, table.ints(key)),
        Type::Date => Values::Ints(Tag::Date, table.ints(key)),
        Type::Instant => Values::Ints(Tag::Instant, table.ints(key)),
        Type::Money => Values::Money(table.ints(key), table.currencies(key)),
        Type::Ref(_) => Values::Refs(table.refs(key)),
        Type::Choice(options) => {
            let known = labels(options.codes.iter().map(|code| (*code, None)));
            let known = if key.field == CUSTOM {
                option_labels(workspace, kind, key)
            } else {
                known
            };
            Values::Choice(table.texts(key), known)
        }
        Type::Currency => Values::Choice(table.texts(key), Labels::default()),
        Type::Text(_) | Type::LongText | Type::Email | Type::Phone | Type::Url => {
            Values::Text(TextSource::Register(key.clone()))
        }
        Type::Part(_) | Type::Custom | Type::Unknown => return None,
    })
}

/// A place of a list's parts.
fn of_part(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    place: u8,
    of: Type,
) -> Option<Values> {
    let ints = |tag| Values::IntList(tag, int_pairs(workspace, kind, field, place));
    Some(match of {
        Type::Number => ints(Tag::Number),
        Type::Bool => ints(Tag::Bool),
        Type::Date => ints(Tag::Date),
        Type::Instant => ints(Tag::Instant),
        Type::Ref(_) => Values::RefList(ref_pairs(workspace, kind, field, place)),
        Type::Money | Type::Part(_) | Type::Custom | Type::Unknown => return None,
        _ => Values::Text(TextSource::Elements(field, Some(place))),
    })
}

fn labels<'a>(codes: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Labels {
    let codes = codes.map(|(code, name)| (Box::from(code), name.map(Box::from)));
    Rc::new(codes.collect())
}

/// The stages of all pipelines in their order, the default pipeline's first.
fn stage_labels(workspace: &Workspace) -> Labels {
    let table = workspace.table(RecordKind::Pipeline);
    let mut pipelines: Vec<RecordId> = table.live_rows().filter_map(|row| table.id(row)).collect();
    let default = workspace.default_pipeline();
    order::sort_by_key(&mut pipelines, |id| (Some(*id) != default, *id));
    let mut all: Vec<(Box<str>, Option<Box<str>>)> = Vec::new();
    for stage in pipelines.into_iter().flat_map(|id| workspace.stages(id)) {
        let label = (Box::from(&*stage.id), Some(Box::from(stage.name())));
        if !all.contains(&label) {
            all.push(label);
        }
    }
    Rc::new(all)
}

/// The options of a custom choice in their order.
fn option_labels(workspace: &Workspace, kind: RecordKind, key: &Key) -> Labels {
    let definition = key
        .element
        .as_deref()
        .and_then(|key| workspace.custom_field(kind, key));
    let Some(definition) = definition else {
        return Labels::default();
    };
    let names = custom_field::options(&definition).into_iter();
    labels(names.map(|name| (name, None)))
}
