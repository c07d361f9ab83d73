//! What moving a deal to a stage says, and what reopening one means. Each is one change, so one
//! undo takes it back.

use super::{stages_of, state_of};
use crate::domain::{Key, RecordId, Value, deal};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::App;
use crate::workspace::Stage;
use crate::workspace::command::Command;

/// A deal that comes to a stage, with the reason where it is lost.
#[must_use]
pub(super) fn to_stage(id: RecordId, stage: &str, lost_reason: Option<&str>) -> Command {
    let mut fields = vec![(Key::one(deal::STAGE), Some(Value::text(stage)))];
    if let Some(reason) = lost_reason {
        fields.push((Key::one(deal::LOST_REASON), Some(Value::text(reason))));
    }
    Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }
}

/// Moves a deal as a command says, and says where it is now.
pub(super) fn move_deal(app: App, id: RecordId, stage: &Stage, command: &Command) -> bool {
    if app.execute(command).is_err() {
        return false;
    }
    let name = app.live().peek().name(id).into_owned();
    let message = match stage.category() {
        "won" => message!("toast-won", name = name),
        "lost" => message!("toast-lost", name = name),
        _ => message!("toast-moved", name = name, stage = stage.name()),
    };
    app.say(&message, true);
    true
}

/// The first stage of a deal's pipeline that means an outcome.
#[must_use]
pub(super) fn stage_for(app: App, id: RecordId, outcome: &str) -> Option<Stage> {
    let stages = stages_of(app, id);
    stages.into_iter().find(|stage| stage.category() == outcome)
}

/// Takes a closed deal back to the open stage it was at last, or where nobody remembers, to the
/// first.
pub(super) fn reopen(app: App, id: RecordId) {
    let is_open = state_of(app, id).is_none_or(|state| &*state.outcome == OPEN);
    if is_open {
        return;
    }
    let stages = stages_of(app, id);
    let open = |code: &str| {
        let is_it = |stage: &&Stage| &*stage.id == code && stage.category() == OPEN;
        stages.iter().find(is_it)
    };
    let before = {
        let live = app.live();
        let machine = live.writer().machine();
        let mut codes: Vec<Box<str>> = Vec::new();
        for change in machine.history().of(id) {
            let edits = change.body.edits().iter().filter(|edit| edit.id == id);
            let stages = edits
                .flat_map(|edit| &edit.edits)
                .filter(|edit| edit.key.field == deal::STAGE)
                .filter_map(|edit| edit.before.as_ref()?.value.as_ref()?.as_text());
            codes.extend(stages.map(Box::from));
        }
        codes
    };
    let known = before.iter().rev().find_map(|code| open(code));
    let first = || stages.iter().find(|stage| stage.category() == OPEN);
    let Some(stage) = known.or_else(first) else {
        return;
    };
    if app.execute(&to_stage(id, &stage.id, None)).is_ok() {
        let name = app.live().peek().name(id).into_owned();
        app.say(&message!("toast-reopened", name = name), true);
    }
}
