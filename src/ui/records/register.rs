//! Registers of records in words, for whoever tells of single values: what a register is called and how
//! its values are written. What is told of them is left to the timeline and to the conflicts.

use crate::domain::{Key, RecordId, RecordKind, Value, custom_field, field};
use crate::ui::app::App;
use crate::ui::lists::value::show;

/// What a register of a record is called, and how its values are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterWords {
    /// What it is called.
    pub label: String,
    kind: RecordKind,
    key: Key,
    path: String,
    /// Whether there is one value rather than several by element.
    pub is_single: bool,
}

impl RegisterWords {
    /// The words of a register.
    #[must_use]
    pub fn of(app: App, id: RecordId, key: &Key) -> Self {
        let field = id.kind.field(key.field);
        let (name, is_single) = field.map_or(("", true), |field| (field.name, field.is_single()));
        let own = key.element.as_deref();
        let own = own.filter(|_| key.field == field::CUSTOM);
        let own = own.map(|element| custom_field::split(element).0);
        let (label, path) = match own {
            Some(key) => (own_label(app, id, key), format!("custom.{key}")),
            None => {
                let messages = app.page().messages();
                (messages.field(id.kind.code(), name), name.to_owned())
            }
        };
        Self {
            label,
            kind: id.kind,
            key: key.clone(),
            path,
            is_single: is_single || (own.is_some() && key.member(id.kind).is_none()),
        }
    }

    /// A value in words; none where there is none.
    #[must_use]
    pub fn value(&self, app: App, value: Option<&Value>) -> Option<String> {
        Some(match (value?, &self.key.element) {
            (Value::Bool(true), Some(element)) if !self.is_single => {
                let member = self.key.member(self.kind);
                member.unwrap_or(element).to_owned()
            }
            (value, _) => show(app, self.kind, &self.path, value),
        })
    }
}

/// What an own field is called; its key where the field is gone.
fn own_label(app: App, id: RecordId, key: &str) -> String {
    let live = app.live();
    let workspace = live.kind(RecordKind::CustomField);
    let definition = workspace.custom_field(id.kind, key);
    definition.map_or_else(
        || key.to_owned(),
        |definition| definition.text(custom_field::LABEL).to_owned(),
    )
}
