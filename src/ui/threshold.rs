//! What stands at the head of the pages before a workspace or in the place of one: what this is, and
//! the language, which nobody has chosen yet.

use super::app::{Page, say};
use super::components::{Glyph, Icon, Segment, Segmented};
use crate::i18n::Locale;
use crate::message;
use leptos::prelude::*;

/// The head.
#[component]
pub(super) fn ThresholdHead(
    /// The page it is in.
    page: Page,
) -> impl IntoView {
    let segments = Signal::derive(|| {
        Locale::ALL
            .map(|locale| Segment::new(locale.code(), locale.own_name()))
            .to_vec()
    });
    view! {
        <header class="threshold__head">
            <span class="threshold__mark"><Icon glyph=Glyph::Logo /> "Satchel"</span>
            <Segmented
                label=say(page, || message!("settings-language"))
                value=Signal::derive(move || page.locale().code().to_owned())
                segments=segments
                on_change=move |code: String| {
                    if let Some(locale) = Locale::from_code(&code) {
                        page.set_locale(locale);
                    }
                }
            />
        </header>
    }
}
