//! A database of one value, for what stands beside a workspace's store and must not go where that goes:
//! into a backup, or to another device. What the value is, is the caller's matter.

use super::fault::Fault;
use super::{finish, get, read as reading, write as writing};
use crate::storage::StorageError;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

const STORE: &str = "value";
const KEY: &str = "value";

/// The value of a database; none where there is no such database, which is then not made.
pub(in crate::browser) async fn read(name: &str) -> Result<Option<JsValue>, StorageError> {
    let Some(database) = open(name, false).await.map_err(|fault| fault.error)? else {
        return Ok(None);
    };
    let found = async {
        let transaction = reading(&database, &[STORE])?;
        let store = transaction.object_store(STORE).map_err(Fault::from)?;
        get(&store, KEY)?.await.map_err(Fault::from)
    };
    let found = found.await;
    database.close();
    found.map_err(|fault| fault.error)
}

/// Puts a value in the place of the one that is there. On the disk when it returns.
pub(in crate::browser) async fn write(name: &str, value: JsValue) -> Result<(), StorageError> {
    let missing = || StorageError::Unavailable("no database was made".into());
    let opened = open(name, true).await.map_err(|fault| fault.error)?;
    let database = opened.ok_or_else(missing)?;
    let written = async {
        let transaction = writing(&database, &[STORE], TransactionDurability::Strict)?;
        let store = transaction.object_store(STORE).map_err(Fault::from)?;
        let put = store.put(value).with_key(KEY).without_key_type();
        put.primitive().map_err(Fault::from)?;
        drop(store);
        finish(transaction).await
    };
    let written = written.await;
    database.close();
    written.map_err(|fault| fault.error)
}

/// Deletes a database; one that is not there is no error.
pub(in crate::browser) async fn delete(name: &str) -> Result<(), StorageError> {
    let request = Database::delete_by_name(name).map_err(|error| Fault::from(error).error)?;
    request.await.map_err(|error| Fault::from(error).error)
}

async fn open(name: &str, may_make: bool) -> Result<Option<Database>, Fault> {
    let is_made = Rc::new(Cell::new(false));
    let opened = Database::open(name).with_version(1u32);
    let opened = opened.with_on_upgrade_needed({
        let is_made = Rc::clone(&is_made);
        move |_, database| {
            is_made.set(true);
            database.create_object_store(STORE).build()?;
            Ok(())
        }
    });
    let database = opened.await?;
    if may_make || !is_made.get() {
        return Ok(Some(database));
    }
    // Refusing the upgrade would be an error of the page that nobody catches: it is made, and taken away.
    database.close();
    Database::delete_by_name(name)?.await?;
    Ok(None)
}
