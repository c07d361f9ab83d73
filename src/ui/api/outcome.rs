//! What came back: the status in words, the headers, the time it took, and the body as people read it.
//! What was written can be taken back from here.

use super::call::Answered;
use super::code::Copied;
use super::panel::{Last, tone_of};
use super::words;
use crate::api::snippet::{member, pretty};
use crate::domain::{Number, Stamp};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Chip, Glyph, Notice, Tone};
use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How much of a body is drawn, in characters; copying and saving take all.
const SHOWN_MAX: usize = 20_000;

/// The answer to the last try.
#[component]
pub(super) fn Outcome(app: App, last: Last) -> impl IntoView {
    let page = app.page();
    let inside = move || {
        let answer = last.get()?;
        Some(match answer {
            Ok(answered) => view! { <Told app=app answered=answered /> }.into_any(),
            Err(why) => view! {
                <Notice tone=Tone::Negative urgent=true>
                    <p>{page.text(&message!("api-no-answer", reason = why))}</p>
                </Notice>
            }
            .into_any(),
        })
    };
    let label = say(page, || message!("api-answer"));
    // All of an answer is too much to be read out by itself; a refusal says so as an alert.
    let heard = move || {
        let last = last.read();
        let answered = last.as_ref()?.as_ref().ok()?;
        let is_refusal = answered.status >= 400;
        let words = page.text(&words::status(answered.status));
        let said = message!(
            "api-answered",
            status = answered.status.to_string(),
            words = words
        );
        (!is_refusal).then(|| page.text(&said))
    };
    view! {
        <p class="visually-hidden" role="status">{follow(heard)}</p>
        <section class="api__outcome" aria-label=label>{shown(inside)}</section>
    }
}

#[component]
fn Told(app: App, answered: Answered) -> impl IntoView {
    let page = app.page();
    let status = answered.status;
    let taken = move || {
        let ms = answered.ms.max(0.1);
        // Whole milliseconds, unless it took less than ten.
        let places = usize::from(ms < 10.0);
        let number = Number::parse(&format!("{ms:.places$}")).ok();
        let written = app.format().zip(number);
        let written = written.map(|(format, number)| format.number(number));
        message!("api-took", ms = written.unwrap_or_default())
    };
    let size = answered.body.len() as u64;
    let bytes = move || app.format().map(|format| format.bytes(size));
    let text = String::from_utf8_lossy(&answered.body).into_owned();
    let media = answered
        .header("content-type")
        .unwrap_or_default()
        .to_owned();
    let is_json = media.contains("json") && !media.contains("jsonl");
    let refusal = (status >= 400).then(|| {
        let reason = member(&text, "reason").unwrap_or_default();
        view! {
            <Notice tone=tone_of(status) urgent=true>
                <p>{follow(move || page.text(&words::status(status)))}</p>
                <p lang="en">{reason}</p>
            </Notice>
        }
    });
    let change = changed_by(&answered, &text).filter(|_| status < 300 && !answered.is_final);
    let name = file_name(&answered);
    let headers = answered.headers.clone();
    let headers = headers
        .into_iter()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> })
        .collect_view();
    let said = move || page.text(&words::status(status));
    view! {
        <div class="api__told">
            <Chip label=status.to_string() tone=tone_of(status) />
            <strong>{follow(said)}</strong>
            <span class="api__note">{follow(move || page.text(&taken()))}</span>
            <span class="api__note">{follow(bytes)}</span>
        </div>
        {refusal}
        {change.map(|change| view! { <TakeBack app=app change=change /> })}
        <dl class="api__headers">{headers}</dl>
        <Body app=app text=text is_json=is_json media=media name=name />
    }
}

/// The change by which something was written: a header names it, or the answer of a file.
fn changed_by(answered: &Answered, text: &str) -> Option<Stamp> {
    if let Some(change) = answered.header("satchel-change") {
        return Stamp::parse(change);
    }
    ["batch", "change"]
        .into_iter()
        .find_map(|name| Stamp::parse(&member(text, name)?))
}

/// What a file that came back is to be called.
fn file_name(answered: &Answered) -> Option<String> {
    let said = answered.header("content-disposition")?;
    let (_, name) = said.split_once("filename=\"")?;
    Some(name.split_once('"')?.0.to_owned())
}

/// The button that takes a change back, and then that it was.
#[component]
fn TakeBack(app: App, change: Stamp) -> impl IntoView {
    let page = app.page();
    let is_busy = RwSignal::new(false);
    let is_done = RwSignal::new(false);
    let run = move |()| {
        is_busy.set(true);
        spawn_local(async move {
            let is_taken = app.take_back(change).await.is_some();
            let _ = is_busy.try_set(false);
            let _ = is_done.try_set(is_taken);
        });
    };
    let inside = move || {
        if is_done.get() {
            return view! { <span role="status">{page.text(&message!("api-undone"))}</span> }
                .into_any();
        }
        view! {
            <span>{page.text(&message!("api-was-written"))}</span>
            <Button
                label=say(page, || message!("action-undo"))
                icon=Glyph::Undo
                small=true
                busy=is_busy
                on_press=run
            />
        }
        .into_any()
    };
    view! { <div class="api__acts">{shown(inside)}</div> }
}

#[component]
fn Body(
    app: App,
    text: String,
    is_json: bool,
    media: String,
    name: Option<String>,
) -> impl IntoView {
    let page = app.page();
    if text.is_empty() {
        return view! { <p class="api__note">{follow(move || page.text(&message!("api-empty")))}</p> }
            .into_any();
    }
    let laid = if is_json { pretty(&text) } else { text.clone() };
    let end = laid.char_indices().nth(SHOWN_MAX).map(|(at, _)| at);
    let cut = end.map(|_| {
        view! { <p class="api__note">{follow(move || page.text(&message!("api-cut")))}</p> }
    });
    let seen = end
        .and_then(|end| laid.get(..end))
        .unwrap_or(&laid)
        .to_owned();
    let save = name.map(|name| {
        let keep = move |()| {
            let bytes = text.clone().into_bytes();
            page.host().download(&name, &media, bytes);
        };
        view! {
            <Button
                label=say(page, || message!("api-save"))
                icon=Glyph::Download
                kind=ButtonKind::Quiet
                small=true
                on_press=keep
            />
        }
    });
    // It scrolls, so keys have to reach it.
    let label = say(page, || message!("api-answer-body"));
    view! {
        <pre class="api__text" tabindex="0" role="group" aria-label=label><code>{seen}</code></pre>
        {cut}
        <div class="api__acts">
            <Copied page=page text=Signal::stored(laid) />
            {save}
        </div>
    }
    .into_any()
}
