//! Any command over any kind of record, at random, for tests: what is written follows each field's
//! type, so that a new field or kind is walked over without a line here. Nothing outside tests uses it.
#![allow(clippy::unwrap_used)]

use super::command::Command;
use super::desk::Desk;
use crate::domain::random::Random;
use crate::domain::{
    Currency, Date, Field, FieldIx, Instant, Key, Money, Number, Part, RecordId, RecordKind, Shape,
    Standing, Type, Value, custom_field, customer, deal, field, segment, sla_policy, view,
};

/// What a command does, to see that each was met.
pub(crate) const DOINGS: [&str; 7] = [
    "create",
    "create several",
    "edit",
    "edit many",
    "clear",
    "trash",
    "restore",
];

/// The records of a kind that stand so.
fn standing(desk: &Desk, kind: RecordKind, standing: Standing) -> Vec<RecordId> {
    let table = desk.workspace.table(kind);
    (0..table.rows() as u32)
        .filter(|row| table.standing(*row) == standing)
        .filter_map(|row| table.id(row))
        .collect()
}

fn number(value: f64) -> Option<Value> {
    Number::from_f64(value).map(Value::Number)
}

/// A value of a type, as a person or a file might bring it.
fn value(desk: &Desk, random: &mut Random, of: Type) -> Option<Value> {
    let word = |random: &mut Random| format!("N{}", random.below(50));
    Some(match of {
        Type::Text(most) => {
            let text = random.pick::<&str>(&["", " and more", "王雪", "\u{1f9f3}", "É"][..]);
            let text = format!("{}{text}", word(random));
            Value::text(text.chars().take(usize::from(most)).collect::<String>())
        }
        Type::LongText => Value::text(format!("{}\n{{name}} 您好", word(random))),
        Type::Number => number(random.below(10_000) as f64 / 100.0)?,
        Type::Bool => Value::Bool(random.below(2) == 0),
        Type::Date => Value::Date(Date::from_days(19_000 + random.below(900) as i32)?),
        Type::Instant => Value::Instant(Instant::from_ms(
            1_690_000_000_000 + random.below(1 << 34) as i64,
        )?),
        Type::Money => {
            let currency = Currency::parse(random.pick::<&str>(&["EUR", "CNY", "JPY"][..])).ok()?;
            Value::Money(Money::from_minor(random.below(1_000_000) as i64, currency).ok()?)
        }
        Type::Choice(options) if options.codes.is_empty() => Value::text(word(random)),
        Type::Choice(options) => Value::text(*random.pick(options.codes)),
        Type::Ref(kinds) => {
            let kind = (!kinds.is_empty()).then(|| *random.pick(kinds))?;
            let all = standing(desk, kind, Standing::Live);
            Value::Ref((!all.is_empty()).then(|| *random.pick(&all))?)
        }
        Type::Email => Value::text(format!("{}@kanal.example", word(random))),
        Type::Phone => Value::text(format!("+49 30 {}", 100_000 + random.below(900_000))),
        Type::Url => Value::text(format!("https://kanal.example/{}", word(random))),
        Type::Currency => Value::text(*random.pick(&["EUR", "CNY"][..])),
        Type::Part(parts) => {
            let places = 0u8..;
            Value::Part(Part::new(places.zip(parts).filter_map(|(place, part)| {
                Some((place, value(desk, random, part.of)?))
            })))
        }
        Type::Custom | Type::Unknown => return None,
    })
}

/// The key of an own field's register and a value for it; none where there is nothing to refer to.
pub(crate) fn any_value(
    desk: &Desk,
    random: &mut Random,
    kind: RecordKind,
    key: &str,
) -> Option<(Key, Value)> {
    let (shape, of) = super::input::own_field(&desk.workspace, kind, key)?;
    if shape == Shape::Set {
        let member = format!("m. {}", random.below(4));
        return Some((custom_field::member(key, &member), Value::Bool(true)));
    }
    Some((Key::of(field::CUSTOM, key), value(desk, random, of)?))
}

/// A field's key and a value for it; none where there is nothing to refer to.
fn register(
    desk: &Desk,
    random: &mut Random,
    kind: RecordKind,
    ix: FieldIx,
    field: &Field,
) -> Option<(Key, Value)> {
    if ix == field::CUSTOM {
        // The value of a field that the user made, of whatever type it is.
        let keys = desk.workspace.custom_keys(kind);
        let key = (!keys.is_empty()).then(|| random.pick(&keys).clone())?;
        return any_value(desk, random, kind, &key);
    }
    let element = format!("e{}", random.below(3));
    Some(match field.shape {
        Shape::One => (Key::one(ix), value(desk, random, field.of)?),
        Shape::Set => (Key::of(ix, element), Value::Bool(true)),
        Shape::List | Shape::Map => (Key::of(ix, element), value(desk, random, field.of)?),
    })
}

/// The fields of a kind that people, files and programs write.
fn written(kind: RecordKind) -> Vec<(FieldIx, &'static Field)> {
    kind.fields()
        .filter(|(_, field)| !field.is_internal)
        .collect()
}

/// A new record of a kind, with what it must have and some of what it may have.
fn create(desk: &mut Desk, random: &mut Random, kind: RecordKind) -> Command {
    let id = desk.id(kind);
    let fields = written(kind);
    let mut values: Vec<(Key, Option<Value>)> = Vec::new();
    for (ix, field) in fields {
        if !field.is_required && random.below(4) != 0 {
            continue;
        }
        if let Some((key, value)) = register(desk, random, kind, ix, field) {
            values.push((key, Some(value)));
        }
    }
    let mut has = |ix: FieldIx, value: Option<Value>| {
        values.retain(|(key, _)| key.field != ix);
        values.push((Key::one(ix), value));
    };
    match kind {
        // A stage is one of its pipeline's; both are what they are where nothing is said.
        RecordKind::Deal => {
            has(deal::PIPELINE, None);
            has(deal::STAGE, None);
        }
        RecordKind::CustomField => {
            let key = format!("field_{}", random.below(40));
            has(custom_field::KEY, Some(Value::text(key)));
            let target = *random.pick(custom_field::TARGETS);
            has(custom_field::TARGET, Some(Value::text(target)));
        }
        RecordKind::Segment => {
            has(segment::FILTER, Some(Value::text("lifecycle is lead")));
        }
        RecordKind::View => has(view::QUERY, Some(Value::text("sort=name"))),
        RecordKind::SlaPolicy => {
            has(sla_policy::TIME_ZONE, Some(Value::text("Europe/Berlin")));
        }
        RecordKind::Customer => has(customer::PARENT, None),
        _ => {}
    }
    Command::Create { id, fields: values }
}

/// A command and which of [`DOINGS`] it is, over a kind; none where the kind has nothing for it.
fn command(
    desk: &mut Desk,
    random: &mut Random,
    kind: RecordKind,
    doing: usize,
) -> Option<Command> {
    let live = standing(desk, kind, Standing::Live);
    let trashed = standing(desk, kind, Standing::Trashed);
    let one = |random: &mut Random, from: &[RecordId]| {
        (!from.is_empty()).then(|| vec![*random.pick(from)])
    };
    let fields = written(kind);
    let (ix, field) = *random.pick(&fields);
    let edit = |ids, fields| Command::Edit {
        ids,
        fields,
        revision: None,
    };
    Some(match doing {
        0 => create(desk, random, kind),
        1 => {
            let other = *random.pick(&RecordKind::ALL);
            let first = create(desk, random, kind);
            Command::All(vec![first, create(desk, random, other)])
        }
        2 if kind == RecordKind::Deal && random.below(2) == 0 => {
            let stages = ["new", "qualified", "won", "lost"];
            let stage = Value::text(*random.pick::<&str>(&stages[..]));
            edit(
                one(random, &live)?,
                vec![(Key::one(deal::STAGE), Some(stage))],
            )
        }
        2 | 3 => {
            let ids = match doing {
                2 => one(random, &live)?,
                _ => live.into_iter().take(20).collect(),
            };
            let (key, value) = register(desk, random, kind, ix, field)?;
            edit(ids, vec![(key, Some(value))])
        }
        4 => {
            let ids = one(random, &live)?;
            let record = desk.record(*ids.first()?);
            let keys: Vec<Key> = record
                .registers()
                .filter(|(key, _)| fields.iter().any(|(ix, _)| *ix == key.field))
                .map(|(key, _)| key.clone())
                .collect();
            let key = (!keys.is_empty()).then(|| random.pick(&keys).clone())?;
            edit(ids, vec![(key, None)])
        }
        5 => Command::Trash {
            ids: one(random, &live)?,
        },
        _ => Command::Restore {
            ids: one(random, &trashed)?,
        },
    })
}

/// A command of any sort, half of them over one kind, so that its records come to something.
pub(crate) fn any_command(
    desk: &mut Desk,
    random: &mut Random,
    favourite: RecordKind,
) -> Option<(RecordKind, usize, Command)> {
    let kind = match random.below(2) {
        0 => favourite,
        _ => *random.pick(&RecordKind::ALL),
    };
    let doing = *random.pick(&[0, 0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 5, 6][..]);
    let command = command(desk, random, kind, doing)?;
    Some((kind, doing, command))
}

/// The kinds in turn.
pub(crate) fn favourite(seed: u64) -> RecordKind {
    let at = seed % RecordKind::ALL.len() as u64;
    RecordKind::from_number(at as u8).unwrap()
}
