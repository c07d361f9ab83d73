//! What a device says of itself to the others that work with the database, asks of them, and takes away
//! when it leaves. None of it keeps a round from going on: what cannot be said is said another time. How
//! often that is `devices` says.

use super::super::devices::{Devices, Farewell, Notice, Step, listed};
use super::super::waiting::{Either, either};
use super::super::{Connection, Hindrance, Outside, Seal, Trouble, look};
use super::{Keeper, Talk};
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::sync::{self, Device, Ledger};
use std::rc::Rc;

/// How long a round waits for what is said after the one before.
const SAYING_MS: u32 = 10_000;
/// How long somebody who leaves waits for the server.
const LEAVING_MS: u32 = 5_000;

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Keeper<S, P, O> {
    /// Says that this device is there, where it is time to.
    pub(super) async fn say(
        &self,
        client: &Talk<S, P, O>,
        connection: &Connection,
        notice: &mut Notice,
    ) {
        if notice.step(self.now()).is_none() {
            return notice.rest();
        }
        let saying = self.saying(client, connection, notice);
        let said = either(saying, self.outside.wait(SAYING_MS)).await;
        if !matches!(said, Either::First(Ok(()))) {
            notice.failed(self.now());
        }
    }

    async fn saying(
        &self,
        client: &Talk<S, P, O>,
        connection: &Connection,
        notice: &mut Notice,
    ) -> Result<(), Trouble> {
        while let Some(step) = notice.step(self.now()) {
            match step {
                Step::Ask => notice.found(client.device(&connection.device).await?),
                Step::Write(rev, first) => {
                    let mut device = self.own(connection, client.ledger().waiting() as u64);
                    device.last = self.now();
                    device.first = first.unwrap_or(device.last);
                    let rev = client.write_device(&device, rev.as_deref()).await?;
                    notice.wrote(device, rev);
                }
            }
        }
        Ok(())
    }

    /// This device, as far as it knows itself.
    fn own(&self, connection: &Connection, waiting: u64) -> Device {
        let last = connection.last.unwrap_or_else(|| self.now());
        Device {
            name: connection.device.clone(),
            kind: self.outside.device(),
            author: self.session.machine().author(),
            first: last,
            last,
            waiting,
        }
    }

    /// Lists the devices.
    pub(super) async fn list(&self) -> Result<Devices, Hindrance> {
        let (connection, line) = self.signed_in().await?;
        if !self.outside.is_online() {
            return Err(Hindrance::Offline);
        }
        let key = self.key.borrow().clone();
        if connection.is_sealed && key.is_none() {
            return Err(look::of(Trouble::Locked));
        }
        let random = Rc::clone(&self.session);
        let seal = key.map(|key| Seal::new(key, Box::new(move || random.ports().random())));
        let found = sync::devices(&line, seal.as_ref()).await;
        let found = found.map_err(look::of)?;
        let waiting = self.status.borrow().waiting;
        Ok(listed(found, self.own(&connection, waiting), self.now()))
    }

    /// Forgets the database, whatever the server says to it; then takes this device off the list there.
    pub(super) async fn leave(&self) -> Result<Farewell, StorageError> {
        self.remind().await;
        let (connection, secret) = (self.outside.connection(), self.signing());
        *self.secret.borrow_mut() = None;
        *self.key.borrow_mut() = None;
        self.outside.keep_secret(None).await?;
        self.outside.set_connection(None);
        self.missing.take();
        self.session.storage().note(&Ledger::empty(), true).await?;
        self.changed.ring();
        let Some(connection) = connection else {
            return Ok(Farewell::Unlisted);
        };
        if !self.outside.is_online() {
            return Ok(Farewell::Listed);
        }
        let line = self.outside.line(&connection.remote, &secret);
        let taken = sync::remove_device(&line, &connection.device);
        let taken = either(taken, self.outside.wait(LEAVING_MS)).await;
        Ok(match taken {
            Either::First(Ok(())) => Farewell::Unlisted,
            Either::First(Err(_)) | Either::Second(()) => Farewell::Listed,
        })
    }
}
