//! What stands around every input: the label above, the hint or the error below, and the ids
//! that tie them together. An error shows after the field was left or the form was sent, and
//! goes as soon as the text is right.

use leptos::prelude::*;

use super::element_id;

/// The ids and the moment of showing errors, shared by a field and its input.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldState {
    id: StoredValue<String>,
    has_been_left: RwSignal<bool>,
    shown: Signal<Option<String>>,
    hint: MaybeProp<String>,
}

impl FieldState {
    /// Starts with nothing shown.
    pub(super) fn new(
        hint: MaybeProp<String>,
        error: MaybeProp<String>,
        reveal: Signal<bool>,
    ) -> Self {
        let has_been_left = RwSignal::new(false);
        let shown =
            Signal::derive(move || error.get().filter(|_| has_been_left.get() || reveal.get()));
        Self {
            id: StoredValue::new(element_id("field")),
            has_been_left,
            shown,
            hint,
        }
    }

    /// Names the input, for its label.
    pub(super) fn id(self) -> String {
        self.id.get_value()
    }

    /// Notes that the reader went on.
    pub(super) fn leave(self) {
        self.has_been_left.set(true);
    }

    /// Says whether an error shows, for `aria-invalid`.
    pub(super) fn invalid(self) -> Option<&'static str> {
        self.shown.get().map(|_| "true")
    }

    /// Names what explains the input, for `aria-describedby`.
    pub(super) fn described(self) -> Option<String> {
        let has_words = self.shown.get().is_some() || self.hint.get().is_some();
        has_words.then(|| format!("{}-note", self.id.get_value()))
    }

    /// The error that shows now.
    pub(super) fn error(self) -> Option<String> {
        self.shown.get()
    }
}

/// A label, an input of any kind, and the words below.
#[component]
pub fn Field(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The id of the input that the label belongs to.
    #[prop(into)]
    input: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong now; shown as soon as it is given.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The input, in its frame.
    children: Children,
) -> impl IntoView {
    let note = format!("{input}-note");
    let words = move || {
        let id = note.clone();
        match (error.get(), hint.get()) {
            (Some(words), _) => {
                Some(view! { <p class="field__error" id=id>{words}</p> }.into_any())
            }
            (None, Some(words)) => {
                Some(view! { <p class="field__hint" id=id>{words}</p> }.into_any())
            }
            (None, None) => None,
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for=input>{label}</label>
            {children()}
            {words}
        </div>
    }
}
