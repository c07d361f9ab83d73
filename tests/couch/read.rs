//! Reading documents by name: one, its leaves, many at once, and what of a list of revisions is
//! missing. Lists are left to `list`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::answer::Refusal;
use crate::database::Database;
use crate::draft::check_id;
use crate::request::Target;
use crate::revision::Revision;
use crate::switches::Flavour;
use crate::tree::Tree;
use crate::view::{Shown, parse_revision};

impl Database {
    /// One document as `GET /db/id` shows it.
    pub(crate) fn read(
        &self,
        id: &str,
        target: &Target,
        flavour: Flavour,
    ) -> Result<Value, Refusal> {
        if id.starts_with("_local/") {
            return self.read_local(id);
        }
        let tree = self.tree(id).ok_or_else(Refusal::missing)?;
        let shown = Shown::parse(target);
        let is_latest = target.is_on("latest");
        let revision = match parse_revision(target)? {
            // CouchDB shows the winner here, whatever revision is named.
            Some(_) if is_latest && flavour == Flavour::Couch => None,
            Some(revision) if is_latest => latest(tree, &revision),
            revision => revision,
        };
        if let Some(revision) = revision {
            return shown
                .document(id, tree, &revision)
                .ok_or_else(Refusal::missing);
        }
        if tree.is_deleted() {
            return Err(Refusal::deleted());
        }
        tree.winner()
            .and_then(|winner| shown.document(id, tree, winner))
            .ok_or_else(Refusal::missing)
    }

    fn read_local(&self, id: &str) -> Result<Value, Refusal> {
        let local = self.locals.get(id).ok_or_else(Refusal::missing)?;
        let mut fields = local.fields.clone();
        fields.insert("_id".to_owned(), id.into());
        fields.insert("_rev".to_owned(), format!("0-{}", local.number).into());
        Ok(fields.into())
    }

    /// Several revisions of one document, as `open_revs` shows them. Always JSON: multipart answers
    /// are not played.
    pub(crate) fn open_revisions(
        &self,
        id: &str,
        asked: &str,
        target: &Target,
        flavour: Flavour,
    ) -> Result<Value, Refusal> {
        let shown = Shown::parse(target);
        if asked == "all" {
            let tree = self.tree(id).ok_or_else(Refusal::missing)?;
            let mut leaves: Vec<&Revision> = tree.leaves().collect();
            if flavour == Flavour::PouchServer {
                leaves.sort_by_key(|leaf| std::cmp::Reverse(leaf.generation));
            }
            let rows = leaves.into_iter().map(|leaf| found(id, tree, leaf, shown));
            return Ok(rows.collect());
        }
        let asked = target.json("open_revs")?.unwrap_or_default();
        let asked = asked
            .as_array()
            .ok_or_else(|| Refusal::bad_request("Invalid list of revisions"))?;
        let mut rows = Vec::new();
        for text in asked {
            let revision = parse(text).ok_or_else(Refusal::invalid_revision)?;
            let known = self.tree(id);
            rows.extend(opened(id, known, &revision, target, shown, flavour));
        }
        Ok(rows.into())
    }

    /// Many revisions of many documents.
    pub(crate) fn bulk_get(
        &self,
        body: &Value,
        target: &Target,
        flavour: Flavour,
    ) -> Result<Value, Refusal> {
        let asked = body
            .get("docs")
            .and_then(Value::as_array)
            .ok_or_else(|| Refusal::bad_request("Missing JSON list of 'docs'."))?;
        let results = match flavour {
            Flavour::Couch => asked
                .iter()
                .map(|asked| self.bulk_get_one(asked, target))
                .collect(),
            Flavour::PouchServer => self.bulk_get_grouped(asked, target),
        };
        Ok(json!({"results": Value::Array(results)}))
    }

    fn bulk_get_one(&self, asked: &Value, target: &Target) -> Value {
        let refuse = |id: &Value, revision: Value, error: &str, reason: &str| {
            let error = json!({"id": id, "rev": revision, "error": error, "reason": reason});
            json!({"id": id, "docs": [{"error": error}]})
        };
        let Some(fields) = asked.as_object().filter(|fields| !fields.is_empty()) else {
            let reason = "document must be a JSON object";
            return refuse(&Value::Null, Value::Null, "bad_request", reason);
        };
        let Some(id) = fields.get("id") else {
            return refuse(
                &Value::Null,
                Value::Null,
                "bad_request",
                "document id missed",
            );
        };
        let Some(text) = id.as_str() else {
            let reason = "Document id must be a string";
            return refuse(id, Value::Null, "illegal_docid", reason);
        };
        if let Err(refusal) = check_id(text) {
            return refuse(id, Value::Null, refusal.error, &refusal.reason);
        }
        let known = self.tree(text);
        let shown = Shown::parse(target);
        let rows: Vec<Value> = match fields.get("rev") {
            // Without a revision it is all leaves, tombstones too.
            None => match known {
                None => return refuse(id, "undefined".into(), "not_found", "missing"),
                Some(tree) => tree
                    .leaves()
                    .map(|leaf| found(text, tree, leaf, shown))
                    .collect(),
            },
            Some(asked) => match parse(asked) {
                None => return refuse(id, asked.clone(), "bad_request", "Invalid rev format"),
                Some(revision) => opened(text, known, &revision, target, shown, Flavour::Couch),
            },
        };
        let row = |row: Value| match row.get("missing") {
            Some(revision) => json!({"error": {
                "id": id, "rev": revision, "error": "not_found", "reason": "missing",
            }}),
            None => row,
        };
        let rows: Vec<Value> = rows.into_iter().map(row).collect();
        json!({"id": id, "docs": rows})
    }

    /// pouchdb-server reads each document once: its rows stand together, one result each.
    fn bulk_get_grouped(&self, asked: &[Value], target: &Target) -> Vec<Value> {
        let mut order = Vec::new();
        let mut groups: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for asked in asked {
            let id = asked.get("id").and_then(Value::as_str).unwrap_or_default();
            let group = groups.entry(id).or_insert_with(|| {
                order.push(id);
                Vec::new()
            });
            group.extend(asked.get("rev").filter(|revision| !revision.is_null()));
        }
        let shown = Shown::parse(target);
        let mut results = Vec::new();
        for id in order {
            let known = self.tree(id);
            let asked = groups.get(id).map(Vec::as_slice).unwrap_or_default();
            let revisions: Option<Vec<Revision>> = asked.iter().map(|text| parse(text)).collect();
            let mut rows: Vec<Value> = match (revisions, known) {
                // Its errors lose their text on the way: what is left is an empty row.
                (None, _) => vec![json!({})],
                (Some(revisions), Some(tree)) if revisions.is_empty() => {
                    let winner = tree.winner().filter(|leaf| !tree.is_tombstone(leaf));
                    let row = winner.map(|leaf| found(id, tree, leaf, shown));
                    vec![row.unwrap_or_else(|| json!({}))]
                }
                (Some(revisions), None) if revisions.is_empty() => vec![json!({})],
                (Some(revisions), known) => revisions
                    .iter()
                    .flat_map(|revision| {
                        opened(id, known, revision, target, shown, Flavour::PouchServer)
                    })
                    .collect(),
            };
            rows.dedup();
            results.extend(rows.into_iter().map(|row| json!({"id": id, "docs": [row]})));
        }
        results
    }

    /// Which of the revisions are not here, and which leaves they might follow.
    pub(crate) fn revisions_diff(&self, body: &Value, flavour: Flavour) -> Result<Value, Refusal> {
        let asked = body
            .as_object()
            .ok_or_else(|| Refusal::bad_request("Request body must be a JSON object"))?;
        let mut missing = Map::new();
        for (id, revisions) in asked {
            let revisions = revisions
                .as_array()
                .ok_or_else(|| Refusal::bad_request("Invalid list of revisions"))?;
            let known = self.tree(id);
            let mut lacking = Vec::new();
            for text in revisions {
                let revision = parse(text).ok_or_else(Refusal::invalid_revision)?;
                let is_known = known.is_some_and(|tree| match flavour {
                    // An ancestor that is only named is known to the one and missing to the other.
                    Flavour::Couch => tree.has(&revision),
                    Flavour::PouchServer => tree.body(&revision).is_some(),
                });
                if !is_known {
                    lacking.push(revision);
                }
            }
            let Some(newest) = lacking.iter().map(|revision| revision.generation).max() else {
                continue;
            };
            let names: Vec<Value> = lacking.iter().map(|one| one.to_string().into()).collect();
            let mut entry = json!({"missing": names});
            let ancestors: Vec<Value> = known
                .map(Tree::ranked)
                .unwrap_or_default()
                .into_iter()
                .filter(|leaf| leaf.generation < newest)
                .map(|leaf| leaf.to_string().into())
                .collect();
            if let Some(entry) = entry.as_object_mut()
                && flavour == Flavour::Couch
                && !ancestors.is_empty()
            {
                entry.insert("possible_ancestors".to_owned(), ancestors.into());
            }
            missing.insert(id.clone(), entry);
        }
        Ok(missing.into())
    }
}

fn parse(text: &Value) -> Option<Revision> {
    Revision::parse(text.as_str()?)
}

fn found(id: &str, tree: &Tree, revision: &Revision, shown: Shown) -> Value {
    match shown.document(id, tree, revision) {
        Some(document) => json!({"ok": document}),
        None => json!({"missing": revision.to_string()}),
    }
}

/// The rows for one revision: itself, or with `latest` what came of it.
fn opened(
    id: &str,
    known: Option<&Tree>,
    revision: &Revision,
    target: &Target,
    shown: Shown,
    flavour: Flavour,
) -> Vec<Value> {
    let missing = || json!({"missing": revision.to_string()});
    let Some(tree) = known else {
        return vec![missing()];
    };
    if !target.is_on("latest") {
        return vec![found(id, tree, revision, shown)];
    }
    let leaves: Vec<Revision> = match flavour {
        Flavour::Couch => tree.descendants(revision).into_iter().cloned().collect(),
        // The real one stops where it knows the document but not the revision; this one goes on.
        Flavour::PouchServer => latest(tree, revision).into_iter().collect(),
    };
    if leaves.is_empty() {
        return vec![missing()];
    }
    let rows = leaves.iter().map(|leaf| found(id, tree, leaf, shown));
    rows.collect()
}

/// The one leaf that pouchdb-server takes for what came of a revision: at each fork the branch with
/// the greatest hash.
fn latest(tree: &Tree, revision: &Revision) -> Option<Revision> {
    let leaves = tree.descendants(revision);
    let way = |leaf: &Revision| {
        let mut path = tree.path(leaf);
        path.reverse();
        path
    };
    leaves.into_iter().max_by_key(|leaf| way(leaf)).cloned()
}
