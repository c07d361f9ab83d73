//! A menu: commands in a popover. It opens on press, the focus goes inside, arrows go along,
//! and Esc goes back to the opener.

use crate::ui::follow::{follow, shown};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::{Button, ButtonKind, Glyph, Icon, IconButton, Keys, PopoverSheet, element_id};
use crate::ui::app::use_page;
use crate::ui::parts;
use crate::workspace::fold::fold;

/// One command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuItem {
    /// What is given back when it is chosen.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The icon before the words.
    pub glyph: Option<Glyph>,
    /// The keys that do the same, apart by spaces.
    pub keys: Option<String>,
    /// Whether it throws something away.
    pub is_danger: bool,
    /// Whether it cannot be chosen now.
    pub is_disabled: bool,
    /// Whether it is one that is on; none where it is a plain command.
    pub checked: Option<bool>,
    /// Whether only one of its group is on, rather than each by itself.
    pub is_one_of: bool,
    /// Whether a line stands before it.
    pub starts_group: bool,
}

impl MenuItem {
    /// A command with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Puts an icon before the words.
    #[must_use]
    pub const fn glyph(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }

    /// Shows the keys that do the same.
    #[must_use]
    pub fn keys(mut self, keys: impl Into<String>) -> Self {
        self.keys = Some(keys.into());
        self
    }

    /// Says that it throws something away.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.is_danger = true;
        self
    }

    /// Makes it one that is on or off.
    #[must_use]
    pub const fn checked(mut self, is_on: bool) -> Self {
        self.checked = Some(is_on);
        self
    }

    /// Makes it one of several of which one is on.
    #[must_use]
    pub const fn chosen(mut self, is_on: bool) -> Self {
        self.checked = Some(is_on);
        self.is_one_of = true;
        self
    }

    /// Puts a line before it.
    #[must_use]
    pub const fn group(mut self) -> Self {
        self.starts_group = true;
        self
    }
}

/// Moves the focus among the commands of the list that `list` is.
fn go(list: &HtmlElement, key: &str) -> bool {
    let Ok(nodes) = list.query_selector_all("[role^='menuitem']") else {
        return false;
    };
    let items: Vec<HtmlElement> = (0..nodes.length())
        .filter_map(|at| nodes.item(at).and_then(|node| node.dyn_into().ok()))
        .collect();
    let current = document().active_element();
    let at = items
        .iter()
        .position(|item| current.as_ref() == Some(item.unchecked_ref::<Element>()));
    let last = items.len().saturating_sub(1);
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        _ => {
            // A letter goes to the next command that begins with it.
            let mut letters = key.chars();
            if letters.next().is_none() || letters.next().is_some() {
                return false;
            }
            let from = at.map_or(0, |at| at + 1);
            let starts = |item: &HtmlElement| {
                let words = item.text_content().unwrap_or_default();
                fold(words.trim()).starts_with(&fold(key))
            };
            let found = (from..items.len())
                .chain(0..from)
                .find(|at| items.get(*at).is_some_and(starts));
            let Some(found) = found else { return false };
            found
        }
    };
    if let Some(item) = items.get(to) {
        let _ = item.focus();
    }
    true
}

/// The commands themselves, for a popover that something else opens.
#[component]
pub fn MenuList(
    /// What they are for.
    #[prop(into)]
    label: Signal<String>,
    /// The commands.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if list
            .get_untracked()
            .is_some_and(|list| go(&list, &event.key()))
        {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let commands = shown(move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let MenuItem { value, label, glyph, keys, is_danger, is_disabled, checked, is_one_of, starts_group } = item;
                // What is on has a check; what is off keeps the check's place.
                let mark = match checked {
                    Some(true) => Some(Glyph::Check),
                    _ => glyph,
                };
                view! {
                    {starts_group.then(|| view! { <div class="menu__rule" role="separator"></div> })}
                    <button
                        class="menu__item"
                        type="button"
                        role=match (checked, is_one_of) {
                            (None, _) => "menuitem",
                            (Some(_), true) => "menuitemradio",
                            (Some(_), false) => "menuitemcheckbox",
                        }
                        tabindex="-1"
                        data-danger=is_danger.then_some("")
                        aria-disabled=is_disabled.then_some("true")
                        aria-checked=checked.map(|on| if on { "true" } else { "false" })
                        on:click=move |_| {
                            if !is_disabled {
                                on_choose.run(value.clone());
                            }
                        }
                    >
                        {match (mark, checked) {
                            (Some(glyph), _) => Some(view! { <Icon glyph=glyph /> }.into_any()),
                            (None, Some(_)) => Some(view! { <span class="menu__blank"></span> }.into_any()),
                            (None, None) => None,
                        }}
                        <span class="menu__label">{label}</span>
                        {keys.map(|keys| view! {
                            <span class="menu__keys" aria-hidden="true"><Keys keys=keys /></span>
                        })}
                    </button>
                }
            })
            .collect_view()
    });
    view! {
        <div
            class="menu"
            node_ref=list
            role="menu"
            aria-label=label
            on:keydown=keys
        >
            {commands}
        </div>
    }
}

/// The menu of an opener, as long as it is open.
#[component]
pub fn MenuPopover(
    /// The opener; none while it is closed.
    anchor: RwSignal<Option<Element>, LocalStorage>,
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// The commands.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let page = use_page();
    let is_open = Signal::derive(move || anchor.read().is_some());
    parts::once_wanted(is_open, move || {
        page.map(|page| parts::menu(page, anchor, label, items, on_choose))
            .into_any()
    })
}

/// The sheet of a [`MenuPopover`], which comes in a part of the program.
#[component]
pub fn MenuSheet(
    /// The opener; none while it is closed.
    anchor: RwSignal<Option<Element>, LocalStorage>,
    /// What it is for.
    label: Signal<String>,
    /// The commands.
    items: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    on_choose: Callback<String>,
) -> impl IntoView {
    view! {
        <PopoverSheet anchor=anchor label=label role="presentation">
            <MenuList label=label items=items on_choose=on_choose />
        </PopoverSheet>
    }
}

/// A button and the menu that it opens.
#[component]
pub fn Menu(
    /// The opener's words; its name where only an icon shows.
    #[prop(into)]
    label: Signal<String>,
    /// The opener's icon.
    #[prop(default = None, into)]
    icon: Option<Glyph>,
    /// Whether the opener is the icon alone.
    #[prop(optional)]
    icon_only: bool,
    /// How much the opener asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// The key that opens it.
    #[prop(optional, into)]
    key: MaybeProp<String>,
    /// Whether the opener has the height of a toolbar.
    #[prop(optional)]
    small: bool,
    /// The commands.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// What choosing one does.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let anchor = RwSignal::new_local(None::<Element>);
    let opener = NodeRef::<html::Span>::new();
    let id = StoredValue::new(element_id("menu"));
    let toggle = move || {
        let button = opener
            .get_untracked()
            .and_then(|span| span.first_element_child());
        anchor.update(|anchor| *anchor = if anchor.is_some() { None } else { button });
    };
    let choose = move |value: String| {
        // The menu goes first, so that what the command opens may take the focus.
        if let Some(button) = anchor.try_update(Option::take).flatten()
            && let Ok(button) = button.dyn_into::<HtmlElement>()
        {
            let _ = button.focus();
        }
        on_choose.run(value);
    };
    let expanded = move || {
        if anchor.read().is_some() {
            "true"
        } else {
            "false"
        }
    };
    // Down opens it as well, as one expects of what opens downwards.
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "ArrowDown" && anchor.read_untracked().is_none() {
            event.prevent_default();
            toggle();
        }
    };
    let button = if icon_only {
        view! {
            <IconButton
                label=label
                glyph=icon.unwrap_or(Glyph::More)
                plain=kind == ButtonKind::Plain
                small=small
                on_press=toggle
                attr:aria-haspopup="menu"
                attr:aria-expanded=follow(expanded)
            />
        }
        .into_any()
    } else {
        view! {
            <Button
                label=label
                kind=kind
                icon=icon
                key=key
                small=small
                on_press=toggle
                attr:aria-haspopup="menu"
                attr:aria-expanded=follow(expanded)
            />
        }
        .into_any()
    };
    view! {
        <span class="menu__opener" node_ref=opener id=id.get_value() on:keydown=keys>{button}</span>
        <MenuPopover anchor=anchor label=label items=items on_choose=choose />
    }
}
