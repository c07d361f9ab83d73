//! What the figures assume, changed where it stands: each is a setting of the workspace, so that every
//! list and report assumes the same and a change can be taken back. Beside it what is said where there is
//! nothing to analyse.

use super::words::number;
use crate::domain::{FieldIx, Key, Value, settings};
use crate::i18n::Message;
use crate::message;
use crate::scoring::assumptions::{Assumptions, read_limits, write_limits};
use crate::scoring::rfm::Limits;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Card, Choice, InlineField, InlineKind, SelectField};
use crate::ui::lists::scored::analysed;
use crate::ui::lists::value::draft;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, type_of};
use leptos::prelude::*;

/// What is said where nobody bought anything in the frame.
pub(super) fn no_purchases(app: App) -> Signal<Option<String>> {
    let page = app.page();
    Signal::derive(move || {
        let last = analysed(app).last_day();
        let today = app.today();
        let words = match (last, app.format()) {
            (Some(day), Some(format)) => {
                message!("insights-no-purchases-since", day = format.date(day, today))
            }
            _ => message!("insights-no-purchases"),
        };
        Some(page.text(&words))
    })
}

/// What can be done where nobody bought anything in the frame: look as of the day of the last purchase, or
/// bring purchases in.
pub(super) fn way_out(app: App) -> impl IntoView {
    let page = app.page();
    let last = Memo::new(move |_| analysed(app).last_day());
    move || match last.get() {
        Some(day) => view! {
            <Button
                label=say(page, || message!("insights-as-of-last"))
                on_press=move |()| {
                    write_value(app, settings::ANALYSIS_DATE, Some(Value::Date(day)));
                }
            />
        }
        .into_any(),
        None => view! {
            <Button label=say(page, || message!("insights-import")) href=app.href("import") />
        }
        .into_any(),
    }
}

fn write_value(app: App, field: FieldIx, value: Option<Value>) {
    let edit = Command::Edit {
        ids: vec![settings::ID],
        fields: vec![(Key::one(field), value)],
        revision: None,
    };
    // What refuses is said.
    let _ = app.execute(&edit);
}

/// Writes what was typed into a field of the settings; gives back the sentence that refuses it.
fn write(app: App, field: FieldIx, text: &str) -> Option<String> {
    let words = |rule| app.page().messages().rule(&rule);
    let key = Key::one(field);
    let value = {
        let live = app.live();
        let workspace = live.peek();
        let of = type_of(&workspace, settings::ID.kind, &key)?;
        parse(of, text, &InputContext::of(&workspace))
    };
    let value = match value {
        Ok(value) => value,
        Err(rule) => return Some(words(rule)),
    };
    let edit = Command::Edit {
        ids: vec![settings::ID],
        fields: vec![(key, value)],
        revision: None,
    };
    match app.execute(&edit) {
        Err(CommandError::Invalid(problems)) => problems
            .into_iter()
            .next()
            .map(|problem| words(problem.rule)),
        _ => None,
    }
}

/// A field of the settings as it is typed.
fn typed(app: App, field: FieldIx) -> Signal<String> {
    Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(settings::ID);
        let record = workspace.record(settings::ID);
        let value = record.and_then(|record| record.value(field).cloned());
        value.map(|value| draft(app, &value)).unwrap_or_default()
    })
}

/// A number or a day that is assumed.
#[component]
pub(in crate::ui) fn Assumed(
    app: App,
    field: FieldIx,
    label: fn() -> Message,
    /// What is assumed, in words, also where nothing is set.
    shown: Signal<String>,
    #[prop(optional)] kind: InlineKind,
    /// What must hold of the text beside its type.
    #[prop(optional)]
    check: Option<fn(&str) -> Option<Message>>,
) -> impl IntoView {
    let page = app.page();
    let commit = move |text: String| {
        let wrong = check.and_then(|check| check(&text));
        match wrong {
            Some(wrong) => Some(page.text(&wrong)),
            None => write(app, field, &text),
        }
    };
    view! {
        <InlineField
            label=say(page, label)
            value=shown
            draft=Signal::derive(move || Some(typed(app, field).get()))
            empty=say(page, || message!("field-add-value"))
            edit_label=say(page, || message!("action-edit"))
            hint=say(page, || message!("field-escape-cancels"))
            kind=Signal::stored(kind)
            on_commit=commit
        />
    }
}

/// One of several that is assumed.
#[component]
fn Chosen(
    app: App,
    field: FieldIx,
    label: fn() -> Message,
    name: &'static str,
    codes: &'static [&'static str],
    held: Signal<String>,
) -> impl IntoView {
    let page = app.page();
    let choices = Signal::derive(move || {
        let word = |code: &&str| Choice::new(*code, page.messages().option("settings", name, code));
        codes.iter().map(word).collect::<Vec<_>>()
    });
    view! {
        <SelectField
            label=say(page, label)
            value=held
            choices=choices
            on_change=move |code: String| write_value(app, field, Some(Value::text(code)))
        />
    }
}

/// What limits between scores must be.
fn limits_wrong(text: &str) -> Option<Message> {
    let is_right = text.trim().is_empty() || read_limits(text).is_some();
    (!is_right).then(|| message!("insights-limits-wrong"))
}

/// A number between two others, or nothing.
fn number_wrong(text: &str, low: f64, high: f64) -> Option<Message> {
    let number: Option<f64> = text.trim().parse().ok();
    let is_right = text.trim().is_empty() || number.is_some_and(|n| (low..=high).contains(&n));
    let words = |number: f64| number.to_string();
    (!is_right).then(|| {
        message!(
            "insights-number-wrong",
            low = words(low),
            high = words(high)
        )
    })
}

/// The card with all assumptions about value.
#[component]
pub(super) fn AssumptionsCard(app: App) -> impl IntoView {
    let page = app.page();
    let assumed = Memo::new(move |_| {
        let live = app.live();
        let today = app.today();
        Assumptions::of(&live.record(settings::ID), today)
    });
    let of = move |words: fn(App, &Assumptions) -> String| {
        Signal::derive(move || words(app, &assumed.read()))
    };
    let months_of = |app: App, months: f64| {
        let words = message!("insights-months-count", count = months.round() as usize);
        app.page().text(&words)
    };
    let held = move |code: fn(&Assumptions) -> &'static str| {
        Signal::derive(move || code(&assumed.read()).to_owned())
    };
    view! {
        <Card title=say(page, || message!("value-assumptions"))>
            <div class="insights__assumptions">
                <Assumed
                    app=app
                    field=settings::ANALYSIS_DATE
                    label=|| message!("field-settings-analysis_date")
                    kind=InlineKind::Date
                    shown=of(|app, assumed| {
                        let today = app.today();
                        app.format()
                            .map(|format| format.date_near(assumed.frame.as_of, today))
                            .unwrap_or_default()
                    })
                />
                <Assumed
                    app=app
                    field=settings::ANALYSIS_MONTHS
                    label=|| message!("field-settings-analysis_months")
                    shown=Signal::derive(move || months_of(app, f64::from(assumed.read().months)))
                    check=|text| number_wrong(text, 1.0, crate::scoring::assumptions::MONTHS_MAX)
                />
                <Chosen
                    app=app
                    field=settings::VALUE_WEIGHT
                    label=|| message!("field-settings-value_weight")
                    name="value_weight"
                    codes=settings::VALUE_WEIGHTS
                    held=held(|assumed| assumed.weight.code())
                />
                <Assumed
                    app=app
                    field=settings::VALUE_FACTOR
                    label=|| message!("field-settings-value_factor")
                    shown=of(|app, assumed| number(app, assumed.factor, 4))
                    check=|text| number_wrong(text, 0.0, 1e6)
                />
                <Assumed
                    app=app
                    field=settings::LIFETIME_MONTHS
                    label=|| message!("field-settings-lifetime_months")
                    shown=Signal::derive(move || months_of(app, assumed.read().outlook.months))
                    check=|text| number_wrong(text, 0.0, crate::scoring::assumptions::AHEAD_MAX)
                />
                <Assumed
                    app=app
                    field=settings::DISCOUNT
                    label=|| message!("field-settings-discount")
                    shown=of(|app, assumed| super::words::percent(app, assumed.outlook.discount))
                    check=|text| number_wrong(text, 0.0, 1e4)
                />
                <Assumed
                    app=app
                    field=settings::MARGIN
                    label=|| message!("field-settings-margin")
                    shown=of(|app, assumed| super::words::percent(app, assumed.outlook.margin))
                    check=|text| number_wrong(text, 0.0, 1e4)
                />
                <Chosen
                    app=app
                    field=settings::TIME_UNIT
                    label=|| message!("field-settings-time_unit")
                    name="time_unit"
                    codes=settings::TIME_UNITS
                    held=held(|assumed| assumed.unit.code())
                />
                <LimitsRows app=app />
            </div>
        </Card>
    }
}

/// The limits between the scores: quintiles until the user sets others.
#[component]
fn LimitsRows(app: App) -> impl IntoView {
    let limits = Memo::new(move |_| {
        let analysis = analysed(app);
        let of = analysis.rfm.thresholds;
        let units = crate::scoring::lifetime::minor_units(analysis.histories.currency);
        [
            of.recency,
            of.frequency,
            of.monetary.map(|limit| limit / units),
        ]
    });
    let words = move |at: usize| {
        Signal::derive(move || {
            let limits: Option<Limits> = limits.read().get(at).copied();
            let rounded = limits.map(|limits| limits.map(|limit| (limit * 100.0).round() / 100.0));
            rounded
                .map(|limits| write_limits(&limits))
                .unwrap_or_default()
        })
    };
    view! {
        <Assumed
            app=app
            field=settings::RECENCY_LIMITS
            label=|| message!("field-settings-recency_limits")
            shown=words(0)
            check=limits_wrong
        />
        <Assumed
            app=app
            field=settings::FREQUENCY_LIMITS
            label=|| message!("field-settings-frequency_limits")
            shown=words(1)
            check=limits_wrong
        />
        <Assumed
            app=app
            field=settings::MONETARY_LIMITS
            label=|| message!("field-settings-monetary_limits")
            shown=words(2)
            check=limits_wrong
        />
    }
}
