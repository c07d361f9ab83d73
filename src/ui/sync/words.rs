//! What stands in the way of sync, in words, with the way out: one function for each type, with a sentence
//! for each case, so that a new case asks for its sentence.

use crate::i18n::Message;
use crate::message;
use crate::session::sync::{Hindrance, Remote, StoreError, Trouble};

/// What is wrong, what to do about it, and what the server itself says.
pub(super) struct Said {
    pub(super) title: Message,
    pub(super) text: Message,
    pub(super) detail: String,
}

impl Said {
    fn new(title: Message, text: Message) -> Self {
        let detail = String::new();
        Self {
            title,
            text,
            detail,
        }
    }

    fn with(mut self, detail: &str) -> Self {
        detail.clone_into(&mut self.detail);
        self
    }
}

/// Why a database cannot be used.
pub(super) fn hindrance(of: &Hindrance, remote: &Remote) -> Said {
    let origin = remote.origin();
    match of {
        Hindrance::Offline => {
            Said::new(message!("sync-no-network"), message!("sync-no-network-out"))
        }
        Hindrance::NoAnswer => Said::new(
            message!("sync-no-answer", server = origin),
            message!("sync-no-answer-out"),
        ),
        Hindrance::NotAllowed => Said::new(
            message!("sync-not-let-in", server = origin),
            message!("sync-not-let-in-out"),
        ),
        Hindrance::Mixed => Said::new(message!("sync-mixed"), message!("sync-mixed-out")),
        Hindrance::NotCouch => Said::new(
            message!("sync-not-couch", server = remote.server()),
            message!("sync-not-couch-out"),
        ),
        Hindrance::SignIn(said) => Said::new(
            message!("sync-sign-in-wrong"),
            message!("sync-sign-in-wrong-out"),
        )
        .with(said),
        Hindrance::Forbidden(said) => Said::new(
            message!("sync-forbidden", database = remote.database()),
            message!("sync-forbidden-out"),
        )
        .with(said),
        Hindrance::Empty => Said::new(
            message!("sync-there-empty", database = remote.database()),
            message!("sync-join-nothing", database = remote.database()),
        ),
        Hindrance::Passphrase => Said::new(
            message!("sync-passphrase-wrong"),
            message!("sync-passphrase-wrong-out"),
        ),
        Hindrance::NoKeys => Said::new(message!("sync-no-keys"), message!("sync-no-keys-out")),
        Hindrance::NotEmpty => {
            Said::new(message!("sync-not-empty"), message!("sync-not-empty-out"))
        }
        Hindrance::MayNotCreate(said) => Said::new(
            message!("sync-may-not-create", database = remote.database()),
            message!("sync-may-not-create-out", database = remote.database()),
        )
        .with(said),
        Hindrance::Other(said) => {
            Said::new(message!("sync-other"), message!("sync-other-out")).with(said)
        }
    }
}

/// Why a database that is gone cannot be made anew: nobody chooses its name there.
pub(super) fn making(of: &Hindrance, remote: &Remote) -> Said {
    let said = hindrance(of, remote);
    match of {
        Hindrance::MayNotCreate(_) => Said {
            text: message!("sync-anew-may-not-out", database = remote.database()),
            ..said
        },
        _ => said,
    }
}

/// Why a round ended early.
pub(super) fn trouble(of: &Trouble, remote: &Remote) -> Said {
    match of {
        Trouble::Passing(said) => {
            Said::new(message!("sync-passing"), message!("sync-passing-out")).with(said)
        }
        Trouble::TooOften(_) => Said::new(message!("sync-too-often"), message!("sync-passing-out")),
        Trouble::NoDatabase => Said::new(
            message!("sync-no-database", database = remote.database()),
            message!("sync-no-database-out"),
        ),
        Trouble::SignIn(said) => {
            Said::new(message!("sync-signed-out"), message!("sync-signed-out-out")).with(said)
        }
        Trouble::Forbidden(said) => Said::new(
            message!("sync-forbidden", database = remote.database()),
            message!("sync-stopped-out"),
        )
        .with(said),
        Trouble::Refused(said) => {
            Said::new(message!("sync-refused"), message!("sync-refused-out")).with(said)
        }
        Trouble::Deletions(count) => Said::new(
            message!("sync-asks", count = *count),
            message!("sync-asks-text"),
        ),
        Trouble::Locked => Said::new(message!("sync-locked"), message!("sync-locked-out")),
        Trouble::OtherKeys => {
            Said::new(message!("sync-other-keys"), message!("sync-other-keys-out"))
        }
        Trouble::Store(StoreError::Full) => {
            Said::new(message!("sync-store-full"), message!("sync-store-full-out"))
        }
        Trouble::Store(StoreError::Other(said)) => {
            Said::new(message!("sync-store"), message!("sync-store-out")).with(said)
        }
        Trouble::Store(StoreError::Damaged(error)) => {
            Said::new(message!("sync-store"), message!("sync-store-out")).with(&error.to_string())
        }
    }
}

/// What a server has to be told so that it lets in a page of this origin (CouchDB's `local.ini`).
pub(super) fn cors_lines(origin: &str) -> String {
    format!(
        "[chttpd]\n\
         enable_cors = true\n\
         [cors]\n\
         origins = {origin}\n\
         credentials = false\n\
         methods = GET, PUT, POST, HEAD\n\
         headers = accept, authorization, content-type, content-encoding\n\
         exposed_headers = content-type, etag, date, retry-after\n\
         max_age = 3600\n"
    )
}
