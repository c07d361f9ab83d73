//! Writes to the customer, or a note that only the team sees. What was typed survives a reload until it
//! was sent and is on the disk. A reply opens in the mail program, and is kept with the ticket.

use super::canned::Canned;
use super::merge::{asker, name};
use super::status::to_status;
use crate::domain::template::marks;
use crate::domain::{Key, RecordId, RecordKind, Value, ticket, ticket_message};
use crate::exchange::eml::{Mail, mailto};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Glyph, Notice, Popover, Segment, Segmented, Tone, element_id,
};
use crate::ui::follow::whenever;
use crate::ui::frame::is_typing;
use crate::ui::host::Preference;
use crate::ui::lists::asking;
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Element;
use leptos_router::hooks::use_query_map;

const REPLY: &str = "reply";
const NOTE: &str = "note";

/// The form's state.
#[derive(Clone, Copy)]
struct Draft {
    app: App,
    id: RecordId,
    kind: RwSignal<String>,
    text: RwSignal<String>,
    /// What was sent and is on its way to the disk.
    pending: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
    /// The text that was to be sent with marks in it: sent once more, it goes as it is.
    warned: RwSignal<Option<String>>,
    field: NodeRef<html::Textarea>,
}

impl Draft {
    fn new(app: App, id: RecordId) -> Self {
        let kept = app.page().host().preference(Preference::Draft(id));
        let kept = kept.unwrap_or_default();
        let (kind, text) = kept.split_once('\n').unwrap_or((REPLY, ""));
        let kind = if kind == NOTE { NOTE } else { REPLY };
        let draft = Self {
            app,
            id,
            kind: RwSignal::new(kind.to_owned()),
            text: RwSignal::new(text.to_owned()),
            pending: RwSignal::new(None),
            error: RwSignal::new(None),
            warned: RwSignal::new(None),
            field: NodeRef::new(),
        };
        whenever(move || {
            let text = draft.text.get();
            let text = Some(text).filter(|text| !text.is_empty());
            let text = text.or_else(|| draft.pending.get());
            let kept = text.map(|text| format!("{}\n{text}", draft.kind.read()));
            app.page()
                .host()
                .set_preference(Preference::Draft(id), kept.as_deref());
        });
        draft
    }

    fn is_note(self) -> bool {
        *self.kind.read() == NOTE
    }

    /// Begins to write, at the end of what is there.
    fn begin(self, kind: &str) {
        self.kind.set(kind.to_owned());
        self.focus();
    }

    fn focus(self) {
        if let Some(field) = self.field.get_untracked() {
            // Where it cannot take the focus, it is still what one comes to next.
            let _ = field.focus();
        }
    }

    /// Puts text where one writes.
    fn insert(self, words: &str) {
        let Some(field) = self.field.get_untracked() else {
            return self.text.update(|text| text.push_str(words));
        };
        let end = field.value().encode_utf16().count() as u32;
        let at = |place: Option<u32>| place.unwrap_or(end);
        let from = at(field.selection_start().ok().flatten());
        let to = at(field.selection_end().ok().flatten());
        // The browser counts in UTF-16.
        let units: Vec<u16> = field.value().encode_utf16().collect();
        let part = |range: &[u16]| String::from_utf16_lossy(range);
        let before = part(units.get(..from as usize).unwrap_or(&units));
        let after = part(units.get(to as usize..).unwrap_or_default());
        self.text.set(format!("{before}{words}{after}"));
        let caret = from + words.encode_utf16().count() as u32;
        request_animation_frame(move || {
            let _ = field.focus();
            let _ = field.set_selection_range(caret, caret);
        });
    }

    /// What is written, as a command: the message, and with it the ticket's next status.
    fn command(self, body: &str, waits: bool) -> Command {
        let Self { app, id, .. } = self;
        let is_note = self.kind.read_untracked().as_str() == NOTE;
        let new = app.live().writer().new_id(RecordKind::Message);
        let one = |ix, value| (Key::one(ix), Some(value));
        let direction = if is_note { "internal" } else { "out" };
        let mut fields = vec![
            one(ticket_message::TICKET, Value::Ref(id)),
            one(ticket_message::BODY, Value::text(body)),
            one(ticket_message::DIRECTION, Value::text(direction)),
            one(ticket_message::AT, Value::Instant(app.page().host().now())),
        ];
        if let Some(author) = app.live().writer().machine().author() {
            fields.push(one(ticket_message::AUTHOR, Value::Ref(author)));
        }
        if !is_note {
            fields.push(one(ticket_message::CHANNEL, Value::text("email")));
        }
        let message = Command::Create { id: new, fields };
        if !waits {
            return message;
        }
        Command::All(vec![message, to_status(vec![id], "waiting_customer")])
    }

    /// Sends what is written; `waits` says that the customer is to answer now.
    fn send(self, waits: bool, address: Option<String>) {
        let Self { app, id, .. } = self;
        let page = app.page();
        let body = self.text.get_untracked();
        if body.trim().is_empty() {
            self.error
                .set(Some(page.text(&message!("ticket-write-first"))));
            return self.focus();
        }
        let is_note = self.kind.read_untracked().as_str() == NOTE;
        let to_check: Vec<String> = marks(&body)
            .filter_map(|mark| body.get(mark).map(str::to_owned))
            .collect();
        let was_warned = self.warned.get_untracked().as_deref() == Some(&body);
        if !is_note && !to_check.is_empty() && !was_warned {
            let marks = to_check.join(page.locale().between_values());
            let words = page.text(&message!("ticket-check-first", marks = marks));
            self.warned.set(Some(body));
            self.error.set(Some(words));
            return self.focus();
        }
        let begun = app.begin(&self.command(body.trim(), waits && !is_note));
        let change = match begun {
            Ok(change) => change,
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first();
                let words = first.map(|problem| page.messages().rule(&problem.rule));
                return self.error.set(words);
            }
            // Any other refusal was said.
            Err(_) => return,
        };
        if let Some(address) = address.filter(|_| !is_note) {
            // While the press is being handled: later a browser would not let it.
            open_mail(&mail(app, id, &address, body.trim()));
        }
        self.error.set(None);
        self.warned.set(None);
        self.pending.set(Some(body.clone()));
        self.text.set(String::new());
        spawn_local(async move {
            match app.saved(change).await {
                Ok(()) if is_note => app.say(&message!("ticket-noted"), true),
                Ok(()) => app.say(&message!("ticket-replied"), true),
                Err(failed) => {
                    app.say_failure(&app.taken_back(&failed));
                    // It comes back, unless something else was begun meanwhile.
                    let is_free = self.text.try_get_untracked();
                    if is_free.is_some_and(|text| text.is_empty()) {
                        let _ = self.text.try_set(body);
                    }
                }
            }
            let _ = self.pending.try_set(None);
        });
    }
}

/// The address that opens a letter in the mail program.
fn mail(app: App, id: RecordId, address: &str, body: &str) -> String {
    let live = app.live();
    let workspace = live.peek();
    let subject = workspace.record(id).map(|record| {
        let number = record.value(ticket::NUMBER).map(Value::typed);
        let number = number.map(|number| format!("[#{number}] "));
        format!("{}{}", number.unwrap_or_default(), record.name())
    });
    mailto(Mail {
        name: "",
        address,
        subject: &subject.unwrap_or_default(),
        body,
    })
}

fn open_mail(address: &str) {
    // Where no program takes letters the browser says so; the reply is kept all the same.
    let _ = window().location().set_href(address);
}

/// The form.
#[component]
pub(super) fn TicketComposer(
    /// The app.
    app: App,
    /// Of which ticket.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new(app, id);
    let Draft {
        kind, text, error, ..
    } = draft;
    let is_note = Memo::new(move |_| draft.is_note());
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
            "/" if !is_note.get_untracked() && begins_word(draft) => open_canned(),
            _ => return,
        }
        event.prevent_default();
    };
    let segments = Signal::derive(move || {
        vec![
            Segment::new(REPLY, page.text(&message!("ticket-reply"))).glyph(Glyph::Mail),
            Segment::new(NOTE, page.text(&message!("ticket-internal"))).glyph(Glyph::Note),
        ]
    });
    let label = say(page, move || {
        if is_note.get() {
            message!("ticket-note-hint")
        } else {
            message!("ticket-reply-hint")
        }
    });
    let to_words = move || {
        if is_note.get() {
            return page.text(&message!("ticket-note-to"));
        }
        match (name(app, id), address.get()) {
            (Some(name), Some(address)) => {
                page.text(&message!("ticket-to", name = name, address = address))
            }
            (Some(name), None) => page.text(&message!("ticket-to-without", name = name)),
            (None, _) => page.text(&message!("ticket-to-nobody")),
        }
    };
    let hint = move || {
        if is_note.get() {
            return String::new();
        }
        page.text(&match address.get() {
            Some(_) => message!("ticket-opens-mail"),
            None => message!("ticket-only-kept"),
        })
    };
    let own = element_id("ticket-composer");
    let (input, refusal) = (own.clone(), format!("{own}-error"));
    let described = refusal.clone();
    let ask = move |()| draft.insert(&page.text(&message!("ticket-ask-mark")));
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
                <span class="soft small truncate">{to_words}</span>
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
                <Show when=move || !is_note.get()>
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
                <span class="ticket-composer__hint faint small push">{hint}</span>
                <Show
                    when=move || !is_note.get()
                    fallback=move || view! {
                        <Button
                            label=say(page, || message!("ticket-add-note"))
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

/// R replies, I writes an internal note.
fn begin_by_keys(draft: Draft) {
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "r" => draft.begin(REPLY),
            "i" => draft.begin(NOTE),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
}
