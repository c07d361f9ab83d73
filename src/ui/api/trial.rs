//! What a call is tried with: what stands in its address, its parameters, its body. It begins with an
//! example that has records which are there.

use crate::api::example::{Example, example};
use crate::api::parameter::takes;
use crate::api::report::REPORTS;
use crate::api::route::{Action, Body, COLLECTIONS, Route};
use crate::api::snippet::{self, Sent, Written};
use crate::domain::{RecordId, RecordKind, model};
use crate::ui::app::App;
use crate::ui::host::ChosenFile;
use leptos::prelude::*;
use std::rc::Rc;

/// A parameter or a header, and what is said for it; nothing is sent where that is empty.
#[derive(Clone, Copy)]
pub(super) struct Said {
    pub(super) name: &'static str,
    pub(super) value: RwSignal<String>,
    pub(super) is_header: bool,
}

/// What a call is tried with. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    pub(super) app: App,
    pub(super) route: Route,
    pub(super) kind: RwSignal<RecordKind>,
    pub(super) id: RwSignal<String>,
    pub(super) report: RwSignal<String>,
    pub(super) said: StoredValue<Vec<Said>>,
    pub(super) body: RwSignal<String>,
    pub(super) file: RwSignal<Option<Rc<dyn ChosenFile>>, LocalStorage>,
}

/// What a call does to the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    None,
    /// It only says what it would do.
    Dry,
    /// It writes, and that can be taken back.
    Writes,
    /// It takes a write back, or does it again.
    Inverts,
    /// What is not in the file goes to the trash.
    Replaces,
    /// It cannot be taken back.
    Erases,
}

impl Trial {
    /// Begins with the example.
    pub(super) fn new(app: App, route: Route) -> Self {
        let kind = match route.action {
            Action::Fit => RecordKind::Model,
            // What others need least, where there is some of it.
            Action::Delete => {
                let live = app.live();
                let workspace = live.peek();
                let kinds = [RecordKind::Tag, RecordKind::Activity];
                let mut there = kinds.into_iter();
                let there = there.find(|kind| workspace.table(*kind).live() > 0);
                there.unwrap_or(RecordKind::Customer)
            }
            _ => RecordKind::Customer,
        };
        let said = |name, is_header| Said {
            name,
            value: RwSignal::new(String::new()),
            is_header,
        };
        let parameters = route.parameters.iter().map(|name| said(name, false));
        let headers = route.action.headers().iter().map(|name| said(name, true));
        let report = match REPORTS.iter().find(|report| report.name == "rfm") {
            Some(report) => report.name,
            None => "",
        };
        let trial = Self {
            app,
            route,
            kind: RwSignal::new(kind),
            id: RwSignal::new(String::new()),
            report: RwSignal::new(report.to_owned()),
            said: StoredValue::new(parameters.chain(headers).collect()),
            body: RwSignal::new(String::new()),
            file: RwSignal::new_local(None),
        };
        let Example { id, query, body } = trial.example();
        for one in trial.said.get_value() {
            let given = query.iter().find(|(name, _)| *name == one.name);
            if let Some((_, value)) = given.filter(|_| !one.is_header) {
                one.value.set(value.clone());
            }
        }
        trial.set_id(id);
        trial.body.set(body.unwrap_or_default());
        trial
    }

    fn example(self) -> Example {
        let live = self.app.live();
        let workspace = live.peek();
        let today = untrack(|| self.app.today());
        example(
            self.route.action,
            self.kind.get_untracked(),
            &workspace,
            today,
        )
    }

    fn set_id(self, id: Option<RecordId>) {
        self.id.set(id.map(|id| id.to_string()).unwrap_or_default());
    }

    /// Another collection has other records, and documents of another form.
    pub(super) fn be_about(self, kind: RecordKind) {
        self.kind.set(kind);
        let Example { id, body, .. } = self.example();
        self.set_id(id);
        self.body.set(body.unwrap_or_default());
    }

    /// Takes a record that is there, where the one that was named is gone.
    pub(super) fn find_another(self) {
        self.set_id(self.example().id);
    }

    /// The collections that it may be about; none where it is not about one.
    pub(super) fn collections(self) -> Vec<&'static str> {
        if self.route.path.contains("{collection}") {
            COLLECTIONS.map(RecordKind::collection).to_vec()
        } else if self.route.path.contains("{record}") {
            model::RECORDS.to_vec()
        } else {
            Vec::new()
        }
    }

    /// Whether its address names a record.
    pub(super) fn has_id(self) -> bool {
        self.route.path.contains("{id}")
    }

    /// The parameters and headers that it takes as it stands: of a report its own.
    pub(super) fn taken(self) -> Vec<Said> {
        let all = self.said.get_value();
        if self.route.action != Action::Report {
            return all;
        }
        let name = self.report.read();
        let report = REPORTS.iter().find(|report| report.name == *name);
        let own = report.map(|report| report.parameters).unwrap_or_default();
        all.into_iter()
            .filter(|one| one.is_header || own.contains(&one.name))
            .collect()
    }

    /// What is said for a parameter.
    pub(super) fn value(self, name: &str) -> String {
        let all = self.said.get_value();
        let found = all.into_iter().find(|one| one.name == name);
        found.map(|one| one.value.get()).unwrap_or_default()
    }

    /// What it does to the workspace as it stands.
    pub(super) fn effect(self) -> Effect {
        match self.route.action {
            Action::Delete if self.value("forever") == "true" => Effect::Erases,
            Action::Import if self.value("dry_run") == "true" => Effect::Dry,
            Action::Restore if self.value("mode") == "replace" => Effect::Replaces,
            Action::Undo | Action::Redo => Effect::Inverts,
            _ if self.route.method == "GET" => Effect::None,
            _ => Effect::Writes,
        }
    }

    /// The request as it stands.
    pub(super) fn written(self) -> Written {
        let taken = self.taken();
        let values: Vec<(Said, String)> = taken
            .into_iter()
            .map(|one| (one, one.value.get().trim().to_owned()))
            .collect();
        let (headers, query): (Vec<_>, Vec<_>) =
            values.into_iter().partition(|(one, _)| one.is_header);
        let collection = self.kind.get().collection();
        let (id, report) = (self.id.read(), self.report.read());
        let names = [
            ("collection", collection),
            ("record", collection),
            ("id", id.trim()),
            ("name", report.as_str()),
        ];
        let query = query.iter().map(|(one, value)| (one.name, value.as_str()));
        let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
        Written {
            method: self.route.method,
            path: snippet::path(self.route.path, &names, query),
            headers: headers.map(|(one, value)| (one.name, value)).collect(),
            body: self.sent(),
        }
    }

    fn sent(self) -> Sent {
        match self.route.action.takes() {
            Body::None => Sent::Nothing,
            Body::Json => Sent::Json(self.body.get()),
            Body::File if self.file.read().is_some() => Sent::Chosen,
            Body::File if self.route.action == Action::Restore => Sent::Backup,
            Body::File => Sent::Text(self.body.get()),
        }
    }

    /// What a parameter may be.
    pub(super) fn takes(self, said: Said) -> crate::api::parameter::Takes {
        takes(said.name, self.route.action)
    }
}
