//! The one thing most worth doing with a record, as the rules of `scoring` find it, with sentences in both
//! languages. The screens say the same in words of their own.

use super::words::{Said, counted, days_ago};
use crate::api::{Desk, model::ready, scored};
use crate::document::json::JsonWriter;
use crate::domain::{RecordId, RecordKind};
use crate::query::feature::Features;
use crate::query::situation::situation;
use crate::scoring::advice::{Action, Advice, Foreseen, Why, advice_of, reads};

/// Writes it as the member `next`, which is absent where there is nothing to say.
pub(super) fn write(out: &mut JsonWriter, desk: &Desk<'_>, id: RecordId) {
    let Some(advice) = found(desk, id) else {
        return;
    };
    let (title, title_zh) = pair(title(desk, &advice));
    let (reason, reason_zh) = pair(reason(&advice.why));
    out.name("next").object().name("code").text(advice.rule);
    out.name("sentence").text(&title);
    out.name("sentence_zh").text(&title_zh);
    out.name("reason").text(&reason);
    out.name("reason_zh").text(&reason_zh);
    out.name("action").object();
    out.name("code").text(advice.action.code());
    out.name("id").show(&advice.action.record());
    out.end_object().end_object();
}

fn pair([english, chinese]: Said) -> (String, String) {
    (english, chinese)
}

fn found(desk: &Desk<'_>, id: RecordId) -> Option<Advice> {
    if id.kind == RecordKind::Customer {
        scored::keep(desk);
    }
    ready(desk, id.kind, reads(desk.workspace, id.kind));
    let situation = situation(desk.workspace, desk.now, id)?;
    let reader = Features::new(desk.workspace, desk.now);
    advice_of(desk.workspace, &reader, situation, id)
}

/// What to do.
fn title(desk: &Desk<'_>, advice: &Advice) -> Said {
    let record = advice.action.record();
    let name = desk.workspace.name(record);
    match (advice.action, &advice.why) {
        (Action::Call(_), _) => [format!("Call {name}."), format!("致电 {name}。")],
        (Action::Email(_), _) => [format!("Write to {name}."), format!("给 {name} 写邮件。")],
        (Action::Reply(_), Why::TicketLate { ticket, .. }) => [
            format!("Reply on \"{ticket}\"."),
            format!("回复工单“{ticket}”。"),
        ],
        (Action::Reply(_), _) => ["Reply to the customer.".into(), "回复客户。".into()],
        (Action::Plan(_), _) => ["Plan the next step.".into(), "安排下一步。".into()],
        (Action::Open(_), _) => [format!("See to \"{name}\"."), format!("处理“{name}”。")],
        (Action::AddDeal(_), Why::Need { product, .. }) => {
            [format!("Offer {product}."), format!("推荐 {product}。")]
        }
        (Action::AddDeal(_), _) => ["Add a deal.".into(), "新建商机。".into()],
        (Action::AddNumber(_), _) => [
            "Add a phone number or an e-mail address.".into(),
            "补充电话或邮箱。".into(),
        ],
        (Action::SetClose(_), _) => [
            "Set a new expected close, or close the deal.".into(),
            "更新预计成交日期，或关闭商机。".into(),
        ],
        (Action::AskSatisfaction(_), _) => [
            "Ask how satisfied the customer is.".into(),
            "询问客户满意度。".into(),
        ],
        (Action::Close(_), _) => ["Close the ticket.".into(), "关闭工单。".into()],
    }
}

/// Why, with figures.
fn reason(why: &Why) -> Said {
    match why {
        Why::ReplyLate(minutes) => late("The first reply", "首次回复", *minutes),
        Why::SolveLate(minutes) => late("The solution", "解决时限", *minutes),
        Why::TicketLate { minutes, .. } => late("What was promised", "承诺的时限", *minutes),
        Why::ReplySoon(minutes) => soon("The first reply", "首次回复时限", *minutes),
        Why::SolveSoon(minutes) => soon("The solution", "解决时限", *minutes),
        Why::Waits(minutes) => {
            let [span, span_zh] = span(*minutes);
            [
                format!("The customer wrote last and has been waiting for {span}."),
                format!("客户最后来信，已等待{span_zh}。"),
            ]
        }
        Why::Urgent(of) => foreseen("it becomes urgent", "该工单变为紧急", of),
        Why::Unmarked(days) => {
            let [ago, ago_zh] = days_ago(*days);
            [
                format!("It was solved {ago}, and nobody has asked yet."),
                format!("工单于{ago_zh}解决，尚未询问满意度。"),
            ]
        }
        Why::Solved(days) => {
            let [ago, ago_zh] = days_ago(*days);
            [
                format!("It was solved {ago}, and the customer has said nothing since."),
                format!("工单于{ago_zh}解决，此后客户没有再来信。"),
            ]
        }
        Why::Asked { times, days } => {
            let [ago, ago_zh] = days_ago(*days);
            let letters = match times {
                1 => "once".to_owned(),
                times => format!("{times} times"),
            };
            [
                format!("Wrote {letters}, last {ago}, and has no answer yet."),
                format!("来信 {times} 次，最近一次是{ago_zh}，尚未得到答复。"),
            ]
        }
        Why::StepDue { on, days, words } => {
            let [what, what_zh] = match &**words {
                "" => ["The next contact".into(), "下次联系".into()],
                words => [format!("\"{words}\""), format!("“{words}”")],
            };
            let [ago, ago_zh] = days_ago(*days);
            [
                format!("{what} was planned for {on}, {ago}."),
                format!("{what_zh}计划于 {on}（{ago_zh}）。", ago_zh = ago_zh.trim()),
            ]
        }
        Why::CloseDue { on, days } | Why::DealDue { on, days, .. } => {
            let [ago, ago_zh] = days_ago(*days);
            [
                format!("It was expected to close on {on}, {ago}."),
                format!("预计成交日期为 {on}（{ago_zh}）。", ago_zh = ago_zh.trim()),
            ]
        }
        Why::LikelyWon(of, days) => {
            let [won, won_zh] = foreseen("it is won", "赢单", of);
            let [quiet, quiet_zh] = quiet(*days);
            [format!("{won} {quiet}"), format!("{won_zh}{quiet_zh}")]
        }
        Why::Stale {
            stage,
            days,
            limit_days,
            calls,
        } => {
            let mut said = [
                format!("In \"{stage}\" for {days} days; the limit is {limit_days}."),
                format!("停留在“{stage}”阶段 {days} 天，期限为 {limit_days} 天。"),
            ];
            if let Some(calls) = calls {
                let (with, with_won) = (calls.with, calls.with_won);
                let (without, without_won) = (calls.without, calls.without_won);
                let times = calls.times();
                let [english, chinese] = &mut said;
                english.push_str(&format!(
                    " Deals with a call were won {times:.1} times as often ({with_won} of {with}, \
                     without one {without_won} of {without})."
                ));
                chinese.push_str(&format!(
                    "有过通话的商机赢单率是其他商机的 {times:.1} 倍（{with} 个中赢单 {with_won} 个，\
                     未通话的 {without} 个中赢单 {without_won} 个）。"
                ));
            }
            said
        }
        Why::Unplanned(days) => {
            let count = counted(u32::try_from(*days).unwrap_or_default(), "day", "days");
            [
                format!("Nothing is planned, and it has been at its stage for {count}."),
                format!("没有计划下一步，在当前阶段已停留 {days} 天。"),
            ]
        }
        Why::Quiet { days, deal } => match &**deal {
            "" => quiet(*days),
            deal => [
                format!("Nobody has been in touch for {days} days while \"{deal}\" is open."),
                format!("已有 {days} 天没有联系，而商机“{deal}”仍在进行。"),
            ],
        },
        Why::Leaving {
            risk,
            value,
            silent,
        } => {
            let [ago, ago_zh] = days_ago(*silent);
            let worth = value.map(|money| format!("{money} {}", money.currency()));
            let [worth, worth_zh] = match worth {
                Some(worth) => [format!("; worth {worth}"), format!("，客户价值 {worth}")],
                None => [String::new(), String::new()],
            };
            [
                format!("Has left with a probability of {risk} %, and bought last {ago}{worth}."),
                format!("流失概率为 {risk}%，最近一次购买是{ago_zh}{worth_zh}。"),
            ]
        }
        Why::PurchaseDue { usual, silent } => [
            format!("Usually buys every {usual} days; this is day {silent}."),
            format!("通常每 {usual} 天购买一次，今天是第 {silent} 天。"),
        ],
        Why::Need { need, .. } => [
            format!("Needs \"{need}\", and no deal is open."),
            format!("有需求“{need}”，但没有进行中的商机。"),
        ],
        Why::Unreachable => [
            "There is no number and no e-mail address.".into(),
            "没有电话和邮箱。".into(),
        ],
    }
}

/// A length of time in its two largest units.
fn span(minutes: i64) -> Said {
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let units = [
        (days, "day", "days", "天"),
        (hours, "hour", "hours", "小时"),
        (rest, "minute", "minutes", "分钟"),
    ];
    let told = units.iter().skip_while(|unit| unit.0 == 0).take(2);
    let told: Vec<_> = told.filter(|unit| unit.0 > 0).collect();
    if told.is_empty() {
        return ["0 minutes".into(), " 0 分钟".into()];
    }
    let english = told.iter().map(|(count, one, several, _)| {
        counted(u32::try_from(*count).unwrap_or_default(), one, several)
    });
    let chinese = told
        .iter()
        .map(|(count, .., unit)| format!(" {count} {unit}"));
    [english.collect::<Vec<_>>().join(" "), chinese.collect()]
}

fn late(what: &str, what_zh: &str, minutes: i64) -> Said {
    let [span, span_zh] = span(minutes);
    [
        format!("{what} was due {span} ago."),
        format!("{what_zh}已超时{span_zh}。"),
    ]
}

fn soon(what: &str, what_zh: &str, minutes: i64) -> Said {
    let [span, span_zh] = span(minutes);
    [
        format!("{what} is due in {span}."),
        format!("{what_zh}还剩{span_zh}。"),
    ]
}

fn quiet(days: i32) -> Said {
    [
        format!("Nobody has been in touch for {days} days."),
        format!("已有 {days} 天没有联系。"),
    ]
}

/// What a model says of an outcome.
fn foreseen(outcome: &str, outcome_zh: &str, of: &Foreseen) -> Said {
    let percent = |share: f64| (share * 100.0).round();
    let (share, usual) = (percent(of.share), percent(of.usual));
    [
        format!("By the model {outcome} with a probability of {share} %; {usual} % is usual."),
        format!("模型预测{outcome_zh}的概率为 {share}%，平均为 {usual}%。"),
    ]
}
