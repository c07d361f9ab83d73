//! The engine as a program of its own: a session over IndexedDB without screens, which a page can
//! ask what the screens would. `cargo xtask bench` measures it beside other stores; it does not ship.
//! What is asked, in which order, is left to the scripts beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[cfg(target_arch = "wasm32")]
mod buyers;
#[cfg(target_arch = "wasm32")]
mod make;
#[cfg(target_arch = "wasm32")]
mod models;
#[cfg(target_arch = "wasm32")]
mod program_scoring;
#[cfg(target_arch = "wasm32")]
mod scoring;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("This runs in a browser: `cargo xtask bench` builds and starts it.");
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    page::offer();
}

#[cfg(target_arch = "wasm32")]
mod page {
    use crate::program_scoring::{analyse, assume, bought, buy, fit};
    use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
    use satchel::browser::{Browser, IndexedDb, Place};
    use satchel::document::json::JsonWriter;
    use satchel::document::page::PageBuilder;
    use satchel::domain::{
        Currency, Key, Money, Number, Part, Record, RecordId, RecordKind, Stamp, Uuid, Value,
        custom_field, customer, deal, field,
    };
    use satchel::query::{Query, run};
    use satchel::session::Session;
    use satchel::session::driver::first_customers;
    use satchel::session::ports::Ports;
    use satchel::storage::Storage;
    use satchel::storage::manifest::page_ref;
    use satchel::workspace::change::{Body, Change, Label, PageId, PageRef, Verb};
    use satchel::workspace::command::{Command, Context};
    use serde_json::json;
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::rc::Rc;
    use std::task::Poll;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{future_to_promise, spawn_local};

    type Tab = Session<IndexedDb, Browser>;
    type Answer = Result<JsValue, JsValue>;

    /// What is open, by the name of the workspace.
    #[derive(Default)]
    struct Bench {
        place: Option<Place>,
        store: Option<IndexedDb>,
        tab: Option<Rc<Open>>,
        /// Another tab on the same store, in the same page.
        other: Option<Rc<Open>>,
        batch: Option<Batch>,
        last: Option<Stamp>,
    }

    struct Batch {
        context: Context,
        references: Vec<PageRef>,
        pages: Vec<Rc<[u8]>>,
    }

    thread_local! {
        static BENCH: RefCell<Bench> = RefCell::default();
    }

    fn failed(error: impl std::fmt::Debug) -> JsValue {
        js_sys::Error::new(&format!("{error:?}")).into()
    }

    /// Offers functions to the page's scripts as `satchelBench`.
    pub(super) fn offer() {
        let bench = Object::new();
        let add = |name: &str, work: fn(Vec<JsValue>) -> Promise| {
            let call = Closure::<dyn Fn(Array) -> Promise>::new(move |given: Array| {
                work(given.iter().collect())
            });
            let apply = Function::new_with_args("call", "return (...given) => call(given)");
            let function = apply.call1(&JsValue::NULL, call.as_ref()).unwrap();
            Reflect::set(&bench, &name.into(), &function).unwrap();
            call.forget();
        };
        macro_rules! offer {
            ($($name:ident),+) => {
                $(add(stringify!($name), |given| future_to_promise($name(given)));)+
            };
        }
        offer!(
            open, close, load, stage, publish, first, get, update, edits, filter, search, sums,
            order, prepare, settle, history, boot, undo, listen, heard, idle, buy, bought, analyse,
            assume, fit
        );
        Reflect::set(&js_sys::global(), &"satchelBench".into(), &bench).unwrap();
    }

    fn text(given: &[JsValue], at: usize) -> String {
        given[at].as_string().unwrap_or_default()
    }

    async fn open(given: Vec<JsValue>) -> Answer {
        let place = Place::new("/bench/", &text(&given, 0));
        let store = IndexedDb::open(&place, |_| {}).await.map_err(failed)?;
        BENCH.with_borrow_mut(|bench| {
            *bench = Bench {
                place: Some(place),
                store: Some(store),
                ..Bench::default()
            };
        });
        Ok(JsValue::UNDEFINED)
    }

    async fn close(_: Vec<JsValue>) -> Answer {
        BENCH.with_borrow_mut(|bench| *bench = Bench::default());
        Ok(JsValue::UNDEFINED)
    }

    fn store() -> IndexedDb {
        BENCH
            .with_borrow(|bench| bench.store.clone())
            .expect("open first")
    }

    async fn start(store: IndexedDb) -> Result<Rc<Open>, JsValue> {
        let place = BENCH.with_borrow(|bench| bench.place.clone()).unwrap();
        let tab = Session::open(store, Browser::new(place), |_| {});
        let tab = Rc::new(tab.await.map_err(failed)?);
        let heard = Rc::downgrade(&tab);
        tab.ports().listen(move |sequence| {
            if let Some(tab) = heard.upgrade() {
                tab.told(sequence);
            }
        });
        let (working, is_closed) = (Rc::clone(&tab), Rc::<Cell<bool>>::default());
        let closed = Rc::clone(&is_closed);
        spawn_local(async move {
            let mut run = pin!(working.run());
            poll_fn(|context| match closed.get() {
                true => Poll::Ready(()),
                false => run.as_mut().poll(context),
            })
            .await;
        });
        let open = Open { tab, is_closed };
        Ok(Rc::new(open))
    }

    /// A session that works until nobody has it any more: else what was closed would go on to hear
    /// of every edit.
    struct Open {
        tab: Rc<Tab>,
        is_closed: Rc<Cell<bool>>,
    }

    impl std::ops::Deref for Open {
        type Target = Tab;
        fn deref(&self) -> &Tab {
            &self.tab
        }
    }

    impl Drop for Open {
        fn drop(&mut self) {
            self.is_closed.set(true);
            // It wakes up, and sees it.
            self.tab.told(0);
        }
    }

    /// The session, loaded where it is not yet.
    async fn tab() -> Result<Rc<Open>, JsValue> {
        if let Some(tab) = BENCH.with_borrow(|bench| bench.tab.clone()) {
            return Ok(tab);
        }
        let tab = start(store()).await?;
        BENCH.with_borrow_mut(|bench| bench.tab = Some(Rc::clone(&tab)));
        Ok(tab)
    }

    /// Loads everything anew, and says how many customers there are.
    async fn load(_: Vec<JsValue>) -> Answer {
        BENCH.with_borrow_mut(|bench| bench.tab = None);
        let tab = tab().await?;
        let live = tab.workspace().table(RecordKind::Customer).live();
        Ok((live as f64).into())
    }

    fn custom(key: &str) -> Key {
        Key::of(field::CUSTOM, key)
    }

    fn one(text: &str) -> Value {
        Value::Part(Part::new([(0, Value::text(text))]))
    }

    fn number(text: &str) -> Value {
        Value::Number(Number::from_f64(text.parse().unwrap_or(0.0)).unwrap())
    }

    /// The user's own fields that the customers have.
    fn own_fields(tab: &Tab) -> Command {
        let of = |key: &str, kind: &str| Command::Create {
            id: tab.new_id(RecordKind::CustomField),
            fields: [
                (custom_field::OBJECT, "customer"),
                (custom_field::KEY, key),
                (custom_field::LABEL, key),
                (custom_field::TYPE, kind),
            ]
            .into_iter()
            .map(|(field, text)| (Key::one(field), Some(Value::text(text))))
            .collect(),
        };
        Command::All(vec![
            of("company", "text"),
            of("country", "text"),
            of("stage", "text"),
            of("created", "number"),
            of("updated", "number"),
        ])
    }

    fn uuid(text: &str) -> Uuid {
        Uuid::parse(text).unwrap()
    }

    fn customer(cells: &[&str], stamp: Stamp, page: &mut PageBuilder) {
        let [
            id,
            name,
            company,
            email,
            phone,
            country,
            stage,
            tags,
            created,
            updated,
            notes,
        ] = cells
        else {
            panic!("a customer has eleven cells");
        };
        page.begin(uuid(id), stamp);
        let mut put = |key: Key, value: Value| page.register(&key, Some(&value), stamp);
        for tag in tags.split(',') {
            put(Key::of(field::TAGS, tag), Value::Bool(true));
        }
        put(custom("company"), Value::text(*company));
        put(custom("country"), Value::text(*country));
        put(custom("created"), number(created));
        put(custom("stage"), Value::text(*stage));
        put(custom("updated"), number(updated));
        put(Key::one(customer::KIND), Value::text("person"));
        put(Key::one(customer::NAME), Value::text(*name));
        put(Key::of(customer::EMAILS, "1"), one(email));
        put(Key::of(customer::PHONES, "1"), one(phone));
        put(Key::one(customer::DESCRIPTION), Value::text(*notes));
    }

    fn deal(cells: &[&str], stamp: Stamp, page: &mut PageBuilder) {
        let [id, customer, title, amount, stage] = cells else {
            panic!("a deal has five cells");
        };
        page.begin(uuid(id), stamp);
        let mut put = |key: Key, value: Value| page.register(&key, Some(&value), stamp);
        let amount: i64 = amount.parse().unwrap();
        let money = Money::from_minor(amount * 100, Currency::parse("EUR").unwrap()).unwrap();
        put(Key::one(deal::NAME), Value::text(*title));
        let customer = RecordId::new(RecordKind::Customer, uuid(customer));
        put(Key::one(deal::CUSTOMER), Value::Ref(customer));
        put(Key::one(deal::STAGE), Value::text(*stage));
        put(Key::one(deal::AMOUNT), Value::Money(money));
    }

    /// Packs and stages the rows of one page; they come as one text.
    async fn stage(given: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let is_new = BENCH.with_borrow(|bench| bench.batch.is_none());
        if is_new {
            let is_empty = tab.workspace().table(RecordKind::CustomField).live() == 0;
            if is_empty {
                let made = tab.execute(&own_fields(&tab)).map_err(failed)?;
                tab.saved(made).await.map_err(failed)?;
            }
            let context = tab.begin_batch();
            BENCH.with_borrow_mut(|bench| {
                bench.batch = Some(Batch {
                    context,
                    references: Vec::new(),
                    pages: Vec::new(),
                });
            });
        }
        let stamp = BENCH.with_borrow(|bench| bench.batch.as_ref().unwrap().context.stamp);
        let kind = RecordKind::from_code(&text(&given, 0)).expect("a kind");
        let bytes = given[1].unchecked_ref::<Uint8Array>().to_vec();
        let rows = std::str::from_utf8(&bytes).map_err(failed)?;
        let mut page = PageBuilder::new(kind);
        let mut cells = Vec::new();
        for row in rows.split('\u{1e}') {
            cells.clear();
            cells.extend(row.split('\u{1f}'));
            match kind {
                RecordKind::Customer => customer(&cells, stamp, &mut page),
                _ => deal(&cells, stamp, &mut page),
            }
        }
        let page: Rc<[u8]> = page.finish(0).into();
        let reference = page_ref(tab.new_page_id(), &page).map_err(failed)?;
        let staged: [(PageId, Rc<[u8]>); 1] = [(reference.id, page)];
        tab.storage().stage(&staged).await.map_err(failed)?;
        let [(_, page)] = staged;
        BENCH.with_borrow_mut(|bench| {
            let batch = bench.batch.as_mut().unwrap();
            batch.references.push(reference);
            batch.pages.push(page);
        });
        Ok(JsValue::UNDEFINED)
    }

    /// Makes what was staged visible.
    async fn publish(_: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let batch = BENCH.with_borrow_mut(|bench| bench.batch.take()).unwrap();
        let rows = batch.references.iter().map(|page| page.rows).sum();
        let change = Change {
            id: batch.context.stamp,
            at: batch.context.at,
            author: None,
            label: Label {
                verb: Verb::Import,
                count: rows,
                name: "rows".into(),
            },
            undoes: None,
            body: Body::Batch {
                pages: batch.references,
                restored: Vec::new(),
                edits: Vec::new(),
            },
        };
        BENCH.with_borrow_mut(|bench| bench.last = Some(change.id));
        tab.publish(change, batch.pages).await.map_err(failed)?;
        Ok(JsValue::UNDEFINED)
    }

    /// Writes a record as the scripts know it.
    fn row(out: &mut JsonWriter, record: &Record) {
        let own = |key: &str| record.element(field::CUSTOM, Some(key));
        out.object();
        out.name("id").show(&record.id.uuid);
        out.name("name").text(record.name());
        for key in ["company", "country", "stage"] {
            let text = own(key).and_then(Value::as_text);
            out.name(key).text(text.unwrap_or_default());
        }
        for (name, list) in [("email", customer::EMAILS), ("phone", customer::PHONES)] {
            let part = record.elements(list).next();
            let part = part.and_then(|(_, value)| value.as_part());
            let text = part.and_then(|part| part.value(0)).and_then(Value::as_text);
            out.name(name);
            match text {
                Some(text) => out.text(text),
                None => out.literal("null"),
            };
        }
        out.name("tags").array();
        for (tag, _) in record.elements(field::TAGS) {
            out.text(tag);
        }
        out.end_array();
        for key in ["created", "updated"] {
            out.name(key);
            match own(key).and_then(Value::as_number).map(Number::to_f64) {
                Some(number) => out.literal(number),
                None => out.literal("null"),
            };
        }
        out.name("notes").text(record.text(customer::DESCRIPTION));
        out.end_object();
    }

    fn rows<'r>(records: impl Iterator<Item = std::borrow::Cow<'r, Record>>) -> JsValue {
        let mut out = JsonWriter::default();
        out.array();
        records.for_each(|record| row(&mut out, &record));
        out.end_array();
        out.finish().into()
    }

    fn asked(tab: &Tab, query: &str) -> Answer {
        let query = Query::parse(RecordKind::Customer, query).map_err(failed)?;
        let workspace = tab.workspace();
        let answer = run(&workspace, &query, tab.ports().today()).map_err(failed)?;
        let table = workspace.table(RecordKind::Customer);
        Ok(rows(
            answer.rows.iter().filter_map(|row| table.record(*row)),
        ))
    }

    /// The first customers by name: from the record of the first screen, or where that cannot
    /// know, from everything.
    async fn first(_: Vec<JsValue>) -> Answer {
        let known = first_customers(&store(), 50).await.map_err(failed)?;
        match known {
            Some(records) => Ok(rows(records.into_iter().map(std::borrow::Cow::Owned))),
            None => asked(&*tab().await?, "sort=name&limit=50"),
        }
    }

    async fn get(given: Vec<JsValue>) -> Answer {
        let id = RecordId::new(RecordKind::Customer, uuid(&text(&given, 0)));
        let tab = tab().await?;
        let workspace = tab.workspace();
        let record = workspace.record(id).ok_or(JsValue::NULL)?;
        let mut out = JsonWriter::default();
        row(&mut out, &record);
        Ok(out.finish().into())
    }

    fn edit(tab: &Tab, ids: Vec<RecordId>, notes: &str, updated: &str) -> Result<Stamp, JsValue> {
        let fields = vec![
            (Key::one(customer::DESCRIPTION), Some(Value::text(notes))),
            (custom("updated"), Some(number(updated))),
        ];
        let edit = Command::Edit {
            ids,
            fields,
            revision: None,
        };
        tab.execute(&edit).map_err(failed)
    }

    async fn update(given: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let id = RecordId::new(RecordKind::Customer, uuid(&text(&given, 0)));
        let stamp = edit(&tab, vec![id], &text(&given, 1), &text(&given, 2))?;
        tab.saved(stamp).await.map_err(failed)?;
        Ok(JsValue::UNDEFINED)
    }

    /// Edits so many customers, all over the table: one by one, or as one command.
    async fn edits(given: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let count = given[0].as_f64().unwrap_or_default() as usize;
        let ids: Vec<RecordId> = {
            let workspace = tab.workspace();
            let table = workspace.table(RecordKind::Customer);
            let step = (table.rows() / count.max(1)).max(1);
            let rows = (0..table.rows() as u32).step_by(step).take(count);
            rows.filter_map(|row| table.id(row)).collect()
        };
        if given[1].is_truthy() {
            let stamp = edit(&tab, ids, "edited with others", "3")?;
            tab.saved(stamp).await.map_err(failed)?;
            return Ok(JsValue::UNDEFINED);
        }
        for id in ids {
            let stamp = edit(&tab, vec![id], "edited", "3")?;
            tab.saved(stamp).await.map_err(failed)?;
        }
        Ok(JsValue::UNDEFINED)
    }

    async fn filter(given: Vec<JsValue>) -> Answer {
        let filter = json!({"and": [
            {"field": "custom.country", "is": text(&given, 0)},
            {"field": "custom.stage", "is": text(&given, 1)},
        ]});
        let query = format!("filter={filter}&sort=-custom.updated&limit=50");
        asked(&*tab().await?, &query)
    }

    async fn search(given: Vec<JsValue>) -> Answer {
        let query = format!("q={}&sort=name&limit=50", text(&given, 0));
        asked(&*tab().await?, &query)
    }

    /// The sums of the amounts of deals by stage.
    async fn sums(_: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let workspace = tab.workspace();
        let table = workspace.table(RecordKind::Deal);
        let stages = table.texts(&Key::one(deal::STAGE));
        let amounts = table.ints(&Key::one(deal::AMOUNT));
        let mut sums = vec![0i64; stages.values().len() + 1];
        for (code, amount) in stages.as_slice().iter().zip(amounts.as_slice()) {
            sums[*code as usize] += amount;
        }
        let sums: BTreeMap<&str, f64> = stages
            .values()
            .iter()
            .zip(sums.get(1..).unwrap_or_default())
            .map(|(stage, minor)| (&**stage, *minor as f64 / 100.0))
            .collect();
        Ok(json!(sums).to_string().into())
    }

    /// Makes the order of names, as the page does before it shows the list.
    async fn order(_: Vec<JsValue>) -> Answer {
        tab().await?.prepare_list().await;
        Ok(JsValue::UNDEFINED)
    }

    async fn prepare(_: Vec<JsValue>) -> Answer {
        tab().await?.prepare_search().await;
        Ok(JsValue::UNDEFINED)
    }

    async fn settle(_: Vec<JsValue>) -> Answer {
        let settled = tab().await?.settle().await.map_err(failed)?;
        Ok(format!("{settled:?}").into())
    }

    async fn history(_: Vec<JsValue>) -> Answer {
        tab().await?.load_history().await.map_err(failed)?;
        Ok(JsValue::UNDEFINED)
    }

    async fn boot(_: Vec<JsValue>) -> Answer {
        tab().await?.write_boot().await.map_err(failed)?;
        Ok(JsValue::UNDEFINED)
    }

    /// Takes the batch that was published last back.
    async fn undo(_: Vec<JsValue>) -> Answer {
        let tab = tab().await?;
        let batch = BENCH.with_borrow(|bench| bench.last).unwrap();
        let undone = tab.take_back(batch).map_err(failed)?;
        tab.saved(undone.change.id).await.map_err(failed)?;
        Ok(JsValue::UNDEFINED)
    }

    /// Opens another tab on the same store.
    async fn listen(_: Vec<JsValue>) -> Answer {
        let other = start(store()).await?;
        BENCH.with_borrow_mut(|bench| bench.other = Some(other));
        Ok(JsValue::UNDEFINED)
    }

    /// How many customers the other tab has by now.
    async fn heard(_: Vec<JsValue>) -> Answer {
        let other = BENCH.with_borrow(|bench| bench.other.clone()).unwrap();
        let live = other.workspace().table(RecordKind::Customer).live();
        Ok((live as f64).into())
    }

    async fn idle(given: Vec<JsValue>) -> Answer {
        satchel::browser::task::sleep(given[0].as_f64().unwrap_or(0.0) as u32).await;
        Ok(JsValue::UNDEFINED)
    }
}
