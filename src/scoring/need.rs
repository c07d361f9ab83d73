//! Needs: how many of each category are noted by month, whether they grow, which of them the same
//! customers have, and who is likely to have one that they have not named. A need that names no category
//! is counted in none, and one without a day in no month. Categories that differ in capitals, marks and
//! width alone are one, as they are for conditions of lists.

use super::together::{Together, together};
use crate::domain::{Date, Key, RecordId, RecordKind, Standing, need};
use crate::workspace::Workspace;
use crate::workspace::columns::Codes;
use crate::workspace::fold::fold;
use satchel_stats::trend::{Trend, trend};
use std::collections::{BTreeMap, BTreeSet};

/// The needs of a category.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// What it is called, as it was written first; none of those that name none.
    pub name: Option<Box<str>>,
    /// How many are open, met and dropped.
    pub statuses: [usize; 3],
    /// How many were noted in each month, by its first day, also those in which none was.
    pub months: Vec<(Date, u32)>,
    /// Whether they grow over the whole months; none where they are too few to say.
    pub trend: Option<Trend>,
}

impl Category {
    /// How many needs there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.statuses.iter().sum()
    }
}

/// What is needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// The categories, those with most needs first.
    pub categories: Vec<Category>,
    /// Which go together, those least by chance first.
    pub together: Vec<Together<Box<str>>>,
    /// How many live needs there are.
    pub total: usize,
    /// How many of them have no day.
    pub undated: usize,
    /// How many more there are that were noted after the day, and do not count.
    pub later: usize,
}

/// Of fewer needs than this nobody can say whether they grow.
const NOTED_MIN: f64 = 8.0;
/// The needs of all customers, over so many months up to a day.
#[must_use]
pub fn needs(workspace: &Workspace, as_of: Date, months: usize) -> Needs {
    let table = workspace.table(RecordKind::Need);
    let categories = table.texts(&Key::one(need::CATEGORY));
    let statuses = table.texts(&Key::one(need::STATUS));
    let days = table.ints(&Key::one(need::NOTED_AT));
    let customers = table.refs(&Key::one(need::CUSTOMER));
    let is_customer = live_customers(workspace, &customers);
    let same = same_categories(&categories);
    let first = as_of.first_of_month().add_months(1 - months as i32);
    let starts: Vec<Date> = (0..months as i32).map(|at| first.add_months(at)).collect();
    let number = |date: Date| date.year() * 12 + i32::from(date.month());
    let mut found: BTreeMap<u32, Category> = BTreeMap::new();
    let mut needed: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut all = Needs::default();
    for (row, standing) in (0u32..).zip(table.standings()) {
        let day = days.at(row).and_then(|day| Date::from_days(day as i32));
        // What was noted after the day does not exist for the analysis.
        if *standing != Standing::Live {
            continue;
        }
        if day.is_some_and(|day| day > as_of) {
            all.later += 1;
            continue;
        }
        all.total += 1;
        all.undated += usize::from(day.is_none());
        let code = categories.as_slice().get(row as usize);
        let code = code.and_then(|code| same.get(*code as usize));
        let code = code.copied().unwrap_or(0);
        let category = found.entry(code).or_insert_with(|| Category {
            name: categories.value(code).cloned(),
            statuses: [0; 3],
            months: starts.iter().map(|month| (*month, 0)).collect(),
            trend: None,
        });
        let status = statuses.at(row).map_or("open", |status| status);
        let place = need::STATUSES.iter().position(|code| *code == status);
        if let Some(count) = category.statuses.get_mut(place.unwrap_or(0)) {
            *count += 1;
        }
        let month = day.and_then(|day| usize::try_from(number(day) - number(first)).ok());
        if let Some((_, count)) = month.and_then(|at| category.months.get_mut(at)) {
            *count += 1;
        }
        let customer = customers.as_slice().get(row as usize).copied().unwrap_or(0);
        if code > 0 && is_customer.get(customer as usize) == Some(&true) {
            needed.entry(customer).or_default().insert(code);
        }
    }
    // The month of the day has not ended, but on its last day.
    let whole = if as_of == as_of.last_of_month() {
        months
    } else {
        months.saturating_sub(1)
    };
    for category in found.values_mut() {
        let counts: Vec<f64> = category
            .months
            .iter()
            .take(whole)
            .map(|(_, count)| f64::from(*count))
            .collect();
        let has_enough = counts.iter().sum::<f64>() >= NOTED_MIN;
        category.trend = trend(&counts).filter(|_| has_enough);
    }
    let baskets: Vec<Vec<u32>> = needed
        .into_values()
        .map(|codes| codes.into_iter().collect())
        .collect();
    all.together = together(&baskets, |code| categories.value(code).cloned());
    all.categories = found.into_values().collect();
    all.categories
        .sort_by(|a, b| (b.total(), &a.name).cmp(&(a.total(), &b.name)));
    all
}

/// By the code of each category: the first code that is the same category.
fn same_categories(categories: &Codes<Box<str>>) -> Vec<u32> {
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    let codes = (1u32..).zip(categories.values());
    let codes = codes.map(|(code, name)| *first.entry(fold(name)).or_insert(code));
    std::iter::once(0).chain(codes).collect()
}

/// By the code of each customer that is referred to: whether it is there and was not thrown away.
fn live_customers(workspace: &Workspace, customers: &Codes<RecordId>) -> Vec<bool> {
    let is_live = |id: &RecordId| workspace.live(*id).is_some();
    let codes = customers.values().iter().map(is_live);
    std::iter::once(false).chain(codes).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::Value;
    use crate::scoring::house::House;
    use crate::workspace::command::Command;
    use crate::workspace::desk::text;

    fn notes(house: &mut House, who: &str, category: &str, day: Option<&str>) -> RecordId {
        let customer = house.customer(who);
        let mut fields = vec![
            (Key::one(need::SUBJECT), text("Something")),
            (Key::one(need::STATUS), text("open")),
            (Key::one(need::CUSTOMER), Some(Value::Ref(customer))),
            (Key::one(need::CATEGORY), text(category)),
        ];
        let day = day.map(|day| Date::parse(day).unwrap());
        fields.push((Key::one(need::NOTED_AT), day.map(Value::Date)));
        house.desk.creates(RecordKind::Need, fields)
    }

    #[test]
    fn needs_are_counted_by_category_and_month_up_to_the_day() {
        let mut house = House::new();
        for day in ["2025-01-31", "2025-02-01", "2025-02-28", "2025-03-02"] {
            notes(&mut house, "a", "decaf", Some(day));
        }
        notes(&mut house, "a", "decaf", None);
        notes(&mut house, "b", "training", Some("2025-02-10"));
        let as_of = Date::parse("2025-03-01").unwrap();
        let found = needs(&house.desk.workspace, as_of, 3);
        assert_eq!((found.total, found.undated), (5, 1));
        let decaf = found.categories.first().unwrap();
        let counts: Vec<u32> = decaf.months.iter().map(|(_, count)| *count).collect();
        assert_eq!(
            (decaf.name.as_deref(), decaf.total(), counts),
            (Some("decaf"), 4, vec![1, 2, 0])
        );
        assert_eq!(decaf.trend, None, "two whole months are no trend");
    }

    #[test]
    fn categories_are_one_as_conditions_compare_them_and_who_was_thrown_away_needs_nothing_together()
     {
        let mut house = House::new();
        for (at, category) in ["Decaf", "decaf", "DÉCAF"].iter().enumerate() {
            notes(&mut house, &format!("c{at}"), category, Some("2025-01-10"));
        }
        notes(&mut house, "c0", "decaf", Some("2025-04-01"));
        let as_of = Date::parse("2025-03-01").unwrap();
        let found = needs(&house.desk.workspace, as_of, 3);
        let category = found.categories.first().unwrap();
        assert_eq!(
            (category.name.as_deref(), category.total(), found.later),
            (Some("Decaf"), 3, 1)
        );
        assert_eq!(found.categories.len(), 1);
        for at in 0..16 {
            let who = format!("d{at}");
            for category in ["packs", "repair"].iter().take(1 + at % 2) {
                notes(&mut house, &who, category, Some("2025-01-10"));
            }
            notes(&mut house, &format!("e{at}"), "training", None);
        }
        let both = |house: &House| {
            let found = needs(&house.desk.workspace, as_of, 3).together;
            found.first().map(|of| of.pair.both)
        };
        assert_eq!(both(&house), Some(8));
        let ids = vec![house.customer("d1")];
        house.desk.does(&Command::Trash { ids });
        assert_eq!(both(&house), Some(7));
    }

    #[test]
    fn what_grows_is_told_from_whole_months() {
        let mut house = House::new();
        for month in 1..=6 {
            for _ in 0..month * 3 {
                notes(
                    &mut house,
                    "a",
                    "decaf",
                    Some(&format!("2025-{month:02}-10")),
                );
            }
        }
        // Of July there is one day yet.
        let as_of = Date::parse("2025-07-01").unwrap();
        let found = needs(&house.desk.workspace, as_of, 7);
        let trend = found.categories.first().unwrap().trend.unwrap();
        assert!(trend.growth > 0.2 && trend.chance < 0.05, "{trend:?}");
    }

    #[test]
    fn what_the_same_customers_need_goes_together() {
        let mut house = House::new();
        for at in 0..20 {
            let who = format!("c{at}");
            if at < 10 {
                notes(&mut house, &who, "decaf", Some("2025-01-10"));
                notes(&mut house, &who, "training", Some("2025-01-10"));
            }
            notes(
                &mut house,
                &who,
                if at % 2 == 0 { "repair" } else { "packs" },
                None,
            );
        }
        let as_of = Date::parse("2025-03-01").unwrap();
        let found = needs(&house.desk.workspace, as_of, 3).together;
        let names: Vec<_> = found
            .iter()
            .map(|of| (&*of.names.0, &*of.names.1))
            .collect();
        assert_eq!(names, [("decaf", "training")]);
        let pair = found.first().unwrap().pair;
        assert_eq!((pair.both, pair.of), (10, 20));
        assert!((pair.lift() - 2.0).abs() < 1e-12);
    }
}
