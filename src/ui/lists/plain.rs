//! The page of a list with nothing of its own: title, tools, rows. What makes a record is a form that
//! whoever shows the page has beside it.

use super::cell::CellOf;
use super::export_menu::ExportMenu;
use super::listing::{ListOf, Listing};
use super::table::ListTable;
use super::tabs::{ListTabs, label as list_label};
use super::toolbar::ListToolbar;
use crate::domain::RecordId;
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, EmptyState, Glyph, NameCell, PageHeader};
use leptos::prelude::*;

/// What such a page says.
#[derive(Clone, Copy)]
pub struct PlainWords {
    /// Its title.
    pub title: fn() -> Message,
    /// What making one is called.
    pub new: fn() -> Message,
    /// That there are none yet.
    pub empty: fn() -> Message,
    /// What will be there.
    pub empty_text: fn() -> Message,
}

/// A record's name as the way to its page.
fn name_cell(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let name = Signal::derive(move || {
        let name = id
            .get()
            .map(|id| app.live().record(id).name(id).into_owned());
        name.unwrap_or_default()
    });
    let href = Signal::derive(move || id.get().map(|id| app.record_href(id)).unwrap_or_default());
    view! { <NameCell name=name href=href /> }.into_any()
}

/// The page.
#[component]
pub fn PlainListPage(
    /// The app.
    app: App,
    /// What it lists.
    of: &'static ListOf,
    /// Whether the form that makes one is open.
    making: RwSignal<bool>,
    /// What stands for the kind.
    glyph: Glyph,
    /// What it says.
    words: PlainWords,
) -> impl IntoView {
    let page = app.page();
    let list = Listing::new(app, of);
    let title = say(page, words.title);
    let tab_label = move |_: &'static str| page.text(&message!("list-all"));
    let create = move |()| making.set(true);
    view! {
        <div class="page list-page">
            <div class="list-page__list">
                <PageHeader title=title note=list.note() in_bar=true>
                    <ExportMenu list=list />
                    <Button label=say(page, words.new) icon=Glyph::Plus on_press=create />
                </PageHeader>
                <ListTabs list=list label=tab_label />
                <ListToolbar list=list search=|| message!("action-search") />
                <ListTable
                    list=list
                    label=list_label(list, title, tab_label)
                    own=move |(id, path): CellOf| {
                        let leads = of.has_pages && of.usual.first() == Some(&path.as_str());
                        leads.then(|| name_cell(app, id))
                    }
                    empty=move || view! {
                        <EmptyState glyph=glyph title=say(page, words.empty) text=say(page, words.empty_text)>
                            <Button
                                label=say(page, words.new)
                                kind=ButtonKind::Primary
                                icon=Glyph::Plus
                                on_press=create
                            />
                        </EmptyState>
                    }
                />
            </div>
        </div>
    }
}
