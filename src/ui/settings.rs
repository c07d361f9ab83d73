//! The settings: what the workspace is called and how it looks, its own fields and pipelines, texts
//! that are used again, what is promised to whom, what gives points, what is stored and how safely, sync,
//! the API, the shortcuts. Each part is a page of its own address.

mod about;
mod backup;
mod data;
mod fields;
mod general;
mod inspector;
mod naming;
mod order;
mod pipelines;
mod reading;
mod score;
mod service;
mod templates;
mod workspaces;
mod zones;

use super::app::{App, say, use_app};
use super::components::{Card, PageHeader, Switch};
use super::host::Preference;
use super::keys::set_letters;
use super::parts;
use super::shortcuts::ShortcutTable;
use crate::i18n::Message;
use crate::message;
use crate::ui::routes::use_name;
use leptos::prelude::*;

/// A part of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    General,
    Fields,
    Pipelines,
    Templates,
    Service,
    Score,
    Data,
    Sync,
    Api,
    Shortcuts,
    About,
}

impl Part {
    const ALL: [Self; 11] = [
        Self::General,
        Self::Fields,
        Self::Pipelines,
        Self::Templates,
        Self::Service,
        Self::Score,
        Self::Data,
        Self::Sync,
        Self::Api,
        Self::Shortcuts,
        Self::About,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Fields => "fields",
            Self::Pipelines => "pipelines",
            Self::Templates => "templates",
            Self::Service => "service",
            Self::Score => "score",
            Self::Data => "data",
            Self::Sync => "sync",
            Self::Api => "api",
            Self::Shortcuts => "shortcuts",
            Self::About => "about",
        }
    }

    fn label(self) -> Message {
        match self {
            Self::General => message!("settings-general"),
            Self::Fields => message!("settings-own-fields"),
            Self::Pipelines => message!("settings-pipelines"),
            Self::Templates => message!("settings-templates"),
            Self::Service => message!("settings-service"),
            Self::Score => message!("settings-score"),
            Self::Data => message!("settings-data-storage"),
            Self::Sync => message!("settings-sync"),
            Self::Api => message!("settings-api"),
            Self::Shortcuts => message!("settings-shortcuts"),
            Self::About => message!("settings-about"),
        }
    }
}

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    use_app().map(|app| view! { <Settings app=app /> })
}

#[component]
fn Settings(app: App) -> impl IntoView {
    let page = app.page();
    let name = use_name(app, "settings");
    let part = Memo::new(move |_| {
        let code = name.read();
        Part::ALL.into_iter().find(|part| part.code() == *code)
    });
    let link = move |of: Part| {
        let href = app.href(&format!("settings/{}", of.code()));
        view! {
            <li>
                <a
                    class="settings__link"
                    href=href
                    aria-current=move || (part.get() == Some(of)).then_some("page")
                >
                    {move || page.text(&of.label())}
                </a>
            </li>
        }
    };
    let shown = move || match part.get() {
        Some(Part::General) => view! { <general::General app=app /> }.into_any(),
        Some(Part::Fields) => view! { <fields::Fields app=app /> }.into_any(),
        Some(Part::Pipelines) => view! { <pipelines::Pipelines app=app /> }.into_any(),
        Some(Part::Templates) => view! { <templates::Templates app=app /> }.into_any(),
        Some(Part::Service) => view! { <service::Service app=app /> }.into_any(),
        Some(Part::Score) => view! { <score::Rules app=app /> }.into_any(),
        Some(Part::Data) => view! { <data::Data app=app /> }.into_any(),
        Some(Part::Sync) => parts::sync_settings(page, app),
        Some(Part::Api) => parts::api(page, app),
        Some(Part::Shortcuts) => view! { <Shortcuts app=app /> }.into_any(),
        Some(Part::About) => view! { <about::About app=app /> }.into_any(),
        None => {
            let to = app.href("settings/general");
            view! { <a class="settings__link" href=to>{page.text(&message!("settings-general"))}</a> }
                .into_any()
        }
    };
    view! {
        <div class="page">
            <div class="page__scroll settings">
                <PageHeader title=say(page, || message!("settings-title")) in_bar=true />
                <div class="settings__frame">
                    <nav class="settings__parts" aria-label=move || page.text(&message!("settings-title"))>
                        <ul>{Part::ALL.map(link).collect_view()}</ul>
                    </nav>
                    <div class="settings__part">{shown}</div>
                </div>
            </div>
        </div>
    }
}

/// The shortcuts, and whether single letters do something.
#[component]
fn Shortcuts(app: App) -> impl IntoView {
    let page = app.page();
    let is_on = RwSignal::new(page.host().preference(Preference::Letters).is_none());
    let switch = move |on: bool| {
        let kept = (!on).then_some("off");
        page.host().set_preference(Preference::Letters, kept);
        set_letters(on);
        is_on.set(on);
    };
    view! {
        <Card title=say(page, || message!("shortcuts-title"))>
            <Switch
                label=say(page, || message!("shortcuts-single-letters"))
                on=is_on
                on_change=switch
            />
            <div class="settings__shortcuts"><ShortcutTable app=app /></div>
        </Card>
    }
}

/// A line of a card: what it is about and a word on it at the start, what one can do at the end.
#[component]
fn Line(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// A word on it.
    #[prop(into)]
    note: Signal<String>,
    /// What one can do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="card__row settings__line">
            <div class="settings__words">
                <h3>{title}</h3>
                <p>{note}</p>
            </div>
            <div class="settings__act">{children()}</div>
        </div>
    }
}
