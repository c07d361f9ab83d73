//! The own fields of the sample: what coffee a company likes, of which there may be several, the
//! machine that stands there, which is one of the products, and how many days ago somebody was
//! entered, which a formula works out.

use super::{Language, Made, Maker, number, text};
use crate::domain::{Key, Part, RecordId, RecordKind, Register, Value, custom_field, field};

/// The keys of the fields.
const COFFEE: &str = "coffee";
const MACHINE: &str = "machine";
const DAYS_ON_FILE: &str = "days_on_file";

/// Which of the products are machines, by their places.
const MACHINES: std::ops::Range<usize> = 4..8;

/// What the fields and the options of the first are called.
fn words(language: Language) -> ([&'static str; 3], [&'static str; 4]) {
    match language {
        Language::English => (
            ["Coffee", "Machine on site", "Days on file"],
            ["Espresso", "Filter", "Decaf", "Organic"],
        ),
        Language::Chinese => (
            ["咖啡偏好", "在用设备", "建档天数"],
            ["意式", "手冲", "低因", "有机"],
        ),
    }
}

impl Maker<'_> {
    /// Adds the fields and fills them in for companies.
    pub(super) fn own(&mut self, customers: &[Made], products: &[(RecordId, u64)]) {
        let ([coffee, machine, days_on_file], kinds) = words(self.sample.language);
        let options = kinds.iter().zip(0u8..).map(|(name, place)| {
            let values = [(0, text(*name)), (1, number(f64::from(place)))];
            let values = values.into_iter();
            let part = Part::new(values.filter_map(|(at, value)| Some((at, value?))));
            (
                Key::of(custom_field::OPTIONS, *name),
                Some(Value::Part(part)),
            )
        });
        let mut fields = definition(COFFEE, coffee, "multi", 0);
        fields.extend(options);
        self.make(RecordKind::CustomField, fields);
        let mut fields = definition(MACHINE, machine, custom_field::RELATION, 1);
        fields.push((Key::one(custom_field::TARGET), text("product")));
        self.make(RecordKind::CustomField, fields);
        let mut fields = definition(DAYS_ON_FILE, days_on_file, custom_field::FORMULA, 2);
        fields.extend([
            (
                Key::one(custom_field::FORMULA_TEXT),
                text("days_between(created_at, today)"),
            ),
            (Key::one(custom_field::RESULT), text("number")),
        ]);
        self.make(RecordKind::CustomField, fields);
        let machines: Vec<RecordId> = products
            .get(MACHINES)
            .into_iter()
            .flatten()
            .map(|(id, _)| *id)
            .collect();
        for company in customers.iter().filter(|made| made.is_company) {
            let mut fields = Vec::new();
            for (at, kind) in kinds.iter().enumerate() {
                let is_there = if company.is_first {
                    at < 2
                } else {
                    self.dice.is_one_in(4)
                };
                if is_there {
                    let key = custom_field::member(COFFEE, kind);
                    fields.push((key, Value::Bool(true)));
                }
            }
            let has_machine = company.is_first || self.dice.is_one_in(3);
            let machine = self.dice.pick(&machines).filter(|_| has_machine);
            let key = Key::of(field::CUSTOM, MACHINE);
            fields.extend(machine.map(|id| (key, Value::Ref(*id))));
            self.add(company.id, fields);
        }
    }

    /// Writes values into a record that was made.
    fn add(&mut self, id: RecordId, fields: Vec<(Key, Value)>) {
        let stamp = self.sample.stamp;
        let Some(record) = self.records.iter_mut().find(|record| record.id == id) else {
            return;
        };
        for (key, value) in fields {
            let value = Some(value);
            record.put(key, Some(Register { value, stamp }));
        }
    }
}

/// The definition of a field of customers.
fn definition(key: &str, label: &str, of: &str, place: u8) -> Vec<(Key, Option<Value>)> {
    vec![
        (Key::one(custom_field::OBJECT), text("customer")),
        (Key::one(custom_field::KEY), text(key)),
        (Key::one(custom_field::LABEL), text(label)),
        (Key::one(custom_field::TYPE), text(of)),
        (Key::one(custom_field::ORDER), number(f64::from(place))),
    ]
}
