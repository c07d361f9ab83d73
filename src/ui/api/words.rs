//! The words of calls, parameters and statuses. Each `match` is whole, so that a new route asks for its
//! sentence in both languages.

use super::Group;
use super::trial::Effect;
use crate::api::route::Action;
use crate::api::snippet::Outside;
use crate::i18n::Message;
use crate::message;
use crate::ui::components::Tone;

/// What a group is called.
pub(super) fn group(of: Group) -> Message {
    match of {
        Group::Records => message!("api-group-records"),
        Group::Customers => message!("api-group-customers"),
        Group::Reports => message!("api-group-reports"),
        Group::Files => message!("api-group-files"),
        Group::Log => message!("api-group-log"),
        Group::Workspace => message!("api-group-workspace"),
    }
}

/// What a call does, in a sentence.
pub(super) fn call(of: Action) -> Message {
    match of {
        Action::Customer => message!("api-call-customer"),
        Action::List => message!("api-call-list"),
        Action::Create => message!("api-call-create"),
        Action::Read => message!("api-call-read"),
        Action::Patch => message!("api-call-patch"),
        Action::Delete => message!("api-call-delete"),
        Action::ReadSettings => message!("api-call-settings"),
        Action::PatchSettings => message!("api-call-patch-settings"),
        Action::Undo => message!("api-call-undo"),
        Action::Redo => message!("api-call-redo"),
        Action::Changes => message!("api-call-changes"),
        Action::Report => message!("api-call-report"),
        Action::Status => message!("api-call-status"),
        Action::Export => message!("api-call-export"),
        Action::Backup => message!("api-call-backup"),
        Action::Restore => message!("api-call-restore"),
        Action::Import => message!("api-call-import"),
        Action::Fit => message!("api-call-fit"),
        Action::Scores => message!("api-call-scores"),
    }
}

/// What a parameter or a header is for; none of one that has no words, which a test finds.
pub(super) fn parameter(name: &str, action: Action) -> Option<Message> {
    Some(match name {
        "q" => message!("api-in-q"),
        "filter" => message!("api-in-filter"),
        "sort" => message!("api-in-sort"),
        "limit" if action == Action::Export => message!("api-in-limit-all"),
        "limit" => message!("api-in-limit"),
        "cursor" => message!("api-in-cursor"),
        "fields" => message!("api-in-fields"),
        "trash" => message!("api-in-trash"),
        "forever" => message!("api-in-forever"),
        "record" if action == Action::Import => message!("api-in-rows"),
        "record" => message!("api-in-record"),
        "since" => message!("api-in-since"),
        "hash" => message!("api-in-hash"),
        "format" => message!("api-in-format"),
        "mode" => message!("api-in-mode"),
        "dry_run" => message!("api-in-dry-run"),
        "name" => message!("api-in-file-name"),
        "encoding" => message!("api-in-encoding"),
        "mapping" => message!("api-in-mapping"),
        "on_duplicate" => message!("api-in-on-duplicate"),
        "on_unknown" => message!("api-in-on-unknown"),
        "on_reference" => message!("api-in-on-reference"),
        "currency" => message!("api-in-currency"),
        "as_of" => message!("api-in-as-of"),
        "months" => message!("api-in-months"),
        "weight" => message!("api-in-weight"),
        "factor" => message!("api-in-factor"),
        "unit" => message!("api-in-unit"),
        "horizon" => message!("api-in-horizon"),
        "discount" => message!("api-in-discount"),
        "margin" => message!("api-in-margin"),
        "by" => message!("api-in-by"),
        "from" => message!("api-in-from"),
        "to" => message!("api-in-to"),
        "order" => message!("api-in-order"),
        "pipeline" => message!("api-in-pipeline"),
        "target" => message!("api-in-target"),
        "If-Match" => message!("api-in-if-match"),
        "If-None-Match" => message!("api-in-if-none-match"),
        _ => return None,
    })
}

/// What to know before a call is sent.
pub(super) fn effect(of: Effect) -> Option<(Tone, Message)> {
    Some(match of {
        Effect::None => return None,
        Effect::Dry => (Tone::Info, message!("api-dry")),
        Effect::Writes => (Tone::Warning, message!("api-writes")),
        Effect::Inverts => (Tone::Warning, message!("api-inverts")),
        Effect::Replaces => (Tone::Warning, message!("api-replaces")),
        Effect::Erases => (Tone::Negative, message!("api-erases")),
    })
}

/// What a status means.
pub(super) fn status(of: u16) -> Message {
    match of {
        201 => message!("api-status-201"),
        204 => message!("api-status-204"),
        304 => message!("api-status-304"),
        400 => message!("api-status-400"),
        404 => message!("api-status-404"),
        405 => message!("api-status-405"),
        409 => message!("api-status-409"),
        412 => message!("api-status-412"),
        413 => message!("api-status-413"),
        415 => message!("api-status-415"),
        422 => message!("api-status-422"),
        503 => message!("api-status-503"),
        504 => message!("api-status-504"),
        507 => message!("api-status-507"),
        200 | 202..204 | 205..300 => message!("api-status-200"),
        _ => message!("api-status-500"),
    }
}

/// Where the same is answered outside of the browser.
pub(super) fn outside(of: Outside) -> Message {
    match of {
        Outside::Proxy => message!("api-outside-proxy"),
        Outside::Document => message!("api-outside-document"),
        Outside::Feed => message!("api-outside-feed"),
        Outside::Nowhere => message!("api-outside-nowhere"),
    }
}
