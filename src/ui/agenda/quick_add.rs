//! The field that takes a task in words ("call Brandt Fri 10:00") and shows, before it is added, how it
//! was understood: what was recognised is marked in the text, and a line below says day, time and whose
//! it is. Taking words apart is `query::quick`'s.

use crate::domain::{Key, RecordId, RecordKind, Value, activity};
use crate::i18n::format::WallTime;
use crate::message;
use crate::query::quick::{Quick, quick, whose};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Glyph, Icon, IconButton, element_id};
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::{follow, shown};
use crate::ui::records::form::Fields;
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What was typed, as it was understood.
#[derive(Clone, Debug, Default, PartialEq)]
struct Understood {
    quick: Quick,
    /// Who may be meant.
    whose: Vec<RecordId>,
}

/// The field.
#[component]
pub fn QuickAdd(
    /// The app.
    app: App,
) -> impl IntoView {
    let page = app.page();
    let text = RwSignal::new(String::new());
    // Of several who may be meant, the one that was chosen; it stands until other words name others.
    let chosen = RwSignal::new(None::<RecordId>);
    // Those who may be meant, of whom it was said that nobody is; it stands as long.
    let nobody = RwSignal::new(None::<Vec<RecordId>>);
    let refused = RwSignal::new(None::<String>);
    let understood = Memo::new(move |_| {
        let text = text.read();
        let quick = quick(&text, app.today());
        let live = app.live();
        let workspace = live.field(RecordKind::Customer, RecordKind::Customer.name_field());
        let mut whose = whose(&workspace, &quick.subject);
        if nobody.read().as_ref() == Some(&whose) {
            whose.clear();
        }
        Understood { quick, whose }
    });
    let customer = Memo::new(move |_| {
        let understood = understood.read();
        match understood.whose.as_slice() {
            [one] => Some(*one),
            several => chosen.get().filter(|one| several.contains(one)),
        }
    });
    let node = NodeRef::<html::Input>::new();
    let back = NodeRef::<html::Div>::new();
    let leave_out = Callback::new(move |()| {
        chosen.set(None);
        nobody.set(Some(understood.get_untracked().whose));
        focus_next_frame(move || node.get_untracked().map(Into::into));
    });
    let add = move || {
        let Understood { quick, .. } = understood.get_untracked();
        if text.read_untracked().trim().is_empty() {
            return;
        }
        let typed = text.get_untracked();
        if quick.subject.is_empty() {
            return refused.set(Some(page.text(&message!("quick-no-subject"))));
        }
        let id = app.live().writer().new_id(RecordKind::Activity);
        let name = quick.subject.clone();
        let fields = fields(app, quick, customer.get_untracked());
        let begun = app.begin(&Command::Create { id, fields });
        let change = match begun {
            Ok(change) => change,
            Err(error) => {
                if let CommandError::Invalid(problems) = error {
                    let first = problems.first();
                    refused.set(first.map(|problem| page.messages().rule(&problem.rule)));
                }
                return;
            }
        };
        text.set(String::new());
        chosen.set(None);
        nobody.set(None);
        spawn_local(async move {
            match app.saved(change).await {
                Ok(()) => app.say(&message!("toast-created", name = name), true),
                Err(error) => {
                    app.say_failure(&app.taken_back(&error));
                    // It comes back, unless something else was begun meanwhile.
                    if text.try_get_untracked().is_some_and(|now| now.is_empty()) {
                        text.set(typed);
                    }
                }
            }
        });
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                add();
            }
            "Escape" if !text.read_untracked().is_empty() => {
                event.prevent_default();
                event.stop_propagation();
                text.set(String::new());
                nobody.set(None);
            }
            _ => {}
        }
    };
    // The marks lie under the text and go with it where it is longer than the field.
    let follow_scroll = move || {
        if let (Some(node), Some(back)) = (node.get_untracked(), back.get_untracked()) {
            back.set_scroll_left(node.scroll_left());
        }
    };
    let id = element_id("quick");
    let said = format!("{id}-said");
    let has_text = Memo::new(move |_| !text.read().trim().is_empty());
    view! {
        <div class="quick">
            <div class="quick__box">
                <Icon glyph=Glyph::Plus />
                <div class="quick__field">
                    <div class="quick__marks" aria-hidden="true" node_ref=back>
                        {shown(move || marks(&text.read(), &understood.read().quick))}
                    </div>
                    <input
                        class="quick__input"
                        node_ref=node
                        type="text"
                        autocomplete="off"
                        enterkeyhint="done"
                        maxlength="400"
                        aria-label=say(page, || message!("quick-label"))
                        aria-describedby=said.clone()
                        placeholder=say(page, || message!("quick-placeholder"))
                        prop:value=text
                        on:input=move |event| {
                            refused.set(None);
                            text.set(event_target_value(&event));
                            follow_scroll();
                        }
                        on:scroll=move |_| follow_scroll()
                        on:keydown=press
                    />
                </div>
                <Show when=move || has_text.get()>
                    <Button label=say(page, || message!("action-add")) small=true on_press=move |()| add() />
                </Show>
            </div>
            <div class="quick__said" id=said aria-live="polite">
                {shown(move || {
                    has_text.get().then(|| told(app, understood, customer, chosen, leave_out, refused))
                })}
            </div>
        </div>
    }
}

/// The text with what was recognised marked, to lie under what is typed.
fn marks(text: &str, quick: &Quick) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut at = 0;
    for range in &quick.recognised {
        let plain = text.get(at..range.start).unwrap_or_default().to_owned();
        let marked = text.get(range.clone()).unwrap_or_default().to_owned();
        pieces.push(plain.into_any());
        pieces.push(view! { <mark class="quick__mark">{marked}</mark> }.into_any());
        at = range.end;
    }
    pieces.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    pieces.into_any()
}

/// How it was understood, in words.
fn told(
    app: App,
    understood: Memo<Understood>,
    customer: Memo<Option<RecordId>>,
    chosen: RwSignal<Option<RecordId>>,
    leave_out: Callback<()>,
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    let page = app.page();
    let when = follow(move || when(app, &understood.read().quick));
    let important = shown(move || {
        let is_important = understood.read().quick.is_important;
        is_important
            .then(|| view! { <span class="quick__fact">{page.text(&message!("agenda-important"))}</span> })
    });
    let whose = shown(move || {
        let several = understood.read().whose.clone();
        let name = |id| app.live().record(id).name(id).into_owned();
        match (customer.get(), several.as_slice()) {
            (Some(id), _) => {
                let name = name(id);
                let words = page.text(&message!("quick-nobody", name = name.as_str()));
                view! {
                    <span class="quick__fact">
                        <Icon glyph=Glyph::Person />
                        {name}
                        <IconButton
                            label=Signal::stored(words)
                            glyph=Glyph::Cross
                            plain=true
                            small=true
                            on_press=leave_out
                        />
                    </span>
                }
                .into_any()
            }
            (None, []) => ().into_any(),
            (None, several) => {
                let choices = several.iter().copied().map(|id| {
                    view! {
                        <button class="quick__choice" type="button" on:click=move |_| chosen.set(Some(id))>
                            {name(id)}
                        </button>
                    }
                });
                let choices = choices.collect_view();
                view! {
                    <span class="quick__fact">{page.text(&message!("quick-whose"))}</span>
                    {choices}
                }
                .into_any()
            }
        }
    });
    let wrong = shown(move || {
        let impossible = understood.read().quick.impossible.clone();
        let impossible =
            impossible.map(|words| page.text(&message!("quick-impossible", words = words)));
        let words = refused.get().or(impossible)?;
        Some(view! { <p class="quick__wrong"><Icon glyph=Glyph::Warning />{words}</p> })
    });
    view! {
        <span class="quick__fact"><Icon glyph=Glyph::Calendar />{when}</span>
        {whose}
        {important}
        {wrong}
    }
}

/// When it is due, in words.
fn when(app: App, quick: &Quick) -> String {
    let page = app.page();
    let (Some(day), Some(format)) = (quick.day, app.format()) else {
        return page.text(&message!("quick-no-day"));
    };
    let date = format.date_near(day, app.today());
    match quick.time {
        Some((hour, minute)) => page.text(&message!(
            "date-with-time",
            date = date,
            time = format!("{hour:02}:{minute:02}")
        )),
        None => date,
    }
}

/// The registers of the task.
fn fields(app: App, quick: Quick, customer: Option<RecordId>) -> Fields {
    let text = |text: &str| Some(Value::text(text));
    let mut fields: Fields = vec![
        (Key::one(activity::KIND), text("task")),
        (Key::one(activity::SUBJECT), text(&quick.subject)),
        (Key::one(activity::STATUS), text("not_started")),
    ];
    if let Some(day) = quick.day {
        fields.push((Key::one(activity::DUE), Some(Value::Date(day))));
        if let Some((hour, minute)) = quick.time {
            let intl = app.page().host().intl(app.page().locale_now());
            let at = intl.instant(WallTime {
                date: day,
                hour,
                minute,
            });
            fields.push((Key::one(activity::AT), Some(Value::Instant(at))));
        }
    }
    if quick.is_important {
        fields.push((Key::one(activity::PRIORITY), text("high")));
    }
    if let Some(customer) = customer {
        fields.push((Key::one(activity::ABOUT), Some(Value::Ref(customer))));
    }
    fields
}
