//! The head of a deal's page: what it is and for whom, the ways to close it, the path through its
//! pipeline, and the facts that decide what to do next.

use super::card::{amount_words, day_words, days_view, next_words};
use super::losing::{LoseForm, Losing, Loss};
use super::moving::{move_deal, reopen, stage_for, to_stage};
use super::path::StagePath;
use super::{pipeline_of, state_of};
use crate::domain::{RecordId, deal, field};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Chip, Glyph, Tone};
use crate::ui::records::head::{KeyFact, KeyFacts, RecordHead, named, step_fact};
use leptos::html;
use leptos::prelude::*;

/// The head.
#[component]
pub(super) fn Head(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let customer = Memo::new(move |_| named(app, id, deal::CUSTOMER));
    let customer_view = move || match customer.get() {
        Some((to, name)) => {
            view! { <a class="link" href=app.record_href(to)>{name}</a> }.into_any()
        }
        None => view! { <span class="soft">{page.text(&message!("deal-no-customer"))}</span> }
            .into_any(),
    };
    view! {
        <RecordHead
            app=app
            id=id
            lead=|| ()
            beside=move || view! { <Outcome app=app id=id /> }
            below=move || view! { <p class="deal-head__line">{customer_view}</p> }
        >
            <Closing app=app id=id />
        </RecordHead>
        <StagePath app=app id=id />
        <Facts app=app id=id />
    }
}

/// Won or lost, as a chip; why, beside it.
#[component]
fn Outcome(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let outcome = Memo::new(move |_| {
        let outcome = state_of(app, id)?.outcome;
        (&*outcome != OPEN).then(|| outcome.to_string())
    });
    let reason = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let code = workspace.record(id)?.text(deal::LOST_REASON).to_owned();
        (!code.is_empty()).then(|| page.messages().option("deal", "lost_reason", &code))
    });
    move || {
        outcome.get().map(|outcome| {
            let tone = if outcome == "won" {
                Tone::Positive
            } else {
                Tone::Negative
            };
            view! {
                <Chip label=page.messages().option("deal", "outcome", &outcome) tone=tone />
                <span class="soft small">{reason}</span>
            }
        })
    }
}

/// Won, lost, or open again.
#[component]
fn Closing(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let losing = Losing::new();
    let lose_button = NodeRef::<html::Span>::new();
    let is_open = Memo::new(move |_| state_of(app, id).is_none_or(|state| &*state.outcome == OPEN));
    let win = move |()| {
        if let Some(stage) = stage_for(app, id, "won") {
            move_deal(app, id, &stage, &to_stage(id, &stage.id, None));
        }
    };
    let lose = move |()| {
        if let Some(stage) = stage_for(app, id, "lost") {
            let command = to_stage(id, &stage.id, None);
            let at = lose_button.get_untracked().map(Into::into);
            losing.ask(Loss { id, stage, command }, at);
        }
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <Button
                    label=say(page, || message!("deal-reopen"))
                    icon=Glyph::Undo
                    on_press=move |()| reopen(app, id)
                />
            }
        >
            <Button
                label=say(page, || message!("deal-win"))
                icon=Glyph::Check
                on_press=win
            />
            <span node_ref=lose_button>
                <Button label=say(page, || message!("deal-lose")) icon=Glyph::Cross on_press=lose />
            </span>
        </Show>
        <LoseForm app=app losing=losing />
    }
}

/// The facts in a row.
#[component]
fn Facts(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let none = move || page.text(&message!("value-none"));
    let amount = Memo::new(move |_| amount_words(app, id));
    // What is closed is worth what it came to, or nothing.
    let weighted = Memo::new(move |_| {
        let (state, format) = (state_of(app, id)?, app.format()?);
        let percent = format.percent(state.probability);
        let amount = format.money(state.weighted?);
        Some(page.text(&message!(
            "deal-weighted-at",
            amount = amount,
            percent = percent
        )))
    });
    let is_open = Memo::new(move |_| state_of(app, id).is_none_or(|state| &*state.outcome == OPEN));
    let day = Memo::new(move |_| {
        let field = if is_open.get() {
            deal::EXPECTED_CLOSE
        } else {
            deal::CLOSED_AT
        };
        day_words(app, id, field)
    });
    let owner = Memo::new(move |_| named(app, id, field::OWNER).map(|(_, name)| name));
    let step = Memo::new(move |_| next_words(app, id));
    let pipeline = Memo::new(move |_| {
        let id = pipeline_of(app, id)?;
        Some(app.live().record(id).name(id).into_owned())
    });
    let label =
        move |name: &'static str| Signal::derive(move || page.messages().field("deal", name));
    let day_label = Signal::derive(move || {
        let name = if is_open.get() {
            "expected_close"
        } else {
            "closed_at"
        };
        page.messages().field("deal", name)
    });
    let weight = move || {
        is_open.get().then(|| {
            view! {
                <KeyFact label=label("weighted")>{move || weighted.get().unwrap_or_else(none)}</KeyFact>
            }
        })
    };
    let days = move || {
        is_open.get().then(|| {
            view! { <KeyFact label=label("days_in_stage")>{days_view(app, id)}</KeyFact> }
        })
    };
    view! {
        <KeyFacts app=app>
            <KeyFact label=label("amount")>{move || amount.get().unwrap_or_else(none)}</KeyFact>
            {weight}
            <KeyFact label=day_label>{move || day.get().unwrap_or_else(none)}</KeyFact>
            <KeyFact label=label("owner")>{move || owner.get().unwrap_or_else(none)}</KeyFact>
            <KeyFact label=label("next_step")>
                {step_fact(app, step, || message!("deal-no-next-step"))}
            </KeyFact>
            {days}
            <KeyFact label=label("pipeline")>{move || pipeline.get().unwrap_or_else(none)}</KeyFact>
        </KeyFacts>
    }
}
