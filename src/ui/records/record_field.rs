//! A form's field for a record, mostly a customer: searched as one types, chosen by keys or by hand, and
//! a customer who is not there yet is made on the way.

use super::finder::{beside, find_of};
use crate::domain::{RecordId, RecordKind, Rule};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Field, Glyph, Icon, element_id};
use crate::ui::focus::into_view;
use crate::ui::follow::whenever;
use crate::workspace::fold::fold;
use leptos::html;
use leptos::prelude::*;

/// What the field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Picked {
    /// Nothing.
    #[default]
    None,
    /// A record that is there.
    Known(RecordId),
    /// A customer to be made, by this name.
    New(String),
}

/// One line of what is offered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Offer {
    Known(RecordId),
    New(String),
}

/// What some words offer: those they find, and a new one where none has just that name and one can be
/// made.
fn offers(app: App, kind: RecordKind, words: &str, makes: bool) -> Vec<Offer> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let found = find_of(app, kind, words);
    let live = app.live();
    let workspace = live.peek();
    let is_there = found
        .iter()
        .any(|id| fold(&workspace.name(*id)) == fold(words));
    let new = (makes && !is_there).then(|| Offer::New(words.to_owned()));
    found.into_iter().map(Offer::Known).chain(new).collect()
}

/// The field.
#[component]
pub fn RecordField(
    /// The app.
    app: App,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed.
    words: RwSignal<String>,
    /// Which it means.
    picked: RwSignal<Picked>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<Rule>>,
    /// What is searched.
    #[prop(default = RecordKind::Customer)]
    kind: RecordKind,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether a new customer can be made of what was typed.
    #[prop(default = true)]
    makes: bool,
) -> impl IntoView {
    let page = app.page();
    let (input_id, list_id) = (element_id("customer"), element_id("customers"));
    let controls = list_id.clone();
    let is_open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let offered = Memo::new(move |_| {
        if is_open.get() {
            offers(app, kind, &words.read(), makes)
        } else {
            Vec::new()
        }
    });
    let choose = move |offer: Offer| {
        is_open.set(false);
        match offer {
            Offer::Known(id) => {
                words.set(app.live().peek().name(id).into_owned());
                picked.set(Picked::Known(id));
            }
            Offer::New(name) => {
                words.set(name.clone());
                picked.set(Picked::New(name));
            }
        }
    };
    let type_in = move |text: String| {
        words.set(text);
        picked.set(Picked::None);
        at.set(0);
        is_open.set(true);
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        let count = offered.read_untracked().len();
        if event.is_composing() || count == 0 {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let offer = offered.read_untracked().get(at.get_untracked()).cloned();
                offer.into_iter().for_each(choose);
            }
            "Escape" => is_open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let active = {
        let option_id = option_id.clone();
        move || (!offered.read().is_empty()).then(|| option_id(at.get()))
    };
    let option = move |(place, offer): (usize, Offer)| {
        let inside = match &offer {
            Offer::Known(id) => {
                let name = app.live().peek().name(*id).into_owned();
                view! {
                    <span class="truncate">{name}</span>
                    <span class="soft small truncate">{beside(app, *id)}</span>
                }
                .into_any()
            }
            Offer::New(name) => {
                let words = page.text(&message!("customer-field-new", name = name.as_str()));
                view! { <span class="record-field__new"><Icon glyph=Glyph::Plus />{words}</span> }
                    .into_any()
            }
        };
        view! {
            <li
                class="record-field__option"
                role="option"
                id=option_id(place)
                aria-selected=move || if at.get() == place { "true" } else { "false" }
                // Before the input loses the focus, which closes the list.
                on:mousedown=move |event| {
                    event.prevent_default();
                    choose(offer.clone());
                }
            >
                {inside}
            </li>
        }
    };
    // In a long form the list opens below what can be seen, and so may the option that the arrows are at.
    let list = NodeRef::<html::Ul>::new();
    whenever(move || {
        let at = at.get() as u32;
        if offered.read().is_empty() {
            return;
        }
        request_animation_frame(move || {
            let Some(list) = list.try_get_untracked().flatten() else {
                return;
            };
            into_view(&list);
            if let Some(option) = list.children().item(at) {
                into_view(&option);
            }
        });
    });
    // Words that nobody chose mean nobody; that is said rather than dropped.
    let wrong = Signal::derive(move || {
        if let Some(rule) = error.get() {
            return Some(page.messages().rule(&rule));
        }
        let is_loose = matches!(&*picked.read(), Picked::None)
            && !is_open.get()
            && !words.read().trim().is_empty();
        is_loose.then(|| {
            page.text(&if makes {
                message!("customer-field-choose")
            } else {
                message!("form-choose-found")
            })
        })
    });
    let hint = Signal::derive(move || match &*picked.read() {
        Picked::New(name) => {
            Some(page.text(&message!("customer-field-made", name = name.as_str())))
        }
        _ => None,
    });
    let note_id = format!("{input_id}-note");
    view! {
        <div class="record-field">
            <Field label=label input=input_id.clone() hint=hint error=wrong>
                <div class="field__box">
                    <input
                        class="field__input"
                        id=input_id
                        type="text"
                        autocomplete="off"
                        role="combobox"
                        aria-autocomplete="list"
                        aria-expanded=move || if offered.read().is_empty() { "false" } else { "true" }
                        aria-controls=controls
                        aria-activedescendant=active
                        aria-describedby=move || (wrong.read().is_some() || hint.read().is_some()).then(|| note_id.clone())
                        aria-required=required.then_some("true")
                        aria-invalid=move || wrong.read().is_some().then_some("true")
                        placeholder=say(page, || message!("field-search-record"))
                        prop:value=words
                        on:input=move |event| type_in(event_target_value(&event))
                        on:keydown=press
                        on:blur=move |_| is_open.set(false)
                    />
                </div>
            </Field>
            <ul
                class="record-field__options"
                node_ref=list
                role="listbox"
                id=list_id
                aria-label=label
                hidden=move || offered.read().is_empty()
            >
                {move || offered.get().into_iter().enumerate().map(option.clone()).collect_view()}
            </ul>
        </div>
    }
}
