//! What the pages of all kinds of record have in common: their columns, fields that are edited in
//! place, the head with its tags, links to customers, lines of products, records without pages of their own, the composer and the
//! timeline, needs noted from what was said, the way to the neighbours in the list. What a page shows, and in which order, is each area's own.

pub mod composer;
pub mod facts;
pub mod finder;
pub mod form;
pub mod head;
pub mod lines;
pub mod links;
mod members;
pub mod neighbours;
pub mod noting;
pub mod own_form;
pub mod owned;
pub mod page;
pub mod record_field;
pub mod ref_fact;
pub mod register;
pub mod related;
pub mod tags;
pub mod timeline;
