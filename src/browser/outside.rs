//! What sync needs of a browser: a line to the database, whether there is a network and somebody who
//! looks, and what the device remembers of a connection. When something is sent is the session's
//! matter.

use super::idb::single;
use super::line::BrowserLine;
use super::object::{number, object, text, value};
use super::task::Alarm;
use super::{Place, Pref, Prefs, secret, tab, worker};
use crate::domain::Instant;
use crate::session::sync::{Connection, DeviceKind, Kept, Outside, Remote, Secret, Stretching};
use crate::storage::StorageError;
use js_sys::JSON;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

/// The browser, as the sync of one workspace sees it.
pub struct BrowserOutside {
    place: Place,
    prefs: Prefs,
}

impl BrowserOutside {
    /// What is outside of the sync of a workspace.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            prefs: Prefs::new(place.base()),
            place,
        }
    }

    fn bound_to(&self, remote: &Remote) -> String {
        // What was meant for one server must not be read for another, whatever was put in its place.
        format!(
            "{}\n{}\n{}",
            self.place.name(),
            remote.origin(),
            remote.user()
        )
    }
}

impl Outside for BrowserOutside {
    type Line = BrowserLine;

    fn line(&self, remote: &Remote, secret: &Secret) -> BrowserLine {
        BrowserLine::new(remote, secret)
    }

    fn is_online(&self) -> bool {
        web_sys::window().is_none_or(|window| window.navigator().on_line())
    }

    fn is_seen(&self) -> bool {
        tab::is_visible()
    }

    fn device(&self) -> DeviceKind {
        let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
            return DeviceKind::default();
        };
        let agent = navigator.user_agent().unwrap_or_default();
        DeviceKind::of_agent(&agent, navigator.max_touch_points() > 1)
    }

    async fn wait(&self, ms: u32) {
        let alarm = Alarm::new(ms);
        let ring = alarm.ringer();
        let seen = Closure::<dyn FnMut()>::new({
            let ring = ring.clone();
            move || {
                if tab::is_visible() {
                    let _ = ring.call0(&JsValue::UNDEFINED);
                }
            }
        });
        let online = Closure::<dyn FnMut()>::new(move || drop(ring.call0(&JsValue::UNDEFINED)));
        let window = web_sys::window();
        let document = window.as_ref().and_then(web_sys::Window::document);
        let _heard = [
            Heard::new(window.map(Into::into), "online", online),
            Heard::new(document.map(Into::into), "visibilitychange", seen),
        ];
        alarm.wait().await;
    }

    fn connection(&self) -> Option<Connection> {
        from_json(&self.prefs.get(Pref::Sync(self.place.slug()))?)
    }

    fn set_connection(&self, connection: Option<&Connection>) {
        let text = connection.and_then(to_json);
        let pref = Pref::Sync(self.place.slug());
        self.prefs.set(pref, text.as_deref());
    }

    async fn secret(&self) -> Option<Kept> {
        let remote = self.connection()?.remote;
        let kept = single::read(&self.place.keys()).await.ok()??;
        secret::open(&kept, &self.bound_to(&remote)).await
    }

    async fn keep_secret(&self, kept: Option<&Kept>) -> Result<(), StorageError> {
        let Some(kept) = kept else {
            return single::delete(&self.place.keys()).await;
        };
        let missing = || StorageError::Unavailable("there is no connection to keep it for".into());
        let remote = self.connection().ok_or_else(missing)?.remote;
        let sealed = secret::seal(kept, &self.bound_to(&remote)).await?;
        single::write(&self.place.keys(), sealed).await
    }

    async fn stretch(&self, passphrase: &str, way: &Stretching) -> Result<[u8; 32], String> {
        worker::stretch(passphrase, way).await
    }
}

/// Somebody who listens until dropped.
struct Heard {
    target: Option<EventTarget>,
    event: &'static str,
    listener: Closure<dyn FnMut()>,
}

impl Heard {
    fn new(
        target: Option<EventTarget>,
        event: &'static str,
        listener: Closure<dyn FnMut()>,
    ) -> Self {
        if let Some(target) = &target {
            let callback = listener.as_ref().unchecked_ref();
            let _ = target.add_event_listener_with_callback(event, callback);
        }
        Self {
            target,
            event,
            listener,
        }
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            let callback = self.listener.as_ref().unchecked_ref();
            let _ = target.remove_event_listener_with_callback(self.event, callback);
        }
    }
}

fn to_json(connection: &Connection) -> Option<String> {
    let Connection {
        remote,
        device,
        is_paused,
        is_sealed,
        last,
    } = connection;
    let last = last.map_or(JsValue::NULL, |last| (last.to_ms() as f64).into());
    let line = object(&[
        ("server", remote.server().into()),
        ("database", remote.database().into()),
        ("user", remote.user().into()),
        ("device", device.into()),
        ("paused", (*is_paused).into()),
        ("sealed", (*is_sealed).into()),
        ("last", last),
    ]);
    JSON::stringify(&line).ok().map(String::from)
}

fn from_json(written: &str) -> Option<Connection> {
    let line = JSON::parse(written).ok()?;
    let part = |name: &str| text(&line, name);
    let remote = Remote::parse(&part("server")?, &part("database")?, &part("user")?);
    Some(Connection {
        remote: remote.ok()?,
        device: part("device")?,
        is_paused: value(&line, "paused").is_some_and(|paused| paused.is_truthy()),
        is_sealed: value(&line, "sealed").is_some_and(|sealed| sealed.is_truthy()),
        last: number(&line, "last").and_then(|ms| Instant::from_ms(ms as i64)),
    })
}
