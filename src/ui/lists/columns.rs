//! The columns of a list: which show, in which order, how close the rows stand. They are part of
//! the address and of saved views, and this browser remembers the last choice.

use super::address::{ListState, Shown};
use super::field::ListField;
use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, CheckBox, Glyph, IconButton, Popover, Segment, Segmented, bounded,
};
use crate::ui::follow::follow;
use crate::ui::host::Preference;
use crate::ui::parts;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The columns that a list shows: the address's, else those last chosen here, else its own.
#[must_use]
pub fn shown(app: App, kind: RecordKind, state: ListState, usual: &[&str]) -> Vec<Shown> {
    let address = state.read();
    let address = address.read();
    if !address.columns.is_empty() {
        return address.columns.clone();
    }
    // A view says what it shows: what was chosen elsewhere is not for it.
    let kept = address
        .view
        .is_none()
        .then(|| app.page().host().preference(Preference::Columns(kind)))
        .flatten();
    match kept.map(|kept| Shown::parse_all(&kept)) {
        Some(kept) if !kept.is_empty() => kept,
        _ => usual.iter().map(|path| Shown::new(path)).collect(),
    }
}

/// Lets a list show other columns.
pub fn set_shown(
    app: App,
    kind: RecordKind,
    state: ListState,
    usual: &[&str],
    columns: Vec<Shown>,
) {
    let is_usual = columns.iter().all(|column| column.width.is_none())
        && columns
            .iter()
            .map(|column| column.path.as_str())
            .eq(usual.iter().copied());
    let kept = (!is_usual).then(|| Shown::write_all(&columns));
    if state.peek().view.is_none() {
        app.page()
            .host()
            .set_preference(Preference::Columns(kind), kept.as_deref());
    }
    state.change(true, |address| {
        address.columns = if is_usual { Vec::new() } else { columns };
    });
}

/// The button with the choice of columns.
#[component]
pub fn ColumnsButton(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// Its own columns; the first always shows.
    usual: &'static [&'static str],
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    view! {
        <span node_ref=opener>
            <Button
                label=say(page, || message!("list-columns"))
                icon=Glyph::Columns
                kind=ButtonKind::Quiet
                small=true
                on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
            />
        </span>
        <Popover anchor=anchor label=say(page, || message!("list-columns"))>
            {parts::columns_form(page, app, kind, state, fields, usual)}
        </Popover>
    }
}

#[component]
pub fn ColumnsForm(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// The columns that the list begins with.
    usual: &'static [&'static str],
) -> impl IntoView {
    let page = app.page();
    let now = Memo::new(move |_| shown(app, kind, state, usual));
    let put = move |columns: Vec<Shown>| set_shown(app, kind, state, usual, columns);
    // Those that show come first, in their order; each keeps its line while it is moved.
    let lines = Memo::new(move |_| {
        let (now, fields) = (now.read(), fields.read());
        let mut paths: Vec<String> = now.iter().map(|column| column.path.clone()).collect();
        for field in fields.iter().filter(|field| field.is_column) {
            if !paths.contains(&field.path) {
                paths.push(field.path.clone());
            }
        }
        paths
    });
    let step = move |path: &str, is_up: bool| {
        let mut columns = now.get_untracked();
        let Some(at) = columns.iter().position(|column| column.path == path) else {
            return;
        };
        let to = if is_up { at.saturating_sub(1) } else { at + 1 };
        // The name stays first: it is what the other columns are about.
        if at > 0 && to > 0 && to < columns.len() {
            columns.swap(at, to);
            put(columns);
        }
    };
    let line = move |path: String| {
        let label = {
            let path = path.clone();
            Signal::derive(move || {
                let fields = fields.read();
                super::field::named(&fields, &path)
                    .map_or_else(|| path.clone(), |field| field.label.clone())
            })
        };
        let place = {
            let path = path.clone();
            Memo::new(move |_| now.read().iter().position(|column| column.path == path))
        };
        let toggle = {
            let path = path.clone();
            move |is_on: bool| {
                let mut columns = now.get_untracked();
                columns.retain(|column| column.path != path);
                if is_on {
                    columns.push(Shown::new(&path));
                }
                put(columns);
            }
        };
        let widened = path.clone();
        // The edges of the head are dragged; whoever does not drag types the width.
        let set_width = move |typed: String| {
            let mut columns = now.get_untracked();
            let column = columns.iter_mut().find(|column| column.path == widened);
            if let Some(column) = column {
                column.width = typed.trim().parse().ok().map(bounded);
                put(columns);
            }
        };
        let width = move || {
            let at = place.get()?;
            let width = now.read().get(at)?.width;
            Some(width.map(|width| width.to_string()).unwrap_or_default())
        };
        let (up, down, keyed) = (path.clone(), path.clone(), path);
        let keys = move |event: leptos::ev::KeyboardEvent| {
            if event.alt_key() && matches!(event.key().as_str(), "ArrowUp" | "ArrowDown") {
                event.prevent_default();
                step(&keyed, event.key() == "ArrowUp");
            }
        };
        let is_first = Signal::derive(move || place.get() == Some(0));
        view! {
            <li class="columns-form__line" on:keydown=keys>
                <CheckBox
                    label=label
                    checked=Signal::derive(move || place.get().is_some())
                    disabled=is_first
                    on_change=toggle
                />
                <span class="columns-form__moves">
                    <input
                        class="columns-form__width"
                        type="number"
                        step="8"
                        aria-label=move || page.text(&message!("list-column-width", field = label.get()))
                        hidden=follow(move || width().is_none())
                        prop:value=move || width().unwrap_or_default()
                        on:change=move |event| set_width(event_target_value(&event))
                    />
                    <IconButton
                        label=Signal::derive(move || page.text(&message!("list-column-up", field = label.get())))
                        glyph=Glyph::ArrowUp
                        small=true
                        disabled=Signal::derive(move || place.get().is_none_or(|at| at < 2))
                        on_press=move |()| step(&up, true)
                    />
                    <IconButton
                        label=Signal::derive(move || page.text(&message!("list-column-down", field = label.get())))
                        glyph=Glyph::ArrowDown
                        small=true
                        disabled=Signal::derive(move || {
                            place.get().is_none_or(|at| at == 0 || at + 1 >= now.read().len())
                        })
                        on_press=move |()| step(&down, false)
                    />
                </span>
            </li>
        }
    };
    let density = RwSignal::new(
        page.host()
            .preference(Preference::Density)
            .unwrap_or_default(),
    );
    let densities = Signal::derive(move || {
        vec![
            Segment::new("compact", page.text(&message!("list-density-compact"))),
            Segment::new("", page.text(&message!("list-density-normal"))),
            Segment::new("roomy", page.text(&message!("list-density-roomy"))),
        ]
    });
    let set_density = move |to: String| {
        let kept = (!to.is_empty()).then_some(to.as_str());
        page.host().set_preference(Preference::Density, kept);
        show_density(kept);
        density.set(to);
    };
    view! {
        <div class="columns-form">
            <ul class="columns-form__lines">
                <For each=move || lines.get() key=Clone::clone children=line />
            </ul>
            <Segmented
                label=say(page, || message!("list-density"))
                value=density
                segments=densities
                small=true
                on_change=set_density
            />
            <Button
                label=say(page, || message!("action-reset"))
                small=true
                on_press=move |()| put(usual.iter().map(|path| Shown::new(path)).collect())
            />
        </div>
    }
}

/// Lets the rows of all tables stand as close as is preferred.
pub fn show_density(density: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // An attribute that cannot be set leaves the rows as they were.
    let _ = match density {
        Some(density) => root.set_attribute("data-density", density),
        None => root.remove_attribute("data-density"),
    };
}
