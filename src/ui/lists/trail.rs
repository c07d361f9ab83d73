//! The list that a record's page was opened from, so that one can go on to its neighbours and
//! back to where one was.

use super::address::ListAddress;
use crate::domain::{RecordId, RecordKind};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// The last list that was seen.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// Its records in their order.
    pub ids: Arc<Vec<RecordId>>,
    /// Its address, from the workspace on: `customers?sort=name`.
    pub path: String,
}

impl Trail {
    /// The way through a list of a kind.
    #[must_use]
    pub fn of(kind: RecordKind, ids: Arc<Vec<RecordId>>, address: &ListAddress) -> Self {
        let query = address.write();
        let path = if query.is_empty() {
            kind.collection().to_owned()
        } else {
            format!("{}?{query}", kind.collection())
        };
        Self { ids, path }
    }
}

/// Where the last list is kept while the workspace is open.
#[derive(Clone, Copy)]
pub struct Trails(pub RwSignal<Trail>);

impl Trails {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(Trail::default()))
    }
}

impl Default for Trails {
    fn default() -> Self {
        Self::new()
    }
}

/// How far each list and lane was scrolled, by its address, while the workspace is open: going back
/// leads to where one was.
#[derive(Clone, Copy)]
pub struct Places(StoredValue<HashMap<String, usize>>);

impl Places {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// How far it was; at its beginning where nobody was.
    #[must_use]
    pub fn at(self, address: &str) -> usize {
        let held = self.0.with_value(|places| places.get(address).copied());
        held.unwrap_or_default()
    }

    /// Notes how far it is now.
    pub fn note(self, address: String, at: usize) {
        self.0.update_value(|places| {
            places.insert(address, at);
        });
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::new()
    }
}
