//! The clocks of zones are those that the browser shows, a change at the minute it comes; one is chosen,
//! or it is the device's.

use satchel::browser::zone;
use satchel::domain::Instant;
use wasm_bindgen_test::wasm_bindgen_test;

fn at(text: &str) -> i64 {
    Instant::parse(text).unwrap().to_ms()
}

#[wasm_bindgen_test]
fn the_clock_of_a_zone_changes_at_the_minute_that_its_law_says() {
    let cases = [
        // North, to summer time and back, long ago and in many years.
        ("Europe/Berlin", "2026-03-29T00:59:59.999Z", 60),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", 120),
        ("Europe/Berlin", "2026-10-25T00:59:59.999Z", 120),
        ("Europe/Berlin", "2026-10-25T01:00:00Z", 60),
        ("Europe/Berlin", "1990-09-30T00:59:59Z", 120),
        ("Europe/Berlin", "1990-09-30T01:00:00Z", 60),
        ("America/New_York", "2007-03-11T06:59:59Z", -300),
        ("America/New_York", "2007-03-11T07:00:00Z", -240),
        // South.
        ("Australia/Sydney", "2026-04-04T15:59:59Z", 660),
        ("Australia/Sydney", "2026-04-04T16:00:00Z", 600),
        ("Australia/Sydney", "2026-10-03T16:00:00Z", 660),
        // By half an hour, and none.
        ("Australia/Lord_Howe", "2026-10-03T15:29:59Z", 630),
        ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 660),
        ("Asia/Kolkata", "2026-07-01T00:00:00Z", 330),
        ("Asia/Kathmandu", "2026-07-01T00:00:00Z", 345),
        ("Asia/Shanghai", "2026-01-01T00:00:00Z", 480),
        ("Asia/Shanghai", "1988-07-01T00:00:00Z", 540),
        // A day that an island left out.
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -600),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 840),
        ("UTC", "2026-07-01T00:00:00Z", 0),
    ];
    for (name, moment, minutes) in cases {
        let zone = zone::find(name).unwrap();
        assert_eq!(zone.offset_at(at(moment)), minutes, "{name} at {moment}");
    }
    assert!(zone::find("Nowhere/Atall").is_none());
}

#[wasm_bindgen_test]
fn a_zone_is_found_before_anybody_waits_and_only_once() {
    let now = js_sys::Date::now;
    let begun = now();
    let zone = zone::find("Europe/Lisbon").unwrap();
    let first = now() - begun;
    let begun = now();
    for _ in 0..1_000 {
        assert_eq!(zone::find("Europe/Lisbon"), Some(zone));
    }
    let again = now() - begun;
    assert!(first < 150.0 && again < 20.0, "{first} ms, then {again} ms");
}

#[wasm_bindgen_test]
fn the_readers_zone_is_the_devices_until_another_is_chosen() {
    let device = |ms: i64| {
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64));
        -date.get_timezone_offset() as i32
    };
    let hours = (0..9_000).map(|hour| at("2026-01-01T00:00:00Z") + hour * 3_600_000);
    for ms in hours {
        assert_eq!(zone::own().offset_at(ms), device(ms), "{ms}");
    }
    zone::choose(Some("Asia/Kolkata"));
    assert_eq!(zone::own(), zone::find("Asia/Kolkata").unwrap());
    assert_eq!(zone::find(""), Some(zone::own()));
    // One that no browser knows any more is none.
    zone::choose(Some("Nowhere/Atall"));
    assert_eq!(
        zone::own().offset_at(at("2026-07-01T00:00:00Z")),
        device(at("2026-07-01T00:00:00Z"))
    );
    zone::choose(None);
}

#[wasm_bindgen_test]
fn zones_are_listed_once_under_the_names_they_have_today() {
    let names = zone::names();
    assert!(names.len() > 300, "{}", names.len());
    for name in [
        "Europe/Berlin",
        "Asia/Shanghai",
        "Asia/Kolkata",
        "Europe/Kyiv",
        "UTC",
    ] {
        assert_eq!(
            names.iter().filter(|other| *other == name).count(),
            1,
            "{name}"
        );
    }
    assert!(!names.iter().any(|name| name == "Asia/Calcutta"));
    assert!(
        names
            .iter()
            .step_by(40)
            .all(|name| zone::find(name).is_some())
    );
    assert!(zone::device_name().is_some());
}
