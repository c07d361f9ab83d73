//! The pipeline as a strip whose parts have the width of their money, with what it comes to.

use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::query::deal::OPEN;
use crate::query::period::{Period, Unit};
use crate::query::{Filter, Now, Operand, Test};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Glyph};
use crate::ui::deals::tab_filter;
use crate::ui::follow::shown;
use crate::ui::place::{Figure, Place};
use leptos::prelude::*;

/// A stage in the strip.
#[derive(Clone, Debug, PartialEq)]
struct Stage {
    name: String,
    count: usize,
    sum: String,
    /// Its share of the money, or of the deals where no money is known; at least a sliver.
    share: f64,
    href: String,
}

/// The table of the deals of a pipeline, on a tab, under a condition.
fn table(pipeline: RecordId, tab: Option<&str>, filter: Option<Filter>) -> Place {
    let tab = tab.map(str::to_owned);
    Place::new(RecordKind::Deal, tab_filter, filter).with(|address| {
        address.layout = Some("table".to_owned());
        address.pipeline = Some(pipeline.uuid);
        address.tab = tab;
    })
}

/// Deals that have been at their stage for too long, of every pipeline.
pub fn stale() -> Place {
    let filter = Filter::test("is_stale", Test::Is(Operand::Bool(true)));
    Place::new(RecordKind::Deal, tab_filter, Some(filter)).with(|address| {
        address.layout = Some("table".to_owned());
        address.sort = crate::query::Sort::parse("-days_in_stage").unwrap_or_default();
    })
}

fn won(pipeline: RecordId) -> Place {
    let quarter = Test::Within(Period::Whole(Unit::Quarter, 0));
    let filter = Filter::test("closed_at", quarter);
    table(pipeline, Some("won"), Some(filter))
}

/// The open stages of a pipeline, each with what its list finds.
fn stages(app: App, pipeline: RecordId, now: Now) -> Vec<Stage> {
    let live = app.live();
    let open = live.record(pipeline).stages(pipeline);
    let open = open.into_iter().filter(|stage| stage.category() == OPEN);
    let found: Vec<(String, Figure, f64, String)> = open
        .map(|stage| {
            let filter = Filter::test("stage", Test::Is(Operand::text(&stage.id)));
            let place = table(pipeline, None, Some(filter));
            let figure = place.look(app, now, 0);
            let amounts = figure.sums.iter().find(|sum| &*sum.field == "amount");
            // Amounts of several currencies have no common measure: then the most of one is taken.
            let money = amounts.into_iter().flat_map(|sum| sum.amounts.iter());
            let money = money.map(|sum| sum.to_f64()).fold(0.0, f64::max);
            (stage.name().to_owned(), figure, money, place.href(app))
        })
        .collect();
    let total: f64 = found.iter().map(|(_, _, money, _)| money).sum();
    let deals: usize = found.iter().map(|(_, figure, ..)| figure.count).sum();
    let share = |money: f64, count: usize| {
        if total > 0.0 {
            money / total
        } else {
            count as f64 / deals.max(1) as f64
        }
    };
    found
        .into_iter()
        .map(|(name, figure, money, href)| Stage {
            name,
            count: figure.count,
            sum: figure.sum(app, "amount"),
            share: share(money, figure.count),
            href,
        })
        .collect()
}

/// The strip.
#[component]
pub fn PipelineStrip(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let page = app.page();
    let today = Memo::new(move |_| Now {
        // Nothing here changes within a day.
        at: crate::domain::Instant::from_date(now.read().today),
        ..now.get()
    });
    let pipeline = Memo::new(move |_| {
        let live = app.live();
        live.kind(RecordKind::Pipeline).default_pipeline()
    });
    shown(move || {
        let pipeline = pipeline.get()?;
        let open = Memo::new(move |_| table(pipeline, None, None).look(app, today.get(), 0));
        let won_sum = Memo::new(move |_| won(pipeline).look(app, today.get(), 0));
        let stale_deals = Memo::new(move |_| stale().look(app, today.get(), 0).count);
        let parts = Memo::new(move |_| stages(app, pipeline, today.get()));
        let name = Signal::derive(move || app.live().record(pipeline).name(pipeline).into_owned());
        let label = say(page, move || message!("home-pipeline", name = name.get()));
        let amount = move |field: &'static str| {
            Signal::derive(move || {
                let figure = open.read();
                figure.sum(app, field)
            })
        };
        let count = Signal::derive(move || {
            app.format()
                .map(|format| format.count(stale_deals.get()))
                .unwrap_or_default()
        });
        Some(view! {
            <section class="card home-strip" aria-label=label>
                <Stat
                    label=say(page, || message!("home-open-pipeline"))
                    value=amount("amount")
                    href=table(pipeline, None, None).href(app)
                />
                <Stat
                    label=say(page, || message!("home-weighted"))
                    value=amount("weighted")
                    href=table(pipeline, None, None).href(app)
                />
                <Stat
                    label=say(page, || message!("home-won"))
                    value=Signal::derive(move || won_sum.read().sum(app, "amount"))
                    href=won(pipeline).href(app)
                />
                <Stat
                    label=say(page, || message!("home-stale"))
                    value=count
                    href=stale().href(app)
                    is_warning=Signal::derive(move || stale_deals.get() > 0)
                />
                <span class="home-strip__open">
                    <Button
                        label=say(page, || message!("home-open-board"))
                        icon=Glyph::Deals
                        kind=ButtonKind::Quiet
                        small=true
                        href=app.href("deals")
                    />
                </span>
                <ul class="home-strip__bar">
                    {move || parts.get().into_iter().map(|stage| draw(app, stage)).collect_view()}
                </ul>
            </section>
        })
    })
}

/// A figure with its name, which opens its list.
#[component]
fn Stat(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    href: String,
    #[prop(optional, into)] is_warning: Signal<bool>,
) -> impl IntoView {
    view! {
        <a class="home-stat" href=href>
            <span class="home-stat__label">{label}</span>
            <span class="home-stat__value" data-warning=move || is_warning.get().then_some("")>{value}</span>
        </a>
    }
}

fn draw(app: App, stage: Stage) -> impl IntoView {
    let count = app.format().map(|format| format.count(stage.count));
    let grow = format!("{:.4}", stage.share.max(0.001));
    view! {
        <li class="home-strip__stage" style:flex-grow=grow>
            <a class="home-strip__link" href=stage.href>
                <span class="home-strip__part"></span>
                <span class="home-strip__words">
                    <span class="medium truncate">{stage.name}</span>
                    <span class="faint">{count}</span>
                    <span class="home-strip__sum soft">{stage.sum}</span>
                </span>
            </a>
        </li>
    }
}
