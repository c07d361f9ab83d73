//! The cells of the list that say more than a value. Each reads its own record and what it needs
//! of others, so an edit draws one text anew.

use super::{company, place, shape};
use crate::domain::{Number, RecordId, RecordKind, Value, customer};
use crate::live::Live;
use crate::message;
use crate::query::customer::NextStep;
use crate::ui::app::{App, say};
use crate::ui::components::{AvatarShape, Chip, Completeness, NameCell, ScoreBar, Tone};
use crate::ui::follow::shown;
use crate::ui::lists::{asking, depend};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// The next steps with the customers near those in view; none while what finds them is on its way.
pub type Steps = Memo<Option<Arc<HashMap<RecordId, NextStep>>>>;

/// What the list of customers draws itself.
pub(super) fn own_cell(
    app: App,
    id: Memo<Option<RecordId>>,
    path: &str,
    steps: Steps,
) -> Option<AnyView> {
    Some(match path {
        "name" => name_cell(app, id),
        "lifecycle" => lifecycle_chip(app, Signal::derive(move || id.get())),
        "completeness" => completeness_cell(app, id),
        "score" => {
            let score = Memo::new(move |_| Some(worked_out(app, id, "score")?.to_f64() as usize));
            view! { <ScoreBar score=score /> }.into_any()
        }
        "rfm" => {
            let text = Memo::new(move |_| {
                let digits = worked_out(app, id, "rfm").map(|number| number.to_string());
                let digits = digits.unwrap_or_default();
                let apart = digits.split("").filter(|digit| !digit.is_empty());
                apart.collect::<Vec<_>>().join("·")
            });
            view! { <span class="soft">{text}</span> }.into_any()
        }
        "next_step" => {
            let is_known = Memo::new(move |_| steps.read().is_some());
            let step = move || step_of(steps, id.get()?);
            let step = Signal::derive(step);
            shown(move || is_known.get().then(|| next_step(app, step)))
        }
        "last_contact" => {
            let text = Memo::new(move |_| {
                let known = id
                    .get()
                    .and_then(|id| asking::worked_out(app, id, "last_contact"));
                match known.zip(app.format()) {
                    Some((Some(Value::Date(date)), format)) => format.date_near(date, app.today()),
                    Some((_, format)) => format.none(),
                    None => String::new(),
                }
            });
            view! { <span class="soft">{text}</span> }.into_any()
        }
        _ => return None,
    })
}

/// A number that is worked out of a customer; none while it is not known.
fn worked_out(app: App, id: Memo<Option<RecordId>>, path: &str) -> Option<Number> {
    match asking::worked_out(app, id.get()?, path)?? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// The next step with one of the customers near those in view.
pub(super) fn step_of(steps: Steps, id: RecordId) -> Option<NextStep> {
    steps.read().as_ref()?.get(&id).copied()
}

/// The day of the last contact with a customer.
pub(super) fn last_contact(app: App, id: RecordId) -> Option<crate::domain::Date> {
    let live = app.live();
    depend::on_path(&live, RecordKind::Customer, "last_contact");
    crate::query::customer::last_contact(&live.peek(), id, app.clock())
}

fn name_cell(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let text = move |read: fn(&Live, RecordId) -> String| {
        Signal::derive(move || id.get().map(|id| read(&app.live(), id)).unwrap_or_default())
    };
    let meta = move || id.get().map(|id| about(app, id)).unwrap_or_default();
    let shape = Signal::derive(move || {
        let record = id.get().and_then(|id| {
            let live = app.live();
            let workspace = live.record(id);
            workspace.record(id).map(|record| shape(&record))
        });
        record.unwrap_or(AvatarShape::Company)
    });
    let name = text(|live, id| live.record(id).name(id).into_owned());
    let seed = Signal::derive(move || id.get().map(|id| id.to_string()).unwrap_or_default());
    let href = Signal::derive(move || id.get().map(|id| app.record_href(id)).unwrap_or_default());
    view! { <NameCell name=name meta=Signal::derive(meta) seed=seed shape=shape href=href /> }
        .into_any()
}

/// The quiet words beside a name: what a person does and where, the place of a company.
#[must_use]
pub fn about(app: App, id: RecordId) -> String {
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return String::new();
    };
    let company = company(&record).map(|id| live.record(id).name(id).into_owned());
    match (record.text(customer::TITLE), company) {
        ("", None) => place(&record),
        ("", Some(company)) => company,
        (title, None) => title.to_owned(),
        (title, Some(company)) => app.page().text(&message!(
            "customer-person-at",
            title = title,
            company = company
        )),
    }
}

/// Where a customer stands, as a chip.
pub(super) fn lifecycle_chip(app: App, id: Signal<Option<RecordId>>) -> AnyView {
    let code = Memo::new(move |_| {
        let live = app.live();
        let id = id.get()?;
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        Some(record.text(customer::LIFECYCLE).to_owned()).filter(|code| !code.is_empty())
    });
    let label = Signal::derive(move || {
        let code = code.read();
        let code = code.as_deref().unwrap_or_default();
        app.page().messages().option("customer", "lifecycle", code)
    });
    let tone = Signal::derive(move || match code.read().as_deref() {
        Some("customer" | "evangelist") => Tone::Positive,
        Some("opportunity") => Tone::Accent,
        Some("lead" | "mql" | "sql" | "subscriber") => Tone::Info,
        _ => Tone::Neutral,
    });
    let is_said = Memo::new(move |_| code.read().is_some());
    shown(move || {
        is_said
            .get()
            .then(|| view! { <Chip label=label tone=tone /> })
    })
}

fn completeness_cell(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let percent = Memo::new(move |_| id.get().map_or(0, |id| usize::from(completeness(app, id))));
    let label = Signal::derive(move || {
        app.format()
            .map(|format| format.percent(percent.get() as f64))
            .unwrap_or_default()
    });
    view! { <Completeness percent=percent label=label /> }.into_any()
}

/// How complete a customer's record is, in percent.
pub(super) fn completeness(app: App, id: RecordId) -> u8 {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record.map_or(0, |record| crate::query::customer::completeness(&record))
}

/// A next step in words: what and when, or how late it is.
#[must_use]
pub fn step_words(app: App, step: NextStep) -> (String, bool) {
    let page = app.page();
    let live = app.live();
    let what = {
        let workspace = live.record(step.record);
        match step.record.kind {
            RecordKind::Customer => page.messages().field("customer", "next_follow_up"),
            RecordKind::Deal => {
                let record = workspace.record(step.record);
                let said = record
                    .as_ref()
                    .map(|record| record.text(crate::domain::deal::NEXT_STEP))
                    .unwrap_or_default();
                if said.is_empty() {
                    workspace.name(step.record).into_owned()
                } else {
                    said.to_owned()
                }
            }
            _ => workspace.name(step.record).into_owned(),
        }
    };
    let today = app.today();
    let Some(format) = app.format() else {
        return (what, false);
    };
    let late = step.due.days_until(today);
    if late > 0 {
        let span = format.span(u32::try_from(late).unwrap_or_default() * 24 * 60);
        let words = message!("list-step-overdue", step = what, span = span);
        (page.text(&words), true)
    } else {
        let date = format.date_within(step.due, today);
        (
            page.text(&message!("list-step-due", step = what, date = date)),
            false,
        )
    }
}

/// The next step of a customer, red where it is overdue.
pub(super) fn next_step(app: App, step: Signal<Option<NextStep>>) -> AnyView {
    let none = say(app.page(), || message!("list-none-planned"));
    shown(move || match step.get().map(|step| step_words(app, step)) {
        None => view! { <span class="faint">{none}</span> }.into_any(),
        Some((words, is_late)) => {
            let title = words.clone();
            view! {
                <span
                    class="list-page__step truncate"
                    title=title
                    data-late=is_late.then_some("")
                >
                    {words}
                </span>
            }
            .into_any()
        }
    })
}
