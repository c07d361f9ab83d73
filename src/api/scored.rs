//! The analysis of customers that requests are answered from. What it finds is the scoring's matter.

use super::Desk;
use crate::query::Query;
use crate::query::engagement::engagement;
use crate::query::own_rule::score_rules;
use crate::query::score::reads_scores;
use crate::query::segment::value_weights;
use crate::scoring::scores::Analysis;
use std::rc::Rc;

/// The analysis under the assumptions of the workspace's settings.
pub(super) fn analysis(desk: &Desk<'_>) -> Rc<Analysis> {
    Analysis::of(desk.workspace, desk.now.today, || {
        value_weights(desk.workspace, desk.now)
    })
}

/// Sees to it that what a query reads of scores is there.
pub(super) fn make_ready(desk: &Desk<'_>, query: &Query) {
    if reads_scores(desk.workspace, query) {
        keep(desk);
    }
}

/// Sees to it that all that is scored of customers is there.
pub(super) fn keep(desk: &Desk<'_>) {
    let engagement = engagement(desk.workspace, desk.now);
    let rules = || score_rules(desk.workspace, desk.now);
    analysis(desk).keep_columns(desk.workspace, desk.now.today, engagement, rules);
}
