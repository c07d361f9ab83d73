//! Records that belong to another and have no page of their own, as a card on its page: the first of
//! them, the form that adds one, and each with its fields in a dialog. All of them are a list of its own.

use super::facts::FieldFacts;
use super::page::Related;
use crate::domain::{FieldIx, RecordId, RecordKind};
use crate::i18n::Message;
use crate::message;
use crate::query::{Filter, Operand, Test};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, CardRow, Dialog, Glyph, IconButton};
use crate::ui::lists::address::{Conditions, ListAddress};
use crate::ui::lists::create::{CreateRecord, Start};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// So many show at first.
const SHOWN_MAX: usize = 8;

/// What a card has of a kind.
#[derive(Debug)]
pub struct OwnedKind {
    /// The kind of its records.
    pub kind: RecordKind,
    /// The field by which they belong to the record whose page it is.
    pub belongs: FieldIx,
    /// What the form asks.
    pub asked: &'static [FieldIx],
    /// What it begins with.
    pub start: Start,
    /// What is edited of one.
    pub fields: &'static [FieldIx],
}

/// What a card says.
#[derive(Clone, Copy)]
pub struct OwnedWords {
    /// What they are.
    pub title: fn() -> Message,
    /// Adding one, and the title of its form.
    pub add: fn() -> Message,
    /// The way to all of them, by how many there are.
    pub all: fn(usize) -> Message,
}

/// The card.
#[component]
pub fn Owned(
    /// The app.
    app: App,
    /// The record whose page it is.
    id: RecordId,
    /// What it has.
    of: &'static OwnedKind,
    /// What it says.
    words: OwnedWords,
    /// All of them in their order, each as it shows.
    #[prop(into)]
    lines: Signal<Vec<(RecordId, Related)>>,
    /// Whether the form is open.
    making: RwSignal<bool>,
    /// What else is in the dialog of one.
    #[prop(optional)]
    below: Option<fn(App, RecordId) -> AnyView>,
) -> impl IntoView {
    let page = app.page();
    let shown = RwSignal::new(None::<RecordId>);
    let row = move |(to, line): (RecordId, Related)| {
        view! {
            <CardRow>
                <span class="record__two">
                    <button
                        class="record__link medium truncate"
                        type="button"
                        on:click=move |_| shown.set(Some(to))
                    >
                        {line.name}
                    </button>
                    <span class="soft small truncate">{line.note}</span>
                </span>
                <span class="record__two record__two--end push">
                    <span class="medium">{line.amount}</span>
                    <span class="soft small">{line.amount_note}</span>
                </span>
            </CardRow>
        }
    };
    let count = Memo::new(move |_| lines.read().len());
    let rows = move || {
        let lines = lines.get().into_iter();
        lines.take(SHOWN_MAX).map(row).collect_view()
    };
    let note = Signal::derive(move || app.format().map(|format| format.count(count.get())));
    // All of them, where the card does not show all.
    let list = {
        let field = of.kind.field(of.belongs).map_or("", |field| field.name);
        let is_theirs = Test::Is(Operand::text(&id.to_string()));
        let address = ListAddress {
            filter: Conditions::of(Some(Filter::test(field, is_theirs))),
            ..ListAddress::default()
        };
        app.href(&format!("{}?{}", of.kind.collection(), address.write()))
    };
    let has_more = Memo::new(move |_| count.get() > SHOWN_MAX);
    view! {
        <Card
            title=say(page, words.title)
            note=note
            flush=true
            actions=move || view! {
                <IconButton
                    label=say(page, words.add)
                    glyph=Glyph::Plus
                    small=true
                    on_press=move |()| making.set(true)
                />
            }
        >
            {rows}
            {move || has_more.get().then(|| {
                let list = list.clone();
                let all = (words.all)(count.get());
                view! { <CardRow><a class="link" href=list>{page.text(&all)}</a></CardRow> }
            })}
        </Card>
        <CreateRecord
            app=app
            kind=of.kind
            fields=of.asked
            title=words.add
            open=making
            start=of.start
            about=Signal::stored(vec![(of.belongs, id)])
        />
        <One app=app of=of shown=shown below=below />
    }
}

/// One of them: its fields, edited in place, and what else it has.
#[component]
fn One(
    app: App,
    of: &'static OwnedKind,
    shown: RwSignal<Option<RecordId>>,
    below: Option<fn(App, RecordId) -> AnyView>,
) -> impl IntoView {
    let page = app.page();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if shown.read().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            shown.set(None);
        }
    });
    let title = Signal::derive(move || {
        let name = shown
            .get()
            .map(|id| app.live().record(id).name(id).into_owned());
        match name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => page.messages().kind(of.kind.code()),
        }
    });
    let throw_away = move |()| {
        let Some(id) = shown.get_untracked() else {
            return;
        };
        let name = title.get_untracked();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            open.set(false);
            app.say(&message!("toast-trashed", name = name), true);
        }
    };
    view! {
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button
                    label=say(page, || message!("action-delete"))
                    icon=Glyph::Trash
                    kind=ButtonKind::Quiet
                    on_press=throw_away
                />
                <Button
                    label=say(page, || message!("action-close"))
                    kind=ButtonKind::Primary
                    on_press=move |()| open.set(false)
                />
            }
        >
            {move || shown.get().map(|id| view! {
                <div class="facts"><FieldFacts app=app id=id fields=of.fields /></div>
                {below.map(|below| below(app, id))}
            })}
        </Dialog>
    }
}
