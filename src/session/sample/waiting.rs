//! Who of the sample wrote and waits for an answer: letters that came in after all else was done, some about
//! a deal, some from who has none.

use super::{Language, Maker, text};
use crate::domain::{Key, RecordId, RecordKind, Value, activity, field};

/// Of so many customers one waits.
const EVERY: usize = 24;
/// The first of them.
const FIRST: usize = 13;

/// Subject and letter.
type Letter = (&'static str, &'static str);

const ENGLISH: &[Letter] = &[
    (
        "Question about the offer",
        "Which service terms apply from March, and can training start before the opening?",
    ),
    (
        "Delivery in two parts",
        "Could half of the beans come this month and the rest in January?",
    ),
    (
        "Second machine",
        "We are thinking about a second machine for the terrace. What would you suggest?",
    ),
];

const CHINESE: &[Letter] = &[
    (
        "关于报价的问题",
        "三月起适用哪些服务条款？培训能否在开业前开始？",
    ),
    ("分两批交货", "能否本月先送一半咖啡豆，其余的一月再送？"),
    ("第二台设备", "我们考虑为露台再配一台设备，有什么建议？"),
];

impl Maker<'_> {
    /// Letters from some, each about what was talked of with them.
    pub(super) fn waiting(&mut self, talks: &[(RecordId, RecordId)]) {
        let letters = match self.sample.language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
        };
        let asking = talks.iter().skip(FIRST).step_by(EVERY);
        for (at, ((about, owner), (subject, body))) in
            asking.zip(letters.iter().cycle()).enumerate()
        {
            let day = -2 - (at as i64) % 3;
            let fields = vec![
                (Key::one(activity::KIND), text("email")),
                (Key::one(activity::DIRECTION), text("in")),
                (Key::one(activity::SUBJECT), text(*subject)),
                (Key::one(activity::BODY), text(*body)),
                (Key::one(activity::ABOUT), Some(Value::Ref(*about))),
                (
                    Key::one(activity::AT),
                    Some(Value::Instant(self.clock(day, 16 * 60 + 20))),
                ),
                (Key::one(field::OWNER), Some(Value::Ref(*owner))),
            ];
            self.make(RecordKind::Activity, fields);
        }
    }
}
