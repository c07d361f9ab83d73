//! Which products are bought together, and whom the other could be offered to.

use super::places::{customers, transactions};
use super::words::{linked, number, percent};
use crate::domain::{RecordId, RecordKind, product, transaction};
use crate::message;
use crate::scoring::affinity::affinity;
use crate::scoring::together::Together;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::ui::follow::shown;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn BoughtTogether(app: App) -> impl IntoView {
    let page = app.page();
    let found = Memo::new(move |_| {
        let frame = analysed(app).assumptions.frame;
        let live = app.live();
        drop(live.field(RecordKind::Transaction, transaction::LINES));
        drop(live.field(RecordKind::Product, product::NAME));
        (affinity(&live.peek(), frame), frame)
    });
    let body = move || {
        let found = found.read();
        let (affinity, frame) = (&found.0, found.1);
        if affinity.together.is_empty() {
            let nothing = page.text(&match affinity.baskets {
                0 => message!("insights-affinity-no-lines"),
                _ => message!("insights-affinity-none"),
            });
            return view! { <p class="insights__note insights__note--in">{nothing}</p> }.into_any();
        }
        let live = app.live();
        let workspace = live.peek();
        let name = |product: RecordId| workspace.name(product).into_owned();
        let line = |of: &Together<RecordId>| {
            let other = name(of.names.1);
            let said = message!(
                "insights-affinity-line",
                one = name(of.names.0),
                other = other.clone(),
                share = percent(app, of.pair.confidence()),
                lift = number(app, of.pair.lift(), 1),
                count = of.pair.both
            );
            let both = transactions(app, of.purchases(frame));
            let likely = customers(app, of.likely());
            let open = message!("insights-affinity-likely", other = other);
            view! {
                <li class="card__row insights__together">
                    <span>{linked(app, &said, |name| (name == "count").then(|| both.clone()))}</span>
                    <a class="link" href=likely>{page.text(&open)}</a>
                </li>
            }
        };
        view! { <ul class="insights__list">{affinity.together.iter().map(line).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <Card title=say(page, || message!("insights-affinity-title")) flush=true>
            {shown(body)}
        </Card>
    }
}
