//! The clocks of time zones, by the browser's own table of them. What is worked out with them is
//! `domain::worktime`'s.

use crate::domain::Instant;
use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

const MINUTE_MS: i64 = 60_000;

thread_local! {
    /// The zone asked for last with what formats its moments: one costs the browser long to make,
    /// and whoever asks, asks many times for the same.
    static LATEST: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
}

/// Minutes east of UTC at a moment, in a zone by its IANA name or, where that is empty, the
/// device's; none where the browser does not know the zone.
#[must_use]
pub(super) fn offset(zone: &str, at: Instant) -> Option<i32> {
    if zone.is_empty() {
        let ms = JsValue::from_f64(at.to_ms() as f64);
        return Some(-js_sys::Date::new(&ms).get_timezone_offset() as i32);
    }
    let shown = LATEST.with_borrow_mut(|latest| {
        if latest.as_ref().is_none_or(|(name, _)| name != zone) {
            *latest = Some((zone.to_owned(), formatter(zone)?));
        }
        let (_, format) = latest.as_ref()?;
        let shown = format
            .call1(&JsValue::UNDEFINED, &JsValue::from_f64(at.to_ms() as f64))
            .ok()?;
        shown.as_string()
    })?;
    let shown = Instant::parse(&format!("{}Z", shown.replace(' ', "T"))).ok()?;
    // The clock shows no milliseconds.
    let seconds = at.to_ms().div_euclid(1_000) * 1_000;
    i32::try_from((shown.to_ms() - seconds) / MINUTE_MS).ok()
}

/// Writes moments as clocks of a zone show them: Swedish dates are those of ISO 8601.
fn formatter(zone: &str) -> Option<Function> {
    let options = Object::new();
    let pairs = [
        ("timeZone", zone),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("second", "2-digit"),
    ];
    for (name, value) in pairs {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    // The constructor throws for a zone that it does not know, which only `construct` lets through.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
    let arguments = Array::of2(&"sv-SE".into(), &options);
    let format = Reflect::construct(class.unchecked_ref::<Function>(), &arguments).ok()?;
    Some(format.unchecked_into::<DateTimeFormat>().format())
}
