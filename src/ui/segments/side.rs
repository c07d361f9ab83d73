//! Who is in a segment, at the right of its page: how many, what they are like, some of them with the
//! reason.

use crate::domain::{RecordId, RecordKind, customer, segment};
use crate::message;
use crate::query::Filter;
use crate::query::address::encode;
use crate::query::segment::reachable;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, Card, CardRow, Meter, MeterPart, Series};
use crate::ui::customers::shape_of;
use crate::ui::records::facts::FieldFacts;
use crate::workspace::columns::Bits;
use leptos::prelude::*;

/// So many are shown.
const SHOWN: usize = 5;

/// What leads to those in a segment, as a list.
pub(super) fn list_of(app: App, filter: &Filter) -> String {
    app.href(&format!(
        "customers?filter={}",
        encode(&filter.to_json().to_string())
    ))
}

/// The column.
#[component]
pub(super) fn Side(
    /// The app.
    app: App,
    /// The segment.
    id: RecordId,
    /// Its customers.
    #[prop(into)]
    found: Signal<Bits>,
    /// The conditions that find them.
    #[prop(into)]
    filter: Signal<Option<Filter>>,
    /// Why one of them is in it.
    #[prop(into)]
    reason: Callback<RecordId, Option<String>>,
) -> impl IntoView {
    let page = app.page();
    let kind = RecordKind::Customer;
    let count = Memo::new(move |_| found.read().count());
    let total = Memo::new(move |_| app.live().kind(kind).table(kind).live());
    let written = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let share = move || count.get() as f64 / total.get().max(1) as f64;
    let share_words = Signal::derive(move || {
        let percent = app
            .format()
            .map(|format| format.percent(share() * 100.0))
            .unwrap_or_default();
        page.text(&message!(
            "segment-share",
            percent = percent,
            total = written(total.get())
        ))
    });
    // The stages of their lifecycle, the commonest first.
    let stages = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.field(kind, customer::LIFECYCLE);
        let table = workspace.table(kind);
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        for row in found.read().rows() {
            *counts
                .entry(table.text(row, customer::LIFECYCLE).into_owned())
                .or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        crate::domain::order::sort_by(&mut counts, |a, b| {
            b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
        });
        counts
    });
    let stage = move |(code, of): (String, usize)| {
        let label = if code.is_empty() {
            page.text(&message!("segment-no-lifecycle"))
        } else {
            page.messages().option("customer", "lifecycle", &code)
        };
        let share = of as f64 / count.get_untracked().max(1) as f64;
        view! {
            <div class="segment-side__stage">
                <span class="truncate">{label.clone()}</span>
                <Meter label=label text=written(of) parts=vec![MeterPart { share, series: Series::First }] />
                <span>{written(of)}</span>
            </div>
        }
    };
    let mailable = Memo::new(move |_| {
        let live = app.live();
        drop(live.field(kind, customer::CONSENT));
        let workspace = live.field(kind, customer::EMAILS);
        reachable(&workspace, &found.read())
    });
    let some = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.kind(kind);
        let table = workspace.table(kind);
        let ids = found
            .read()
            .rows()
            .filter_map(|row| table.id(row))
            .take(SHOWN);
        ids.collect::<Vec<_>>()
    });
    let one = move |id: RecordId| {
        let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
        let words = move || reason.run(id);
        view! {
            <CardRow>
                <Avatar name=name seed=id.to_string() shape=shape_of(app, id) />
                <span class="record__two">
                    <a class="record__link medium truncate" href=app.record_href(id)>{name}</a>
                    <span class="soft small truncate">{words}</span>
                </span>
            </CardRow>
        }
    };
    let all = move || {
        filter.get().filter(|_| count.get() > 0).map(|filter| {
            let words = page.text(&message!("segment-all", count = written(count.get())));
            view! { <a class="link small" href=list_of(app, &filter)>{words}</a> }
        })
    };
    view! {
        <aside class="segment-side" aria-label=move || page.text(&message!("segment-who"))>
            <p class="segment-side__count" aria-live="polite">
                <b>{move || written(count.get())}</b>
                <span class="soft">{move || page.text(&message!("segment-customers", count = count.get()))}</span>
            </p>
            <Meter label=say(page, || message!("segment-who")) text=share_words parts=Signal::derive(move || vec![MeterPart { share: share(), series: Series::First }]) />
            <p class="soft small">{share_words}</p>
            <Card title=say(page, || message!("segment-like"))>
                {move || stages.get().into_iter().map(stage).collect_view()}
                <p class="segment-side__line">
                    <span class="soft">{move || page.text(&message!("segment-mailable"))}</span>
                    <span class="push">{move || page.text(&message!("segment-of", count = written(mailable.get()), total = written(count.get())))}</span>
                </p>
            </Card>
            <Card title=say(page, || message!("segment-some")) flush=true actions=move || all>
                {move || some.get().into_iter().map(one).collect_view()}
                {move || some.read().is_empty().then(|| view! { <p class="segment-side__none soft">{page.text(&message!("segment-nobody"))}</p> })}
            </Card>
            <Card title=say(page, || message!("customer-details"))>
                <div class="facts"><FieldFacts app=app id=id fields=&[segment::NAME, segment::DESCRIPTION] /></div>
            </Card>
        </aside>
    }
}
