//! Two pieces of work at once, such as what is being asked for and what is being stored.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Does two things at once and waits for both.
pub(crate) async fn both<A, B>(
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> (A, B) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut one, mut other) = (None, None);
    poll_fn(|context| {
        if one.is_none()
            && let Poll::Ready(done) = first.as_mut().poll(context)
        {
            one = Some(done);
        }
        if other.is_none()
            && let Poll::Ready(done) = second.as_mut().poll(context)
        {
            other = Some(done);
        }
        match (one.take(), other.take()) {
            (Some(one), Some(other)) => Poll::Ready((one, other)),
            (still, also) => {
                (one, other) = (still, also);
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::task::{Context, Waker};

    #[test]
    fn each_goes_on_while_the_other_waits() {
        let turns = Cell::new(0);
        let after = |turn: u32| {
            let turns = &turns;
            poll_fn(move |_| match turns.get() >= turn {
                true => Poll::Ready(turn),
                false => Poll::Pending,
            })
        };
        let mut work = pin!(both(after(2), after(1)));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..2 {
            assert!(work.as_mut().poll(&mut context).is_pending());
            turns.set(turns.get() + 1);
        }
        assert_eq!(work.as_mut().poll(&mut context), Poll::Ready((2, 1)));
    }
}
