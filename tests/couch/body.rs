//! What one revision says: its fields and its attachments. How it is read from a request and written
//! into an answer is left to `draft` and `view`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::attachment::Attachment;

/// The content of one revision, without the fields that name it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The document's own fields.
    pub fields: Map<String, Value>,
    /// Its attachments by name.
    pub attachments: BTreeMap<String, Arc<Attachment>>,
}
