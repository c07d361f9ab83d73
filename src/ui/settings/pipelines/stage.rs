//! The stages of a pipeline: names, chances, what a stage means, after how many days a deal in it is
//! stale, and their order.

use super::removing::{Going, Removing};
use super::{edit, edit_or_say};
use crate::domain::pipeline::{CATEGORIES, DEFAULT_STAGES, STAGES};
use crate::domain::{Key, Number, Part, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, Page, say};
use crate::ui::components::{Choice, Glyph, IconButton, InlineField, InlineKind, SelectField};
use crate::ui::settings::fields::number;
use crate::ui::settings::order::{Moves, swapped};
use crate::workspace::Stage;
use leptos::prelude::*;

/// The places of a stage's values.
const STAGE_NAME: u8 = 0;
const ORDER: u8 = 1;
const PROBABILITY: u8 = 2;
const CATEGORY: u8 = 3;
const ROT_DAYS: u8 = 5;

fn part<const N: usize>(values: [(u8, Option<Value>); N]) -> Part {
    Part::new(
        values
            .into_iter()
            .filter_map(|(at, value)| Some((at, value?))),
    )
}

/// The stages that a pipeline begins with, in the reader's language.
pub(super) fn default_stages(page: Page) -> impl Iterator<Item = (Key, Option<Value>)> {
    let stages = DEFAULT_STAGES.iter().enumerate();
    stages.map(move |(place, stage)| {
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
    })
}

/// Adds a stage behind the others.
pub(super) fn add_stage(app: App, pipeline: RecordId, place: usize) {
    let id = app.live().writer().new_id(RecordKind::Pipeline);
    let element = id.uuid.to_string();
    let name = app.page().text(&message!("pipeline-stage-new"));
    let values = [
        (STAGE_NAME, Some(Value::text(name))),
        (ORDER, number(place)),
        (PROBABILITY, number(50)),
        (CATEGORY, Some(Value::text("open"))),
    ];
    let stage = Some(Value::Part(part(values)));
    edit_or_say(
        app,
        pipeline,
        vec![(Key::of(STAGES, element.as_str()), stage)],
    );
}

/// A stage as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    /// Its element id.
    pub(super) id: String,
    part: Part,
    name: String,
    probability: String,
    category: String,
    rot_days: String,
}

impl Shown {
    /// Of a stage.
    pub(super) fn of(stage: Stage) -> Self {
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

/// A stage, edited in place.
#[component]
pub(super) fn StageLine(
    /// The app.
    app: App,
    /// Whose.
    pipeline: RecordId,
    /// All of them.
    stages: Memo<Vec<Shown>>,
    /// Its element id.
    stage: String,
    /// Takes it away.
    removing: Removing,
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
        let at = at.get_untracked().unwrap_or_default();
        if let Some(order) = swapped(stages.get_untracked(), at, is_down) {
            let placed = order.iter().enumerate();
            let fields = placed.map(|(place, stage)| stage.with(ORDER, number(place)));
            edit_or_say(app, pipeline, fields.collect());
        }
    };
    let remove = move |()| {
        let stage = element.with_value(String::clone);
        removing.ask(Going::Stage(pipeline, stage));
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
    let count = Signal::derive(move || stages.read().len());
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
            <Moves page=page name=name at=at count=count on_shift=shift />
            <IconButton
                label=say(page, move || message!("pipeline-remove-stage", name = name.get()))
                glyph=Glyph::Cross
                small=true
                on_press=remove
            />
        </li>
    }
}
