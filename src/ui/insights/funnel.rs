//! How far deals come, stage by stage: where they stop, and for how long they stand.

use super::places::deals;
use super::sales::{on_deals, window};
use super::words::{count, number, percent, row, sentences};
use crate::domain::{RecordId, RecordKind, pipeline};
use crate::message;
use crate::query::sales::funnel::{Funnel, FunnelStage, funnel};
use crate::ui::app::{App, say};
use crate::ui::components::{
    BarRow, BarWord, Bars, Button, ChartCell, ChartState, ChartTable, Choice, SelectField, Series,
    Tone,
};
use crate::ui::figure::Figure;
use crate::ui::follow::shown;
use leptos::prelude::*;

/// Of fewer deals than this no stage is said to hold most of them back.
const ENOUGH: usize = 10;

fn ask(app: App, chosen: Option<RecordId>) -> Option<Funnel> {
    on_deals(
        app,
        &["pipeline", "stage_order", "days_to_close", "days_in_stage"],
    );
    let live = app.live();
    drop(live.field(RecordKind::Pipeline, pipeline::STAGES));
    let window = window(app);
    let workspace = live.peek();
    let chosen = chosen.or_else(|| workspace.default_pipeline())?;
    Some(funnel(&workspace, chosen, window, app.clock()))
}

/// So many days, in words.
pub(super) fn days(app: App, days: Option<f64>) -> String {
    let words = days.map(|days| {
        let words = message!(
            "sales-days",
            count = days.round().max(0.0) as usize,
            days = number(app, days, 1)
        );
        app.page().text(&words)
    });
    words.unwrap_or_default()
}

/// The stage that lets the smallest part of its deals pass, by its place.
fn narrowest(found: &Funnel) -> Option<usize> {
    let stages = found.stages.iter().enumerate().skip(1);
    let rates = stages.filter(|(_, stage)| stage.of_before.of >= ENOUGH);
    let rates = rates.filter_map(|(at, stage)| Some((at, stage.of_before.rate()?)));
    rates
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(at, _)| at)
}

fn rows(app: App, found: &Funnel) -> Vec<BarRow> {
    let page = app.page();
    let narrowest = narrowest(found);
    let pass = |rate: Option<f64>| {
        let words = rate.map(|rate| message!("sales-pass", share = percent(app, rate)));
        words.map(|words| page.text(&words)).unwrap_or_default()
    };
    let bar = |(at, of): (usize, &FunnelStage)| {
        let rate = of.of_before.rate().filter(|_| at > 0);
        BarRow {
            name: of.stage.name().to_owned(),
            number: count(app, of.reached.count),
            words: vec![
                BarWord {
                    text: pass(rate),
                    tone: if narrowest == Some(at) {
                        Tone::Warning
                    } else {
                        Tone::Neutral
                    },
                },
                BarWord {
                    text: days(app, of.days),
                    ..BarWord::default()
                },
            ],
            share: of.of_all.rate().unwrap_or_default(),
            href: Some(deals(app, of.reached.condition.clone())),
            ..BarRow::default()
        }
    };
    let won = BarRow {
        name: page.messages().option("deal", "outcome", "won"),
        number: count(app, found.won.count),
        words: vec![
            BarWord {
                text: pass(found.won_of_before.rate()),
                ..BarWord::default()
            },
            BarWord::default(),
        ],
        share: found.won_of_all.rate().unwrap_or_default(),
        series: Series::Third,
        href: Some(deals(app, found.won.condition.clone())),
    };
    found
        .stages
        .iter()
        .enumerate()
        .map(bar)
        .chain([won])
        .collect()
}

/// The sentence: how many are won of all, how fast, and what the bars do not know.
fn below(app: App, found: &Funnel) -> Option<String> {
    let page = app.page();
    let share = found.won.count as f64 / found.begun.count.max(1) as f64;
    let share = percent(app, share);
    let won = match found.days_to_won {
        Some(of) => message!(
            "sales-funnel-won",
            share = share,
            days = days(app, Some(of))
        ),
        None => message!("sales-funnel-won-only", share = share),
    };
    let lost = message!("sales-funnel-lost", count = found.lost.count);
    let lost = (found.lost.count > 0).then(|| page.text(&lost));
    let said: Vec<String> = [page.text(&won)].into_iter().chain(lost).collect();
    (found.begun.count > 0).then(|| sentences(app, &said))
}

fn table(app: App, found: &Funnel) -> ChartTable {
    let page = app.page();
    let figure = |of: &crate::query::sales::Figure| {
        ChartCell::new(count(app, of.count))
            .number(of.count)
            .link(Some(deals(app, of.condition.clone())))
    };
    let share = |rate: Option<f64>| {
        rate.map_or_else(ChartCell::default, |rate| {
            ChartCell::new(percent(app, rate)).number(rate)
        })
    };
    let line = |(at, of): (usize, &FunnelStage)| {
        let waited = of.days.map(|days| ChartCell::default().number(days));
        let waited = ChartCell {
            text: days(app, of.days),
            ..waited.unwrap_or_default()
        };
        let pass = share(of.of_before.rate().filter(|_| at > 0));
        let cells = vec![figure(&of.reached), pass, figure(&of.here), waited];
        row(of.stage.name(), cells)
    };
    let outcome = |code: &str, of, rate| {
        let name = page.messages().option("deal", "outcome", code);
        row(
            name,
            vec![
                figure(of),
                share(rate),
                ChartCell::default(),
                ChartCell::default(),
            ],
        )
    };
    ChartTable {
        heads: vec![
            page.messages().field("deal", "stage"),
            page.text(&message!("sales-reached")),
            page.text(&message!("sales-of-before")),
            page.text(&message!("sales-here")),
            page.text(&message!("sales-days-here")),
        ],
        rows: found
            .stages
            .iter()
            .enumerate()
            .map(line)
            .chain([
                outcome("won", &found.won, found.won_of_before.rate()),
                outcome("lost", &found.lost, None),
            ])
            .collect(),
    }
}

/// The funnel of a pipeline, which is chosen where there are several.
#[component]
pub(super) fn FunnelBars(app: App) -> impl IntoView {
    let page = app.page();
    let chosen = RwSignal::new(None::<RecordId>);
    let found = Memo::new(move |_| ask(app, chosen.get()));
    let pipelines = Memo::new(move |_| {
        let live = app.live();
        let ids = live
            .field(RecordKind::Pipeline, pipeline::ORDER)
            .pipelines();
        let choice = |id: RecordId| {
            let name = live.record(id).name(id).into_owned();
            Choice::new(id.to_string(), name)
        };
        ids.into_iter().map(choice).collect::<Vec<_>>()
    });
    let state = Signal::derive(move || {
        let found = found.read();
        if found.as_ref().is_some_and(|found| found.begun.count > 0) {
            ChartState::Shown
        } else {
            ChartState::Empty
        }
    });
    let note = Signal::derive(move || {
        let begun = found.read().as_ref().map(|found| found.begun.count)?;
        Some(page.text(&message!("sales-started", count = begun)))
    });
    let choice = move || {
        (pipelines.read().len() > 1).then(|| {
            view! {
                <div class="insights__choice">
                    <SelectField
                        label=say(page, || message!("sales-pipeline"))
                        value=Signal::derive(move || {
                            let of = found.read().as_ref().map(|found| found.pipeline);
                            of.map(|id| id.to_string()).unwrap_or_default()
                        })
                        choices=pipelines
                        on_change=move |id: String| chosen.set(RecordId::parse(&id).ok())
                        quiet=true
                    />
                </div>
            }
        })
    };
    view! {
        <Figure
            title=say(page, || message!("sales-funnel-title"))
            note=note
            below=Signal::derive(move || below(app, found.read().as_ref()?))
            state=state
            empty=say(page, || message!("sales-none-begun"))
            way_out=move || view! {
                <Button label=say(page, || message!("sales-to-deals")) href=app.href("deals") />
            }
            table=Signal::derive(move || {
                let found = found.read();
                found.as_ref().map(|found| table(app, found)).unwrap_or_default()
            })
            is_text=true
            file="funnel"
        >
            {shown(choice)}
            <Bars
                label=say(page, || message!("sales-funnel-label"))
                rows=Signal::derive(move || {
                    let found = found.read();
                    found.as_ref().map(|found| rows(app, found)).unwrap_or_default()
                })
            />
        </Figure>
    }
}
