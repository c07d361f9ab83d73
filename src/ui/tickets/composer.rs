//! Writes to the customer, a note that only the team sees, or what the customer said elsewhere. A reply
//! opens in the mail program, and is kept with the ticket. What becomes of what is written is
//! [`super::draft`]'s.

use super::canned::Canned;
use super::draft::{Draft, FROM, NOTE, REPLY, is_at_rest};
use super::merge::{asker, name};
use crate::domain::template::marks;
use crate::domain::ticket::ORIGINS;
use crate::domain::{RecordId, Value};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Choice, Glyph, Notice, Popover, Segment, Segmented, SelectField, Tone,
    element_id,
};
use crate::ui::follow::whenever;
use crate::ui::frame::is_typing;
use crate::ui::lists::asking;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;
use leptos_router::hooks::use_query_map;

/// What the form is asked to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// A reply.
    Reply,
    /// A reply that asks how content the customer is.
    AskSatisfaction,
}

/// The form.
#[component]
pub(super) fn TicketComposer(
    /// The app.
    app: App,
    /// Of which ticket.
    id: RecordId,
    /// What the page asks it to begin.
    asked: RwSignal<Option<Begun>>,
) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new(app, id);
    let Draft {
        kind,
        channel,
        text,
        error,
        ..
    } = draft;
    let is = move |of: &'static str| Memo::new(move |_| draft.is(of));
    let (is_reply, is_note, is_from) = (is(REPLY), is(NOTE), is(FROM));
    let to = Memo::new(move |_| asker(app, id));
    let address = Memo::new(move |_| match asking::worked_out(app, to.get()?, "email") {
        Some(Some(Value::Text(email))) => Some(email.to_string()),
        _ => None,
    });
    let send = move |waits: bool| draft.send(waits, address.get_untracked());
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let open_canned = move || anchor.set(opener.get_untracked().map(Into::into));
    begin_by_address(draft);
    begin_by_keys(draft);
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => send(true),
            // A slash that begins a word calls the canned replies; in a date or an address it is one.
            "/" if is_reply.get_untracked() && begins_word(draft) => open_canned(),
            _ => return,
        }
        event.prevent_default();
    };
    let segments = Signal::derive(move || {
        vec![
            Segment::new(REPLY, page.text(&message!("ticket-reply"))).glyph(Glyph::Mail),
            Segment::new(NOTE, page.text(&message!("ticket-internal"))).glyph(Glyph::Note),
            Segment::new(FROM, page.text(&message!("ticket-from"))).glyph(Glyph::Person),
        ]
    });
    let label = say(page, move || hint(&kind.read()));
    let ways = Signal::derive(move || {
        let way = |code: &&str| {
            let words = page.messages().option("ticket", "origin", code);
            Choice::new(*code, words)
        };
        ORIGINS.iter().map(way).collect::<Vec<_>>()
    });
    let to_words = move || page.text(&whom(&kind.read(), name(app, id), address.get()));
    let follows = move || {
        let follows = match kind.read().as_str() {
            REPLY if address.read().is_some() => Some(message!("ticket-opens-mail")),
            REPLY => Some(message!("ticket-only-kept")),
            FROM if is_at_rest(app, id) => Some(message!("ticket-opens-again")),
            _ => None,
        };
        follows.map(|follows| page.text(&follows))
    };
    let own = element_id("ticket-composer");
    let (input, refusal) = (own.clone(), format!("{own}-error"));
    let described = refusal.clone();
    let ask = move |()| draft.insert(&page.text(&message!("ticket-ask-mark")));
    whenever(move || {
        let Some(begun) = asked.get() else {
            return;
        };
        asked.set(None);
        draft.begin(REPLY);
        if begun == Begun::AskSatisfaction {
            ask(());
        }
    });
    view! {
        <section
            class="ticket-composer"
            data-note=move || is_note.get().then_some("")
            aria-label=say(page, || message!("ticket-write"))
            on:keydown=keys
        >
            <div class="ticket-composer__head">
                <Segmented
                    label=say(page, || message!("ticket-kind"))
                    value=kind
                    segments=segments
                    small=true
                    on_change=move |to| kind.set(to)
                />
                <Show when=move || is_from.get()>
                    <SelectField
                        label=say(page, || message!("ticket-came-by"))
                        value=channel
                        choices=ways
                        quiet=true
                        on_change=move |to| channel.set(to)
                    />
                </Show>
                <span class="soft small truncate push">{to_words}</span>
            </div>
            <label class="visually-hidden" for=input.clone()>{label}</label>
            <div class="ticket-composer__text">
                <div class="ticket-composer__mirror" aria-hidden="true">{move || mirror(&text.read())}</div>
                <textarea
                    class="ticket-composer__input"
                    id=input
                    node_ref=draft.field
                    placeholder=label
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=move || error.read().is_some().then(|| described.clone())
                    prop:value=text
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        error.set(None);
                    }
                ></textarea>
            </div>
            {move || error.get().map(|words| view! {
                <div class="ticket-composer__error" id=refusal.clone()>
                    <Notice tone=Tone::Warning urgent=true><p>{words}</p></Notice>
                </div>
            })}
            <div class="ticket-composer__foot">
                <Show when=move || is_reply.get()>
                    <span node_ref=opener>
                        <Button
                            label=say(page, || message!("canned-title"))
                            icon=Glyph::Bolt
                            kind=ButtonKind::Quiet
                            key="/"
                            small=true
                            on_press=move |()| open_canned()
                        />
                    </span>
                    <Button
                        label=say(page, || message!("ticket-ask-satisfaction"))
                        icon=Glyph::Star
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=ask
                    />
                </Show>
                <span class="ticket-composer__hint faint small push">{follows}</span>
                <Show
                    when=move || is_reply.get()
                    fallback=move || view! {
                        <Button
                            label=say(page, move || if is_note.get() {
                                message!("ticket-add-note")
                            } else {
                                message!("ticket-add-answer")
                            })
                            kind=ButtonKind::Primary
                            key="Ctrl Enter"
                            on_press=move |()| send(false)
                        />
                    }
                >
                    <Button label=say(page, || message!("ticket-send")) on_press=move |()| send(false) />
                    <Button
                        label=say(page, || message!("ticket-send-and-wait"))
                        kind=ButtonKind::Primary
                        key="Ctrl Enter"
                        on_press=move |()| send(true)
                    />
                </Show>
            </div>
        </section>
        <Popover anchor=anchor label=say(page, || message!("canned-title"))>
            <Canned
                app=app
                id=id
                on_choose=move |words: String| {
                    anchor.set(None);
                    draft.insert(&words);
                }
            />
        </Popover>
    }
}

/// What the field asks for.
fn hint(kind: &str) -> Message {
    match kind {
        NOTE => message!("ticket-note-hint"),
        FROM => message!("ticket-from-hint"),
        _ => message!("ticket-reply-hint"),
    }
}

/// Whom it goes to, or comes from.
fn whom(kind: &str, name: Option<String>, address: Option<String>) -> Message {
    match (kind, name, address) {
        (NOTE, _, _) => message!("ticket-note-to"),
        (FROM, Some(name), _) => message!("ticket-from-whom", name = name),
        (FROM, None, _) => message!("ticket-from-nobody"),
        (_, Some(name), Some(address)) => {
            message!("ticket-to", name = name, address = address)
        }
        (_, Some(name), None) => message!("ticket-to-without", name = name),
        (_, None, _) => message!("ticket-to-nobody"),
    }
}

/// Whether the next letter begins a word.
fn begins_word(draft: Draft) -> bool {
    let Some(field) = draft.field.get_untracked() else {
        return false;
    };
    let at = field.selection_start().ok().flatten().unwrap_or_default() as usize;
    let before = at.checked_sub(1);
    let before = before.and_then(|before| field.value().encode_utf16().nth(before));
    before.is_none_or(|unit| char::from_u32(u32::from(unit)).is_some_and(char::is_whitespace))
}

/// The text once more, below the one that is typed into, with what is to be checked marked: a field
/// for text cannot mark its own.
fn mirror(text: &str) -> impl IntoView + use<> {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut from = 0;
    for mark in marks(text) {
        let (before, marked) = (text.get(from..mark.start), text.get(mark.clone()));
        pieces.push(before.unwrap_or_default().to_owned().into_any());
        let marked = marked.unwrap_or_default().to_owned();
        pieces.push(view! { <mark>{marked}</mark> }.into_any());
        from = mark.end;
    }
    // A line that has nothing in it yet has a height, too.
    let rest = text.get(from..).unwrap_or_default();
    pieces.push(format!("{rest}\u{200b}").into_any());
    pieces
}

/// Begins a reply where the address asks for one: `?reply`.
fn begin_by_address(draft: Draft) {
    let query = use_query_map();
    Effect::new(move |_| {
        if query.read().get("reply").is_some() {
            // The page moves the focus to its title first.
            request_animation_frame(move || request_animation_frame(move || draft.begin(REPLY)));
        }
    });
}

/// R replies, I writes an internal note, F what came from the customer.
fn begin_by_keys(draft: Draft) {
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "r" => draft.begin(REPLY),
            "i" => draft.begin(NOTE),
            "f" => draft.begin(FROM),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
}
