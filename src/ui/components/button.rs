//! A button: a verb with its icon and key. It says why it cannot be pressed, keeps its width
//! while busy, and ignores being pressed again.

use crate::ui::follow::{follow, shown};
use leptos::prelude::*;

use super::{Glyph, Icon, KeyCap, element_id};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one action of a view.
    Primary,
    /// Any other.
    #[default]
    Plain,
    /// One that stands back: in toolbars, beside a primary one.
    Quiet,
    /// Only in the dialog that erases.
    Danger,
}

impl ButtonKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Plain => "plain",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button, or with `href` a link that looks like one.
#[component]
pub fn Button(
    /// The verb, with its object where the place does not say it.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// The icon before the verb.
    #[prop(default = None, into)]
    icon: Option<Glyph>,
    /// The key that does the same.
    #[prop(optional, into)]
    key: MaybeProp<String>,
    /// Whether it has the height of a toolbar.
    #[prop(optional)]
    small: bool,
    /// Whether what it started is under way.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// What it says meanwhile: a present participle.
    #[prop(optional, into)]
    busy_label: MaybeProp<String>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Option<Signal<bool>>,
    /// Why it cannot: read out as its description and shown on pointing.
    #[prop(optional, into)]
    reason: MaybeProp<String>,
    /// Whether it submits the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Where it leads, if it is a link.
    #[prop(optional, into)]
    href: Option<String>,
    /// What pressing does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let size = small.then_some("small");
    // A page has dozens of buttons, and most are never busy nor disabled: those follow nothing.
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let is_disabled = move || disabled.is_some_and(|disabled| disabled.get());
    let inside = move || {
        let words = follow(move || match busy_label.get() {
            Some(words) if is_busy() => words,
            _ => label.get(),
        });
        let at_rest = move || icon.map(|glyph| view! { <Icon glyph=glyph /> });
        let mark = match busy {
            None => at_rest().into_any(),
            Some(busy) => shown(move || {
                if busy.get() {
                    Some(view! { <Icon glyph=Glyph::Spinner /> })
                } else {
                    at_rest()
                }
            }),
        };
        view! {
            {mark}
            {words}
            {shown(move || key.get().map(|key| view! { <KeyCap key=key /> }))}
        }
    };
    if let Some(href) = href {
        return view! {
            <a class="button" data-kind=kind.code() data-size=size href=href>
                {inside()}
            </a>
        }
        .into_any();
    }

    let width = RwSignal::new(None::<String>);
    let press = move |event: leptos::ev::MouseEvent| {
        if untrack(move || is_disabled() || is_busy()) {
            event.prevent_default();
            return;
        }
        // Becoming busy may shorten the words; the button does not shrink under the pointer.
        if busy_label.get_untracked().is_some() {
            use leptos::wasm_bindgen::JsCast;
            let pressed = event.current_target().and_then(|node| node.dyn_into().ok());
            width
                .set(pressed.map(|node: leptos::web_sys::HtmlElement| {
                    format!("{}px", node.offset_width())
                }));
        }
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let why = disabled.map(|_| element_id("reason"));
    let described = why
        .clone()
        .map(|id| follow(move || (is_disabled() && reason.get().is_some()).then(|| id.clone())));
    let told = why.map(|id| {
        shown(move || {
            let reason = is_disabled().then(|| reason.get()).flatten();
            reason.map(|words| view! { <span id=id.clone() hidden>{words}</span> })
        })
    });
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-kind=kind.code()
            data-size=size
            aria-busy=busy.map(|_| follow(move || is_busy().then_some("true")))
            aria-disabled=disabled.map(|_| follow(move || is_disabled().then_some("true")))
            aria-describedby=described
            title=disabled.map(|_| follow(move || is_disabled().then(|| reason.get()).flatten()))
            style:min-inline-size=follow(move || is_busy().then(|| width.get()).flatten())
            on:click=press
        >
            {inside()}
            {told}
        </button>
    }
    .into_any()
}
