//! Sample data: a supplier of coffee and machines with its customers, deals, orders and notes, made
//! from a seed and a day, so that it is always the same and always recent. It lives in a workspace
//! of its own. The names are data in one language, as a user's own would be.
//!
//! Over 600 lines because the formatter gives every field of every made record a line of its own.

#[cfg(test)]
mod advised;
mod marketing;
mod names;
mod orders;
mod own;
mod planned;
mod service;
mod waiting;

use crate::domain::{
    Currency, Date, Instant, Key, Money, Number, Part, Record, RecordId, RecordKind, Register,
    Stamp, Uuid, Value, Zone, activity, customer, deal, field, owner, product, tag, view,
};
use names::Names;

/// How many customers a workspace of sample data holds.
pub const SAMPLE_CUSTOMERS: usize = 240;

/// In which language the sample speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English names, euros.
    English,
    /// Chinese names, yuan.
    Chinese,
}

/// What the sample is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The language of its names.
    pub language: Language,
    /// The day it is: dates lie around it.
    pub today: Date,
    /// The moment it is: what is open now was asked before it and is promised for after it.
    pub at: Instant,
    /// The zone of the reader's clock, by which its people work.
    pub zone: Zone,
    /// The stamp its records are made with.
    pub stamp: Stamp,
    /// The pipeline its deals are in: the workspace's, with Satchel's own stages.
    pub pipeline: RecordId,
    /// How many customers.
    pub customers: usize,
}

/// A repeatable source of choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }

    fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).copied().unwrap_or_default()
    }

    fn is_one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

struct Maker<'s> {
    sample: &'s Sample,
    names: &'static Names,
    dice: Dice,
    made: u64,
    records: Vec<Record>,
}

impl Sample {
    /// Its records, in an order in which each refers only to those before it or to the pipeline.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let names = match self.language {
            Language::English => &names::ENGLISH,
            Language::Chinese => &names::CHINESE,
        };
        let mut maker = Maker {
            sample: self,
            names,
            dice: Dice(42),
            made: 0,
            records: Vec::new(),
        };
        let owners = maker.owners();
        maker.tags_and_views();
        let products = maker.products();
        let customers = maker.customers(&owners);
        let mut talks = Vec::new();
        for (at, customer) in customers.iter().enumerate() {
            maker.orders(customer, &products, at);
            let deal = (at % 4 != 3)
                .then(|| maker.deal(customer, &products, &owners))
                .flatten();
            // Of some, what was said was about the deal.
            let about = deal.filter(|_| at % 3 == 0).unwrap_or(customer.id);
            maker.notes(customer, about);
            talks.push((deal.unwrap_or(customer.id), customer.owner));
            if at == 0 {
                maker.notes(customer, customer.id);
                maker.notes(customer, customer.id);
            }
        }
        maker.service(&customers, &owners, &products);
        maker.marketing(&customers);
        maker.planned(&customers);
        maker.own(&customers, &products);
        maker.waiting(&talks);
        maker.records
    }
}

/// What later records need to know of a customer.
struct Made {
    id: RecordId,
    owner: RecordId,
    is_company: bool,
    stage: usize,
    /// The one that everything is tried with first.
    is_first: bool,
}

fn text(text: impl Into<Box<str>>) -> Option<Value> {
    Some(Value::text(text))
}

fn number(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

impl Maker<'_> {
    fn id(&mut self, kind: RecordKind) -> RecordId {
        self.made += 1;
        // The same ids every time: loading the sample twice makes nothing twice.
        let random = u128::from(self.dice.roll()) << 20 | u128::from(self.made);
        RecordId::new(kind, Uuid::v7(1_700_000_000_000 + self.made, random))
    }

    fn make(&mut self, kind: RecordKind, fields: Vec<(Key, Option<Value>)>) -> RecordId {
        let id = self.id(kind);
        let stamp = self.sample.stamp;
        let mut record = Record::new(id, stamp);
        for (key, value) in fields {
            if value.is_some() {
                record.put(key, Some(Register { value, stamp }));
            }
        }
        self.records.push(record);
        id
    }

    fn money(&self, major: u64) -> Option<Value> {
        let code = if self.names.currency.is_empty() {
            "EUR"
        } else {
            self.names.currency
        };
        let currency = Currency::parse(code).ok()?;
        Money::from_minor(major as i64 * 100, currency)
            .ok()
            .map(Value::Money)
    }

    /// A day so many days from today.
    fn day(&self, days: i64) -> Option<Value> {
        Some(Value::Date(self.sample.today.add_days(days as i32)))
    }

    /// A moment in the working hours of a day.
    fn moment(&mut self, days: i64) -> Option<Value> {
        let minutes = 8 * 60 + self.dice.below(9 * 60) as i64;
        Some(Value::Instant(self.clock(days, minutes)))
    }

    /// The moment at which the reader's clock shows a minute of a day.
    fn clock(&self, days: i64, minute: i64) -> Instant {
        let day = self.sample.today.add_days(days as i32);
        let shown = Instant::from_date(day).add_ms(minute * 60_000);
        self.sample.zone.moment(shown)
    }

    fn owners(&mut self) -> Vec<RecordId> {
        let roles = ["sales", "sales", "service", "marketing"];
        let names = self.names.owners;
        names
            .iter()
            .zip(roles)
            .map(|(name, role)| {
                self.make(
                    RecordKind::Owner,
                    vec![
                        (Key::one(owner::NAME), text(*name)),
                        (Key::one(owner::ROLE), text(role)),
                    ],
                )
            })
            .collect()
    }

    fn tags_and_views(&mut self) {
        for (name, color) in self
            .names
            .tags
            .iter()
            .zip(["iris", "teal", "rose", "orange", "slate"])
        {
            self.make(
                RecordKind::Tag,
                vec![
                    (Key::one(tag::NAME), text(*name)),
                    (Key::one(tag::COLOR), text(color)),
                ],
            );
        }
        let queries = [
            r#"filter={"and":[{"field":"rating","is":"hot"}]}"#,
            r#"filter={"and":[{"field":"lifecycle","in":["lead","mql","sql"]}]}&sort=name"#,
        ];
        for (order, (name, query)) in self.names.views.iter().zip(queries).enumerate() {
            self.make(
                RecordKind::View,
                vec![
                    (Key::one(view::NAME), text(*name)),
                    (Key::one(view::OBJECT), text("customers")),
                    (Key::one(view::LAYOUT), text("table")),
                    (Key::one(view::QUERY), text(query)),
                    (Key::one(view::ORDER), number(order as f64)),
                ],
            );
        }
    }

    fn products(&mut self) -> Vec<(RecordId, u64)> {
        let products = self.names.products;
        products
            .iter()
            .enumerate()
            .map(|(at, (name, category, price))| {
                let id = self.make(
                    RecordKind::Product,
                    vec![
                        (Key::one(product::NAME), text(*name)),
                        (Key::one(product::CODE), text(format!("P-{:03}", at + 1))),
                        (Key::one(product::CATEGORY), text(*category)),
                        (Key::one(product::PRICE), self.money(*price)),
                        (Key::one(product::ACTIVE), Some(Value::Bool(true))),
                    ],
                );
                (id, *price)
            })
            .collect()
    }

    fn customers(&mut self, owners: &[RecordId]) -> Vec<Made> {
        let mut made: Vec<Made> = Vec::new();
        let mut companies: Vec<(RecordId, String)> = Vec::new();
        for at in 0..self.sample.customers {
            let is_company = at % 8 < 3 || companies.is_empty();
            let rolled = self.dice.below(10);
            // The first one is a customer of long standing, with whom there is something to see.
            let stage = if at == 0 { 5 } else { rolled };
            let owner = self.dice.pick(owners.get(..2).unwrap_or(owners)).copied();
            let mut fields = self.common_fields(owner, stage, at);
            let domain = if is_company {
                let (name, city) = self.company_name(companies.len());
                let domain = self.domain(&name, companies.len());
                fields.extend([
                    (Key::one(customer::KIND), text("company")),
                    (Key::one(customer::NAME), text(name)),
                    (Key::one(customer::DOMAIN), text(domain.clone())),
                    (
                        Key::one(customer::WEBSITE),
                        text(format!("https://{domain}")),
                    ),
                    (
                        Key::one(customer::INDUSTRY),
                        text(self.dice.word(&[
                            "hospitality",
                            "food",
                            "retail",
                            "education",
                            "technology",
                        ])),
                    ),
                    (
                        Key::one(customer::SIZE),
                        number((4 + self.dice.below(60) * 5) as f64),
                    ),
                    (
                        Key::one(customer::TYPE),
                        text(if stage > 3 { "customer" } else { "prospect" }),
                    ),
                    self.email("1", format!("{}@{domain}", self.names.mailbox)),
                    self.phone(at),
                    self.address(city),
                ]);
                domain
            } else {
                self.person_fields(&companies, &mut fields)
            };
            let id = self.make(RecordKind::Customer, fields);
            if is_company {
                companies.push((id, domain));
            }
            made.push(Made {
                id,
                owner: owner.unwrap_or(id),
                is_company,
                stage,
                is_first: at == 0,
            });
        }
        made
    }

    fn common_fields(
        &mut self,
        owner: Option<RecordId>,
        stage: usize,
        at: usize,
    ) -> Vec<(Key, Option<Value>)> {
        let lifecycle = match stage {
            0..2 => "lead",
            2 => "mql",
            3 => "opportunity",
            9 => "former",
            _ => "customer",
        };
        let mut fields = vec![
            (Key::one(field::OWNER), owner.map(Value::Ref)),
            (Key::one(customer::LIFECYCLE), text(lifecycle)),
            (
                Key::one(customer::SOURCE),
                text(
                    self.dice
                        .word(&["referral", "web", "event", "partner", "cold_call"]),
                ),
            ),
            (
                Key::one(customer::RATING),
                text(self.dice.word(&["hot", "warm", "warm", "cold"])),
            ),
            (
                Key::one(field::CREATED_AT),
                self.moment(-30 - (at as i64 * 7) % 600),
            ),
        ];
        if self.dice.is_one_in(3) {
            let tags = self.names.tags;
            fields.push((
                Key::of(field::TAGS, self.dice.word(tags)),
                Some(Value::Bool(true)),
            ));
        }
        if self.dice.is_one_in(2) {
            let days = self.dice.below(30) as i64 - 4;
            fields.push((Key::one(customer::NEXT_FOLLOW_UP), self.day(days)));
        }
        fields
    }

    fn person_fields(
        &mut self,
        companies: &[(RecordId, String)],
        fields: &mut Vec<(Key, Option<Value>)>,
    ) -> String {
        let names = self.names;
        let given = self.dice.word(names.given);
        let family = self.dice.word(names.family);
        let title = self.dice.word(names.titles);
        let company = self.dice.pick(companies).cloned();
        let domain = company
            .as_ref()
            .map_or_else(|| "mail.example".to_owned(), |(_, domain)| domain.clone());
        let is_family_first = self.sample.language == Language::Chinese;
        fields.extend([
            (Key::one(customer::KIND), text("person")),
            (
                Key::one(customer::NAME),
                text(customer::person_name(given, family, is_family_first)),
            ),
            (Key::one(customer::GIVEN_NAME), text(given)),
            (Key::one(customer::FAMILY_NAME), text(family)),
            (
                Key::one(customer::DISPLAY_ORDER),
                text("family_first").filter(|_| is_family_first),
            ),
            (Key::one(customer::TITLE), text(title)),
            self.email(
                "1",
                format!("{}{}@{domain}", names.person_mailbox, self.made),
            ),
            self.phone(self.made as usize),
        ]);
        if let Some((company, _)) = company {
            let part = Part::new([
                (0, Value::Ref(company)),
                (1, Value::text(title)),
                (2, Value::Bool(true)),
            ]);
            fields.push((Key::of(customer::COMPANIES, "1"), Some(Value::Part(part))));
        }
        domain
    }

    fn company_name(&mut self, at: usize) -> (String, &'static str) {
        let names = self.names;
        let (city, _) = names
            .cities
            .get(at % names.cities.len())
            .copied()
            .unwrap_or(("", ""));
        let first = names
            .company_first
            .get(at % names.company_first.len())
            .copied()
            .unwrap_or_default();
        // Each round through the first words moves on among the second ones, so that no name comes
        // twice.
        let round = at / names.company_first.len();
        let second = names
            .company_second
            .get((at % names.company_first.len() + round * 5) % names.company_second.len());
        let second = second.copied().unwrap_or_default();
        let space = if self.sample.language == Language::Chinese {
            ""
        } else {
            " "
        };
        (format!("{first}{space}{second}"), city)
    }

    fn domain(&self, name: &str, at: usize) -> String {
        let ascii: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if ascii.len() < 4 {
            format!("company{at}.example")
        } else {
            format!("{ascii}.example")
        }
    }

    fn email(&self, element: &str, address: String) -> (Key, Option<Value>) {
        let part = Part::new([(0, Value::text(address)), (1, Value::text("work"))]);
        (Key::of(customer::EMAILS, element), Some(Value::Part(part)))
    }

    fn phone(&mut self, at: usize) -> (Key, Option<Value>) {
        let digits = format!("{:06}", (at * 7919 + 1042) % 1_000_000);
        let mut digits = digits.chars();
        let fill = |sign| match sign {
            '#' => digits.next().unwrap_or('0'),
            other => other,
        };
        let number: String = self.names.phone.chars().map(fill).collect();
        let e164: String = number
            .chars()
            .filter(|letter| letter.is_ascii_digit() || *letter == '+')
            .collect();
        let part = Part::new([
            (0, Value::text(number)),
            (1, Value::text("work")),
            (3, Value::text(e164)),
        ]);
        (Key::of(customer::PHONES, "1"), Some(Value::Part(part)))
    }

    fn address(&mut self, city: &str) -> (Key, Option<Value>) {
        let country = self
            .names
            .cities
            .iter()
            .find(|(name, _)| *name == city)
            .map_or("", |(_, country)| country);
        let (street, house) = (self.dice.word(self.names.streets), 1 + self.dice.below(90));
        let street = match self.sample.language {
            Language::Chinese => format!("{street} {house} 号"),
            Language::English => format!("{street} {house}"),
        };
        let part = Part::new([
            (0, Value::text("work")),
            (1, Value::text(street)),
            (2, Value::text(city)),
            (5, Value::text(country)),
        ]);
        (Key::of(customer::ADDRESSES, "1"), Some(Value::Part(part)))
    }

    fn notes(&mut self, of: &Made, about: RecordId) {
        let names = self.names;
        for _ in 0..self.dice.below(4) {
            let days = -(self.dice.below(60) as i64);
            let kind = self
                .dice
                .word(&["call", "note", "meeting", "email", "visit"]);
            let fields = vec![
                (Key::one(activity::KIND), text(kind)),
                (Key::one(activity::ABOUT), Some(Value::Ref(about))),
                (Key::one(activity::BODY), text(self.dice.word(names.notes))),
                (Key::one(activity::AT), self.moment(days)),
                (
                    Key::one(activity::DURATION),
                    number(5.0 + self.dice.below(50) as f64).filter(|_| kind != "note"),
                ),
                (Key::one(field::OWNER), Some(Value::Ref(of.owner))),
            ];
            self.make(RecordKind::Activity, fields);
        }
        if self.dice.is_one_in(3) {
            let days = self.dice.below(14) as i64 - 3;
            let fields = vec![
                (Key::one(activity::KIND), text("task")),
                (
                    Key::one(activity::SUBJECT),
                    text(self.dice.word(names.tasks)),
                ),
                (Key::one(activity::ABOUT), Some(Value::Ref(about))),
                (Key::one(activity::DUE), self.day(days)),
                (Key::one(activity::STATUS), text("not_started")),
                (Key::one(field::OWNER), Some(Value::Ref(of.owner))),
            ];
            self.make(RecordKind::Activity, fields);
        }
    }

    fn deal(
        &mut self,
        of: &Made,
        products: &[(RecordId, u64)],
        owners: &[RecordId],
    ) -> Option<RecordId> {
        let (product, price) = self.dice.pick(products).copied()?;
        let rolled = self.dice.word(&[
            "new",
            "qualified",
            "value_proposed",
            "proposal",
            "negotiation",
            "won",
            "won",
            "lost",
        ]);
        let stage = if of.is_first { "negotiation" } else { rolled };
        let is_closed = matches!(stage, "won" | "lost");
        // Nobody opens a deal for a single bag of beans.
        let lot = match price {
            0..500 => 12,
            500..2000 => 4,
            _ => 1,
        };
        let quantity = lot * (1 + self.dice.below(12) as u64);
        let days = self.dice.below(30) as i64;
        // Most move on in time; one in six has stood for too long.
        let since = if days < 25 { -(days % 12) } else { -days };
        let closing = if is_closed {
            -(self.dice.below(80) as i64)
        } else {
            3 + self.dice.below(90) as i64
        };
        let owner = self.dice.pick(owners).copied().unwrap_or(of.owner);
        let line = Part::new(
            [(0, Value::Ref(product))]
                .into_iter()
                .chain(number(quantity as f64).map(|value| (1, value))),
        );
        let fields = vec![
            (Key::one(deal::NAME), text(self.dice.word(self.names.deals))),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(of.id))),
            (
                Key::one(deal::PIPELINE),
                Some(Value::Ref(self.sample.pipeline)),
            ),
            (Key::one(deal::STAGE), text(stage)),
            (
                Key::one(deal::STAGE_SINCE),
                self.day(if is_closed { closing } else { since }),
            ),
            (Key::one(deal::AMOUNT), self.money(price * quantity)),
            (Key::one(deal::EXPECTED_CLOSE), self.day(closing)),
            (
                Key::one(deal::CLOSED_AT),
                self.day(closing).filter(|_| is_closed),
            ),
            (
                Key::one(deal::LOST_REASON),
                text(self.dice.word(&["price", "competitor", "timing"]))
                    .filter(|_| stage == "lost"),
            ),
            (
                Key::one(deal::NEXT_STEP),
                text(self.dice.word(self.names.tasks)).filter(|_| !is_closed),
            ),
            (
                Key::one(deal::NEXT_FOLLOW_UP),
                self.day(closing % 11 - 2).filter(|_| !is_closed),
            ),
            (Key::of(deal::LINES, "1"), Some(Value::Part(line))),
            (Key::one(field::OWNER), Some(Value::Ref(owner))),
        ];
        Some(self.make(RecordKind::Deal, fields))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{ReplicaId, Shape, campaign, member, ticket};
    use std::collections::HashSet;

    fn sample(language: Language) -> Vec<Record> {
        sample_in(language, Zone::UTC)
    }

    fn sample_in(language: Language, zone: Zone) -> Vec<Record> {
        let pipeline = RecordId::new(RecordKind::Pipeline, Uuid::v7(1, 1));
        let today = Date::parse("2026-11-18").unwrap();
        Sample {
            language,
            today,
            at: Instant::from_date(today).add_ms(42_120_000),
            zone,
            stamp: Stamp::new(1, 0, ReplicaId(1)),
            pipeline,
            customers: SAMPLE_CUSTOMERS,
        }
        .records()
    }

    #[test]
    fn people_of_the_sample_work_by_the_readers_clock() {
        use crate::domain::zone::known;
        for zone in [known::shanghai(), known::berlin(), known::kolkata()] {
            for record in sample_in(Language::English, zone) {
                let fields: &[_] = match record.id.kind {
                    RecordKind::Activity => &[activity::AT, activity::DONE_AT],
                    // What is open is as old as it has to be for its promise.
                    RecordKind::Ticket if record.value(ticket::RESOLVED_AT).is_some() => {
                        &[field::CREATED_AT, ticket::RESOLVED_AT]
                    }
                    RecordKind::Customer => &[field::CREATED_AT],
                    _ => &[],
                };
                for of in fields {
                    let Some(Value::Instant(at)) = record.value(*of) else {
                        continue;
                    };
                    let shown = zone.shown(*at);
                    let minutes = Instant::from_date(shown.date()).ms_until(shown) / 60_000;
                    let hours = 8 * 60..=19 * 60;
                    assert!(
                        hours.contains(&minutes),
                        "{shown} of {} in {zone:?}",
                        record.id
                    );
                }
            }
        }
    }

    #[test]
    fn a_campaign_of_the_sample_has_paid() {
        let records = sample(Language::English);
        let money = |record: &Record, field| {
            let money = record.value(field).and_then(Value::as_money);
            money.map_or(0, Money::minor)
        };
        let of = |kind| records.iter().filter(move |one| one.id.kind == kind);
        let paid = of(RecordKind::Campaign).filter(|campaign| {
            let members = of(RecordKind::Member)
                .filter(|one| one.value(member::CAMPAIGN) == Some(&Value::Ref(campaign.id)));
            let deals = members.filter_map(|one| one.value(member::DEAL)?.as_ref_id());
            let came = deals.filter_map(|id| of(RecordKind::Deal).find(|deal| deal.id == id));
            let came = came.filter(|deal| deal.text(deal::STAGE) == "won");
            let revenue: i64 = came.map(|deal| money(deal, deal::AMOUNT)).sum();
            let cost = money(campaign, campaign::ACTUAL_COST);
            cost > 0 && revenue > 2 * cost
        });
        assert_eq!(paid.count(), 1);
    }

    #[test]
    fn the_sample_is_always_the_same_and_refers_only_to_what_is_there() {
        for language in [Language::English, Language::Chinese] {
            let records = sample(language);
            assert_eq!(records, sample(language));
            let count = |kind| {
                records
                    .iter()
                    .filter(|record| record.id.kind == kind)
                    .count()
            };
            assert_eq!(count(RecordKind::Customer), SAMPLE_CUSTOMERS);
            assert!(count(RecordKind::Deal) > 100 && count(RecordKind::Transaction) > 100);
            // Every kind is there to be looked at; a pipeline and settings have all workspaces, and a
            // model is fitted to what is there.
            for kind in RecordKind::ALL {
                let is_given = matches!(
                    kind,
                    RecordKind::Pipeline | RecordKind::Settings | RecordKind::Model
                );
                assert!(is_given || count(kind) > 0, "{kind:?}");
            }
            let mut seen: HashSet<RecordId> =
                HashSet::from([RecordId::new(RecordKind::Pipeline, Uuid::v7(1, 1))]);
            for record in &records {
                let may_be_nameless =
                    matches!(record.id.kind, RecordKind::Activity | RecordKind::Member);
                assert!(!record.name().is_empty() || may_be_nameless, "{record:?}");
                for (key, register) in record.registers() {
                    let field = record.id.kind.field(key.field).unwrap();
                    let value = register.value.as_ref().unwrap();
                    // Of a set, only that an element is there is written.
                    if field.shape != Shape::Set {
                        assert_eq!(
                            crate::workspace::input::check(field.of, value),
                            Ok(()),
                            "{key:?} {value:?}"
                        );
                    }
                    let refs = match value {
                        Value::Ref(id) => vec![*id],
                        Value::Part(part) => part
                            .iter()
                            .filter_map(|(_, value)| value.as_ref_id())
                            .collect(),
                        _ => vec![],
                    };
                    assert!(refs.iter().all(|id| seen.contains(id)), "{record:?}");
                }
                assert!(seen.insert(record.id), "an id twice");
            }
        }
    }
}
