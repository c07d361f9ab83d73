//! What signs in at a server, encrypted for this device: AES-GCM under a key that the browser keeps and
//! hands out to nobody, not even to this program. It does not protect from scripts that run in this
//! page, nor from whoever takes the browser's whole profile, key and all; what reads the stores alone
//! finds nothing. Where it is kept is left to the caller.

use super::object::{object, value};
use super::ports;
use crate::session::sync::Secret;
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

/// Encrypts a secret under a new key: an object that a database can hold. It can be decrypted only for
/// what it was `bound` to.
///
/// # Errors
/// [`StorageError`] where the browser does not encrypt, as on pages that came by `http` from elsewhere.
pub(super) async fn seal(secret: &Secret, bound: &str) -> Result<JsValue, StorageError> {
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
    let clear = Uint8Array::from(written(secret).as_slice());
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
pub(super) async fn open(kept: &JsValue, bound: &str) -> Option<Secret> {
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

fn written(secret: &Secret) -> Vec<u8> {
    let (kind, text) = match secret {
        Secret::Password(text) => (PASSWORD, text),
        Secret::Token(text) => (TOKEN, text),
    };
    [&[kind], text.as_bytes()].concat()
}

fn read(bytes: &[u8]) -> Option<Secret> {
    let (kind, text) = bytes.split_first()?;
    let text = String::from_utf8(text.to_vec()).ok()?;
    match *kind {
        PASSWORD => Some(Secret::Password(text)),
        TOKEN => Some(Secret::Token(text)),
        _ => None,
    }
}
