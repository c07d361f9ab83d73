//! The analysis of customers that lists, pages and cards show, worked out when somebody first looks and
//! anew when anything it is made of was written.

use super::depend;
use crate::query::segment::value_weights;
use crate::scoring::scores::Analysis;
use crate::ui::app::App;
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
