//! Upright bars: one for each place along the chart, whole or stacked of parts, above zero and below it.
//! Beside a bar there may be what is expected instead, as a line in the band where it most often falls.

use std::sync::Arc;

use leptos::prelude::*;

use super::Series;
use super::chart::geometry::{Scale, every, spread, stacked};
use super::chart::ink::{Anchor, Frame, Ink, Space};
use super::chart::{
    ChartLine, Draw, Drawn, KeySign, LineAt, Mark, Plot, TICKS, axis, axis_room, key, lines,
};

/// A part of each bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarSeries {
    /// What it is called; said where there are several.
    pub name: String,
    /// Its colour.
    pub series: Series,
}

/// A part of one bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// How much it is.
    pub value: f64,
    /// The sentence that it says when it is pointed at.
    pub said: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Its colour where that is not its series'.
    pub series: Option<Series>,
}

/// What is expected at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarMarker {
    /// How much.
    pub value: f64,
    /// From where to where it most often falls; equal ends draw no band.
    pub band: (f64, f64),
    /// The figure beside it.
    pub label: String,
    /// The sentence that it says when it is pointed at.
    pub said: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A place along the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarCategory {
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub is_current: bool,
    /// Its bar, a part for each series.
    pub bars: Vec<Bar>,
    /// What is expected.
    pub marker: Option<BarMarker>,
}

/// All that a bar chart shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarData {
    /// The parts of each bar from the base up: at most five, and what remains.
    pub series: Vec<BarSeries>,
    /// The places.
    pub categories: Vec<BarCategory>,
    /// Where the places are ranges, the words of their edges: one more than there are places. They stand
    /// between the bars, in the place of the names.
    pub edges: Vec<String>,
    /// What the bars are compared with.
    pub lines: Vec<ChartLine>,
    /// What the lines beside the bars are.
    pub marker_name: Option<String>,
    /// What their bands are.
    pub band_name: Option<String>,
}

/// Upright bars.
#[component]
pub fn BarChart(
    /// What it shows, in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    #[prop(into)]
    data: Signal<BarData>,
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

/// Where the things of each place are.
struct Layout {
    left: f64,
    right: f64,
    top: f64,
    base: f64,
    slot: f64,
    /// How wide a bar is, what is between it and its band, and how wide that is.
    bar: f64,
    gap: f64,
    band: f64,
    unit: f64,
    /// How wide the widest figure is that stands beside a line; none fits where it is nothing.
    figure: f64,
}

impl Layout {
    fn of(data: &BarData, space: &Space, room: f64, height: f64) -> Self {
        let unit = space.unit;
        let (left, right) = (room, space.width);
        let slot = (right - left).max(1.0) / data.categories.len().max(1) as f64;
        let markers = || data.categories.iter().filter_map(|of| of.marker.as_ref());
        let figures = markers().map(|marker| space.measure(&marker.label));
        let figure = figures.fold(0.0, f64::max);
        let mut layout = Self {
            left,
            right,
            top: 14.0 * unit,
            base: (height - 36.0) * unit,
            slot,
            bar: (40.0 * unit).min(slot * 0.62),
            gap: 0.0,
            band: 0.0,
            unit,
            figure: 0.0,
        };
        if !data.edges.is_empty() {
            layout.bar = (slot - 2.0).max(1.0);
        } else if markers().next().is_some() {
            layout.bar = (40.0 * unit).min(slot * 0.3);
            layout.gap = (16.0 * unit).min(slot * 0.1);
            layout.band = (24.0 * unit).min(slot * 0.2);
            let taken = layout.bar + layout.gap + layout.band + 8.0 * unit;
            layout.figure = if taken + figure + 8.0 * unit <= slot {
                figure
            } else {
                0.0
            };
        }
        layout
    }

    /// Where the bar of a place begins.
    fn bar_at(&self, at: usize) -> f64 {
        let figure = if self.figure > 0.0 {
            self.figure + 8.0 * self.unit
        } else {
            0.0
        };
        let whole = self.bar + self.gap + self.band + figure;
        self.left + at as f64 * self.slot + (self.slot - whole) / 2.0
    }

    /// Where the band of a place begins.
    fn band_at(&self, at: usize) -> f64 {
        self.bar_at(at) + self.bar + self.gap
    }

    /// All that a place may cover, from the top of the axis to its base.
    fn covered(&self, at: usize) -> Frame {
        let x = self.bar_at(at);
        let end = self.band_at(at) + self.band + self.figure + 8.0 * self.unit;
        Frame::between(x, end - x, self.top, self.base)
    }
}

fn drawn(data: &BarData, space: &Space, tick: Callback<f64, String>, height: f64) -> Drawn {
    let stacks: Vec<Vec<(f64, f64)>> = data.categories.iter().map(stack).collect();
    let ends = stacks.iter().flatten().map(|(_, to)| *to);
    let expected = data.categories.iter().filter_map(|of| of.marker.as_ref());
    let expected = expected.flat_map(|marker| [marker.value, marker.band.0, marker.band.1]);
    let compared = data.lines.iter().filter_map(|line| match line.at {
        LineAt::Value(value) => Some(value),
        LineAt::Place(_) => None,
    });
    let scale = Scale::of(ends.chain(expected).chain(compared), TICKS);
    let layout = Layout::of(data, space, axis_room(space, scale, tick), height);
    let mut ink = Ink::default();
    let mut marks = Vec::new();
    let width = (layout.left, layout.right);
    let heights = (layout.top, layout.base);
    let place = axis(&mut ink, scale, tick, width, heights, layout.unit);

    for (at, (category, stack)) in data.categories.iter().zip(&stacks).enumerate() {
        bar(
            &mut ink,
            &mut marks,
            data,
            &layout,
            at,
            (category, stack),
            &place,
        );
        if let Some(marker) = &category.marker {
            expected_at(&mut ink, &mut marks, data, &layout, at, marker, &place);
        }
    }
    // What lies on all bars hides their base, which stands before them.
    let zero = place(0.0).round() + 0.5;
    ink.line("chart__base", (layout.left, zero), (layout.right, zero));
    words_along(&mut ink, data, space, &layout);

    let mut keys = Vec::new();
    if data.series.len() > 1 && !names(&mut ink, data, space, &layout, &stacks, &place) {
        let name = |of: &BarSeries| (KeySign::Field(of.series), of.name.clone());
        keys.extend(data.series.iter().map(name));
    }
    keys.extend(data.marker_name.clone().map(|name| (KeySign::Tick, name)));
    keys.extend(data.band_name.clone().map(|name| (KeySign::Band, name)));
    let along = |at: f64| layout.left + at * layout.slot;
    lines(&mut ink, space, &data.lines, &place, along, width, heights);
    let end = key(
        &mut ink,
        space,
        &keys,
        0.0,
        layout.base + 20.0 * layout.unit,
    );
    Drawn {
        height: end + 8.0 * layout.unit,
        markup: ink.markup(),
        marks,
    }
}

fn stack(category: &BarCategory) -> Vec<(f64, f64)> {
    let values: Vec<f64> = category.bars.iter().map(|bar| bar.value).collect();
    stacked(&values)
}

fn bar(
    ink: &mut Ink,
    marks: &mut Vec<Mark>,
    data: &BarData,
    layout: &Layout,
    at: usize,
    (category, stack): (&BarCategory, &[(f64, f64)]),
    place: &impl Fn(f64) -> f64,
) {
    let is_stacked = data.series.len() > 1;
    let x = layout.bar_at(at);
    for (series, (bar, (from, to))) in category.bars.iter().zip(stack).enumerate() {
        if is_stacked && bar.value == 0.0 {
            continue;
        }
        let mut shape = Frame::between(x, layout.bar, place(*from), place(*to));
        // Parts are apart by what lies between them, which the part farther from zero gives.
        if *from != 0.0 && shape.height > 4.0 {
            shape.height -= 2.0;
            shape.y += if bar.value < 0.0 { 2.0 } else { 0.0 };
        }
        // What there is shows, however little.
        if bar.value != 0.0 && shape.height < 1.0 {
            shape.y -= if bar.value > 0.0 {
                1.0 - shape.height
            } else {
                0.0
            };
            shape.height = 1.0;
        }
        let own = data
            .series
            .get(series)
            .map_or(Series::First, |of| of.series);
        let colour = bar.series.unwrap_or(own);
        ink.rect("chart__bar", Some(colour.code()), shape, 0.0);
        let slot = layout.left + at as f64 * layout.slot;
        let hit = if is_stacked || category.marker.is_some() {
            let grown = (8.0 - shape.height).max(0.0);
            Frame {
                y: shape.y - grown / 2.0,
                height: shape.height + grown,
                ..shape
            }
        } else {
            Frame::between(slot, layout.slot, layout.top, layout.base)
        };
        marks.push(Mark {
            category: at,
            series,
            down: -(series as f64),
            hit,
            shape,
            said: bar.said.clone(),
            href: bar.href.clone(),
        });
    }
}

/// Draws what is expected beside a bar.
fn expected_at(
    ink: &mut Ink,
    marks: &mut Vec<Mark>,
    data: &BarData,
    layout: &Layout,
    at: usize,
    marker: &BarMarker,
    place: &impl Fn(f64) -> f64,
) {
    let (x, y) = (layout.band_at(at), place(marker.value));
    let beyond = 4.0 * layout.unit;
    let (low, high) = (place(marker.band.0), place(marker.band.1));
    let band = Frame::between(x, layout.band, low, high);
    ink.rect("chart__band", None, band, 3.0);
    ink.line(
        "chart__tick",
        (x - beyond, y),
        (x + layout.band + beyond, y),
    );
    if layout.figure > 0.0 {
        let at = (x + layout.band + 8.0 * layout.unit, y + 4.0 * layout.unit);
        ink.text("chart__word", at, Anchor::Start, &marker.label);
    }
    let grown = (12.0 - band.height).max(0.0);
    let hit = Frame {
        x: x - beyond,
        y: band.y - grown / 2.0,
        width: layout.band + 2.0 * beyond,
        height: band.height + grown,
    };
    marks.push(Mark {
        category: at,
        series: data.series.len(),
        down: -(data.series.len() as f64),
        hit,
        shape: hit,
        said: marker.said.clone(),
        href: marker.href.clone(),
    });
}

/// Draws the words along the base: as many as there is room for.
fn words_along(ink: &mut Ink, data: &BarData, space: &Space, layout: &Layout) {
    let unit = layout.unit;
    let y = layout.base + 20.0 * unit;
    let is_edges = !data.edges.is_empty();
    let words: Vec<(&str, bool)> = if is_edges {
        data.edges
            .iter()
            .map(|edge| (edge.as_str(), false))
            .collect()
    } else {
        data.categories
            .iter()
            .map(|of| (of.label.as_str(), of.is_current))
            .collect()
    };
    let widest = words.iter().map(|(word, _)| space.measure(word));
    let widest = widest.fold(0.0, f64::max) + 8.0 * unit;
    let between = layout.slot * words.len().saturating_sub(1) as f64;
    let by = every(words.len(), widest, between);
    let mut free_from = f64::NEG_INFINITY;
    for (at, (word, is_current)) in words.iter().enumerate().step_by(by) {
        let offset = if is_edges { 0.0 } else { 0.5 };
        let x = layout.left + (at as f64 + offset) * layout.slot;
        let half = space.measure(word) / 2.0;
        // The last is moved in from the end of the chart, where the one before it may stand.
        let start = (x - half).min(space.width - 2.0 * half);
        if start < free_from {
            continue;
        }
        free_from = start + 2.0 * half + 4.0 * unit;
        let class = if *is_current {
            "chart__word"
        } else {
            "chart__label"
        };
        let (x, anchor) = if x + half > space.width {
            (space.width, Anchor::End)
        } else if is_edges && at == 0 {
            (x, Anchor::Start)
        } else {
            (x, Anchor::Middle)
        };
        ink.text(class, (x, y), anchor, word);
    }
}

/// Writes the names of the parts before the highest bar that has room for them there, and says whether
/// there was one.
fn names(
    ink: &mut Ink,
    data: &BarData,
    space: &Space,
    layout: &Layout,
    stacks: &[Vec<(f64, f64)>],
    place: &impl Fn(f64) -> f64,
) -> bool {
    let unit = layout.unit;
    let widths: Vec<f64> = data
        .series
        .iter()
        .map(|of| space.measure(&of.name))
        .collect();
    let widest = widths.iter().copied().fold(0.0, f64::max);
    let whole = |stack: &Vec<(f64, f64)>| stack.iter().map(|(_, to)| *to).fold(0.0, f64::max);
    let has_all = |stack: &[(f64, f64)]| {
        stack.len() == data.series.len() && stack.iter().all(|(from, to)| to > from)
    };
    let mut order: Vec<usize> = (0..stacks.len()).collect();
    let height = |at: &usize| stacks.get(*at).map_or(0.0, whole);
    order.sort_by(|one, other| height(other).total_cmp(&height(one)));
    for at in order {
        let Some(stack) = stacks.get(at).filter(|stack| has_all(stack)) else {
            continue;
        };
        let end = layout.bar_at(at) - 8.0 * unit;
        let middles: Vec<f64> = stack
            .iter()
            .map(|(from, to)| (place(*from) + place(*to)) / 2.0)
            .collect();
        let heights = spread(&middles, 15.0 * unit, layout.top, layout.base - 8.0 * unit);
        let begins = end - widest;
        let before = at.checked_sub(1).map(|before| layout.covered(before));
        let is_free = widths.iter().zip(&heights).all(|(width, y)| {
            let words = Frame::between(end - width, *width, y - 7.0 * unit, y + 7.0 * unit);
            before.is_none_or(|before| !before.meets(words))
        });
        if begins < layout.left || !is_free {
            continue;
        }
        for (of, y) in data.series.iter().zip(heights) {
            let class = if of.series == Series::Quiet {
                "chart__label"
            } else {
                "chart__word"
            };
            ink.text(class, (end, y + 4.0 * unit), Anchor::End, &of.name);
        }
        return true;
    }
    false
}
