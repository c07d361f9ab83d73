//! The board of a pipeline: a lane for each open stage with its cards in order and what they come
//! to, and what was won and lost this quarter. Also where a card goes that is dropped between two
//! others: which numbers that writes. Moving it is left to a command.

use super::Now;
use super::column::{Column, Keys};
use super::deal::OPEN;
use super::list::{Query, select};
use super::sort::Order;
use super::sum::Summed;
use crate::domain::money::MoneySums;
use crate::domain::{Key, Number, Problem, RecordId, RecordKind, Value, deal};
use crate::workspace::command::Command;
use crate::workspace::{Stage, Workspace};

/// The board of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// A lane for each open stage, in the order of the stages.
    pub lanes: Vec<Lane>,
    /// The deals won since the quarter began.
    pub won: Strip,
    /// The deals lost since the quarter began.
    pub lost: Strip,
}

/// The deals of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The stage.
    pub stage: Stage,
    /// What the deals come to, one sum per currency.
    pub total: MoneySums,
    /// The same, each by its chance.
    pub weighted: MoneySums,
    /// The rows of the deals, as the cards stand: by position, then by expected close.
    pub cards: Vec<u32>,
}

/// The deals closed one way since the quarter began.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The stages that mean it, in order: where a card that is dropped here goes.
    pub stages: Vec<Stage>,
    /// How many.
    pub count: usize,
    /// What they come to, one sum per currency.
    pub total: MoneySums,
}

/// The board of a pipeline, of the deals that a query finds; its order and page do not matter.
///
/// # Errors
/// What is wrong with the query's filter.
pub fn board(
    workspace: &Workspace,
    pipeline: RecordId,
    query: &Query,
    now: impl Into<Now>,
) -> Result<Board, Vec<Problem>> {
    let now = now.into();
    let kind = RecordKind::Deal;
    let table = workspace.table(kind);
    let stages = workspace.stages(pipeline);
    let selected = select(workspace, query, now)?;
    let quarter = i64::from(now.today.first_of_quarter().to_days());
    let (open, closed): (Vec<Stage>, Vec<Stage>) = stages
        .into_iter()
        .partition(|stage| stage.category() == OPEN);
    // Lanes have the first numbers, then come the strips.
    let (won_at, lost_at) = (open.len() as u32, open.len() as u32 + 1);
    let pipelines = table.refs(&Key::one(deal::PIPELINE));
    let codes = table.texts(&Key::one(deal::STAGE));
    let own = pipelines.code(&pipeline).unwrap_or(u32::MAX);
    let mut lane_of_code: Vec<Option<u32>> = vec![None];
    lane_of_code.extend(codes.values().iter().map(|code| {
        let is_it = |stage: &&Stage| *stage.id == **code;
        let lane = open.iter().position(|stage| is_it(&stage));
        let strip = || match closed.iter().find(is_it)?.category() {
            "won" => Some(won_at),
            _ => Some(lost_at),
        };
        lane.map(|lane| lane as u32).or_else(strip)
    }));
    let closed_at = table.ints(&Key::one(deal::CLOSED_AT));
    let lane_of = |row: u32| {
        let at = row as usize;
        let is_here = pipelines.as_slice().get(at) == Some(&own);
        let code = codes.as_slice().get(at).filter(|_| is_here)?;
        let lane = lane_of_code.get(*code as usize).copied().flatten()?;
        let is_old = || closed_at.at(row).is_none_or(|day| day < quarter);
        (lane < won_at || !is_old()).then_some(lane)
    };
    let placed: Vec<(u32, u32)> = selected
        .rows()
        .filter_map(|row| Some((row, lane_of(row)?)))
        .collect();
    let groups = open.len() + 2;
    let sums = |field: &str| {
        let column = Column::find(workspace, kind, field, now).ok();
        let summed = column.and_then(|column| Summed::of(field, &column));
        let totals = summed.map(|summed| summed.totals(placed.iter().copied(), groups));
        totals.unwrap_or_default().into_iter()
    };
    let (mut totals, mut weighted) = (sums("amount"), sums("weighted"));
    let mut cards: Vec<Vec<u32>> = vec![Vec::new(); groups];
    for (row, lane) in &placed {
        if let Some(cards) = cards.get_mut(*lane as usize) {
            cards.push(*row);
        }
    }
    let mut cards = cards.into_iter();
    let sorter = card_order(workspace);
    let lanes = open
        .into_iter()
        .map(|stage| Lane {
            stage,
            total: totals.next().unwrap_or_default(),
            weighted: weighted.next().unwrap_or_default(),
            cards: sorter.sorted(cards.next().unwrap_or_default(), None),
        })
        .collect();
    let mut strip = |category: &str| Strip {
        stages: closed
            .iter()
            .filter(|stage| stage.category() == category)
            .cloned()
            .collect(),
        count: cards.next().unwrap_or_default().len(),
        total: totals.next().unwrap_or_default(),
    };
    let (won, lost) = (strip("won"), strip("lost"));
    Ok(Board { lanes, won, lost })
}

/// Cards stand by position, those without behind, then by expected close.
fn card_order(workspace: &Workspace) -> Order {
    let table = workspace.table(RecordKind::Deal);
    let ascending = |field| (Keys::Ints(table.ints(&Key::one(field))), false);
    let keys = vec![ascending(deal::POSITION), ascending(deal::EXPECTED_CLOSE)];
    Order::by(workspace, RecordKind::Deal, keys)
}

/// The command that moves a deal to a stage and puts its card before another one, or behind all.
/// `cards` are the lane's as [`board`] gives them; those of the deals that a filter hides keep
/// their numbers. A lost deal takes its reason.
#[must_use]
pub fn drop_card(
    workspace: &Workspace,
    moved: RecordId,
    stage: &str,
    lost_reason: Option<&str>,
    cards: &[u32],
    before: Option<RecordId>,
) -> Command {
    let table = workspace.table(RecordKind::Deal);
    let positions = table.ints(&Key::one(deal::POSITION));
    let own = table.row(moved.uuid);
    let others: Vec<u32> = cards
        .iter()
        .copied()
        .filter(|row| Some(*row) != own)
        .collect();
    let next = before.and_then(|id| table.row(id.uuid));
    let at = next
        .and_then(|next| others.iter().position(|row| *row == next))
        .unwrap_or(others.len());
    let standing: Vec<Option<f64>> = others
        .iter()
        .map(|row| positions.at(*row).map(crate::document::value::float_of))
        .collect();
    let placement = place(&standing, at);
    let position = |position: f64| {
        let value = Number::from_f64(position).map(Value::Number);
        (Key::one(deal::POSITION), value)
    };
    let mut fields = vec![
        (Key::one(deal::STAGE), Some(Value::text(stage))),
        position(placement.position),
    ];
    if let Some(reason) = lost_reason {
        fields.push((Key::one(deal::LOST_REASON), Some(Value::text(reason))));
    }
    let edit = |id: RecordId, fields| Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    let mut commands = vec![edit(moved, fields)];
    for (at, number) in placement.others {
        let id = others.get(at).and_then(|row| table.id(*row));
        commands.extend(id.map(|id| edit(id, vec![position(number)])));
    }
    match commands.len() {
        1 => commands.remove(0),
        _ => Command::All(commands),
    }
}

/// The number a card takes in a lane, and those that others take to make room for it.
#[derive(Clone, Debug, PartialEq)]
struct Placement {
    position: f64,
    others: Vec<(usize, f64)>,
}

/// Where a card goes that is put before the card at a place, among cards with these positions.
///
/// Between two numbers it takes the one in the middle. Cards without a number stand behind those
/// with one, so what is put behind them gives numbers to them; and when two neighbours are so close
/// that nothing is between them, the whole lane is numbered anew.
fn place(positions: &[Option<f64>], at: usize) -> Placement {
    let before = at.checked_sub(1).and_then(|at| positions.get(at));
    let after = positions.get(at).copied().flatten();
    let between = match (before, after) {
        (None, None) => Some(0.0),
        (None, Some(after)) => Some(after - 1.0),
        (Some(Some(before)), None) => Some(before + 1.0),
        (Some(Some(before)), Some(after)) => Some(f64::midpoint(*before, after)),
        (Some(None), _) => None,
    };
    // As it will be kept: rounded to fifteen digits.
    let kept = between.and_then(Number::from_f64).map(Number::to_f64);
    let fits = |position: f64| {
        let is_behind = before.is_none_or(|before| before.is_some_and(|before| before < position));
        is_behind && after.is_none_or(|after| position < after)
    };
    if let Some(position) = kept.filter(|position| fits(*position)) {
        return Placement {
            position,
            others: Vec::new(),
        };
    }
    let numbered = positions.iter().take_while(|position| position.is_some());
    let numbered = numbered.count();
    if before.is_some_and(Option::is_none) {
        // Those in front that have numbers keep them; the rest up to here go on from there.
        let last = numbered.checked_sub(1).and_then(|at| positions.get(at));
        let start = last.copied().flatten().map_or(0.0, |last| last + 1.0);
        let count = at - numbered;
        let number = |step: usize| start + step as f64;
        if start.abs() < 1e12 {
            return Placement {
                position: number(count),
                others: (0..count)
                    .map(|step| (numbered + step, number(step)))
                    .collect(),
            };
        }
    }
    let others = (0..positions.len()).filter(|other| *other < numbered.max(at));
    Placement {
        position: at as f64,
        others: others
            .map(|other| (other, (other + usize::from(other >= at)) as f64))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Date, Record, RecordKind};
    use crate::query::naive::{NOW, Office};
    use crate::workspace::desk::Desk;

    #[test]
    fn lanes_and_strips_are_what_the_records_say() {
        for seed in 0..6 {
            let mut office = Office::new(seed);
            (0..60).for_each(|_| office.works());
            let workspace = &office.desk.workspace;
            let pipeline = workspace.default_pipeline().unwrap();
            let query = Query::new(RecordKind::Deal);
            let board = board(workspace, pipeline, &query, *NOW).unwrap();
            let table = workspace.table(RecordKind::Deal);
            let deals: Vec<(u32, Record)> = table
                .live_rows()
                .map(|row| (row, table.record(row).unwrap().into_owned()))
                .collect();
            let sum = |records: &[&(u32, Record)]| -> MoneySums {
                let amounts = records
                    .iter()
                    .filter_map(|(_, record)| record.value(deal::AMOUNT));
                amounts.filter_map(Value::as_money).collect()
            };
            let mut seen = 0;
            for lane in &board.lanes {
                let mut here: Vec<&(u32, Record)> = deals
                    .iter()
                    .filter(|(_, record)| record.text(deal::STAGE) == &*lane.stage.id)
                    .collect();
                let day =
                    |record: &Record| record.value(deal::EXPECTED_CLOSE).and_then(Value::as_date);
                here.sort_by_key(|(_, record)| (day(record).unwrap_or(Date::MAX), record.id));
                let rows: Vec<u32> = here.iter().map(|(row, _)| *row).collect();
                assert_eq!(lane.cards, rows, "seed {seed}, {}", lane.stage.name());
                assert_eq!(lane.total, sum(&here));
                seen += rows.len();
            }
            let quarter = NOW.today.first_of_quarter();
            for (stage, strip) in [("won", &board.won), ("lost", &board.lost)] {
                let here: Vec<_> = deals
                    .iter()
                    .filter(|(_, record)| record.text(deal::STAGE) == stage)
                    .filter(|(_, record)| {
                        record
                            .value(deal::CLOSED_AT)
                            .and_then(Value::as_date)
                            .unwrap()
                            >= quarter
                    })
                    .collect();
                assert_eq!((strip.count, &strip.total), (here.len(), &sum(&here)));
                assert_eq!(*strip.stages[0].id, *stage);
            }
            assert!(seen > 0, "seed {seed} has no open deals");
        }
    }

    #[test]
    fn a_card_dropped_anywhere_lands_there_and_the_others_stay_in_order() {
        for seed in 0..10 {
            let mut random = Random::seeded(seed);
            let mut desk = Desk::new();
            let pipeline = desk.workspace.default_pipeline().unwrap();
            for n in 0..9 {
                let name = Some(Value::text(format!("Deal {n}")));
                desk.creates(RecordKind::Deal, vec![(Key::one(deal::NAME), name)]);
            }
            let query = Query::new(RecordKind::Deal);
            let lane = |desk: &Desk| {
                let board = board(&desk.workspace, pipeline, &query, *NOW).unwrap();
                board.lanes[0].cards.clone()
            };
            // Often to the same gap, so that the numbers between run out.
            for step in 0..150 {
                let cards = lane(&desk);
                let table = desk.workspace.table(RecordKind::Deal);
                let moved = if step < 90 {
                    cards[cards.len() - 1]
                } else {
                    *random.pick(&cards)
                };
                let mut expected: Vec<u32> =
                    cards.iter().copied().filter(|row| *row != moved).collect();
                let at = if step < 90 {
                    1
                } else {
                    random.below(9) as usize
                };
                let before = expected.get(at).and_then(|row| table.id(*row));
                expected.insert(at, moved);
                let id = table.id(moved).unwrap();
                let command = drop_card(&desk.workspace, id, "new", None, &cards, before);
                let _ = desk.tries(&command);
                assert_eq!(lane(&desk), expected, "seed {seed}, step {step}");
            }
        }
    }

    #[test]
    fn a_gap_without_room_numbers_the_lane_anew() {
        let next = 1.000_000_000_000_01;
        let placement = place(&[Some(1.0), Some(next), Some(9.0), None], 1);
        assert_eq!(placement.position, 1.0);
        assert_eq!(placement.others, [(0, 0.0), (1, 2.0), (2, 3.0)]);
        let behind = place(&[Some(4.0), None, None, None], 3);
        assert_eq!(
            (behind.position, behind.others),
            (7.0, vec![(1, 5.0), (2, 6.0)])
        );
    }
}
