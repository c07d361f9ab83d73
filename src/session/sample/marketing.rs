//! The segments and campaigns of the sample: one that is over, one that goes on, one that is planned,
//! each with its members and what became of them.

use super::{Language, Made, Maker, number, text};
use crate::domain::{
    Key, Part, RecordId, RecordKind, Value, campaign, deal, field, member, segment,
};

/// The words of this part, in one language.
struct Words {
    /// Name and conditions.
    segments: [(&'static str, &'static str); 2],
    chosen: &'static str,
    /// Name, subject and text of two texts that are compared.
    texts: [(&'static str, &'static str, &'static str); 2],
    campaigns: [&'static str; 3],
    answers: &'static [&'static str],
    /// What those ordered who came to order something.
    order: &'static str,
}

const ACTIVE: &str =
    r#"{"and":[{"field":"lifecycle","is":"customer"},{"field":"kind","is":"company"}]}"#;
const DUE: &str = r#"{"and":[{"field":"lifecycle","in":["lead","mql","sql"]},{"or":[{"field":"rating","is":"hot"},{"field":"source","is":"event"}]}]}"#;

static ENGLISH: Words = Words {
    segments: [("Companies that buy", ACTIVE), ("Leads worth a call", DUE)],
    chosen: "Tasting guests",
    texts: [
        (
            "Autumn blends, plain",
            "Our autumn blends are here",
            "Hello {{customer.given_name|there}},\n\nthe autumn blends are roasted. A sample of 250 g comes with your next delivery; say the word, and it is yours.\n\n{{owner.name}}",
        ),
        (
            "Autumn blends, personal",
            "A blend for {{customer.name}}",
            "Hello {{customer.given_name|there}},\n\nwe kept back ten kilos of the autumn blend for {{customer.name}}. Shall we send them?\n\n{{owner.name}}",
        ),
    ],
    campaigns: ["Autumn blends", "Open roastery day", "Spring machines"],
    answers: &[
        "Asked for the price list",
        "Wants a tasting",
        "Ordered two bags",
    ],
    order: "Autumn order",
};

static CHINESE: Words = Words {
    segments: [("在购企业客户", ACTIVE), ("值得联系的线索", DUE)],
    chosen: "试饮会来宾",
    texts: [
        (
            "秋季拼配（通用）",
            "秋季拼配上市",
            "{{customer.name|您好}}，\n\n秋季拼配已经烘焙完成，下次送货附上 250 克样品，需要请回复。\n\n{{owner.name}}",
        ),
        (
            "秋季拼配（专属）",
            "为{{customer.name}}留的拼配",
            "{{customer.name|您好}}，\n\n我们为贵店留了十公斤秋季拼配，是否安排送货？\n\n{{owner.name}}",
        ),
    ],
    campaigns: ["秋季拼配", "烘焙工坊开放日", "春季设备活动"],
    answers: &["索要报价单", "希望安排试饮", "已订购两袋"],
    order: "秋季订单",
};

impl Maker<'_> {
    /// Segments, texts, campaigns and members.
    pub(super) fn marketing(&mut self, customers: &[Made]) {
        let words = match self.sample.language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        };
        let segments: Vec<RecordId> = words
            .segments
            .iter()
            .map(|(name, filter)| {
                let fields = vec![
                    (Key::one(segment::NAME), text(*name)),
                    (Key::one(segment::KIND), text("dynamic")),
                    (Key::one(segment::FILTER), text(*filter)),
                ];
                self.make(RecordKind::Segment, fields)
            })
            .collect();
        let chosen = vec![
            (Key::one(segment::NAME), text(words.chosen)),
            (Key::one(segment::KIND), text("static")),
        ];
        let chosen = self.make(RecordKind::Segment, chosen);
        let guests: Vec<RecordId> = customers.iter().map(|of| of.id).step_by(9).collect();
        self.join(chosen, &guests);
        let texts: Vec<RecordId> = words
            .texts
            .iter()
            .map(|(name, subject, body)| self.template("email", name, Some(subject), body))
            .collect();
        let [over, running, planned] = words.campaigns;
        let reached: Vec<&Made> = customers.iter().filter(|of| of.stage > 3).collect();
        let id = self.campaign(over, "email", "completed", (-62, -32), &segments, &texts);
        for (at, of) in reached.iter().take(90).enumerate() {
            let variant = if at % 2 == 0 { "a" } else { "b" };
            let status = match at % 20 {
                0..3 => "sent",
                3..9 => "opened",
                9..13 => "clicked",
                13..17 => "responded",
                17 => "converted",
                18 => "bounced",
                _ => "opted_out",
            };
            // They were written to over some weeks.
            let day = -60 + (at as i64 * 7) % 20;
            let order = (status == "converted").then(|| self.order(of, at, words.order));
            self.member(id, of, (status, Some(variant)), day, order, words);
        }
        let id = self.campaign(running, "event", "active", (-9, 12), &[chosen], &[]);
        for (at, of) in customers.iter().step_by(9).enumerate() {
            let status = match at % 5 {
                0 | 1 => "sent",
                2 | 3 => "responded",
                _ => "targeted",
            };
            let day = -8 + (at as i64 * 3) % 6;
            self.member(id, of, (status, None), day, None, words);
        }
        self.campaign(planned, "email", "planned", (96, 126), &segments, &[]);
    }

    /// Puts customers that were made before into a segment.
    fn join(&mut self, segment: RecordId, customers: &[RecordId]) {
        let stamp = self.sample.stamp;
        let key = Key::of(crate::domain::customer::SEGMENTS, segment.uuid.to_string());
        let records = self.records.iter_mut();
        for record in records.filter(|record| customers.contains(&record.id)) {
            let value = Some(Value::Bool(true));
            record.put(key.clone(), Some(crate::domain::Register { value, stamp }));
        }
    }

    fn campaign(
        &mut self,
        name: &str,
        of: &str,
        status: &str,
        (start, end): (i64, i64),
        segments: &[RecordId],
        texts: &[RecordId],
    ) -> RecordId {
        let is_over = status == "completed";
        let mut fields = vec![
            (Key::one(campaign::NAME), text(name)),
            (Key::one(campaign::TYPE), text(of)),
            (Key::one(campaign::STATUS), text(status)),
            (Key::one(campaign::START), self.day(start)),
            (Key::one(campaign::END), self.day(end)),
            (Key::one(campaign::BUDGET), self.money(1200)),
            (
                Key::one(campaign::ACTUAL_COST),
                self.money(980).filter(|_| is_over),
            ),
            (Key::one(campaign::EXPECTED_REVENUE), self.money(9000)),
            (Key::one(campaign::EXPECTED_RESPONSE), number(20.0)),
            (
                Key::one(campaign::CHANNEL),
                text(if of == "event" { "in_person" } else { "email" }),
            ),
        ];
        for segment in segments {
            let part = Part::new([(0, Value::Ref(*segment)), (1, Value::text("include"))]);
            let key = Key::of(campaign::AUDIENCE, segment.uuid.to_string());
            fields.push((key, Some(Value::Part(part))));
        }
        for ((name, template), order) in ["a", "b"].iter().zip(texts).zip(0u32..) {
            let order = number(f64::from(order)).map(|order| (2, order));
            let part = [
                (0, Value::text(name.to_uppercase())),
                (1, Value::Ref(*template)),
            ];
            let part = Part::new(part.into_iter().chain(order));
            fields.push((Key::of(campaign::VARIANTS, *name), Some(Value::Part(part))));
        }
        self.make(RecordKind::Campaign, fields)
    }

    /// What a customer ordered since a campaign reached them: enough that the campaign has paid.
    fn order(&mut self, customer: &Made, at: usize, name: &str) -> RecordId {
        let day = -30 + (at % 20) as i64;
        let fields = vec![
            (Key::one(deal::NAME), text(name)),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(customer.id))),
            (
                Key::one(deal::PIPELINE),
                Some(Value::Ref(self.sample.pipeline)),
            ),
            (Key::one(deal::STAGE), text("won")),
            (Key::one(deal::STAGE_SINCE), self.day(day)),
            (Key::one(deal::AMOUNT), self.money(640 + at as u64 * 17)),
            (Key::one(deal::EXPECTED_CLOSE), self.day(day)),
            (Key::one(deal::CLOSED_AT), self.day(day)),
            (Key::one(field::OWNER), Some(Value::Ref(customer.owner))),
        ];
        self.make(RecordKind::Deal, fields)
    }

    /// A member by its status and the text that it got, and with the deal that came of it.
    fn member(
        &mut self,
        of: RecordId,
        customer: &Made,
        (status, variant): (&str, Option<&str>),
        days: i64,
        deal: Option<RecordId>,
        words: &Words,
    ) {
        // Whoever came far also went through what comes before.
        let order = ["sent", "opened", "clicked", "responded", "converted"];
        let reached = order.iter().position(|step| *step == status);
        let reached = match (status, reached) {
            ("bounced" | "opted_out", _) => Some(0),
            // An answer to an invitation is not clicked.
            (_, reached) => reached,
        };
        let mut step = |place: usize, after: i64| {
            let moment = self.moment(days + after);
            moment.filter(|_| reached.is_some_and(|reached| reached >= place))
        };
        let (sent, opened, clicked) = (step(0, 0), step(1, 1), step(2, 1));
        let responded = step(3, 2);
        let is_mail = variant.is_some();
        let note = text(self.dice.word(words.answers));
        let fields = vec![
            (Key::one(member::CAMPAIGN), Some(Value::Ref(of))),
            (Key::one(member::CUSTOMER), Some(Value::Ref(customer.id))),
            (Key::one(member::STATUS), text(status)),
            (Key::one(member::VARIANT), variant.and_then(text)),
            (Key::one(member::SENT_AT), sent),
            (Key::one(member::OPENED_AT), opened.filter(|_| is_mail)),
            (Key::one(member::CLICKED_AT), clicked.filter(|_| is_mail)),
            (Key::one(member::NOTE), note.filter(|_| responded.is_some())),
            (Key::one(member::RESPONDED_AT), responded),
            (Key::one(member::DEAL), deal.map(Value::Ref)),
            (Key::one(field::OWNER), Some(Value::Ref(customer.owner))),
        ];
        self.make(RecordKind::Member, fields);
    }
}
