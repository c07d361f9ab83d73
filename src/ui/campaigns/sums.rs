//! What came of a campaign, at the right of its page: its return with the formula, its audience,
//! answers by day.

use crate::domain::{Key, Part, RecordId, RecordKind, Value, campaign, member};
use crate::message;
use crate::query::campaign::{Audience, Return, Standing};
use crate::query::version::Dealing;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Card, Glyph, Icon, IconButton, Menu, MenuItem, Meter, MeterPart, Series,
};
use crate::ui::lists::field::segments;
use crate::ui::lists::value::whole_sums;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// What it brought for what it cost.
#[component]
pub(super) fn Returned(
    /// The app.
    app: App,
    /// What it brought.
    of: Memo<Return>,
) -> impl IntoView {
    let page = app.page();
    let money = move |money: Option<crate::domain::Money>| {
        let format = app.format();
        money.zip(format).map(|(money, format)| format.money(money))
    };
    let none = move || page.text(&message!("value-none"));
    let ratio = move || {
        of.read()
            .ratio
            .and_then(|ratio| Some(app.format()?.percent(ratio * 100.0)))
    };
    let formula = move || {
        let of = of.read();
        let cost = money(of.cost);
        // Nothing yet is an amount here: it is what is left of the cost that is told.
        let zero = || {
            money(
                of.cost
                    .map(|cost| crate::domain::Money::zero(cost.currency())),
            )
        };
        let revenue = match of.revenue.iter().next() {
            Some(_) => whole_sums(app, &of.revenue),
            None => zero().unwrap_or_default(),
        };
        page.text(&match (of.ratio, cost) {
            (Some(_), Some(cost)) => message!("campaign-formula", revenue = revenue, cost = cost),
            (None, Some(_)) if of.revenue.iter().next().is_some() => {
                message!("campaign-no-ratio-currency")
            }
            _ => message!("campaign-no-ratio-cost"),
        })
    };
    let per_answer = move || {
        let of = of.read();
        let cost = of.cost.filter(|_| of.responded > 0)?;
        let minor = cost.minor() as f64 / of.responded as f64;
        money(crate::domain::Money::from_minor(minor.round() as i64, cost.currency()).ok())
    };
    let line = move |label: crate::i18n::Message, value: String| {
        view! {
            <div class="campaign-line"><dt class="soft">{page.text(&label)}</dt><dd>{value}</dd></div>
        }
    };
    let lines = move || {
        let of = of.read();
        view! {
            {line(message!("field-campaign-budget"), money(of.budget).unwrap_or_else(none))}
            {line(message!("field-campaign-actual_cost"), money(of.cost).unwrap_or_else(none))}
            {line(message!("campaign-revenue"), whole_sums(app, &of.revenue))}
            {line(message!("campaign-won"), app.format().map(|format| format.count(of.won)).unwrap_or_default())}
            {line(message!("campaign-per-answer"), per_answer().unwrap_or_else(none))}
        }
    };
    let used = move || {
        let share = of.read().used?;
        let percent = app.format()?.percent(share * 100.0);
        let words = page.text(&message!("campaign-used", percent = percent));
        Some(view! {
            <Meter label=page.text(&message!("field-campaign-budget")) text=words.clone() parts=vec![MeterPart { share, series: Series::Third }] />
            <p class="soft small">{words}</p>
        })
    };
    view! {
        <Card title=say(page, || message!("campaign-return"))>
            <p class="campaign-return">
                <b>{move || ratio().unwrap_or_else(none)}</b>
                <span class="soft">{move || page.text(&message!("campaign-on-cost"))}</span>
            </p>
            <p class="soft small">{formula}</p>
            <dl class="campaign-lines">{lines}</dl>
            {used}
        </Card>
    }
}

/// Whom its segments reach, and taking them in as members.
#[component]
pub(super) fn AudienceCard(
    /// The app.
    app: App,
    /// The campaign.
    id: RecordId,
    /// Whom it reaches.
    of: Memo<Audience>,
    /// How its members stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let count = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let put = move |segment: RecordId, to: Option<&'static str>| {
        let value =
            to.map(|to| Value::Part(Part::new([(0, Value::Ref(segment)), (1, Value::text(to))])));
        let key = Key::of(campaign::AUDIENCE, segment.uuid.to_string());
        // A refusal is said.
        let _ = app.execute(&Command::Edit {
            ids: vec![id],
            fields: vec![(key, value)],
            revision: None,
        });
    };
    let free = move || {
        let of = of.read();
        let own = segments(app, |_| true).into_iter();
        own.filter(|choice| {
            !of.segments
                .iter()
                .any(|(id, _, _)| id.to_string() == choice.value)
        })
        .map(|choice| MenuItem::new(choice.value, choice.label))
        .collect::<Vec<_>>()
    };
    let items = Signal::derive(free);
    let add = move |to: &'static str| {
        move |segment: String| {
            if let Ok(segment) = RecordId::parse(&segment) {
                put(segment, Some(to));
            }
        }
    };
    let row = move |(segment, is_out, found): (RecordId, bool, usize)| {
        let name = Signal::derive(move || app.live().record(segment).name(segment).into_owned());
        let glyph = if is_out { Glyph::Cross } else { Glyph::Segment };
        view! {
            <div class="campaign-audience__row">
                <Icon glyph=glyph />
                <a class="link truncate" href=app.record_href(segment)>{name}</a>
                {is_out.then(|| view! { <span class="soft small">{page.text(&message!("campaign-left-out"))}</span> })}
                <span class="push">{count(found)}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.get()))
                    glyph=Glyph::Cross
                    plain=true
                    small=true
                    on_press=move |()| put(segment, None)
                />
            </div>
        }
    };
    let quiet = move |label: crate::i18n::Message, found: usize| {
        (found > 0).then(|| {
            view! {
                <div class="campaign-audience__row">
                    <span class="soft">{page.text(&label)}</span>
                    <span class="push soft">{count(found)}</span>
                </div>
            }
        })
    };
    let rows = move || {
        let of = of.get();
        view! {
            {of.segments.clone().into_iter().map(row).collect_view()}
            {of.segments.is_empty().then(|| view! { <p class="soft">{page.text(&message!("campaign-no-audience"))}</p> })}
            {quiet(message!("campaign-shared"), of.shared)}
            {quiet(message!("campaign-excluded"), of.excluded)}
            {quiet(message!("campaign-opted-out"), of.opted_out)}
            {quiet(message!("campaign-no-address"), of.no_address)}
        }
    };
    // Who is a member already stays one, however the segments change.
    let fresh = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.field(RecordKind::Member, member::CUSTOMER);
        let held: std::collections::HashSet<RecordId> = standing
            .read()
            .members
            .iter()
            .filter_map(|id| workspace.record(*id)?.value(member::CUSTOMER)?.as_ref_id())
            .collect();
        of.read()
            .customers
            .iter()
            .copied()
            .filter(|id| !held.contains(id))
            .collect::<Vec<_>>()
    });
    let take_in = move |()| {
        let live = app.live();
        let customers = fresh.get_untracked();
        // Texts are dealt out, so that each gets as many as the others.
        let mut dealing = Dealing::to_new_members(&live.peek(), id);
        let made = customers.iter().map(|customer| {
            let fields = vec![
                (Key::one(member::CAMPAIGN), Some(Value::Ref(id))),
                (Key::one(member::CUSTOMER), Some(Value::Ref(*customer))),
                (Key::one(member::STATUS), Some(Value::text("targeted"))),
                (Key::one(member::VARIANT), dealing.deal().map(Value::Text)),
            ];
            Command::Create {
                id: live.writer().new_id(RecordKind::Member),
                fields,
            }
        });
        let command = Command::All(made.collect());
        if app.execute(&command).is_ok() {
            app.say(
                &message!("campaign-taken-in", count = customers.len()),
                true,
            );
        }
    };
    let is_none = Signal::derive(move || fresh.read().is_empty());
    view! {
        <Card title=say(page, || message!("field-campaign-audience")) actions=move || view! {
            <Menu label=say(page, || message!("campaign-reach")) kind=ButtonKind::Quiet small=true items=items on_choose=add("include") />
            <Menu label=say(page, || message!("campaign-leave-out")) kind=ButtonKind::Quiet small=true items=items on_choose=add("exclude") />
        }>
            <div class="campaign-audience">{rows}</div>
            <Button
                label=say(page, move || message!("campaign-take-in", count = fresh.read().len()))
                icon=Glyph::Plus
                disabled=is_none
                reason=say(page, || message!("campaign-nobody-new"))
                on_press=take_in
            />
        </Card>
    }
}

/// Answers by day, as bars with a table behind.
#[component]
pub(super) fn Answers(
    /// The app.
    app: App,
    /// How its members stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let days = Memo::new(move |_| standing.read().answers.clone());
    let day = move |date| {
        app.format()
            .map(|format| format.date(date, app.today()))
            .unwrap_or_default()
    };
    let most = move || {
        days.read()
            .iter()
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0)
    };
    let summary = move || {
        let days = days.read();
        let best = days.iter().max_by_key(|(_, count)| *count)?;
        Some(page.text(&message!(
            "campaign-most-answers",
            count = best.1,
            day = day(best.0)
        )))
    };
    let bars = move || {
        let most = most().max(1) as f64;
        let bar = |(date, count): (crate::domain::Date, usize)| {
            let words = page.text(&message!(
                "campaign-answers-on",
                count = count,
                day = day(date)
            ));
            view! { <span class="campaign-bars__bar" title=words style:--bar=format!("{:.1}%", count as f64 / most * 100.0)></span> }
        };
        days.get().into_iter().map(bar).collect_view()
    };
    let ends = move || {
        let days = days.read();
        let first = days.first().map(|(date, _)| day(*date));
        let last = days
            .last()
            .filter(|_| days.len() > 1)
            .map(|(date, _)| day(*date));
        view! { <span>{first}</span><span>{last}</span> }
    };
    let rows = move || {
        let row = |(date, count): (crate::domain::Date, usize)| view! { <tr><th scope="row">{day(date)}</th><td>{count}</td></tr> };
        days.get().into_iter().map(row).collect_view()
    };
    let chart = move || {
        (!days.read().is_empty()).then(|| {
            view! {
                <figure class="campaign-chart">
                    <figcaption class="soft small">{summary}</figcaption>
                    <div class="campaign-bars" aria-hidden="true">{bars}</div>
                    <p class="campaign-chart__ends soft small">{ends}</p>
                    <table class="visually-hidden">
                        <caption>{page.text(&message!("campaign-answers"))}</caption>
                        <tbody>{rows}</tbody>
                    </table>
                </figure>
            }
        })
    };
    view! {
        <Card title=say(page, || message!("campaign-answers"))>
            {chart}
            {move || days.read().is_empty().then(|| view! { <p class="soft">{page.text(&message!("campaign-no-answers"))}</p> })}
        </Card>
    }
}
