//! Import: choose files, match their columns, see what would change, and bring it in as one step
//! that undo takes back. What happens to the files is `state`'s; the four steps show it.

mod answers;
mod change;
mod check;
mod columns;
mod done;
mod file;
mod formats;
mod preview;
mod row;
mod sheet;
mod state;
mod words;

pub use state::Importing;

use super::app::{App, say, use_app};
use super::components::{Button, ButtonKind, Glyph, IconButton, Stepper, use_title};
use super::wear::wear;
use crate::exchange::file::is_read;
use crate::i18n::{Messages, WordsApart};
use crate::message;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::js_sys::Array;
use leptos::web_sys::{DragEvent, Element, File, FileList};
use leptos_router::hooks::use_navigate;
use sheet::Sheet;
use state::Step;

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    Messages::learn_apart(WordsApart::imports());
    wear(include_str!("../../style/apart/import.css"));
    let app = use_app()?;
    let importing = use_context::<Importing>()?;
    Some(view! { <Steps app=app importing=importing /> })
}

/// Takes files that are dropped on any page there.
pub fn take_drops(importing: Importing, go: impl Fn() + 'static) {
    let has_files = |event: &DragEvent| {
        event
            .data_transfer()
            .is_some_and(|data| data.types().includes(&"Files".into(), 0))
    };
    let over = window_event_listener(leptos::ev::dragover, move |event| {
        // Without this the browser would open the file in the place of the page.
        if has_files(&event) {
            event.prevent_default();
        }
    });
    let drop_ = window_event_listener(leptos::ev::drop, move |event| {
        if !has_files(&event) {
            return;
        }
        event.prevent_default();
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            importing.keep(list(&files));
            go();
        }
    });
    on_cleanup(move || {
        over.remove();
        drop_.remove();
    });
}

/// Takes a table that is pasted on any page there: a file of one, or what was copied in a spreadsheet,
/// which puts a picture of it beside. Any other paste is left alone.
pub fn take_pastes(importing: Importing, go: impl Fn() + 'static) {
    let paste = window_event_listener(leptos::ev::paste, move |event| {
        let is_in_field = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|target| is_field(&target));
        let data = event.clipboard_data().filter(|_| !is_in_field);
        let Some(data) = data else { return };
        let mut files = data.files().map(|files| list(&files)).unwrap_or_default();
        files.retain(|file| is_read(&file.name(), &file.type_()));
        let files = if files.is_empty() {
            let text = data.get_data("text/plain").unwrap_or_default();
            table(&text).into_iter().collect()
        } else {
            files
        };
        if !files.is_empty() {
            event.prevent_default();
            importing.keep(files);
            go();
        }
    });
    on_cleanup(move || paste.remove());
}

/// Whether what is pasted into an element is the element's.
fn is_field(element: &Element) -> bool {
    let field = "input, textarea, select, [contenteditable], dialog[open]";
    element.closest(field).ok().flatten().is_some()
}

/// The file of a table: of lines with as many tabs each, as spreadsheets copy them.
fn table(text: &str) -> Option<File> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let columns = |line: &str| line.matches('\t').count();
    let first = columns(lines.next()?);
    let mut rest = lines.map(columns).peekable();
    let is_table = first > 0 && rest.peek().is_some() && rest.all(|count| count == first);
    let parts = is_table.then(|| Array::of1(&text.into()))?;
    File::new_with_str_sequence(&parts, "table.tsv").ok()
}

/// The files of a list.
fn list(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}

#[component]
fn Steps(app: App, importing: Importing) -> impl IntoView {
    let page = app.page();
    let step = importing.step();
    let navigate = use_navigate();
    let close = {
        let navigate = navigate.clone();
        move |()| {
            importing.leave();
            navigate(
                &format!("/w/{}/customers", page.host().slug()),
                Default::default(),
            );
        }
    };
    let steps = Signal::derive(move || {
        [
            message!("import-step-file"),
            message!("import-step-columns"),
            message!("import-step-check"),
            message!("import-step-done"),
        ]
        .iter()
        .map(|message| page.text(message))
        .collect::<Vec<_>>()
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            importing.go_on();
        }
    });
    on_cleanup(move || keys.remove());
    Effect::new(move |_| importing.take_dropped());
    // Whoever listens to the page hears that another step is there.
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(focus_title);
        }
        now
    });
    let body = move || match step.get() {
        Step::File => view! { <file::FileStep app=app importing=importing /> }.into_any(),
        Step::Columns => view! { <columns::ColumnsStep app=app importing=importing /> }.into_any(),
        Step::Check => view! { <check::CheckStep app=app importing=importing /> }.into_any(),
        Step::Done => view! { <done::DoneStep app=app importing=importing /> }.into_any(),
    };
    let title = say(page, || message!("title-import"));
    let heading = use_title(title);
    view! {
        <div class="page">
            <header class="import__head">
                <h1 id="page-title" tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                <Stepper
                    label=say(page, || message!("import-steps"))
                    steps=steps
                    current=Signal::derive(move || step.get().place())
                    done_label=say(page, || message!("import-step-done"))
                    on_open=move |at| importing.open(at)
                />
                <IconButton
                    label=say(page, || message!("action-close"))
                    glyph=Glyph::Cross
                    on_press=close
                />
            </header>
            {body}
        </div>
    }
}

fn focus_title() {
    use leptos::wasm_bindgen::JsCast;
    let title = document().get_element_by_id("page-title");
    if let Some(title) =
        title.and_then(|title| title.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    {
        // A title that cannot take the focus is still read.
        let _ = title.focus();
    }
}

/// The foot of a step: the way back, a note, and the way on.
#[component]
fn Foot(
    app: App,
    importing: Importing,
    /// What the way on says.
    #[prop(into)]
    next: Signal<String>,
    /// What there is to know before.
    #[prop(into)]
    note: Signal<String>,
    /// Whether one cannot go on now.
    #[prop(into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let page = app.page();
    let first = move || importing.step().get() == Step::File;
    view! {
        <footer class="import__foot">
            <Show when=move || !first()>
                <Button
                    label=say(page, || message!("action-back"))
                    icon=Glyph::ChevronLeft
                    kind=ButtonKind::Quiet
                    on_press=move |()| importing.go_back()
                />
            </Show>
            <span class="import__note push" role="status">{note}</span>
            <Button
                label=next
                kind=ButtonKind::Primary
                key=Signal::derive(|| Some("Ctrl Enter".to_owned()))
                disabled=disabled
                reason=note
                on_press=move |()| importing.go_on()
            />
        </footer>
    }
}

/// The files, to switch between, where there are several.
#[component]
fn FileTabs(app: App, importing: Importing) -> impl IntoView {
    use super::components::{Segment, Segmented};
    let page = app.page();
    let segments = Signal::derive(move || {
        importing
            .ready()
            .into_iter()
            .map(|sheet| {
                let mut segment = Segment::new(sheet.id.to_string(), sheet.name());
                if sheet.choices_left() > 0 {
                    segment = segment.glyph(Glyph::Warning);
                }
                segment
            })
            .collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        let current: Option<Sheet> = importing.current();
        current
            .map(|sheet| sheet.id.to_string())
            .unwrap_or_default()
    });
    view! {
        <Show when=move || { segments.read().len() > 1 }>
            <Segmented
                label=say(page, || message!("import-files"))
                value=value
                segments=segments
                on_change=move |id: String| importing.choose(&id)
            />
        </Show>
    }
}
