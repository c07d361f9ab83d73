//! How this browser's reader has values written: the clock of which zone, how large amounts are made
//! short, how days are written.

use super::zones;
use crate::domain::{Currency, Money};
use crate::i18n::style::{Amounts, Dates, Style};
use crate::i18n::{Format, Message};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Choice, Segment, Segmented, SelectField};
use crate::ui::host::Preference;
use leptos::prelude::*;

/// The rows, of which each is its label and its control.
#[component]
pub(super) fn ReadingRows(app: App) -> impl IntoView {
    let page = app.page();
    let row = move |label: fn() -> Message, control: AnyView| {
        view! {
            <div class="settings__look">
                <span aria-hidden="true">{move || page.text(&label())}</span>
                {control}
            </div>
        }
    };
    view! {
        {row(|| message!("settings-zone"), view! { <ZoneChoice app=app /> }.into_any())}
        <p class="settings__note" role="status">
            {move || {
                let time = app.format().map(|format| format.time(app.minute()));
                let zone = app.clock().zone.offset_at(app.minute().to_ms());
                page.text(&message!(
                    "settings-zone-now",
                    offset = offset(zone),
                    time = time.unwrap_or_default(),
                ))
            }}
        </p>
        {row(|| message!("settings-dates"), view! { <DatesChoice app=app /> }.into_any())}
        {row(|| message!("settings-amounts"), view! { <AmountsChoice app=app /> }.into_any())}
    }
}

/// How far a clock is from UTC, as people write it: UTC+05:30, UTC−03:00.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let minutes = minutes.abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The zone of the reader's clock.
#[component]
fn ZoneChoice(app: App) -> impl IntoView {
    let page = app.page();
    let held = RwSignal::new(
        page.host()
            .preference(Preference::TimeZone)
            .unwrap_or_default(),
    );
    let choices = Signal::derive(move || {
        let device = page.host().device_zone();
        let own = page.text(&match device.map(|zone| zones::name(page, &zone)) {
            Some(city) => message!("settings-zone-device", city = city),
            None => message!("settings-zone-device-unnamed"),
        });
        zones::choices(page, own, &held.read())
    });
    let choose = move |zone: String| {
        page.set_zone(Some(zone.as_str()).filter(|zone| !zone.is_empty()));
        held.set(zone);
    };
    view! {
        <SelectField
            label=say(page, || message!("settings-zone"))
            value=held
            choices=choices
            quiet=true
            on_change=choose
        />
    }
}

/// How days are written, each way by an example.
#[component]
fn DatesChoice(app: App) -> impl IntoView {
    let page = app.page();
    let segments = Signal::derive(move || {
        let example = |dates| {
            let style = Style {
                dates,
                ..page.style()
            };
            // Of another year, or the year would be left out.
            let day = app.today();
            page.format().styled(style).date(day, day.add_months(-12))
        };
        let segments = Dates::ALL.map(|dates| Segment::new(dates.code(), example(dates)));
        segments.to_vec()
    });
    let choose = move |code: String| {
        if let Some(dates) = Dates::from_code(&code) {
            let style = untrack(|| page.style());
            page.set_style(Style { dates, ..style });
        }
    };
    view! {
        <Segmented
            label=say(page, || message!("settings-dates"))
            value=Signal::derive(move || page.style().dates.code().to_owned())
            segments=segments
            on_change=choose
        />
    }
}

/// How large amounts are made short, each way by an example in the workspace's currency.
#[component]
fn AmountsChoice(app: App) -> impl IntoView {
    let page = app.page();
    let choices = Signal::derive(move || {
        let currency = app.currency().unwrap_or(Currency::EURO);
        let choice = |amounts: Amounts| {
            let style = Style {
                amounts,
                ..page.style()
            };
            let format = app.format().map(|format| format.styled(style));
            let example = format.map(|format| example(&format, currency));
            let example = example.unwrap_or_default();
            let label = match amounts {
                Amounts::Language => message!("settings-amounts-language", example = example),
                Amounts::Thousands => message!("settings-amounts-thousands", example = example),
                Amounts::Myriads => message!("settings-amounts-myriads", example = example),
                Amounts::Full => message!("settings-amounts-full", example = example),
            };
            Choice::new(amounts.code(), page.text(&label))
        };
        Amounts::ALL.map(choice).to_vec()
    });
    let choose = move |code: String| {
        if let Some(amounts) = Amounts::from_code(&code) {
            let style = untrack(|| page.style());
            page.set_style(Style { amounts, ..style });
        }
    };
    view! {
        <SelectField
            label=say(page, || message!("settings-amounts"))
            value=Signal::derive(move || page.style().amounts.code().to_owned())
            choices=choices
            quiet=true
            on_change=choose
        />
    }
}

/// An amount that shows what a style does.
fn example(format: &Format, currency: Currency) -> String {
    let amount = Money::parse("4620000", currency);
    amount.map_or_else(|_| String::new(), |amount| format.money_compact(amount))
}
