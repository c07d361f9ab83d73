//! Updates: notices when a newer build of the site waits behind the service worker, and lets it in
//! when somebody asks. The service worker never takes over by itself (`public/sw.js`).

use super::object::object;
use super::tab;
use js_sys::{Date, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{EventTarget, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// How long after a look for a newer build the next one is worth it: a tab may stay open for days.
const LOOK_MS: f64 = 3_600_000.0;

/// The page's service workers; none where the browser forbids them.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

async fn registration(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    let ready = JsFuture::from(container.ready().ok()?).await.ok()?;
    ready.dyn_into().ok()
}

/// Calls back each time a newer build is installed and waits, for as long as the tab lives.
pub fn watch(listener: impl Fn() + 'static) {
    let listener: Rc<dyn Fn()> = Rc::new(listener);
    spawn_local(async move {
        let Some(container) = container() else {
            return;
        };
        let Some(registration) = registration(&container).await else {
            return;
        };
        if registration.waiting().is_some() {
            listener();
        }
        look_when_seen(&registration);
        let found = {
            let registration = registration.clone();
            move || watch_installing(&registration, &listener)
        };
        // One may be on its way already.
        found();
        listen(&registration, "updatefound", found);
    });
}

fn watch_installing(registration: &ServiceWorkerRegistration, listener: &Rc<dyn Fn()>) {
    // The first build of all has nobody to wait for.
    let (Some(installing), Some(_)) = (registration.installing(), registration.active()) else {
        return;
    };
    let worker = installing.clone();
    let listener = Rc::clone(listener);
    listen(&installing, "statechange", move || {
        if worker.state() == ServiceWorkerState::Installed {
            listener();
        }
    });
}

/// Browsers look for a newer build when a page is opened; a tab that stays open looks when it is
/// come back to.
fn look_when_seen(registration: &ServiceWorkerRegistration) {
    let registration = registration.clone();
    let last = Cell::new(Date::now());
    tab::watch_visibility(move |is_visible| {
        if is_visible && (Date::now() - last.get()).abs() > LOOK_MS {
            last.set(Date::now());
            if let Ok(looked) = registration.update() {
                // Without a network there is no newer build to hear of.
                spawn_local(async move { drop(JsFuture::from(looked).await) });
            }
        }
    });
}

/// Lets the build that waits in, and comes back when it has taken over; at once where none waits.
pub async fn activate() {
    let Some(container) = container() else {
        return;
    };
    let Some(registration) = registration(&container).await else {
        return;
    };
    let Some(waiting) = registration.waiting() else {
        return;
    };
    let mut asked = false;
    let changed = Promise::new(&mut |resolve, _| {
        listen(&container, "controllerchange", move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        let message = object(&[("type", "activate".into())]);
        asked = waiting.post_message(&message).is_ok();
    });
    if asked {
        let _ = JsFuture::from(changed).await;
    }
}

fn listen(target: &EventTarget, event: &str, listener: impl Fn() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(listener);
    let callback = listener.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback(event, callback);
    // It is told as long as the page lives.
    listener.forget();
}
