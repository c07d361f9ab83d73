//! Models: outcomes that are foreseen from what is known before them. Each says what it learnt, on how
//! many records and how good it is on those it had not seen; and a new one is made of a question and the
//! fields that may answer it. What is learnt, and how, is the scoring's matter.

mod fitted;
mod fitting;
mod making;

use crate::domain::{RecordId, RecordKind};
use crate::i18n::Message;
use crate::message;
use crate::scoring::model::ask::Unfitted;
use crate::scoring::model::fit::{COEFFICIENTS_MAX, OUTCOMES_MIN};
use crate::scoring::model::{Refusal, Warning};
use crate::ui::app::App;
use crate::ui::foretold::field_name;
use crate::ui::insights::words::{number, percent};
use leptos::prelude::*;

/// The models, the newest first.
fn newest_first(app: App) -> Vec<RecordId> {
    let live = app.live();
    let workspace = live.kind(RecordKind::Model);
    let table = workspace.table(RecordKind::Model);
    let mut ids: Vec<RecordId> = table.live_rows().filter_map(|row| table.id(row)).collect();
    ids.sort();
    ids.reverse();
    ids
}

/// The part.
#[component]
pub(super) fn Models(app: App) -> impl IntoView {
    let models = Memo::new(move |_| newest_first(app));
    view! {
        <div class="insights__cards">
            <making::Making app=app />
            <For each=move || models.get() key=|id| *id let(id)>
                <fitted::Fitted app=app id=id />
            </For>
        </div>
    }
}

/// Why no model came of it, in a sentence.
fn unfitted(app: App, kind: RecordKind, why: &Unfitted) -> String {
    let page = app.page();
    match why {
        Unfitted::Problems(problems) => {
            let first = problems.first();
            let rule = first.map(|problem| page.messages().rule(&problem.rule));
            rule.unwrap_or_default()
        }
        Unfitted::Refused(refusal) => page.text(&refused(app, kind, refusal)),
    }
}

fn refused(app: App, kind: RecordKind, refusal: &Refusal) -> Message {
    match refusal {
        Refusal::NoRecords => message!("models-no-records"),
        Refusal::OneOutcome(true) => message!("models-all-have"),
        Refusal::OneOutcome(false) => message!("models-none-has"),
        Refusal::TooFew { events, others } => message!(
            "models-too-few",
            events = *events,
            others = *others,
            least = OUTCOMES_MIN
        ),
        Refusal::NoFeature => message!("models-no-field"),
        Refusal::Leak(fields) => {
            let names: Vec<String> = fields
                .iter()
                .map(|path| field_name(app, kind, path))
                .collect();
            let list = app.format().map(|format| format.list(&names));
            message!("models-leak", fields = list.unwrap_or_default())
        }
        Refusal::TooManyCoefficients(count) => {
            message!("models-too-many", count = *count, most = COEFFICIENTS_MAX)
        }
        Refusal::Separated => message!("models-parted"),
        Refusal::Unsettled => message!("models-unsettled"),
    }
}

/// What to know of a fit, in a sentence.
fn warned(app: App, kind: RecordKind, warning: &Warning) -> String {
    let field = |path: &str| field_name(app, kind, path);
    app.page().text(&match warning {
        Warning::FewEvents { for_each } => {
            message!("models-few-events", number = number(app, *for_each, 1))
        }
        Warning::RidgeForFewEvents { for_each } => {
            message!("models-ridge-few", number = number(app, *for_each, 1))
        }
        Warning::Separated => message!("models-ridge-parted"),
        Warning::Constant { feature } => message!("models-constant", field = field(feature)),
        Warning::Redundant { feature, .. } => {
            message!("models-redundant", field = field(feature))
        }
        Warning::Pooled { feature, levels } => {
            message!("models-pooled", field = field(feature), count = *levels)
        }
        Warning::OtherCurrency { feature, rows } => {
            message!(
                "models-other-currency",
                field = field(feature),
                count = *rows
            )
        }
        Warning::Missing { feature, share } => message!(
            "models-missing",
            field = field(feature),
            share = percent(app, *share)
        ),
        Warning::CheckedOnPart { rows } => message!("models-checked-on", count = *rows),
        Warning::NotChecked => message!("models-not-checked"),
    })
}
