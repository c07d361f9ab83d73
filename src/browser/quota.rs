//! What the browser grants: whether it may clear our storage when the disk fills up, and how much is
//! used. Whether a write fits shows only the write itself: the granted amount is made up.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// How much is used, and of how much as the browser says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Bytes that the origin uses.
    pub usage: f64,
    /// Bytes that it might use: constant in some browsers, whatever the disk has.
    pub quota: f64,
}

fn manager() -> Option<StorageManager> {
    Some(web_sys::window()?.navigator().storage())
}

async fn ask(question: impl Fn(&StorageManager) -> Result<Promise, JsValue>) -> Option<JsValue> {
    // An error too where the browser has no such manager: outside of secure contexts.
    JsFuture::from(question(&manager()?).ok()?).await.ok()
}

/// Whether the browser has promised not to clear our storage by itself; none where it cannot say.
pub async fn is_persisted() -> Option<bool> {
    ask(StorageManager::persisted).await?.as_bool()
}

/// Asks for that promise: once there is something to lose, since some browsers then ask the user.
pub async fn persist() -> Option<bool> {
    ask(StorageManager::persist).await?.as_bool()
}

/// How much is used.
pub async fn estimate() -> Option<Estimate> {
    let found = ask(StorageManager::estimate).await?;
    let number = |name: &str| Reflect::get(&found, &name.into()).ok()?.as_f64();
    Some(Estimate {
        usage: number("usage")?,
        quota: number("quota")?,
    })
}
