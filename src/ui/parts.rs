//! The parts of the program that are fetched when somebody first needs them, so that the list of
//! customers, which is opened first, does not wait for what comes later. The build takes each part
//! out of the program by what only it reaches (docs/adr/0011).
#![allow(
    unsafe_code,
    reason = "a part is an import and an export of the program, which `wasm_split` declares"
)]

use super::actions::Actions;
use super::agenda::{ActivitiesPage, ActivityForm, AgendaPage, Reminders};
use super::api::ApiPage;
use super::app::{App, Page, say};
use super::backup::Backups;
use super::campaigns::{CampaignPage, CampaignsPage, CreateCampaign};
use super::components::{
    Button, MenuItem, MenuSheet, Notice, Placeholder, PopoverSheet, Toast, ToastLine, Tone,
};
use super::customers::{CreateCustomer, CustomerPage, Preview, Steps};
use super::deals::{CreateDeal, DealPage, DealStart, DealsPage};
use super::first_run::FirstRun;
use super::frame::Asked;
use super::gallery::GalleryPage;
use super::home::HomePage;
use super::import::ImportPage;
use super::insights::InsightsPage;
use super::lists;
use super::lists::address::ListState;
use super::lists::asking::{Answer, Question};
use super::lists::bulk::{Bulk, FieldForm, TagForm};
use super::lists::cell::{self, Editing as CellEditing};
use super::lists::columns::ColumnsForm;
use super::lists::empty::FilteredEmpty;
use super::lists::export;
use super::lists::field::ListField;
use super::lists::filters::{Editing, FilterChips, FilterForm};
use super::lists::groups::GroupHead;
use super::lists::listing::{Listing, TabFilter};
use super::lists::views::{Naming, ViewForm, ViewState};
use super::needs::NeedsPage;
use super::owners::OwnersPage;
use super::palette::Palette;
use super::products::ProductsPage;
use super::segments::{CreateSegment, SegmentPage, SegmentsPage};
use super::settings::SettingsPage;
use super::shortcuts::ShortcutList;
use super::sync::{Conflicts, JoinPage, SyncSettings};
use super::tickets::{CreateTicket, TicketPage, TicketsPage};
use super::transactions::TransactionsPage;
use super::trash::TrashPage;
use super::trouble::{Trouble, TroublePage};
use crate::domain::{RecordId, RecordKind};
use crate::i18n::{Locale, Messages, Words};
use crate::message;
use crate::ui::follow::{follow, shown, whenever};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Element;
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use wasm_split_helpers::SplitLoaderError;

/// Something that is being fetched, or built from what is there.
type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;
/// What fetches a part.
type Fetch = Box<dyn Fn() -> Coming<()>>;
/// What builds a view.
type Build = Box<dyn Fn() -> Coming<AnyView> + Send>;

/// Declares a function that is in a part: `part: fn name(what it takes) -> what it gives { body }`. Where
/// it is to be fetched before it is called, what fetches it has a name too. Unit tests are one program,
/// which no build takes apart: there it is only called.
macro_rules! split {
    ($part:ident $(preload($fetch:ident))?: fn $name:ident($($takes:ident: $of:ty),* $(,)?) -> $out:ty $body:block) => {
        #[cfg(not(test))]
        #[wasm_split_helpers::wasm_split($part, fallible $(, preload($fetch))?)]
        fn $name($($takes: $of),*) -> Result<$out, SplitLoaderError> $body
        #[cfg(test)]
        async fn $name($($takes: $of),*) -> Result<$out, SplitLoaderError> $body
        $(
            #[cfg(test)]
            async fn $fetch() -> Result<(), SplitLoaderError> {
                Ok(())
            }
        )?
    };
}

/// Declares views that are in a part: `part: name(what it takes) { view }`.
macro_rules! views {
    ($($(#[doc = $doc:literal])* $part:ident: $name:ident($($takes:ident: $of:ty),*) $view:block)*) => {$(
        $(#[doc = $doc])*
        #[must_use]
        pub fn $name(page: Page $(, $takes: $of)*) -> AnyView {
            split! {
                $part preload(fetch): fn $name($($takes: $of),*) -> AnyView { Ok($view.into_any()) }
            }
            let build = move || -> Coming<AnyView> { Box::pin($name($($takes.clone()),*)) };
            later(page, Box::new(|| Box::pin(fetch())), Box::new(build))
        }
    )*};
}

views! {
    /// The first question.
    first: first_run(at: Page) { view! { <FirstRun page=at /> } }
    /// The page that stands where a workspace cannot be shown.
    first: trouble(at: Page, why: Trouble) { view! { <TroublePage page=at trouble=why /> } }

    /// The page of a customer.
    records: customer() { view! { <CustomerPage /> } }
    /// The row that one is at in the list of customers, told in more detail.
    records: preview(app: App, row: RwSignal<Option<usize>>, ids: Memo<Arc<Vec<RecordId>>>, steps: Steps, asked: RwSignal<Option<bool>>) {
        view! { <Preview app=app row=row ids=ids steps=steps asked=asked /> }
    }
    /// The page of a deal.
    records: deal() { view! { <DealPage /> } }

    /// The deals.
    deals: deals() { view! { <DealsPage /> } }

    /// The form that makes a customer.
    forms: create_customer(open: RwSignal<bool>) { view! { <CreateCustomer open=open /> } }
    /// The form that makes a deal.
    forms: create_deal(open: RwSignal<bool>, start: RwSignal<DealStart>) {
        view! { <CreateDeal open=open start=start /> }
    }
    /// The editor that a cell of a list becomes.
    forms: cell_editor(app: App, id: RecordId, path: String, fields: Memo<Vec<ListField>>, editing: CellEditing) {
        cell::editor(app, id, path, fields, editing)
    }
    /// The conditions of a list.
    forms: filter_chips(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, editing: Editing) {
        view! { <FilterChips app=app kind=kind state=state fields=fields editing=editing /> }
    }
    /// The form of a condition of a list.
    forms: filter_form(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, editing: Editing) {
        view! { <FilterForm app=app kind=kind state=state fields=fields editing=editing /> }
    }
    /// The form of the columns of a list.
    forms: columns_form(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, usual: &'static [&'static str]) {
        view! { <ColumnsForm app=app kind=kind state=state fields=fields usual=usual /> }
    }
    /// What can be done with a view that is shown, or with what is shown that is none.
    forms: view_state(app: App, kind: RecordKind, state: ListState) {
        view! { <ViewState app=app kind=kind state=state /> }
    }
    /// The form of the name of a view.
    forms: view_form(app: App, kind: RecordKind, state: ListState, anchor: RwSignal<Option<Element>, LocalStorage>, naming: Signal<Naming>) {
        view! { <ViewForm app=app kind=kind state=state anchor=anchor naming=naming /> }
    }
    /// What stands in the place of rows where the conditions leave none.
    forms: filtered_empty(app: App, kind: RecordKind, state: ListState, fields: Memo<Vec<ListField>>, tab: TabFilter) {
        view! { <FilteredEmpty app=app kind=kind state=state fields=fields tab=tab /> }
    }
    /// The head of a group of a list.
    forms: group_head(list: Listing, group: usize) { view! { <GroupHead list=list group=group /> } }
    /// The bar over many records.
    forms: bulk(app: App, kind: RecordKind, fields: Memo<Vec<ListField>>, selected: RwSignal<BTreeSet<RecordId>>, ids: Memo<Arc<Vec<RecordId>>>, on_export: Callback<Vec<RecordId>>) {
        view! { <Bulk app=app kind=kind fields=fields selected=selected ids=ids on_export=on_export /> }
    }
    /// The form that sets a field of many records.
    forms: field_form(app: App, kind: RecordKind, fields: Memo<Vec<ListField>>, ids: Vec<RecordId>, on_taken: Callback<()>, on_done: Callback<(String, usize)>) {
        view! { <FieldForm app=app kind=kind fields=fields ids=ids on_taken=on_taken on_done=on_done /> }
    }
    /// The form that tags many records.
    forms: tag_form(app: App, kind: RecordKind, ids: Vec<RecordId>, on_taken: Callback<()>, on_done: Callback<usize>) {
        view! { <TagForm app=app kind=kind ids=ids on_taken=on_taken on_done=on_done /> }
    }

    /// What is to be done today, and how things stand.
    work: home() { view! { <HomePage /> } }
    /// What is to be done, and when.
    work: agenda() { view! { <AgendaPage /> } }
    /// What one asked to be reminded of.
    work: reminders(app: App) { view! { <Reminders app=app /> } }
    /// All activities, as a table.
    work: activities() { view! { <ActivitiesPage /> } }
    /// The form for an activity.
    work: activity_form(asked: RwSignal<Option<Asked>>) { view! { <ActivityForm asked=asked /> } }
    /// The tickets.
    work: tickets() { view! { <TicketsPage /> } }
    /// The page of a ticket.
    work: ticket() { view! { <TicketPage /> } }
    /// The form that makes a ticket.
    work: create_ticket(open: RwSignal<bool>) { view! { <CreateTicket open=open /> } }

    /// The campaigns.
    marketing: campaigns() { view! { <CampaignsPage /> } }
    /// The page of a campaign.
    marketing: campaign() { view! { <CampaignPage /> } }
    /// The form that makes a campaign.
    marketing: create_campaign(open: RwSignal<bool>) { view! { <CreateCampaign open=open /> } }
    /// The segments.
    marketing: segments() { view! { <SegmentsPage /> } }
    /// The page of a segment.
    marketing: segment() { view! { <SegmentPage /> } }
    /// The form that makes a segment.
    marketing: create_segment(open: RwSignal<bool>) { view! { <CreateSegment open=open /> } }

    /// What the records tell when one looks at all of them.
    insights: insights() { view! { <InsightsPage /> } }

    /// What comes in from files.
    files: import() { view! { <ImportPage /> } }

    /// What customers need.
    rest: needs() { view! { <NeedsPage /> } }
    /// What customers bought.
    rest: transactions() { view! { <TransactionsPage /> } }
    /// The products.
    rest: products() { view! { <ProductsPage /> } }
    /// Those who are responsible.
    rest: owners() { view! { <OwnersPage /> } }
    /// What was thrown away.
    rest: trash() { view! { <TrashPage /> } }
    /// How the workspace is kept in step with a database.
    sync: sync_settings(app: App) { view! { <SyncSettings app=app /> } }
    /// The conflicts of a record, which has some.
    sync: conflicts(app: App, id: RecordId) { view! { <Conflicts app=app id=id /> } }
    /// The way into a workspace that others have in a database.
    sync: join(at: Page) { view! { <JoinPage page=at /> } }
    /// The page that tries each call of the REST surface.
    api: api(app: App) { view! { <ApiPage app=app /> } }
    /// The settings.
    rest: settings() { view! { <SettingsPage /> } }

    /// What opens over the page, at its opener.
    forms: popover(anchor: RwSignal<Option<Element>, LocalStorage>, label: Signal<String>, role: &'static str, children: ChildrenFn) {
        view! { <PopoverSheet anchor=anchor label=label role=role children=children /> }
    }
    /// A menu that opens at its opener.
    forms: menu(anchor: RwSignal<Option<Element>, LocalStorage>, label: Signal<String>, items: Signal<Vec<MenuItem>>, on_choose: Callback<String>) {
        view! { <MenuSheet anchor=anchor label=label items=items on_choose=on_choose /> }
    }
    /// What is said out of sight.
    forms: toasts(toast: Signal<Option<Toast>>, close_label: Signal<String>, on_action: Callback<u64>, on_close: Callback<u64>) {
        view! { <ToastLine toast=toast close_label=close_label on_action=on_action on_close=on_close /> }
    }
    /// The palette.
    forms: palette(app: App, actions: Actions) { view! { <Palette app=app actions=actions /> } }
    /// The list of keys.
    forms: shortcuts(app: App, open: RwSignal<bool>) { view! { <ShortcutList app=app open=open /> } }

    /// The components.
    gallery: gallery(page: Page) {
        view! { <GalleryPage words=Signal::derive(move || page.messages()) /> }
    }
}

split! {
    english: fn english() -> () {
        Messages::learn(Words::english());
        Ok(())
    }
}
split! {
    chinese: fn chinese() -> () {
        Messages::learn(Words::chinese());
        Ok(())
    }
}

/// Begins to fetch the words of a language; what it returns says whether they came.
#[must_use]
pub fn learn(locale: Locale) -> Pin<Box<dyn Future<Output = bool>>> {
    let mut words: Coming<()> = match locale {
        Locale::En => Box::pin(english()),
        Locale::ZhCn => Box::pin(chinese()),
    };
    let outcome = at_once(&mut words);
    Box::pin(async move {
        match outcome {
            Some(outcome) => outcome.is_ok(),
            None => words.await.is_ok(),
        }
    })
}

/// Fetches the words of all languages, and says whether they came.
pub async fn learn_all() -> bool {
    let mut all = true;
    for words in Locale::ALL.map(learn) {
        all &= words.await;
    }
    all
}

thread_local! {
    /// How far the part is that answers what is asked of the records; none before the first question.
    static ASKING: ArcRwSignal<Option<State>> = ArcRwSignal::new(None);
}

split! {
    asking preload(fetch_asking): fn asking(app: App, question: Question) -> Answer {
        Ok(lists::asking::answered(app, question))
    }
}

/// Sees that what answers is there, unless it is on its way.
fn call_asking() {
    let state = ASKING.with(Clone::clone);
    if matches!(state.get_untracked(), Some(State::Fetching | State::There)) {
        return;
    }
    bring(Box::pin(fetch_asking()), move |to| state.set(Some(to)));
}

/// The answer to a question; none while what answers is on its way, or did not arrive. Whoever asks in
/// a memo is asked anew when it has.
#[must_use]
pub fn answer(app: App, question: Question) -> Option<Answer> {
    let state = ASKING.with(Clone::clone);
    match state.get() {
        Some(State::There) => {
            let mut coming: Coming<Answer> = Box::pin(asking(app, question));
            at_once(&mut coming)?.ok()
        }
        Some(_) => None,
        None => {
            // Not now: who asks is being worked out, and must not be told in the middle of it.
            spawn_local(async { call_asking() });
            None
        }
    }
}

/// What stands in the place of an answer while what answers is on its way, or did not arrive.
#[must_use]
pub fn answering(page: Page) -> AnyView {
    let state = ASKING.with(Clone::clone);
    let again = StoredValue::new_local(call_asking);
    shown(move || match state.get() {
        Some(State::Missing) => missing(page, again).into_any(),
        _ => waiting(page),
    })
}

thread_local! {
    /// Whether how Han letters sound is there; none before it is wanted.
    static SOUNDS: ArcRwSignal<Option<State>> = ArcRwSignal::new(None);
    /// Whether what is first seen is there, and there is time for more.
    static AHEAD: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

split! {
    pinyin preload(fetch_pinyin): fn learn_pinyin() -> () {
        crate::query::pinyin::learn_table();
        Ok(())
    }
}

/// Whether how Han letters sound is known: whoever searches or sorts names in a memo does so anew when
/// it is.
#[must_use]
pub fn knows_sounds() -> bool {
    SOUNDS.with(Clone::clone).get() == Some(State::There)
}

/// Fetches how Han letters sound once there is time, where it is wanted. Where it does not come, names
/// are searched and sorted as they are written.
pub fn want_sounds(is_wanted: Signal<bool>) {
    let (sounds, ahead) = (SOUNDS.with(Clone::clone), AHEAD.with(Clone::clone));
    whenever(move || {
        if !ahead.get() || sounds.get_untracked().is_some() || !is_wanted.get() {
            return;
        }
        sounds.set(Some(State::Fetching));
        let sounds = sounds.clone();
        spawn_local(async move {
            let is_there = fetch_pinyin().await.is_ok() && learn_pinyin().await.is_ok();
            sounds.set(Some(if is_there {
                State::There
            } else {
                State::Missing
            }));
        });
    });
}

split! { forms: fn forms() -> () { Ok(()) } }
split! { records: fn records() -> () { Ok(()) } }

/// Fetches what is wanted next most often, so that nobody waits for it: called when there is time.
/// Where it fails, whoever wants it fetches it again.
pub async fn fetch_ahead() {
    call_asking();
    let _ = (forms().await, records().await);
    learn_all().await;
    AHEAD.with(Clone::clone).set(true);
}

split! {
    forms: fn exporting(
        app: App,
        ids: Vec<RecordId>,
        paths: Option<Vec<String>>,
        fields: Vec<ListField>,
    ) -> () {
        export::export(app, &ids, paths.as_deref(), &fields);
        Ok(())
    }
}

/// Gives records as a file to keep, in these columns; without any, with all their fields.
pub fn export(app: App, ids: Vec<RecordId>, paths: Option<Vec<String>>, fields: Vec<ListField>) {
    spawn_local(async move {
        if exporting(app, ids, paths, fields).await.is_err() {
            app.say_failure(&message!("part-missing"));
        }
    });
}

// With the settings, which show the backups.
split! {
    rest: fn making(backups: Backups) -> Pin<Box<dyn Future<Output = ()>>> {
        Ok(Box::pin(backups.make()))
    }
}

/// Makes a backup, and says whether what makes it was there.
pub async fn back_up(backups: Backups) -> bool {
    let making = making(backups).await;
    let is_there = making.is_ok();
    if let Ok(making) = making {
        making.await;
    }
    is_there
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fetching,
    There,
    Missing,
}

/// Tells how far a part is: at once where it is there, else that it comes and then whether it came.
fn bring(mut fetching: Coming<()>, tell: impl Fn(State) + 'static) {
    let end = |arrived: bool| {
        if arrived {
            State::There
        } else {
            State::Missing
        }
    };
    match at_once(&mut fetching) {
        Some(outcome) => tell(end(outcome.is_ok())),
        None => {
            tell(State::Fetching);
            spawn_local(async move { tell(end(fetching.await.is_ok())) });
        }
    }
}

/// Shows what a part builds once it is there. What does not arrive is said, with a way to try
/// again: a new build of the site, or no network, may have taken it away.
fn later(page: Page, fetch: Fetch, build: Build) -> AnyView {
    let state = RwSignal::new(State::Fetching);
    let attempt = move || {
        bring(fetch(), move |to| {
            // One may have gone elsewhere meanwhile.
            let _ = state.try_set(to);
        });
    };
    attempt();
    let attempt = StoredValue::new_local(attempt);
    shown(move || match state.get() {
        State::Fetching => waiting(page),
        // Built where it goes, since the place owns the signals in it.
        State::There => match at_once(&mut build()) {
            Some(Ok(view)) => view,
            _ => missing(page, attempt).into_any(),
        },
        State::Missing => missing(page, attempt).into_any(),
    })
}

fn waiting(page: Page) -> AnyView {
    let label = say(page, || message!("busy-loading"));
    view! { <Placeholder label=label /> }.into_any()
}

fn missing(page: Page, attempt: StoredValue<impl Fn() + 'static, LocalStorage>) -> impl IntoView {
    let again = move || {
        view! {
            <Button
                label=say(page, || message!("action-retry"))
                on_press=move |()| attempt.with_value(|attempt| attempt())
            />
        }
    };
    view! {
        <Notice tone=Tone::Negative urgent=true actions=again>
            <p>{follow(move || page.text(&message!("part-missing")))}</p>
        </Notice>
    }
}

/// The outcome of what has not to be waited for: a part that is there is only called.
fn at_once<T>(coming: &mut Coming<T>) -> Option<Result<T, SplitLoaderError>> {
    let outcome = coming
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    match outcome {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}

/// A view that is mounted when it is first wanted, and stays.
#[must_use]
pub fn once_wanted(wanted: Signal<bool>, view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let was_wanted = Memo::new(move |before| wanted.get() || before.is_some_and(|was| *was));
    shown(move || was_wanted.get().then(&view))
}
