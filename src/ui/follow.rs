//! What follows signals on a screen. Leptos takes any closure in the place of a value and compiles
//! all that drawing needs for each; the ones that go through here share it.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A value that follows the signals it reads: a text, an attribute, a style.
pub fn follow<T: 'static>(value: impl Fn() -> T + Send + 'static) -> SharedReactiveFunction<T> {
    Arc::new(Mutex::new(value))
}

/// A view that follows the signals it reads.
pub fn shown<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    follow(move || view().into_any()).into_any()
}

/// Does something now, and again whenever the signals that it reads change.
pub fn whenever(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(act);
}
