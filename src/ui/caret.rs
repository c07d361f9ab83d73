//! Where one writes in a field for text: what is marked there, and putting words in its place.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

/// What is written before the mark, in it, and behind it; all before it where nothing says where.
fn parts(field: &HtmlTextAreaElement) -> [String; 3] {
    // The browser counts in UTF-16.
    let units: Vec<u16> = field.value().encode_utf16().collect();
    let end = units.len();
    let at = |place: Option<u32>| place.map_or(end, |place| place as usize).min(end);
    let from = at(field.selection_start().ok().flatten());
    let to = at(field.selection_end().ok().flatten()).max(from);
    let (before, behind) = units.split_at(from);
    let (marked, behind) = behind.split_at(to - from);
    [before, marked, behind].map(String::from_utf16_lossy)
}

/// What is marked, unless that is nothing but space.
#[must_use]
pub fn marked(field: &HtmlTextAreaElement) -> Option<String> {
    let [_, marked, _] = parts(field);
    Some(marked).filter(|marked| !marked.trim().is_empty())
}

/// Puts words where one writes, in the place of what is marked, and lets one go on behind them. What
/// they are may follow from what stands before and behind; a field that is not there has them at its end.
pub fn insert(
    field: NodeRef<html::Textarea>,
    text: RwSignal<String>,
    words: impl FnOnce(&str, &str) -> String,
) {
    let shown = field.get_untracked();
    let [before, _, behind] = shown.as_ref().map_or_else(
        || [text.get_untracked(), String::new(), String::new()],
        parts,
    );
    let before = format!("{before}{}", words(&before, &behind));
    let caret = before.encode_utf16().count() as u32;
    text.set(before + &behind);
    let Some(field) = shown else {
        return;
    };
    request_animation_frame(move || {
        // What cannot take the focus is still where one comes to next.
        let _ = field.focus();
        let _ = field.set_selection_range(caret, caret);
    });
}
