//! What a header tells about its column, once source and subject are known.

use std::collections::HashMap;

use super::signature::{SIGNATURES, Signature};
use super::{Source, normal, path_of_word, synonym};
use crate::exchange::target::Subject;

/// What a header tells about its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Hint {
    /// A path, by the product's own signature.
    Signed(&'static str),
    /// Known to the product's signature, and left out.
    Left,
    /// A path, by the word.
    Word(&'static str),
    /// An id of the records themselves.
    OwnId,
    /// An id of a customer.
    CustomerId,
    /// A field that users of the product added.
    Custom(String),
}

/// What the headers of a source and subject mean.
pub(in crate::exchange) struct Hints {
    signed: HashMap<String, &'static str>,
    source: Source,
    subject: Subject,
}

impl Hints {
    /// Those of a source and subject.
    pub(in crate::exchange) fn new(source: Source, subject: Subject) -> Self {
        let mut signed = HashMap::new();
        let is_ours =
            |signature: &&Signature| signature.source == source && signature.subject == subject;
        for (header, path) in SIGNATURES
            .iter()
            .filter(is_ours)
            .flat_map(Signature::columns)
        {
            signed.entry(normal(header)).or_insert(path);
        }
        Hints {
            signed,
            source,
            subject,
        }
    }

    /// What a header tells.
    pub(in crate::exchange) fn of(&self, name: &str) -> Option<Hint> {
        let header = normal(name);
        if let Some(path) = self.signed.get(&header) {
            return Some(if path.is_empty() {
                Hint::Left
            } else {
                Hint::Signed(path)
            });
        }
        if let Some(custom) = name
            .strip_suffix("__c")
            .filter(|_| self.source == Source::Salesforce)
        {
            return Some(Hint::Custom(custom.to_owned()));
        }
        if let Some(path) = path_of_word(self.subject, &header) {
            return Some(Hint::Word(path));
        }
        if synonym::id_words(self.subject).contains(&header.as_str()) {
            return Some(Hint::OwnId);
        }
        if matches!(self.subject, Subject::Deal | Subject::Transaction)
            && synonym::CUSTOMER_ID_WORDS.contains(&header.as_str())
        {
            return Some(Hint::CustomerId);
        }
        None
    }
}
