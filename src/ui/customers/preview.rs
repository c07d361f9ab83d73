//! The row one is at, told in a little more detail: beside the list where the window is wide enough for
//! both, over its end where it was asked for. What is not seen is not read.

use super::cell::{Steps, about, last_contact, lifecycle_chip, next_step, step_of};
use super::reach::Reach;
use super::shape_of;
use crate::domain::{RecordId, field};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Button, Card, CardRow, Glyph, IconButton};
use crate::ui::records::head::named;
use crate::ui::records::related::deals;
use crate::ui::records::timeline::Latest;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use std::sync::Arc;

/// From this width on there is room, in pixels.
const WIDE: f64 = 1600.0;

/// Whether the window has room for a list and a preview.
pub(super) fn use_wide() -> RwSignal<bool> {
    let is_wide = || {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        width.is_some_and(|width| width >= WIDE)
    };
    let wide = RwSignal::new(is_wide());
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if wide.get_untracked() != is_wide() {
            wide.set(is_wide());
        }
    });
    on_cleanup(move || resized.remove());
    wide
}

/// What was asked of the pane: to be there, to be away, or nothing.
pub type Asked = RwSignal<Option<bool>>;

/// The pane.
#[component]
pub fn Preview(
    /// The app.
    app: App,
    /// The row one is at.
    row: RwSignal<Option<usize>>,
    /// The list's records.
    ids: Memo<Arc<Vec<RecordId>>>,
    /// Their next steps.
    steps: Steps,
    /// Whether it was asked for, or away.
    asked: Asked,
) -> impl IntoView {
    let page = app.page();
    let wide = use_wide();
    // Where it was sent away, going to another row opens it again.
    Effect::new(move |before: Option<Option<usize>>| {
        let now = row.get();
        if before.is_some_and(|before| before != now) && asked.get_untracked() == Some(false) {
            asked.set(None);
        }
        now
    });
    let id = Memo::new(move |_| {
        let is_shown = asked.get().unwrap_or_else(|| wide.get());
        let at = row.get().filter(|_| is_shown)?;
        ids.read().get(at).copied()
    });
    move || {
        id.get().map(|id| {
            view! {
                <aside
                    class="customers__preview"
                    data-over=move || (!wide.get()).then_some("")
                    aria-label=say(page, || message!("customer-preview"))
                >
                    <PreviewHead app=app id=id on_close=move |()| put_away(asked) />
                    <PreviewFacts app=app id=id steps=steps />
                </aside>
            }
        })
    }
}

/// Closes the pane; the focus that is in it comes to the list.
pub(super) fn put_away(asked: Asked) {
    asked.set(Some(false));
    let find = |selector| document().query_selector(selector).ok().flatten();
    let is_inside = find(".customers__preview :focus").is_some();
    let grid = find(".list-page__table [role=grid]").filter(|_| is_inside);
    if let Some(grid) = grid.and_then(|grid| grid.dyn_into::<HtmlElement>().ok()) {
        let _ = grid.focus();
    }
}

#[component]
fn PreviewHead(app: App, id: RecordId, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let shape = shape_of(app, id);
    view! {
        <div class="customers__preview-head">
            <Avatar name=name seed=id.to_string() shape=shape size=AvatarSize::Large />
            <div class="customers__preview-words">
                <h2 class="customers__preview-name">{name}</h2>
                <p class="soft small">{move || about(app, id)}</p>
            </div>
            {lifecycle_chip(app, Signal::stored(Some(id)))}
            <span class="push">
                <IconButton
                    label=say(page, || message!("action-close"))
                    glyph=Glyph::Cross
                    small=true
                    on_press=on_close
                />
            </span>
        </div>
        <div class="customers__preview-actions">
            <Button label=say(page, || message!("action-open")) key="Enter" href=app.record_href(id) />
            <Reach app=app id=id />
        </div>
    }
}

#[component]
fn PreviewFacts(app: App, id: RecordId, steps: Steps) -> impl IntoView {
    let page = app.page();
    let step = Memo::new(move |_| step_of(steps, id));
    let owner = move || {
        let owner = named(app, id, field::OWNER);
        owner.map_or_else(|| page.text(&message!("value-none")), |(_, name)| name)
    };
    let contact = move || {
        let format = app.format()?;
        Some(match last_contact(app, id) {
            Some(date) => format.date_near(date, app.today()),
            None => format.none(),
        })
    };
    let label = move |name: &'static str| page.messages().field("customer", name);
    let open = move || {
        deals(app, id)
            .into_iter()
            .filter(|deal| deal.is_open)
            .take(6)
            .map(|deal| {
                let amount = deal.amount.zip(app.format());
                let amount = amount.map(|(amount, format)| format.money(amount));
                view! {
                    <CardRow>
                        <span class="truncate">{deal.name} " " <span class="soft small">{deal.stage}</span></span>
                        <span class="push medium">{amount}</span>
                    </CardRow>
                }
            })
            .collect_view()
    };
    let has_deals = Memo::new(move |_| deals(app, id).iter().any(|deal| deal.is_open));
    view! {
        <dl class="customers__preview-facts">
            <dt>{move || label("owner")}</dt>
            <dd>{owner}</dd>
            <dt>{move || label("next_step")}</dt>
            <dd>{next_step(app, step.into())}</dd>
            <dt>{move || label("last_contact")}</dt>
            <dd>{contact}</dd>
        </dl>
        <Show when=move || has_deals.get()>
            <Card title=say(page, || message!("customer-deals")) flush=true>{open}</Card>
        </Show>
        <Latest app=app id=id />
    }
}
