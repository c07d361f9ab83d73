//! What a chart is drawn with: a text of SVG that grows by shapes, and a rule to measure words with.
//! Shapes wear classes, so that colours stay the stylesheet's.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::fmt::Write;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A rectangle in the pixels of the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Frame {
    /// Its left edge.
    pub(crate) x: f64,
    /// Its upper edge.
    pub(crate) y: f64,
    /// How wide it is.
    pub(crate) width: f64,
    /// How high it is.
    pub(crate) height: f64,
}

impl Frame {
    /// The one between two heights, whichever is the upper.
    pub(crate) fn between(x: f64, width: f64, one: f64, other: f64) -> Self {
        Self {
            x,
            y: one.min(other),
            width,
            height: (one - other).abs(),
        }
    }

    /// Whether both share some room.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// Where a text begins, ends or has its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// Begins there.
    Start,
    /// Has its middle there.
    Middle,
    /// Ends there.
    End,
}

impl Anchor {
    const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A drawing that grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ink(String);

impl Ink {
    /// The SVG of all that was drawn.
    pub(crate) fn markup(self) -> String {
        self.0
    }

    /// Begins a shape that wears a class, in the colour of a series where it has one.
    fn shape(&mut self, name: &str, class: &str, series: Option<&str>) {
        // Writing into a text cannot fail.
        let _ = write!(self.0, "<{name}");
        self.attribute("class", class);
        if let Some(series) = series {
            self.attribute("data-series", series);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.0, " {name}=\"{value}\"");
    }

    fn length(&mut self, name: &str, value: f64) {
        let _ = write!(self.0, " {name}=\"{value:.1}\"");
    }

    /// A rectangle with round corners.
    pub(crate) fn rect(&mut self, class: &str, series: Option<&str>, frame: Frame, radius: f64) {
        self.shape("rect", class, series);
        self.length("x", frame.x);
        self.length("y", frame.y);
        self.length("width", frame.width.max(0.0));
        self.length("height", frame.height.max(0.0));
        if radius > 0.0 {
            self.length("rx", radius);
        }
        self.0.push_str("/>");
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.shape("line", class, None);
        for (name, value) in [("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)] {
            self.length(name, value);
        }
        self.0.push_str("/>");
    }

    /// A line through points.
    pub(crate) fn path(&mut self, class: &str, series: &str, points: &[(f64, f64)]) {
        self.shape("polyline", class, Some(series));
        self.0.push_str(" points=\"");
        for (x, y) in points {
            let _ = write!(self.0, "{x:.1},{y:.1} ");
        }
        self.0.push_str("\"/>");
    }

    /// A round point.
    pub(crate) fn dot(&mut self, class: &str, series: &str, (x, y): (f64, f64), radius: f64) {
        self.shape("circle", class, Some(series));
        self.length("cx", x);
        self.length("cy", y);
        self.length("r", radius);
        self.0.push_str("/>");
    }

    /// Words; their base line is at `y`.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, words: &str) {
        self.shape("text", class, None);
        self.length("x", x);
        self.length("y", y);
        self.attribute("text-anchor", anchor.code());
        self.0.push('>');
        for letter in words.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                letter => self.0.push(letter),
            }
        }
        self.0.push_str("</text>");
    }
}

/// What a chart is drawn in: how wide it is, how large its letters are, and how wide words become.
pub(crate) struct Space {
    /// How wide, in pixels.
    pub(crate) width: f64,
    /// What stands for a pixel where letters have twelve: lengths grow with them.
    pub(crate) unit: f64,
    context: Option<CanvasRenderingContext2d>,
}

impl Space {
    /// The space of an element that is so wide and has letters of this face, as CSS's `font` has it.
    pub(crate) fn new(width: f64, unit: f64, font: &str) -> Self {
        let canvas = document().create_element("canvas").ok();
        let canvas = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok());
        let context = canvas.and_then(|canvas| canvas.get_context("2d").ok().flatten());
        let context = context.and_then(|context| context.dyn_into().ok());
        if let Some(context) = &context {
            CanvasRenderingContext2d::set_font(context, font);
        }
        Self {
            width,
            unit,
            context,
        }
    }

    /// How wide words become.
    pub(crate) fn measure(&self, words: &str) -> f64 {
        let context = self.context.as_ref();
        match context.and_then(|context| context.measure_text(words).ok()) {
            Some(metrics) => metrics.width(),
            // A letter of Latin takes some half of its height, one of Han all of it.
            None => {
                let letters = words.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 });
                letters.sum::<f64>() * 12.0 * self.unit
            }
        }
    }

    /// The words, or as many of them as fit with a sign that there are more.
    pub(crate) fn fitted(&self, words: &str, room: f64) -> String {
        if self.measure(words) <= room {
            return words.to_owned();
        }
        let mut kept = words.to_owned();
        while kept.pop().is_some() {
            let shorter = format!("{}…", kept.trim_end());
            if self.measure(&shorter) <= room {
                return shorter;
            }
        }
        String::new()
    }
}

/// The width and the face of an element's letters, and what stands for a pixel of twelve: all that a
/// [`Space`] needs.
pub(crate) fn measured(element: &HtmlElement) -> Option<(f64, f64, String)> {
    let style = leptos::prelude::window()
        .get_computed_style(element)
        .ok()??;
    let of = |name| style.get_property_value(name).unwrap_or_default();
    let size: f64 = of("font-size").trim_end_matches("px").parse().ok()?;
    // Names on a drawing are somewhat heavier than its figures: measured so, all of them fit.
    let font = format!("500 {size}px {}", of("font-family"));
    Some((f64::from(element.client_width()), size / 12.0, font))
}
