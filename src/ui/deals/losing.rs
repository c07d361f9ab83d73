//! Asks why a deal was lost, where that was done. Choosing a reason closes the deal; going away
//! leaves it where it was.

use super::moving::move_deal;
use crate::domain::{Key, RecordId, Value, deal};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::{Glyph, MenuItem, MenuList, Popover};
use crate::workspace::Stage;
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// What stands for closing without a reason.
const UNSAID: &str = "";

/// A deal that is about to be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    /// The deal.
    pub(super) id: RecordId,
    /// The stage that it comes to.
    pub(super) stage: Stage,
    /// What brings it there; the reason is added.
    pub(super) command: Command,
}

/// The question: which deal it is about, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Losing {
    loss: RwSignal<Option<Loss>>,
    anchor: RwSignal<Option<Element>, LocalStorage>,
}

impl Losing {
    /// Nothing is asked.
    pub(super) fn new() -> Self {
        Self {
            loss: RwSignal::new(None),
            anchor: RwSignal::new_local(None),
        }
    }

    /// Asks at an element.
    pub(super) fn ask(self, loss: Loss, at: Option<Element>) {
        self.loss.set(Some(loss));
        self.anchor.set(at);
    }

    fn close(self, app: App, reason: &str) {
        let Some(loss) = self.loss.try_update(Option::take).flatten() else {
            return;
        };
        self.anchor.set(None);
        let mut command = loss.command;
        if reason != UNSAID {
            give_reason(&mut command, loss.id, reason);
        }
        move_deal(app, loss.id, &loss.stage, &command);
    }
}

/// Puts the reason into the edit of the deal.
fn give_reason(command: &mut Command, of: RecordId, reason: &str) {
    match command {
        Command::Edit { ids, fields, .. } if *ids == [of] => {
            fields.push((Key::one(deal::LOST_REASON), Some(Value::text(reason))));
        }
        Command::All(commands) => {
            commands
                .iter_mut()
                .for_each(|command| give_reason(command, of, reason));
        }
        _ => {}
    }
}

/// The question itself.
#[component]
pub(super) fn LoseForm(
    /// The app.
    app: App,
    /// What it asks, and where.
    losing: Losing,
) -> impl IntoView {
    let page = app.page();
    let Losing { loss, anchor } = losing;
    let title = Signal::derive(move || {
        let loss = loss.read();
        let name = loss
            .as_ref()
            .map(|loss| app.live().record(loss.id).name(loss.id).into_owned());
        page.text(&message!(
            "deal-lose-title",
            name = name.unwrap_or_default()
        ))
    });
    // Going away is an answer, too.
    Effect::new(move |_| {
        if anchor.read().is_none()
            && let Some(loss) = loss.try_update(Option::take).flatten()
        {
            let live = app.live();
            let workspace = live.peek();
            let Some(record) = workspace.record(loss.id) else {
                return;
            };
            let pipeline = record.value(deal::PIPELINE).and_then(Value::as_ref_id);
            let stage = pipeline.and_then(|id| workspace.stage(id, record.text(deal::STAGE)));
            let stage = stage
                .map(|stage| stage.name().to_owned())
                .unwrap_or_default();
            app.say(
                &message!("deal-move-cancelled", name = record.name(), stage = stage),
                false,
            );
        }
    });
    let items = Signal::derive(move || {
        let reasons = deal::LOST_REASONS
            .iter()
            .map(|code| MenuItem::new(*code, page.messages().option("deal", "lost_reason", code)));
        let close = MenuItem::new(UNSAID, page.text(&message!("deal-lose-confirm")));
        let close = close.glyph(Glyph::Cross).group();
        reasons.chain([close]).collect::<Vec<_>>()
    });
    view! {
        <Popover anchor=anchor label=title>
            <p class="deal-lose__title medium">{title}</p>
            <MenuList label=title items=items on_choose=move |reason: String| losing.close(app, &reason) />
        </Popover>
    }
}
