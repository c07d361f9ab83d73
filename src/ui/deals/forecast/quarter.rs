//! The quarter: what is won and to come against its target, how likely that is reached, and in which
//! range it most likely ends. The target of a month is set here.

use super::chart::likely;
use super::{MONTHS, Seen, amount, weighted};
use crate::domain::settings;
use crate::message;
use crate::query::sales::forecast::Span;
use crate::ui::app::say;
use crate::ui::components::{Card, Meter, MeterPart, MeterSize, Series, Tone};
use crate::ui::follow::shown;
use crate::ui::insights::assumptions::Assumed;
use crate::ui::insights::places::deals;
use crate::ui::insights::words::{count, linked, money, money_short, percent};
use leptos::prelude::*;

/// From this chance on it is said to be well.
const LIKELY: f64 = 0.8;
/// Below this chance it is said to be in danger.
const UNLIKELY: f64 = 0.5;

/// The amounts of the quarter in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Amounts {
    won: i64,
    open: i64,
    target: Option<i64>,
    chance: Option<f64>,
}

impl Amounts {
    const fn expected(&self) -> i64 {
        self.won.saturating_add(self.open)
    }

    fn of_target(&self, minor: i64) -> Option<f64> {
        let target = self.target.filter(|target| *target > 0)?;
        Some(minor as f64 / target as f64)
    }
}

/// The card.
#[component]
pub(super) fn QuarterCard(seen: Seen) -> impl IntoView {
    let app = seen.app;
    let page = app.page();
    let amounts = Memo::new(move |_| {
        let found = seen.found.read();
        let currency = seen.currency.get();
        let target = seen.target();
        Amounts {
            won: amount(&found.quarter.won, currency),
            open: weighted(&found.quarter.open, currency),
            target: target.map(|target| target.minor().saturating_mul(MONTHS)),
            chance: target.and(found.quarter.chance),
        }
    });
    let sentence = move || {
        let found = seen.found.read();
        let quarter = &found.quarter;
        let of = amounts.get();
        let (last, today) = (quarter.last, app.today());
        let day = app.format().map(|format| format.date(last, today));
        let words = message!(
            "forecast-expected-by",
            day = day.unwrap_or_default(),
            won = seen.money(of.won),
            open = seen.money(of.open)
        );
        linked(app, &words, |name| {
            let figure = match name {
                "won" => &quarter.won,
                "open" => &quarter.open,
                _ => return None,
            };
            (figure.count > 0).then(|| deals(app, figure.condition.clone()))
        })
    };
    let parts = Signal::derive(move || {
        let of = amounts.get();
        let whole = of.target.unwrap_or(0).max(of.expected()).max(1) as f64;
        let part = |minor: i64, series| MeterPart {
            share: minor.max(0) as f64 / whole,
            series,
        };
        vec![part(of.won, Series::First), part(of.open, Series::Pale)]
    });
    let shares = move || {
        let of = amounts.get();
        let share = |minor: i64| of.of_target(minor).map(|share| percent(app, share));
        let won = message!("forecast-won-of-target", share = share(of.won)?);
        let all = message!("forecast-with-weighted", share = share(of.expected())?);
        Some([page.text(&won), page.text(&all)])
    };
    let said = Signal::derive(move || {
        let of = amounts.get();
        let words = message!(
            "forecast-meter",
            won = seen.money(of.won),
            open = seen.money(of.open)
        );
        shares().map_or_else(|| page.text(&words), |shares| shares.join(", "))
    });
    let overdue = move || {
        let found = seen.found.read();
        let mut rows = found.rows.iter();
        let row = rows.find(|row| row.span == Span::Overdue && row.counted.count > 0)?;
        let figure = &row.counted;
        let words = message!(
            "forecast-not-in-it",
            count = figure.count,
            amount = seen.money(amount(figure, seen.currency.get()))
        );
        let href = deals(app, figure.condition.clone());
        Some(view! {
            <p class="forecast__aside"><a class="link" href=href>{page.text(&words)}</a></p>
        })
    };
    view! {
        <Card title=say(page, || message!("forecast-quarter"))>
            <p class="forecast__sum">{move || seen.money(amounts.read().expected())}</p>
            <p class="forecast__words">{shown(sentence)}</p>
            <Meter
                label=say(page, || message!("forecast-quarter"))
                text=said
                parts=parts
                size=MeterSize::Thick
            />
            {shown(move || shares().map(|[won, all]| view! {
                <p class="forecast__ends"><span>{won}</span><span>{all}</span></p>
            }))}
            <div class="forecast__target">
                <Assumed
                    app=app
                    field=settings::MONTHLY_TARGET
                    label=|| message!("field-settings-monthly_target")
                    shown=Signal::derive(move || {
                        let target = seen.target.get();
                        target
                            .map(|target| money(app, target.minor(), Some(target.currency())))
                            .unwrap_or_default()
                    })
                />
            </div>
            <Facts seen=seen amounts=amounts />
            {shown(overdue)}
        </Card>
    }
}

/// What follows for the quarter.
#[component]
fn Facts(seen: Seen, amounts: Memo<Amounts>) -> impl IntoView {
    let app = seen.app;
    let page = app.page();
    let facts = move || {
        let of = amounts.get();
        let target = of.target.map(|target| {
            view! {
                <div class="insights__fact">
                    <dt>{page.text(&message!("forecast-target"))}</dt>
                    <dd>{seen.money(target)}</dd>
                </div>
            }
        });
        let chance = of.chance.map(|chance| {
            let tone = match chance {
                chance if chance >= LIKELY => Some(Tone::Positive),
                chance if chance < UNLIKELY => Some(Tone::Warning),
                _ => None,
            };
            view! {
                <div class="insights__fact">
                    <dt>{page.text(&message!("forecast-chance"))}</dt>
                    <dd class="forecast__chance" data-tone=tone.map(Tone::code)>
                        {percent(app, chance)}
                    </dd>
                </div>
            }
        });
        let range = likely(&seen.found.read().quarter.likely, seen.currency.get()).map(|band| {
            let short =
                |of: crate::domain::Money| money_short(app, of.minor(), Some(of.currency()));
            let words = message!(
                "forecast-range-words",
                low = short(band.low),
                high = short(band.high)
            );
            view! {
                <div class="insights__fact">
                    <dt>{page.text(&message!("forecast-range"))}</dt>
                    <dd>{page.text(&words)}</dd>
                </div>
            }
        });
        let open = &seen.found.read().quarter.open;
        let deals_to_come = view! {
            <div class="insights__fact">
                <dt>{page.text(&message!("forecast-deals-to-come"))}</dt>
                <dd>
                    <a class="forecast__figure" href=deals(app, open.condition.clone())>
                        {count(app, open.count)}
                    </a>
                </dd>
            </div>
        };
        view! {
            {target}
            {chance}
            {range}
            {deals_to_come}
        }
    };
    view! { <dl class="forecast__facts">{shown(facts)}</dl> }
}
