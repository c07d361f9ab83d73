//! Records as JSON, in two forms. The *document* is for people's programs: fields by name, sets
//! and lists as arrays, no stamps ([`write_document`], and [`read_patch`] for what they send). The
//! *replica* is for backups and sync: everything a record is, with its stamps, so that reading it
//! gives the same record ([`write_replica`], [`read_replica`]). What this version does not know
//! stays as it came. Which records go where is left to `exchange`, `api` and `sync`.

mod document;
mod patch;
mod replica;
mod text;
mod value;

pub use document::write_document;
pub use patch::{Patch, Terms, read_patch};
pub use replica::{ReplicaError, read_replica, write_replica};
pub(super) use replica::{path, split_path};
pub use text::{Json, JsonWriter, Members, NotJson, compact, look, parse};
pub use value::{adopt, read_value, write_plain, write_value};
