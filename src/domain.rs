//! What a CRM knows: value types whose only door is `parse`, the tables of fields, records and
//! what is wrong with them. No I/O, no clock, no randomness, no serialization, no screens.

pub mod activity;
pub mod campaign;
pub mod currency;
pub mod custom_field;
pub mod customer;
pub mod date;
pub mod deal;
mod decimal;
pub mod email;
pub mod field;
mod host;
pub mod id;
pub mod instant;
pub mod kind;
pub mod member;
pub mod money;
pub mod need;
pub mod number;
pub mod order;
pub mod owner;
pub mod phone;
pub mod pipeline;
pub mod problem;
pub mod product;
pub mod proportion;
#[cfg(test)]
pub(crate) mod random;
pub mod record;
pub mod repeat;
pub mod segment;
pub mod settings;
pub mod sla_policy;
pub mod stamp;
pub mod tag;
pub mod template;
pub mod ticket;
pub mod ticket_message;
pub mod transaction;
pub mod url;
pub mod value;
pub mod view;
pub mod worktime;

pub use currency::Currency;
pub use date::Date;
pub use decimal::Separators;
pub use field::{Field, FieldIx, PartField, Shape, Type};
pub use id::{RecordId, Uuid};
pub use instant::Instant;
pub use kind::RecordKind;
pub use money::Money;
pub use number::Number;
pub use problem::{Problem, Rule};
pub use record::{Key, Record, Register, Standing};
pub use stamp::{ReplicaId, Stamp};
pub use value::{Part, Value};
