//! Product affinity: which products the same purchases hold more often than by chance, of the purchases
//! in the frame of the analysis. A basket is a purchase whose lines name products; how often a product is
//! in a line, and how many of it, does not matter.

use super::frame::Frame;
use super::together::{Together, together};
use crate::document::value::Packed;
use crate::domain::{Key, RecordId, RecordKind, transaction};
use crate::workspace::Workspace;
use crate::workspace::purchases::Purchases;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was bought together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affinity {
    /// How many purchases name products.
    pub baskets: usize,
    /// How many different products they name.
    pub products: usize,
    /// Which go together, those least by chance first.
    pub together: Vec<Together<RecordId>>,
}

/// The place of the product in a line.
const PRODUCT: u8 = 0;

/// Which products were bought together in a frame.
#[must_use]
pub fn affinity(workspace: &Workspace, frame: Frame) -> Affinity {
    let purchases = Purchases::of(workspace);
    let table = workspace.table(RecordKind::Transaction);
    let dates = table.ints(&Key::one(transaction::DATE));
    let span = i64::from(frame.from.to_days())..=i64::from(frame.as_of.to_days());
    let counts =
        |row: u32| purchases.bought.at(row) && dates.at(row).is_some_and(|day| span.contains(&day));
    let mut codes: HashMap<RecordId, u32> = HashMap::new();
    let mut products: Vec<RecordId> = Vec::new();
    let mut baskets: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    table.each_element(transaction::LINES, |row, _, line| {
        if !counts(row) {
            return;
        }
        line.each(|place, value| {
            let (PRODUCT, Packed::Ref(product)) = (place, value) else {
                return;
            };
            let code = *codes.entry(product).or_insert_with(|| {
                products.push(product);
                products.len() as u32
            });
            baskets.entry(row).or_default().insert(code);
        });
    });
    let baskets: Vec<Vec<u32>> = baskets
        .into_values()
        .map(|codes| codes.into_iter().collect())
        .collect();
    // What was thrown away is offered to nobody.
    let name = |code: u32| {
        let product = *products.get(code.checked_sub(1)? as usize)?;
        workspace.live(product).map(|_| product)
    };
    Affinity {
        baskets: baskets.len(),
        products: products.len(),
        together: together(&baskets, name),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Part, Value, product};
    use crate::scoring::house::House;
    use crate::workspace::command::Command;
    use crate::workspace::desk::{repacked, text};

    fn product_of(house: &mut House, name: &str) -> RecordId {
        let fields = vec![(Key::one(product::NAME), text(name))];
        house.desk.creates(RecordKind::Product, fields)
    }

    fn sells(house: &mut House, kind: &str, day: &str, products: &[RecordId]) -> RecordId {
        let sold = house.trades("a", kind, day, 500);
        let line = |(at, product): (usize, &RecordId)| {
            let part = Part::new([(PRODUCT, Value::Ref(*product))]);
            (
                Key::of(transaction::LINES, format!("{at}")),
                Some(Value::Part(part)),
            )
        };
        let fields: Vec<_> = products.iter().enumerate().map(line).collect();
        if !fields.is_empty() {
            house.desk.does(&Command::Edit {
                ids: vec![sold],
                fields,
                revision: None,
            });
        }
        sold
    }

    fn frame() -> Frame {
        Frame::months(Date::parse("2025-06-30").unwrap(), 12)
    }

    #[test]
    fn what_the_same_purchases_hold_goes_together() {
        let mut house = House::new();
        let [beans, filters, cups] =
            ["Beans", "Filters", "Cups"].map(|name| product_of(&mut house, name));
        for at in 0..20 {
            // Twice in one basket is once.
            let both = [beans, filters, beans];
            let apart = [if at % 2 == 0 { beans } else { filters }, cups];
            let held: &[RecordId] = if at < 16 { &both } else { &apart };
            sells(&mut house, "order", "2025-03-01", held);
        }
        for at in 0..20 {
            let held = [cups];
            let held = held.get(..usize::from(at < 10)).unwrap();
            sells(&mut house, "order", "2025-03-02", held);
        }
        let found = affinity(&house.desk.workspace, frame());
        assert_eq!((found.baskets, found.products), (30, 3));
        let pairs: Vec<_> = found
            .together
            .iter()
            .map(|of| (of.names, of.pair.both))
            .collect();
        assert_eq!(pairs, [((beans, filters), 16)]);
        let pair = found.together.first().unwrap().pair;
        assert_eq!((pair.with_one, pair.with_other, pair.of), (18, 18, 30));
        assert_eq!(affinity(&repacked(&house.desk.workspace), frame()), found);
    }

    #[test]
    fn what_is_no_purchase_outside_of_the_frame_or_thrown_away_does_not_count() {
        let mut house = House::new();
        let [beans, filters] = ["Beans", "Filters"].map(|name| product_of(&mut house, name));
        let other = product_of(&mut house, "Other");
        for _ in 0..10 {
            sells(&mut house, "order", "2024-07-01", &[beans, filters]);
            sells(&mut house, "order", "2025-06-30", &[other]);
        }
        let found = affinity(&house.desk.workspace, frame());
        assert_eq!((found.baskets, found.together.len()), (20, 1));
        for (kind, day) in [
            ("refund", "2025-03-01"),
            ("order", "2024-06-30"),
            ("order", "2025-07-01"),
        ] {
            sells(&mut house, kind, day, &[beans, filters]);
        }
        assert_eq!(affinity(&house.desk.workspace, frame()), found);
        house.desk.does(&Command::Trash { ids: vec![filters] });
        let found = affinity(&house.desk.workspace, frame());
        assert_eq!((found.baskets, found.together.len()), (20, 0));
    }
}
