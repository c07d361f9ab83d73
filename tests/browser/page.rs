//! The smaller adapters: requests that come in, files, preferences, the list of workspaces.

use crate::support::{place, run};
use satchel::browser::api_port::{ApiReply, answer};
use satchel::browser::files::UserFile;
use satchel::browser::workspaces::{self, WorkspaceEntry};
use satchel::browser::{IndexedDb, Place, Pref, Prefs, quota, site};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::FileList;

/// A list of one file, as an input has it.
async fn file_list(text: &str) -> FileList {
    let script = "const transfer = new DataTransfer();
        transfer.items.add(new File(given, 'customers.csv'));
        return Promise.resolve(transfer.files);";
    run(script, &[text.into()]).await.unchecked_into()
}

#[wasm_bindgen_test]
async fn requests_come_in_and_answers_go_out() {
    // What the page's start does: it hands requests to the one handler it was given.
    let start = "globalThis.satchelBoot = {
            base: '/teams/crm/',
            answer: (handler) => { globalThis.__ask = handler; },
        };
        return Promise.resolve();";
    run(start, &[]).await;
    assert_eq!(site::base(), "/teams/crm/");
    answer(async |request| ApiReply {
        status: 201,
        headers: vec![("Content-Type".into(), "text/plain".into())],
        body: format!("{request:?}").into_bytes(),
    });
    let ask = "const [method, body] = given;
        const bytes = body && new TextEncoder().encode(body).buffer;
        const request = { method, path: '/api/customers?q=a', headers: { accept: '*/*' }, body: bytes };
        return globalThis.__ask(request).then((reply) => JSON.stringify(
            [reply.status, reply.headers, reply.body instanceof ArrayBuffer,
             new TextDecoder().decode(reply.body)]));";
    for (method, body, seen) in [
        ("POST", JsValue::from("{}"), "[123, 125]"),
        ("GET", JsValue::NULL, "[]"),
    ] {
        let reply = run(ask, &[method.into(), body]).await.as_string().unwrap();
        let reply: serde_json::Value = serde_json::from_str(&reply).unwrap();
        assert_eq!(reply[0], 201);
        assert_eq!(reply[1]["Content-Type"], "text/plain");
        assert_eq!(
            reply[2], true,
            "a buffer, which can be handed over without a copy"
        );
        let request = format!(
            "ApiRequest {{ method: \"{method}\", path: \"/api/customers?q=a\", \
             headers: [(\"accept\", \"*/*\")], body: {seen} }}"
        );
        assert_eq!(reply[3], request);
    }
}

#[wasm_bindgen_test]
async fn files_are_read_piece_by_piece() {
    let text = "Hotel Bellavista;维也纳\n".repeat(60_000);
    let files = UserFile::all(&file_list(&text).await);
    let [file] = files.as_slice() else {
        panic!("one file");
    };
    assert_eq!(
        (file.name(), file.len()),
        ("customers.csv".into(), text.len() as u64)
    );
    let mut pieces = Vec::new();
    file.read(|piece| {
        pieces.push(piece);
        true
    })
    .await
    .expect("reads");
    assert!(pieces.len() > 1 && pieces.concat() == text.as_bytes());
    let mut count = 0;
    file.read(|_| {
        count += 1;
        false
    })
    .await
    .expect("reads");
    assert_eq!(count, 1, "one may stop");
    assert_eq!(file.bytes().await.expect("reads"), text.as_bytes());
}

#[wasm_bindgen_test]
fn preferences_are_kept_for_each_base_path() {
    let (one, two) = (Prefs::new("/prefs/one/"), Prefs::new("/prefs/two/"));
    one.set(Pref::Theme, Some("dark"));
    assert_eq!(
        Prefs::new("/prefs/one/").get(Pref::Theme).as_deref(),
        Some("dark")
    );
    assert_eq!(two.get(Pref::Theme), None);
    assert_eq!(one.get(Pref::Locale), None);
    one.set(Pref::Theme, None);
    assert_eq!(one.get(Pref::Theme), None);
}

#[wasm_bindgen_test]
async fn workspaces_are_listed_also_when_the_list_is_lost() {
    let base = format!("/{}/", place().slug());
    let entry = |slug: &str, name: &str| WorkspaceEntry {
        slug: slug.into(),
        name: name.into(),
    };
    assert_eq!(workspaces::list(&base).await, []);
    workspaces::put(&base, &entry("main", "Hotel Bellavista"));
    workspaces::put(&base, &entry("sample", "Sample"));
    workspaces::put(&base, &entry("main", "Bellavista"));
    let found = Place::new(&base, "lost");
    let store = IndexedDb::open(&found, |_| {}).await.expect("opens");
    let listed = workspaces::list(&base).await;
    let expected = [
        entry("main", "Bellavista"),
        entry("sample", "Sample"),
        entry("lost", "lost"),
    ];
    assert_eq!(listed, expected);
    drop(store);
    for slug in ["lost", "sample"] {
        workspaces::delete(&Place::new(&base, slug))
            .await
            .expect("deletes");
    }
    assert_eq!(workspaces::list(&base).await, [entry("main", "Bellavista")]);
}

#[wasm_bindgen_test]
async fn the_browser_says_what_it_grants() {
    assert!(quota::is_persisted().await.is_some());
    let estimate = quota::estimate().await.expect("says");
    assert!(estimate.quota > estimate.usage);
}
