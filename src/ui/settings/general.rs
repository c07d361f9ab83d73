//! What the workspace is called, who one is, in which currency and country it works; and how this
//! browser shows it. The former are records and can be taken back, the latter are preferences.

use super::reading::ReadingRows;
use crate::domain::problem::Rule;
use crate::domain::{Currency, FieldIx, Key, RecordId, RecordKind, owner, settings};
use crate::i18n::Locale;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Choice, InlineField, Segment, Segmented, SelectField};
use crate::ui::first_run::CURRENCIES;
use crate::ui::host::Preference;
use crate::ui::lists::columns::show_density;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, type_of};
use leptos::prelude::*;

/// The page.
#[component]
pub(super) fn General(app: App) -> impl IntoView {
    let page = app.page();
    let me = app.live().writer().machine().author();
    view! {
        <div class="settings__cards">
            <Card title=say(page, || message!("settings-workspace"))>
                <div class="settings__facts">
                    <Fact app=app id=settings::ID field=settings::NAME />
                    {me.map(|me| view! { <Fact app=app id=me field=owner::NAME /> })}
                    <CurrencyFact app=app />
                    <WeekdayFact app=app />
                    <RegionFact app=app />
                    <p class="settings__note settings__hint">
                        {move || page.text(&message!("settings-region-hint"))}
                    </p>
                </div>
            </Card>
            <Card title=say(page, || message!("settings-this-browser"))>
                <Looks app=app />
            </Card>
        </div>
    }
}

/// Writes a field of a record; gives back the sentence that refuses it. What was refused and said
/// otherwise leaves the field as it was.
pub(super) fn write(app: App, id: RecordId, key: &Key, text: &str) -> Option<String> {
    try_write(app, id, key, text).err().flatten()
}

/// Writes a field of a record.
///
/// # Errors
/// The sentence that refuses it; none where that was said already.
pub(super) fn try_write(
    app: App,
    id: RecordId,
    key: &Key,
    text: &str,
) -> Result<(), Option<String>> {
    let words = |rule: &Rule| Some(app.page().messages().rule(rule));
    let live = app.live();
    let value = {
        let workspace = live.peek();
        let of = type_of(&workspace, id.kind, key).ok_or(None)?;
        parse(of, text, &InputContext::of(&workspace))
    };
    let fields = vec![(key.clone(), value.map_err(|rule| words(&rule))?)];
    let edit = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    app.execute(&edit).map_err(|error| match error {
        CommandError::Invalid(problems) => {
            problems.first().and_then(|problem| words(&problem.rule))
        }
        _ => None,
    })
}

/// A field of the settings or of an owner, edited where it stands.
#[component]
fn Fact(app: App, id: RecordId, field: FieldIx) -> impl IntoView {
    let page = app.page();
    let label = Signal::derive(move || {
        if id.kind == RecordKind::Owner {
            return page.text(&message!("settings-my-name"));
        }
        let name = id.kind.field(field).map(|field| field.name);
        page.messages()
            .field(id.kind.code(), name.unwrap_or_default())
    });
    let value = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id);
        record.map_or_else(String::new, |record| record.text(field).to_owned())
    });
    let commit = move |text: String| write(app, id, &Key::one(field), &text);
    view! {
        <InlineField
            label=label
            value=value
            empty=say(page, || message!("field-add-value"))
            edit_label=say(page, || message!("action-edit"))
            hint=say(page, || message!("field-escape-cancels"))
            on_commit=commit
        />
    }
}

/// The countries that most numbers are dialled in; another one that a file brought is listed too.
const REGIONS: &[&str] = &[
    "AE", "AR", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CL", "CN", "CO", "CZ", "DE", "DK", "EE",
    "EG", "ES", "FI", "FR", "GB", "GR", "HK", "HR", "HU", "ID", "IE", "IL", "IN", "IS", "IT", "JP",
    "KR", "LT", "LU", "LV", "MA", "MO", "MX", "MY", "NG", "NL", "NO", "NZ", "PE", "PH", "PL", "PT",
    "RO", "RS", "SA", "SE", "SG", "SI", "SK", "TH", "TR", "TW", "UA", "US", "VN", "ZA",
];

/// The currency of amounts that name none.
#[component]
fn CurrencyFact(app: App) -> impl IntoView {
    let page = app.page();
    let choices = move |own: &str| {
        let intl = page.host().intl(page.locale());
        let codes = with_own(CURRENCIES, own);
        let known = codes
            .into_iter()
            .filter_map(|code| Currency::parse(code).ok());
        known
            .map(|currency| {
                let name = intl.currency_name(currency);
                Choice::new(currency.code(), format!("{name} ({})", currency.code()))
            })
            .collect()
    };
    view! { <ChoiceFact app=app field=settings::CURRENCY label=|| message!("field-settings-currency") choices=choices /> }
}

/// The country in which numbers without a code are dialled.
#[component]
fn RegionFact(app: App) -> impl IntoView {
    let page = app.page();
    let choices = move |own: &str| {
        let intl = page.host().intl(page.locale());
        let codes = with_own(REGIONS, own).into_iter();
        let mut known: Vec<Choice> = codes
            .map(|code| Choice::new(code, intl.country_name(code)))
            .collect();
        known.sort_by(|one, other| intl.compare(&one.label, &other.label));
        known.insert(0, Choice::new("", page.text(&message!("field-no-choice"))));
        known
    };
    view! { <ChoiceFact app=app field=settings::REGION label=|| message!("field-settings-region") choices=choices /> }
}

/// The day that weeks begin with.
#[component]
fn WeekdayFact(app: App) -> impl IntoView {
    let page = app.page();
    let choices = move |own: &str| {
        // Where nobody said, weeks begin on Monday.
        let first = if own.is_empty() { "" } else { "monday" };
        let name = |code: &str| page.messages().option("settings", "first_weekday", code);
        let known = [
            (first, "monday"),
            ("sunday", "sunday"),
            ("saturday", "saturday"),
        ];
        let known = known.map(|(value, code)| Choice::new(value, name(code)));
        known.to_vec()
    };
    view! { <ChoiceFact app=app field=settings::FIRST_WEEKDAY label=|| message!("field-settings-first_weekday") choices=choices /> }
}

/// Codes, and the one that is held where it is none of them.
fn with_own<'c>(usual: &[&'c str], own: &'c str) -> Vec<&'c str> {
    let mut codes = usual.to_vec();
    if !own.is_empty() && !codes.contains(&own) {
        codes.push(own);
    }
    codes
}

/// A field of the settings that is one of several codes.
#[component]
fn ChoiceFact<C>(
    app: App,
    field: FieldIx,
    label: fn() -> crate::i18n::Message,
    /// The choices, where this is the code that is held.
    choices: C,
) -> impl IntoView
where
    C: Fn(&str) -> Vec<Choice> + Send + Sync + 'static,
{
    let page = app.page();
    let value = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(settings::ID);
        let record = workspace.record(settings::ID);
        record.map_or_else(String::new, |record| record.text(field).to_owned())
    });
    let commit = move |code: String| {
        if let Some(refusal) = write(app, settings::ID, &Key::one(field), &code) {
            app.say_failure(&message!("refused-because", reason = refusal));
        }
    };
    view! {
        <div class="settings__fact">
            <span class="settings__fact-name" aria-hidden="true">{move || page.text(&label())}</span>
            <SelectField
                label=say(page, label)
                value=value
                choices=Signal::derive(move || choices(&value.read()))
                quiet=true
                on_change=commit
            />
        </div>
    }
}

/// How this browser shows every workspace.
#[component]
fn Looks(app: App) -> impl IntoView {
    let page = app.page();
    let locales = Signal::derive(|| {
        Locale::ALL
            .map(|locale| Segment::new(locale.code(), locale.own_name()))
            .to_vec()
    });
    let themes = Signal::derive(move || {
        vec![
            Segment::new("", page.text(&message!("settings-theme-system"))),
            Segment::new("light", page.text(&message!("settings-theme-light"))),
            Segment::new("dark", page.text(&message!("settings-theme-dark"))),
        ]
    });
    let densities = Signal::derive(move || {
        vec![
            Segment::new("compact", page.text(&message!("list-density-compact"))),
            Segment::new("", page.text(&message!("list-density-normal"))),
            Segment::new("roomy", page.text(&message!("list-density-roomy"))),
        ]
    });
    let density = RwSignal::new(
        page.host()
            .preference(Preference::Density)
            .unwrap_or_default(),
    );
    let set_density = move |to: String| {
        let kept = Some(to.as_str()).filter(|to| !to.is_empty());
        page.host().set_preference(Preference::Density, kept);
        show_density(kept);
        density.set(to);
    };
    let row = move |label: fn() -> crate::i18n::Message, control: AnyView| {
        view! {
            <div class="settings__look">
                <span aria-hidden="true">{move || page.text(&label())}</span>
                {control}
            </div>
        }
    };
    let language = view! {
        <Segmented
            label=say(page, || message!("settings-language"))
            value=Signal::derive(move || page.locale().code().to_owned())
            segments=locales
            on_change=move |code: String| {
                if let Some(locale) = Locale::from_code(&code) {
                    app.speak(locale);
                }
            }
        />
    };
    let theme = view! {
        <Segmented
            label=say(page, || message!("settings-theme"))
            value=Signal::derive(move || page.theme().unwrap_or_default())
            segments=themes
            on_change=move |theme: String| page.set_theme(Some(theme).filter(|theme| !theme.is_empty()))
        />
    };
    let height = view! {
        <Segmented
            label=say(page, || message!("list-density"))
            value=density
            segments=densities
            on_change=set_density
        />
    };
    view! {
        {row(|| message!("settings-language"), language.into_any())}
        <ReadingRows app=app />
        {row(|| message!("settings-theme"), theme.into_any())}
        {row(|| message!("list-density"), height.into_any())}
    }
}
