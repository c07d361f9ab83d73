//! Views of a list, or the parts of a record. One tab stop; arrows go along.

use crate::ui::follow::{follow, shown, whenever};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// One tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: String,
    /// How many are in it, already written.
    pub count: Option<String>,
}

impl Tab {
    /// Pairs a value with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            count: None,
        }
    }

    /// Says how many are in it.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }
}

/// Moves along the tabs that stand beside `from`, and presses the one it comes to.
fn go(from: &HtmlElement, key: &str) -> bool {
    let Some(list) = from.parent_element() else {
        return false;
    };
    let to = match key {
        "ArrowRight" => from
            .next_element_sibling()
            .or_else(|| list.first_element_child()),
        "ArrowLeft" => from
            .previous_element_sibling()
            .or_else(|| list.last_element_child()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return false,
    };
    if let Some(tab) = to.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // A tab that left the page meanwhile takes no focus, which is right.
        let _ = tab.focus();
        tab.click();
    }
    true
}

/// Moves the row sideways until the open tab is in it, where the tabs are wider than the page.
fn show_open(frame: &HtmlElement) {
    let Ok(Some(open)) = frame.query_selector("[aria-selected='true']") else {
        return;
    };
    let (outer, inner) = (
        frame.get_bounding_client_rect(),
        open.get_bounding_client_rect(),
    );
    let by = if inner.left() < outer.left() {
        inner.left() - outer.left()
    } else if inner.right() > outer.right() {
        inner.right() - outer.right()
    } else {
        return;
    };
    frame.scroll_by_with_x_and_y(by, 0.0);
}

/// A row of tabs; what stands after them (a button to add one) comes as children.
#[component]
pub fn Tabs(
    /// What the tabs are of.
    #[prop(into)]
    label: Signal<String>,
    /// The tab that is open.
    #[prop(into)]
    value: Signal<String>,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The id of what they show.
    #[prop(optional, into)]
    panel: Option<String>,
    /// What opening one does.
    #[prop(into)]
    on_change: Callback<String>,
    /// What stands after them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let items = shown(move || {
        let panel = panel.clone();
        tabs.get()
            .into_iter()
            .map(move |tab| {
                let own = tab.value.clone();
                let is_open = Signal::derive(move || value.get() == own);
                view! {
                    <button
                        class="tabs__tab"
                        type="button"
                        role="tab"
                        aria-selected=follow(move || if is_open.get() { "true" } else { "false" })
                        aria-controls=panel.clone()
                        tabindex=follow(move || if is_open.get() { "0" } else { "-1" })
                        on:click=move |_| on_change.run(tab.value.clone())
                        on:keydown=move |event| {
                            let from = event.current_target().and_then(|node| node.dyn_into().ok());
                            if from.is_some_and(|from| go(&from, &event.key())) {
                                event.prevent_default();
                            }
                        }
                    >
                        {tab.label}
                        {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> })}
                    </button>
                }
            })
            .collect_view()
    });
    let frame = NodeRef::<leptos::html::Div>::new();
    whenever(move || {
        value.track();
        tabs.track();
        request_animation_frame(move || {
            if let Some(frame) = frame.try_get_untracked().flatten() {
                show_open(&frame);
            }
        });
    });
    view! {
        <div class="tabs" node_ref=frame>
            <div class="tabs__list" role="tablist" aria-label=label>{items}</div>
            {children.map(|children| children())}
        </div>
    }
}
