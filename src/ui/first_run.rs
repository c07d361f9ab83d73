//! The first run: one question and answers that each begin at once. Name and currency stand above
//! with defaults.

use super::app::{Page, say};
use super::components::{Choice, Glyph, Icon, SelectField, TextField};
use super::founding;
use super::restore::{Into, RestoreSteps};
use super::threshold::ThresholdHead;
use crate::domain::Currency;
use crate::i18n::Message;
use crate::message;
use crate::session::found::Founding;
use crate::session::sample::SAMPLE_CUSTOMERS;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The currencies that are offered first; any other can be set later.
pub(super) const CURRENCIES: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "CNY", "JPY", "CAD", "AUD", "INR", "BRL", "SEK", "PLN",
];

/// The page that stands where no workspace is.
#[component]
pub fn FirstRun(
    /// The page it is in.
    page: Page,
) -> impl IntoView {
    provide_context(page);
    let name = RwSignal::new(untrack(|| page.text(&message!("first-workspace-default"))));
    let currency = RwSignal::new(founding::usual_currency(page.locale_now()).to_owned());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Message>);
    let restoring = RwSignal::new(0_u32);

    let begin = move |make: &dyn Fn(Currency) -> Founding, first: &'static str| {
        let chosen = Currency::parse(&currency.get_untracked()).or_else(|_| Currency::parse("EUR"));
        let (false, Ok(chosen)) = (busy.get_untracked(), chosen) else {
            return;
        };
        busy.set(true);
        let founding = make(chosen);
        spawn_local(async move {
            let host = page.host();
            match host.found(founding).await {
                Ok(slug) => host.go(&format!("{}w/{slug}/{first}", host.base())),
                Err(error) => {
                    busy.set(false);
                    failure.set(Some(super::notice::storage(&error)));
                }
            }
        });
    };
    let begin_empty = move |first| {
        begin(
            &|currency| founding::empty(page, name.get_untracked(), currency),
            first,
        );
    };
    let choices = Signal::derive(move || {
        let intl = page.host().intl(page.locale());
        CURRENCIES
            .iter()
            .filter_map(|code| Currency::parse(code).ok())
            .map(|currency| {
                Choice::new(
                    currency.code(),
                    format!("{} ({})", intl.currency_name(currency), currency.code()),
                )
            })
            .collect::<Vec<_>>()
    });
    view! {
        <div class="first-run">
            <ThresholdHead page=page />
            <main class="first-run__main">
                <h1 class="first-run__question">{move || page.text(&message!("first-question"))}</h1>
                <p class="first-run__intro">{move || page.text(&message!("first-intro"))}</p>
                <div class="first-run__basics">
                    <TextField label=say(page, || message!("first-workspace")) value=name />
                    <SelectField
                        label=say(page, || message!("first-currency"))
                        value=currency
                        choices=choices
                        on_change=move |code| currency.set(code)
                    />
                </div>
                <ul class="first-run__ways">
                    <Way
                        page=page
                        glyph=Glyph::File
                        title=|| message!("first-empty")
                        hint=|| message!("first-empty-hint")
                        note=|| message!("first-empty-time")
                        busy=busy
                        on_press=move |()| begin_empty("customers")
                    />
                    <Way
                        page=page
                        glyph=Glyph::Star
                        title=|| message!("first-sample")
                        hint=|| message!("first-sample-hint", count = SAMPLE_CUSTOMERS)
                        note=|| message!("first-sample-note")
                        busy=busy
                        on_press=move |()| begin(&|currency| founding::sample(page, currency), "home")
                    />
                    <Way
                        page=page
                        glyph=Glyph::Download
                        title=|| message!("first-import")
                        hint=|| message!("first-import-hint")
                        note=|| message!("first-import-note")
                        busy=busy
                        on_press=move |()| begin_empty("import")
                    />
                    <Way
                        page=page
                        glyph=Glyph::Shield
                        title=|| message!("first-restore")
                        hint=|| message!("first-restore-hint")
                        note=|| message!("first-restore-note")
                        busy=busy
                        on_press=move |()| restoring.update(|times| *times += 1)
                    />
                </ul>
                <p class="first-run__join">
                    <a class="link" href=format!("{}join", page.host().base())>
                        {move || page.text(&message!("first-join"))}
                    </a>
                    " "
                    <span>{move || page.text(&message!("first-join-hint"))}</span>
                </p>
                <RestoreSteps page=page into=Into::New asked=restoring />
                <p class="first-run__failure" role="alert">
                    {move || failure.get().map(|message| page.text(&message))}
                </p>
            </main>
            <footer class="first-run__foot">{move || page.text(&message!("first-promise"))}</footer>
        </div>
    }
}

/// One of the ways to begin.
#[component]
fn Way(
    page: Page,
    glyph: Glyph,
    title: fn() -> Message,
    hint: fn() -> Message,
    note: fn() -> Message,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <li class="first-run__way">
            <button class="first-run__button" type="button" aria-disabled=move || busy.get().then_some("true") on:click=move |_| on_press.run(())>
                <span class="first-run__glyph"><Icon glyph=glyph /></span>
                <span class="first-run__title">{move || page.text(&title())}</span>
                <span class="first-run__hint">{move || page.text(&hint())}</span>
                <span class="first-run__note">{move || page.text(&note())}</span>
            </button>
        </li>
    }
}
