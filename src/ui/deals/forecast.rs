//! Deals by the month in which they are expected to close: what they come to, what is likely to come of
//! them, whether the quarter's target is in reach, and on which few deals it hangs. The figures are
//! worked out by [`crate::query::sales::forecast`]; here they are shown in one currency at a time.

mod chart;
mod few;
mod how;
mod quarter;
mod table;

use crate::domain::{Currency, Money, RecordId, RecordKind, Value, settings};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::sales::forecast::{Forecast, Question, Span, forecast};
use crate::query::sales::{Figure, own_first};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, ChartCell, Choice, EmptyState, Glyph, SelectField,
};
use crate::ui::follow::shown;
use crate::ui::insights::places::deals;
use crate::ui::insights::words::{count, major, money, month};
use crate::ui::lists::depend;
use leptos::prelude::*;

/// Months of a quarter, each of which has the same target.
const MONTHS: i64 = 3;

/// What all cards show: a forecast in a currency.
#[derive(Clone, Copy)]
struct Seen {
    app: App,
    found: Memo<Forecast>,
    currency: Memo<Option<Currency>>,
    /// What each month is to bring.
    target: Memo<Option<Money>>,
}

impl Seen {
    /// An amount of the currency that shows.
    fn money(self, minor: i64) -> String {
        money(self.app, minor, self.currency.get())
    }

    /// The part of a month's target that is in the currency that shows.
    fn target(self) -> Option<Money> {
        let target = self.target.get()?;
        (Some(target.currency()) == self.currency.get()).then_some(target)
    }

    /// A sum of deals as a cell that opens them.
    fn cell(self, figure: &Figure, minor: i64) -> ChartCell {
        if figure.count == 0 {
            return self.none();
        }
        ChartCell::new(self.money(minor))
            .number(major(minor, self.currency.get()))
            .link(Some(deals(self.app, figure.condition.clone())))
    }

    /// What stands where there is nothing.
    fn none(self) -> ChartCell {
        let none = self.app.format().map(|format| format.none());
        ChartCell::new(none.unwrap_or_default()).number(0)
    }
}

/// The sum of a figure's amounts in a currency, in minor units.
fn amount(figure: &Figure, currency: Option<Currency>) -> i64 {
    currency.map_or(0, |currency| figure.amounts.of(currency).minor())
}

/// The same, each by its chance.
fn weighted(figure: &Figure, currency: Option<Currency>) -> i64 {
    currency.map_or(0, |currency| figure.weighted.of(currency).minor())
}

/// A span of time as people call it.
fn span_name(app: App, span: Span) -> String {
    let page = app.page();
    match span {
        Span::Overdue => page.text(&message!("forecast-overdue")),
        Span::Month(first) => month(app, first),
        Span::Later => page.text(&message!("forecast-later")),
        Span::Undated => page.text(&message!("forecast-no-date")),
        Span::All => page.text(&message!("forecast-total")),
    }
}

/// What each month is to bring, as the settings say.
fn monthly_target(app: App) -> Option<Money> {
    let live = app.live();
    let workspace = live.record(settings::ID);
    match workspace
        .record(settings::ID)?
        .value(settings::MONTHLY_TARGET)
    {
        Some(Value::Money(target)) => Some(*target),
        _ => None,
    }
}

fn ask(app: App, pipeline: Option<RecordId>, target: Option<Money>) -> Forecast {
    let live = app.live();
    drop(live.kind(RecordKind::Deal));
    drop(live.kind(RecordKind::Pipeline));
    drop(live.record(settings::ID));
    for path in [
        "amount",
        "closed_at",
        "expected_close",
        "forecast",
        "outcome",
        "pipeline",
        "weighted",
    ] {
        depend::on_path(&live, RecordKind::Deal, path);
    }
    let now = app.clock();
    let quarter = |target: Money| {
        let minor = target.minor().saturating_mul(MONTHS);
        Money::from_minor(minor, target.currency()).ok()
    };
    let question = Question {
        pipeline,
        target: target.and_then(quarter),
        ..Question::new(now)
    };
    forecast(&live.peek(), &question, now)
}

/// The currencies that deals of the forecast have, the workspace's own first.
fn currencies(app: App, found: &Forecast) -> Vec<Currency> {
    let own = app.currency();
    let mut sums = found.totals.counted.amounts.clone();
    let won = found.totals.won.iter().chain([&found.quarter.won]);
    won.for_each(|figure| figure.amounts.iter().for_each(|sum| sums.add(sum)));
    let all = own_first(&sums, own).into_iter();
    all.map(|sum| sum.currency()).collect()
}

/// The forecast of a pipeline's deals, or of all.
#[component]
pub(super) fn DealForecast(
    /// The app.
    app: App,
    /// The pipeline; all where there is none.
    pipeline: Signal<Option<RecordId>>,
    /// What makes a deal.
    #[prop(into)]
    on_create: Callback<()>,
) -> impl IntoView {
    Messages::learn_apart(WordsApart::forecast());
    let page = app.page();
    let target = Memo::new(move |_| monthly_target(app));
    let found = Memo::new(move |_| ask(app, pipeline.get(), target.get()));
    let chosen = RwSignal::new(None::<Currency>);
    let offered = Memo::new(move |_| currencies(app, &found.read()));
    let currency = Memo::new(move |_| {
        let offered = offered.read();
        let kept = chosen.get().filter(|one| offered.contains(one));
        kept.or_else(|| offered.first().copied())
            .or_else(|| app.currency())
    });
    let seen = Seen {
        app,
        found,
        currency,
        target,
    };
    let is_empty = Memo::new(move |_| {
        let found = found.read();
        let is_none = |figure: &Figure| figure.count == 0;
        found.totals.categories.iter().all(|(_, of)| is_none(of)) && is_none(&found.quarter.won)
    });
    let currency_choice = move || {
        let offered = offered.get();
        let choice = |one: &Currency| Choice::new(one.to_string(), one.to_string());
        let choices: Vec<Choice> = offered.iter().map(choice).collect();
        (choices.len() > 1).then(|| {
            view! {
                <div class="forecast__currency">
                    <SelectField
                        label=say(page, || message!("forecast-currency"))
                        value=Signal::derive(move || {
                            currency.get().map(|one| one.to_string()).unwrap_or_default()
                        })
                        choices=Signal::stored(choices)
                        on_change=move |code: String| chosen.set(Currency::parse(&code).ok())
                        quiet=true
                    />
                </div>
            }
        })
    };
    let body = move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    glyph=Glyph::Insights
                    title=say(page, || message!("forecast-empty-title"))
                    text=say(page, || message!("forecast-empty-body"))
                >
                    <Button
                        label=say(page, || message!("deals-new"))
                        kind=ButtonKind::Primary
                        icon=Glyph::Plus
                        on_press=move |()| on_create.run(())
                    />
                    <Button
                        label=say(page, || message!("action-import"))
                        icon=Glyph::Download
                        href=app.href("import")
                    />
                </EmptyState>
            }
            .into_any();
        }
        view! {
            {shown(currency_choice)}
            <div class="forecast__columns">
                <div class="forecast__main">
                    <chart::Chart seen=seen />
                    <table::Months seen=seen />
                </div>
                <div class="forecast__side">
                    <quarter::QuarterCard seen=seen />
                    <few::FewCard seen=seen />
                    <how::HowCard seen=seen />
                </div>
            </div>
        }
        .into_any()
    };
    view! { <div class="forecast">{shown(body)}</div> }
}

/// How many deals, as a cell that opens them.
fn count_cell(seen: Seen, figure: &Figure) -> ChartCell {
    if figure.count == 0 {
        return seen.none();
    }
    ChartCell::new(count(seen.app, figure.count))
        .number(figure.count)
        .link(Some(deals(seen.app, figure.condition.clone())))
}
