//! The kinds of record there are, and where the table of each kind's fields stands.
//! What the fields are is each kind's own file.

use super::field::{COMMON, COMMON_LEN, Field, FieldIx};
use super::{
    activity, campaign, custom_field, customer, deal, member, model, need, owner, pipeline,
    product, segment, settings, sla_policy, tag, template, ticket, ticket_message, transaction,
    view,
};

/// A kind of record. The order is the order of dependence: a kind refers to those before it,
/// itself, or those that the loader resolves late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum RecordKind {
    /// The workspace's own settings: one record.
    Settings = 0,
    /// Who is responsible, and who is the author of a change.
    Owner = 1,
    /// A free label, used by its name.
    Tag = 2,
    /// A field the user added to another kind.
    CustomField = 3,
    /// A named query with its layout.
    View = 4,
    /// What is sold.
    Product = 5,
    /// The ordered path of a deal, with its stages.
    Pipeline = 6,
    /// Who we deal with: a person or a company.
    Customer = 7,
    /// A possible sale.
    Deal = 8,
    /// An order, invoice, payment or refund.
    Transaction = 9,
    /// Something done, or to be done, with someone.
    Activity = 10,
    /// What a customer asks or reports.
    Ticket = 11,
    /// What was written on a ticket.
    Message = 12,
    /// What is promised to those who wait.
    SlaPolicy = 13,
    /// A text that is used again and again.
    Template = 14,
    /// A group of customers.
    Segment = 15,
    /// What is done to reach many customers.
    Campaign = 16,
    /// A customer in a campaign.
    Member = 17,
    /// What a customer lacks or asks for.
    Need = 18,
    /// What makes an outcome likely.
    Model = 19,
}

impl RecordKind {
    /// Every kind, in order.
    pub const ALL: [Self; 20] = [
        Self::Settings,
        Self::Owner,
        Self::Tag,
        Self::CustomField,
        Self::View,
        Self::Product,
        Self::Pipeline,
        Self::Customer,
        Self::Deal,
        Self::Transaction,
        Self::Activity,
        Self::Ticket,
        Self::Message,
        Self::SlaPolicy,
        Self::Template,
        Self::Segment,
        Self::Campaign,
        Self::Member,
        Self::Need,
        Self::Model,
    ];

    /// The stable word for the kind, as in an id: `customer`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Owner => "owner",
            Self::Tag => "tag",
            Self::CustomField => "custom-field",
            Self::View => "view",
            Self::Product => "product",
            Self::Pipeline => "pipeline",
            Self::Customer => "customer",
            Self::Deal => "deal",
            Self::Transaction => "transaction",
            Self::Activity => "activity",
            Self::Ticket => "ticket",
            Self::Message => "message",
            Self::SlaPolicy => "sla-policy",
            Self::Template => "template",
            Self::Segment => "segment",
            Self::Campaign => "campaign",
            Self::Member => "member",
            Self::Need => "need",
            Self::Model => "model",
        }
    }

    /// The word for all records of the kind, as in an address: `customers`.
    #[must_use]
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Owner => "owners",
            Self::Tag => "tags",
            Self::CustomField => "custom-fields",
            Self::View => "views",
            Self::Product => "products",
            Self::Pipeline => "pipelines",
            Self::Customer => "customers",
            Self::Deal => "deals",
            Self::Transaction => "transactions",
            Self::Activity => "activities",
            Self::Ticket => "tickets",
            Self::Message => "messages",
            Self::SlaPolicy => "sla-policies",
            Self::Template => "templates",
            Self::Segment => "segments",
            Self::Campaign => "campaigns",
            Self::Member => "members",
            Self::Need => "needs",
            Self::Model => "models",
        }
    }

    /// The kind with this [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind with this [`collection`](Self::collection).
    #[must_use]
    pub fn from_collection(collection: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.collection() == collection)
    }

    /// The kind with this number, as pages and entries store it.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The fields that only this kind has, in order.
    #[must_use]
    pub fn own_fields(self) -> &'static [Field] {
        match self {
            Self::Settings => settings::FIELDS,
            Self::Owner => owner::FIELDS,
            Self::Tag => tag::FIELDS,
            Self::CustomField => custom_field::FIELDS,
            Self::View => view::FIELDS,
            Self::Product => product::FIELDS,
            Self::Pipeline => pipeline::FIELDS,
            Self::Customer => customer::FIELDS,
            Self::Deal => deal::FIELDS,
            Self::Transaction => transaction::FIELDS,
            Self::Activity => activity::FIELDS,
            Self::Ticket => ticket::FIELDS,
            Self::Message => ticket_message::FIELDS,
            Self::SlaPolicy => sla_policy::FIELDS,
            Self::Template => template::FIELDS,
            Self::Segment => segment::FIELDS,
            Self::Campaign => campaign::FIELDS,
            Self::Member => member::FIELDS,
            Self::Need => need::FIELDS,
            Self::Model => model::FIELDS,
        }
    }

    /// All fields with their places: those every kind has, then the kind's own.
    pub fn fields(self) -> impl Iterator<Item = (FieldIx, &'static Field)> {
        (0u8..)
            .map(FieldIx)
            .zip(COMMON.iter().chain(self.own_fields()))
    }

    /// The field at a place, if the kind has one there.
    #[must_use]
    pub fn field(self, ix: FieldIx) -> Option<&'static Field> {
        match ix.0.checked_sub(COMMON_LEN) {
            None => COMMON.get(usize::from(ix.0)),
            Some(own) => self.own_fields().get(usize::from(own)),
        }
    }

    /// The place of the field with this name.
    #[must_use]
    pub fn field_named(self, name: &str) -> Option<FieldIx> {
        self.fields()
            .find(|(_, field)| field.name == name)
            .map(|(ix, _)| ix)
    }

    /// The field that names a record of this kind to people.
    #[must_use]
    pub const fn name_field(self) -> FieldIx {
        match self {
            Self::Settings => settings::NAME,
            Self::Owner => owner::NAME,
            Self::Tag => tag::NAME,
            Self::CustomField => custom_field::KEY,
            Self::View => view::NAME,
            Self::Product => product::NAME,
            Self::Pipeline => pipeline::NAME,
            Self::Customer => customer::NAME,
            Self::Deal => deal::NAME,
            Self::Transaction => transaction::NUMBER,
            Self::Activity => activity::SUBJECT,
            Self::Ticket => ticket::SUBJECT,
            Self::Message => ticket_message::BODY,
            Self::SlaPolicy => sla_policy::NAME,
            Self::Template => template::NAME,
            Self::Segment => segment::NAME,
            Self::Campaign => campaign::NAME,
            Self::Member => member::NOTE,
            Self::Need => need::SUBJECT,
            Self::Model => model::NAME,
        }
    }
}
