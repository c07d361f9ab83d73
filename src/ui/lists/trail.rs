//! The list that a record's page was opened from, so that one can go on to its neighbours and
//! back to where one was.

use super::address::ListAddress;
use crate::domain::{RecordId, RecordKind};
use leptos::prelude::*;
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
