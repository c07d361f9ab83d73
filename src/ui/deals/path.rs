//! The path of a deal through its pipeline: what lies behind, where it is, what is to come. Pressing
//! a stage brings it there; arrows go along, and nothing moves before Enter.

use super::moving::{move_deal, to_stage};
use super::stages_of;
use crate::domain::{RecordId, deal};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::App;
use crate::workspace::Stage;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// The stages that the path shows: the open ones, and the closed one where the deal is.
fn shown(app: App, id: RecordId) -> (Vec<Stage>, Option<usize>) {
    let code = {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record
            .map(|record| record.text(deal::STAGE).to_owned())
            .unwrap_or_default()
    };
    let mut stages = stages_of(app, id);
    stages.retain(|stage| stage.category() == OPEN || *stage.id == *code);
    let at = stages.iter().position(|stage| *stage.id == *code);
    (stages, at)
}

/// Gives the focus to the next stage along the path, or the one before.
fn go(event: &leptos::ev::KeyboardEvent) {
    let button = event
        .target()
        .and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let Some(step) = button.and_then(|button| button.parent_element()) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowRight" => step.next_element_sibling(),
        "ArrowLeft" => step.previous_element_sibling(),
        "Home" => step
            .parent_element()
            .and_then(|path| path.first_element_child()),
        "End" => step
            .parent_element()
            .and_then(|path| path.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    let to = to.and_then(|step| step.first_element_child());
    if let Some(button) = to.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // A stage that left the page meanwhile takes no focus, which is right.
        let _ = button.focus();
    }
}

/// The path.
#[component]
pub(super) fn StagePath(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let path = Memo::new(move |_| shown(app, id));
    let bring = move |stage: &Stage| {
        move_deal(app, id, stage, &to_stage(id, &stage.id, None));
    };
    let steps = move || {
        let (stages, at) = path.get();
        // Where it was lost on the way is the timeline's to say: no stage lies behind it.
        let is_lost = at
            .and_then(|at| stages.get(at))
            .is_some_and(|stage| stage.category() == "lost");
        let steps = stages.into_iter().enumerate().map(|(place, stage)| {
            let is_here = at == Some(place);
            let is_behind = !is_lost && at.is_some_and(|at| place < at);
            let chance = app
                .format()
                .map(|format| format.percent(stage.probability()));
            let title = page.text(&message!(
                "deal-stage-probability",
                stage = stage.name(),
                percent = chance.unwrap_or_default()
            ));
            // One stage is a tab stop; arrows go to the others.
            let is_stop = at.unwrap_or_default() == place;
            let category = stage.category().to_owned();
            let name = stage.name().to_owned();
            view! {
                <li
                    class="stage-path__step"
                    data-behind=is_behind.then_some("")
                    data-here=is_here.then_some(category)
                >
                    <button
                        class="stage-path__stage"
                        type="button"
                        tabindex=if is_stop { "0" } else { "-1" }
                        title=title
                        aria-current=is_here.then_some("step")
                        on:click=move |_| {
                            if !is_here {
                                bring(&stage);
                            }
                        }
                    >
                        <span class="truncate">{name}</span>
                    </button>
                </li>
            }
        });
        steps.collect_view()
    };
    view! {
        <ol
            class="stage-path"
            aria-label=move || page.text(&message!("deal-move-to-stage"))
            on:keydown=move |event| go(&event)
        >
            {steps}
        </ol>
    }
}
