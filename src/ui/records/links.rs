//! A list of the customers that a record leads to, and the search that adds another.

use super::finder::Finder;
use super::related::RelatedCustomer;
use crate::domain::RecordId;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Glyph, IconButton, Popover};
use crate::ui::customers::shape_of;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// A list of customers with the search that adds one.
#[component]
pub fn Links(
    /// The app.
    app: App,
    /// What they are.
    title: Signal<String>,
    /// Who they are.
    all: Memo<Vec<RelatedCustomer>>,
    /// The tab of the customers that are offered.
    tab: &'static str,
    /// What adding is called.
    add_label: Signal<String>,
    /// Adds one.
    #[prop(into)]
    on_add: Callback<RecordId>,
    /// Takes one away.
    #[prop(into)]
    on_remove: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let line = move |one: RelatedCustomer| {
        let id = one.id;
        let shape = shape_of(app, id);
        let name = one.name.clone();
        view! {
            <li class="links__line">
                <Avatar name=Signal::stored(one.name.clone()) seed=id.to_string() shape=shape size=AvatarSize::Small />
                <a class="links__name truncate" href=app.record_href(id)>{one.name}</a>
                <span class="links__role soft small truncate">{one.role}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.clone()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| on_remove.run(id)
                />
            </li>
        }
    };
    let held = move || {
        let all = all.get_untracked().into_iter();
        all.map(|one| one.id).collect::<Vec<RecordId>>()
    };
    let count = move || {
        let count = all.read().len();
        app.format()
            .filter(|_| count > 0)
            .map(|format| format.count(count))
    };
    view! {
        <section class="links">
            <div class="links__head">
                <h3 class="record__head">{move || title.get()}</h3>
                <span class="faint">{count}</span>
                <span class="push" node_ref=opener>
                    <IconButton
                        label=add_label
                        glyph=Glyph::Plus
                        small=true
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            </div>
            <ul class="links__lines">{move || all.get().into_iter().map(line).collect_view()}</ul>
        </section>
        <Popover anchor=anchor label=add_label>
            <Finder
                app=app
                tab=tab
                held=held()
                on_choose=move |id| {
                    anchor.set(None);
                    on_add.run(id);
                }
            />
        </Popover>
    }
}
