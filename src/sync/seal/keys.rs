//! The keys of an encrypted database: a random data key that seals everything, kept in the database
//! itself, in the document `meta:keys`, under a key that is made of the passphrase. Making that one takes
//! long by intent ([`stretch`]) and is done where nobody waits for the thread; where the data key is kept on
//! a device is left to the browser.

use super::super::changes::{array, object, text};
use super::{STANDARD, first, to_hex};
use crate::document::json::{JsonWriter, Members, parse};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde_json::value::RawValue;
use sha2::Sha256;
use std::fmt;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The document that keeps them.
pub const KEYS: &str = "meta:keys";
/// The form that is written and read here.
const VERSION: u32 = 1;
const NONCE_BYTES: usize = 24;
const SALT_BYTES: usize = 16;
/// So few characters are guessed too soon.
pub const CHARACTERS_MIN: usize = 12;
/// More than anybody types.
pub const BYTES_MAX: usize = 1024;
/// What a database may ask a device to spend on a passphrase: whatever it says, the device goes on.
const MEMORY_KIB_MAX: u32 = 256 * 1024;
const PASSES_MAX: u32 = 16;
/// So many ways to the data key are looked at.
const SLOTS_MAX: usize = 8;

/// A key of 256 bits.
pub type Key = [u8; 32];

/// What is wrong with a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PassphraseProblem {
    /// It has too few characters.
    #[error("fewer than {CHARACTERS_MIN} characters")]
    TooShort,
    /// It has too many bytes.
    #[error("more than {BYTES_MAX} bytes")]
    TooLong,
}

/// Looks at a passphrase that is to be.
///
/// # Errors
/// [`PassphraseProblem`].
pub fn judge(passphrase: &str) -> Result<(), PassphraseProblem> {
    if passphrase.len() > BYTES_MAX {
        Err(PassphraseProblem::TooLong)
    } else if passphrase.chars().count() < CHARACTERS_MIN {
        Err(PassphraseProblem::TooShort)
    } else {
        Ok(())
    }
}

/// How a key is made of a passphrase (Argon2id, one lane).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretching {
    /// How much memory that takes.
    pub memory_kib: u32,
    /// How often it is gone through.
    pub passes: u32,
    /// What makes the same passphrase another key elsewhere.
    pub salt: [u8; SALT_BYTES],
}

impl Stretching {
    /// As it is done for new keys.
    #[must_use]
    pub const fn new(salt: u128) -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            salt: salt.to_le_bytes(),
        }
    }
}

/// Makes a key of a passphrase. It takes long, and is done away from the page. The same passphrase is one
/// however its accents were typed (NFKC). None where there is not the memory, or it is asked for more
/// than is sound.
#[must_use]
pub fn stretch(passphrase: &str, how: &Stretching) -> Option<Key> {
    let is_sound = how.memory_kib <= MEMORY_KIB_MAX && how.passes <= PASSES_MAX;
    is_sound.then_some(())?;
    let params = Params::new(how.memory_kib, how.passes, 1, Some(32)).ok()?;
    let mut memory: Vec<Block> = Vec::new();
    memory.try_reserve_exact(params.block_count()).ok()?;
    memory.resize(params.block_count(), Block::default());
    let typed: String = passphrase.nfkc().collect();
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(typed.as_bytes(), &how.salt, &mut key, &mut memory)
        .ok()?;
    Some(key)
}

/// A way to the data key: the key under a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    key_id: String,
    stretching: Stretching,
    wrapped: String,
}

/// The document of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    slots: Vec<Slot>,
    rev: Option<String>,
}

/// A data key that is open, with the way to it that the database keeps.
#[derive(Clone, PartialEq, Eq)]
pub struct Unlocked {
    key: Key,
    slot: Slot,
}

impl fmt::Debug for Unlocked {
    // Whatever prints a value must not print this.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Unlocked({})", self.slot.key_id)
    }
}

/// Why the keys of a database cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoKeys {
    /// It is no document of a database.
    #[error("no document")]
    NoDocument,
    /// A newer Satchel wrote them, or they are damaged.
    #[error("keys that cannot be read")]
    Unread,
}

impl Slot {
    /// How its key is made of the passphrase.
    #[must_use]
    pub const fn stretching(&self) -> &Stretching {
        &self.stretching
    }

    fn bound_to(key_id: &str, how: &Stretching) -> String {
        format!(
            "satchel keys {VERSION} {key_id} argon2id {} {} {}",
            how.memory_kib,
            how.passes,
            to_hex(&how.salt)
        )
    }

    /// Opens it by the key that was made of a passphrase; none where that was another.
    #[must_use]
    pub fn open(&self, by: &Key) -> Option<Unlocked> {
        let bytes = STANDARD.decode(&self.wrapped).ok()?;
        let (nonce, wrapped) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let bound = Self::bound_to(&self.key_id, &self.stretching);
        let payload = Payload {
            msg: wrapped,
            aad: bound.as_bytes(),
        };
        let cipher = XChaCha20Poly1305::new(by.into());
        let key = cipher.decrypt(XNonce::from_slice(nonce), payload).ok()?;
        let key: Key = key.try_into().ok()?;
        // A slot names no other key than its own.
        (id_of(&key) == self.key_id).then(|| Unlocked {
            key,
            slot: self.clone(),
        })
    }

    fn write(&self, out: &mut JsonWriter) {
        out.object().name("k").text(&self.key_id);
        out.name("kdf").text("argon2id");
        out.name("m").literal(self.stretching.memory_kib);
        out.name("t").literal(self.stretching.passes);
        out.name("salt")
            .text(&STANDARD.encode(self.stretching.salt));
        out.name("c").text(&self.wrapped).end_object();
    }

    fn read(raw: &RawValue) -> Option<Self> {
        let members = object(raw)?;
        (text(&members, "kdf")? == "argon2id").then_some(())?;
        Some(Self {
            key_id: text(&members, "k")?,
            stretching: Stretching {
                memory_kib: number(&members, "m")?,
                passes: number(&members, "t")?,
                salt: STANDARD
                    .decode(text(&members, "salt")?)
                    .ok()?
                    .try_into()
                    .ok()?,
            },
            wrapped: text(&members, "c")?,
        })
    }
}

fn number(members: &Members<'_>, name: &str) -> Option<u32> {
    members.get(name)?.get().parse().ok()
}

impl Keys {
    /// Reads the document.
    ///
    /// # Errors
    /// [`NoKeys`].
    pub fn read(document: &str) -> Result<Self, NoKeys> {
        let members = parse(document).ok().and_then(object);
        let members = members.ok_or(NoKeys::NoDocument)?;
        if text(&members, "_id").as_deref() != Some(KEYS) {
            return Err(NoKeys::NoDocument);
        }
        let is_ours = number(&members, "e") == Some(VERSION);
        let slots = members.get("slots").filter(|_| is_ours);
        let slots = slots.and_then(array).ok_or(NoKeys::Unread)?;
        // One of a newer way does not keep the others.
        let slots = slots.into_iter().filter_map(Slot::read);
        let slots: Vec<Slot> = slots.take(SLOTS_MAX).collect();
        match slots.is_empty() {
            true => Err(NoKeys::Unread),
            false => Ok(Self {
                slots,
                rev: text(&members, "_rev"),
            }),
        }
    }

    /// The ways to the data key.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    /// Its revision in the database.
    #[must_use]
    pub fn rev(&self) -> Option<&str> {
        self.rev.as_deref()
    }

    /// Whether they lead to the data key of this device, by whatever passphrase.
    #[must_use]
    pub fn has(&self, unlocked: &Unlocked) -> bool {
        self.slots
            .iter()
            .any(|slot| slot.key_id == unlocked.slot.key_id)
    }
}

impl Unlocked {
    /// A new data key, under the key that was made of a passphrase in this way. `random` gives 128
    /// random bits each time.
    #[must_use]
    pub fn new(stretching: Stretching, by: &Key, random: impl Fn() -> u128) -> Option<Self> {
        let key: Key = first([random().to_le_bytes(), random().to_le_bytes()].as_flattened());
        Self::wrapped(key, stretching, by, random)
    }

    /// The same data key under the key that was made of another passphrase.
    #[must_use]
    pub fn under(
        &self,
        stretching: Stretching,
        by: &Key,
        random: impl Fn() -> u128,
    ) -> Option<Self> {
        Self::wrapped(self.key, stretching, by, random)
    }

    fn wrapped(
        key: Key,
        stretching: Stretching,
        by: &Key,
        random: impl Fn() -> u128,
    ) -> Option<Self> {
        let nonce = [random().to_le_bytes(), random().to_le_bytes()];
        let nonce: [u8; NONCE_BYTES] = first(nonce.as_flattened());
        let key_id = id_of(&key);
        let bound = Slot::bound_to(&key_id, &stretching);
        let payload = Payload {
            msg: &key,
            aad: bound.as_bytes(),
        };
        let cipher = XChaCha20Poly1305::new(by.into());
        let wrapped = cipher.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        let slot = Slot {
            key_id,
            stretching,
            wrapped: STANDARD.encode([&nonce[..], &wrapped].concat()),
        };
        Some(Self { key, slot })
    }

    /// The name of the data key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.slot.key_id
    }

    /// The document that keeps the data key in the database.
    #[must_use]
    pub fn document(&self) -> String {
        self.document_over(None)
    }

    /// The same in the place of the revision that is there.
    #[must_use]
    pub fn document_over(&self, rev: Option<&str>) -> String {
        let mut out = JsonWriter::default();
        out.object().name("_id").text(KEYS);
        if let Some(rev) = rev {
            out.name("_rev").text(rev);
        }
        out.name("e").literal(VERSION);
        out.name("slots").array();
        self.slot.write(&mut out);
        out.end_array().end_object();
        out.finish()
    }

    /// A key for one use.
    pub(super) fn derived(&self, part: &str) -> Key {
        derived(&self.key, part)
    }

    /// As a device keeps it, which has to keep it secret.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.key[..], self.document().as_bytes()].concat()
    }

    /// Reads what a device kept.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, document) = bytes.split_first_chunk::<32>()?;
        let keys = Keys::read(std::str::from_utf8(document).ok()?).ok()?;
        let slot = keys.slots.into_iter().next()?;
        (id_of(key) == slot.key_id).then_some(Self { key: *key, slot })
    }
}

/// What a data key is called, which tells nothing of it.
fn id_of(key: &Key) -> String {
    let id: [u8; 8] = first(&derived(key, "id"));
    to_hex(&id)
}

fn derived(key: &Key, part: &str) -> Key {
    let mut out = [0; 32];
    let info = format!("satchel {part}");
    // It refuses only what is longer than 255 times this.
    let _ = Hkdf::<Sha256>::new(None, key).expand(info.as_bytes(), &mut out);
    out
}
