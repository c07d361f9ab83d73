//! A CouchDB in memory: what a client that syncs sees of Apache CouchDB 3.5 and of pouchdb-server
//! 4.2, as recorded from both, for tests that make thousands of databases. It is a pure machine:
//! [`Server::answer`] takes a request and gives the answer, without a network, a clock or chance
//! of its own; time and seeds are passed in. Its [`Switches`] bring about what real servers only
//! do on bad days. Left to others: cookies and other sessions, views, design documents, multipart
//! bodies and compression. A feed is answered with what there is; [`http`] serves all of it over
//! loopback, where feeds wait and tests plant faults.
//!
//! ```
//! use satchel_couch::{Flavour, Request, Server};
//! let mut server = Server::new(Flavour::Couch, 1, 1_700_000_000_000);
//! assert_eq!(server.answer(&Request::put("/crm")).status(), 201);
//! assert_eq!(server.answer(&Request::get("/crm/deal:1")).status(), 404);
//! ```

mod access;
mod answer;
mod attachment;
mod body;
mod changes;
mod cors;
mod database;
mod draft;
mod handle;
mod hash;
pub mod http;
mod list;
mod operations;
mod random;
mod read;
mod request;
mod revision;
mod route;
mod sequence;
mod server;
mod switches;
mod tree;
mod view;
mod watch;
mod write;

pub use access::{Login, Token};
pub use answer::{Answer, Reply};
pub use attachment::Attachment;
pub use body::Body;
pub use operations::{Leaf, Snapshot, replicate};
pub use request::{Method, Request};
pub use revision::Revision;
pub use server::{Server, Validation};
pub use switches::{Flavour, Switches};
pub use tree::{Branch, Tree};
