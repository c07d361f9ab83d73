//! What charts have in common: the frame that a drawing fills, whatever its width, and the marks over it.
//! A mark is a native link, or a thing with a name; arrows go from one to another, and the one that is
//! pointed at or gone to says its sentence beside it. What is drawn is left to each chart.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos::{ev, html};

use super::Series;
use super::chart_card::use_chart_text;
use crate::ui::follow::{shown, whenever};
use crate::ui::measure::observe;

pub(super) mod geometry;
pub(super) mod ink;

use geometry::{Spot, step};
use ink::{Frame, Ink, Space, measured};

/// The most ticks of an axis.
pub(super) const TICKS: usize = 5;

/// A line that something is compared with, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartLine {
    /// Where it is.
    pub at: LineAt,
    /// What it says.
    pub label: String,
}

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineAt {
    /// At a value: it lies.
    Value(f64),
    /// So many places along the chart: it stands. The first place goes from 0 to 1.
    Place(f64),
}

/// What can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) category: usize,
    pub(super) series: usize,
    /// How far down the keys find it among those at its place.
    pub(super) down: f64,
    /// Where pointing finds it.
    pub(super) hit: Frame,
    /// What is seen of it.
    pub(super) shape: Frame,
    /// Its sentence.
    pub(super) said: String,
    /// Where it leads.
    pub(super) href: Option<String>,
}

/// A finished drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drawn {
    pub(super) height: f64,
    pub(super) markup: String,
    pub(super) marks: Vec<Mark>,
}

/// What draws: asked again when the space or what it reads changes.
pub(super) type Draw = Arc<dyn Fn(&Space) -> Drawn + Send + Sync>;

/// A drawing with its marks.
#[component]
pub(super) fn Plot(
    /// What it shows, in one sentence.
    label: Signal<String>,
    /// What draws it.
    draw: Draw,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let space = RwSignal::new(None::<(f64, f64, String)>);
    whenever(move || {
        if let Some(element) = host.get() {
            let own: HtmlElement = element.unchecked_into();
            observe(&[own.clone().into()], move || {
                let now = measured(&own);
                if space.try_get_untracked().is_some_and(|was| was != now) {
                    space.set(now);
                }
            });
        }
    });
    let drawn = Memo::new(move |_| {
        space
            .get()
            .filter(|(width, ..)| *width > 0.0)
            .map(|(width, unit, font)| (width, draw(&Space::new(width, unit, &font))))
    });
    let picture = move |(width, drawn): (f64, Drawn)| {
        let size = format!("0 0 {width} {}", drawn.height);
        view! {
            <svg
                class="chart__drawing"
                role="img"
                aria-label=label
                viewBox=size
                height=drawn.height
                inner_html=drawn.markup
            />
            {(!drawn.marks.is_empty()).then(|| view! { <Marks marks=drawn.marks width=width /> })}
        }
    };
    view! {
        <div class="chart" node_ref=host>
            {shown(move || drawn.get().map(picture))}
        </div>
    }
}

/// The marks over a drawing: one stop for Tab, and arrows inside.
#[component]
fn Marks(marks: Vec<Mark>, width: f64) -> impl IntoView {
    let at = RwSignal::new(None::<usize>);
    let is_by_key = RwSignal::new(false);
    let spot = |mark: &Mark| Spot {
        category: mark.category,
        series: mark.series,
        down: mark.down,
    };
    let spots: Vec<Spot> = marks.iter().map(spot).collect();
    let keys = move |event: ev::KeyboardEvent| {
        let key = event.key();
        if key == "Escape" && at.get_untracked().is_some() {
            event.stop_propagation();
            return at.set(None);
        }
        let group = event
            .current_target()
            .map(JsCast::unchecked_into::<Element>);
        if let (Some(group), Some(to)) = (group, step(&spots, focused(), &key)) {
            event.prevent_default();
            event.stop_propagation();
            focus(&group, to);
        }
    };
    let point = move |event: ev::PointerEvent| {
        if let Some(mark) = event.target().and_then(|node| mark_of(&node)) {
            is_by_key.set(false);
            at.set(Some(mark));
        }
    };
    let arrive = move |event: ev::FocusEvent| {
        let mark = event.target().and_then(|node| mark_of(&node));
        is_by_key.set(mark.is_some());
        at.set(mark);
    };
    let links = marks.iter().enumerate().map(|(index, mark)| {
        let hit = mark.hit;
        // Nothing to press is no link; but its sentence can be read all the same.
        match mark.href.clone() {
            Some(href) => view! {
                <a
                    class="chart__mark"
                    data-mark=index
                    tabindex="-1"
                    href=href
                    aria-label=mark.said.clone()
                    style:--mark-x=pixels(hit.x)
                    style:--mark-y=pixels(hit.y)
                    style:--mark-width=pixels(hit.width)
                    style:--mark-height=pixels(hit.height)
                ></a>
            }
            .into_any(),
            None => view! {
                <span
                    class="chart__mark"
                    data-mark=index
                    tabindex="-1"
                    role="img"
                    aria-label=mark.said.clone()
                    style:--mark-x=pixels(hit.x)
                    style:--mark-y=pixels(hit.y)
                    style:--mark-width=pixels(hit.width)
                    style:--mark-height=pixels(hit.height)
                ></span>
            }
            .into_any(),
        }
    });
    let links = links.collect_view();
    let told = move || {
        let mark = at.get().and_then(|at| marks.get(at).cloned())?;
        let shape = mark.shape;
        let tip = Tip::at(shape, width, mark.said);
        Some(view! {
            <span
                class="chart__ring"
                data-how=if is_by_key.get() { "key" } else { "pointer" }
                style:--mark-x=pixels(shape.x)
                style:--mark-y=pixels(shape.y)
                style:--mark-width=pixels(shape.width)
                style:--mark-height=pixels(shape.height)
            ></span>
            {tip.view()}
        })
    };
    view! {
        <div
            class="chart__marks"
            data-undrawn=""
            role="group"
            tabindex="0"
            aria-label=use_chart_text().map(|text| text.marks)
            on:keydown=keys
            on:pointerover=point
            on:pointerleave=move |_| at.set(None)
            on:focusin=arrive
            on:focusout=move |_| at.set(None)
        >
            {links}
            {shown(told)}
        </div>
    }
}

fn pixels(length: f64) -> String {
    format!("{length:.1}px")
}

/// The small raised label of a mark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tip {
    /// Where its mark is.
    x: f64,
    y: f64,
    /// How far it moves along itself, in percent: as far as its mark is along the chart, so that it never
    /// leaves it.
    shift: f64,
    words: String,
}

impl Tip {
    /// The label of a mark in a chart that is so wide.
    fn at(mark: Frame, width: f64, words: String) -> Self {
        let x = (mark.x + mark.width / 2.0).clamp(0.0, width.max(0.0));
        Self {
            x,
            y: mark.y,
            shift: x / width.max(1.0) * -100.0,
            words,
        }
    }

    /// The label of what an event happened to, where that says something (`data-said`); the frame that
    /// listens is what it stays inside.
    pub(super) fn of(event: &leptos::web_sys::Event) -> Option<Self> {
        let frame: Element = event.current_target()?.unchecked_into();
        let element: Element = event.target()?.dyn_into().ok()?;
        let element = element.closest("[data-said]").ok()??;
        let (own, around) = (
            element.get_bounding_client_rect(),
            frame.get_bounding_client_rect(),
        );
        let mark = Frame {
            x: own.left() - around.left(),
            y: own.top() - around.top(),
            width: own.width(),
            height: own.height(),
        };
        Some(Self::at(
            mark,
            around.width(),
            element.get_attribute("data-said")?,
        ))
    }

    /// What is seen. Who does not see it hears the name of the mark.
    pub(super) fn view(self) -> impl IntoView {
        view! {
            <span
                class="chart__tip"
                aria-hidden="true"
                data-undrawn=""
                style:--tip-x=pixels(self.x)
                style:--tip-y=pixels(self.y)
                style:--tip-shift=format!("{:.1}%", self.shift)
            >
                {self.words}
            </span>
        }
    }
}

/// The number of the mark that an event came from.
fn mark_of(node: &leptos::web_sys::EventTarget) -> Option<usize> {
    let element = node.dyn_ref::<Element>()?;
    element.get_attribute("data-mark")?.parse().ok()
}

/// The number of the mark that has the focus.
fn focused() -> Option<usize> {
    mark_of(&document().active_element()?.into())
}

/// Gives the focus to a mark.
fn focus(group: &Element, mark: usize) {
    let found = group.query_selector(&format!("[data-mark='{mark}']"));
    if let Some(element) = found.ok().flatten()
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Leads the focus among the marks of a grid or of rows, whose places are in `data-spot`: `row,column`.
/// The one that had it last is where Tab leads to.
pub(super) fn rove(event: &ev::KeyboardEvent) {
    let Some(group) = event.current_target() else {
        return;
    };
    let group: Element = group.unchecked_into();
    let marks = spots(&group);
    let current = document().active_element();
    let at = marks
        .iter()
        .position(|(element, _)| Some(element.as_ref()) == current.as_ref());
    let places: Vec<Spot> = marks.iter().map(|(_, spot)| *spot).collect();
    if let Some((element, _)) = step(&places, at, &event.key()).and_then(|to| marks.get(to)) {
        event.prevent_default();
        event.stop_propagation();
        for (other, _) in &marks {
            let _ = other.set_attribute("tabindex", "-1");
        }
        let _ = element.set_attribute("tabindex", "0");
        let _ = element.focus();
    }
}

fn spots(group: &Element) -> Vec<(HtmlElement, Spot)> {
    let Ok(nodes) = group.query_selector_all("[data-spot]") else {
        return Vec::new();
    };
    let spot = |element: &HtmlElement| {
        let text = element.get_attribute("data-spot")?;
        let (row, column) = text.split_once(',')?;
        let (row, category) = (row.parse::<usize>().ok()?, column.parse().ok()?);
        let down = row as f64;
        Some(Spot {
            category,
            series: row,
            down,
        })
    };
    (0..nodes.length())
        .filter_map(|at| nodes.item(at)?.dyn_into::<HtmlElement>().ok())
        .filter_map(|element| spot(&element).map(|spot| (element, spot)))
        .collect()
}

/// Draws the axis of the values with its grid; gives where a value stands. `left` and `right` are the ends
/// of the grid, `top` and `base` those of the axis.
pub(super) fn axis(
    ink: &mut Ink,
    scale: geometry::Scale,
    tick: Callback<f64, String>,
    (left, right): (f64, f64),
    (top, base): (f64, f64),
    unit: f64,
) -> impl Fn(f64) -> f64 + use<> {
    let place = move |value: f64| base - scale.share(value) * (base - top);
    for value in scale.ticks() {
        let y = place(value);
        // Lines are a pixel wide and lie on pixels.
        let y = y.round() + 0.5;
        let is_zero = value.abs() < scale.step / 2.0;
        let class = if is_zero {
            "chart__base"
        } else {
            "chart__grid"
        };
        ink.line(class, (left, y), (right, y));
        let at = (left - 8.0 * unit, y + 4.0 * unit);
        ink.text("chart__label", at, ink::Anchor::End, &tick.run(value));
    }
    place
}

/// How much room the labels of an axis take before it.
pub(super) fn axis_room(space: &Space, scale: geometry::Scale, tick: Callback<f64, String>) -> f64 {
    let widths = scale
        .ticks()
        .into_iter()
        .map(|value| space.measure(&tick.run(value)));
    (widths.fold(0.0, f64::max) + 9.0 * space.unit).ceil()
}

/// Draws the lines that something is compared with, over what is drawn already. `along` says where a place
/// along the chart is.
pub(super) fn lines(
    ink: &mut Ink,
    space: &Space,
    lines: &[ChartLine],
    place: impl Fn(f64) -> f64,
    along: impl Fn(f64) -> f64,
    (left, right): (f64, f64),
    (top, base): (f64, f64),
) {
    let unit = space.unit;
    let mut standing = 0.0;
    let mut before = left;
    for line in lines {
        let width = space.measure(&line.label);
        match line.at {
            LineAt::Value(value) => {
                let y = place(value);
                ink.line("chart__line", (left, y), (right, y));
                let at = (right, y - 6.0 * unit);
                ink.text(
                    "chart__word",
                    at,
                    ink::Anchor::End,
                    &space.fitted(&line.label, right - left),
                );
            }
            LineAt::Place(at) => {
                let x = along(at);
                // The words of each are below those of the one before, so that they never meet.
                let y = top + standing * 22.0 * unit;
                standing += 1.0;
                ink.line("chart__line", (x, y - 4.0 * unit), (x, base));
                let gap = 6.0 * unit;
                let is_room_behind = x + gap + width <= right;
                // Words before a line end where the line before it stands.
                let room = if is_room_behind {
                    right - x
                } else {
                    x - before
                } - gap;
                before = x;
                let words = space.fitted(&line.label, room);
                let (x, anchor) = if is_room_behind {
                    (x + gap, ink::Anchor::Start)
                } else {
                    (x - gap, ink::Anchor::End)
                };
                ink.text("chart__word", (x, y + 6.0 * unit), anchor, &words);
            }
        }
    }
}

/// One word of a key: what it stands for as a picture, and the word.
pub(super) enum KeySign {
    /// A field in the colour of a series.
    Field(Series),
    /// A thick line.
    Tick,
    /// The field of a band.
    Band,
}

/// Draws the words of a key in as many lines as they take, from `y` on; gives where they end.
pub(super) fn key(
    ink: &mut Ink,
    space: &Space,
    words: &[(KeySign, String)],
    left: f64,
    mut y: f64,
) -> f64 {
    let unit = space.unit;
    let mut x = left;
    if !words.is_empty() {
        y += 20.0 * unit;
    }
    for (sign, word) in words {
        let sign_width = if matches!(sign, KeySign::Tick) {
            20.0
        } else {
            10.0
        } * unit;
        let word = space.fitted(word, space.width - left - sign_width - 6.0 * unit);
        let width = sign_width + 6.0 * unit + space.measure(&word);
        if x > left && x + width > space.width {
            (x, y) = (left, y + 20.0 * unit);
        }
        let field = Frame {
            x,
            y: y - 9.0 * unit,
            width: sign_width,
            height: 10.0 * unit,
        };
        match sign {
            KeySign::Field(series) => ink.rect("chart__bar", Some(series.code()), field, 2.0),
            KeySign::Band => ink.rect("chart__band", None, field, 3.0),
            KeySign::Tick => {
                let middle = y - 4.0 * unit;
                ink.line("chart__tick", (x, middle), (x + sign_width, middle));
            }
        }
        let at = (x + sign_width + 6.0 * unit, y);
        ink.text("chart__label", at, ink::Anchor::Start, &word);
        x += width + 20.0 * unit;
    }
    y
}
