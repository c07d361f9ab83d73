//! The single writer: takes commands, keeps the workspace, the journal and the other tabs in step.
//! The machine decides what is to be done; the driver does it against a store and the ports.

pub mod api;
pub mod backup;
pub mod boot;
pub mod driver;
pub mod found;
pub mod history;
pub mod import;
pub mod machine;
pub mod model;
pub mod ports;
pub mod sample;
pub mod scored;
pub mod sync;
pub mod writer;

pub use driver::SaveState;
pub use driver::Session;
pub use machine::{Effect, Machine, Moment, Touched};

/// Runs a future to its end on a thread that nothing else needs, for tests and native tools: the
/// store in memory never waits.
#[cfg(any(test, feature = "contract"))]
pub fn block_on<F: Future>(future: F) -> F::Output {
    use std::task::{Context, Poll, Waker};
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
