//! The analysis of customers that lists, pages and cards show, worked out when somebody first looks and
//! anew when anything it is made of was written: at once where that takes a few milliseconds, else some
//! thousand rows at a time while everything else goes on.

use super::depend;
use crate::domain::{Date, RecordId, RecordKind, settings};
use crate::query::engagement::{engagement, pasts};
use crate::query::own_rule::score_rules;
use crate::query::segment::value_weights;
use crate::scoring::points::Score;
use crate::scoring::scores::Analysis;
use crate::session::scored::{is_there, prepare};
use crate::ui::app::App;
use crate::workspace::score_rules::ScoreRules;
use crate::workspace::scores::CustomerScores;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;

thread_local! {
    /// Counts how often an analysis or the scores were made anew: whoever waits for them, or shows them
    /// beside other things, is told.
    static MADE: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static IS_ON_ITS_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Sees to it that what lists show of scores is there; remembers what it is made of.
pub fn make_ready(app: App) {
    let live = app.live();
    depend::on_engagement(&live);
    depend::on_own_rules(&live);
    let (workspace, now) = (live.peek(), app.clock());
    let before = workspace.scores();
    let rules = || score_rules(&workspace, now);
    analysed(app).keep_columns(&workspace, now.today, engagement(&workspace, now), rules);
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

/// Sees to the same where it takes a few milliseconds. Of more records they are made some thousand rows at
/// a time; what was made last stands meanwhile. Whoever asks where signals are followed is asked anew when
/// they are there. Says whether there is anything.
#[must_use]
pub fn soon_ready(app: App) -> bool {
    let live = app.live();
    let is_quick = {
        let workspace = live.peek();
        let rows = MADE_OF.map(|kind| workspace.table(kind).rows());
        rows.iter().sum::<usize>() <= QUICK || is_there(&workspace, app.clock())
    };
    if is_quick {
        make_ready(app);
        return true;
    }
    depend::on_scores(&live);
    depend::on_engagement(&live);
    depend::on_own_rules(&live);
    begin(app);
    live.peek().scores().is_some()
}

/// Has the scores made with rests between the steps, unless they are on their way. Whoever asks where
/// signals are followed is asked anew when they are there.
fn begin(app: App) {
    MADE.with(Clone::clone).track();
    if !IS_ON_ITS_WAY.replace(true) {
        let (live, now) = (app.live(), app.clock());
        spawn_local(async move {
            prepare(&**live.writer(), now).await;
            IS_ON_ITS_WAY.set(false);
            MADE.with(Clone::clone).update(|made| *made += 1);
        });
    }
}

/// Sees to the first scores in the same way, and to those by other rules than before; else what was made
/// last stands until somebody asks outright, as a list that is sorted by them does. Says whether there is
/// anything.
#[must_use]
pub fn quickly_ready(app: App) -> bool {
    let live = app.live();
    let is_wanted = {
        let workspace = live.record(settings::ID);
        let rows = MADE_OF.map(|kind| workspace.table(kind).rows());
        let is_by_others =
            |scores: Rc<CustomerScores>| !scores.rules.is_set_as(&ScoreRules::of(&workspace));
        rows.iter().sum::<usize>() <= QUICK || workspace.scores().is_none_or(is_by_others)
    };
    if is_wanted {
        return soon_ready(app);
    }
    MADE.with(Clone::clone).track();
    true
}

/// The score of a customer with what makes it; none where nothing was scored yet.
#[must_use]
pub fn score(app: App, id: RecordId) -> Option<Score> {
    if !quickly_ready(app) {
        return None;
    }
    let live = app.live();
    let workspace = live.peek();
    let row = workspace.table(id.kind).row(id.uuid)?;
    Some(Score::of(&*workspace.scores()?, row))
}

/// The score of a customer in the course of time, and what is to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// By how much it changed in a week.
    pub change: i32,
    /// What it was on this day of the last weeks, today last.
    pub weeks: Vec<(Date, i32)>,
    /// How likely they buy soon; none without a model.
    pub buys_soon: Option<f64>,
}

/// The scores of some customers in the course of time, in their order; none where nothing was scored
/// yet, or the analysis is still on its way.
#[must_use]
pub fn courses(app: App, ids: &[RecordId]) -> Option<Vec<Option<Course>>> {
    if !quickly_ready(app) {
        return None;
    }
    let analysis = analysed_soon(app)?;
    let live = app.live();
    let (now, workspace) = (app.clock(), live.peek());
    let table = workspace.table(RecordKind::Customer);
    let rows: Vec<u32> = ids.iter().filter_map(|id| table.row(id.uuid)).collect();
    // Moves of deals are remembered as fields that are read.
    let machine = untrack(|| live.history());
    let pasts = pasts(&workspace, &rows, machine.history().changes(), now);
    let scores = workspace.scores()?;
    let mut found = rows.into_iter().zip(pasts).map(|(row, past)| {
        let score = Score::of(&scores, row);
        Course {
            change: analysis.score_change(&score, row, &past, now.today),
            weeks: analysis.score_course(&score, row, &past, now.today),
            buys_soon: analysis.buys_soon(row),
        }
    });
    let is_known = |id: &RecordId| table.row(id.uuid).is_some();
    let courses = ids.iter().map(|id| match is_known(id) {
        true => found.next(),
        false => None,
    });
    Some(courses.collect())
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
    begin(app);
    None
}
