//! What the workspace is called, who one is, in which currency and country it works; and how this
//! browser shows it. The former are records and can be taken back, the latter are preferences.

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
                    <Fact app=app id=settings::ID field=settings::REGION />
                </div>
                <p class="settings__note">{move || page.text(&message!("settings-region-hint"))}</p>
            </Card>
            <Card title=say(page, || message!("settings-this-browser"))>
                <Looks app=app />
            </Card>
        </div>
    }
}

/// Writes a field of a record; gives back the sentence that refuses it.
pub(super) fn write(app: App, id: RecordId, key: &Key, text: &str) -> Option<String> {
    let live = app.live();
    let value = {
        let workspace = live.peek();
        let of = type_of(&workspace, id.kind, key)?;
        parse(of, text, &InputContext::of(&workspace))
    };
    let value = match value {
        Ok(value) => value,
        Err(rule) => return Some(app.page().messages().rule(&rule)),
    };
    let fields = vec![(key.clone(), value)];
    match app.execute(&Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        // Other refusals were said already, and the text stays as it was.
        Err(_) | Ok(()) => None,
    }
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
    let commit = move |text: String| {
        let text = if field == settings::REGION && id == settings::ID {
            text.to_uppercase()
        } else {
            text
        };
        write(app, id, &Key::one(field), &text)
    };
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

/// The currency of amounts that name none.
#[component]
fn CurrencyFact(app: App) -> impl IntoView {
    let page = app.page();
    let value = Signal::derive(move || {
        let currency = app.currency();
        currency.map_or_else(String::new, |currency| currency.code().to_owned())
    });
    let choices = Signal::derive(move || {
        let intl = page.host().intl(page.locale());
        let own = value.get();
        let mut codes: Vec<&str> = CURRENCIES.to_vec();
        if !codes.contains(&own.as_str()) {
            codes.push(&own);
        }
        let known = codes
            .into_iter()
            .filter_map(|code| Currency::parse(code).ok());
        known
            .map(|currency| {
                let name = intl.currency_name(currency);
                Choice::new(currency.code(), format!("{name} ({})", currency.code()))
            })
            .collect::<Vec<_>>()
    });
    let commit = move |code: String| {
        if let Some(refusal) = write(app, settings::ID, &Key::one(settings::CURRENCY), &code) {
            app.say_failure(&message!("refused-because", reason = refusal));
        }
    };
    view! {
        <div class="settings__fact">
            <span class="settings__fact-name" aria-hidden="true">
                {move || page.text(&message!("field-settings-currency"))}
            </span>
            <SelectField
                label=say(page, || message!("field-settings-currency"))
                value=value
                choices=choices
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
        {row(|| message!("settings-theme"), theme.into_any())}
        {row(|| message!("list-density"), height.into_any())}
    }
}
