//! What is most worth doing with a record now, on its page: what to do, why, and what one answers. One key
//! does it. What the rules are is the scoring's matter; what only a page can do, such as beginning a note,
//! it is asked for.

pub(in crate::ui) mod words;

use crate::domain::advice::{DONE, LATER, WRONG};
use crate::domain::{RecordId, RecordKind};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::feature::Features;
use crate::query::situation::{READ, situation};
use crate::scoring::advice::{Action, Advice, advice_of, answer, reads};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Glyph, Menu, MenuItem, Notice, Tone};
use crate::ui::customers::link_to;
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::shown;
use crate::ui::foretold::ready;
use crate::ui::frame::{Asked, Making, is_typing};
use crate::ui::lists::{depend, scored};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_navigate;
use words::{about, glyph, title, verb, why};

/// The key that does what is advised.
pub(in crate::ui) const KEY: &str = "D";

/// What the page of a record is asked to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Begin {
    /// To write down an activity of a kind, with these words where nothing was typed yet.
    Note(&'static str, String),
    /// To edit a field.
    Field(&'static str),
    /// To answer the customer.
    Reply,
    /// To ask the customer how content they are.
    AskSatisfaction,
    /// To close the ticket.
    Close,
}

/// The advice on a record as things are; remembers all that it follows from.
pub(in crate::ui) fn advised(app: App, id: RecordId) -> Option<Advice> {
    let live = app.live();
    drop(live.record(id));
    drop(live.kind(RecordKind::Model));
    depend::on_engagement(&live);
    for (kind, fields) in READ {
        fields
            .iter()
            .for_each(|field| drop(live.field(kind, *field)));
    }
    // Promises come due as time passes.
    let _ = app.minute();
    if id.kind == RecordKind::Customer {
        // Until they are there, the rules that read scores do not hold.
        let _ = scored::quickly_ready(app);
    }
    let paths = reads(&live.peek(), id.kind);
    // Where scores are on their way, models that read them say nothing yet.
    let _ = ready(app, id.kind, &paths);
    let (workspace, now) = (live.peek(), app.clock());
    let situation = situation(&workspace, now, id)?;
    advice_of(&workspace, &Features::new(&workspace, now), situation, id)
}

/// Begins what is advised: what leads elsewhere here, the rest where the page is asked for it.
fn perform(
    app: App,
    advice: &Advice,
    begin: Callback<Begin>,
    making: Option<Making>,
    go: &dyn Fn(String),
) {
    let note = |kind| begin.run(Begin::Note(kind, about(app, advice)));
    match advice.action {
        Action::Call(who) => {
            note("call");
            follow_link(link_to(app, who, true));
        }
        Action::Email(who) => {
            note("email");
            follow_link(link_to(app, who, false));
        }
        Action::Reply(id) if id == advice.of => begin.run(Begin::Reply),
        Action::Reply(id) => go(format!("{}?reply", app.record_path(id))),
        Action::Plan(_) => note("task"),
        Action::Open(id) if id.kind == RecordKind::Activity => {
            if let Some(making) = making {
                making.activity.set(Some(Asked::Edit(id)));
            }
        }
        Action::Open(id) => go(app.record_path(id)),
        Action::AddDeal(id) => {
            if let Some(making) = making {
                making.begin_deal(Some(id), None);
            }
        }
        Action::AddNumber(_) => begin.run(Begin::Field("phones")),
        Action::SetClose(_) => begin.run(Begin::Field("expected_close")),
        Action::AskSatisfaction(_) => begin.run(Begin::AskSatisfaction),
        Action::Close(_) => begin.run(Begin::Close),
    }
}

/// Dials a number or begins an e-mail, by the device.
fn follow_link(href: Option<String>) {
    if let Some(href) = href {
        // Where nothing takes it the browser says so.
        let _ = window().location().set_href(&href);
    }
}

/// Writes down what was answered, and says so.
fn answered(app: App, advice: &Advice, said: &str) {
    let Some(command) = answer(advice, said, app.page().host().now()) else {
        return;
    };
    if app.execute(&command).is_err() {
        return;
    }
    let name = app.live().peek().name(advice.of).into_owned();
    let message = match said {
        DONE => message!("advice-said-done"),
        LATER => message!("advice-said-later"),
        _ => message!("advice-said-wrong", name = name),
    };
    app.say(&message, true);
    // The button that had the focus may be gone.
    focus_next_frame(|| {
        let title = document().query_selector("main h1").ok().flatten();
        title.and_then(|title| title.dyn_into::<HtmlElement>().ok())
    });
}

/// The panel; nothing where nothing is advised.
#[component]
pub(in crate::ui) fn AdvicePanel(
    /// The app.
    app: App,
    /// On which record.
    id: RecordId,
    /// Begins what only the page can.
    #[prop(into)]
    on_begin: Callback<Begin>,
) -> impl IntoView {
    Messages::learn_apart(WordsApart::advice());
    let making = use_context::<Making>();
    let navigate = use_navigate();
    let found = Memo::new(move |_| advised(app, id));
    let act = StoredValue::new_local(move || {
        if let Some(advice) = found.get_untracked() {
            let go = |path: String| navigate(&path, Default::default());
            perform(app, &advice, on_begin, making, &go);
        }
    });
    let act = move || act.with_value(|act| act());
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) || event.key() != "d" {
            return;
        }
        if found.with_untracked(Option::is_some) {
            event.prevent_default();
            act();
        }
    });
    on_cleanup(move || press.remove());
    // The figures follow the minutes; the buttons stay while they say the same.
    let which = Memo::new(move |_| found.get().map(|advice| (advice.rule, advice.action)));
    shown(move || {
        which
            .get()
            .map(|(_, action)| panel(app, found, action, act))
    })
}

/// The panel for what is advised.
fn panel(
    app: App,
    found: Memo<Option<Advice>>,
    action: Action,
    act: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let page = app.page();
    let title = Signal::derive(move || {
        let advice = found.get();
        advice.map(|advice| page.text(&title(app, &advice)))
    });
    let reasons = move || {
        let advice = found.get();
        let reasons = advice.map(|advice| why(app, &advice)).unwrap_or_default();
        let lines = reasons.iter().map(|why| page.text(why));
        lines.map(|line| view! { <p>{line}</p> }).collect_view()
    };
    let say_so = move |said: &str| {
        if let Some(advice) = found.get_untracked() {
            answered(app, &advice, said);
        }
    };
    let option = move |said: &'static str| page.messages().option("advice", "answer", said);
    let items = Signal::derive(move || {
        vec![
            MenuItem::new(DONE, option(DONE)).glyph(Glyph::Check),
            MenuItem::new(WRONG, option(WRONG)).glyph(Glyph::Cross),
        ]
    });
    let actions = move || {
        view! {
            <Button
                label=Signal::derive(move || option(LATER))
                kind=ButtonKind::Quiet
                on_press=move |()| say_so(LATER)
            />
            <Menu
                label=say(page, || message!("advice-feedback"))
                icon=Glyph::More
                icon_only=true
                items=items
                on_choose=move |said: String| say_so(&said)
            />
            <Button
                label=say(page, move || verb(action))
                icon=glyph(action)
                kind=ButtonKind::Primary
                key=KEY
                on_press=move |()| act()
            />
        }
    };
    view! {
        <section aria-label=say(page, || message!("advice-label"))>
            <Notice tone=Tone::Accent title=title actions=actions>
                <div class="advice__why soft small">{shown(reasons)}</div>
            </Notice>
        </section>
    }
}

/// The button that a row about a customer has: the next action with them as far as a row can do it, as an
/// address with its words and picture. What only the customer's page can do leads there.
pub(in crate::ui) fn row_way(app: App, id: RecordId) -> Option<(String, Signal<String>, Glyph)> {
    let advice = advised(app, id)?;
    let page = app.page();
    let (href, action) = match advice.action {
        Action::Call(who) => (link_to(app, who, true)?, advice.action),
        Action::Email(who) => (link_to(app, who, false)?, advice.action),
        Action::Reply(ticket) => (format!("{}?reply", app.record_href(ticket)), advice.action),
        Action::Open(to) if to.kind == RecordKind::Deal => (app.record_href(to), advice.action),
        // The panel on the page says what it is and does it.
        _ => (app.record_href(id), Action::Open(id)),
    };
    Some((href, say(page, move || verb(action)), glyph(action)))
}
