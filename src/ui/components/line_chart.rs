//! Lines: what became of something, up to five side by side. Each ends in its name, so that no key has to
//! be looked up; a straight line to compare with may lie behind them.

use std::sync::Arc;

use leptos::prelude::*;

use super::Series;
use super::chart::geometry::{Scale, every, spread};
use super::chart::ink::{Anchor, Frame, Ink, Space};
use super::chart::{ChartLine, Draw, Drawn, LineAt, Mark, Plot, TICKS, axis, axis_room, lines};

/// A point of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinePoint {
    /// Where it is along the chart, counted in labels from the first.
    pub at: f64,
    /// How high it is.
    pub value: f64,
    /// The sentence that it says when it is pointed at.
    pub said: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// What stands at its end: its last figure and what it is.
    pub label: String,
    /// Its colour.
    pub series: Series,
    /// Its points from the first; it breaks where there is none.
    pub points: Vec<Option<LinePoint>>,
    /// Whether each point is drawn.
    pub has_dots: bool,
}

/// All that a line chart shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineData {
    /// The words along it, at even steps.
    pub labels: Vec<String>,
    /// The lines: at most five.
    pub lines: Vec<Line>,
    /// What they are compared with.
    pub compared: Vec<ChartLine>,
    /// What the straight line from the lower start to the upper end is, where there is one.
    pub diagonal: Option<String>,
    /// Where the axis ends at least: 1 for a share.
    pub top: Option<f64>,
}

/// Lines.
#[component]
pub fn LineChart(
    /// What it shows, in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    #[prop(into)]
    data: Signal<LineData>,
    /// How a value of the axis is written.
    #[prop(into)]
    tick: Callback<f64, String>,
    /// How high it is, in pixels where letters have twelve.
    #[prop(default = 240.0)]
    height: f64,
) -> impl IntoView {
    let draw: Draw = Arc::new(move |space| data.with(|data| drawn(data, space, tick, height)));
    view! { <Plot label=label draw=draw /> }
}

fn drawn(data: &LineData, space: &Space, tick: Callback<f64, String>, height: f64) -> Drawn {
    let unit = space.unit;
    let points = || {
        data.lines
            .iter()
            .flat_map(|line| line.points.iter().flatten())
    };
    let compared = data.compared.iter().filter_map(|line| match line.at {
        LineAt::Value(value) => Some(value),
        LineAt::Place(_) => None,
    });
    let values = points().map(|point| point.value);
    let scale = Scale::of(values.chain(compared).chain(data.top), TICKS);
    let scale = match data.top {
        // A share ends with the whole, whatever the next tick would be.
        Some(top) if top <= scale.high && points().all(|point| point.value <= top) => {
            Scale { high: top, ..scale }
        }
        _ => scale,
    };
    let left = axis_room(space, scale, tick) + unit;
    let names = data.lines.iter().map(|line| space.measure(&line.label));
    let widest = names.fold(0.0, f64::max).min(space.width * 0.42);
    let behind = if widest > 0.0 {
        widest + 12.0 * unit
    } else {
        6.0 * unit
    };
    let right = (space.width - behind).max(left + 1.0);
    let (top, base) = (14.0 * unit, (height - 36.0) * unit);
    let last = data.labels.len().saturating_sub(1).max(1) as f64;
    let along = |at: f64| left + at / last * (right - left);

    let mut ink = Ink::default();
    let place = axis(&mut ink, scale, tick, (left, right), (top, base), unit);
    if let Some(name) = &data.diagonal {
        let (from, to) = ((left, place(0.0)), (right, place(scale.high)));
        ink.line("chart__line", from, to);
        // Above its lower half, since the lines compared with it bend under it most often.
        let at = (
            along(last * 0.45) - 8.0 * unit,
            place(scale.high * 0.45) - 6.0 * unit,
        );
        let words = space.fitted(name, at.0 - left);
        ink.text("chart__label", at, Anchor::End, &words);
    }
    let mut marks = Vec::new();
    for (series, line) in data.lines.iter().enumerate() {
        drawn_line(&mut ink, line, &along, &place, unit);
        let spots = line.points.iter().flatten();
        marks.extend(spots.map(|point| {
            let (x, y) = (along(point.at), place(point.value));
            let radius = 4.0 * unit;
            Mark {
                // Thousandths of a step are places apart for the keys.
                category: (point.at.max(0.0) * 1000.0).round() as usize,
                series,
                down: y,
                hit: Frame::default(),
                shape: Frame::between(x - radius, 2.0 * radius, y - radius, y + radius),
                said: point.said.clone(),
                href: point.href.clone(),
            }
        }));
    }
    share_room(
        &mut marks,
        (left - 8.0 * unit, right + 8.0 * unit),
        (0.0, base),
    );
    end_names(
        &mut ink,
        data,
        space,
        &along,
        &place,
        (right + 10.0 * unit, top, base),
    );
    words_along(&mut ink, data, space, &along, base + 20.0 * unit);
    lines(
        &mut ink,
        space,
        &data.compared,
        &place,
        along,
        (left, right),
        (top, base),
    );
    Drawn {
        height: base + 28.0 * unit,
        markup: ink.markup(),
        marks,
    }
}

fn drawn_line(
    ink: &mut Ink,
    line: &Line,
    along: &impl Fn(f64) -> f64,
    place: &impl Fn(f64) -> f64,
    unit: f64,
) {
    let at = |point: &LinePoint| (along(point.at), place(point.value));
    for run in line.points.split(Option::is_none) {
        let run: Vec<(f64, f64)> = run.iter().flatten().map(at).collect();
        ink.path("chart__path", line.series.code(), &run);
    }
    let dots = line.points.iter().flatten();
    let count = dots.clone().count();
    for point in dots.skip(if line.has_dots {
        0
    } else {
        count.saturating_sub(1)
    }) {
        ink.dot("chart__dot", line.series.code(), at(point), 3.5 * unit);
    }
}

/// Gives each point the room that is nearer to it than to others: along the chart half the way to the next
/// place, at its place half the way to the next point.
fn share_room(marks: &mut [Mark], (left, right): (f64, f64), (top, base): (f64, f64)) {
    let middle = |mark: &Mark| {
        let Frame {
            x,
            y,
            width,
            height,
        } = mark.shape;
        (x + width / 2.0, y + height / 2.0)
    };
    let spots: Vec<(f64, f64)> = marks.iter().map(middle).collect();
    for (mark, (x, y)) in marks.iter_mut().zip(&spots) {
        let is_here = |other: f64| (other - x).abs() < 0.5;
        let xs = || {
            spots
                .iter()
                .map(|(x, _)| *x)
                .filter(|other| !is_here(*other))
        };
        let ys = || spots.iter().filter(|(x, _)| is_here(*x)).map(|(_, y)| *y);
        let before = xs()
            .filter(|other| other < x)
            .fold(2.0 * left - x, f64::max);
        let behind = xs()
            .filter(|other| other > x)
            .fold(2.0 * right - x, f64::min);
        let above = ys().filter(|other| other < y).fold(2.0 * top - y, f64::max);
        let under = ys()
            .filter(|other| other > y)
            .fold(2.0 * base - y, f64::min);
        let (from, to) = ((before + x) / 2.0, (behind + x) / 2.0);
        mark.hit = Frame::between(from, to - from, (above + y) / 2.0, (under + y) / 2.0);
    }
}

/// Writes what each line is where it ends, apart from each other.
fn end_names(
    ink: &mut Ink,
    data: &LineData,
    space: &Space,
    along: &impl Fn(f64) -> f64,
    place: &impl Fn(f64) -> f64,
    (x, top, base): (f64, f64, f64),
) {
    let unit = space.unit;
    let named = data.lines.iter().filter(|line| !line.label.is_empty());
    let ends = named.filter_map(|line| Some((line, line.points.iter().flatten().next_back()?)));
    let ends: Vec<(&Line, &LinePoint)> = ends.collect();
    let wanted: Vec<f64> = ends.iter().map(|(_, end)| place(end.value)).collect();
    let heights = spread(&wanted, 16.0 * unit, top, base);
    for ((line, end), y) in ends.iter().zip(heights) {
        let x = x.max(along(end.at) + 10.0 * unit);
        let words = space.fitted(&line.label, space.width - x);
        ink.text("chart__word", (x, y + 4.0 * unit), Anchor::Start, &words);
    }
}

/// Writes the words along the base: the last one, and before it as many as there is room for.
fn words_along(ink: &mut Ink, data: &LineData, space: &Space, along: &impl Fn(f64) -> f64, y: f64) {
    let widest = data.labels.iter().map(|label| space.measure(label));
    let widest = widest.fold(0.0, f64::max) + 8.0 * space.unit;
    let count = data.labels.len();
    let last = count.saturating_sub(1);
    let by = every(count, widest, along(last as f64) - along(0.0));
    for (at, label) in data.labels.iter().enumerate() {
        if (last - at.min(last)).is_multiple_of(by) {
            let half = space.measure(label) / 2.0;
            let x = along(at as f64).min(space.width - half);
            ink.text("chart__label", (x, y), Anchor::Middle, label);
        }
    }
}
