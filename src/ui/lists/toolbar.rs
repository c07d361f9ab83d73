//! The line above a list's rows: what is looked for, the conditions, the order, the columns, and
//! the keys that open them.

use super::columns::ColumnsButton;
use super::filters::FilterBar;
use super::listing::Listing;
use super::sorting::{GroupMenu, SortMenu};
use super::views::view_state;
use crate::i18n::Message;
use crate::message;
use crate::ui::app::say;
use crate::ui::components::{Button, ButtonKind, Glyph, SearchField};
use crate::ui::follow::shown;
use crate::ui::frame::is_typing;
use leptos::prelude::*;

/// The line. `F`, `S` and `V` open what their buttons do.
#[component]
pub fn ListToolbar(
    /// The list.
    list: Listing,
    /// What is searched.
    search: fn() -> Message,
    /// Whether it stands above rows: order, columns and selecting are for those only.
    #[prop(default = Signal::stored(true), into)]
    rows: Signal<bool>,
    /// What else stands at its end.
    #[prop(optional, into)]
    tools: ViewFn,
) -> impl IntoView {
    let Listing {
        app,
        of,
        state,
        fields,
        ..
    } = list;
    let (page, kind) = (app.page(), of.kind);
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        let opener = match event.key().as_str() {
            "f" => "[data-filter-opener] button",
            "s" => "[data-sort-opener] button",
            "v" => ".list-page__tabs [aria-selected=true]",
            _ => return,
        };
        event.prevent_default();
        press_button(opener);
    });
    on_cleanup(move || press.remove());
    let of_rows = shown(move || {
        rows.get().then(|| {
            view! {
                <span class="list-page__select">
                    <Button
                        label=say(page, || message!("list-select"))
                        icon=Glyph::Check
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| list.selecting.update(|is_on| *is_on = !*is_on)
                    />
                </span>
                <span data-sort-opener="">
                    <SortMenu app=app state=state fields=fields usual=of.order />
                </span>
                <GroupMenu app=app state=state fields=fields />
                <span class="list-page__columns">
                    <ColumnsButton app=app kind=kind state=state fields=fields usual=of.usual />
                </span>
            }
        })
    });
    view! {
        <div class="toolbar list-page__toolbar" data-rows=move || rows.get().then_some("")>
            <SearchField
                label=say(page, search)
                clear_label=say(page, || message!("action-clear-all"))
                value=list.search
            />
            <FilterBar app=app kind=kind state=state fields=fields />
            <span class="push list-page__tools">
                {view_state(app, kind, state)}
                {tools.run()}
                {of_rows}
            </span>
        </div>
    }
}

/// Presses the first element that a selector finds, as the pointer would.
fn press_button(selector: &str) {
    use leptos::wasm_bindgen::JsCast;
    let button = document().query_selector(selector).ok().flatten();
    if let Some(button) =
        button.and_then(|button| button.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    {
        // What cannot take the focus is still pressed.
        let _ = button.focus();
        button.click();
    }
}
