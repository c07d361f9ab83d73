//! The client against a server in memory: at random, with everything that goes wrong (`plans`), and case
//! by case (`cases`). What has to hold of sync, and what fails where it does not:
//!
//! - Everybody has the same, the server too; of each register the latest writing stays, and never one that
//!   somebody saw and wrote over: `judge`, in every world.
//! - Within six rounds of everybody there is rest, and no document is written from then on: `world::rest`,
//!   in every world; `cases::nothing_new_takes_two_requests`.
//! - A client may be killed at any request and any writing of its store, and requests and answers may be
//!   lost, cut off, come twice or late: `link`, in every world. Edits are made while a round runs.
//! - What the server said it has outlives the device: the plans `lost` and `branches`.
//! - Rounds of one device that run at the same time do no harm: `tabs`. Clocks that are wrong by years
//!   and jump do none: `skewed`. Nor does a server that is put back to an older state or made anew:
//!   `rewound`.
//! - Nor does an address that leads now to one of two servers that replicate, now to the other: `endpoints`.
//! - A document has one leaf that lives, and its tree no branch where nobody brought one: `judge`.
//! - A document that the server refuses keeps no other and is not lost:
//!   `cases::one_document_that_is_refused_keeps_no_other`.
//! - What is not known here stays: `cases::fields_that_are_not_known_here_stay`,
//!   `cases::what_a_newer_version_wrote_is_left_alone`.
//! - Of an encrypted database nobody reads anything, nothing that was changed or moved is taken for a record,
//!   and who has no key sends nothing: every third world, `judge`, `sealed`.
//! - What programs write that know no stamps stays, and what they branch is joined: `foreign`, `cases`.
//!
//! `cargo xtask faults sync` plants a fault against each of the first and looks whether it is found.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod aliases;
mod cases;
mod device;
mod documents;
mod endpoints;
mod judge;
mod link;
mod plans;
mod sealed;
mod world;
