//! What a new workspace begins with, in the words of the user's language: from the first run, and from
//! the settings for sample data. What is then written down is [`crate::session::found`]'s.

use super::app::Page;
use crate::domain::{Currency, pipeline::DEFAULT_STAGES};
use crate::i18n::Locale;
use crate::message;
use crate::session::found::Founding;
use crate::session::sample::Language;

/// The currency of a language's new workspaces, unless another is chosen.
#[must_use]
pub const fn usual_currency(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "CNY",
        _ => "EUR",
    }
}

/// A workspace without records.
#[must_use]
pub fn empty(page: Page, name: String, currency: Currency) -> Founding {
    let messages = page.messages();
    Founding {
        name,
        currency,
        region: match page.host().region() {
            Some(region) => region.code().to_owned(),
            None if page.locale() == Locale::ZhCn => "CN".to_owned(),
            None => String::new(),
        },
        owner: messages.text(&message!("owner-me")),
        pipeline: messages.text(&message!("pipeline-default")),
        stages: DEFAULT_STAGES
            .iter()
            .map(|stage| messages.stage(stage.id))
            .collect(),
        sample: None,
    }
}

/// A workspace of sample data in the user's language.
#[must_use]
pub fn sample(page: Page, currency: Currency) -> Founding {
    let language = match page.locale() {
        Locale::ZhCn => Language::Chinese,
        _ => Language::English,
    };
    Founding {
        sample: Some(language),
        ..empty(page, sample_name(page), currency)
    }
}

/// What a workspace of sample data is called.
#[must_use]
pub fn sample_name(page: Page) -> String {
    page.messages().text(&message!("workspace-sample"))
}
