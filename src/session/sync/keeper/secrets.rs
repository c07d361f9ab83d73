//! What signs in at the database and opens what is in it, as the keeper has it while the page lives. How a
//! device remembers it is left to what is outside, how keys are opened to `keys`.

use super::super::{Hindrance, Kept, Outside, Secret, keys};
use super::Keeper;
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::sync::Ledger;

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
        let failed = |error: StorageError| Hindrance::Other(error.to_string());
        let Some(mut connection) = self.outside.connection() else {
            return Err(Hindrance::Other("no connection".to_owned()));
        };
        self.remind().await;
        let secret = self.secret.borrow().clone();
        let secret = secret.unwrap_or(Secret::Password(String::new()));
        let line = self.outside.line(&connection.remote, &secret);
        let unlocked = keys::unlock(&self.outside, &line, passphrase).await?;
        if !connection.is_sealed {
            // What is known is of documents that are read no more.
            let empty = Ledger::empty();
            let emptied = self.session.storage().note(&empty, true).await;
            emptied.map_err(failed)?;
            connection.is_sealed = true;
            self.outside.set_connection(Some(&connection));
        }
        let key = Some(unlocked);
        self.key.borrow_mut().clone_from(&key);
        self.changed.ring();
        // Where the secret is remembered, the key is.
        if self.outside.secret().await.is_some() {
            let kept = Kept { secret, key };
            self.outside
                .keep_secret(Some(&kept))
                .await
                .map_err(failed)?;
        }
        Ok(())
    }
}
