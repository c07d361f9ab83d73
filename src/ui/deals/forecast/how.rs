//! How a forecast is worked out, in a sentence for each of its words; with what all open deals come to by
//! what became of earlier ones, and at which rate these were won.

use super::chart::category_name;
use super::{Seen, weighted};
use crate::message;
use crate::ui::app::say;
use crate::ui::components::Card;
use crate::ui::follow::shown;
use crate::ui::insights::words::percent;
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn HowCard(seen: Seen) -> impl IntoView {
    let page = seen.app.page();
    let terms = move || {
        let found = seen.found.read();
        let currency = seen.currency.get();
        let totals = &found.totals;
        let by_history = currency.map_or(0, |currency| totals.by_history.of(currency).minor());
        let (won, closed) = found.history.iter().fold((0, 0), |(won, closed), one| {
            (won + one.closed.part, closed + one.closed.of)
        });
        let history = if closed == 0 {
            message!("forecast-how-history-none")
        } else {
            message!(
                "forecast-how-history",
                share = percent(seen.app, won as f64 / closed as f64),
                count = closed,
                amount = seen.money(by_history)
            )
        };
        let term = |name: String, words: String| {
            view! {
                <div class="forecast__term"><dt>{name}</dt><dd>{words}</dd></div>
            }
        };
        [
            (
                category_name(seen, "commit"),
                message!("forecast-how-commit"),
            ),
            (
                category_name(seen, "best_case"),
                message!("forecast-how-best-case"),
            ),
            (
                category_name(seen, "pipeline"),
                message!("forecast-how-pipeline"),
            ),
            (
                page.text(&message!("forecast-weighted")),
                message!(
                    "forecast-how-weighted",
                    amount = seen.money(weighted(&totals.counted, currency))
                ),
            ),
            (page.text(&message!("forecast-by-history")), history),
            (
                page.text(&message!("forecast-band")),
                message!("forecast-how-band"),
            ),
        ]
        .map(|(name, words)| term(name, page.text(&words)))
        .collect_view()
    };
    view! {
        <Card title=say(page, || message!("forecast-how"))>
            <dl class="forecast__terms">{shown(terms)}</dl>
        </Card>
    }
}
