//! The passphrase of an encrypted database: one that is to be, typed twice, or one that opens what is there.
//! What is done with it is whoever's asked.

use super::looking::InTheWay;
use super::wizard::Desk;
use super::words;
use crate::domain::Rule;
use crate::message;
use crate::session::sync::{Encryption, Hindrance, PassphraseProblem, Phase, Status, judge};
use crate::ui::app::{App, Page, say};
use crate::ui::components::{Button, ButtonKind, CheckBox, Dialog, Notice, TextField, Tone};
use crate::ui::follow::shown;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is typed. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Passphrase {
    page: Page,
    /// Whether a database that is empty is to be encrypted.
    is_wanted: RwSignal<bool>,
    typed: RwSignal<String>,
    again: RwSignal<String>,
    is_shown: RwSignal<bool>,
    is_sent: RwSignal<bool>,
    input: NodeRef<html::Input>,
    input_again: NodeRef<html::Input>,
}

impl Passphrase {
    /// An empty one.
    pub(super) fn new(page: Page) -> Self {
        Self {
            page,
            is_wanted: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            is_shown: RwSignal::new(false),
            is_sent: RwSignal::new(false),
            input: NodeRef::new(),
            input_again: NodeRef::new(),
        }
    }

    fn problem(self, is_new: bool) -> Option<String> {
        let typed = self.typed.read();
        if typed.is_empty() {
            return Some(self.page.messages().rule(&Rule::Required));
        }
        let problem = judge(&typed).err().filter(|_| is_new)?;
        Some(self.page.text(&match problem {
            PassphraseProblem::TooShort => message!("sync-passphrase-short"),
            PassphraseProblem::TooLong => message!("sync-passphrase-long"),
        }))
    }

    fn problem_again(self) -> Option<String> {
        let differs = *self.again.read() != *self.typed.read();
        differs.then(|| self.page.text(&message!("sync-passphrase-differs")))
    }

    /// What was typed, where nothing is wrong with it; else the first field where something is has the
    /// focus.
    fn read(self, is_new: bool) -> Option<String> {
        self.is_sent.set(true);
        let (one, other) = untrack(|| {
            let other = is_new.then(|| self.problem_again()).flatten();
            (self.problem(is_new), other)
        });
        let field = match (one, other) {
            (None, None) => return Some(self.typed.get_untracked()),
            (Some(_), _) => self.input,
            (None, Some(_)) => self.input_again,
        };
        if let Some(input) = field.get_untracked() {
            // What cannot take the focus leaves it where it is.
            let _ = input.focus();
        }
        None
    }

    /// What is to open a database from now on.
    fn new_one(self) -> Option<String> {
        self.read(true)
    }

    /// Forgets what was typed; where the page was left meanwhile, it is gone already.
    fn clear(self) {
        for typed in [self.typed, self.again] {
            let _ = typed.try_set(String::new());
        }
        for is_so in [self.is_shown, self.is_sent] {
            let _ = is_so.try_set(false);
        }
    }

    /// What opens a database that is encrypted.
    pub(super) fn known(self) -> Option<String> {
        self.read(false)
    }

    /// How what is sent is to be encrypted, which may be not at all; none where something is wrong with what
    /// was typed.
    pub(super) fn encryption(self, is_sealed: bool) -> Option<Option<Encryption>> {
        if is_sealed {
            return Some(Some(Encryption::Known(self.read(false)?)));
        }
        match self.is_wanted.get_untracked() {
            true => Some(Some(Encryption::New(self.new_one()?))),
            false => Some(None),
        }
    }
}

/// The fields.
#[component]
pub(super) fn PassphraseFields(
    /// What is typed.
    passphrase: Passphrase,
    /// Whether it is to be: then it is typed twice.
    is_new: bool,
) -> impl IntoView {
    let Passphrase {
        page,
        typed,
        again,
        is_shown,
        is_sent,
        input,
        input_again,
        ..
    } = passphrase;
    let autocomplete = if is_new {
        "new-password"
    } else {
        "current-password"
    };
    let fields = move || {
        let kind = if is_shown.get() { "text" } else { "password" };
        let hint = move || is_new.then(|| page.text(&message!("sync-passphrase-hint")));
        let second = is_new.then(|| {
            view! {
                <TextField
                    label=say(page, || message!("sync-passphrase-again"))
                    value=again
                    error=Signal::derive(move || passphrase.problem_again())
                    reveal=is_sent
                    kind=kind
                    autocomplete=autocomplete
                    required=true
                    node_ref=input_again
                />
            }
        });
        view! {
            <TextField
                label=say(page, || message!("sync-passphrase"))
                hint=Signal::derive(hint)
                value=typed
                error=Signal::derive(move || passphrase.problem(is_new))
                reveal=is_sent
                kind=kind
                autocomplete=autocomplete
                required=true
                node_ref=input
            />
            {second}
        }
    };
    view! {
        <div class="sync__fields">{shown(fields)}</div>
        <div class="sync__kept">
            <CheckBox
                label=say(page, || message!("sync-passphrase-show"))
                checked=is_shown
                on_change=move |is_on| is_shown.set(is_on)
            />
        </div>
    }
}

/// Whether an empty database is to be encrypted, and what that means.
#[component]
pub(super) fn Encrypt(
    /// What is typed.
    passphrase: Passphrase,
) -> impl IntoView {
    let Passphrase {
        page, is_wanted, ..
    } = passphrase;
    let inside = move || {
        is_wanted.get().then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{move || page.text(&message!("sync-passphrase-loss"))}</p>
                </Notice>
                <PassphraseFields passphrase=passphrase is_new=true />
            }
        })
    };
    view! {
        <div class="sync__kept">
            <CheckBox
                label=say(page, || message!("sync-encrypt"))
                checked=is_wanted
                on_change=move |is_on| is_wanted.set(is_on)
            />
            <p class="sync__note">{move || page.text(&message!("sync-encrypt-note"))}</p>
        </div>
        {shown(inside)}
    }
}

/// Opens the database that the workspace is connected to.
#[component]
pub(super) fn Unlock(page: Page, office: Desk, status: Memo<Status>) -> impl IntoView {
    let passphrase = Passphrase::new(page);
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Hindrance>);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(typed) = passphrase.known() else {
            return;
        };
        is_busy.set(true);
        failure.set(None);
        let office = office.get_value();
        spawn_local(async move {
            let opened = office.unlock(&typed).await;
            // Where it went well this form is gone.
            let _ = failure.try_set(opened.err());
            let _ = is_busy.try_set(false);
        });
    };
    let failed = move || in_the_way(page, failure, status);
    view! {
        <form class="sync__form" on:submit=send novalidate>
            <PassphraseFields passphrase=passphrase is_new=false />
            {shown(failed)}
            <div class="sync__acts">
                <Button
                    label=say(page, || message!("sync-unlock"))
                    kind=ButtonKind::Primary
                    busy=is_busy
                    busy_label=say(page, || message!("sync-unlocking"))
                    submit=true
                />
            </div>
        </form>
    }
}

/// What was in the way of a passphrase.
fn in_the_way(
    page: Page,
    failure: RwSignal<Option<Hindrance>>,
    status: Memo<Status>,
) -> Option<impl IntoView> {
    let hindrance = failure.get()?;
    let remote = status.read_untracked().remote.clone()?;
    let said = words::hindrance(&hindrance, &remote);
    Some(view! { <InTheWay page=page said=said lines=None /> })
}

/// Gives the database that the workspace is connected to another passphrase.
#[component]
pub(super) fn ChangePassphrase(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let passphrase = Passphrase::new(page);
    let open = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Hindrance>);
    let begin = move |()| {
        passphrase.clear();
        failure.set(None);
        open.set(true);
    };
    let change = move || {
        if is_busy.get_untracked() {
            return;
        }
        let Some(typed) = passphrase.new_one() else {
            return;
        };
        is_busy.set(true);
        failure.set(None);
        let office = office.get_value();
        spawn_local(async move {
            let changed = office.change_passphrase(&typed).await;
            // Where the page was left meanwhile there is nothing to say it on.
            let _ = is_busy.try_set(false);
            match changed {
                Ok(()) => {
                    let _ = open.try_set(false);
                    passphrase.clear();
                    app.say(&message!("sync-passphrase-changed"), false);
                }
                Err(hindrance) => drop(failure.try_set(Some(hindrance))),
            }
        });
    };
    let failed = move || in_the_way(page, failure, status);
    let is_open = Memo::new(move |_| {
        let status = status.read();
        let is_elsewhere = status.phase == Phase::Elsewhere;
        status.is_sealed && !is_elsewhere && !matches!(status.phase, Phase::Stopped(_))
    });
    let line = move || {
        is_open.get().then(|| {
            view! {
                <div class="card__row settings__line">
                    <div class="settings__words">
                        <h3>{move || page.text(&message!("sync-passphrase"))}</h3>
                        <p>{move || page.text(&message!("sync-passphrase-change-note"))}</p>
                    </div>
                    <div class="settings__act">
                        <Button
                            label=say(page, || message!("sync-passphrase-change"))
                            on_press=begin
                        />
                    </div>
                </div>
            }
        })
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        change();
    };
    view! {
        {shown(line)}
        <Dialog
            open=open
            title=say(page, || message!("sync-passphrase-change-title"))
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("sync-passphrase-change"))
                    kind=ButtonKind::Primary
                    busy=is_busy
                    busy_label=say(page, || message!("sync-passphrase-changing"))
                    on_press=move |()| change()
                />
            }
        >
            <form class="sync__form" on:submit=send novalidate>
                <p>{move || page.text(&message!("sync-passphrase-change-text"))}</p>
                <PassphraseFields passphrase=passphrase is_new=true />
                {shown(failed)}
                // What Enter presses: the buttons stand below the form.
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}
