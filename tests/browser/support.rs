//! What the browser tests share: fresh names, pages, and the ways to hurt a database that no adapter
//! offers, in plain script.

use js_sys::{Function, Promise};
use satchel::browser::{Place, ports};
use satchel::document::page::PageBuilder;
use satchel::domain::{Key, Record, RecordId, RecordKind, Register, Stamp, Uuid, Value, customer};
use satchel::storage::PageId;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A workspace that no other test has.
pub fn place() -> Place {
    Place::new("/test/", &format!("{:032x}", ports::random()))
}

/// A page with one customer of a name.
pub fn page(id: u64, name: &str) -> (PageId, Rc<[u8]>) {
    let customer = RecordId::new(RecordKind::Customer, Uuid::v7(id, 1));
    let mut record = Record::new(customer, Stamp::default());
    let value = Some(Value::text(name));
    let stamp = Stamp::default();
    record.put(Key::one(customer::NAME), Some(Register { value, stamp }));
    let mut builder = PageBuilder::new(RecordKind::Customer);
    builder.push(&record);
    (PageId(id), builder.finish(0).into())
}

pub async fn run(script: &str, arguments: &[JsValue]) -> JsValue {
    let call = Function::new_with_args("...given", script);
    let promise = call
        .apply(&JsValue::NULL, &arguments.iter().collect())
        .expect("runs");
    JsFuture::from(promise.unchecked_into::<Promise>())
        .await
        .expect("ends well")
}

/// Makes a database of a version, as a Satchel of that version would.
pub async fn make_database(name: &str, version: u32) {
    let script = "const [name, version] = given;
        return new Promise((done, fail) => {
            const request = indexedDB.open(name, version);
            request.onsuccess = () => { request.result.close(); done(); };
            request.onerror = () => fail(request.error);
            request.onblocked = () => fail(new Error('blocked'));
        });";
    run(script, &[name.into(), version.into()]).await;
}

/// Deletes one value of a store.
pub async fn delete_value(name: &str, store: &str, key: &str) {
    let script = "const [name, store, key] = given;
        return new Promise((done, fail) => {
            const request = indexedDB.open(name);
            request.onerror = () => fail(request.error);
            request.onsuccess = () => {
                const db = request.result;
                const transaction = db.transaction(store, 'readwrite');
                transaction.objectStore(store).delete(key);
                transaction.oncomplete = () => { db.close(); done(); };
                transaction.onabort = () => fail(transaction.error);
            };
        });";
    run(script, &[name.into(), store.into(), key.into()]).await;
}

pub fn clear_local_storage() {
    let clear = Function::new_no_args("localStorage.clear()");
    clear.call0(&JsValue::NULL).expect("clears");
}

/// While it lives, the disk is full in the way that browsers report it: requests succeed, and the
/// transaction is then taken back.
pub struct FullDisk;

impl FullDisk {
    pub fn simulate() -> Self {
        let script = "const real = IDBTransaction.prototype.commit;
            globalThis.__realCommit = real;
            IDBTransaction.prototype.commit = function () {
                if (this.mode === 'readonly') return real.call(this);
                const full = new DOMException('full', 'QuotaExceededError');
                Object.defineProperty(this, 'error', { get: () => full });
                this.abort();
            };";
        let patch = Function::new_no_args(script);
        patch.call0(&JsValue::NULL).expect("patches");
        Self
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let script = "IDBTransaction.prototype.commit = globalThis.__realCommit;";
        let _ = Function::new_no_args(script).call0(&JsValue::NULL);
    }
}

/// Runs two futures side by side.
pub async fn both<A, B>(one: impl Future<Output = A>, two: impl Future<Output = B>) -> (A, B) {
    let mut one = std::pin::pin!(one);
    let mut two = std::pin::pin!(two);
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(output) = one.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = two.as_mut().poll(context)
        {
            second = Some(output);
        }
        match (first.is_some(), second.is_some()) {
            (true, true) => Poll::Ready((first.take().unwrap(), second.take().unwrap())),
            _ => Poll::Pending,
        }
    })
    .await
}
