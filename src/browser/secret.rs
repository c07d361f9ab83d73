//! What signs in at a server, and opens what is in its database, encrypted for this device: AES-GCM under a key that the browser keeps and
//! hands out to nobody, not even to this program. It does not protect from scripts that run in this
//! page, nor from whoever takes the browser's whole profile, key and all; what reads the stores alone
//! finds nothing. Where it is kept is left to the caller.

use super::object::{object, value};
use super::ports;
use crate::session::sync::{Kept, Secret, Unlocked};
use crate::storage::StorageError;
use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const CIPHER: &str = "AES-GCM";
const KEY_BITS: u32 = 256;
/// The length of the random start of a message that AES-GCM is made for (NIST SP 800-38D).
const NONCE_BYTES: usize = 12;

const PASSWORD: u8 = b'p';
const TOKEN: u8 = b't';
/// Before the others where there is a data key: its length in four bytes, and the key.
const KEY: u8 = b'k';

/// Encrypts a secret under a new key: an object that a database can hold. It can be decrypted only for
/// what it was `bound` to.
///
/// # Errors
/// [`StorageError`] where the browser does not encrypt, as on pages that came by `http` from elsewhere.
pub(super) async fn seal(kept: &Kept, bound: &str) -> Result<JsValue, StorageError> {
    let failed = |_| StorageError::Unavailable("this browser does not encrypt here".into());
    let subtle = subtle().ok_or(JsValue::NULL).map_err(failed)?;
    let kind = object(&[("name", CIPHER.into()), ("length", KEY_BITS.into())]);
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let made = subtle.generate_key_with_object(kind.unchecked_ref(), false, &usages);
    let key: CryptoKey = settled(made)
        .await
        .and_then(JsCast::dyn_into)
        .map_err(failed)?;
    let nonce: Vec<u8> = ports::random().to_le_bytes().into_iter().collect();
    let nonce = Uint8Array::from(nonce.get(..NONCE_BYTES).unwrap_or_default());
    let clear = Uint8Array::from(written(kept).as_slice());
    let way = way(&nonce, bound);
    let sealed = subtle.encrypt_with_object_and_js_u8_array(&way, &key, &clear);
    let sealed = settled(sealed).await.map_err(failed)?;
    Ok(object(&[
        ("key", key.into()),
        ("nonce", nonce.into()),
        ("sealed", Uint8Array::new(&sealed).into()),
    ]))
}

/// Decrypts a secret; none where it was not bound to this, or is damaged.
pub(super) async fn open(kept: &JsValue, bound: &str) -> Option<Kept> {
    let key: CryptoKey = value(kept, "key")?.dyn_into().ok()?;
    let nonce: Uint8Array = value(kept, "nonce")?.dyn_into().ok()?;
    let sealed: Uint8Array = value(kept, "sealed")?.dyn_into().ok()?;
    let way = way(&nonce, bound);
    let clear = subtle()?.decrypt_with_object_and_js_u8_array(&way, &key, &sealed);
    let clear = settled(clear).await.ok()?;
    read(&Uint8Array::new(&clear).to_vec())
}

fn way(nonce: &Uint8Array, bound: &str) -> Object {
    object(&[
        ("name", CIPHER.into()),
        ("iv", nonce.into()),
        ("additionalData", Uint8Array::from(bound.as_bytes()).into()),
    ])
    .unchecked_into()
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

/// None on pages that are not secure.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let subtle: JsValue = crypto.subtle().into();
    subtle.dyn_into().ok()
}

fn written(kept: &Kept) -> Vec<u8> {
    let (kind, text) = match &kept.secret {
        Secret::Password(text) => (PASSWORD, text),
        Secret::Token(text) => (TOKEN, text),
    };
    let mut out = Vec::new();
    if let Some(key) = kept.key.as_ref().map(Unlocked::to_bytes) {
        out.push(KEY);
        out.extend((key.len() as u32).to_le_bytes());
        out.extend(key);
    }
    out.push(kind);
    out.extend(text.as_bytes());
    out
}

fn read(bytes: &[u8]) -> Option<Kept> {
    let (kind, rest) = bytes.split_first()?;
    if *kind == KEY {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let key = Some(Unlocked::from_bytes(key)?);
        let secret = read(rest)?.secret;
        return Some(Kept { secret, key });
    }
    let text = String::from_utf8(rest.to_vec()).ok()?;
    let secret = match *kind {
        PASSWORD => Secret::Password(text),
        TOKEN => Secret::Token(text),
        _ => return None,
    };
    Some(secret.into())
}
