//! How selling goes: how far deals come, which of them are won, when, and why others are lost. All of it
//! is of the deals begun or closed in the months that the insights look back on.

use super::closed::{LostReasons, WonBars};
use super::funnel::FunnelBars;
use super::rates::WinRates;
use crate::domain::{Currency, RecordKind, settings};
use crate::query::sales::Window;
use crate::query::sales::outcome::{By, Outcomes, Question, outcomes};
use crate::query::sales::own_first;
use crate::scoring::assumptions::Assumptions;
use crate::ui::app::App;
use crate::ui::lists::depend;
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn Sales(app: App) -> impl IntoView {
    let found = Memo::new(move |_| closed(app, None));
    view! {
        <div class="insights__cards">
            <FunnelBars app=app />
            <LostReasons app=app found=found />
            <WonBars app=app found=found by_month=false />
            <WonBars app=app found=found by_month=true />
            <div class="insights__wide"><WinRates app=app /></div>
        </div>
    }
}

/// The days that are looked back on.
pub(super) fn window(app: App) -> Window {
    let live = app.live();
    let workspace = live.record(settings::ID);
    let frame = Assumptions::of(&workspace, app.today()).frame;
    Window {
        from: Some(frame.from),
        to: Some(frame.as_of),
    }
}

/// Remembers what the figures of deals read.
pub(super) fn on_deals(app: App, paths: &[&str]) {
    let live = app.live();
    drop(live.kind(RecordKind::Deal));
    drop(live.kind(RecordKind::Pipeline));
    for path in ["amount", "begun", "closed_at", "outcome", "weighted"]
        .iter()
        .chain(paths)
    {
        depend::on_path(&live, RecordKind::Deal, path);
    }
}

/// What became of the deals that were closed in these months.
pub(super) fn closed(app: App, by: Option<&str>) -> Outcomes {
    let path = by.map(|path| if path == "product" { "lines" } else { path });
    let paths: Vec<&str> = path.into_iter().chain(["lost_reason"]).collect();
    on_deals(app, &paths);
    let live = app.live();
    let workspace = live.peek();
    let now = app.clock();
    let question = Question {
        by: by.and_then(|path| By::parse(&workspace, path, now).ok()),
        closed: window(app),
        ..Question::default()
    };
    outcomes(&workspace, &question, now)
}

/// The currency in which won deals are drawn: the workspace's own, else the first that there is.
pub(super) fn drawn_in(app: App, found: &Outcomes) -> Option<Currency> {
    let own = app.currency();
    let sums = own_first(&found.totals.won.amounts, own).into_iter();
    sums.map(|sum| sum.currency()).next().or(own)
}
