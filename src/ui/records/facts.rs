//! What is known of a record, edited in place: a line for each field, and those that the user added.
//! Fields of several values have lines of their own.

use super::members::Members;
use super::ref_fact::RefFact;
use crate::domain::{FieldIx, Key, RecordId, RecordKind, Shape, Type, field};
use crate::message;
use crate::query::cell::own_key;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Choice, InlineField, InlineKind};
use crate::ui::follow::{follow, shown};
use crate::ui::lists::asking;
use crate::ui::lists::field::{OwnField, choices_of, own_fields, searched_kind, values_of};
use crate::ui::lists::value::{at, draft, show, write};
use leptos::prelude::*;

/// Some fields of a record, in order.
#[component]
pub fn FieldFacts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which.
    fields: &'static [FieldIx],
) -> impl IntoView {
    let lines = fields.iter().map(|field| line(app, id, *field));
    lines.collect_view()
}

/// The line of a field of its kind.
fn line(app: App, id: RecordId, ix: FieldIx) -> Option<AnyView> {
    let page = app.page();
    let field = id.kind.field(ix)?;
    let label = Signal::derive(move || page.messages().field(id.kind.code(), field.name));
    Some(match searched_kind(field.of) {
        Some(kind) => {
            view! { <RefFact app=app id=id key=Key::one(ix) label=label kind=kind /> }.into_any()
        }
        None => view! { <Fact app=app id=id path=field.name.to_owned() label=label /> }.into_any(),
    })
}

/// Fields that most records leave empty. Empty ones show when asked for; what is filled in always does.
#[component]
pub fn Seldom(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which.
    fields: &'static [FieldIx],
) -> impl IntoView {
    let page = app.page();
    let is_open = RwSignal::new(false);
    let label = Signal::derive(move || {
        page.text(&if is_open.get() {
            message!("facts-hide-empty")
        } else {
            message!("facts-show-empty")
        })
    });
    let is_filled = move |ix: FieldIx| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.is_some_and(|record| record.value(ix).is_some())
    };
    // A line is drawn when it is first wanted: most never are. What is emptied while it is edited
    // stays until the style may hide it.
    let drawn = move |ix: &'static FieldIx| {
        let is_wanted = Memo::new(move |was: Option<&bool>| {
            was == Some(&true) || is_open.get() || is_filled(*ix)
        });
        shown(move || is_wanted.get().then(|| line(app, id, *ix)))
    };
    let has_empty = Memo::new(move |_| !fields.iter().all(|ix| is_filled(*ix)));
    let turn = move |()| is_open.update(|is_open| *is_open = !*is_open);
    view! {
        <div class="facts__seldom" data-open=follow(move || is_open.get().then_some(""))>
            <div class="facts">{fields.iter().map(drawn).collect_view()}</div>
            <Show when=move || has_empty.get()>
                <div class="facts__all">
                    <Button
                        label=label
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=turn
                        attr:aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    />
                </div>
            </Show>
        </div>
    }
}

/// The fields that the user added to the record's kind.
#[component]
pub fn OwnFacts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let own = Memo::new(move |_| own_fields(app, id.kind));
    move || {
        own.get()
            .into_iter()
            .map(|field| own_fact(app, id, field))
            .collect_view()
    }
}

/// One of them: like a built-in field of its type.
fn own_fact(app: App, id: RecordId, field: OwnField) -> AnyView {
    let OwnField {
        path,
        label,
        values: (shape, of),
        is_formula,
        ..
    } = field;
    let label = Signal::stored(label);
    if is_formula {
        return view! { <WorkedOut app=app id=id path=path label=label /> }.into_any();
    }
    let key = own_key(&path).unwrap_or_default().to_owned();
    if shape == Shape::Set {
        return view! { <Members app=app id=id own=key label=label /> }.into_any();
    }
    match searched_kind(of) {
        Some(kind) => {
            let key = Key::of(field::CUSTOM, key);
            view! { <RefFact app=app id=id key=key label=label kind=kind /> }.into_any()
        }
        None => view! { <Fact app=app id=id path=path label=label /> }.into_any(),
    }
}

/// What is worked out: read, and never written.
#[component]
fn WorkedOut(app: App, id: RecordId, path: String, label: Signal<String>) -> impl IntoView {
    let words = Memo::new(move |_| match asking::worked_out(app, id, &path) {
        Some(Some(value)) => show(app, id.kind, &path, &value),
        Some(None) => app.format().map(|format| format.none()).unwrap_or_default(),
        // Not known yet is another thing than none.
        None => String::new(),
    });
    view! {
        <div class="facts__members">
            <span class="facts__label">{label}</span>
            <span class="facts__worked-out">{words}</span>
        </div>
    }
}

/// One field.
#[component]
pub fn Fact(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which, by its path.
    path: String,
    /// What it is called.
    label: Signal<String>,
) -> impl IntoView {
    let page = app.page();
    let of = values_of(&app.live().peek(), id.kind, &path).map(|(_, of)| of);
    // A stage is kept as a code and chosen among those of its pipeline.
    let is_choice = matches!(of, Some(Type::Choice(_) | Type::Ref(_)))
        || (id.kind == RecordKind::Deal && path == "stage");
    let read = {
        let path = path.clone();
        Memo::new(move |_| {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            at(&record, &path)
        })
    };
    let words = {
        let path = path.clone();
        Signal::derive(move || {
            let value = read.get();
            let shown = value.map(|value| show(app, id.kind, &path, &value));
            let shown = shown.unwrap_or_default();
            match shown.strip_prefix("https://") {
                Some(host) if of == Some(Type::Url) => host.trim_end_matches('/').to_owned(),
                _ => shown,
            }
        })
    };
    let draft = Signal::derive(move || read.read().as_ref().map(|value| draft(app, value)));
    let commit = {
        let path = path.clone();
        move |text: String| write(app, &[id], &path, &text)
    };
    let kind = Signal::derive(move || {
        let none = || Choice::new("", page.text(&message!("field-no-choice")));
        match of {
            _ if is_choice => {
                // Owners may come and go while the page is open.
                drop(app.live().kind(RecordKind::Owner));
                let own = choices_of(app, id, &path);
                InlineKind::Choice(std::iter::once(none()).chain(own).collect())
            }
            Some(Type::Bool) => InlineKind::Choice(vec![
                none(),
                Choice::new("true", page.text(&message!("value-yes"))),
                Choice::new("false", page.text(&message!("value-no"))),
            ]),
            Some(Type::Date) => InlineKind::Date,
            Some(Type::Instant) => InlineKind::Moment,
            Some(Type::Number | Type::Money) => InlineKind::Keys("decimal"),
            Some(Type::Email) => InlineKind::Keys("email"),
            Some(Type::Phone) => InlineKind::Keys("tel"),
            Some(Type::Url) => InlineKind::Keys("url"),
            Some(Type::LongText) => InlineKind::Lines,
            _ => InlineKind::Text,
        }
    });
    view! {
        <InlineField
            label=label
            value=words
            draft=draft
            empty=say(page, || message!("field-add-value"))
            edit_label=say(page, || message!("action-edit"))
            hint=say(page, || message!("field-escape-cancels"))
            kind=kind
            on_commit=commit
        />
    }
}
