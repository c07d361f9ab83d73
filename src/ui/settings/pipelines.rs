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
            {move || pipelines.get().into_iter().map(|id| view! { <Pipeline app=app id=id /> }).collect_view()}
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
    let line = move |(at, stage): (usize, Shown)| {
        view! { <StageLine app=app pipeline=id stages=stages at=at stage=stage /> }
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
            <ol class="settings__items">
                {move || stages.get().into_iter().enumerate().map(line).collect_view()}
            </ol>
            <div class="settings__body">
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
            probability: written(stage.probability()),
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
    at: usize,
    stage: Shown,
) -> impl IntoView {
    let page = app.page();
    let own = StoredValue::new(stage.clone());
    let name = move || own.with_value(|own| own.name.clone());
    let put = move |place: u8, value: Option<Value>| {
        edit(
            app,
            pipeline,
            vec![own.with_value(|own| own.with(place, value))],
        )
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
    let shift = move |to: usize| {
        let mut order = stages.get_untracked();
        if at < order.len() && to < order.len() {
            order.swap(at, to);
            let placed = order.iter().enumerate();
            let fields = placed.map(|(place, stage)| stage.with(ORDER, number(place)));
            edit_or_say(app, pipeline, fields.collect());
        }
    };
    let remove = move |()| {
        let key = own.with_value(|own| Key::of(STAGES, own.id.as_str()));
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
    let field =
        move |label: fn() -> crate::i18n::Message, value: String, kind: InlineKind, place: u8| {
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
            <div class="settings__facts settings__facts--row">
                {field(|| message!("part-stages-name"), stage.name, InlineKind::Text, STAGE_NAME)}
                {field(|| message!("part-stages-probability"), stage.probability, InlineKind::Keys("decimal"), PROBABILITY)}
                {field(|| message!("part-stages-rot_days"), stage.rot_days, InlineKind::Keys("numeric"), ROT_DAYS)}
            </div>
            <SelectField
                label=say(page, move || message!("pipeline-category-of", name = name()))
                value=stage.category
                choices=categories
                quiet=true
                on_change=move |code: String| {
                    let key = own.with_value(|own| own.with(CATEGORY, Some(Value::text(code))));
                    edit_or_say(app, pipeline, vec![key]);
                }
            />
            <IconButton
                label=say(page, move || message!("settings-move-up", name = name()))
                glyph=Glyph::ArrowUp
                small=true
                disabled=Signal::derive(move || at == 0)
                on_press=move |()| shift(at.wrapping_sub(1))
            />
            <IconButton
                label=say(page, move || message!("settings-move-down", name = name()))
                glyph=Glyph::ArrowDown
                small=true
                disabled=Signal::derive(move || at >= last())
                on_press=move |()| shift(at + 1)
            />
            <IconButton
                label=say(page, move || message!("pipeline-remove-stage", name = name()))
                glyph=Glyph::Cross
                small=true
                on_press=remove
            />
        </li>
    }
}
