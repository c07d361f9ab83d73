//! A database that is gone is made anew from this device, as its connection knows how to sign in there. What is
//! sent then is what every round sends; when somebody is asked is `pace`'s.

use super::super::{Hindrance, Outside, keys, look};
use super::Keeper;
use crate::session::ports::Ports;
use crate::storage::Storage;

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Keeper<S, P, O> {
    /// Makes the database, where nobody else did, and begins a round.
    pub(super) async fn make_anew(&self) -> Result<(), Hindrance> {
        let (connection, line) = self.signed_in().await?;
        let key = self.key.borrow().clone();
        if connection.is_sealed && key.is_none() {
            // Others would find a database that looks as if it were not encrypted.
            return Err(Hindrance::NoKeys);
        }
        let made = look::make_anew(&line, self.outside.is_online()).await;
        if let Err(Hindrance::SignIn(_)) = made {
            // The round says so too, and asks for what signs in.
            self.wanted.ring();
        }
        made?;
        if let Some(key) = key.filter(|_| connection.is_sealed) {
            keys::put_back(&line, &key).await?;
        }
        self.anew.set(true);
        self.wanted.ring();
        Ok(())
    }
}
