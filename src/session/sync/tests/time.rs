//! Time that passes only where everybody waits for it: hours of trying again take a moment, and each run
//! is like the last.

use crate::session::driver::tests::World;
use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// The clock of a device, and when somebody wants to be woken.
pub(super) struct Time {
    world: Rc<World>,
    alarms: RefCell<Vec<i64>>,
}

/// Whether somebody was woken since all were asked.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Time {
    pub(super) fn of(world: &Rc<World>) -> Rc<Self> {
        Rc::new(Self {
            world: Rc::clone(world),
            alarms: RefCell::default(),
        })
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.world.ms.get()
    }

    pub(super) async fn wait(&self, ms: i64) {
        let until = self.now_ms() + ms.max(1);
        self.alarms.borrow_mut().push(until);
        poll_fn(|_| match self.now_ms() >= until {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
        .await;
    }

    /// Waits until something is so, but no longer than that; says whether it is.
    pub(super) async fn until(&self, most_ms: i64, is_so: impl Fn() -> bool) -> bool {
        let end = self.now_ms() + most_ms;
        let often_ms = (most_ms / 100).clamp(500, 5_000);
        while !is_so() {
            if self.now_ms() >= end {
                return false;
            }
            self.wait(often_ms).await;
        }
        true
    }

    /// Does work to its end.
    pub(super) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut work = pin!(work);
        loop {
            let asked = work.as_mut().poll(&mut Context::from_waker(&waker));
            if let Poll::Ready(done) = asked {
                return done;
            }
            if !woken.0.swap(false, Ordering::Relaxed) {
                self.pass();
            }
        }
    }

    /// Passes until the next who waits is to be woken.
    fn pass(&self) {
        let now = self.now_ms();
        let mut alarms = self.alarms.borrow_mut();
        let count = alarms.len();
        alarms.retain(|at| *at > now);
        if alarms.len() == count {
            let next = alarms.iter().min();
            self.world.ms.set(*next.expect("somebody waits for a time"));
        }
    }
}
