//! Puts a record together from what a row says: parts from their values, a name where none is
//! written, the day a deal closed. What other products call an option is known here too.

use std::collections::BTreeMap;

use crate::domain::field::{CUSTOM, EXTERNAL_IDS, Options};
use crate::domain::{
    Date, Key, Number, Part, RecordKind, Value, activity, custom_field, customer, deal, product,
};

use super::draft::Draft;
use crate::exchange::source::normal;
use crate::exchange::target::{FIRST_ELEMENT, Slot, Subject};

/// Registers by their keys.
pub type Fields = BTreeMap<Key, Value>;

/// What other products and languages call our options, by field: code, then its words.
const OPTION_WORDS: &[(&str, &str)] = &[
    (
        "lifecycle",
        "mql marketingqualifiedlead|sql salesqualifiedlead|lead 线索 潜在客户|opportunity 商机|customer 客户 成交客户 已成交|former 流失 流失客户|other 其他",
    ),
    (
        "lead_status",
        "new opennotcontacted notcontacted 新 新线索|contacted workingcontacted attemptedtocontact connected 已联系|working inprogress open opendeal 跟进中|nurture badtiming contactinfuture|qualified prequalified 已验证|unqualified notqualified junklead lostlead closednotconverted 无效|converted closedconverted 已转化",
    ),
    (
        "source",
        "web website organicsearch directtraffic onlineform internet 网站 官网|phone phoneinquiry 电话|referral referrals employeereferral externalreferral wordofmouth 转介绍 推荐 介绍|partner partnerreferral 合作伙伴|event tradeshow conference seminar 展会 活动|campaign emailmarketing|advertisement ad ads paidsearch paidsocial 广告|cold_call 陌生拜访|purchased_list|other offlinesources 其他",
    ),
    ("rating", "hot 热|warm 温|cold 冷"),
    (
        "type",
        "customer customerdirect customerchannel 客户|partner installationpartner technologypartner 合作伙伴|reseller channelpartnerreseller distributor 经销商 代理商|supplier vendor 供应商|competitor 竞争对手|prospect 潜在客户|other 其他|new_business newcustomer newbusiness 新业务|existing_business existingbusiness existingcustomerupgrade existingcustomerreplacement existingcustomerdowngrade|renewal 续约",
    ),
    (
        "industry",
        "technology 科技 互联网|telecommunications 通信 电信|finance 金融|healthcare 医疗|retail 零售|manufacturing 制造 制造业|education 教育|construction 建筑|real_estate 房地产|logistics 物流|energy 能源|agriculture 农业|government 政府|consulting 咨询|media 媒体|travel 旅游|food 食品|other 其他",
    ),
    (
        "status",
        "not_started 未开始|in_progress 进行中|waiting waitingonsomeoneelse waitingforinput|done completed complete closed finished 已完成 完成|deferred 推迟|cancelled canceled 取消 已取消|paid 已付款 已支付|open unpaid pending 未付款 待付款",
    ),
    (
        "priority",
        "low lowest 低|normal medium none 中 普通|high highest urgent 高 紧急",
    ),
    (
        "kind",
        "person individual contact 个人 联系人|company business organization 公司 企业|call 电话|meeting 会议|email 邮件|note 笔记 备注|task todo 任务|visit 拜访|order 订单|invoice 发票|payment 付款 收款|refund 退款",
    ),
    (
        "forecast_category",
        "omitted notforecasted|commit committed mostlikely|closed closedwon|best_case bestcase",
    ),
    (
        "lost_reason",
        "price tooexpensive 价格|competitor losttocompetitor 竞争对手|no_budget nobudgetlostfunding 无预算|no_decision nodecisionnonresponsive|timing badtiming|other 其他",
    ),
    (
        "display_order",
        "given_first westernorder|family_first easternorder",
    ),
    (
        "channel",
        "web online internet 线上|shop store 门店|phone 电话|partner 渠道|other 其他",
    ),
    (
        "direction",
        "in inbound incoming 呼入|out outbound outgoing 呼出",
    ),
];

/// The option that a text means; none where it is not known.
pub fn known_option(
    kind: RecordKind,
    slot: &Slot,
    options: Options,
    text: &str,
) -> Option<&'static str> {
    let word = normal(text);
    let by_code = options.codes.iter().find(|code| normal(code) == word);
    if let Some(code) = by_code {
        return Some(code);
    }
    let field = kind.field(slot.field)?;
    let (_, words) = OPTION_WORDS.iter().find(|(name, _)| *name == field.name)?;
    let mut lists = words.split('|').map(|list| list.split(' '));
    let code = lists.find_map(|mut list| {
        let code = list.next()?;
        list.any(|other| other == word).then_some(code)
    })?;
    options.codes.iter().find(|known| **known == code).copied()
}

/// What a stage is by its name alone, in the words of other products: `won` or `lost`.
pub fn closing_of(stage: &str) -> Option<&'static str> {
    const WON: &str =
        "won closedwon closewon win dealwon 赢单 成交 已成交 已赢单 赢单关闭 签约 已签约";
    const LOST: &str = "lost closedlost closelost losttocompetitor closedlosttocompetition deallost 输单 丢单 已输单 失败 流失";
    let word = normal(stage);
    if WON.split(' ').any(|known| known == word) {
        Some("won")
    } else if LOST.split(' ').any(|known| known == word) {
        Some("lost")
    } else {
        None
    }
}

/// The usual chance of a stage by its name, in percent; none where the name tells nothing.
pub fn usual_chance(stage: &str) -> Option<u8> {
    const CHANCES: &str = "prospecting 10|qualification 10|needsanalysis 20|valueproposition 50|iddecisionmakers 60|identifydecisionmakers 60|perceptionanalysis 70|proposalpricequote 75|negotiationreview 90|appointmentscheduled 20|qualifiedtobuy 40|presentationscheduled 60|decisionmakerboughtin 80|contractsent 90|demo 25|demomaking 25|proposal 50|proposalquotation 50|negotiation 70|readytoclose 90|engaging 30|new 10|qualified 20|初步接洽 10|需求分析 20|方案报价 60|谈判 80|谈判审核 90";
    let word = normal(stage);
    let find = |entry: &str| {
        let (name, chance) = entry.split_once(' ')?;
        (name == word).then(|| chance.parse().ok()).flatten()
    };
    CHANCES.split('|').find_map(find)
}

/// Puts values at their places: those of one part together.
pub fn assemble(
    kind: RecordKind,
    values: impl IntoIterator<Item = (Slot, Value)>,
    members: impl IntoIterator<Item = (Slot, String)>,
) -> Fields {
    let mut fields = Fields::new();
    for (slot, value) in values {
        let key = Key {
            field: slot.field,
            element: slot.element.clone(),
        };
        let Some(place) = slot.part else {
            fields.insert(key, value);
            continue;
        };
        let part = fields
            .entry(key)
            .or_insert_with(|| Value::Part(Part::default()));
        if let Value::Part(part) = part {
            part.set(place, Some(value));
        }
    }
    for (slot, member) in members {
        let key = match slot.own_key() {
            Some(key) => custom_field::member(key, &member),
            None => Key::of(slot.field, member),
        };
        fields.insert(key, Value::Bool(true));
    }
    for (key, value) in &mut fields {
        if let Value::Part(part) = value {
            complete(kind, key, part);
        }
    }
    fields
}

/// What follows from where a part stands: its use, whether it is the first.
fn complete(kind: RecordKind, key: &Key, part: &mut Part) {
    let element = key.element.as_deref().unwrap_or_default();
    let yes = || Some(Value::Bool(true)).filter(|_| element == FIRST_ELEMENT);
    match (kind, key.field) {
        (RecordKind::Customer, customer::EMAILS | customer::PHONES) => {
            part.set(1, usage(element).map(Value::text));
            part.set(2, yes());
        }
        (RecordKind::Customer, customer::ADDRESSES) => part.set(0, usage(element).map(Value::text)),
        (RecordKind::Customer, customer::COMPANIES) => part.set(2, yes()),
        (RecordKind::Deal, deal::LINES) if part.value(0).is_some() && part.value(1).is_none() => {
            part.set(1, Number::from_f64(1.0).map(Value::Number));
        }
        _ => {}
    }
}

/// What an address or number is for, by its element: `home`, also of a second one, `home2`.
fn usage(element: &str) -> Option<&str> {
    let usage = element.trim_end_matches(|c: char| c.is_ascii_digit());
    Some(usage).filter(|usage| !usage.is_empty())
}

/// The fields by which a row's own record is known, before anything is resolved.
pub(super) fn compose_name(subject: Subject, draft: &Draft) -> Vec<(Key, Value)> {
    let kind = subject.kind();
    let is_telling = |slot: &Slot| {
        slot.field == EXTERNAL_IDS
            || slot.field == kind.name_field()
            || match kind {
                RecordKind::Customer => matches!(
                    slot.field,
                    customer::KIND
                        | customer::GIVEN_NAME
                        | customer::FAMILY_NAME
                        | customer::EMAILS
                        | customer::PHONES
                        | customer::DOMAIN
                ),
                RecordKind::Owner => slot.field == crate::domain::owner::EMAIL,
                RecordKind::Product => slot.field == product::CODE,
                RecordKind::Transaction => slot.field == crate::domain::transaction::NUMBER,
                _ => false,
            }
    };
    let values = draft
        .values
        .iter()
        .filter(|(slot, _)| is_telling(slot))
        .cloned();
    let mut fields = assemble(kind, values, []);
    fix(subject, &mut fields);
    name(subject, &mut fields, &[]);
    fields.into_iter().collect()
}

/// What every record of the subject has unless the row says otherwise.
pub fn fix(subject: Subject, fields: &mut Fields) {
    for (ix, text) in subject.fixed() {
        fields
            .entry(Key::one(*ix))
            .or_insert_with(|| Value::text(*text));
    }
}

/// Gives a record a name where the row writes none. `parts` are texts of the row that name a
/// deal: whom it is for and what of.
pub fn name(subject: Subject, fields: &mut Fields, parts: &[&str]) {
    let kind = subject.kind();
    let text = |fields: &Fields, ix| {
        fields
            .get(&Key::one(ix))
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    let key = Key::one(kind.name_field());
    if kind == RecordKind::Customer && text(fields, customer::KIND) == "person" {
        let (given, family) = (
            text(fields, customer::GIVEN_NAME),
            text(fields, customer::FAMILY_NAME),
        );
        if !given.is_empty() || !family.is_empty() {
            let is_han = |name: &str| name.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
            let order = text(fields, customer::DISPLAY_ORDER);
            let family_first = match order.as_str() {
                "" => is_han(&given) && is_han(&family),
                order => order == "family_first",
            };
            if family_first && order.is_empty() {
                fields.insert(
                    Key::one(customer::DISPLAY_ORDER),
                    Value::text("family_first"),
                );
            }
            let name = customer::person_name(&given, &family, family_first);
            fields.insert(key, Value::text(name));
            return;
        }
    }
    if fields.contains_key(&key) {
        return;
    }
    let first_part = |ix, place| {
        let mut all = fields.iter().filter(|(key, _)| key.field == ix);
        all.find_map(|(_, value)| Some(value.as_part()?.value(place)?.as_text()?.to_owned()))
    };
    let made = match kind {
        // Lists of addresses often have nothing else; better a name than a rejected row.
        RecordKind::Customer => [customer::DOMAIN, customer::LEGAL_NAME]
            .into_iter()
            .map(|ix| text(fields, ix))
            .find(|text| !text.is_empty())
            .or_else(|| first_part(customer::EMAILS, 0))
            .or_else(|| first_part(customer::PHONES, 0)),
        RecordKind::Deal => {
            let words: Vec<&str> = parts
                .iter()
                .copied()
                .filter(|part| !part.is_empty())
                .collect();
            Some(words.join(", ")).filter(|name| !name.is_empty())
        }
        _ => None,
    };
    if let Some(made) = made {
        let made: String = made.chars().take(255).collect();
        fields.insert(key, Value::text(made));
    }
}

/// What follows from a deal's stage: a closed one has a day of closing, which files write where
/// open ones have the expected day.
pub fn close(fields: &mut Fields, category: &str) {
    let date = |fields: &Fields, ix| fields.get(&Key::one(ix)).and_then(Value::as_date);
    let expected = date(fields, deal::EXPECTED_CLOSE);
    if category == "open" {
        fields.remove(&Key::one(deal::CLOSED_AT));
    } else if date(fields, deal::CLOSED_AT).is_none()
        && let Some(day) = expected
    {
        fields.insert(Key::one(deal::CLOSED_AT), Value::Date(day));
    }
    let since = date(fields, deal::CLOSED_AT).or_else(|| date(fields, deal::STARTED_AT));
    if let Some(day) = since {
        fields
            .entry(Key::one(deal::STAGE_SINCE))
            .or_insert(Value::Date(day));
    }
}

/// What follows from other values, for new records only.
pub fn derive(kind: RecordKind, fields: &mut Fields, today: Date) {
    match kind {
        RecordKind::Product => {
            fields
                .entry(Key::one(product::ACTIVE))
                .or_insert(Value::Bool(true));
        }
        RecordKind::Deal => {
            fields
                .entry(Key::one(deal::STAGE_SINCE))
                .or_insert(Value::Date(today));
        }
        RecordKind::Activity => {
            let is = |ix, text| fields.get(&Key::one(ix)).and_then(Value::as_text) == Some(text);
            if is(activity::KIND, "task") && !fields.contains_key(&Key::one(activity::STATUS)) {
                let done = fields.contains_key(&Key::one(activity::DONE_AT));
                let status = if done { "done" } else { "not_started" };
                fields.insert(Key::one(activity::STATUS), Value::text(status));
            }
        }
        _ => {}
    }
}

/// The required fields that are missing, by name.
pub fn missing(kind: RecordKind, fields: &Fields) -> Vec<&'static str> {
    let is_there = |ix| match fields.get(&Key::one(ix)) {
        Some(Value::Text(text)) => !text.trim().is_empty(),
        other => other.is_some(),
    };
    kind.fields()
        .filter(|(ix, field)| field.is_required && !is_there(*ix))
        .map(|(_, field)| field.name)
        .collect()
}

/// Whether a row has a value of an own field.
pub fn has_own(fields: &Fields, key: &str) -> bool {
    let own = fields.keys().filter(|of| of.field == CUSTOM);
    let mut elements = own.filter_map(|of| of.element.as_deref());
    elements.any(|element| custom_field::split(element).0 == key)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::domain::Type;
    use crate::exchange::target::Target;

    fn slot(kind: RecordKind, path: &str) -> Slot {
        Target::parse(kind, path).unwrap().slot().unwrap().clone()
    }

    fn option(kind: RecordKind, path: &str, text: &str) -> Option<&'static str> {
        let slot = slot(kind, path);
        let Some(Type::Choice(options)) = slot.of(kind) else {
            panic!("{path} is no choice")
        };
        known_option(kind, &slot, options, text)
    }

    #[test]
    fn options_are_known_in_the_words_of_others() {
        use RecordKind::{Activity, Customer, Deal, Transaction};
        for (kind, path, text, code) in [
            (Customer, "lifecycle", "salesqualifiedlead", Some("sql")),
            (Customer, "lifecycle", "Customer", Some("customer")),
            (Customer, "source", "Organic Search", Some("web")),
            (Customer, "source", "Cold Call", Some("cold_call")),
            (
                Customer,
                "type",
                "Channel Partner / Reseller",
                Some("reseller"),
            ),
            (Customer, "lead_status", "Open - Not Contacted", Some("new")),
            (Customer, "industry", "Retail", Some("retail")),
            (Customer, "industry", "technolgy", None),
            (Customer, "industry", "medical", None),
            (Deal, "type", "New Business", Some("new_business")),
            (Deal, "type", "Customer", None),
            (Activity, "status", "Completed", Some("done")),
            (Activity, "kind", "电话", Some("call")),
            (Transaction, "status", "Pending", Some("open")),
        ] {
            assert_eq!(option(kind, path, text), code, "{path} {text}");
        }
    }

    #[test]
    fn every_word_list_names_codes_that_exist() {
        for (name, words) in OPTION_WORDS {
            for list in words.split('|') {
                let code = list.split(' ').next().unwrap();
                let is_code = RecordKind::ALL.into_iter().any(|kind| {
                    kind.fields().any(|(_, field)| match field.of {
                        Type::Choice(options) => {
                            field.name == *name && options.codes.contains(&code)
                        }
                        _ => false,
                    })
                });
                assert!(is_code, "{name}: {code}");
                for word in list.split(' ').skip(1) {
                    assert_eq!(normal(word), word);
                }
            }
        }
    }

    #[test]
    fn closed_stages_are_known_by_their_names() {
        for (name, closing) in [
            ("Won", Some("won")),
            ("Closed Won", Some("won")),
            ("closedlost", Some("lost")),
            ("赢单", Some("won")),
            ("Engaging", None),
        ] {
            assert_eq!(closing_of(name), closing);
        }
        assert_eq!(usual_chance("Negotiation/Review"), Some(90));
    }

    #[test]
    fn parts_of_one_element_come_together() {
        let kind = RecordKind::Customer;
        let value = |path: &str, text: &str| (slot(kind, path), Value::text(text));
        let fields = assemble(
            kind,
            [
                value("addresses.billing.city", "Bern"),
                value("addresses.billing.country", "CH"),
                value("emails", "a@b.cd"),
                value("emails.home", "h@b.cd"),
            ],
            [(slot(kind, "tags"), "vip".to_owned())],
        );
        let part = |ix, element: &str| fields[&Key::of(ix, element)].as_part().unwrap().clone();
        let address = part(customer::ADDRESSES, "billing");
        assert_eq!(
            (address.value(0), address.value(2)),
            (Some(&Value::text("billing")), Some(&Value::text("Bern")))
        );
        let first = part(customer::EMAILS, "1");
        assert_eq!(
            (first.value(1), first.value(2)),
            (None, Some(&Value::Bool(true)))
        );
        assert_eq!(
            part(customer::EMAILS, "home").value(1),
            Some(&Value::text("home"))
        );
        assert_eq!(
            fields[&Key::of(crate::domain::field::TAGS, "vip")],
            Value::Bool(true)
        );
    }

    #[test]
    fn names_are_made_where_none_is_written() {
        let named = |subject: Subject, values: &[(&str, &str)], parts: &[&str]| {
            let kind = subject.kind();
            let values = values
                .iter()
                .map(|(path, text)| (slot(kind, path), Value::text(*text)));
            let mut fields = assemble(kind, values, []);
            fix(subject, &mut fields);
            name(subject, &mut fields, parts);
            fields
                .get(&Key::one(kind.name_field()))
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        assert_eq!(
            named(
                Subject::Person,
                &[("given_name", "Ann"), ("family_name", "Li")],
                &[]
            )
            .as_deref(),
            Some("Ann Li")
        );
        assert_eq!(
            named(
                Subject::Person,
                &[("given_name", "雪"), ("family_name", "王")],
                &[]
            )
            .as_deref(),
            Some("王雪")
        );
        assert_eq!(
            named(Subject::Person, &[("emails", "a@b.cd")], &[]).as_deref(),
            Some("a@b.cd")
        );
        assert_eq!(
            named(Subject::Company, &[("domain", "acme.example")], &[]).as_deref(),
            Some("acme.example")
        );
        assert_eq!(
            named(Subject::Deal, &[], &["Cancity", "GTX Pro"]).as_deref(),
            Some("Cancity, GTX Pro")
        );
        assert_eq!(named(Subject::Company, &[("industry", "x")], &[]), None);
    }
}
