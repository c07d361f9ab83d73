//! Insights: who buys and how often, what customers are worth, what they need, where deals stop and which
//! are won, what is foreseen of them. Each part is a page of its own address; each figure opens the list behind it. What the figures
//! are is the scoring's and the queries' matter.

mod affinity;
pub(super) mod assumptions;
mod closed;
mod cohorts;
mod customers;
mod funnel;
mod groups;
mod lifetime;
mod models;
mod needs;
pub(super) mod places;
mod rates;
mod rhythm;
mod sales;
mod spread;
pub(super) mod words;

use super::app::{App, say, use_app};
use super::components::{PageHeader, Placeholder};
use super::follow::shown;
use super::lists::scored::analysed_soon;
use crate::domain::settings;
use crate::i18n::{Message, Messages, WordsApart};
use crate::message;
use crate::scoring::assumptions::Assumptions;
use crate::ui::routes::use_name;
use leptos::prelude::*;

/// A part of the insights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Overview,
    Customers,
    Needs,
    Sales,
    Models,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::Overview,
        Self::Customers,
        Self::Needs,
        Self::Sales,
        Self::Models,
    ];

    /// Its address inside the insights; the overview is the insights' own.
    const fn code(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Customers => "customers",
            Self::Needs => "needs",
            Self::Sales => "sales",
            Self::Models => "models",
        }
    }

    fn label(self) -> Message {
        match self {
            Self::Overview => message!("insights-overview"),
            Self::Customers => message!("insights-customers"),
            Self::Needs => message!("insights-needs"),
            Self::Sales => message!("insights-sales"),
            Self::Models => message!("insights-models"),
        }
    }
}

/// The page.
#[component]
pub fn InsightsPage() -> impl IntoView {
    use_app().map(|app| view! { <Insights app=app /> })
}

#[component]
fn Insights(app: App) -> impl IntoView {
    let apart = [
        WordsApart::forecast(),
        WordsApart::insights(),
        WordsApart::models(),
        WordsApart::sales(),
    ];
    apart.into_iter().for_each(Messages::learn_apart);
    let page = app.page();
    let name = use_name(app, "insights");
    let part = Memo::new(move |_| {
        let code = name.read();
        let found = Part::ALL.into_iter().find(|part| part.code() == *code);
        found.unwrap_or(Part::Overview)
    });
    let link = move |of: Part| {
        let href = match of.code() {
            "" => app.href("insights"),
            code => app.href(&format!("insights/{code}")),
        };
        view! {
            <li>
                <a
                    class="insights__link"
                    href=href
                    aria-current=move || (part.get() == of).then_some("page")
                >
                    {move || page.text(&of.label())}
                </a>
            </li>
        }
    };
    let note = Signal::derive(move || {
        let today = app.today();
        let assumed = Assumptions::of(&app.live().record(settings::ID), today);
        let count = assumed.months as usize;
        let format = app.format().filter(|_| assumed.frame.as_of != today);
        let day = format.map(|format| format.date(assumed.frame.as_of, today));
        let words = match (part.get(), day) {
            (Part::Models, _) => message!("models-note"),
            (Part::Sales, Some(day)) => message!("sales-months-to", count = count, day = day),
            (Part::Sales, None) => message!("sales-months", count = count),
            (_, Some(day)) => message!("insights-months-to", count = count, day = day),
            (_, None) => message!("insights-months", count = count),
        };
        Some(page.text(&words))
    });
    let body = move || match part.get() {
        Part::Overview => once_analysed(app, move || view! { <Overview app=app /> }.into_any()),
        Part::Customers => once_analysed(app, move || {
            view! { <customers::Customers app=app /> }.into_any()
        }),
        Part::Needs => view! { <needs::NeedsPart app=app /> }.into_any(),
        Part::Sales => view! { <sales::Sales app=app /> }.into_any(),
        Part::Models => view! { <models::Models app=app /> }.into_any(),
    };
    view! {
        <div class="page">
            <div class="page__scroll">
                <PageHeader title=say(page, || message!("insights-title")) note=note>
                    <nav class="insights__parts" aria-label=say(page, || message!("insights-title"))>
                        <ul>{Part::ALL.map(link).collect_view()}</ul>
                    </nav>
                </PageHeader>
                {shown(body)}
            </div>
        </div>
    }
}

/// What shows the analysis of customers, once it is there; what is written later is analysed where it
/// shows.
fn once_analysed(app: App, view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let page = app.page();
    let is_there =
        Memo::new(move |was: Option<&bool>| was == Some(&true) || analysed_soon(app).is_some());
    shown(move || {
        if is_there.get() {
            return view();
        }
        view! { <Placeholder label=say(page, || message!("busy-loading")) /> }.into_any()
    })
}

/// The questions that are asked first.
#[component]
fn Overview(app: App) -> impl IntoView {
    view! {
        <div class="insights__cards">
            <groups::RecencyGrid app=app />
            <cohorts::CohortGrid app=app />
            <funnel::FunnelBars app=app />
            <needs::NeedLines app=app />
            <spread::ValueBars app=app />
        </div>
    }
}
