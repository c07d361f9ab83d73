//! Sealed documents: what a database holds where nobody but those who know its passphrase is to read it.
//! A document's id hides which record it is of, and is the same on every device; the rest of it is
//! one text that only the data key opens, and only in its place. Where the data key comes from is told in
//! `keys`; when something is sealed or opened is left to the client. Why it looks so stands in
//! `docs/adr/0021-encryption.md`.

pub mod keys;

use super::changes::{object, text};
use crate::document::json::{JsonWriter, parse, read_replica};
use crate::document::value::{ref_bytes, ref_of};
use crate::domain::{Record, RecordId};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use keys::Unlocked;
use sha2::Sha256;
use thiserror::Error;

/// What the ids of sealed documents begin with.
pub(super) const PREFIX: &str = "r:";
/// The form that is written and read here.
const VERSION: u32 = 1;
/// The bytes of a nonce, so many that random ones never meet.
const NONCE_BYTES: usize = 24;
/// The texts are filled up to a multiple of this, so that lengths tell little.
const FILLED_TO: usize = 256;
/// The bytes of a record's id as it is stored, and of what proves that a name was made of one.
const ID_BYTES: usize = 17;
const PROOF_BYTES: usize = 16;

/// Where randomness comes from.
pub type Random = Box<dyn Fn() -> u128>;

/// Why a document is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// Anybody who can write to the database could have written it.
    #[error("not encrypted")]
    Plain,
    /// A newer Satchel sealed it.
    #[error("encrypted by a newer version")]
    TooNew,
    /// Another key sealed it.
    #[error("encrypted with another key")]
    OtherKey,
    /// It was changed, put in another's place, or is none at all.
    #[error("encrypted, and damaged or in the place of another")]
    Damaged,
}

/// What an id of a document names to those who have the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A record.
    Record(RecordId),
    /// Something that is not read here.
    Nothing,
    /// What is no record, and looks like one.
    Not(NotOpened),
}

/// Seals and opens the documents of one database.
pub struct Seal {
    unlocked: Unlocked,
    cipher: XChaCha20Poly1305,
    proof: Hmac<Sha256>,
    mask: Hmac<Sha256>,
    random: Random,
}

impl Seal {
    /// What seals with a data key.
    #[must_use]
    pub fn new(unlocked: Unlocked, random: Random) -> Self {
        let derived = |part: &str| unlocked.derived(part);
        let (cipher, proof, mask) = (derived("documents"), derived("names"), derived("masks"));
        Self {
            cipher: XChaCha20Poly1305::new(&cipher.into()),
            proof: keyed(&proof),
            mask: keyed(&mask),
            unlocked,
            random,
        }
    }

    /// The data key, with how it is kept in the database.
    pub(super) const fn unlocked(&self) -> &Unlocked {
        &self.unlocked
    }

    /// The id under which a record's document stands.
    #[must_use]
    pub fn name(&self, id: RecordId) -> String {
        let bytes = ref_bytes(id);
        let proof = self.proof_of(&bytes);
        let masked = self.masked(&proof, bytes);
        let mut name = String::with_capacity(PREFIX.len() + 2 * (PROOF_BYTES + ID_BYTES));
        name.push_str(PREFIX);
        for byte in proof.iter().chain(&masked) {
            name.push_str(&format!("{byte:02x}"));
        }
        name
    }

    /// What an id of a document names.
    pub(super) fn named(&self, name: &str) -> Named {
        let Some(hex) = name.strip_prefix(PREFIX) else {
            return match RecordId::parse(name) {
                Ok(_) => Named::Not(NotOpened::Plain),
                Err(_) => Named::Nothing,
            };
        };
        self.read_name(hex)
            .unwrap_or(Named::Not(NotOpened::OtherKey))
    }

    fn read_name(&self, hex: &str) -> Option<Named> {
        let bytes = from_hex(hex)?;
        let (proof, masked) = bytes.split_first_chunk::<PROOF_BYTES>()?;
        let bytes = self.masked(proof, masked.try_into().ok()?);
        // Whoever has the key is told by it, and nobody else makes a name.
        (self.proof_of(&bytes) == *proof).then_some(())?;
        Some(ref_of(&bytes).map_or(Named::Nothing, Named::Record))
    }

    fn proof_of(&self, bytes: &[u8; ID_BYTES]) -> [u8; PROOF_BYTES] {
        first(&digest(&self.proof, bytes))
    }

    /// Masks, and unmasks what was masked.
    fn masked(&self, proof: &[u8; PROOF_BYTES], bytes: [u8; ID_BYTES]) -> [u8; ID_BYTES] {
        let mask: [u8; ID_BYTES] = first(&digest(&self.mask, proof));
        let mut out = bytes;
        out.iter_mut()
            .zip(mask)
            .for_each(|(byte, mask)| *byte ^= mask);
        out
    }

    fn bound_to(&self, name: &str) -> String {
        format!("satchel {VERSION} {} {name}", self.unlocked.key_id())
    }

    /// A record's document, sealed: `text` is as it would stand in the database otherwise, without a
    /// revision, which stands beside. None where there is no memory for it.
    pub(super) fn seal(&self, id: RecordId, text: String, rev: Option<&str>) -> Option<String> {
        self.seal_as(&self.name(id), text, rev)
    }

    /// The same of any document, by the name that it stands under.
    pub(super) fn seal_as(
        &self,
        name: &str,
        mut text: String,
        rev: Option<&str>,
    ) -> Option<String> {
        let filled = text.len().next_multiple_of(FILLED_TO);
        text.extend(std::iter::repeat_n(' ', filled - text.len()));
        let nonce = self.nonce();
        let bound = self.bound_to(name);
        let payload = Payload {
            msg: text.as_bytes(),
            aad: bound.as_bytes(),
        };
        let sealed = self.cipher.encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = [&nonce[..], &sealed.ok()?].concat();
        let mut out = JsonWriter::default();
        out.object().name("_id").text(name);
        if let Some(rev) = rev {
            out.name("_rev").text(rev);
        }
        out.name("e").literal(VERSION);
        out.name("k").text(self.unlocked.key_id());
        out.name("c").text(&STANDARD.encode(sealed)).end_object();
        Some(out.finish())
    }

    fn nonce(&self) -> [u8; NONCE_BYTES] {
        let random = [(self.random)().to_le_bytes(), (self.random)().to_le_bytes()];
        first(random.as_flattened())
    }

    /// The record of a sealed document.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn record(&self, id: RecordId, document: &str) -> Result<Record, NotOpened> {
        let text = self.open(&self.name(id), document)?;
        read_replica(&text).map_err(|_| NotOpened::Damaged)
    }

    /// The text of a sealed document that stands under `name`.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub(super) fn open(&self, name: &str, document: &str) -> Result<String, NotOpened> {
        let Named::Record(id) = self.named(name) else {
            return Err(NotOpened::Damaged);
        };
        let opened = self.open_as(name, document)?;
        // What is inside says itself which record it is of.
        match opened.starts_with(&format!("{{\"_id\":\"{id}\"")) {
            true => Ok(opened),
            false => Err(NotOpened::Damaged),
        }
    }

    /// The text of any sealed document that stands under `name`. What is inside has to be looked at.
    pub(super) fn open_as(&self, name: &str, document: &str) -> Result<String, NotOpened> {
        let members = parse(document).ok().and_then(object);
        let members = members.ok_or(NotOpened::Damaged)?;
        let version = members.get("e").map(|raw| raw.get().parse::<u32>());
        match version {
            Some(Ok(VERSION)) => {}
            Some(Ok(version)) if version > VERSION => return Err(NotOpened::TooNew),
            _ => return Err(NotOpened::Damaged),
        }
        if text(&members, "k").as_deref() != Some(self.unlocked.key_id()) {
            return Err(NotOpened::OtherKey);
        }
        let sealed = text(&members, "c").and_then(|text| STANDARD.decode(text).ok());
        let sealed = sealed.ok_or(NotOpened::Damaged)?;
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(NotOpened::Damaged)?;
        let bound = self.bound_to(name);
        let payload = Payload {
            msg: sealed,
            aad: bound.as_bytes(),
        };
        let opened = self.cipher.decrypt(XNonce::from_slice(nonce), payload);
        let opened = opened.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let mut opened = opened.ok_or(NotOpened::Damaged)?;
        opened.truncate(opened.trim_end_matches(' ').len());
        Ok(opened)
    }
}

/// HMAC takes keys of any length, so there is always one.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    block.iter_mut().zip(key).for_each(|(to, byte)| *to = *byte);
    <Hmac<Sha256> as Mac>::new(&block)
}

fn digest(key: &Hmac<Sha256>, bytes: &[u8]) -> [u8; 32] {
    let mut mac = key.clone();
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// The first bytes of more.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
    out
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Only as it is written here: what differs would be another document of the same record.
fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    rest.is_empty().then_some(())?;
    let bytes = pairs.iter();
    bytes
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

#[cfg(test)]
pub(in crate::sync) mod tests;
