//! Sees to it that what is scored of customers is there, some thousand rows at a time with rests between:
//! the analysis, how things stand with each customer, and the columns that lists show. When it is wanted
//! is the callers' matter.

use super::writer::Reader;
use crate::query::Now;
use crate::query::engagement::{self, engagement};
use crate::query::own_rule::score_rules;
use crate::query::segment::value_weights;
use crate::scoring::scores::Analysis;
use crate::scoring::showing::Showing;
use crate::workspace::Workspace;
use crate::workspace::engagement::Engagement;
use std::rc::Rc;

/// Makes the scores as of today, where they are not there. What is written meanwhile is in them too,
/// unless it is written again and again: after [`ROUNDS`] they are of a moment before.
pub async fn prepare(reader: &(impl Reader + ?Sized), now: Now) {
    for _ in 0..ROUNDS {
        while is_half_made(&reader.workspace(), now) {
            reader.rest().await;
        }
        let (analysis, standing) = {
            let workspace = reader.workspace();
            (analysis(&workspace, now), engagement(&workspace, now))
        };
        if has_columns(&analysis, &reader.workspace(), &standing, now) {
            return;
        }
        let mut showing = Showing::of(&analysis, &reader.workspace(), now.today, standing);
        while step(&mut showing, &reader.workspace(), now) {
            reader.rest().await;
        }
        let workspace = reader.workspace();
        workspace.keep_scores(showing.finish().map(Rc::new));
        if is_there(&workspace, now) {
            return;
        }
    }
}

/// So often they are begun anew.
const ROUNDS: usize = 3;

/// Whether lists have the scores of today, and nothing was written since that they are made of.
#[must_use]
pub fn is_there(workspace: &Workspace, now: Now) -> bool {
    Analysis::is_kept(workspace, now.today)
        && engagement::is_kept(workspace, now)
        && has_columns(
            &analysis(workspace, now),
            workspace,
            &engagement(workspace, now),
            now,
        )
}

fn has_columns(
    analysis: &Analysis,
    workspace: &Workspace,
    standing: &Rc<Vec<Engagement>>,
    now: Now,
) -> bool {
    analysis.has_columns(workspace, standing, || score_rules(workspace, now))
}

fn step(showing: &mut Showing<'_>, workspace: &Workspace, now: Now) -> bool {
    showing.step(workspace, || score_rules(workspace, now))
}

fn analysis(workspace: &Workspace, now: Now) -> Rc<Analysis> {
    Analysis::of(workspace, now.today, || value_weights(workspace, now))
}

/// Does a step of what the columns are made of; says whether there are more.
fn is_half_made(workspace: &Workspace, now: Now) -> bool {
    Analysis::prepare(workspace, now.today, || value_weights(workspace, now))
        || engagement::prepare(workspace, now)
}
