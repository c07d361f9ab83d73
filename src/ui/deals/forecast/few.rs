//! On which few deals a month hangs: the largest ones of the month that weighs most.

use super::{Seen, span_name, weighted};
use crate::domain::RecordId;
use crate::message;
use crate::query::sales::forecast::{ForecastRow, Largest, Span};
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::ui::follow::shown;
use crate::ui::insights::words::{linked, percent};
use leptos::prelude::*;

fn name(app: App, id: RecordId) -> String {
    app.live().record(id).name(id).into_owned()
}

/// The sentence, each deal a link.
fn sentence(seen: Seen, row: &ForecastRow, largest: &Largest) -> Option<AnyView> {
    let app = seen.app;
    let month = span_name(app, row.span);
    let share = percent(app, largest.share);
    let amount = seen.money(largest.weighted_without.minor());
    let ids: Vec<RecordId> = largest.deals.iter().map(|(id, _)| *id).collect();
    let words = match ids.as_slice() {
        [] => return None,
        [first] => message!(
            "forecast-few-one",
            share = share,
            month = month,
            first = name(app, *first)
        ),
        [first, second] => message!(
            "forecast-few-two",
            share = share,
            month = month,
            first = name(app, *first),
            second = name(app, *second),
            amount = amount
        ),
        [first, second, third, ..] => message!(
            "forecast-few-three",
            share = share,
            month = month,
            first = name(app, *first),
            second = name(app, *second),
            third = name(app, *third),
            amount = amount
        ),
    };
    let href = |argument: &str| {
        let at = ["first", "second", "third"]
            .iter()
            .position(|one| *one == argument)?;
        ids.get(at).map(|id| app.record_href(*id))
    };
    Some(linked(app, &words, href))
}

/// The card; none where no month has deals.
#[component]
pub(super) fn FewCard(seen: Seen) -> impl IntoView {
    let words = move || {
        let found = seen.found.read();
        let currency = seen.currency.get();
        let months = found.rows.iter();
        let months = months.filter(|row| matches!(row.span, Span::Month(_)));
        let row = months.max_by_key(|row| weighted(&row.counted, currency))?;
        let mut largest = row.largest.iter();
        let largest = largest.find(|one| Some(one.weighted_without.currency()) == currency)?;
        let sentence = sentence(seen, row, largest)?;
        Some(view! {
            <Card title=say(seen.app.page(), || message!("forecast-few"))>
                <p class="forecast__words">{sentence}</p>
            </Card>
        })
    };
    shown(words)
}
