//! The clocks of time zones, by the browser's own table of them, and which of them is the reader's:
//! the device's, or one that was chosen. What is worked out with them is `domain::zone`'s.

use crate::domain::{Instant, Zone, order};
use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

const MINUTE_MS: i64 = 60_000;
const QUARTER_MS: i64 = 15 * MINUTE_MS;
const HALF_YEAR_MS: i64 = 182 * 86_400_000;
/// Clocks are looked at every four weeks: less than any law has let one pass between two changes.
const STEP_MS: i64 = 28 * 86_400_000;
/// 1975 to 2075. What lies outside is shown by the offset that held at the end.
const FROM_MS: i64 = 157_766_400_000;
const TO_MS: i64 = 3_313_526_400_000;

thread_local! {
    /// The zones that were asked for: each costs the browser some milliseconds to find out.
    static KNOWN: RefCell<BTreeMap<String, Zone>> = const { RefCell::new(BTreeMap::new()) };
    /// The zone that was chosen.
    static CHOSEN: RefCell<Option<Zone>> = const { RefCell::new(None) };
    /// The device's zone when it was last looked at.
    static DEVICE: RefCell<Option<Zone>> = const { RefCell::new(None) };
}

/// Makes the reader's zone the one of an IANA name, or the device's; one that the browser does not know
/// is taken for none.
pub fn choose(name: Option<&str>) {
    let zone = name.and_then(named);
    CHOSEN.set(zone);
}

/// The reader's zone.
#[must_use]
pub fn own() -> Zone {
    CHOSEN.with_borrow(|zone| *zone).unwrap_or_else(device)
}

/// The zone of an IANA name, or the reader's own where that is empty.
#[must_use]
pub fn find(name: &str) -> Option<Zone> {
    if name.is_empty() {
        Some(own())
    } else {
        named(name)
    }
}

/// The names of the zones that the browser knows, with the universal one, which it need not list.
#[must_use]
pub fn names() -> Vec<String> {
    let listed = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let values = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?;
        let values = values.dyn_into::<Function>().ok()?;
        let values = values.call1(&intl, &"timeZone".into()).ok()?;
        Some(Array::from(&values))
    };
    let listed = listed().unwrap_or_default();
    let names = listed.iter().filter_map(|name| name.as_string());
    let mut names: Vec<String> = names.map(newest).collect();
    names.push("UTC".to_owned());
    order::sort(&mut names);
    names.dedup();
    names
}

/// What the browser calls the device's zone.
#[must_use]
pub fn device_name() -> Option<String> {
    let format = DateTimeFormat::new(&Array::new(), &Object::new());
    let name = Reflect::get(&format.resolved_options(), &"timeZone".into());
    name.ok()?.as_string().map(newest)
}

/// What a zone is called today: browsers go on listing some under names that were given up.
fn newest(name: String) -> String {
    const RENAMED: [(&str, &str); 12] = [
        ("Africa/Asmera", "Africa/Asmara"),
        ("America/Godthab", "America/Nuuk"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Asia/Katmandu", "Asia/Kathmandu"),
        ("Asia/Rangoon", "Asia/Yangon"),
        ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
        ("Atlantic/Faeroe", "Atlantic/Faroe"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Pacific/Enderbury", "Pacific/Kanton"),
        ("Pacific/Johnston", "Pacific/Honolulu"),
        ("Pacific/Ponape", "Pacific/Pohnpei"),
        ("Pacific/Truk", "Pacific/Chuuk"),
    ];
    let renamed = RENAMED.into_iter().find(|(old, _)| *old == name);
    // An old browser may know only the old one.
    match renamed.filter(|(_, new)| formatter(new).is_some()) {
        Some((_, new)) => new.to_owned(),
        None => name,
    }
}

fn named(name: &str) -> Option<Zone> {
    if let Some(zone) = KNOWN.with_borrow(|known| known.get(name).copied()) {
        return Some(zone);
    }
    let format = formatter(name)?;
    let zone = table(|ms| offset(&format, ms))?;
    KNOWN.with_borrow_mut(|known| known.insert(name.to_owned(), zone));
    Some(zone)
}

/// The device's zone, looked at anew where its clock no longer is what was found: people travel.
fn device() -> Zone {
    let offset = |ms: i64| {
        let behind = js_sys::Date::new(&JsValue::from_f64(ms as f64)).get_timezone_offset();
        -behind as i32
    };
    let now = js_sys::Date::now() as i64;
    let holds = |zone: &Zone| {
        let probes = [now, now + HALF_YEAR_MS];
        probes
            .into_iter()
            .all(|ms| zone.offset_at(ms) == offset(ms))
    };
    let known = DEVICE.with_borrow(|zone| zone.filter(holds));
    known.unwrap_or_else(|| {
        let zone = table(|ms| Some(offset(ms))).unwrap_or_default();
        DEVICE.set(Some(zone));
        zone
    })
}

/// The changes of a clock of which one can ask how far ahead of UTC it is.
fn table(offset: impl Fn(i64) -> Option<i32>) -> Option<Zone> {
    let first = offset(FROM_MS)?;
    let (mut at, mut last, mut changes) = (FROM_MS, first, Vec::new());
    while at < TO_MS {
        let next = at + STEP_MS;
        let minutes = offset(next)?;
        if minutes != last {
            // Changes are at full quarters of an hour.
            let (mut low, mut high) = (at / QUARTER_MS, next / QUARTER_MS);
            while high - low > 1 {
                let middle = i64::midpoint(low, high);
                if offset(middle * QUARTER_MS)? == last {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            changes.push((high * QUARTER_MS, minutes));
            last = minutes;
        }
        at = next;
    }
    Some(Zone::new(first, changes))
}

/// Minutes ahead of UTC of the clock that a formatter writes.
fn offset(format: &Function, ms: i64) -> Option<i32> {
    let shown = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(ms as f64));
    let shown = shown.ok()?.as_string()?;
    let shown = Instant::parse(&format!("{}Z", shown.replace(' ', "T"))).ok()?;
    i32::try_from((shown.to_ms() - ms) / MINUTE_MS).ok()
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
