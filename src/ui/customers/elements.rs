//! The fields of a customer that have several values: e-mails, telephone numbers, postal addresses.
//! Each value is edited in place and can be taken away; the last line adds one.

use crate::domain::{FieldIx, Key, Part, RecordId, RecordKind, Type, Value, customer};
use crate::i18n::Locale;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Glyph, IconButton, InlineField, Popover, TextField,
};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{FIRST_ELEMENT, InputContext, complete_part, parse};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The ids of a list's elements, in their order.
fn elements(app: App, id: RecordId, list: FieldIx) -> Vec<String> {
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return Vec::new();
    };
    record
        .elements(list)
        .map(|(element, _)| element.to_string())
        .collect()
}

/// The id of an element to come: for the first always the same, so that files and forms meet.
fn next_element(app: App, has_some: bool) -> String {
    if has_some {
        let id = app.live().writer().new_id(RecordKind::Customer);
        id.uuid.to_string()
    } else {
        FIRST_ELEMENT.to_owned()
    }
}

fn part(app: App, id: RecordId, list: FieldIx, element: &str) -> Option<Part> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    record.element(list, Some(element))?.as_part().cloned()
}

/// Writes an element, or takes it away; gives back the sentence that refuses it.
fn put(app: App, id: RecordId, list: FieldIx, element: &str, part: Option<Part>) -> Option<String> {
    let command = Command::Edit {
        ids: vec![id],
        fields: vec![(Key::of(list, element), part.map(Value::Part))],
        revision: None,
    };
    match app.execute(&command) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        _ => None,
    }
}

/// Writes the first value of an element as it was typed; nothing typed takes the element away.
fn put_text(app: App, id: RecordId, list: FieldIx, element: &str, text: &str) -> Option<String> {
    let Some(Type::Part(parts)) = id.kind.field(list).map(|field| field.of) else {
        return None;
    };
    let context = InputContext::of(&app.live().peek());
    let of = parts.first().map_or(Type::LongText, |part| part.of);
    match parse(of, text, &context) {
        Err(rule) => Some(app.page().messages().rule(&rule)),
        Ok(None) => put(app, id, list, element, None),
        Ok(Some(value)) => {
            let held = untrack(|| part(app, id, list, element));
            let mut part = held.unwrap_or_else(|| Part::new([]));
            part.set(0, Some(value));
            put(
                app,
                id,
                list,
                element,
                Some(complete_part(parts, part, &context)),
            )
        }
    }
}

/// A list whose elements are told by one value each.
#[component]
pub(super) fn Elements(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which list.
    list: FieldIx,
) -> impl IntoView {
    let page = app.page();
    let name = id.kind.field(list).map_or("", |field| field.name);
    let all = Memo::new(move |_| elements(app, id, list));
    let line = move |element: String| {
        let held = {
            let element = element.clone();
            Memo::new(move |_| part(app, id, list, &element))
        };
        let value = Signal::derive(move || {
            let held = held.read();
            let value = held.as_ref().and_then(|part| part.value(0)?.as_text());
            value.unwrap_or_default().to_owned()
        });
        let label = Signal::derive(move || {
            let held = held.read();
            let of = held.as_ref().and_then(|part| part.value(1)?.as_text());
            match of {
                Some(of) if of != "work" => page.messages().option("customer", "type", of),
                _ => page.messages().field("customer", name),
            }
        });
        let (kept, gone) = (element.clone(), element);
        view! {
            <div class="facts__element">
                <InlineField
                    label=label
                    value=value
                    draft=Signal::derive(move || Some(value.get()))
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    on_commit=move |text: String| put_text(app, id, list, &kept, &text)
                />
                <span class="facts__remove">
                    <IconButton
                        label=say(page, move || message!("field-remove-value", value = value.get()))
                        glyph=Glyph::Cross
                        small=true
                        on_press=move |()| drop(put(app, id, list, &gone, None))
                    />
                </span>
            </div>
        }
    };
    let has_some = Memo::new(move |_| !all.read().is_empty());
    let add = move |text: String| {
        if text.trim().is_empty() {
            return None;
        }
        let element = next_element(app, has_some.get_untracked());
        put_text(app, id, list, &element, &text)
    };
    let add_label = Signal::derive(move || {
        let message = if list == customer::EMAILS {
            message!("customer-add-email")
        } else {
            message!("customer-add-phone")
        };
        page.text(&message)
    });
    let own_label = Signal::derive(move || page.messages().field("customer", name));
    view! {
        <For each=move || all.get() key=Clone::clone children=line />
        <div class="facts__more" data-further=move || has_some.get().then_some("")>
            <InlineField
                label=own_label
                value=Signal::stored(String::new())
                empty=add_label
                edit_label=say(page, || message!("action-add"))
                on_commit=add
            />
        </div>
    }
}

/// The parts of an address that people fill in, in order.
const ADDRESS: [u8; 5] = [1, 4, 2, 3, 5];

/// The postal addresses.
#[component]
pub(super) fn Addresses(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let list = customer::ADDRESSES;
    let all = Memo::new(move |_| elements(app, id, list));
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let editing = RwSignal::new(String::new());
    let opener = NodeRef::<html::Div>::new();
    let label = Signal::derive(move || page.messages().field("customer", "addresses"));
    let line = move |element: String| {
        let node = NodeRef::<html::Div>::new();
        let held = {
            let element = element.clone();
            Memo::new(move |_| part(app, id, list, &element))
        };
        let lines = Signal::derive(move || {
            let held = held.read();
            let text = |place: u8| {
                let value = held.as_ref().and_then(|part| part.value(place)?.as_text());
                value.unwrap_or_default().to_owned()
            };
            let [street, city, region, postal, country] = [1, 2, 3, 4, 5].map(text);
            // Chinese goes from the large to the small.
            let lines = match page.locale() {
                Locale::ZhCn => [country, format!("{region}{city}"), street, postal],
                Locale::En => [
                    street,
                    format!("{postal} {city}").trim().to_owned(),
                    region,
                    country,
                ],
            };
            lines
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        });
        let (opened, gone) = (element.clone(), element);
        view! {
            <div class="facts__address" node_ref=node>
                <span class="facts__label">{label}</span>
                <button
                    class="facts__lines"
                    type="button"
                    on:click=move |_| {
                        editing.set(opened.clone());
                        anchor.set(node.get_untracked().map(Into::into));
                    }
                >
                    {lines}
                </button>
                <span class="facts__remove">
                    <IconButton
                        label=say(page, move || message!("field-remove-value", value = label.get()))
                        glyph=Glyph::Cross
                        small=true
                        on_press=move |()| drop(put(app, id, list, &gone, None))
                    />
                </span>
            </div>
        }
    };
    let add = move |_| {
        let has_some = !all.read_untracked().is_empty();
        editing.set(next_element(app, has_some));
        anchor.set(opener.get_untracked().map(Into::into));
    };
    view! {
        <For each=move || all.get() key=Clone::clone children=line />
        <div
            class="facts__address facts__more"
            data-further=move || (!all.read().is_empty()).then_some("")
            node_ref=opener
        >
            <span class="facts__label">{label}</span>
            <button class="facts__lines" type="button" data-empty="" on:click=add>
                {move || page.text(&message!("customer-add-address"))}
            </button>
        </div>
        <Popover anchor=anchor label=label>
            <AddressForm
                app=app
                id=id
                element=editing.get_untracked()
                on_done=move |()| anchor.set(None)
            />
        </Popover>
    }
}

#[component]
fn AddressForm(
    app: App,
    id: RecordId,
    element: String,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let page = app.page();
    let held = untrack(|| part(app, id, customer::ADDRESSES, &element));
    let texts = ADDRESS.map(|place| {
        let value = held.as_ref().and_then(|part| part.value(place)?.as_text());
        (place, RwSignal::new(value.unwrap_or_default().to_owned()))
    });
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut part = held.clone().unwrap_or_else(|| Part::new([]));
        let mut is_empty = true;
        for (place, text) in texts {
            let text = text.get_untracked();
            let text = text.trim();
            is_empty &= text.is_empty();
            part.set(place, (!text.is_empty()).then(|| Value::text(text)));
        }
        let part = (!is_empty).then_some(part);
        match put(app, id, customer::ADDRESSES, &element, part) {
            Some(refused) => error.set(Some(refused)),
            None => on_done.run(()),
        }
    };
    let inputs = texts.map(|(place, text)| {
        let name = customer::ADDRESS_PARTS
            .get(usize::from(place))
            .map_or("", |part| part.name);
        let label = Signal::derive(move || page.messages().part("addresses", name));
        view! { <TextField label=label value=text /> }
    });
    view! {
        <form class="facts__form" on:submit=submit>
            {inputs.into_iter().collect_view()}
            {move || error.get().map(|words| view! { <p role="alert" class="small">{words}</p> })}
            <Button label=say(page, || message!("action-save")) kind=ButtonKind::Primary submit=true />
        </form>
    }
}
