//! What would become of a row, in words: what differs, whom it looks like, what is wrong.

use super::sheet::Sheet;
use super::words;
use crate::domain::RecordId;
use crate::exchange::import::{Evidence, FieldChange, Outcome, RowPlan};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::App;
use leptos::prelude::*;

/// How many differences are shown of a row.
const SHOWN: usize = 6;

/// The sentence of a row.
pub(super) fn change(app: App, sheet: Sheet, plan: &RowPlan) -> AnyView {
    let page = app.page();
    let said: Vec<String> = plan
        .problems
        .iter()
        .map(|problem| words::reason(app, sheet, problem))
        .collect();
    let wrong = (!said.is_empty()).then(|| {
        said.into_iter()
            .map(|one| view! { <span class="import__reason">{one}</span> })
            .collect_view()
    });
    let outcome = match &plan.outcome {
        Outcome::Changed { changes, .. } => differences(app, sheet, changes).into_any(),
        Outcome::Duplicate {
            id,
            of_row,
            evidence,
            changes,
            ..
        } => view! {
            {like(app, *id, *of_row, *evidence)}
            {(!changes.is_empty()).then(|| differences(app, sheet, changes))}
        }
        .into_any(),
        Outcome::Deleted => {
            view! { <span class="soft">{page.text(&message!("import-deleted"))}</span> }.into_any()
        }
        Outcome::New | Outcome::Same { .. } | Outcome::Problem => ().into_any(),
    };
    view! { {wrong} {outcome} }.into_any()
}

/// Whom a row looks like, with a link where that is a record.
fn like(app: App, id: RecordId, of_row: Option<u32>, evidence: Evidence) -> AnyView {
    let page = app.page();
    if let Some(row) = of_row {
        let words = page.text(&message!("import-same-row", row = row));
        return view! { <span class="import__reason">{words}</span> }.into_any();
    }
    let name = app.live().peek().name(id).into_owned();
    let words = page.text(&same(evidence, &name));
    view! {
        <a class="link import__reason" href=app.record_href(id) target="_blank">{words}</a>
    }
    .into_any()
}

fn same(evidence: Evidence, name: &str) -> Message {
    match evidence {
        Evidence::Id => message!("import-same-id", name = name),
        Evidence::Key => message!("import-same-key", name = name),
        Evidence::Email => message!("import-same-email", name = name),
        Evidence::Phone => message!("import-same-phone", name = name),
        Evidence::Name => message!("import-same-name", name = name),
    }
}

/// Before and after of each field that differs.
fn differences(app: App, sheet: Sheet, changes: &[FieldChange]) -> impl IntoView + use<> {
    let page = app.page();
    let kind = sheet.kind();
    let own = untrack(|| sheet.own_fields());
    let rest = changes.len().saturating_sub(SHOWN);
    let shown: Vec<_> = changes
        .iter()
        .take(SHOWN)
        .map(|change| {
            let label = words::register(app, kind, &change.key, &own);
            let text = |value: &Option<_>| {
                let value = value.as_ref()?;
                Some(words::value(app, kind, &change.key, value))
            };
            let before = text(&change.before).map(|before| {
                view! {
                    <del class="import__before">
                        <span class="visually-hidden">{page.text(&message!("import-was"))}" "</span>
                        {before}
                    </del>
                    " "
                }
            });
            let after = text(&change.after).map(|after| {
                view! {
                    <ins class="import__after">
                        <span class="visually-hidden">
                            {page.text(&message!("import-becomes-word"))}" "
                        </span>
                        {after}
                    </ins>
                }
            });
            view! { <span class="import__difference">{label}" " {before} {after}</span> }
        })
        .collect();
    let rest = (rest > 0).then(|| {
        let words = page.text(&message!("import-more-fields", count = rest));
        view! { <span class="soft">{words}</span> }
    });
    view! { {shown} {rest} }
}
