//! The server in memory over loopback HTTP, for browsers and other programs, on two ports: one is the
//! database's and answers as the real ones do, the other is a door for tests, which plant faults and
//! look at what was asked. A thread for each connection; time is the machine's. What goes over the
//! wire is left to `wire` and `connection`, what the door does to `control`.
//!
//! The door takes and gives JSON; what is done is answered `{"ok":true}`, what is not understood 400
//! and an `error` that says what would be.
//!
//! | request | body | does |
//! |---|---|---|
//! | `POST /fault` | `{"kind": …, "path", "method", "count", "done", "cors", "body", "at", "interval_ms", "retry_after_s"}` | plants a fault; all but `kind` may be left out |
//! | `GET /fault`, `DELETE /fault` | | the faults that wait; forgets them |
//! | `GET /log`, `DELETE /log` | | the requests so far: `method`, `path`, `authorized`, `at_ms` since 1970, `fault`, `status`; forgets them |
//! | `POST /snapshot`, `POST /restore` | | makes a backup of all databases; puts the last one back |
//! | `POST /recreate` | `{"db": "crm"}` | deletes a database and makes it again |
//! | `POST /require` | `{"auth", "user": "name:password", "token", "expire"}` | says who gets in; what was said before stays |
//! | `POST /switch` | `{"nodedown": 1, …}` | turns [`Switches`](crate::Switches) |
//!
//! A fault meets the requests whose path and query have `path` in them and whose method is `method`,
//! `count` times or until it is forgotten; of several that fit, the oldest. Preflights are spared
//! unless `method` is `OPTIONS`. Its `kind`:
//!
//! | kind | what comes | done |
//! |---|---|---|
//! | 401, 403, 404, 409, 412, 413, 429, 500, 502, 503 | the status; 429 with `retry_after_s` (1), 502 an HTML page, 503 plain text | no |
//! | `login` | 302 to the page `/_login` | no |
//! | `truncated` | the answer up to byte `at` (half), as if that were all | yes |
//! | `cut` | the same, but the connection ends there | yes |
//! | `shape` | 200 and other JSON, or `body` | no |
//! | `empty` | 200 and nothing | no |
//! | `gzip` | 200 and `content-encoding: gzip` before what is none | no |
//! | `drip` | the answer, a byte each `interval_ms` (1000) | yes |
//! | `hang` | nothing, and the connection stays | no |
//! | `reset` | nothing, and the connection ends | no |
//! | `lost` | the same | yes |
//! | `no-cors` | the answer without headers for other origins; preflights too | yes |
//!
//! Where a `reset` or `lost` waits, no connection answers twice, and those that wait are ended before
//! the door answers: a browser asks again by itself where an old connection ends, and would hide it.
//!
//! `done` changes whether what was asked is done, `body` what a refusal says, and `"cors": false`
//! takes the headers for other origins from any of them, as where a proxy answers.
//!
//! ```
//! use satchel_couch::http::{Options, Service};
//! let service = Service::start(&Options::default()).expect("two ports are free");
//! assert!(service.address().starts_with("http://127.0.0.1:"));
//! ```

mod connection;
mod control;
mod fault;
mod log;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::operations::Snapshot;
use crate::server::Server;
use crate::switches::Flavour;
use control::Access;
use fault::Faults;
use log::Log;

/// How many connections there are at once; a browser opens six to an origin.
const CONNECTIONS_MAX: usize = 256;

/// How a service begins.
#[derive(Clone, Debug)]
pub struct Options {
    /// The server that is played.
    pub flavour: Flavour,
    /// The name and password of an administrator; without one, everybody is.
    pub user: Option<(String, String)>,
    /// The pages that may read across origins in CouchDB.
    pub origins: Vec<String>,
    /// The headers that such pages see beside those that any may.
    pub exposed: Vec<String>,
    /// The database's port; 0 for any that is free.
    pub port: u16,
    /// The door's port; 0 for any that is free.
    pub control_port: u16,
}

impl Options {
    /// Reads `name:password`; `None` where it is none.
    pub fn parse_user(text: &str) -> Option<(String, String)> {
        control::parse_user(text)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            flavour: Flavour::Couch,
            user: None,
            origins: Vec::new(),
            exposed: Vec::new(),
            port: 0,
            control_port: 0,
        }
    }
}

/// A server in memory that answers on loopback until it is dropped.
#[derive(Debug)]
pub struct Service {
    shared: Arc<Shared>,
    address: SocketAddr,
    control: SocketAddr,
    listeners: Vec<JoinHandle<()>>,
}

/// What all connections see.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Something was done, so feeds look again.
    changed: Condvar,
    is_over: AtomicBool,
    connections: AtomicUsize,
    /// How often connections that wait were ended.
    renewals: AtomicUsize,
}

#[derive(Debug)]
struct State {
    server: Server,
    faults: Faults,
    log: Log,
    access: Access,
    snapshot: Option<Snapshot>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

impl Service {
    /// Starts to answer.
    ///
    /// # Errors
    /// Where a port is taken.
    pub fn start(options: &Options) -> io::Result<Self> {
        let now_ms = now_ms();
        let mut server = Server::new(options.flavour, now_ms, now_ms);
        server.switches.cors_origins = options.origins.clone();
        server.switches.cors_exposed = options.exposed.clone();
        let access = Access::new(options.user.clone());
        access.apply(&mut server);
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                server,
                faults: Faults::default(),
                log: Log::default(),
                access,
                snapshot: None,
            }),
            changed: Condvar::new(),
            is_over: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            renewals: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        let door = TcpListener::bind((Ipv4Addr::LOCALHOST, options.control_port))?;
        let (address, control) = (listener.local_addr()?, door.local_addr()?);
        let listeners = vec![
            listen(listener, &shared, connection::serve),
            listen(door, &shared, control::serve),
        ];
        Ok(Self {
            shared,
            address,
            control,
            listeners,
        })
    }

    /// Where the database answers, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the door of the tests is, without a slash at the end.
    pub fn control(&self) -> String {
        format!("http://{}", self.control)
    }

    /// Does something with the server itself; feeds look again afterwards.
    pub fn with<T>(&self, act: impl FnOnce(&mut Server) -> T) -> T {
        let done = act(&mut self.shared.state().server);
        self.shared.changed.notify_all();
        done
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        self.shared.changed.notify_all();
        // A listener only looks up when somebody comes.
        for address in [self.address, self.control] {
            let _ = TcpStream::connect(address);
        }
        for listener in self.listeners.drain(..) {
            let _ = listener.join();
        }
    }
}

type Serve = fn(&Shared, TcpStream) -> io::Result<()>;

fn listen(listener: TcpListener, shared: &Arc<Shared>, serve: Serve) -> JoinHandle<()> {
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        for stream in listener.incoming() {
            if shared.is_over() {
                return;
            }
            let Ok(stream) = stream else {
                continue;
            };
            if shared.connections.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS_MAX {
                shared.connections.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                // Whoever is gone has no use for an error.
                let _ = serve(&shared, stream);
                shared.connections.fetch_sub(1, Ordering::SeqCst);
            });
        }
    })
}

/// The milliseconds since 1970.
fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}
