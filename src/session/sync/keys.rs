//! The keys of an encrypted database, as far as a database and a passphrase are needed for them: they are made
//! and put there, or opened by the passphrase that somebody gives. What is done with them is the keeper's.

use super::{Answer, Hindrance, Line, Outside, Seal, Trouble, Unlocked, look};
use crate::domain::settings;
use crate::sync::seal::keys::{KEYS, Keys, NoKeys, Stretching};
use crate::sync::wire::Request;

/// Makes a data key and puts it into the database under a passphrase; nothing else may be there.
///
/// # Errors
/// [`Hindrance`].
pub async fn make(
    outside: &impl Outside,
    line: &impl Line,
    random: impl Fn() -> u128,
    passphrase: &str,
) -> Result<Unlocked, Hindrance> {
    let way = Stretching::new(random());
    let by = outside.stretch(passphrase, &way).await;
    let by = by.map_err(Hindrance::Other)?;
    let made = Unlocked::new(way, &by, random);
    let made = made.ok_or_else(|| Hindrance::Other("no memory".to_owned()))?;
    let answer = look::ask(line, Request::put(KEYS, made.document())).await?;
    match answer.status {
        // Somebody else did, since it was looked at.
        409 => Err(Hindrance::NotEmpty),
        _ => {
            look::read(&answer).map_err(look::of)?;
            Ok(made)
        }
    }
}

/// Puts the way to a data key into a database that was made anew, before anything else is there. What is there
/// already stays: whether it leads to the same key the round looks.
///
/// # Errors
/// [`Hindrance`].
pub(super) async fn put_back(line: &impl Line, key: &Unlocked) -> Result<(), Hindrance> {
    if there(&look::ask(line, Request::get(KEYS)).await?)?.is_some() {
        return Ok(());
    }
    let answer = look::ask(line, Request::put(KEYS, key.document())).await?;
    match answer.status {
        409 => Ok(()),
        _ => look::read(&answer).map_err(look::of),
    }
}

/// Opens the data key of a database by a passphrase.
///
/// # Errors
/// [`Hindrance`]; [`Hindrance::Passphrase`] where it is another.
pub async fn unlock(
    outside: &impl Outside,
    line: &impl Line,
    passphrase: &str,
) -> Result<Unlocked, Hindrance> {
    let answer = look::ask(line, Request::get(KEYS)).await?;
    let keys = there(&answer)?.ok_or(Hindrance::NoKeys)?;
    for slot in keys.slots() {
        let by = outside.stretch(passphrase, slot.stretching()).await;
        if let Some(unlocked) = slot.open(&by.map_err(Hindrance::Other)?) {
            return Ok(unlocked);
        }
    }
    Err(Hindrance::Passphrase)
}

/// Puts the data key into the database under another passphrase, in the place of the one before.
///
/// # Errors
/// [`Hindrance`]; the passphrase is then the one before, or, where the answer did not come, maybe the new
/// one.
pub(super) async fn change(
    outside: &impl Outside,
    line: &impl Line,
    random: impl Fn() -> u128,
    unlocked: &Unlocked,
    passphrase: &str,
) -> Result<Unlocked, Hindrance> {
    let keys = there(&look::ask(line, Request::get(KEYS)).await?)?;
    if keys.as_ref().is_some_and(|keys| !keys.has(unlocked)) {
        return Err(Hindrance::NoKeys);
    }
    let way = Stretching::new(random());
    let by = outside.stretch(passphrase, &way).await;
    let by = by.map_err(Hindrance::Other)?;
    let changed = unlocked.under(way, &by, random);
    let changed = changed.ok_or_else(|| Hindrance::Other("no memory".to_owned()))?;
    let rev = keys.as_ref().and_then(Keys::rev);
    let request = Request::put(KEYS, changed.document_over(rev));
    look::read(&look::ask(line, request).await?).map_err(look::of)?;
    Ok(changed)
}

/// The keys that a database shows; none where it has none.
pub(super) fn there(answer: &Answer) -> Result<Option<Keys>, Hindrance> {
    if answer.status == 404 {
        return Ok(None);
    }
    look::read(answer).map_err(look::of)?;
    match Keys::read(&answer.body) {
        Ok(keys) => Ok(Some(keys)),
        Err(NoKeys::Unread) => Err(Hindrance::NoKeys),
        Err(NoKeys::NoDocument) => Err(Hindrance::NotCouch),
    }
}

/// What the workspace in an encrypted database is called; none where there is none in it.
///
/// # Errors
/// [`Hindrance`].
pub async fn workspace(line: &impl Line, seal: &Seal) -> Result<Option<String>, Hindrance> {
    let name = crate::sync::encoded(&seal.name(settings::ID));
    let answer = look::ask(line, Request::get(name)).await?;
    if answer.status == 404 {
        return Ok(None);
    }
    look::read(&answer).map_err(look::of)?;
    let record = seal.record(settings::ID, &answer.body);
    let record = record.map_err(|why| Hindrance::Other(why.to_string()))?;
    Ok(Some(record.name().to_owned()))
}

/// Whether a database that shows no keys has documents that need them.
pub(super) async fn has_sealed(line: &impl Line) -> Result<bool, Hindrance> {
    let answer = look::ask(line, crate::sync::a_sealed_one()).await?;
    look::read(&answer).map_err(look::of)?;
    crate::sync::has_rows(&answer).ok_or_else(|| look::of(Trouble::unexpected()))
}
