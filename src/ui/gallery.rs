//! The gallery: every component in every state on one page, to look at, to compare with the
//! design, and to test. The words are the product's own, the people are invented.

mod controls;
mod feedback;
mod lists;
mod records;
mod text;

use leptos::prelude::*;

use controls::Controls;
use feedback::Feedback;
use lists::{Boards, Tables};
use records::Records;
pub(crate) use text::say;

/// One specimen: what it shows, and the thing itself.
#[component]
fn Specimen(
    /// The key of its title.
    title: &'static str,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// The thing.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="gallery__specimen" data-wide=wide.then_some("")>
            <h2 class="gallery__title">{say(title)}</h2>
            <div class="gallery__things">{children()}</div>
        </section>
    }
}

/// The page at `/components`.
#[component]
pub fn GalleryPage() -> impl IntoView {
    view! {
        <main class="gallery">
            <h1 class="visually-hidden" id="page-title" tabindex="-1">{say("gallery-title")}</h1>
            <div class="gallery__grid">
                <Controls />
                <Feedback />
                <Records />
                <Tables />
                <Boards />
            </div>
        </main>
    }
}
