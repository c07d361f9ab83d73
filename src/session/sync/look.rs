//! A look at a database before anything is sent there: whether it can be used, what is in it, and
//! where it cannot, why, as far as a browser can tell.

use super::{Answer, Found, Hindrance, Line, Trouble, Unreachable, keys};
use crate::document::json::read_replica;
use crate::domain::settings;
use crate::sync::seal::keys::KEYS;
use crate::sync::wire::{Method, Request};
use crate::sync::{documents_in, made, server};

/// Looks at a database. Nothing is written.
///
/// # Errors
/// [`Hindrance`].
pub async fn look(line: &impl Line, is_online: bool) -> Result<Found, Hindrance> {
    let welcome = match line.welcome().await {
        Ok(welcome) => welcome,
        Err(unreachable) => return Err(unreached(line, is_online, unreachable).await),
    };
    // A server may greet nobody before they sign in; what it is, the database's answer says too.
    let name = match welcome.status {
        401 | 403 => "CouchDB".to_owned(),
        _ => server(&welcome).ok_or(Hindrance::NotCouch)?,
    };
    let database = ask(line, Request::get("")).await?;
    let nothing = Found {
        server: name,
        has_database: false,
        documents: 0,
        workspace: None,
        is_sealed: false,
    };
    if let Err(trouble) = read(&database) {
        return match trouble {
            Trouble::NoDatabase => Ok(nothing),
            trouble => Err(of(trouble)),
        };
    }
    let documents = documents_in(&database).ok_or(Hindrance::NotCouch)?;
    // What is sent later needs this permission of the browser too.
    let asked = Request::post("_revs_diff", "{}".to_owned());
    read(&ask(line, asked).await?).map_err(of)?;
    let is_sealed = keys::there(&ask(line, Request::get(KEYS)).await?)?.is_some();
    if is_sealed {
        return Ok(Found {
            has_database: true,
            documents,
            is_sealed,
            ..nothing
        });
    }
    let settings = ask(line, Request::get(settings::ID.to_string())).await?;
    // What cannot be read is not taken for nothing.
    let workspace = match settings.status {
        404 => None,
        _ => {
            read(&settings).map_err(of)?;
            let record = read_replica(&settings.body);
            let record = record.map_err(|error| Hindrance::Other(error.to_string()))?;
            Some(record.name().to_owned())
        }
    };
    // Whoever has the server could hide the keys, so that others send without them.
    if workspace.is_none() && documents > 0 && keys::has_sealed(line).await? {
        return Err(Hindrance::NoKeys);
    }
    Ok(Found {
        has_database: true,
        documents,
        workspace,
        ..nothing
    })
}

/// Makes a database; one that is there already stays as it is.
///
/// # Errors
/// [`Hindrance`].
pub async fn create(line: &impl Line) -> Result<(), Hindrance> {
    let request = Request {
        method: Method::Put,
        path: String::new(),
        body: None,
    };
    let answer = ask(line, request).await?;
    made(&answer).map_err(|trouble| match trouble {
        Trouble::SignIn(why) | Trouble::Forbidden(why) => Hindrance::MayNotCreate(why),
        trouble => of(trouble),
    })
}

/// Makes a database that was there once; one that somebody else made meanwhile stays as it is.
///
/// # Errors
/// [`Hindrance`].
pub(super) async fn make_anew(line: &impl Line, is_online: bool) -> Result<(), Hindrance> {
    // A wrong password is no lack of permission: what reads tells them apart.
    let there = match line.send(Request::get("")).await {
        Ok(answer) => answer,
        Err(unreachable) => return Err(unreached(line, is_online, unreachable).await),
    };
    match read(&there) {
        Ok(()) => documents_in(&there).map(drop).ok_or(Hindrance::NotCouch),
        Err(Trouble::NoDatabase) => create(line).await,
        Err(trouble) => Err(of(trouble)),
    }
}

pub(super) async fn ask(line: &impl Line, request: Request) -> Result<Answer, Hindrance> {
    match line.send(request).await {
        Ok(answer) => Ok(answer),
        Err(unreachable) => Err(unreached(line, true, unreachable).await),
    }
}

pub(super) fn read(answer: &Answer) -> Result<(), Trouble> {
    answer.is_ok().then_some(()).ok_or_else(|| answer.into())
}

/// Why nothing could be read: what answers a question that needs no permission is there.
async fn unreached(line: &impl Line, is_online: bool, unreachable: Unreachable) -> Hindrance {
    if line.is_mixed() {
        return Hindrance::Mixed;
    }
    match unreachable {
        Unreachable::TooLarge | Unreachable::Redirected => Hindrance::NotCouch,
        Unreachable::Network | Unreachable::TimedOut => {
            if line.is_there().await {
                Hindrance::NotAllowed
            } else if is_online {
                Hindrance::NoAnswer
            } else {
                Hindrance::Offline
            }
        }
    }
}

/// What a trouble is, where somebody looks at it.
#[must_use]
pub fn of(trouble: Trouble) -> Hindrance {
    match trouble {
        Trouble::SignIn(why) => Hindrance::SignIn(why),
        Trouble::Forbidden(why) => Hindrance::Forbidden(why),
        trouble => Hindrance::Other(trouble.to_string()),
    }
}
