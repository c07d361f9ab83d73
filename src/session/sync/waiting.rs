//! Waiting for whatever comes first: a bell that somebody rings, a time, an answer.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};

/// A bell: rung once or often before somebody listens, it is heard once.
#[derive(Default)]
pub(super) struct Bell {
    has_rung: Cell<bool>,
    wakers: RefCell<Vec<Waker>>,
}

impl Bell {
    /// Rings.
    pub(super) fn ring(&self) {
        self.has_rung.set(true);
        let wakers = std::mem::take(&mut *self.wakers.borrow_mut());
        wakers.into_iter().for_each(Waker::wake);
    }

    /// What rang before is over.
    pub(super) fn hush(&self) {
        self.has_rung.set(false);
    }

    /// Waits until it rings.
    pub(super) async fn heard(&self) {
        poll_fn(|context| {
            if self.has_rung.replace(false) {
                return Poll::Ready(());
            }
            self.wakers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Which of two came first.
pub(super) enum Either<A, B> {
    /// The one.
    First(A),
    /// The other.
    Second(B),
}

/// Waits for whichever of two comes first; the other is called off.
pub(super) async fn either<A, B>(
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> Either<A, B> {
    let (mut first, mut second) = (pin!(first), pin!(second));
    poll_fn(|context| {
        if let Poll::Ready(value) = first.as_mut().poll(context) {
            return Poll::Ready(Either::First(value));
        }
        second.as_mut().poll(context).map(Either::Second)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::block_on;
    use std::future::{pending, ready};

    #[test]
    fn whatever_comes_first_is_heard_and_a_bell_once() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        let first = block_on(either(bell.heard(), pending::<()>()));
        assert!(matches!(first, Either::First(())));
        let second = block_on(either(bell.heard(), ready(7)));
        assert!(matches!(second, Either::Second(7)));
        bell.ring();
        bell.hush();
        let second = block_on(either(bell.heard(), ready(7)));
        assert!(matches!(second, Either::Second(7)));
    }
}
