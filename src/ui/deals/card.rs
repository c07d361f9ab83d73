//! What stands on a deal's card: what it is, for whom, how much, by when, what comes next, and how
//! long it has stood there.

use super::state_of;
use crate::domain::{RecordId, Value, deal, field};
use crate::message;
use crate::query::customer::NextStep;
use crate::ui::app::App;
use crate::ui::components::{Avatar, AvatarSize, Glyph, Icon};
use crate::ui::customers::step_words;
use crate::ui::records::head::named;
use leptos::prelude::*;

/// The amount of a deal in words.
pub(super) fn amount_words(app: App, id: RecordId) -> Option<String> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let amount = record.value(deal::AMOUNT).and_then(Value::as_money)?;
    Some(app.format()?.money(amount))
}

/// A day that a deal has, in words.
pub(super) fn day_words(app: App, id: RecordId, field: crate::domain::FieldIx) -> Option<String> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let day = record.value(field).and_then(Value::as_date)?;
    Some(app.format()?.date(day, app.today()))
}

/// What is to be done next for a deal, and whether that is late.
pub(super) fn next_words(app: App, id: RecordId) -> Option<(String, bool)> {
    let due = {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        match record.value(deal::NEXT_FOLLOW_UP).and_then(Value::as_date) {
            Some(due) => due,
            None => {
                let step = record.text(deal::NEXT_STEP);
                return (!step.is_empty()).then(|| (step.to_owned(), false));
            }
        }
    };
    Some(step_words(app, NextStep { due, record: id }))
}

/// A card in one sentence, for the reader.
pub(super) fn sentence(app: App, id: RecordId) -> String {
    let page = app.page();
    let name = app.live().record(id).name(id).into_owned();
    let customer = named(app, id, deal::CUSTOMER).map(|(_, name)| name);
    let customer = customer.unwrap_or_else(|| page.text(&message!("deal-no-customer")));
    let amount = amount_words(app, id).unwrap_or_else(|| page.text(&message!("deal-no-amount")));
    let message = message!(
        "deal-card",
        name = name,
        customer = customer,
        amount = amount
    );
    page.text(&message)
}

/// How long a deal has been at its stage, with a clock where that is too long.
pub(super) fn days_view(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let days = Memo::new(move |_| {
        let state = state_of(app, id)?;
        Some((state.days_in_stage?, state.is_stale))
    });
    move || {
        days.get().map(|(days, is_stale)| {
            let words = if is_stale {
                message!("deal-stale", days = days)
            } else {
                message!("deal-days-in-stage", days = days)
            };
            view! {
                <span class="deal-card__days" data-stale=is_stale.then_some("") title=page.text(&words)>
                    {is_stale.then(|| view! { <Icon glyph=Glyph::Clock /> })}
                    {page.text(&message!("span-days", days = days))}
                </span>
            }
        })
    }
}

/// The card.
#[component]
pub(super) fn Card(
    /// The app.
    app: App,
    /// Which deal.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let name = Memo::new(move |_| app.live().record(id).name(id).into_owned());
    let customer = Memo::new(move |_| named(app, id, deal::CUSTOMER).map(|(_, name)| name));
    let amount = Memo::new(move |_| amount_words(app, id));
    let closes = Memo::new(move |_| day_words(app, id, deal::EXPECTED_CLOSE));
    let owner = Memo::new(move |_| named(app, id, field::OWNER));
    let step = Memo::new(move |_| next_words(app, id));
    let or = move |words: Option<String>, none: fn() -> crate::i18n::Message| match words {
        Some(words) => view! { {words} }.into_any(),
        None => view! { <span class="faint">{page.text(&none())}</span> }.into_any(),
    };
    let owner_view = move || {
        owner.get().map(|(id, name)| {
            view! {
                <span title=name.clone()><Avatar name=name.clone() seed=id.to_string() size=AvatarSize::Small /></span>
            }
        })
    };
    let step_view = move || {
        let (words, is_late) = match step.get() {
            Some((words, is_late)) => (Some(words), is_late),
            None => (None, false),
        };
        let title = words.clone();
        view! {
            <span class="list-page__step truncate" data-late=is_late.then_some("") title=title>
                {or(words, || message!("deal-no-next-step"))}
            </span>
        }
    };
    view! {
        <div class="deal-card">
            <span class="deal-card__name medium">{name}</span>
            <span class="soft small truncate">{move || or(customer.get(), || message!("deal-no-customer"))}</span>
            <span class="deal-card__line">
                <b>{move || or(amount.get(), || message!("deal-no-amount"))}</b>
                <span class="soft small push">{closes}</span>
            </span>
            <span class="deal-card__line small">
                {owner_view}
                {step_view}
                <span class="push">{days_view(app, id)}</span>
            </span>
        </div>
    }
}
