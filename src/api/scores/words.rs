//! What the score of a customer is made of, as sentences in both languages for people who read what
//! their program was told. The screens say the same in words of their own.

use crate::scoring::points::{About, Change, Facts};
use crate::workspace::engagement::Reach;

/// A sentence in English and in Chinese.
pub(super) type Said = [String; 2];

/// So many of what one has one word for and several another.
pub(super) fn counted(count: u32, one: &str, several: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    }
}

pub(super) fn days_ago(days: i32) -> Said {
    match days {
        0 => ["today".into(), "今天".into()],
        1 => ["yesterday".into(), "昨天".into()],
        days => [format!("{days} days ago"), format!(" {days} 天前")],
    }
}

/// What gives points, or takes them.
pub(super) fn factor(about: About, facts: &Facts) -> Said {
    let with = &facts.with;
    let usual = facts.usual.unwrap_or_default();
    let silent = facts.silent.unwrap_or_default();
    match about {
        About::Due => [
            format!("Usually buys every {usual} days; this is day {silent}."),
            format!("通常每 {usual} 天购买一次，今天是第 {silent} 天。"),
        ],
        About::Loss => match facts.risk {
            Some(risk) => [
                format!("Has left with a probability of {risk} %."),
                format!("流失概率为 {risk}%。"),
            ],
            None => [
                format!("Usually buys every {usual} days, and has not for {silent}."),
                format!("通常每 {usual} 天购买一次，已有 {silent} 天没有购买。"),
            ],
        },
        About::Recency => {
            let [ago, ago_zh] = days_ago(silent);
            [
                format!("The last purchase was {ago}."),
                format!("最近一次购买是{ago_zh}。"),
            ]
        }
        About::Deals => {
            let deals = counted(with.deals, "open deal", "open deals");
            let (count, chance) = (with.deals, with.chance);
            [
                format!("Has {deals}, the likeliest at {chance} %."),
                format!("有 {count} 个进行中的商机，最高赢单概率 {chance}%。"),
            ]
        }
        About::Replies => {
            let (times, count) = (counted(with.incoming, "time", "times"), with.incoming);
            [
                format!("Was in touch {times} in the last 30 days."),
                format!("最近 30 天主动联系了 {count} 次。"),
            ]
        }
        About::Needs => {
            let (needs, count) = (counted(with.needs, "open need", "open needs"), with.needs);
            [
                format!("Has {needs}."),
                format!("有 {count} 项待满足的需求。"),
            ]
        }
        About::Contact => {
            let [ago, ago_zh] = days_ago(facts.quiet.unwrap_or_default());
            [
                format!("The last contact was {ago}."),
                format!("最近一次联系是{ago_zh}。"),
            ]
        }
        About::Tickets => {
            let tickets = counted(with.tickets, "open ticket", "open tickets");
            let (count, urgent) = (with.tickets, with.urgent);
            [
                format!("Has {tickets}, {urgent} urgent."),
                format!("有 {count} 张未解决的工单，其中 {urgent} 张紧急。"),
            ]
        }
        About::Reach => match with.reach {
            Reach::Refused => [
                "Wants neither calls nor e-mails.".into(),
                "不接受电话和邮件联系。".into(),
            ],
            Reach::Unknown | Reach::Open => [
                "There is no number and no e-mail address.".into(),
                "没有电话和邮箱。".into(),
            ],
        },
    }
}

/// What would add points.
pub(super) fn change(change: &Change, facts: &Facts) -> Said {
    let points = change.points;
    let [what, what_zh] = match change.about {
        About::Due => {
            let silent = |facts: &Facts| facts.silent.unwrap_or_default();
            let days = silent(&change.then) - silent(facts);
            [
                format!("In {days} days the next purchase is due"),
                format!("{days} 天后将到购买周期"),
            ]
        }
        About::Loss | About::Recency => ["A purchase today".into(), "今天产生一次购买".into()],
        About::Deals if facts.with.deals == 0 => ["An open deal".into(), "新建一个商机".into()],
        About::Deals => {
            let chance = change.then.with.chance;
            [
                format!("A deal with a chance of {chance} %"),
                format!("将一个商机推进到 {chance}% 的赢单概率"),
            ]
        }
        About::Replies => ["A reply".into(), "客户回复一次".into()],
        About::Needs => ["A need that is noted".into(), "记录一项需求".into()],
        About::Contact => ["Contact today".into(), "今天联系一次".into()],
        About::Tickets => ["No open ticket".into(), "解决所有工单".into()],
        About::Reach => match facts.with.reach {
            Reach::Refused => ["Consent to calls or e-mails".into(), "取得联系许可".into()],
            Reach::Unknown | Reach::Open => [
                "A number or an e-mail address".into(),
                "补充电话或邮箱".into(),
            ],
        },
    };
    [
        format!("{what}: +{points}."),
        format!("{what_zh}：+{points} 分。"),
    ]
}
