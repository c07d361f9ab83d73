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
    /// Bytes of these that cached files take, the program's own before all; none where the browser does
    /// not tell them apart.
    pub caches: Option<f64>,
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
    let number = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.as_f64();
    // Only Chromium has it.
    let details = Reflect::get(&found, &"usageDetails".into()).ok();
    let details = details.filter(JsValue::is_object);
    let caches = |details: JsValue| {
        let parts = ["caches", "serviceWorkerRegistrations"];
        parts
            .map(|name| number(&details, name).unwrap_or(0.0))
            .iter()
            .sum()
    };
    Some(Estimate {
        usage: number(&found, "usage")?,
        caches: details.map(caches),
        quota: number(&found, "quota")?,
    })
}
