//! Who the companies and persons of the sample are: their names, addresses and numbers, and how far they
//! have come.

use super::{Language, Made, Maker, number, text};
use crate::domain::{Key, Part, RecordId, RecordKind, Value, customer, field};

impl Maker<'_> {
    pub(super) fn customers(&mut self, owners: &[RecordId]) -> Vec<Made> {
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
}
