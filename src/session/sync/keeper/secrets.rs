//! What signs in at the database and opens what is in it, as the keeper has it while the page lives. How a
//! device remembers it is left to what is outside, how keys are opened to `keys`.

use super::super::{Connection, Hindrance, Kept, Outside, Secret, Unlocked, keys};
use super::Keeper;
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::sync::Ledger;

fn failed(error: StorageError) -> Hindrance {
    Hindrance::Other(error.to_string())
}

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Keeper<S, P, O> {
    /// Takes what this device remembers for what nobody has typed.
    pub(super) async fn remind(&self) {
        if self.secret.borrow().is_none() || self.key.borrow().is_none() {
            let Some(Kept { secret, key }) = self.outside.secret().await else {
                return;
            };
            self.secret.borrow_mut().get_or_insert(secret);
            if let Some(key) = key {
                self.key.borrow_mut().get_or_insert(key);
            }
        }
    }

    /// Signs in by a secret from now on, which may be remembered with the key.
    pub(super) async fn remember(
        &self,
        secret: &Secret,
        is_kept: bool,
    ) -> Result<(), StorageError> {
        *self.secret.borrow_mut() = Some(secret.clone());
        let kept = is_kept.then(|| Kept {
            secret: secret.clone(),
            key: self.key.borrow().clone(),
        });
        self.outside.keep_secret(kept.as_ref()).await
    }

    /// Opens the key of the database by a passphrase, and goes on with it.
    pub(super) async fn open(&self, passphrase: &str) -> Result<(), Hindrance> {
        let (mut connection, line) = self.signed_in().await?;
        let unlocked = keys::unlock(&self.outside, &line, passphrase).await?;
        if !connection.is_sealed {
            // What is known is of documents that are read no more.
            let empty = Ledger::empty();
            let emptied = self.session.storage().note(&empty, true).await;
            emptied.map_err(failed)?;
            connection.is_sealed = true;
            self.outside.set_connection(Some(&connection));
        }
        self.keep_key(unlocked).await
    }

    /// Puts the key of the database under another passphrase. Who has the key here needs none: all that it
    /// opens is here.
    pub(super) async fn change_passphrase(&self, passphrase: &str) -> Result<(), Hindrance> {
        let (_, line) = self.signed_in().await?;
        let key = self.key.borrow().clone();
        let key = key.ok_or_else(|| Hindrance::Other("locked".to_owned()))?;
        let random = || self.session.ports().random();
        let changed = keys::change(&self.outside, &line, random, &key, passphrase).await?;
        self.keep_key(changed).await
    }

    /// A line to the database that the workspace is connected to.
    pub(super) async fn signed_in(&self) -> Result<(Connection, O::Line), Hindrance> {
        let none = || Hindrance::Other("no connection".to_owned());
        let connection = self.outside.connection().ok_or_else(none)?;
        self.remind().await;
        let line = self.outside.line(&connection.remote, &self.signing());
        Ok((connection, line))
    }

    /// What signs in; an empty password where nobody gave one.
    pub(super) fn signing(&self) -> Secret {
        let secret = self.secret.borrow().clone();
        secret.unwrap_or(Secret::Password(String::new()))
    }

    /// Goes on with a key, which is remembered where the secret is.
    async fn keep_key(&self, key: Unlocked) -> Result<(), Hindrance> {
        *self.key.borrow_mut() = Some(key.clone());
        self.changed.ring();
        if self.outside.secret().await.is_some() {
            let kept = Kept {
                secret: self.signing(),
                key: Some(key),
            };
            let kept = self.outside.keep_secret(Some(&kept)).await;
            kept.map_err(failed)?;
        }
        Ok(())
    }
}
