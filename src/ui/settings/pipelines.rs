//! Pipelines: made with a name, renamed, put in order, chosen for new deals, and taken away. Their
//! stages are `stage`'s; what becomes of the deals of what goes is `removing`'s.

mod removing;
mod stage;

use self::removing::{Going, Removing, RemovingDialog};
use self::stage::{Shown, StageLine, add_stage, default_stages};
use super::fields::number;
use super::general::write;
use super::naming::MakeByName;
use super::order::{Moves, swapped};
use crate::domain::pipeline::{DEFAULT, NAME, ORDER};
use crate::domain::{Key, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Glyph, IconButton, InlineField};
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;

/// The pipelines in their order.
fn in_order(app: App) -> Vec<RecordId> {
    app.live().field(RecordKind::Pipeline, ORDER).pipelines()
}

/// The page.
#[component]
pub(super) fn Pipelines(app: App) -> impl IntoView {
    let pipelines = Memo::new(move |_| in_order(app));
    let name = NodeRef::<html::Input>::new();
    // What had the focus goes with what is taken away: it comes to what is there in any case.
    let removing = Removing::new(app, move || {
        if let Some(name) = name.get_untracked() {
            let _ = name.focus();
        }
    });
    view! {
        <div class="settings__cards">
            <For each=move || pipelines.get() key=|id| *id let(id)>
                <Pipeline app=app id=id pipelines=pipelines removing=removing />
            </For>
            <AddPipeline app=app name_ref=name />
        </div>
        <RemovingDialog removing=removing />
    }
}

/// Writes values of a pipeline; gives back the sentence that refuses them.
fn edit(app: App, id: RecordId, fields: Vec<(Key, Option<Value>)>) -> Option<String> {
    let command = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    match app.execute(&command) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        // Other refusals were said already.
        Err(_) | Ok(()) => None,
    }
}

fn edit_or_say(app: App, id: RecordId, fields: Vec<(Key, Option<Value>)>) {
    if let Some(reason) = edit(app, id, fields) {
        app.say_failure(&message!("refused-because", reason = reason));
    }
}

fn set(id: RecordId, key: Key, value: Option<Value>) -> Command {
    Command::Edit {
        ids: vec![id],
        fields: vec![(key, value)],
        revision: None,
    }
}

/// The form that makes one: it has a name from the start, and the stages of a new workspace.
#[component]
fn AddPipeline(app: App, name_ref: NodeRef<html::Input>) -> impl IntoView {
    let page = app.page();
    let command = move |name: String| {
        let id = app.live().writer().new_id(RecordKind::Pipeline);
        let place = untrack(|| in_order(app).len());
        let mut fields = vec![
            (Key::one(NAME), Some(Value::text(name))),
            (Key::one(ORDER), number(place)),
        ];
        fields.extend(default_stages(page));
        Command::Create { id, fields }
    };
    view! {
        <MakeByName
            app=app
            title=say(page, || message!("pipeline-new"))
            label=say(page, || message!("field-pipeline-name"))
            command=command
            node_ref=name_ref
        />
    }
}

#[component]
fn Pipeline(
    app: App,
    id: RecordId,
    pipelines: Memo<Vec<RecordId>>,
    removing: Removing,
) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let stages = Memo::new(move |_| {
        let stages = app.live().record(id).stages(id).into_iter();
        stages.map(Shown::of).collect::<Vec<_>>()
    });
    let ids = move || {
        let stages = stages.read();
        stages
            .iter()
            .map(|stage| stage.id.clone())
            .collect::<Vec<_>>()
    };
    let is_for_new = Memo::new(move |_| {
        let workspace = app
            .live()
            .field(RecordKind::Pipeline, DEFAULT)
            .default_pipeline();
        workspace == Some(id)
    });
    let has_several = Memo::new(move |_| pipelines.read().len() > 1);
    let note = Signal::derive(move || {
        let is_told = has_several.get() && is_for_new.get();
        is_told.then(|| page.text(&message!("field-pipeline-default")))
    });
    let use_for_new = move |()| {
        let mark = |other| {
            let value = (other == id).then_some(Value::Bool(true));
            set(other, Key::one(DEFAULT), value)
        };
        let all = pipelines.get_untracked().into_iter().map(mark);
        // A refusal was said already.
        let _ = app.execute(&Command::All(all.collect()));
    };
    view! {
        <Card
            title=name
            note=note
            flush=true
            actions=move || view! { <PipelineActions app=app id=id name=name pipelines=pipelines removing=removing /> }
        >
            <div class="settings__body">
                <InlineField
                    label=say(page, || message!("field-pipeline-name"))
                    value=name
                    empty=say(page, || message!("field-add-value"))
                    edit_label=say(page, || message!("action-edit"))
                    hint=say(page, || message!("field-escape-cancels"))
                    on_commit=move |text: String| write(app, id, &Key::one(NAME), &text)
                />
            </div>
            <ol class="settings__items settings__stages">
                <li class="settings__heads" aria-hidden="true">
                    <span>{move || page.text(&message!("part-stages-name"))}</span>
                    <span>{move || page.text(&message!("part-stages-probability"))}</span>
                    <span>{move || page.text(&message!("part-stages-rot_days"))}</span>
                </li>
                <For each=ids key=String::clone let(stage)>
                    <StageLine app=app pipeline=id stages=stages stage=stage removing=removing />
                </For>
            </ol>
            <div class="settings__end">
                <Button
                    label=say(page, || message!("pipeline-add-stage"))
                    icon=Glyph::Plus
                    small=true
                    on_press=move |()| add_stage(app, id, stages.get_untracked().len())
                />
                <Show when=move || has_several.get() && !is_for_new.get()>
                    <Button
                        label=say(page, || message!("pipeline-use-for-new"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=use_for_new
                    />
                </Show>
            </div>
        </Card>
    }
}

/// Its place among the others, and the way out.
#[component]
fn PipelineActions(
    app: App,
    id: RecordId,
    name: Signal<String>,
    pipelines: Memo<Vec<RecordId>>,
    removing: Removing,
) -> impl IntoView {
    let page = app.page();
    let at = Memo::new(move |_| pipelines.read().iter().position(|other| *other == id));
    let shift = move |is_down: bool| {
        let at = at.get_untracked().unwrap_or_default();
        let Some(order) = swapped(pipelines.get_untracked(), at, is_down) else {
            return;
        };
        let places = order.into_iter().enumerate();
        let edits = places.map(|(place, id)| set(id, Key::one(ORDER), number(place)));
        let all = Command::All(edits.collect());
        // A refusal was said already.
        let _ = app.execute(&all);
    };
    let count = Signal::derive(move || pipelines.read().len());
    view! {
        <Show when=move || { count.get() > 1 }>
            <Moves page=page name=name at=at count=count on_shift=shift />
        </Show>
        <IconButton
            label=say(page, move || message!("pipeline-remove", name = name.get()))
            glyph=Glyph::Trash
            small=true
            on_press=move |()| removing.ask(Going::Pipeline(id))
        />
    }
}
