//! The devices that work with a database, as far as it needs neither a database nor a browser: what kind
//! one is, when it says again that it is there, and which are listed in which order. What they say is
//! `sync`'s, who asks and tells is the keeper's.

use crate::domain::Instant;
pub use crate::sync::{Device, DeviceKind};
use crate::sync::{Listed, Own};

/// A device that sends something says so no more often than this.
const SENT_MS: i64 = 3_600_000;
/// And one that only listens.
const HEARD_MS: i64 = 7 * 86_400_000;
/// How long nothing is said where it could not be.
const FAILED_MS: i64 = 600_000;
/// What was not heard of for so long works here no more.
const GONE_MS: i64 = 90 * 86_400_000;

/// The devices that work with a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Devices {
    /// This one.
    pub own: Device,
    /// The others, whoever was heard of last first.
    pub others: Vec<Device>,
    /// Whether there may be more than were asked for.
    pub has_more: bool,
}

/// What came of taking a device off the list when it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// It is listed nowhere.
    Unlisted,
    /// The server could not be reached: the others list it until it was not heard of for long.
    Listed,
}

impl DeviceKind {
    /// What kind of device a browser says it is on. Browsers name each other in it, so that the order
    /// counts; versions are nobody's business. `has_fingers` says whether several can touch the screen
    /// at once: a tablet may call itself a computer.
    #[must_use]
    pub fn of_agent(agent: &str, has_fingers: bool) -> Self {
        const BROWSERS: [(&str, &str); 15] = [
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("OPT/", "Opera"),
            ("Vivaldi/", "Vivaldi"),
            ("SamsungBrowser/", "Samsung Internet"),
            ("YaBrowser/", "Yandex Browser"),
            ("MicroMessenger/", "WeChat"),
            ("UCBrowser/", "UC Browser"),
            ("QQBrowser/", "QQ Browser"),
            ("FxiOS/", "Firefox"),
            ("Firefox/", "Firefox"),
            ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"),
            ("HeadlessChrome/", "Chrome"),
            ("Safari/", "Safari"),
        ];
        const SYSTEMS: [(&str, &str); 9] = [
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("OpenHarmony", "HarmonyOS"),
            ("CrOS", "ChromeOS"),
            ("Windows", "Windows"),
            ("Macintosh", "macOS"),
            ("Linux", "Linux"),
            ("BSD", "BSD"),
        ];
        let first = |words: &[(&str, &str)]| {
            let found = words.iter().find(|(mark, _)| agent.contains(mark));
            found.map_or_else(String::new, |(_, word)| (*word).to_owned())
        };
        let mut system = first(&SYSTEMS);
        if system == "macOS" && has_fingers {
            "iPad".clone_into(&mut system);
        }
        Self {
            browser: first(&BROWSERS),
            system,
        }
    }
}

/// What this device knows of its own document, and when it writes it again.
#[derive(Default)]
pub(super) struct Notice {
    /// The document; none as long as nobody asked.
    own: Option<Own>,
    /// Whether something was sent since it was last looked whether it is time.
    has_sent: bool,
    /// Nothing is tried before.
    not_before: Option<Instant>,
}

/// What is to be done about the document of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is asked for.
    Ask,
    /// It is written over a revision; with when the device was connected, where that is known.
    Write(Option<String>, Option<Instant>),
}

impl Notice {
    /// Notes that a round sent something.
    pub(super) const fn sent(&mut self, count: u64) {
        self.has_sent |= count > 0;
    }

    /// It was looked: a round without news has no more requests for what an earlier one sent.
    pub(super) const fn rest(&mut self) {
        self.has_sent = false;
    }

    /// What is to be done now; none where nothing is.
    pub(super) fn step(&self, now: Instant) -> Option<Step> {
        // A clock that was set back waits for no time that is long past.
        let waits = |until: Instant| (1..=FAILED_MS).contains(&now.ms_until(until));
        if self.not_before.is_some_and(waits) {
            return None;
        }
        let Some(own) = &self.own else {
            return Some(Step::Ask);
        };
        let often_ms = if self.has_sent { SENT_MS } else { HEARD_MS };
        let device = own.device.as_ref();
        let is_told = device.is_some_and(|device| {
            let ago_ms = device.last.ms_until(now);
            (0..often_ms).contains(&ago_ms)
        });
        let first = device.map(|device| device.first);
        (!is_told).then(|| Step::Write(own.rev.clone(), first))
    }

    /// This is what stands in the database.
    pub(super) fn found(&mut self, own: Own) {
        self.own = Some(own);
    }

    /// This was written.
    pub(super) fn wrote(&mut self, device: Device, rev: String) {
        self.has_sent = false;
        self.own = Some(Own {
            rev: Some(rev),
            device: Some(device),
        });
    }

    /// It could not be done: what stands there is not known any more.
    pub(super) fn failed(&mut self, now: Instant) {
        self.own = None;
        self.not_before = Some(now.add_ms(FAILED_MS));
    }
}

/// The devices as they are listed: what is known here of this one is newer than what it told.
pub(super) fn listed(found: Listed, mut own: Device, now: Instant) -> Devices {
    let (ours, mut others): (Vec<_>, Vec<_>) = found
        .devices
        .into_iter()
        .partition(|device| device.name == own.name);
    if let Some(ours) = ours.first() {
        own.first = ours.first;
    }
    // A clock that is ahead has not been heard of later than now.
    let ago_ms = |device: &Device| device.last.ms_until(now).max(0);
    others.retain(|device| ago_ms(device) < GONE_MS);
    crate::domain::order::sort_by(&mut others, |a, b| {
        (ago_ms(a), &a.name).cmp(&(ago_ms(b), &b.name))
    });
    Devices {
        own,
        others,
        has_more: found.has_more,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn at(hours: i64) -> Instant {
        Instant::from_ms(1_790_000_000_000 + hours * HOUR_MS).unwrap()
    }

    fn device(name: &str, last: Instant) -> Device {
        Device {
            name: name.to_owned(),
            kind: DeviceKind::default(),
            author: None,
            first: at(0),
            last,
            waiting: 0,
        }
    }

    #[test]
    fn a_device_is_called_by_its_browser_and_its_system() {
        let called = |agent: &str, has_fingers| {
            let DeviceKind { browser, system } = DeviceKind::of_agent(agent, has_fingers);
            format!("{browser}/{system}")
        };
        let gecko = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, name) in [
            (format!("Mozilla/5.0 (X11; Linux x86_64) {gecko} Chrome/140.0.0.0 Safari/537.36"), "Chrome/Linux"),
            (format!("Mozilla/5.0 (X11; Linux x86_64) {gecko} HeadlessChrome/140.0.0.0 Safari/537.36"), "Chrome/Linux"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {gecko} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"), "Edge/Windows"),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {gecko} Chrome/140.0.0.0 Mobile Safari/537.36"), "Chrome/Android"),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {gecko} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"), "Samsung Internet/Android"),
            (format!("Mozilla/5.0 (Linux; Android 14; P60) {gecko} Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47"), "WeChat/Android"),
            ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0".to_owned(), "Firefox/Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1".to_owned(), "Safari/iPhone"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1".to_owned(), "Chrome/iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15".to_owned(), "Safari/macOS"),
            (format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {gecko} Chrome/140.0.0.0 Safari/537.36"), "Chrome/ChromeOS"),
            ("curl/8.5".to_owned(), "/"),
        ] {
            assert_eq!(called(&agent, false), name, "{agent}");
        }
        let tablet = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/26.0 Safari/605.1.15";
        assert_eq!(called(tablet, true), "Safari/iPad");
    }

    #[test]
    fn it_says_at_once_that_it_is_new_then_hourly_where_it_sends_and_weekly_where_it_listens() {
        let mut notice = Notice::default();
        assert_eq!(notice.step(at(0)), Some(Step::Ask));
        notice.found(Own::default());
        assert_eq!(notice.step(at(0)), Some(Step::Write(None, None)));
        notice.wrote(device("anna", at(0)), "1-a".to_owned());
        assert_eq!((notice.step(at(0)), notice.step(at(167))), (None, None));
        let again = Some(Step::Write(Some("1-a".to_owned()), Some(at(0))));
        assert_eq!(notice.step(at(168)), again);
        notice.sent(0);
        assert_eq!(notice.step(at(1)), None);
        notice.sent(3);
        assert_eq!(notice.step(at(0).add_ms(HOUR_MS - 1)), None);
        notice.rest();
        assert_eq!(notice.step(at(2)), None, "nothing was sent since");
        // Of several rounds, one after the other, the last may have sent nothing.
        notice.sent(1);
        notice.sent(0);
        assert_eq!(notice.step(at(1)), again);
        notice.wrote(device("anna", at(1)), "2-a".to_owned());
        assert_eq!(notice.step(at(100)), None);
        // A clock that was ahead is set right.
        notice.wrote(device("anna", at(9_999)), "3-a".to_owned());
        assert!(matches!(notice.step(at(1)), Some(Step::Write(..))));
    }

    #[test]
    fn what_could_not_be_said_is_said_ten_minutes_later() {
        let mut notice = Notice::default();
        notice.found(Own::default());
        notice.failed(at(0));
        let minutes = |minutes: i64| at(0).add_ms(minutes * 60_000);
        assert_eq!(notice.step(minutes(9)), None);
        assert_eq!(notice.step(minutes(10)), Some(Step::Ask));
        assert_eq!(notice.step(at(-48)), Some(Step::Ask), "the clock went back");
    }

    #[test]
    fn this_one_is_first_and_what_was_not_heard_of_for_long_is_not_listed() {
        let now = at(24 * 100);
        let found = Listed {
            devices: vec![
                device("late", at(24 * 10 + 1)),
                device("gone", at(24 * 10)),
                device("own", at(1)),
                device("ahead", at(24 * 9_999)),
                device("new", at(24 * 99)),
            ],
            has_more: false,
        };
        let own = Device {
            first: now,
            waiting: 7,
            ..device("own", now)
        };
        let Devices { own, others, .. } = listed(found, own, now);
        let names: Vec<&str> = others.iter().map(|device| device.name.as_str()).collect();
        assert_eq!(names, ["ahead", "new", "late"]);
        assert_eq!((own.first, own.last, own.waiting), (at(0), now, 7));
    }
}
