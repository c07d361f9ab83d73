//! The code that does what the form does: as a script of the page, and where something outside of the
//! browser answers, as a command line and in Python.

use super::trial::Trial;
use super::words;
use crate::api::snippet::{self, Outside, outside};
use crate::message;
use crate::ui::app::{Page, say};
use crate::ui::clipboard::copy;
use crate::ui::components::{Button, ButtonKind, Glyph, Segment, Segmented};
use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The database of the documentation, where the workspace has none.
const DATABASE: &str = "https://couch.example.org/crm";

/// The code, in the language that was chosen.
#[component]
pub(super) fn Code(trial: Trial) -> impl IntoView {
    let page = trial.app.page();
    let language = RwSignal::new("fetch".to_owned());
    let segments = Signal::derive(move || {
        ["fetch", "curl", "Python"]
            .map(|name| Segment::new(name, name))
            .to_vec()
    });
    let place = outside(trial.route.action);
    let code = Memo::new(move |_| -> Option<String> {
        let language = language.read();
        if *language == "fetch" {
            return Some(snippet::fetch(&trial.written()));
        }
        let address = address(trial, place)?;
        Some(match language.as_str() {
            "curl" => snippet::curl(&address),
            _ => snippet::python(&address),
        })
    });
    let has_code = Memo::new(move |_| code.read().is_some());
    let text = move || {
        let code = Signal::derive(move || code.get().unwrap_or_default());
        let label = say(page, || message!("api-code"));
        has_code.get().then(|| {
            view! {
                <pre class="api__text" tabindex="0" role="group" aria-label=label><code>{code}</code></pre>
                <div class="api__acts"><Copied page=page text=code /></div>
            }
        })
    };
    let note = move || {
        let words = match language.read().as_str() {
            "fetch" => message!("api-code-fetch"),
            _ => words::outside(place),
        };
        page.text(&words)
    };
    view! {
        <section class="api__code" aria-label=say(page, || message!("api-code"))>
            <Segmented
                label=say(page, || message!("api-code-in"))
                value=language
                segments=segments
                small=true
                on_change=move |to| language.set(to)
            />
            {shown(text)}
            <p class="api__note">{follow(note)}</p>
        </section>
    }
}

/// The address outside of the browser that answers the same; none where nothing does.
fn address(trial: Trial, place: Outside) -> Option<String> {
    let page = trial.app.page();
    let base = page.host().base();
    let origin = window().location().origin().unwrap_or_default();
    let path = trial.written().path;
    let database = || {
        let remote = page.sync().and_then(|status| status.remote);
        remote.map_or_else(|| DATABASE.to_owned(), |remote| remote.address(""))
    };
    Some(match place {
        Outside::Nowhere => return None,
        Outside::Proxy => format!("{origin}{base}{}", path.trim_start_matches('/')),
        Outside::Document => {
            let id = trial.id.read();
            let id = match id.trim() {
                "" => crate::domain::settings::ID.to_string(),
                id => id.to_owned(),
            };
            format!("{}/{id}", database())
        }
        Outside::Feed => format!("{}/_changes?limit=5&include_docs=true", database()),
    })
}

/// A button that copies a text, and says whether the browser let it.
#[component]
pub(super) fn Copied(page: Page, text: Signal<String>) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let run = move |()| {
        let text = text.get_untracked();
        spawn_local(async move {
            // The page may have been left before the browser answers.
            let _ = outcome.try_set(Some(copy(&text).await));
        });
    };
    let said = move || {
        let is_done = outcome.get()?;
        Some(page.text(&match is_done {
            true => message!("api-copied"),
            false => message!("api-not-copied"),
        }))
    };
    view! {
        <Button
            label=say(page, || message!("action-copy"))
            icon=Glyph::Copy
            kind=ButtonKind::Quiet
            small=true
            on_press=run
        />
        <span class="api__note" role="status">{follow(said)}</span>
    }
}
