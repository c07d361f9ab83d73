//! The words of advice: what to do, why with figures, and what a note about it begins with.

use crate::domain::Date;
use crate::i18n::Message;
use crate::message;
use crate::scoring::advice::{Action, Advice, Foreseen, Why};
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::ui::insights::words::{number, percent};
use crate::workspace::situation::Calls;

/// What to do.
pub(super) fn title(app: App, advice: &Advice) -> Message {
    let record = advice.action.record();
    let name = || app.live().record(record).name(record).into_owned();
    match (advice.action, &advice.why) {
        (Action::Call(_), _) => message!("advice-call", name = name()),
        (Action::Email(_), _) => message!("advice-email", name = name()),
        (Action::Reply(_), Why::TicketLate { ticket, .. }) => {
            message!("advice-reply-on", ticket = &**ticket)
        }
        (Action::Reply(_), _) => message!("advice-reply"),
        (Action::Plan(_), _) => message!("advice-plan"),
        (Action::Open(_), _) => message!("advice-open", name = name()),
        (Action::AddDeal(_), Why::Need { product, .. }) => {
            message!("advice-offer", product = &**product)
        }
        (Action::AddDeal(_), _) => message!("customer-add-deal"),
        (Action::AddNumber(_), _) => message!("advice-add-number"),
        (Action::SetClose(_), _) => message!("advice-set-close"),
        (Action::AskSatisfaction(_), _) => message!("advice-ask-satisfaction"),
        (Action::Close(_), _) => message!("advice-close"),
    }
}

/// The verb on the button.
pub(super) fn verb(action: Action) -> Message {
    match action {
        Action::Call(_) => message!("action-call"),
        Action::Email(_) => message!("action-email"),
        Action::Reply(_) => message!("ticket-reply"),
        Action::Plan(_) => message!("advice-do-plan"),
        Action::Open(_) => message!("action-open"),
        Action::AddDeal(_) => message!("customer-add-deal"),
        Action::AddNumber(_) => message!("advice-do-add-number"),
        Action::SetClose(_) => message!("advice-do-set-close"),
        Action::AskSatisfaction(_) => message!("advice-do-ask"),
        Action::Close(_) => message!("ticket-close"),
    }
}

/// The picture on the button.
pub(super) const fn glyph(action: Action) -> Glyph {
    match action {
        Action::Call(_) => Glyph::Phone,
        Action::Email(_) | Action::Reply(_) => Glyph::Mail,
        Action::Plan(_) => Glyph::Task,
        Action::Open(_) => Glyph::ChevronRight,
        Action::AddDeal(_) => Glyph::Deals,
        Action::AddNumber(_) => Glyph::Plus,
        Action::SetClose(_) => Glyph::Calendar,
        Action::AskSatisfaction(_) => Glyph::Star,
        Action::Close(_) => Glyph::Lock,
    }
}

/// Why, in one sentence or two.
pub(super) fn why(app: App, advice: &Advice) -> Vec<Message> {
    let minutes = |minutes: i64| span(app, minutes);
    let day = |of: Date| {
        let format = app.format();
        let shown = format.map(|format| format.date(of, app.today()));
        shown.unwrap_or_default()
    };
    let shares = |of: &Foreseen| (percent(app, of.share), percent(app, of.usual));
    let first = match &advice.why {
        Why::ReplyLate(late) => message!("advice-why-reply-late", span = minutes(*late)),
        Why::ReplySoon(left) => message!("advice-why-reply-soon", span = minutes(*left)),
        Why::SolveLate(late) => message!("advice-why-solve-late", span = minutes(*late)),
        Why::SolveSoon(left) => message!("advice-why-solve-soon", span = minutes(*left)),
        Why::TicketLate { minutes: late, .. } => {
            message!("advice-why-ticket-late", span = minutes(*late))
        }
        Why::Waits(waited) => message!("advice-why-waits", span = minutes(*waited)),
        Why::Urgent(of) => {
            let (share, usual) = shares(of);
            message!("advice-why-urgent", share = share, usual = usual)
        }
        Why::Unmarked(days) => message!("advice-why-unmarked", days = *days),
        Why::Solved(days) => message!("advice-why-solved", days = *days),
        Why::Asked { times: 0 | 1, days } => message!("advice-why-asked-once", days = *days),
        Why::Asked { times, days } => message!("advice-why-asked", times = *times, days = *days),
        Why::StepDue { on, days, words } => step(day(*on), *days, words),
        Why::CloseDue { on, days } | Why::DealDue { on, days, .. } => {
            message!("advice-why-close", date = day(*on), days = *days)
        }
        Why::LikelyWon(of, days) => {
            let (share, usual) = shares(of);
            message!(
                "advice-why-likely",
                share = share,
                usual = usual,
                days = *days
            )
        }
        Why::Stale {
            stage,
            days,
            limit_days,
            ..
        } => message!(
            "advice-why-stale",
            stage = &**stage,
            days = *days,
            limit = *limit_days
        ),
        Why::Unplanned(days) => message!("advice-why-unplanned", days = *days),
        Why::Quiet { days, deal } if deal.is_empty() => message!("advice-why-quiet", days = *days),
        Why::Quiet { days, deal } => {
            message!("advice-why-quiet-deal", days = *days, deal = &**deal)
        }
        Why::Leaving {
            risk,
            value,
            silent,
        } => leaving(app, *risk, *value, *silent),
        Why::PurchaseDue { usual, silent } => {
            message!("advice-why-purchase", usual = *usual, silent = *silent)
        }
        Why::Need { need, .. } => message!("advice-why-need", need = &**need),
        Why::Unreachable => message!("advice-why-unreachable"),
    };
    let evidence = match &advice.why {
        Why::Stale {
            calls: Some(of), ..
        } => Some(calls(app, *of)),
        _ => None,
    };
    [first].into_iter().chain(evidence).collect()
}

/// A length of time in words.
fn span(app: App, minutes: i64) -> String {
    let minutes = u32::try_from(minutes.max(0)).unwrap_or(u32::MAX);
    let format = app.format();
    format
        .map(|format| format.span(minutes))
        .unwrap_or_default()
}

/// What is planned, and for when.
fn step(date: String, days: i32, words: &str) -> Message {
    match (words, days) {
        ("", 0) => message!("advice-why-follow-up-today"),
        ("", days) => message!("advice-why-follow-up", date = date, days = days),
        (step, 0) => message!("advice-why-step-today", step = step),
        (step, days) => message!("advice-why-step", step = step, date = date, days = days),
    }
}

/// Who is likely to have left, and what they are worth as far as that is known.
fn leaving(app: App, risk: f64, value: Option<crate::domain::Money>, days: i32) -> Message {
    let share = percent(app, risk / 100.0);
    let format = app.format();
    match value.zip(format) {
        Some((value, format)) => {
            let amount = format.money(value);
            message!(
                "advice-why-leaving-worth",
                share = share,
                amount = amount,
                days = days
            )
        }
        None => message!("advice-why-leaving", share = share, days = days),
    }
}

/// What calls did for deals that are closed.
fn calls(app: App, of: Calls) -> Message {
    message!(
        "advice-why-calls",
        times = number(app, of.times(), 1),
        with_won = of.with_won,
        with = of.with,
        without_won = of.without_won,
        without = of.without
    )
}

/// What a note about what is done begins with.
pub(super) fn about(app: App, advice: &Advice) -> String {
    let of = advice.of;
    let name = || app.live().peek().name(of).into_owned();
    let message = match &advice.why {
        Why::StepDue { words, .. } if !words.is_empty() => return words.to_string(),
        Why::StepDue { .. } => message!("advice-about-follow-up"),
        Why::PurchaseDue { .. } => message!("advice-about-order"),
        Why::Leaving { .. } => message!("advice-about-return"),
        Why::Quiet { deal, .. } if !deal.is_empty() => return deal.to_string(),
        Why::Unplanned(_) => message!("advice-about-plan"),
        Why::Asked { .. } => message!("advice-about-answer"),
        _ => return name(),
    };
    app.page().text(&message)
}
