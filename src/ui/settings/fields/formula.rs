//! What a formula is written in: its text, the fields that it may name, and what it gives of a record
//! while it is written; and the line of one that was taken. Reading formulas is the matter of the part
//! that answers questions.

use crate::domain::{Key, RecordId, RecordKind, custom_field};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::caret;
use crate::ui::components::{ButtonKind, Glyph, IconButton, Menu, MenuItem, TextArea};
use crate::ui::focus::focus_next_frame;
use crate::ui::lists::asking::{Tried, try_formula};
use crate::ui::lists::field::{fields, named};
use crate::ui::lists::value::show;
use crate::ui::settings::general::try_write;
use crate::ui::settings::naming::SaveOrCancel;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// The text of a formula with what helps to write it.
#[component]
pub(super) fn FormulaField(
    app: App,
    /// Of which kind of record it is.
    kind: Signal<Option<RecordKind>>,
    /// The formula, as it is typed.
    text: RwSignal<String>,
    /// Why it was not taken.
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    let page = app.page();
    let field = NodeRef::<html::Textarea>::new();
    let tried = Memo::new(move |_| try_formula(app, kind.get()?, &text.read()));
    let items = Signal::derive(move || {
        let (Some(kind), Some(tried)) = (kind.get(), tried.get()) else {
            return Vec::new();
        };
        let all = fields(app, kind);
        let item = |path: &String| {
            Some(MenuItem::new(
                path.clone(),
                named(&all, path)?.label.clone(),
            ))
        };
        tried.operands.iter().filter_map(item).collect()
    });
    let insert = move |path: String| {
        caret::insert(field, text, |before, behind| {
            // Two names side by side would be one.
            let is_apart = |last: char| last.is_whitespace() || last == '(';
            let lead = if before.chars().last().is_none_or(is_apart) {
                ""
            } else {
                " "
            };
            let tail = if behind.starts_with(char::is_alphanumeric) {
                " "
            } else {
                ""
            };
            format!("{lead}{path}{tail}")
        });
    };
    // What is wrong while it is written shows once the field was left.
    let error = Signal::derive(move || {
        let wrong = || {
            let tried = tried.read();
            let rule = tried.as_ref()?.gives.as_ref().err()?;
            let is_written = !text.read().trim().is_empty();
            is_written.then(|| page.messages().rule(rule))
        };
        refused.get().or_else(wrong)
    });
    view! {
        <div class="settings__wide settings__formula">
            <TextArea
                label=say(page, || message!("field-custom-field-formula"))
                value=text
                lines=2
                hint=say(page, || message!("settings-formula-hint"))
                error=error
                reveal=Signal::derive(move || refused.read().is_some())
                node_ref=field
            />
            <div class="settings__formula-help">
                <Menu
                    label=say(page, || message!("template-insert"))
                    icon=Glyph::Plus
                    kind=ButtonKind::Quiet
                    small=true
                    items=items
                    on_choose=insert
                />
                {move || {
                    let kind = kind.get()?;
                    let said = said(app, kind, tried.read().as_ref()?)?;
                    Some(view! { <span class="settings__note">{said}</span> })
                }}
            </div>
        </div>
    }
}

/// What a formula gives of the latest record of which it gives something; nothing where it cannot be
/// read.
fn said(app: App, kind: RecordKind, tried: &Tried) -> Option<String> {
    Some(app.page().text(&match tried.gives.as_ref().ok()? {
        Some((id, value)) => {
            let name = app.live().record(*id).name(*id).into_owned();
            let value = show(app, kind, "custom.formula", value);
            message!("settings-formula-gives", name = name, value = value)
        }
        None => message!("settings-formula-gives-nothing"),
    }))
}

/// A formula that was taken: what it says, and what it gives of a record or why it no longer gives
/// anything, since a field that it names has gone. It is changed where it was made: in its form.
#[component]
pub(super) fn FormulaLine(
    app: App,
    /// Whose it is.
    id: RecordId,
    /// Of which kind of record.
    kind: RecordKind,
    /// What the field is called.
    name: Signal<String>,
    /// The formula.
    text: Signal<String>,
) -> impl IntoView {
    let page = app.page();
    let is_open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let line = NodeRef::<html::Div>::new();
    let focus = move |first: &'static str| {
        focus_next_frame(move || {
            let found = line.try_get_untracked().flatten()?.query_selector(first);
            found.ok().flatten()?.dyn_into().ok()
        });
    };
    let open = move |()| {
        typed.set(text.get_untracked());
        refused.set(None);
        is_open.set(true);
        focus("textarea");
    };
    let close = move || {
        is_open.set(false);
        focus("button");
    };
    let save = move || {
        let key = Key::one(custom_field::FORMULA_TEXT);
        match try_write(app, id, &key, &typed.get_untracked()) {
            Ok(()) => close(),
            Err(words) => refused.set(words),
        }
    };
    // What was refused was another formula.
    Effect::new(move |_| {
        typed.track();
        refused.set(None);
    });
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" => {
            event.stop_propagation();
            close();
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            save();
        }
        _ => {}
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <div node_ref=line>
            <Show
                when=move || is_open.get()
                fallback=move || view! {
                    <div class="settings__fact">
                        <span class="settings__fact-name">
                            {move || page.text(&message!("field-custom-field-formula"))}
                        </span>
                        <span class="settings__formula-text">
                            <code>{text}</code>
                            <IconButton
                                label=say(page, move || message!("settings-formula-change", name = name.get()))
                                glyph=Glyph::Edit
                                small=true
                                on_press=open
                            />
                        </span>
                    </div>
                    <FormulaState app=app kind=kind text=text />
                }
            >
                <form class="settings__formula" on:submit=submit on:keydown=keys>
                    <FormulaField app=app kind=Signal::stored(Some(kind)) text=typed refused=refused />
                    <SaveOrCancel page=page on_cancel=move |()| close() />
                </form>
            </Show>
        </div>
    }
}

/// What a formula gives, in a line below it.
#[component]
fn FormulaState(
    app: App,
    /// Of which kind of record it is.
    kind: RecordKind,
    /// The formula.
    text: Signal<String>,
) -> impl IntoView {
    let tried = Memo::new(move |_| try_formula(app, kind, &text.read()));
    move || {
        let tried = tried.read();
        let tried = tried.as_ref()?;
        let words = match &tried.gives {
            Ok(_) => said(app, kind, tried)?,
            Err(rule) => {
                let reason = app.page().messages().rule(rule);
                app.page()
                    .text(&message!("settings-formula-broken", reason = reason))
            }
        };
        let is_broken = tried.gives.is_err().then_some("");
        Some(view! { <p class="settings__note settings__gives" data-broken=is_broken>{words}</p> })
    }
}
