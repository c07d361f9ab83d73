//! The rules of the score: the points of every step, which rules count, back to the defaults. Rules of the
//! user's own are in `own`.

mod own;

use self::own::OwnRules;
use crate::domain::{Key, Number, RecordKind, Value, settings};
use crate::i18n::{Message, Messages, WordsApart};
use crate::message;
use crate::scoring::points::{About, BASE, POINTS_MAX, RULES, Rule, Step, key, moved};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Card, InlineField, InlineKind, Switch};
use crate::ui::follow::shown;
use crate::ui::lists::scored;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::score_rules::ScoreRules;
use leptos::prelude::*;

/// What the settings say.
fn rules(app: App) -> ScoreRules {
    let live = app.live();
    let workspace = live.record(settings::ID);
    ScoreRules::of(&workspace)
}

/// Writes values of the settings; gives back the sentence that refuses them.
fn edit(app: App, fields: Vec<(Key, Option<Value>)>) -> Result<(), Option<String>> {
    let command = Command::Edit {
        ids: vec![settings::ID],
        fields,
        revision: None,
    };
    app.execute(&command).map_err(|error| match error {
        CommandError::Invalid(problems) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        // Other refusals were said already.
        _ => None,
    })
}

/// Points as they are read: +15, −8, 0.
fn signed(app: App, points: i32) -> String {
    let format = app.format();
    format
        .map(|format| format.change(points.into()))
        .unwrap_or_default()
}

/// The points that somebody typed: a whole number, not too large. A minus may be typed in several ways.
fn typed(text: &str) -> Option<i32> {
    let text = text
        .trim()
        .replace(['−', '－', '–'], "-")
        .replace('＋', "+");
    let points: i32 = text.trim_start_matches('+').parse().ok()?;
    (-POINTS_MAX..=POINTS_MAX)
        .contains(&points)
        .then_some(points)
}

fn number(points: i32) -> Option<Value> {
    Number::from_f64(points.into()).map(Value::Number)
}

/// What a rule is called.
fn name(about: About) -> Message {
    match about {
        About::Due => message!("score-rule-due"),
        About::Loss => message!("score-rule-loss"),
        About::Recency => message!("score-rule-recency"),
        About::Deals => message!("score-rule-deals"),
        About::Replies => message!("score-rule-replies"),
        About::Needs => message!("score-rule-needs"),
        About::Contact => message!("score-rule-contact"),
        About::Tickets => message!("score-rule-tickets"),
        About::Reach => message!("score-rule-reach"),
    }
}

/// What has to be known of a customer for a step, in a few words. `next` is where the step that comes
/// after it begins.
fn words(app: App, about: About, step: &Step, next: Option<usize>) -> Message {
    let from: usize = step.code.parse().unwrap_or_default();
    let share = || {
        let format = app.format();
        let share = format.map(|format| format.percent(from as f64));
        share.unwrap_or_default()
    };
    match (about, step.code) {
        (About::Due, _) => message!("score-step-due", share = share()),
        (About::Loss, _) => message!("score-step-loss", share = share()),
        (About::Recency, _) => message!("score-step-recency", score = from),
        (About::Deals, "0") => message!("score-step-deals-any"),
        (About::Deals, _) => message!("score-step-deals", share = share()),
        (About::Contact, _) => match next {
            Some(next) if from == 0 => message!("score-step-within", days = next - 1),
            Some(next) => message!("score-step-between", from = from, to = next - 1),
            None => message!("score-step-after", days = from - 1),
        },
        (About::Tickets, "urgent") => message!("score-step-urgent"),
        (About::Replies, "2") | (About::Replies | About::Needs | About::Tickets, "1") => {
            message!("score-step-count", count = from)
        }
        (About::Replies | About::Needs | About::Tickets, _) => {
            message!("score-step-more", count = from)
        }
        (About::Reach, "refused") => message!("score-refused"),
        (About::Reach, _) => message!("score-unreachable"),
    }
}

/// The page.
#[component]
pub(super) fn Rules(app: App) -> impl IntoView {
    Messages::learn_apart(WordsApart::score());
    let page = app.page();
    let set = Memo::new(move |_| rules(app));
    let is_usual = Signal::derive(move || set.read().is_as_it_comes());
    let reset = move |()| {
        let rules = set.get_untracked();
        let points = rules.points.into_iter();
        let points = points.map(|(key, _)| Key::of(settings::SCORE_POINTS, &*key));
        let off = rules.off.into_iter();
        let off = off.map(|code| Key::of(settings::SCORE_OFF, &*code));
        let own = rules.own.into_iter();
        let own = own.map(|rule| Key::of(settings::SCORE_RULES, &*rule.id));
        let all = points.chain(off).chain(own);
        if edit(app, all.map(|key| (key, None)).collect()).is_ok() {
            app.say(&message!("score-rules-reset"), true);
        }
    };
    let preview = Memo::new(move |_| {
        if !scored::quickly_ready(app) {
            return None;
        }
        let live = app.live();
        let workspace = live.kind(RecordKind::Customer);
        let scores = workspace.scores()?;
        Some(moved(
            &scores,
            workspace.table(RecordKind::Customer).live_rows(),
        ))
    });
    let told = move || {
        let count = preview.get()?;
        Some(page.text(&message!("score-rules-moved", count = count)))
    };
    let actions = move || {
        view! {
            <Button
                label=say(page, || message!("score-rules-usual"))
                small=true
                disabled=is_usual
                on_press=reset
            />
        }
    };
    let all = RULES
        .iter()
        .map(move |rule| view! { <OneRule app=app rule=rule set=set /> });
    view! {
        <div class="settings__cards">
            <Card title=say(page, || message!("score-rules-title")) actions=actions>
                <p class="settings__note">{say(page, || message!("score-rules-note", base = BASE as usize))}</p>
                <p class="settings__note" aria-live="polite">{shown(told)}</p>
                <div class="settings__rules">{all.collect_view()}</div>
            </Card>
            <OwnRules app=app set=set />
        </div>
    }
}

/// A rule with its steps.
#[component]
fn OneRule(app: App, rule: &'static Rule, set: Memo<ScoreRules>) -> impl IntoView {
    let page = app.page();
    let code = rule.about.code();
    let is_on = Signal::derive(move || set.read().off.iter().all(|off| **off != *code));
    let called = say(page, move || name(rule.about));
    let switch = move |on: bool| {
        let value = (!on).then_some(Value::Bool(true));
        // What is refused was said.
        let _ = edit(app, vec![(Key::of(settings::SCORE_OFF, code), value)]);
    };
    let nexts = rule.steps.iter().skip(1).map(|step| step.code.parse().ok());
    let nexts = nexts.chain([None]);
    let steps = rule.steps.iter().zip(nexts);
    let steps = steps.map(|(step, next)| {
        view! { <OneStep app=app rule=rule step=step next=next set=set is_on=is_on /> }
    });
    let label = say(page, move || {
        message!("score-rules-counts", rule = page.text(&name(rule.about)))
    });
    view! {
        <section class="settings__rule" aria-label=called data-off=move || (!is_on.get()).then_some("")>
            <header class="settings__rule-head">
                <h3>{called}</h3>
                <Switch label=label label_hidden=true on=is_on on_change=switch />
            </header>
            {steps.collect_view()}
        </section>
    }
}

/// A step with its points.
#[component]
fn OneStep(
    app: App,
    rule: &'static Rule,
    step: &'static Step,
    next: Option<usize>,
    set: Memo<ScoreRules>,
    is_on: Signal<bool>,
) -> impl IntoView {
    let page = app.page();
    let code = StoredValue::new(key(rule, step.code));
    let points = Signal::derive(move || {
        let set = code.with_value(|code| set.read().set(code));
        set.unwrap_or(step.points)
    });
    let value = Signal::derive(move || {
        let points = points.get();
        let shown = signed(app, points);
        if points == step.points {
            return shown;
        }
        let usual = signed(app, step.points);
        page.text(&message!(
            "score-points-changed",
            points = shown,
            usual = usual
        ))
    });
    let commit = move |text: String| {
        let points = match text.trim() {
            "" => step.points,
            text => match typed(text) {
                Some(points) => points,
                None => return Some(page.text(&message!("score-points-wrong"))),
            },
        };
        let value = number(points).filter(|_| points != step.points);
        let field = Key::of(settings::SCORE_POINTS, code.get_value());
        edit(app, vec![(field, value)]).err().flatten()
    };
    let label = say(page, move || words(app, rule.about, step, next));
    let field = move || {
        view! {
            <InlineField
                label=label
                value=value
                draft=Signal::derive(move || Some(points.get().to_string()))
                empty=say(page, || message!("field-add-value"))
                edit_label=say(page, || message!("action-edit"))
                hint=say(page, || message!("field-escape-cancels"))
                kind=Signal::stored(InlineKind::Text)
                on_commit=commit
            />
        }
    };
    // Nobody changes what does not count.
    let still = move || {
        view! { <p class="settings__step soft"><span>{label}</span><span>{value}</span></p> }
    };
    shown(move || match is_on.get() {
        true => field().into_any(),
        false => still().into_any(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn points_are_whole_and_may_be_typed_with_any_minus() {
        for (text, points) in [
            ("15", Some(15)),
            (" +15 ", Some(15)),
            ("＋15", Some(15)),
            ("−8", Some(-8)),
            ("-8", Some(-8)),
            ("－8", Some(-8)),
            ("0", Some(0)),
            ("100", Some(100)),
            ("101", None),
            ("-101", None),
            ("1.5", None),
            ("five", None),
        ] {
            assert_eq!(typed(text), points, "{text}");
        }
    }
}
