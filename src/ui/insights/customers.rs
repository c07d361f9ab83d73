//! Customers by what they are worth: the figures, what they assume, how value is spread, who buys how,
//! and what is to come.

use super::affinity::BoughtTogether;
use super::assumptions::AssumptionsCard;
use super::cohorts::CohortGrid;
use super::groups::{GroupBars, RecencyGrid};
use super::lifetime::{LifetimeCard, TopCustomers};
use super::places::{customers, transactions};
use super::rhythm::MonthBars;
use super::spread::{LorenzCurve, ValueBars, spread};
use super::words::{count, money, percent, sentences};
use crate::i18n::Message;
use crate::message;
use crate::scoring::condition::{bought, worth_at_least};
use crate::ui::app::{App, say};
use crate::ui::follow::shown;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn Customers(app: App) -> impl IntoView {
    view! {
        <Figures app=app />
        <div class="insights__frame">
            <div class="insights__cards">
                <ValueBars app=app />
                <LorenzCurve app=app />
                <RecencyGrid app=app />
                <GroupBars app=app />
                <MonthBars app=app />
                <CohortGrid app=app by_month=true />
                <div class="insights__wide"><BoughtTogether app=app /></div>
                <div class="insights__wide"><TopCustomers app=app /></div>
                <div class="insights__wide"><LeftOut app=app /></div>
            </div>
            <div class="insights__side">
                <AssumptionsCard app=app />
                <LifetimeCard app=app />
            </div>
        </div>
    }
}

/// A figure with its name, which opens its list.
#[component]
fn Stat(
    label: fn() -> Message,
    app: App,
    value: Signal<String>,
    #[prop(into)] href: Signal<String>,
) -> impl IntoView {
    view! {
        <a class="home-stat" href=href>
            <span class="home-stat__label">{say(app.page(), label)}</span>
            <span class="home-stat__value">{value}</span>
        </a>
    }
}

/// The figures of the whole: V = R × N × P with each factor.
#[component]
fn Figures(app: App) -> impl IntoView {
    let page = app.page();
    let found = spread(app);
    let sums = Memo::new(move |_| {
        let analysis = analysed(app);
        let of = &analysis.values.of;
        let purchases: u64 = of.iter().map(|of| u64::from(of.count)).sum();
        let revenue: i64 = of.iter().map(|of| of.revenue).sum();
        (purchases, revenue)
    });
    let all = move || customers(app, bought());
    let purchases = Signal::derive(move || {
        let frame = analysed(app).assumptions.frame;
        transactions(app, frame.purchases())
    });
    let top = Signal::derive(move || {
        let found = found.read();
        let top = worth_at_least(found.0.top_from, found.1);
        customers(app, top.unwrap_or_else(bought))
    });
    let amount = move |minor: fn(&crate::scoring::value::Spread) -> i64| {
        Signal::derive(move || {
            let found = found.read();
            money(app, minor(&found.0), found.1)
        })
    };
    view! {
        <section class="card insights__stats" aria-label=say(page, || message!("insights-customers"))>
            <Stat
                app=app
                label=|| message!("insights-buyers-label")
                value=Signal::derive(move || count(app, found.read().0.customers))
                href=all()
            />
            <Stat
                app=app
                label=|| message!("insights-value-total")
                value=amount(|spread| i64::try_from(spread.total).unwrap_or(i64::MAX))
                href=all()
            />
            <Stat
                app=app
                label=|| message!("insights-average-purchase")
                value=Signal::derive(move || {
                    let (purchases, revenue) = sums.get();
                    let average = revenue as f64 / purchases.max(1) as f64;
                    money(app, average.round() as i64, found.read().1)
                })
                href=all()
            />
            <Stat
                app=app
                label=|| message!("insights-purchases")
                value=Signal::derive(move || count(app, sums.get().0 as usize))
                href=purchases
            />
            <Stat
                app=app
                label=|| message!("insights-top-fifth-label")
                value=Signal::derive(move || {
                    let share = found.read().0.top_fifth;
                    share.map(|share| percent(app, share)).unwrap_or_default()
                })
                href=top
            />
            <p class="insights__formula">{say(page, || message!("insights-formula"))}</p>
        </section>
    }
}

/// What is not counted, and why.
#[component]
fn LeftOut(app: App) -> impl IntoView {
    let page = app.page();
    let lines = move || {
        drop(analysed(app));
        let purchases = crate::workspace::purchases::Purchases::of(&app.live().peek());
        let basis = page
            .messages()
            .option("transaction", "kind", purchases.basis);
        let mut lines = vec![page.text(&message!("insights-counted", basis = basis))];
        if purchases.other_currency > 0 {
            let count = purchases.other_currency;
            lines.push(page.text(&message!("insights-other-currency", count = count)));
        }
        if purchases.no_customer > 0 {
            let count = purchases.no_customer;
            lines.push(page.text(&message!("insights-no-customer", count = count)));
        }
        if purchases.cancelled > 0 {
            let count = purchases.cancelled;
            lines.push(page.text(&message!("insights-cancelled", count = count)));
        }
        view! { <p class="insights__note">{sentences(app, &lines)}</p> }
    };
    shown(lines)
}
