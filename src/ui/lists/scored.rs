//! The analysis of customers that lists, pages and cards show, worked out when somebody first looks and
//! anew when anything it is made of was written.

use super::depend;
use crate::domain::RecordKind;
use crate::query::engagement::engagement;
use crate::query::segment::value_weights;
use crate::scoring::scores::Analysis;
use crate::ui::app::App;
use std::rc::Rc;

/// Sees to it that what lists show of scores is there; remembers what it is made of.
pub fn make_ready(app: App) {
    let live = app.live();
    depend::on_engagement(&live);
    let (workspace, now) = (live.peek(), app.clock());
    analysed(app).keep_columns(&workspace, now.today, engagement(&workspace, now));
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
