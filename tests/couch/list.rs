//! Listing documents: `_all_docs` by id, and a `_find` that knows equality only, without indexes.
//! The feed of changes is left to `changes`.

use serde_json::{Map, Value, json};

use crate::answer::Refusal;
use crate::database::{Database, Document};
use crate::request::Target;
use crate::switches::Flavour;
use crate::view::Shown;

/// The options of a list, from the query first and the body second.
struct Options<'a> {
    target: &'a Target,
    body: Option<&'a Map<String, Value>>,
}

impl Options<'_> {
    fn value(&self, names: [&str; 2]) -> Result<Option<Value>, Refusal> {
        for name in names {
            if let Some(value) = self.target.json(name)? {
                return Ok(Some(value));
            }
            if let Some(value) = self.body.and_then(|body| body.get(name)) {
                return Ok(Some(value.clone()));
            }
        }
        Ok(None)
    }

    fn id(&self, names: [&str; 2]) -> Result<Option<String>, Refusal> {
        let id = |value: Value| value.as_str().map(str::to_owned);
        Ok(self.value(names)?.and_then(id))
    }

    fn is_on(&self, name: &str) -> Result<Option<bool>, Refusal> {
        Ok(self.value([name, name])?.and_then(|value| value.as_bool()))
    }

    fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let number = |value: Value| usize::try_from(value.as_u64()?).ok();
        Ok(self.value([name, name])?.and_then(number))
    }
}

impl Database {
    pub(crate) fn all_documents(
        &self,
        target: &Target,
        body: Option<&Value>,
        flavour: Flavour,
    ) -> Result<Value, Refusal> {
        let options = Options {
            target,
            body: body.and_then(Value::as_object),
        };
        let shown = options
            .is_on("include_docs")?
            .unwrap_or(false)
            .then(|| Shown::parse(target));
        let limit = options.number("limit")?.unwrap_or(usize::MAX);
        let skip = options.number("skip")?.unwrap_or(0);
        if let Some(keys) = options.value(["keys", "keys"])? {
            let keys = keys
                .as_array()
                .ok_or_else(|| Refusal::bad_request("`keys` parameter must be an array."))?;
            let rows = keys.iter().skip(skip).take(limit);
            let rows: Vec<Value> = rows.map(|key| self.keyed(key, shown)).collect();
            let offset = match flavour {
                Flavour::Couch => Value::Null,
                Flavour::PouchServer => skip.into(),
            };
            return Ok(json!({"total_rows": self.live, "offset": offset, "rows": rows}));
        }
        let is_descending = options.is_on("descending")?.unwrap_or(false);
        let has_end = options.is_on("inclusive_end")?.unwrap_or(true);
        let key = options.id(["key", "key"])?;
        let start = match &key {
            Some(key) => Some(key.clone()),
            None => options.id(["startkey", "start_key"])?,
        };
        let end = match key {
            Some(key) => Some(key),
            None => options.id(["endkey", "end_key"])?,
        };
        let mut live: Vec<(&str, &Document)> = self
            .documents
            .iter()
            .filter(|(_, document)| !document.tree.is_deleted())
            .map(|(id, document)| (&**id, document))
            .collect();
        if is_descending {
            live.reverse();
        }
        let is_before = |id: &str, bound: &str| match is_descending {
            true => id > bound,
            false => id < bound,
        };
        let started = start.map_or(0, |start| {
            let before = live.iter().filter(|(id, _)| is_before(id, &start));
            before.count()
        });
        let is_within = |id: &str| match &end {
            Some(end) => is_before(id, end) || has_end && id == end,
            None => true,
        };
        let rows: Vec<Value> = live
            .iter()
            .skip(started + skip)
            .take_while(|(id, _)| is_within(id))
            .take(limit)
            .map(|(id, document)| row(id, document, shown))
            .collect();
        let offset = (started + skip).min(self.live);
        Ok(json!({"total_rows": self.live, "offset": offset, "rows": rows}))
    }

    /// The row of a key that was asked for by name.
    fn keyed(&self, key: &Value, shown: Option<Shown>) -> Value {
        let known = key.as_str().and_then(|id| self.documents.get_key_value(id));
        match known {
            Some((id, document)) => row(id, document, shown),
            None => json!({"key": key, "error": "not_found"}),
        }
    }

    pub(crate) fn find(&self, body: &Value, flavour: Flavour) -> Result<Value, Refusal> {
        let selector = body
            .get("selector")
            .and_then(Value::as_object)
            .ok_or_else(|| Refusal::bad_request("Missing required key: selector"))?;
        // The query language itself is left out; a client that syncs does not speak it.
        let is_plain = |value: &Value| !value.is_object() && !value.is_array();
        if !selector.values().all(is_plain) {
            return Err(Refusal::bad_request("only equality is played here"));
        }
        let mut found = Vec::new();
        for (id, document) in &self.documents {
            let tree = &document.tree;
            let Some(winner) = tree.winner().filter(|_| !tree.is_deleted()) else {
                continue;
            };
            let shown = Shown::default().document(id, tree, winner);
            let is_match = |shown: &Value| {
                let mut wanted = selector.iter();
                wanted.all(|(name, value)| shown.get(name) == Some(value))
            };
            found.extend(shown.filter(is_match));
        }
        let warning = "No matching index found, create an index to optimize query time.";
        Ok(match flavour {
            Flavour::Couch => json!({"docs": found, "bookmark": "nil", "warning": warning}),
            Flavour::PouchServer => json!({"docs": found, "warning": warning}),
        })
    }
}

fn row(id: &str, document: &Document, shown: Option<Shown>) -> Value {
    let tree = &document.tree;
    let Some(winner) = tree.winner() else {
        return Value::Null;
    };
    let is_deleted = tree.is_deleted();
    let value = match is_deleted {
        true => json!({"rev": winner.to_string(), "deleted": true}),
        false => json!({"rev": winner.to_string()}),
    };
    let Some(shown) = shown else {
        return json!({"id": id, "key": id, "value": value});
    };
    let document = match is_deleted {
        true => None,
        false => shown.document(id, tree, winner),
    };
    json!({"id": id, "key": id, "value": value, "doc": document})
}
