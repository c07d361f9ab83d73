//! What stands in the agenda of the sample beside the tasks of single customers: a day with its times, the
//! first of it done, and appointments of the days after it.

use super::{Language, Made, Maker, number, text};
use crate::domain::{Key, RecordKind, Value, activity, field};

/// Kind, subject, in how many days, the minute of that day, how many minutes it takes.
type Planned = (&'static str, &'static str, i64, i64, f64);

const ENGLISH: &[Planned] = &[
    ("task", "Prepare tasting set", 0, 9 * 60, 0.0),
    ("meeting", "Quarterly review", 0, 10 * 60 + 30, 45.0),
    ("task", "Call about the lobby bar", 0, 14 * 60, 0.0),
    ("visit", "Site survey, second floor", 0, 15 * 60 + 30, 60.0),
    ("task", "Unpaid invoice 2026-0871", 0, 17 * 60, 0.0),
    ("meeting", "Menu tasting with the kitchen", 1, 11 * 60, 90.0),
    ("call", "Terms of the yearly contract", 3, 9 * 60 + 30, 30.0),
    ("visit", "Machine check before the season", 6, 13 * 60, 60.0),
];

const CHINESE: &[Planned] = &[
    ("task", "准备试饮样品", 0, 9 * 60, 0.0),
    ("meeting", "季度回顾", 0, 10 * 60 + 30, 45.0),
    ("task", "电话沟通大堂吧方案", 0, 14 * 60, 0.0),
    ("visit", "二楼现场勘察", 0, 15 * 60 + 30, 60.0),
    ("task", "催收发票 2026-0871", 0, 17 * 60, 0.0),
    ("meeting", "与厨房团队试饮", 1, 11 * 60, 90.0),
    ("call", "商谈年度合同条款", 3, 9 * 60 + 30, 30.0),
    ("visit", "旺季前设备检查", 6, 13 * 60, 60.0),
];

impl Maker<'_> {
    /// What is planned with the first customers.
    pub(super) fn planned(&mut self, customers: &[Made]) {
        let planned = match self.sample.language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
        };
        for (at, ((kind, subject, days, minute, takes), customer)) in
            planned.iter().zip(customers).enumerate()
        {
            let moment = self.clock(*days, *minute);
            let is_task = *kind == "task";
            let is_done = at == 0;
            let status = if is_done { "done" } else { "not_started" };
            let mut fields = vec![
                (Key::one(activity::KIND), text(*kind)),
                (Key::one(activity::SUBJECT), text(*subject)),
                (Key::one(activity::ABOUT), Some(Value::Ref(customer.id))),
                (Key::one(activity::AT), Some(Value::Instant(moment))),
                (Key::one(field::OWNER), Some(Value::Ref(customer.owner))),
            ];
            if is_task {
                fields.push((Key::one(activity::DUE), self.day(*days)));
                fields.push((Key::one(activity::STATUS), text(status)));
            } else {
                fields.push((Key::one(activity::DURATION), number(*takes)));
            }
            if is_done {
                fields.push((Key::one(activity::DONE_AT), Some(Value::Instant(moment))));
            }
            self.make(RecordKind::Activity, fields);
        }
    }
}
