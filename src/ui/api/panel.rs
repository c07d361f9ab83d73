//! What a call is tried with, as a form: its address, its parameters, its body, what it does to the
//! workspace, and the button that sends it.

use super::call::{Answered, ask};
use super::code::Code;
use super::outcome::Outcome;
use super::trial::{Effect, Said, Trial};
use super::words;
use crate::api::parameter::{Takes, is_required};
use crate::api::report::REPORTS;
use crate::api::route::{Action, Body, Route};
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Glyph, Notice, SelectField, TextField, Tone, element_id,
};
use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The answer to the last try; a sentence of the browser where there was none.
pub(super) type Last = RwSignal<Option<Result<Answered, String>>, LocalStorage>;

/// The form, the code that does the same, and what came back.
#[component]
pub(super) fn Panel(app: App, route: Route) -> impl IntoView {
    let page = app.page();
    let trial = Trial::new(app, route);
    let last: Last = RwSignal::new_local(None);
    let is_busy = RwSignal::new(false);
    let send = move || {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let written = untrack(|| trial.written());
        let is_final = untrack(|| trial.effect()) == Effect::Erases;
        let file = trial.file.get_untracked();
        spawn_local(async move {
            let answer = ask(&written, file).await;
            let answer = answer.map(|answered| Answered {
                is_final,
                ..answered
            });
            let is_gone = route.action == Action::Delete
                && answer.as_ref().is_ok_and(|answer| answer.status < 300);
            // The page may have been left meanwhile.
            if is_busy.try_set(false).is_none() {
                if is_gone {
                    trial.find_another();
                }
                last.set(Some(answer));
            }
        });
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let effect = Memo::new(move |_| trial.effect());
    let warned = move || {
        let (tone, words) = words::effect(effect.get())?;
        Some(view! { <Notice tone=tone><p>{page.text(&words)}</p></Notice> })
    };
    let address = move || {
        let written = trial.written();
        format!("{} {}", written.method, written.path)
    };
    view! {
        <form
            class="api__form"
            on:keydown=keys
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Inputs trial=trial />
            <Sending trial=trial />
            {shown(warned)}
            <div class="api__send">
                <code class="api__address">{follow(address)}</code>
                <Button
                    label=say(page, || message!("api-try"))
                    kind=ButtonKind::Primary
                    icon=Glyph::ArrowRight
                    submit=true
                    busy=is_busy
                    busy_label=say(page, || message!("api-trying"))
                />
            </div>
        </form>
        <Outcome app=app last=last />
        <Code trial=trial />
    }
}

/// What stands in the address, then the parameters: what has a value or must have one first, the others
/// folded away.
#[component]
fn Inputs(trial: Trial) -> impl IntoView {
    let page = trial.app.page();
    let collections = trial.collections();
    let name = if trial.route.path.contains("{record}") {
        "record"
    } else {
        "collection"
    };
    let collection = (!collections.is_empty()).then(|| {
        let choices: Vec<Choice> = collections.iter().map(|of| Choice::new(*of, *of)).collect();
        view! {
            <SelectField
                label=name
                value=Signal::derive(move || trial.kind.get().collection().to_owned())
                choices=choices
                hint=say(page, || message!("api-in-collection"))
                on_change=move |to: String| {
                    if let Some(kind) = RecordKind::from_collection(&to) {
                        trial.be_about(kind);
                    }
                }
            />
        }
    });
    let report = (trial.route.action == Action::Report).then(|| {
        let choices: Vec<Choice> = REPORTS
            .iter()
            .map(|report| Choice::new(report.name, report.name))
            .collect();
        view! {
            <SelectField
                label="name"
                value=trial.report
                choices=choices
                hint=say(page, || message!("api-in-report"))
                on_change=move |to| trial.report.set(to)
            />
        }
    });
    let id = trial.has_id().then(|| {
        let hint = Signal::derive(move || {
            let id = RecordId::parse(trial.id.read().trim()).ok();
            let live = trial.app.live();
            let known = id.filter(|id| live.record(*id).record(*id).is_some());
            page.text(&match known {
                Some(id) => {
                    message!("api-in-id-of", name = live.record(id).name(id).into_owned())
                }
                None if trial.id.read().trim().is_empty() => message!("api-in-id-none"),
                None => message!("api-in-id"),
            })
        });
        view! { <TextField label="id" value=trial.id hint=hint required=true /> }
    });
    // Which are folded away is settled where the panel opens, so that none moves while one types.
    let is_first = move |one: &Said| {
        is_required(one.name, trial.route.action) || !one.value.read_untracked().is_empty()
    };
    let inputs = move |all: Vec<Said>| {
        all.into_iter()
            .map(|one| view! { <Input trial=trial said=one /> })
            .collect_view()
    };
    let parameters = move || {
        let (first, more): (Vec<_>, Vec<_>) = trial.taken().into_iter().partition(is_first);
        let more = (!more.is_empty()).then(|| {
            view! {
                <details class="api__more">
                    <summary>{follow(move || page.text(&message!("api-more")))}</summary>
                    <div class="api__inputs">{inputs(more)}</div>
                </details>
            }
        });
        view! {
            <div class="api__inputs">{inputs(first)}</div>
            {more}
        }
    };
    view! {
        <div class="api__inputs">{collection}{report}{id}</div>
        {shown(parameters)}
    }
}

#[component]
fn Input(trial: Trial, said: Said) -> impl IntoView {
    let page = trial.app.page();
    let action = trial.route.action;
    let hint = Signal::derive(move || {
        let words = words::parameter(said.name, action);
        words.map(|words| page.text(&words)).unwrap_or_default()
    });
    let codes = match trial.takes(said) {
        Takes::OneOf(codes) => codes,
        Takes::Flag => vec!["true", "false"],
        Takes::Text
        | Takes::Json
        | Takes::Date
        | Takes::Currency
        | Takes::Whole(..)
        | Takes::Number(..) => {
            return view! { <TextField label=said.name value=said.value hint=hint /> }.into_any();
        }
    };
    let must = is_required(said.name, action);
    let choices = Signal::derive(move || {
        let none = (!must).then(|| Choice::new("", page.text(&message!("api-not-said"))));
        let codes = codes.iter().map(|code| Choice::new(*code, *code));
        none.into_iter().chain(codes).collect::<Vec<_>>()
    });
    view! {
        <SelectField
            label=said.name
            value=said.value
            choices=choices
            hint=hint
            required=must
            on_change=move |to| said.value.set(to)
        />
    }
    .into_any()
}

/// The body, where there is one.
#[component]
fn Sending(trial: Trial) -> impl IntoView {
    let page = trial.app.page();
    let body = trial.route.action.takes();
    if body == Body::None {
        return ().into_any();
    }
    let is_backup = trial.route.action == Action::Restore;
    let id = element_id("body");
    let input = id.clone();
    let label = say(page, move || match body {
        Body::File => message!("api-body-file"),
        Body::Json | Body::None => message!("api-body"),
    });
    let text = move || {
        let chosen = trial.file.read().as_ref().map(|file| file.name());
        let sent = match chosen {
            Some(name) => Some(message!("api-body-chosen", name = name)),
            None if is_backup => Some(message!("api-body-backup")),
            None => None,
        };
        match sent {
            Some(words) => view! { <p class="api__note">{page.text(&words)}</p> }.into_any(),
            None => {
                let (id, input) = (id.clone(), input.clone());
                view! {
                    <Field label=label input=input>
                        <div class="field__box">
                            <textarea
                                class="api__body"
                                id=id
                                spellcheck="false"
                                autocomplete="off"
                                prop:value=trial.body
                                on:input=move |event| trial.body.set(event_target_value(&event))
                            ></textarea>
                        </div>
                    </Field>
                }
                .into_any()
            }
        }
    };
    let choose = move |()| {
        let accept = if is_backup { ".jsonl" } else { ".csv,text/csv" };
        let chosen = page.host().choose_file(accept);
        spawn_local(async move {
            if let Some(file) = chosen.await {
                let _ = trial.file.try_set(Some(file));
            }
        });
    };
    let files = (body == Body::File).then(|| {
        let back = move || {
            trial.file.read().is_some().then(|| {
                view! {
                    <Button
                        label=say(page, || message!("api-body-example"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| trial.file.set(None)
                    />
                }
            })
        };
        view! {
            <div class="api__acts">
                <Button
                    label=say(page, || message!("api-body-choose"))
                    icon=Glyph::Folder
                    small=true
                    on_press=choose
                />
                {shown(back)}
            </div>
        }
    });
    view! {
        <div class="api__sending">
            {shown(text)}
            {files}
        </div>
    }
    .into_any()
}

/// The mark of a status.
pub(super) const fn tone_of(status: u16) -> Tone {
    match status {
        0..300 => Tone::Positive,
        300..400 => Tone::Info,
        400..500 => Tone::Warning,
        500.. => Tone::Negative,
    }
}
