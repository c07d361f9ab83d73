//! The analysis of customers that lists, pages and cards show, worked out when somebody first looks and
//! anew when anything it is made of was written.

use super::depend;
use crate::domain::RecordKind;
use crate::live::Live;
use crate::query::Now;
use crate::query::segment::value_weights;
use crate::scoring::scores::Analysis;
use crate::ui::app::App;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

/// Sees to it that what lists show of scores is there; remembers what it is made of.
pub fn make_ready(app: App) {
    analysed(app).keep_columns(&app.live().peek());
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

/// So many transactions and customers are analysed in a few milliseconds.
const QUICK: usize = 30_000;

thread_local! {
    /// How many analyses were made some rows at a time: who waits for one is asked anew.
    static MADE: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static IS_ON_ITS_WAY: Cell<bool> = const { Cell::new(false) };
}

/// The analysis where it is there already or made in a few milliseconds. Else none while it is made some
/// thousand rows at a time; whoever asks where signals are followed is asked anew when it is there.
#[must_use]
pub fn analysed_soon(app: App) -> Option<Rc<Analysis>> {
    let live = app.live();
    let is_there = {
        let workspace = live.peek();
        let rows = |kind| workspace.table(kind).rows();
        rows(RecordKind::Transaction) + rows(RecordKind::Customer) <= QUICK
            || Analysis::is_kept(&workspace, app.today())
    };
    if is_there {
        return Some(analysed(app));
    }
    // What it depends on is remembered either way.
    depend::on_scores(&live);
    MADE.with(Clone::clone).track();
    if !IS_ON_ITS_WAY.replace(true) {
        spawn_local(make(live, app.clock()));
    }
    None
}

/// Makes the analysis, with rests between its steps.
async fn make(live: Live, now: Now) {
    let step = || {
        let workspace = live.peek();
        Analysis::prepare(&workspace, now.today, || value_weights(&workspace, now))
    };
    while step() {
        live.writer().rest().await;
    }
    IS_ON_ITS_WAY.set(false);
    MADE.with(Clone::clone).update(|made| *made += 1);
}
