//! What stands on the screen as a drawing of its own: shapes and words at their places, with the colours
//! that they have now, as SVG that needs no stylesheet; and that as a picture of pixels. Nothing of it is
//! fetched from anywhere, and all styling is by attributes, since policies keep styles out of images.

use js_sys::Uint8Array;
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Node};
use std::collections::HashMap;
use std::fmt::Write;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement,
    HtmlImageElement, Range, Url,
};

/// How many pixels of a picture stand for one of the screen.
const DENSITY: f64 = 2.0;

/// What shapes of SVG are drawn by, besides their own attributes.
const PAINTS: [&str; 2] = ["fill", "stroke"];
const STROKES: [&str; 4] = [
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
];
const LETTERS: [&str; 3] = ["font-size", "font-weight", "paint-order"];

/// A drawing with its size in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The SVG.
    pub svg: String,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Drawing {
    /// Draws what an element shows, but for what is marked `data-undrawn`. None where the browser does not
    /// let its styles be read.
    #[must_use]
    pub fn of(element: &Element, title: &str) -> Option<Self> {
        let frame = element.get_bounding_client_rect();
        let (width, height) = (frame.width().ceil(), frame.height().ceil());
        let mut painter = Painter {
            out: String::new(),
            left: frame.left(),
            top: frame.top(),
            colours: HashMap::new(),
            brush: brush(1, 1)?.1,
        };
        let style = window().get_computed_style(element).ok()??;
        let _ = write!(
            painter.out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family=""#
        );
        painter.escaped(&value(&style, "font-family"));
        painter.out.push_str("\"><title>");
        painter.escaped(title);
        painter.out.push_str("</title>");
        painter.element(element);
        painter.out.push_str("</svg>");
        Some(Self {
            svg: painter.out,
            width,
            height,
        })
    }

    /// The drawing as a PNG, twice as fine as the screen's pixels. None where the browser cannot draw it.
    pub async fn picture(&self) -> Option<Vec<u8>> {
        let options = BlobPropertyBag::new();
        options.set_type("image/svg+xml");
        let bytes = Uint8Array::new_from_slice(self.svg.as_bytes());
        let parts = js_sys::Array::of1(&bytes);
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let picture = self.painted(&address).await;
        let _ = Url::revoke_object_url(&address);
        picture
    }

    async fn painted(&self, address: &str) -> Option<Vec<u8>> {
        let image = HtmlImageElement::new().ok()?;
        image.set_src(address);
        JsFuture::from(image.decode()).await.ok()?;
        let (width, height) = (self.width * DENSITY, self.height * DENSITY);
        let (canvas, brush) = brush(width as u32, height as u32)?;
        brush
            .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
            .ok()?;
        let address = canvas.to_data_url_with_type("image/png").ok()?;
        let bytes = window()
            .atob(address.strip_prefix("data:image/png;base64,")?)
            .ok()?;
        // Each letter is a byte.
        bytes.chars().map(|byte| u8::try_from(byte).ok()).collect()
    }
}

/// A canvas of a size, and what paints on it.
fn brush(width: u32, height: u32) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let brush = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, brush))
}

fn value(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

fn pixels(style: &CssStyleDeclaration, name: &str) -> f64 {
    let value = value(style, name);
    value.trim_end_matches("px").parse().unwrap_or_default()
}

fn children(node: &Node) -> impl Iterator<Item = Node> {
    let mut next = node.first_child();
    std::iter::from_fn(move || {
        let node = next.take()?;
        next = node.next_sibling();
        Some(node)
    })
}

/// What goes over the elements and notes what is seen of them.
struct Painter {
    out: String,
    left: f64,
    top: f64,
    /// Colours as styles have them, as drawings do, since few programs know the newer notations.
    colours: HashMap<String, Option<(String, f64)>>,
    brush: CanvasRenderingContext2d,
}

impl Painter {
    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '"' => self.out.push_str("&quot;"),
                letter => self.out.push(letter),
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        self.escaped(value);
        self.out.push('"');
    }

    /// The colour as `#rrggbb` with how opaque it is; none where nothing would be seen.
    fn colour(&mut self, css: &str) -> Option<(String, f64)> {
        if let Some(known) = self.colours.get(css) {
            return known.clone();
        }
        let found = (css != "none").then(|| self.mixed(css)).flatten();
        self.colours.insert(css.to_owned(), found.clone());
        found
    }

    /// What the browser paints with a colour.
    fn mixed(&self, css: &str) -> Option<(String, f64)> {
        self.brush.clear_rect(0.0, 0.0, 1.0, 1.0);
        self.brush.set_fill_style_str("transparent");
        self.brush.set_fill_style_str(css);
        self.brush.fill_rect(0.0, 0.0, 1.0, 1.0);
        let data = self.brush.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
        let [red, green, blue, opacity] = <[u8; 4]>::try_from(data.0.as_slice()).ok()?;
        let hex = format!("#{red:02x}{green:02x}{blue:02x}");
        (opacity > 0).then(|| (hex, f64::from(opacity) / 255.0))
    }

    fn paint(&mut self, name: &str, css: &str) {
        match self.colour(css) {
            None => self.attribute(name, "none"),
            Some((hex, opacity)) => {
                self.attribute(name, &hex);
                if opacity < 1.0 {
                    self.attribute(&format!("{name}-opacity"), &format!("{opacity:.3}"));
                }
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let is_for_readers = element.class_list().contains("visually-hidden");
        if is_for_readers || element.has_attribute("data-undrawn") {
            return;
        }
        let Ok(Some(style)) = window().get_computed_style(element) else {
            return;
        };
        if value(&style, "display") == "none" {
            return;
        }
        let frame = element.get_bounding_client_rect();
        let (x, y) = (frame.left() - self.left, frame.top() - self.top);
        if element.local_name() == "svg" {
            let _ = write!(self.out, r#"<g transform="translate({x:.1} {y:.1})">"#);
            for child in children(element) {
                self.shape(&child);
            }
            self.out.push_str("</g>");
            return;
        }
        let (width, height) = (frame.width(), frame.height());
        let ground = value(&style, "background-color");
        if self.colour(&ground).is_some() {
            let radius = pixels(&style, "border-top-left-radius").min(height / 2.0);
            let _ = write!(
                self.out,
                r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="{radius:.1}""#
            );
            self.paint("fill", &ground);
            self.out.push_str("/>");
        }
        if value(&style, "display") == "table-cell" && pixels(&style, "border-bottom-width") > 0.0 {
            let (end, bottom) = (x + width, y + height - 0.5);
            let _ = write!(
                self.out,
                r#"<line x1="{x:.1}" y1="{bottom:.1}" x2="{end:.1}" y2="{bottom:.1}""#
            );
            self.paint("stroke", &value(&style, "border-bottom-color"));
            self.out.push_str("/>");
        }
        for child in children(element) {
            match child.dyn_ref::<Element>() {
                Some(element) => self.element(element),
                None if child.node_type() == Node::TEXT_NODE => self.words(&child, &style),
                None => {}
            }
        }
    }

    /// A shape of a drawing, with what its styles say as attributes.
    fn shape(&mut self, node: &Node) {
        let Some(element) = node.dyn_ref::<Element>() else {
            return;
        };
        let Ok(Some(style)) = window().get_computed_style(element) else {
            return;
        };
        let name = element.local_name();
        let _ = write!(self.out, "<{name}");
        for attribute in element.get_attribute_names().iter() {
            let Some(attribute) = attribute.as_string() else {
                continue;
            };
            if attribute != "class" && !attribute.starts_with("data-") {
                let value = element.get_attribute(&attribute).unwrap_or_default();
                self.attribute(&attribute, &value);
            }
        }
        for paint in PAINTS {
            self.paint(paint, &value(&style, paint));
        }
        if self.colour(&value(&style, "stroke")).is_some() {
            for stroke in STROKES {
                self.attribute(stroke, &value(&style, stroke));
            }
        }
        if name == "text" {
            for letters in LETTERS {
                self.attribute(letters, &value(&style, letters));
            }
        }
        self.out.push('>');
        for child in children(node) {
            if child.node_type() == Node::TEXT_NODE {
                self.escaped(&child.text_content().unwrap_or_default());
            } else {
                self.shape(&child);
            }
        }
        let _ = write!(self.out, "</{name}>");
    }

    /// The lines of a text, each where it stands.
    fn words(&mut self, node: &Node, style: &CssStyleDeclaration) {
        let text = node.text_content().unwrap_or_default();
        let Ok(range) = Range::new() else { return };
        let size = pixels(style, "font-size");
        // Where the line began, where it stands, and what is on it.
        let mut line: Option<(f64, f64, String)> = None;
        let mut lines = Vec::new();
        let mut at = 0;
        for letter in text.chars() {
            let from = at;
            at += letter.len_utf16() as u32;
            if range.set_start(node, from).is_err() || range.set_end(node, at).is_err() {
                continue;
            }
            let frame = range.get_bounding_client_rect();
            if frame.height() == 0.0 {
                continue;
            }
            // Capitals are some 0.72 of their size, and stand in the middle of their line.
            let base = (frame.top() + frame.bottom()) / 2.0 + size * 0.36;
            match &mut line {
                Some((_, on, words)) if (*on - base).abs() < size / 2.0 => words.push(letter),
                _ => lines.extend(line.replace((frame.left(), base, letter.to_string()))),
            }
        }
        lines.extend(line);
        for (x, y, words) in lines {
            let (x, y) = (x - self.left, y - self.top);
            let _ = write!(self.out, r#"<text x="{x:.1}" y="{y:.1}""#);
            self.paint("fill", &value(style, "color"));
            self.attribute("font-size", &value(style, "font-size"));
            self.attribute("font-weight", &value(style, "font-weight"));
            self.out.push('>');
            self.escaped(words.trim_end());
            self.out.push_str("</text>");
        }
    }
}
