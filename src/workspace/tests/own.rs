//! Own fields of every type, walked over at random: undone, packed, and searched as made anew.

use super::*;
use crate::domain::{Shape, custom_field};
use crate::workspace::any::any_value;

/// The types whose values stand in records: all but the last, which is worked out.
const STORED: &[&str] = match custom_field::TYPES.split_last() {
    Some((_, stored)) => stored,
    None => custom_field::TYPES,
};

/// A desk with an own field of every type on customers and deals, named as its type.
fn desk() -> Desk {
    let mut desk = Desk::new();
    for object in ["customer", "deal"] {
        for of in STORED {
            let fields = vec![
                (Key::one(custom_field::OBJECT), text(object)),
                (Key::one(custom_field::KEY), text(of)),
                (Key::one(custom_field::LABEL), text(of)),
                (Key::one(custom_field::TYPE), text(of)),
                (Key::one(custom_field::TARGET), text("customer")),
            ];
            desk.creates(RecordKind::CustomField, fields);
        }
    }
    desk
}

#[test]
fn values_of_every_type_are_undone_packed_and_found() {
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..6 {
        let mut desk = desk();
        let mut random = Random::seeded(seed);
        let customers: Vec<RecordId> = (0..20)
            .map(|at| desk.company(&format!("Kanal {at}")))
            .collect();
        let begun = desk.workspace.content_hash();
        let mut stack = Vec::new();
        for _ in 0..200 {
            let of = *random.pick(STORED);
            let Some((key, value)) = any_value(&desk, &mut random, RecordKind::Customer, of) else {
                continue;
            };
            let count = 1 + random.below(3) as usize;
            let ids = (0..count).map(|_| *random.pick(&customers)).collect();
            let value = (random.below(4) > 0).then_some(value);
            let is_some = value.is_some();
            let edit = Command::Edit {
                ids,
                fields: vec![(key, value)],
                revision: None,
            };
            if let Ok(change) = desk.tries(&edit) {
                *met.entry(of).or_default() += usize::from(is_some);
                stack.push(change);
            }
        }
        let packed = repacked(&desk.workspace);
        assert_eq!(packed.content_hash(), desk.workspace.content_hash());
        for of in STORED {
            let key = Key::of(field::CUSTOM, *of);
            let (one, other) = (&desk.workspace, &packed);
            let table = |workspace: &Workspace| {
                let table = workspace.table(RecordKind::Customer);
                let row = |id: &RecordId| table.row(id.uuid).unwrap();
                let rows: Vec<u32> = customers.iter().map(row).collect();
                let (ints, refs) = (table.ints(&key), table.refs(&key));
                let texts = table.texts(&key);
                let at = |row: &u32| {
                    (
                        ints.at(*row),
                        refs.at(*row).copied(),
                        texts.at(*row).cloned(),
                        custom_field::members(&table.record(*row).unwrap(), of)
                            .map(str::to_owned)
                            .collect::<Vec<_>>(),
                    )
                };
                rows.iter().map(at).collect::<Vec<_>>()
            };
            assert_eq!(table(one), table(other), "{of}");
        }
        for word in ["n1", "m. 2", "kanal.example"] {
            let found = |workspace: &Workspace| {
                let table = workspace.table(RecordKind::Customer);
                let mut ids = Vec::new();
                table.search(&[word], |row| ids.extend(table.id(row)));
                ids.sort();
                ids
            };
            assert_eq!(found(&desk.workspace), found(&packed), "{word}");
        }
        while let Some(change) = stack.pop() {
            desk.undoes(&change).unwrap();
        }
        assert_eq!(desk.workspace.content_hash(), begun, "seed {seed}");
    }
    let types = STORED.len();
    assert!(
        met.len() == types && met.values().all(|count| *count > 5),
        "{met:?}"
    );
}

#[test]
fn what_stands_in_the_wrong_shape_is_refused() {
    let mut desk = desk();
    let id = desk.company("Kanal");
    let yes = Some(Value::Bool(true));
    for (key, value, code) in [
        (Key::of(field::CUSTOM, "multi"), text("Red"), "wrong_type"),
        (
            custom_field::member("multi", "Red"),
            text("yes"),
            "wrong_type",
        ),
        (
            custom_field::member("multi", " "),
            yes.clone(),
            "not_an_option",
        ),
        (
            custom_field::member("choice", "Red"),
            yes.clone(),
            "wrong_type",
        ),
        (custom_field::member("gone", "Red"), yes, "unknown_field"),
        (
            Key::of(field::CUSTOM, "date"),
            text("2026-03-05"),
            "wrong_type",
        ),
    ] {
        let refused = desk.tries(&Command::Edit {
            ids: vec![id],
            fields: vec![(key.clone(), value)],
            revision: None,
        });
        let Err(CommandError::Invalid(problems)) = refused else {
            panic!("{key:?} {refused:?}")
        };
        assert_eq!(problems[0].rule.code(), code, "{key:?}");
    }
    let many = (0..201).map(|at| {
        let key = custom_field::member("multi", &format!("Option {at}"));
        (key, Some(Value::Bool(true)))
    });
    let refused = desk.tries(&Command::Edit {
        ids: vec![id],
        fields: many.collect(),
        revision: None,
    });
    let Err(CommandError::Invalid(problems)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(problems[0].field, "custom.multi");
    assert_eq!(problems[0].rule.code(), "too_many");
    assert_eq!(
        input::own_field(&desk.workspace, RecordKind::Deal, "multi").map(|(shape, _)| shape),
        Some(Shape::Set)
    );
}

#[test]
fn what_is_required_is_asked_of_what_is_made_and_not_of_what_is_there() {
    let mut desk = Desk::new();
    let there = desk.company("There before");
    let define = |desk: &mut Desk, object: &str, key: &str, of: &str| {
        let fields = vec![
            (Key::one(custom_field::OBJECT), text(object)),
            (Key::one(custom_field::KEY), text(key)),
            (Key::one(custom_field::LABEL), text(key)),
            (Key::one(custom_field::TYPE), text(of)),
            (Key::one(custom_field::REQUIRED), Some(Value::Bool(true))),
        ];
        let id = desk.id(RecordKind::CustomField);
        desk.tries(&Command::Create { id, fields })
    };
    let made = define(&mut desk, "customer", "region", "text").unwrap();
    let region = made.body.edits()[0].id;
    define(&mut desk, "customer", "roasts", "multi").unwrap();
    let refusal = |made: Result<Change, CommandError>| match made {
        Err(CommandError::Invalid(problems)) => problems
            .iter()
            .map(|problem| format!("{} {}", problem.field, problem.rule.code()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let making = |desk: &mut Desk, own: &[(Key, Value)]| {
        let mut fields = vec![
            (Key::one(customer::KIND), text("company")),
            (Key::one(customer::NAME), text("Kanal")),
        ];
        fields.extend(
            own.iter()
                .map(|(key, value)| (key.clone(), Some(value.clone()))),
        );
        let id = desk.id(RecordKind::Customer);
        Command::Create { id, fields }
    };
    let bare = making(&mut desk, &[]);
    assert_eq!(
        refusal(desk.tries(&bare)),
        ["custom.region required", "custom.roasts required"]
    );
    let north = (Key::of(field::CUSTOM, "region"), Value::text("North"));
    let half = making(&mut desk, std::slice::from_ref(&north));
    assert_eq!(refusal(desk.tries(&half)), ["custom.roasts required"]);
    let dark = (custom_field::member("roasts", "Dark"), Value::Bool(true));
    let whole = making(&mut desk, &[north, dark]);
    let change = desk.does(&whole);
    desk.undoes(&change).unwrap();
    // Who was there before is edited as ever, and who comes with a deal needs no more than a name.
    desk.set(there, customer::NAME, text("There now"));
    let deal = desk.id(RecordKind::Deal);
    let newcomer = making(&mut desk, &[]);
    let Command::Create { id: of, .. } = newcomer else {
        panic!("{newcomer:?}")
    };
    let fields = vec![
        (Key::one(crate::domain::deal::NAME), text("Beans")),
        (
            Key::one(crate::domain::deal::CUSTOMER),
            Some(Value::Ref(of)),
        ),
    ];
    let both = Command::All(vec![newcomer, Command::Create { id: deal, fields }]);
    let change = desk.does(&both);
    desk.undoes(&change).unwrap();
    // So is who comes with a link to a company.
    let newcomer = making(&mut desk, &[]);
    let Command::Create { id: of, .. } = newcomer else {
        panic!("{newcomer:?}")
    };
    let linking = Command::Edit {
        ids: vec![of],
        fields: vec![(Key::one(customer::WEBSITE), text("kanal.example"))],
        revision: None,
    };
    let linked = Command::All(vec![newcomer, linking]);
    let change = desk.does(&linked);
    desk.undoes(&change).unwrap();
    define(&mut desk, "deal", "why", "text").unwrap();
    assert_eq!(refusal(desk.tries(&both)), ["custom.why required"]);
    // A need is also noted by a key, without a form that could ask.
    let noted = define(&mut desk, "need", "urgency", "text");
    assert_eq!(refusal(noted), ["required not_allowed"]);
    // Taken back, nothing is asked any more.
    desk.set(region, custom_field::REQUIRED, None);
    assert_eq!(refusal(desk.tries(&bare)), ["custom.roasts required"]);
}
