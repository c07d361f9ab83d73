//! What the engine offers a page of scoring: made-up customers, their purchases as arrays for a peer in
//! JavaScript, and the measurements of `scoring` and `models` by the page's clock.

use crate::scoring::Figures;
use crate::{buyers, make, models, scoring};
use js_sys::{Array, Float64Array, Int32Array, Object, Reflect, Uint8Array, Uint32Array};
use satchel::domain::{Date, Key, RecordKind, transaction};
use satchel::workspace::columns::Codes;
use serde_json::json;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

type Answer = Result<JsValue, JsValue>;

thread_local! {
    static PAGES: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

fn number(given: &[JsValue], at: usize) -> usize {
    given[at].as_f64().unwrap_or_default() as usize
}

fn told(figures: &Figures<'_>, found: serde_json::Value) -> Answer {
    Ok(json!({ "figures": figures.times(), "found": found })
        .to_string()
        .into())
}

/// Makes so many customers up who buy.
pub(crate) async fn buy(given: Vec<JsValue>) -> Answer {
    PAGES.set(buyers::pages(number(&given, 0) as u64));
    Ok(JsValue::UNDEFINED)
}

fn codes(of: &Codes<Box<str>>) -> (JsValue, JsValue) {
    let codes: Vec<u8> = of.as_slice().iter().map(|code| *code as u8).collect();
    let words = of.values().iter().map(|word| JsValue::from_str(word));
    // Code 0 is no word.
    let words: Array = std::iter::once(JsValue::NULL).chain(words).collect();
    (Uint8Array::from(&*codes).into(), words.into())
}

/// What they bought as plain arrays, a number or a code for each purchase.
pub(crate) async fn bought(_: Vec<JsValue>) -> Answer {
    let workspace = PAGES.with_borrow(|pages| make::load(pages));
    let table = workspace.table(RecordKind::Transaction);
    let customers = workspace.table(RecordKind::Customer);
    let refs = table.refs(&Key::one(transaction::CUSTOMER));
    let rows = (0..table.rows() as u32).map(|row| {
        let id = refs.at(row).unwrap();
        customers.row(id.uuid).unwrap()
    });
    let rows: Vec<u32> = rows.collect();
    let days = table.ints(&Key::one(transaction::DATE));
    let days: Vec<i32> = days.as_slice().iter().map(|day| *day as i32).collect();
    let amounts = table.ints(&Key::one(transaction::AMOUNT));
    let amounts: Vec<f64> = amounts
        .as_slice()
        .iter()
        .map(|minor| *minor as f64)
        .collect();
    let (kinds, kind_words) = codes(&table.texts(&Key::one(transaction::KIND)));
    let (statuses, status_words) = codes(&table.texts(&Key::one(transaction::STATUS)));
    let today: Date = buyers::today();
    let from = today.add_days(1).add_months(-12);
    let fields: [(&str, JsValue); 9] = [
        ("customers", (customers.rows() as f64).into()),
        ("of", Uint32Array::from(&*rows).into()),
        ("days", Int32Array::from(&*days).into()),
        ("amounts", Float64Array::from(&*amounts).into()),
        ("kinds", kinds),
        ("statuses", statuses),
        ("words", Array::of2(&kind_words, &status_words).into()),
        ("from", from.to_days().into()),
        ("asOf", today.to_days().into()),
    ];
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object.unchecked_into())
}

/// Analyses them once, from pages loaded anew.
pub(crate) async fn analyse(_: Vec<JsValue>) -> Answer {
    let mut figures = Figures::new(&now);
    let found = PAGES.with_borrow(|pages| scoring::round(pages, &mut figures));
    let found = json!({
        "transactions": found.transactions,
        "buyers": found.buyers,
        "value": found.value,
        "cells": found.cells,
        "worth": found.worth,
    });
    told(&figures, found)
}

/// Changes assumptions so many times.
pub(crate) async fn assume(given: Vec<JsValue>) -> Answer {
    let mut figures = Figures::new(&now);
    let times = number(&given, 0);
    PAGES.with_borrow(|pages| (0..times).for_each(|_| scoring::steps(pages, &mut figures)));
    let workspace = PAGES.with_borrow(|pages| make::load(pages));
    scoring::assumptions(&workspace, times, &mut figures);
    scoring::fields(&workspace, times, &mut figures);
    told(&figures, json!(null))
}

/// Fits the models so many times, outcomes of so many rows among them.
pub(crate) async fn fit(given: Vec<JsValue>) -> Answer {
    let mut figures = Figures::new(&now);
    let (times, count) = (number(&given, 0), number(&given, 1));
    let cdnow = models::purchases(times, &mut figures);
    let (rows, outcomes) = models::outcomes(count);
    let slopes = models::logistic(&rows, &outcomes, times, &mut figures);
    told(&figures, json!({ "cdnow": cdnow, "logistic": slopes }))
}
