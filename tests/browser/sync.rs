//! What sync has of the browser: the relay that sends to one origin only, the line over it, and what a
//! device remembers of a connection. The relay is the very script of the site; where a test says what
//! a server answers, it has another `fetch`.

use crate::support::{both, place, run};
use satchel::browser::{BrowserLine, BrowserOutside, IndexedDb, Place, Pref, Prefs, workspaces};
use satchel::domain::Instant;
use satchel::session::sync::{Connection, Line, Outside, Remote, Secret, Unreachable};
use satchel::sync::Http;
use satchel::sync::wire::Request;
use std::task::Poll;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const RELAY: &str = include_str!("../../xtask/web/sync-worker.js");

/// Answers with what it was asked.
const ECHO: &str = "self.fetch = async (address, { signal, body, ...asked }) => {
    if (body) asked.body = new TextDecoder().decode(body);
    return new Response(JSON.stringify({ address, ...asked }), { status: 201, headers: { 'Retry-After': '7' } });
};";

/// Puts the relay where the page's start has it, with a script before it. `__said(word)` is a promise
/// of the worker's having posted `{said: word}`, `__started` counts.
async fn offer(before: &str) {
    let script = "const [text] = given;
        const saying = new Map();
        const of = (word) => {
            if (!saying.has(word)) saying.set(word, Promise.withResolvers());
            return saying.get(word);
        };
        globalThis.__said = (word) => of(word).promise;
        globalThis.__started = 0;
        globalThis.__start = async () => {
            globalThis.__started += 1;
            const script = new Blob([text], { type: 'text/javascript' });
            const worker = new Worker(URL.createObjectURL(script));
            worker.addEventListener('message', ({ data }) => data.said && of(data.said).resolve());
            return worker;
        };
        globalThis.satchelBoot = { startSyncWorker: globalThis.__start };
        return Promise.resolve();";
    run(script, &[format!("{before}\n{RELAY}").into()]).await;
}

async fn json(script: &str, arguments: &[JsValue]) -> serde_json::Value {
    let text = run(script, arguments).await.as_string().expect("a text");
    serde_json::from_str(&text).expect("JSON")
}

/// What a worker answers to messages, each as JSON, for as many as expect an answer.
async fn replies(messages: &str) -> serde_json::Value {
    let script = "const [messages] = given;
        return globalThis.__start().then((worker) => new Promise((done) => {
            const asked = (0, eval)(`(${messages})`);
            const replies = {};
            worker.onmessage = ({ data }) => {
                if (data.body) data.body = new TextDecoder().decode(data.body);
                replies[data.id] = data.failure ?? data.isThere ?? data;
                if (Object.keys(replies).length < asked.filter(({ id }) => id).length) return;
                worker.terminate();
                done(JSON.stringify(replies));
            };
            for (const message of asked) {
                worker.postMessage({ method: 'GET', silent_ms: 5000, whole_ms: 5000,
                    bytes_max: 1000, ...message });
            }
        }));";
    json(script, &[messages.into()]).await
}

fn remote(server: &str) -> Remote {
    Remote::parse(server, "team/crm", "änn").unwrap()
}

fn own_origin() -> String {
    web_sys::window().unwrap().location().origin().unwrap()
}

fn password(text: &str) -> Secret {
    Secret::Password(text.into())
}

#[wasm_bindgen_test]
async fn a_request_goes_out_signed_in_and_bare_of_all_else() {
    offer(ECHO).await;
    let line = BrowserLine::new(
        &remote("https://couch.example.org/db"),
        &Secret::Token("a.b".into()),
    );
    let request = Request::post("_bulk_docs?x=1", "{\"docs\":[\"维\"]}".into());
    let answer = line.send(request).await.expect("answers");
    assert_eq!((answer.status, answer.retry_after_s), (201, Some(7)));
    let asked: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let expected = serde_json::json!({
        "address": "https://couch.example.org/db/team%2Fcrm/_bulk_docs?x=1",
        "method": "POST",
        "headers": {
            "Accept": "application/json",
            "Authorization": "Bearer a.b",
            "Content-Type": "application/json",
        },
        "body": "{\"docs\":[\"维\"]}",
        "mode": "cors",
        "credentials": "omit",
        "referrerPolicy": "no-referrer",
        "cache": "default",
        "redirect": "manual",
    });
    assert_eq!(asked, expected);

    let welcome = line.welcome().await.expect("answers").body;
    let welcome: serde_json::Value = serde_json::from_str(&welcome).unwrap();
    assert_eq!(welcome["address"], "https://couch.example.org/db/");
    assert_eq!(welcome["headers"].as_object().unwrap().len(), 2);

    let line = BrowserLine::new(
        &Remote::parse("example.org", "crm", "").unwrap(),
        &password(""),
    );
    let nobody = line.send(Request::get("")).await.expect("answers").body;
    assert!(!nobody.contains("Authorization"), "{nobody}");
}

#[wasm_bindgen_test]
async fn a_server_answers_or_is_not_there() {
    offer("").await;
    let here = BrowserLine::new(&remote(&own_origin()), &password("hush"));
    let answer = here.send(Request::get("_changes")).await.expect("answers");
    assert_eq!(answer.status, 404);
    assert!(here.welcome().await.expect("answers").is_ok());
    assert!(here.is_there().await);
    assert!(!here.is_mixed(), "this page did not come by https");

    let nowhere = BrowserLine::new(&remote("http://127.0.0.1:1"), &password("hush"));
    let answer = nowhere.send(Request::get("_changes")).await;
    assert_eq!(answer, Err(Unreachable::Network));
    assert!(!nowhere.is_there().await);
}

#[wasm_bindgen_test]
async fn nothing_is_sent_to_another_origin_than_the_first_that_was_named() {
    offer(ECHO).await;
    let replies = replies(
        "[
            { id: 1, address: 'https://one.example/db' },
            { confirm: 'https://one.example:443/', authorization: 'Basic x' },
            { confirm: 'https://two.example', authorization: 'Basic y' },
            { id: 2, address: 'https://two.example/db' },
            { id: 3, address: 'http://one.example/db' },
            { id: 4, address: 'https://one.example:8443/db' },
            { id: 5, address: 'https://one.example@two.example/db' },
            { id: 6, address: '/db' },
            { id: 7, address: 'https://one.example/db' },
        ]",
    )
    .await;
    for id in ["1", "2", "3", "4", "5", "6"] {
        assert_eq!(replies[id], "refused", "{id}");
    }
    assert_eq!(replies["7"]["status"], 201);
    assert!(
        replies["7"]["body"]
            .as_str()
            .unwrap()
            .contains("\"Basic x\"")
    );
}

#[wasm_bindgen_test]
async fn silence_slowness_redirects_and_too_much_are_told_apart() {
    let server = "const never = (signal) => new Promise((_, fail) => signal.addEventListener('abort', fail));
        const drip = (signal, every_ms) => new ReadableStream({ start(to) {
            const ticks = setInterval(() => to.enqueue(new Uint8Array([32])), every_ms);
            signal.addEventListener('abort', () => { clearInterval(ticks); to.error('aborted'); });
        } });
        const at = {
            '/hangs': ({ signal }) => never(signal),
            '/stops': ({ signal }) => new Response(drip(signal, 100_000)),
            '/drips': ({ signal }) => new Response(drip(signal, 5)),
            '/large': () => new Response('x'.repeat(1001)),
            '/fits': () => new Response('x'.repeat(1000)),
            '/moved': () => Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' }),
            '/broken': () => new Response(new Uint8Array([0x22, 0xff, 0xe7, 0xbb, 0x22])),
            '/later': () => new Response('', { headers: { 'Retry-After': new Date(Date.now() + 90_000).toUTCString() } }),
            '/gone': () => Promise.reject(new TypeError('Failed to fetch')),
        };
        self.fetch = async (address, asked) => at[new URL(address).pathname](asked);";
    offer(server).await;
    let replies = replies(
        "[
            { confirm: 'https://one.example' },
            { id: 'hangs', silent_ms: 20, whole_ms: 100_000_000 },
            { id: 'stops', silent_ms: 20, whole_ms: 100_000_000 },
            { id: 'drips', whole_ms: 200 },
            ...['large', 'fits', 'moved', 'broken', 'later', 'gone'].map((id) => ({ id })),
        ].map((one) => (one.id ? { ...one, address: `https://one.example/${one.id}` } : one))",
    )
    .await;
    for (id, failure) in [
        ("hangs", "timeout"),
        ("stops", "timeout"),
        ("drips", "timeout"),
        ("large", "tooLarge"),
        ("moved", "redirected"),
        ("gone", "network"),
    ] {
        assert_eq!(replies[id], failure, "{id}");
    }
    assert_eq!(replies["fits"]["body"].as_str().unwrap().len(), 1000);
    assert_eq!(replies["broken"]["body"], "\"\u{fffd}\u{fffd}\"");
    let later = replies["later"]["retryAfter"].as_f64().unwrap();
    assert!((80.0..=90.0).contains(&later), "{later}");
}

/// Waits for one thing while another goes on that must not come to its end.
async fn during<T>(going: impl Future<Output = T>, until: impl Future<Output = JsValue>) {
    let mut going = std::pin::pin!(going);
    let mut until = std::pin::pin!(until);
    std::future::poll_fn(move |context| {
        assert!(going.as_mut().poll(context).is_pending(), "it goes on");
        match until.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_request_that_nobody_waits_for_is_called_off() {
    offer(
        "self.fetch = (_, { signal }) => new Promise((_, fail) => {
            postMessage({ said: 'asked' });
            signal.addEventListener('abort', () => { postMessage({ said: 'off' }); fail(); });
        });",
    )
    .await;
    let line = BrowserLine::new(&remote("https://one.example"), &password("hush"));
    let asked = run("return globalThis.__said('asked')", &[]);
    during(line.send(Request::get("_changes?feed=longpoll")), asked).await;
    run("return globalThis.__said('off')", &[]).await;
}

#[wasm_bindgen_test]
async fn a_relay_that_dies_is_followed_by_another() {
    offer(
        "self.fetch = async (address) => {
            if (!address.endsWith('/die')) return new Response('[]');
            setTimeout(() => { throw new Error('dies'); });
            return new Promise(() => {});
        };",
    )
    .await;
    let line = BrowserLine::new(&remote("https://one.example"), &password("hush"));
    let (one, two) = both(
        line.send(Request::get("die")),
        line.send(Request::get("die")),
    )
    .await;
    assert_eq!(
        (one, two),
        (Err(Unreachable::Network), Err(Unreachable::Network))
    );
    let answer = line.send(Request::get("live")).await.expect("answers");
    assert_eq!(answer.body, "[]");
    let started = run("return Promise.resolve(globalThis.__started)", &[]).await;
    assert_eq!(started.as_f64(), Some(2.0), "one for both, and another");

    offer("throw new Error('does not start');").await;
    let line = BrowserLine::new(&remote("https://one.example"), &password("hush"));
    let answer = line.send(Request::get("")).await;
    assert_eq!(answer, Err(Unreachable::Network));
    run("globalThis.satchelBoot = {}; return Promise.resolve()", &[]).await;
    let answer = line.send(Request::get("")).await;
    assert_eq!(answer, Err(Unreachable::Network));
}

fn connection(server: &str) -> Connection {
    Connection {
        remote: remote(server),
        device: "laptop \"1\"".into(),
        is_paused: false,
        is_sealed: false,
        last: None,
    }
}

#[wasm_bindgen_test]
fn a_connection_is_remembered_for_each_workspace() {
    let (one, other) = (place(), place());
    let outside = BrowserOutside::new(one.clone());
    assert_eq!(outside.connection(), None);
    let mut kept = connection("https://couch.example.org/db");
    for (is_paused, last) in [
        (false, None),
        (true, Instant::from_ms(1_790_000_000_123)),
        (false, Instant::from_ms(0)),
    ] {
        (kept.is_paused, kept.last) = (is_paused, last);
        outside.set_connection(Some(&kept));
        let read = BrowserOutside::new(one.clone()).connection();
        assert_eq!(read.as_ref(), Some(&kept));
    }
    assert_eq!(BrowserOutside::new(other).connection(), None);
    outside.set_connection(None);
    assert_eq!(outside.connection(), None);
}

/// What a browser's files hold of a place: the values of the database of keys, their bytes as letters,
/// and all preferences.
async fn kept(place: &Place) -> serde_json::Value {
    let script = "const [name] = given;
        return new Promise((done, fail) => {
            const request = indexedDB.open(name);
            request.onerror = () => fail(request.error);
            request.onsuccess = () => {
                const db = request.result;
                const stores = [...db.objectStoreNames];
                const all = db.transaction(stores).objectStore(stores[0]).getAll();
                all.onsuccess = () => {
                    db.close();
                    const [{ key, nonce, sealed }] = all.result;
                    const letters = (bytes) => String.fromCharCode(...bytes);
                    done(JSON.stringify({ values: all.result.length, stores: stores.length,
                        extractable: key.extractable, type: key.type, usages: key.usages,
                        nonce: letters(nonce), sealed: letters(sealed), length: sealed.length,
                        preferences: JSON.stringify(localStorage) }));
                };
            };
        });";
    json(script, &[place.name_of("keys").into()]).await
}

#[wasm_bindgen_test]
async fn a_secret_comes_back_and_is_nowhere_in_clear_text() {
    let place = place();
    let outside = BrowserOutside::new(place.clone());
    assert!(
        outside
            .keep_secret(Some(&password("x").into()))
            .await
            .is_err(),
        "it is kept for a connection"
    );
    outside.set_connection(Some(&connection("https://one.example")));
    let listen = "globalThis.uncaught = []; addEventListener('error', ({ message }) => uncaught.push(message));
        return Promise.resolve('[]')";
    json(listen, &[]).await;
    assert_eq!(outside.secret().await, None);
    let uncaught = json("return Promise.resolve(JSON.stringify(uncaught))", &[]).await;
    assert_eq!(
        uncaught,
        serde_json::json!([]),
        "it is no error of the page"
    );
    assert!(
        !databases().await.contains(&place.name_of("keys")),
        "reading makes no database"
    );

    for secret in [
        password("correct horse battery"),
        Secret::Token("correct horse battery".into()),
        password(""),
    ] {
        outside
            .keep_secret(Some(&secret.clone().into()))
            .await
            .expect("keeps");
        let read = BrowserOutside::new(place.clone()).secret().await;
        assert!(read == Some(secret.into()), "what was kept last comes back");
    }
    let secret = password("correct horse battery");
    outside
        .keep_secret(Some(&secret.clone().into()))
        .await
        .expect("keeps");
    let found = kept(&place).await;
    assert_eq!(
        (&found["values"], &found["stores"]),
        (&1.into(), &1.into()),
        "{found}"
    );
    assert_eq!(found["extractable"], false);
    assert_eq!(found["type"], "secret");
    // One byte for its kind, and a tag of sixteen.
    assert_eq!(found["length"], 1 + 21 + 16);
    let text = found.to_string();
    for part in ["correct", "horse", "battery"] {
        assert!(!text.contains(part), "{part}");
    }

    outside.set_connection(Some(&connection("https://two.example")));
    assert!(outside.secret().await.is_none(), "it is for one server");
    outside.set_connection(Some(&connection("https://one.example")));
    assert!(outside.secret().await == Some(secret.into()));
    outside.keep_secret(None).await.expect("forgets");
    outside.keep_secret(None).await.expect("nothing to forget");
    assert!(outside.secret().await.is_none());
    assert!(!databases().await.contains(&place.name_of("keys")));
    outside.set_connection(None);
}

/// The names of all databases, as the browser has them.
async fn databases() -> Vec<String> {
    let script =
        "return indexedDB.databases().then((all) => JSON.stringify(all.map(({ name }) => name)))";
    serde_json::from_value(json(script, &[]).await).unwrap()
}

#[wasm_bindgen_test]
async fn what_signs_in_goes_with_its_workspace_and_is_none() {
    let base = format!("/{}/", place().slug());
    let place = Place::new(&base, "main");
    drop(IndexedDb::open(&place, |_| {}).await.expect("opens"));
    let outside = BrowserOutside::new(place.clone());
    outside.set_connection(Some(&connection("https://one.example")));
    outside
        .keep_secret(Some(&password("hush").into()))
        .await
        .expect("keeps");
    assert!(databases().await.contains(&place.name_of("keys")));
    let slugs = |listed: Vec<workspaces::WorkspaceEntry>| {
        listed
            .into_iter()
            .map(|entry| entry.slug)
            .collect::<Vec<_>>()
    };
    assert_eq!(slugs(workspaces::list(&base).await), ["main"]);

    workspaces::delete(&place).await.expect("deletes");
    assert_eq!(slugs(workspaces::list(&base).await), [""; 0]);
    assert!(!databases().await.contains(&place.name_of("keys")));
    assert_eq!(outside.connection(), None);
    let prefs = Prefs::new(&base);
    assert_eq!(prefs.get(Pref::Sync("main")), None);
}

#[wasm_bindgen_test]
async fn a_wait_ends_when_the_network_comes_back() {
    let outside = BrowserOutside::new(place());
    assert!(outside.is_online());
    let (seen, visible) = (
        outside.is_seen(),
        run(
            "return Promise.resolve(document.visibilityState === 'visible')",
            &[],
        )
        .await,
    );
    assert_eq!(visible.as_bool(), Some(seen));
    let hour_ms = 3_600_000;
    for event in [
        "window.dispatchEvent(new Event('online'))",
        "document.dispatchEvent(new Event('visibilitychange'))",
    ] {
        let dispatch = format!("{event}; return Promise.resolve()");
        let script = async { run(&dispatch, &[]).await };
        if seen || event.contains("online") {
            both(outside.wait(hour_ms), script).await;
        }
    }
    outside.wait(1).await;
}
