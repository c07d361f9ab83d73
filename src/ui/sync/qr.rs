//! A link as a QR code, which the camera of another device reads: black on white in every theme, with the
//! quiet edge that readers need.

use crate::message;
use crate::ui::app::{Page, say};
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// How wide the white around the code is, in its modules: readers ask for no less.
const QUIET: i32 = 4;

/// A code: how wide it is with its edge, in modules, and the dark ones as an outline.
fn drawn(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut outline = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            if run > 0 {
                // Runs rather than modules: no hair lines between them, and a tenth of the text.
                let _ = write!(outline, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run as i32 + 1;
        }
    }
    Some((code.size() + 2 * QUIET, outline))
}

/// The code of a link; nothing where the link is longer than any code.
#[component]
pub(super) fn LinkCode(
    /// The page it is in.
    page: Page,
    /// The link.
    link: String,
) -> impl IntoView {
    let label = say(page, || message!("sync-device-code"));
    drawn(&link).map(|(size, outline)| {
        view! {
            <svg
                role="img"
                aria-label=label
                width="208"
                height="208"
                viewBox=format!("0 0 {size} {size}")
                shape-rendering="crispEdges"
            >
                <rect width=size height=size fill="white" />
                <path d=outline fill="black" />
            </svg>
        }
    })
}
