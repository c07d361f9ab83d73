//! The one thing most worth doing with a record, over REST and in both languages. It is the 5th of March
//! 2026 there, and by the clock of tickets the 14th of November 2023, 22:13.

use super::house::{House, id_of};
use serde_json::{Value as Json, json};

/// What is said of a record: the rule, what to do and why in both languages, and the action.
fn next(house: &House, collection: &str, document: &Json) -> Json {
    let id = id_of(document);
    house.gets(&format!("/api/scores/{collection}/{id}"))["next"].clone()
}

fn texts(next: &Json) -> [&str; 5] {
    ["code", "sentence", "sentence_zh", "reason", "reason_zh"]
        .map(|name| next[name].as_str().unwrap())
}

#[test]
fn advice_on_customers_deals_and_tickets_is_told_with_its_reason_in_both_languages() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let said = next(&house, "customers", &kanal);
    assert_eq!(
        texts(&said),
        [
            "reach",
            "Add a phone number or an e-mail address.",
            "补充电话或邮箱。",
            "There is no number and no e-mail address.",
            "没有电话和邮箱。"
        ]
    );
    let action = json!({"code": "add_number", "id": id_of(&kanal)});
    assert_eq!(said["action"], action);

    let deal = house.makes(
        "deals",
        json!({"name": "Beans", "customer": id_of(&kanal), "expected_close": "2026-03-01"}),
    );
    let said = next(&house, "deals", &deal);
    assert_eq!(
        texts(&said),
        [
            "close",
            "Set a new expected close, or close the deal.",
            "更新预计成交日期，或关闭商机。",
            "It was expected to close on 2026-03-01, 4 days ago.",
            "预计成交日期为 2026-03-01（4 天前）。"
        ]
    );
    // The customer's page sends one there.
    let said = next(&house, "customers", &kanal);
    let [code, sentence, chinese, ..] = texts(&said);
    assert_eq!(
        (code, sentence, chinese),
        ("deal", "See to \"Beans\".", "处理“Beans”。")
    );
    assert_eq!(said["action"], json!({"code": "open", "id": id_of(&deal)}));

    let ticket = house.makes(
        "tickets",
        json!({"subject": "Leak", "status": "new", "priority": "normal",
            "customer": id_of(&kanal), "first_response_due": "2023-11-14T20:00:00Z"}),
    );
    let said = next(&house, "tickets", &ticket);
    assert_eq!(
        texts(&said),
        [
            "reply_late",
            "Reply to the customer.",
            "回复客户。",
            "The first reply was due 2 hours 14 minutes ago.",
            "首次回复已超时 2 小时 14 分钟。"
        ]
    );
    let said = next(&house, "customers", &kanal);
    assert_eq!(texts(&said)[1], "Reply on \"Leak\".");
}

#[test]
fn who_usually_buys_by_now_is_called_and_needs_become_deals() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal", "phones": [{"value": "+45 12 34 56 78"}]}),
    );
    let customer = id_of(&kanal);
    let product = house.makes("products", json!({"name": "Decaf beans"}));
    house.makes(
        "needs",
        json!({"subject": "Decaf", "status": "open", "customer": customer, "product": id_of(&product)}),
    );
    let said = next(&house, "customers", &kanal);
    assert_eq!(
        texts(&said),
        [
            "need",
            "Offer Decaf beans.",
            "推荐 Decaf beans。",
            "Needs \"Decaf\", and no deal is open.",
            "有需求“Decaf”，但没有进行中的商机。"
        ]
    );
    for day in ["2025-12-03", "2026-01-02", "2026-02-01"] {
        house.makes(
            "transactions",
            json!({"kind": "order", "customer": customer, "date": day,
                "amount": {"minor": 100, "currency": "EUR"}}),
        );
    }
    let said = next(&house, "customers", &kanal);
    assert_eq!(
        texts(&said),
        [
            "purchase",
            "Call Kanal.",
            "致电 Kanal。",
            "Usually buys every 30 days; this is day 32.",
            "通常每 30 天购买一次，今天是第 32 天。"
        ]
    );
    assert_eq!(said["action"], json!({"code": "call", "id": customer}));
}

#[test]
fn of_what_calls_for_nothing_nothing_is_said_and_answers_are_not_written_from_outside() {
    let house = House::new();
    let ticket = house.makes(
        "tickets",
        json!({"subject": "Leak", "status": "closed", "priority": "normal"}),
    );
    assert_eq!(next(&house, "tickets", &ticket), Json::Null);
    let path = format!("/api/tickets/{}", id_of(&ticket));
    let body = r#"{"advice": [{"id": "close", "answer": "wrong"}]}"#;
    let answer = house.asks("PATCH", &path, body);
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("advice", "not_allowed")])
    );
}
