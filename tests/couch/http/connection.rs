//! A connection to the database's port: requests one after the other, each answered or spoilt, and
//! feeds that wait until there is something to tell. Connections wait for nothing but a look at the
//! server, so none holds up another.

use std::cell::Cell;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::fault::{Delivery, Fault, LOGIN, login_page};
use super::wire::{Heard, Length, Unheard, hear, write_chunk, write_end, write_head};
use super::{Shared, now_ms};
use crate::answer::{Answer, Reply};
use crate::request::Method;
use crate::watch::Watch;

/// How often a wait looks whether all is over.
pub(super) const GLANCE: Duration = Duration::from_millis(50);
/// How long a connection may be silent between requests, or within one.
const IDLE: Duration = Duration::from_secs(120);

/// Reads from a stream, and stops when the service or its patience ends.
struct Patient<'a> {
    shared: &'a Shared,
    stream: &'a TcpStream,
    /// The renewals that the connection has seen; `None` where they are none of its business.
    renewals: Option<usize>,
    /// Whether a request has begun to come.
    has_begun: Cell<bool>,
}

impl Patient<'_> {
    fn is_welcome(&self) -> bool {
        let now = self.shared.renewals.load(Ordering::SeqCst);
        let is_new = self.renewals.is_none_or(|seen| seen == now);
        !self.shared.is_over() && (is_new || self.has_begun.get())
    }
}

impl Read for Patient<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let begun = Instant::now();
        while self.is_welcome() && begun.elapsed() < IDLE {
            match self.stream.read(bytes) {
                Err(error) if is_late(&error) => {}
                read => {
                    self.has_begun.set(true);
                    return read;
                }
            }
        }
        Err(ErrorKind::TimedOut.into())
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// Answers the requests of a connection, which `is_renewed` by faults or not.
pub(super) fn converse(
    shared: &Shared,
    stream: &TcpStream,
    is_renewed: bool,
    mut answer: impl FnMut(Heard) -> io::Result<bool>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(GLANCE))?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut reader = BufReader::new(Patient {
        shared,
        stream,
        renewals: is_renewed.then(|| shared.renewals.load(Ordering::SeqCst)),
        has_begun: Cell::new(false),
    });
    loop {
        reader.get_ref().has_begun.set(false);
        let go_on = || (&*stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        match hear(&mut reader, go_on) {
            Ok(heard) => {
                if shared.is_over() || !answer(heard)? {
                    return Ok(());
                }
            }
            Err(Unheard::Gone) => return Ok(()),
            Err(Unheard::Refused(status)) => {
                let reply = Reply::text(status, "text/plain", Vec::new());
                write_head(&mut &*stream, &reply, Length::Of(0), false)?;
                return drain(stream);
            }
        }
    }
}

/// Lets the other side finish its sentence, so that it hears the refusal instead of a broken line.
fn drain(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let begun = Instant::now();
    let mut bytes = [0; 16 * 1024];
    while begun.elapsed() < Duration::from_secs(2) {
        match (&*stream).read(&mut bytes) {
            Ok(0) => break,
            Err(error) if !is_late(&error) => break,
            _ => {}
        }
    }
    Ok(())
}

/// Serves a connection to the database's port.
pub(super) fn serve(shared: &Shared, stream: TcpStream) -> io::Result<()> {
    converse(shared, &stream, true, |heard| {
        respond(shared, &stream, heard)
    })
}

/// Answers a request; says whether the connection goes on.
fn respond(shared: &Shared, stream: &TcpStream, mut heard: Heard) -> io::Result<bool> {
    // A HEAD is a GET whose body stays here: so its length is known.
    let is_head = heard.request.method == Method::Head;
    if is_head {
        heard.request.method = Method::Get;
    }
    let request = &heard.request;
    let mut state = shared.state();
    state.server.set_time_ms(now_ms());
    let fault = state.faults.meet(&heard.method, &request.path);
    let is_authorized = request.header("authorization").is_some();
    let name = fault.as_ref().map(|fault| fault.name());
    let number = state
        .log
        .note(&heard.method, &request.path, is_authorized, now_ms(), name);
    let is_done = fault.as_ref().is_none_or(|fault| fault.is_done);
    let mut good = Reply::text(200, "text/plain", Vec::new());
    state.server.dress(&mut good, request);
    let (mut watch, mut is_hanging) = (None, false);
    if request.path.starts_with(LOGIN) && is_done {
        good = login_page(good);
    } else if is_done {
        let answer = state.server.answer(request);
        // What is spoilt does not go on: it is what there was.
        let goes_on = !is_head && fault.as_ref().is_none_or(Fault::is_of_headers);
        watch = state.server.take_watch().filter(|_| goes_on);
        match (answer, &watch) {
            (_, Some(watch)) => good = state.server.head(watch, request),
            (Answer::Reply(answer), None) => good = answer,
            (Answer::Hang, None) => is_hanging = true,
        }
    }
    let delivery = match &fault {
        Some(fault) => fault.spoil(good),
        None if is_hanging => Delivery::Hang,
        None => Delivery::Whole(good),
    };
    if let Delivery::Whole(reply) | Delivery::Cut(_, reply) | Delivery::Drip(_, reply) = &delivery {
        state.log.answered(number, reply.status);
    }
    heard.is_kept &= state.faults.lets_keep();
    drop(state);
    if is_done {
        shared.changed.notify_all();
    }
    let mut out = BufWriter::new(stream);
    let length = |reply: &Reply| match reply.status {
        204 => Length::Nothing,
        _ => Length::Of(reply.body.len()),
    };
    match (delivery, watch) {
        (Delivery::Whole(head), Some(watch)) => {
            write_head(&mut out, &head, Length::Chunks, heard.is_kept)?;
            follow(shared, stream, &mut out, watch)?;
        }
        (Delivery::Whole(reply), None) => {
            write_head(&mut out, &reply, length(&reply), heard.is_kept)?;
            if !is_head {
                out.write_all(&reply.body)?;
            }
            out.flush()?;
        }
        (Delivery::Cut(at, reply), _) => {
            write_head(&mut out, &reply, length(&reply), heard.is_kept)?;
            out.write_all(reply.body.get(..at).unwrap_or(&reply.body))?;
            out.flush()?;
            return Ok(false);
        }
        (Delivery::Drip(interval_ms, reply), _) => {
            write_head(&mut out, &reply, length(&reply), heard.is_kept)?;
            out.flush()?;
            for byte in reply.body.chunks(1) {
                if !wait(shared, stream, Some(Duration::from_millis(interval_ms))) {
                    return Ok(false);
                }
                out.write_all(byte)?;
                out.flush()?;
            }
        }
        (Delivery::Hang, _) => {
            wait(shared, stream, None);
            return Ok(false);
        }
        (Delivery::Close, _) => return Ok(false),
    }
    Ok(heard.is_kept)
}

/// Waits so long, or for ever; says whether the other side is still there.
fn wait(shared: &Shared, stream: &TcpStream, time: Option<Duration>) -> bool {
    let begun = Instant::now();
    loop {
        let left = time.map(|time| time.saturating_sub(begun.elapsed()));
        if left == Some(Duration::ZERO) {
            return true;
        }
        if shared.is_over() || is_gone(stream) {
            return false;
        }
        std::thread::sleep(left.map_or(GLANCE, |left| left.min(GLANCE)));
    }
}

fn is_gone(stream: &TcpStream) -> bool {
    let mut byte = [0];
    if stream.set_nonblocking(true).is_err() {
        return true;
    }
    let peeked = stream.peek(&mut byte);
    let is_gone = match peeked {
        Ok(read) => read == 0,
        Err(error) => !is_late(&error),
    };
    is_gone || stream.set_nonblocking(false).is_err()
}

/// Tells a feed until it is over or nobody listens any more.
fn follow(
    shared: &Shared,
    stream: &TcpStream,
    out: &mut impl Write,
    mut watch: Watch,
) -> io::Result<()> {
    let mut said = Instant::now();
    loop {
        let told = shared.state().server.look(&mut watch);
        write_chunk(out, &told.text)?;
        if told.is_over {
            return write_end(out);
        }
        if !told.text.is_empty() {
            said = Instant::now();
        }
        out.flush()?;
        let is_due = |after_ms: Option<u64>| {
            after_ms.is_some_and(|after_ms| said.elapsed() >= Duration::from_millis(after_ms))
        };
        if is_due(watch.timeout_ms) {
            let end = shared.state().server.end(&watch);
            write_chunk(out, &end)?;
            return write_end(out);
        }
        if is_due(watch.heartbeat_ms) {
            write_chunk(out, watch.beat())?;
            said = Instant::now();
        }
        if shared.is_over() || is_gone(stream) {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        // A change that came since the look is seen after this wait at the latest.
        let state = shared.state();
        let waited = shared.changed.wait_timeout(state, GLANCE);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}
