//! What reading a document needs to know of the workspace: the custom fields, the currency, where
//! phones are dialled. Texts are read as forms read them, but for numbers, which JSON has.

use crate::document::json::Terms;
use crate::domain::{Currency, Instant, Part, PartField, RecordKind, Rule, Shape, Type, Value};
use crate::workspace::Workspace;
use crate::workspace::input::{self, InputContext};

pub(super) struct OfWorkspace<'w> {
    workspace: &'w Workspace,
    context: InputContext,
    at: Instant,
}

impl<'w> OfWorkspace<'w> {
    pub(super) fn new(workspace: &'w Workspace, at: Instant) -> Self {
        Self {
            workspace,
            context: InputContext::of(workspace),
            at,
        }
    }
}

impl Terms for OfWorkspace<'_> {
    fn parse(&self, of: Type, text: &str) -> Result<Option<Value>, Rule> {
        match of {
            Type::Number | Type::Bool => Err(Rule::WrongType),
            of => input::parse(of, text, &self.context),
        }
    }

    fn own_field(&self, kind: RecordKind, key: &str) -> Option<(Shape, Type)> {
        input::own_field(self.workspace, kind, key)
    }

    fn currency(&self) -> Option<Currency> {
        self.context.currency
    }

    fn complete(&self, parts: &'static [PartField], part: Part) -> Part {
        input::complete_part(parts, part, &self.context)
    }

    fn at(&self) -> Instant {
        self.at
    }
}
