//! The name of a revision: its generation and its hash. How one is derived from what it follows is
//! here too; which revisions a document has is left to the tree.

use std::fmt;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::body::Body;

/// One revision, as `3-917fa2381192822767f010b95b45325b`. Ordered as CouchDB orders leaves:
/// by generation, then by hash as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// How many edits lie behind it, itself included.
    pub generation: u64,
    /// What tells it from its siblings.
    pub hash: Arc<str>,
}

impl Revision {
    /// Reads `generation-hash`; any text is taken as a hash, as both servers do.
    ///
    /// ```
    /// use satchel_couch::Revision;
    /// let revision = Revision::parse("1-zzz").unwrap();
    /// assert_eq!((revision.generation, revision.to_string().as_str()), (1, "1-zzz"));
    /// assert_eq!(Revision::parse("zzz"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (generation, hash) = text.split_once('-')?;
        if generation.is_empty() || !generation.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            generation: generation.parse().ok()?,
            hash: parse_hash(hash)?,
        })
    }

    /// The revision that an edit of `parent` to `body` makes. It follows from these alone, so the
    /// same edit on two servers is one revision, as with CouchDB.
    pub(crate) fn derive(parent: Option<&Self>, is_deleted: bool, body: &Body) -> Self {
        let mut material = parent.map(Self::to_string).unwrap_or_default().into_bytes();
        material.push(u8::from(is_deleted));
        // A map of JSON values always serializes.
        material.extend(serde_json::to_vec(&body.fields).unwrap_or_default());
        for (name, attachment) in &body.attachments {
            material.extend(name.as_bytes());
            material.extend(attachment.digest.as_bytes());
            material.extend(attachment.content_type.as_bytes());
        }
        Self {
            generation: parent.map_or(0, |parent| parent.generation) + 1,
            hash: format!("{:032x}", xxh3_128(&material)).into(),
        }
    }
}

/// A hash as it is stored: 32 letters are taken for hexadecimal digits, for which case says nothing.
pub(crate) fn parse_hash(hash: &str) -> Option<Arc<str>> {
    if hash.len() != 32 {
        return Some(hash.into());
    }
    let is_hexadecimal = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hexadecimal.then(|| hash.to_ascii_lowercase().into())
}

impl fmt::Display for Revision {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.generation, self.hash)
    }
}
