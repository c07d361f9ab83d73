//! Customer analysis: what customers bought and how often, what they are worth, who is likely to leave;
//! and models of what makes any outcome of any records likely. Each formula has its source beside it.
//! Everything is worked out from the workspace as it is and from assumptions that the user sees and
//! changes; nothing here writes. The statistics themselves are in the crate `satchel-stats`, how figures
//! are shown is the screens' matter.

pub mod advice;
pub mod affinity;
pub mod assumptions;
pub mod cohort;
pub mod condition;
pub mod frame;
pub mod history;
#[cfg(test)]
pub(crate) mod house;
pub mod lifetime;
mod making;
pub mod model;
pub mod need;
pub mod outlook;
pub mod overview;
pub mod points;
pub mod rfm;
pub mod rhythm;
pub mod scores;
pub mod showing;
pub mod together;
pub mod value;
