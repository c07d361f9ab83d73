//! The gallery: every component in every state on one page, to look at, to compare with the
//! design, and to test. The words are the product's own, the people are invented.

/// Says a message in the language of the gallery.
macro_rules! say {
    ($words:expr, $($message:tt)*) => {
        $words.text(&$crate::message!($($message)*))
    };
}

mod charts;
mod controls;
mod feedback;
mod grids;
mod lists;
mod records;

use leptos::prelude::*;

use crate::i18n::{Messages, WordsApart};
use charts::Charts;
use controls::Controls;
use feedback::Feedback;
use lists::{Boards, Tables};
use records::Records;

/// One specimen: what it shows, and the thing itself.
#[component]
fn Specimen(
    /// What it shows.
    title: String,
    /// Whether it takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// The thing.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="gallery__specimen" data-wide=wide.then_some("")>
            <h2 class="gallery__title">{title}</h2>
            <div class="gallery__things">{children()}</div>
        </section>
    }
}

/// The page at `/components`.
#[component]
pub fn GalleryPage(
    /// The language it is in.
    #[prop(into)]
    words: Signal<Messages>,
) -> impl IntoView {
    let apart = [
        WordsApart::forecast(),
        WordsApart::gallery(),
        WordsApart::imports(),
        WordsApart::insights(),
        WordsApart::sales(),
    ];
    apart.into_iter().for_each(Messages::learn_apart);
    // A page for looking: in another language it is made anew.
    let page = move || {
        let words = words.get();
        view! {
            <h1 class="visually-hidden" id="page-title" tabindex="-1">
                {say!(words, "title-components")}
            </h1>
            <div class="gallery__grid">
                <Controls words=words />
                <Feedback words=words />
                <Records words=words />
                <Charts words=words />
                <Tables words=words />
                <Boards words=words />
            </div>
        }
    };
    view! { <div class="page__scroll gallery">{page}</div> }
}
