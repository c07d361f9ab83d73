//! What a formula is written in: its text, the fields that it may name, and what it gives of a record
//! while it is written. Reading formulas is the matter of the part that answers questions.

use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{ButtonKind, Glyph, Menu, MenuItem, TextArea};
use crate::ui::focus::focus_next_frame;
use crate::ui::lists::asking::{Tried, try_formula};
use crate::ui::lists::field::{fields, named};
use crate::ui::lists::value::show;
use leptos::html;
use leptos::prelude::*;

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
        let at = field
            .get_untracked()
            .and_then(|field| field.selection_start().ok().flatten());
        text.update(|text| {
            let units: Vec<u16> = text.encode_utf16().collect();
            let at = at.map_or(units.len(), |at| at as usize).min(units.len());
            let (before, after) = units.split_at(at);
            let mut all = String::from_utf16_lossy(before);
            // Two names side by side would be one.
            if all.ends_with(|last: char| !last.is_whitespace() && last != '(') {
                all.push(' ');
            }
            all.push_str(&path);
            let after = String::from_utf16_lossy(after);
            if after.starts_with(char::is_alphanumeric) {
                all.push(' ');
            }
            all.push_str(&after);
            *text = all;
        });
        focus_next_frame(move || field.try_get_untracked().flatten().map(Into::into));
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

/// How a formula that was taken stands: what it gives of a record, or why it no longer gives anything,
/// since a field that it names has gone.
#[component]
pub(super) fn FormulaState(
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
