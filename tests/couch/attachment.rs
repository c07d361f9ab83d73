//! Files within documents: how they are read from a request, inline or as a stub for one that is
//! already there, and written into an answer. Where they are kept is left to the body.

use serde_json::{Map, Value, json};

use crate::answer::Refusal;
use crate::hash::{md5, parse_base64, to_base64};

/// A file within a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Its media type.
    pub content_type: String,
    /// `md5-` and the digest, in base64. CouchDB compresses text first, so its digests of texts
    /// are others.
    pub digest: String,
    /// The generation of the revision that brought it.
    pub generation: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// An attachment as a request has it.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    Whole(Attachment),
    /// The one of this name that the parent revision has.
    Stub,
}

impl Attachment {
    pub(crate) fn new(content_type: &str, bytes: Vec<u8>) -> Self {
        Self {
            content_type: content_type.to_owned(),
            digest: format!("md5-{}", to_base64(&md5(&bytes))),
            generation: 0,
            bytes,
        }
    }

    /// The attachment in a document that is answered.
    pub(crate) fn view(&self, is_whole: bool) -> Value {
        let mut shown = json!({
            "content_type": self.content_type,
            "revpos": self.generation,
            "digest": self.digest,
        });
        if let Some(shown) = shown.as_object_mut() {
            if is_whole {
                shown.insert("data".to_owned(), to_base64(&self.bytes).into());
            } else {
                shown.insert("length".to_owned(), self.bytes.len().into());
                shown.insert("stub".to_owned(), true.into());
            }
        }
        shown
    }
}

/// Reads the `_attachments` of a document.
pub(crate) fn parse(attachments: &Map<String, Value>) -> Result<Vec<(String, Incoming)>, Refusal> {
    let mut parsed = Vec::with_capacity(attachments.len());
    for (name, attachment) in attachments {
        if name.starts_with('_') {
            return Err(Refusal::bad_request(
                "Attachment name '_' prefix is reserved", // as CouchDB words it, around the name
            ));
        }
        if attachment.get("stub").and_then(Value::as_bool) == Some(true) {
            parsed.push((name.clone(), Incoming::Stub));
            continue;
        }
        let bytes = attachment
            .get("data")
            .and_then(Value::as_str)
            .and_then(parse_base64)
            .ok_or_else(|| Refusal::bad_request("Attachment data is not base64"))?;
        let content_type = attachment
            .get("content_type")
            .and_then(Value::as_str)
            .unwrap_or("application/octet-stream");
        let mut whole = Attachment::new(content_type, bytes);
        whole.generation = attachment
            .get("revpos")
            .and_then(Value::as_u64)
            .unwrap_or(0);
        parsed.push((name.clone(), Incoming::Whole(whole)));
    }
    Ok(parsed)
}
