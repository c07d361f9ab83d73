//! The analysis of customers that lists, pages and cards show, worked out when somebody first looks and
//! anew when anything it is made of was written.

use super::depend;
use crate::domain::{RecordId, RecordKind};
use crate::query::engagement::engagement;
use crate::query::segment::value_weights;
use crate::scoring::points::Facts;
use crate::scoring::scores::Analysis;
use crate::ui::app::App;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

thread_local! {
    /// Counts how often the scores were made anew: of many records they are made only when somebody asks
    /// for them outright, and whoever shows them beside other things is told.
    static MADE: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// Sees to it that what lists show of scores is there; remembers what it is made of.
pub fn make_ready(app: App) {
    let live = app.live();
    depend::on_engagement(&live);
    let (workspace, now) = (live.peek(), app.clock());
    let before = workspace.scores();
    analysed(app).keep_columns(&workspace, now.today, engagement(&workspace, now));
    let is_same = match (before, workspace.scores()) {
        (Some(before), Some(after)) => Rc::ptr_eq(&before, &after),
        _ => false,
    };
    if !is_same {
        // Not now: who asks is being worked out, and must not be told in the middle of it.
        spawn_local(async { MADE.with(Clone::clone).update(|made| *made += 1) });
    }
}

/// What scores are made of.
const MADE_OF: [RecordKind; 6] = [
    RecordKind::Transaction,
    RecordKind::Customer,
    RecordKind::Activity,
    RecordKind::Deal,
    RecordKind::Ticket,
    RecordKind::Need,
];

/// Sees to the same where it takes a few milliseconds. Of more records what was made last stands until
/// somebody asks for more: says whether there is anything.
#[must_use]
pub fn quickly_ready(app: App) -> bool {
    let live = app.live();
    let is_quick = {
        let workspace = live.peek();
        let rows = MADE_OF.map(|kind| workspace.table(kind).rows());
        let is_first = workspace.scores().is_none();
        rows.iter().sum::<usize>() <= QUICK
            || is_first && Analysis::is_kept(&workspace, app.today())
    };
    if is_quick {
        make_ready(app);
    } else {
        MADE.with(Clone::clone).track();
    }
    live.peek().scores().is_some()
}

/// What is known of a customer that gives points; none where nothing was scored yet.
#[must_use]
pub fn facts(app: App, id: RecordId) -> Option<Facts> {
    if !quickly_ready(app) {
        return None;
    }
    let live = app.live();
    let workspace = live.peek();
    let row = workspace.table(id.kind).row(id.uuid)?;
    Some(Facts::of(&*workspace.scores()?, row))
}

/// The analysis as of today; remembers what it is made of.
#[must_use]
pub fn analysed(app: App) -> Rc<Analysis> {
    let live = app.live();
    depend::on_scores(&live);
    let now = app.clock();
    let workspace = live.peek();
    Analysis::of(&workspace, now.today, || value_weights(&workspace, now))
}

/// So many transactions are analysed in a few milliseconds.
const QUICK: usize = 30_000;

/// The analysis where it is there already or is made at once; a page that shows it beside other things
/// does not wait for more.
#[must_use]
pub fn quickly_analysed(app: App) -> Option<Rc<Analysis>> {
    let is_quick = {
        let live = app.live();
        let workspace = live.peek();
        let rows = |kind| workspace.table(kind).rows();
        rows(RecordKind::Transaction) + rows(RecordKind::Customer) <= QUICK
            || Analysis::is_kept(&workspace, app.today())
    };
    // What it depends on is remembered either way.
    depend::on_scores(&app.live());
    is_quick.then(|| analysed(app))
}
