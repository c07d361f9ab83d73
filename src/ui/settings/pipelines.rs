//! Pipelines and their stages: names, chances, what a stage means, after how many days a deal in it
//! is stale, and their order. A stage that deals are in cannot be removed.

use super::fields::number;
use super::general::write;
use crate::domain::pipeline::{CATEGORIES, NAME, STAGES};
use crate::domain::{Key, Number, Part, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Card, Choice, Glyph, IconButton, InlineField, InlineKind, SelectField,
};
use crate::workspace::Stage;
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// The places of a stage's values.
const STAGE_NAME: u8 = 0;
const ORDER: u8 = 1;
const PROBABILITY: u8 = 2;
const CATEGORY: u8 = 3;
const ROT_DAYS: u8 = 5;

/// The page.
#[component]
pub(super) fn Pipelines(app: App) -> impl IntoView {
    let page = app.page();
    let pipelines = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.kind(RecordKind::Pipeline);
        let table = workspace.table(RecordKind::Pipeline);
        let rows = table.live_rows();
        rows.filter_map(|row| table.id(row)).collect::<Vec<_>>()
    });
    let add = move |()| {
        let id = app.live().writer().new_id(RecordKind::Pipeline);
        let name = page.text(&message!("pipeline-new"));
        let stages = crate::domain::pipeline::DEFAULT_STAGES.iter().enumerate();
        let mut fields = vec![(Key::one(NAME), Some(Value::text(name.as_str())))];
        fields.extend(stages.map(|(place, stage)| {
            let values = [
                (
                    STAGE_NAME,
                    Some(Value::text(page.messages().stage(stage.id))),
                ),
                (ORDER, number(place)),
                (PROBABILITY, number(stage.probability as usize)),
                (CATEGORY, Some(Value::text(stage.category))),
                (
                    ROT_DAYS,
                    stage.rot_days.and_then(|days| number(days as usize)),
                ),
            ];
            (Key::of(STAGES, stage.id), Some(Value::Part(part(values))))
        }));
        if app.execute(&Command::Create { id, fields }).is_ok() {
            app.say(&message!("toast-created", name = name), true);
        }
    };
    view! {
        <div class="settings__cards">
            <For each=move || pipelines.get() key=|id| *id let(id)>
                <Pipeline app=app id=id />
            </For>
            <div>
                <Button label=say(page, || message!("pipeline-new")) icon=Glyph::Plus on_press=add />
            </div>
        </div>
    }
}

fn part<const N: usize>(values: [(u8, Option<Value>); N]) -> Part {
    Part::new(
        values
            .into_iter()
            .filter_map(|(at, value)| Some((at, value?))),
    )
}

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

#[component]
fn Pipeline(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let stages = Memo::new(move |_| {
        let stages = app.live().record(id).stages(id).into_iter();
        stages.map(Shown::of).collect::<Vec<_>>()
    });
    let add = move |()| {
        let stages = stages.get_untracked();
        let element = app
            .live()
            .writer()
            .new_id(RecordKind::Pipeline)
            .uuid
            .to_string();
        let values = [
            (
                STAGE_NAME,
                Some(Value::text(page.text(&message!("pipeline-stage-new")))),
            ),
            (ORDER, number(stages.len())),
            (PROBABILITY, number(50)),
            (CATEGORY, Some(Value::text("open"))),
        ];
        edit_or_say(
            app,
            id,
            vec![(
                Key::of(STAGES, element.as_str()),
                Some(Value::Part(part(values))),
            )],
        );
    };
    let ids = move || {
        let stages = stages.read();
        stages
            .iter()
            .map(|stage| stage.id.clone())
            .collect::<Vec<_>>()
    };
    view! {
        <Card title=name flush=true>
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
                    <StageLine app=app pipeline=id stages=stages stage=stage />
                </For>
            </ol>
            <div class="settings__end">
                <Button
                    label=say(page, || message!("pipeline-add-stage"))
                    icon=Glyph::Plus
                    small=true
                    on_press=add
                />
            </div>
        </Card>
    }
}

/// A stage as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    id: String,
    part: Part,
    name: String,
    probability: String,
    category: String,
    rot_days: String,
}

impl Shown {
    fn of(stage: Stage) -> Self {
        let written = |number: f64| {
            Number::from_f64(number).map_or_else(String::new, |number| number.to_string())
        };
        Self {
            name: stage.name().to_owned(),
            probability: format!("{}%", written(stage.probability())),
            category: stage.category().to_owned(),
            rot_days: stage.rot_days().map_or_else(String::new, written),
            id: stage.id.to_string(),
            part: stage.part,
        }
    }

    fn with(&self, place: u8, value: Option<Value>) -> (Key, Option<Value>) {
        let mut part = self.part.clone();
        part.set(place, value);
        (Key::of(STAGES, self.id.as_str()), Some(Value::Part(part)))
    }
}

#[component]
fn StageLine(
    app: App,
    pipeline: RecordId,
    stages: Memo<Vec<Shown>>,
    /// Its element id.
    stage: String,
) -> impl IntoView {
    let page = app.page();
    // The line stays when its stage changes, and with it the focus.
    let element = StoredValue::new(stage);
    let is_it = move |shown: &Shown| element.with_value(|element| *element == shown.id);
    let own = Memo::new(move |_| stages.read().iter().find(|shown| is_it(shown)).cloned());
    let at = Memo::new(move |_| stages.read().iter().position(is_it));
    let of_own = move |pick: fn(&Shown) -> &String| {
        Signal::derive(move || own.read().as_ref().map(pick).cloned().unwrap_or_default())
    };
    let name = of_own(|own| &own.name);
    let put = move |place: u8, value: Option<Value>| {
        let fields = own.get_untracked().map(|own| own.with(place, value));
        edit(app, pipeline, fields.into_iter().collect())
    };
    let put_number = move |place: u8, text: String| {
        let text = text.trim().trim_end_matches('%').trim().to_owned();
        if text.is_empty() {
            return put(place, None);
        }
        match Number::parse(&text) {
            Ok(number) if place == PROBABILITY && !(0.0..=100.0).contains(&number.to_f64()) => {
                Some(page.text(&message!("pipeline-percent")))
            }
            Ok(number) => put(place, Some(Value::Number(number))),
            Err(rule) => Some(page.messages().rule(&rule)),
        }
    };
    let shift = move |is_down: bool| {
        let mut order = stages.get_untracked();
        let at = at.get_untracked().unwrap_or_default();
        let to = if is_down { at + 1 } else { at.wrapping_sub(1) };
        if at < order.len() && to < order.len() {
            order.swap(at, to);
            let placed = order.iter().enumerate();
            let fields = placed.map(|(place, stage)| stage.with(ORDER, number(place)));
            edit_or_say(app, pipeline, fields.collect());
        }
    };
    let remove = move |()| {
        let key = element.with_value(|element| Key::of(STAGES, element.as_str()));
        edit_or_say(app, pipeline, vec![(key, None)]);
    };
    let categories = Signal::derive(move || {
        let choice = |code: &&str| {
            Choice::new(
                *code,
                page.messages().option("pipeline", "stages-category", code),
            )
        };
        CATEGORIES.iter().map(choice).collect::<Vec<_>>()
    });
    let last = move || stages.read().len().saturating_sub(1);
    let field = move |label: fn() -> crate::i18n::Message,
                      value: Signal<String>,
                      kind: InlineKind,
                      place: u8| {
        let commit = move |text: String| match place {
            STAGE_NAME if text.trim().is_empty() => {
                Some(page.messages().rule(&crate::domain::Rule::Required))
            }
            STAGE_NAME => put(place, Some(Value::text(text.trim()))),
            _ => put_number(place, text),
        };
        view! {
            <InlineField
                label=say(page, label)
                value=value
                empty=say(page, || message!("field-add-value"))
                edit_label=say(page, || message!("action-edit"))
                kind=kind
                on_commit=commit
            />
        }
    };
    view! {
        <li class="settings__item">
            <div class="settings__stage">
                {field(|| message!("part-stages-name"), name, InlineKind::Text, STAGE_NAME)}
                {field(|| message!("part-stages-probability"), of_own(|own| &own.probability), InlineKind::Keys("decimal"), PROBABILITY)}
                {field(|| message!("part-stages-rot_days"), of_own(|own| &own.rot_days), InlineKind::Keys("numeric"), ROT_DAYS)}
            </div>
            <SelectField
                label=say(page, move || message!("pipeline-category-of", name = name.get()))
                value=of_own(|own| &own.category)
                choices=categories
                quiet=true
                on_change=move |code: String| {
                    let category = Some(Value::text(code));
                    let fields = own.get_untracked().map(|own| own.with(CATEGORY, category));
                    edit_or_say(app, pipeline, fields.into_iter().collect());
                }
            />
            <IconButton
                label=say(page, move || message!("settings-move-up", name = name.get()))
                glyph=Glyph::ArrowUp
                small=true
                disabled=Signal::derive(move || at.get() == Some(0))
                on_press=move |()| shift(false)
            />
            <IconButton
                label=say(page, move || message!("settings-move-down", name = name.get()))
                glyph=Glyph::ArrowDown
                small=true
                disabled=Signal::derive(move || at.get().is_none_or(|at| at >= last()))
                on_press=move |()| shift(true)
            />
            <IconButton
                label=say(page, move || message!("pipeline-remove-stage", name = name.get()))
                glyph=Glyph::Cross
                small=true
                on_press=remove
            />
        </li>
    }
}
