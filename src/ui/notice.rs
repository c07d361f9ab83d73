//! What errors say to people: one function for each type of error, with a sentence for each case,
//! so that a new case asks for its sentence.

use crate::i18n::Message;
use crate::live::StorageError;
use crate::message;

/// What a storage error says.
#[must_use]
pub fn storage(error: &StorageError) -> Message {
    match error {
        StorageError::Unavailable(_) => message!("storage-unavailable"),
        StorageError::Blocked => message!("storage-blocked"),
        StorageError::Quota => message!("storage-quota"),
        StorageError::TooNew => message!("storage-too-new"),
        StorageError::Aborted(_) => message!("storage-aborted"),
        StorageError::Damaged(_) => message!("storage-damaged"),
    }
}
