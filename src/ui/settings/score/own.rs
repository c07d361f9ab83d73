//! The user's own rules of the score: a list, and a form with name, points and conditions. The conditions
//! are edited as those of segments are.

use super::{edit, number, signed, typed};
use crate::domain::{Key, Part, RecordKind, Rule, Value, settings};
use crate::message;
use crate::query::Filter;
use crate::query::own_rule::asks_for_score;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Card, Glyph, IconButton, TextField};
use crate::ui::follow::{follow, shown};
use crate::ui::lists::scored;
use crate::ui::segments::{Draft, Group};
use crate::ui::settings::naming::SaveOrCancel;
use crate::workspace::score_rules::{OwnRule, ScoreRules};
use leptos::html;
use leptos::prelude::*;

/// What is open in the form: a rule by its element, or one that is not there yet.
type Open = RwSignal<Option<Option<Box<str>>>>;

/// The name of the score among the fields: no rule may ask for it.
const SCORE: &str = "score";

/// The rules.
#[component]
pub(super) fn OwnRules(app: App, set: Memo<ScoreRules>) -> impl IntoView {
    let page = app.page();
    let open: Open = RwSignal::new(None);
    let ids = Memo::new(move |_| {
        let own = set.read();
        own.own
            .iter()
            .map(|rule| rule.id.clone())
            .collect::<Vec<_>>()
    });
    let is_empty = Memo::new(move |_| ids.read().is_empty());
    let add = move || {
        view! {
            <Button
                label=say(page, || message!("score-own-add"))
                icon=Glyph::Plus
                small=true
                on_press=move |()| open.set(Some(None))
            />
        }
    };
    view! {
        <Card title=say(page, || message!("score-own-title")) flush=true actions=add>
            <p class="settings__none">{follow(move || page.text(&match is_empty.get() {
                true => message!("score-own-none"),
                false => message!("score-own-note"),
            }))}</p>
            <ul class="settings__items">
                <For each=move || ids.get() key=Clone::clone let(id)>
                    <Line app=app id=id set=set open=open />
                </For>
            </ul>
        </Card>
        {shown(move || open.get().map(|id| {
            let rule = id.and_then(|id| {
                let set = set.read_untracked();
                set.own.iter().find(|rule| rule.id == id).cloned()
            });
            view! { <Form app=app rule=rule open=open /> }
        }))}
    }
}

/// A rule: its name, its points, its conditions in words and of how many it holds.
#[component]
fn Line(app: App, id: Box<str>, set: Memo<ScoreRules>, open: Open) -> impl IntoView {
    let page = app.page();
    let id = StoredValue::new(id);
    let rule = Memo::new(move |before: Option<&OwnRule>| {
        let set = set.read();
        let found = id.with_value(|id| set.own.iter().find(|rule| rule.id == *id).cloned());
        // A line that is about to go shows what it showed.
        found.or_else(|| before.cloned()).unwrap_or_default()
    });
    let name = Signal::derive(move || rule.read().label.to_string());
    let conditions = Memo::new(move |_| {
        let filter = Filter::parse(&rule.read().condition).ok();
        let words = Draft::apart(app, filter.as_ref(), |_| true).in_words();
        words.unwrap_or_default()
    });
    let holds = Memo::new(move |_| {
        let is_circle = asks_for_score(
            &app.live().kind(RecordKind::Segment),
            &rule.read().condition,
        );
        if is_circle {
            return page.text(&message!("score-own-circle"));
        }
        if !scored::quickly_ready(app) {
            return String::new();
        }
        let scores = app.live().peek().scores();
        let count = scores.and_then(|scores| {
            let mut own = scores.rules.own.iter();
            let found = id.with_value(|id| own.find(|rule| rule.id == *id).cloned())?;
            Some(found.rows.count())
        });
        page.text(&message!(
            "score-own-holds",
            count = count.unwrap_or_default()
        ))
    });
    let remove = move |()| {
        let name = name.get_untracked();
        let key = Key::of(settings::SCORE_RULES, &*id.get_value());
        if edit(app, vec![(key, None)]).is_ok() {
            open.set(None);
            app.say(&message!("score-own-removed", name = name), true);
        }
    };
    let about = move || {
        let facts = [conditions.get(), holds.get()];
        facts.join(page.locale().between_facts())
    };
    view! {
        <li class="settings__item">
            <div class="settings__words">
                <h3>{name}</h3>
                <p>{follow(about)}</p>
            </div>
            <span class="medium">{follow(move || signed(app, rule.read().points))}</span>
            <IconButton
                label=say(page, move || message!("score-own-edit", name = name.get()))
                glyph=Glyph::Edit
                small=true
                on_press=move |()| open.set(Some(Some(id.get_value())))
            />
            <IconButton
                label=say(page, move || message!("score-own-remove", name = name.get()))
                glyph=Glyph::Trash
                small=true
                on_press=remove
            />
        </li>
    }
}

/// The form of one rule.
#[component]
fn Form(app: App, rule: Option<OwnRule>, open: Open) -> impl IntoView {
    let page = app.page();
    let id = rule.as_ref().map(|rule| rule.id.clone());
    let id = StoredValue::new(id);
    let first = rule
        .as_ref()
        .and_then(|rule| Filter::parse(&rule.condition).ok());
    let name = RwSignal::new(
        rule.as_ref()
            .map(|rule| rule.label.to_string())
            .unwrap_or_default(),
    );
    let points = RwSignal::new(rule.map(|rule| rule.points.to_string()).unwrap_or_default());
    let draft = Draft::apart(app, first.as_ref(), |path| path != SCORE);
    let errors = RwSignal::new([None::<String>, None, None]);
    let error =
        move |place: usize| Signal::derive(move || errors.read().get(place).cloned().flatten());
    let reveal = Signal::derive(move || errors.read().iter().any(Option::is_some));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let label = name.get_untracked().trim().to_owned();
        let given = typed(&points.get_untracked());
        let filter = draft.filter.get_untracked();
        let required = page.messages().rule(&Rule::Required);
        let wrong = [
            label.is_empty().then_some(required),
            given
                .is_none()
                .then(|| page.text(&message!("score-points-wrong"))),
            filter
                .is_none()
                .then(|| page.text(&message!("score-own-no-conditions"))),
        ];
        let is_wrong = wrong.iter().any(Option::is_some);
        errors.set(wrong);
        let (Some(filter), Some(given), false) = (filter, given, is_wrong) else {
            return;
        };
        if draft.is_refused() {
            return;
        }
        let values = [
            Some(Value::text(label.clone())),
            Some(Value::text(filter.to_json().to_string())),
            number(given),
        ];
        let values = (0u8..).zip(values);
        let part = Part::new(values.filter_map(|(place, value)| Some((place, value?))));
        let new = || {
            app.live()
                .writer()
                .new_id(RecordKind::Settings)
                .uuid
                .to_string()
        };
        let element = id.get_value().map_or_else(new, String::from);
        let key = Key::of(settings::SCORE_RULES, element);
        match edit(app, vec![(key, Some(Value::Part(part)))]) {
            Ok(()) => {
                open.set(None);
                app.say(&message!("score-own-saved", name = label), true);
            }
            Err(refused) => errors.set([refused, None, None]),
        }
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let no_conditions = error(2);
    view! {
        <Card title=say(page, move || match id.with_value(Option::is_some) {
            true => message!("score-own-edit", name = name.get_untracked()),
            false => message!("score-own-add"),
        })>
            <form class="settings__rule-form" on:submit=save>
                <TextField
                    label=say(page, || message!("score-own-label"))
                    value=name
                    error=error(0)
                    reveal=reveal
                    node_ref=input
                />
                <TextField
                    label=say(page, || message!("score-own-points"))
                    value=points
                    error=error(1)
                    reveal=reveal
                />
                <section aria-label=say(page, || message!("score-own-conditions"))>
                    <h3 class="settings__sub">{say(page, || message!("score-own-conditions"))}</h3>
                    <Group draft=draft id=0 within=None />
                    {shown(move || no_conditions.get().map(|words| view! { <p class="settings__error" role="alert">{words}</p> }))}
                </section>
                <SaveOrCancel page=page on_cancel=move |()| open.set(None) />
            </form>
        </Card>
    }
}
