//! A fit that is under way, as the screens see it: how far it has come, and the way out. The page stays as
//! it is meanwhile; what becomes of the model is the caller's.

use super::unfitted;
use crate::domain::RecordKind;
use crate::message;
use crate::scoring::model::Model;
use crate::scoring::model::ask::Ask;
use crate::session::model::{FitError, Progress as Fitted, Stop, fit};
use crate::ui::app::{App, say};
use crate::ui::components::Progress;
use crate::ui::follow::shown;
use crate::ui::insights::words::percent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Reading the records is so much of what a bar shows.
const READING: f64 = 0.5;

/// A fit under way. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Fitting {
    app: App,
    progress: RwSignal<Option<Fitted>>,
    refused: RwSignal<Option<String>>,
    stop: StoredValue<Stop, LocalStorage>,
}

impl Fitting {
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            progress: RwSignal::new(None),
            refused: RwSignal::new(None),
            stop: StoredValue::new_local(Stop::default()),
        }
    }

    /// Says what refuses it.
    pub(super) fn refuse(self, why: String) {
        // One may have gone elsewhere meanwhile.
        let _ = self.refused.try_set(Some(why));
    }

    /// Fits, unless a fit is under way; what comes of it is handed on.
    pub(super) fn begin(self, kind: RecordKind, ask: Ask, done: impl FnOnce(Model) + 'static) {
        if self.progress.get_untracked().is_some() {
            return;
        }
        let (app, progress, stop) = (self.app, self.progress, Stop::default());
        self.stop.set_value(stop.clone());
        self.refused.set(None);
        progress.set(Some(Fitted::Gathering(0.0)));
        spawn_local(async move {
            let live = app.live();
            let tell = |so_far| {
                let _ = progress.try_set(Some(so_far));
            };
            let model = fit(&**live.writer(), app.clock(), &ask, &stop, &tell).await;
            let _ = progress.try_set(None);
            match model {
                Ok(model) => done(model),
                Err(FitError::Stopped) => {}
                Err(FitError::Unfitted(why)) => self.refuse(unfitted(app, kind, &why)),
                Err(FitError::Worker(_)) => {
                    self.refuse(app.page().text(&message!("models-worker")));
                }
            }
        });
    }
}

/// How far it has come, or what refuses it; nothing where there is neither.
#[component]
pub(super) fn FittingLine(
    app: App,
    fitting: Fitting,
    /// Whether it stands at the edge of a card.
    #[prop(optional)]
    at_edge: bool,
) -> impl IntoView {
    let page = app.page();
    let is_under_way = Memo::new(move |_| fitting.progress.read().is_some());
    let share = Signal::derive(move || match fitting.progress.get() {
        Some(Fitted::Gathering(share)) => share * READING,
        Some(Fitted::Learning(_)) => READING,
        None => 0.0,
    });
    let label = say(page, move || match fitting.progress.get() {
        Some(Fitted::Learning(rows)) => message!("models-learning", count = rows),
        _ => message!("models-reading"),
    });
    let line = move || {
        is_under_way.get().then(|| {
            view! {
                <div class:insights__note--in=at_edge>
                    <Progress
                        label=label
                        share=share
                        text=Signal::derive(move || percent(app, share.get()))
                        cancel_label=say(page, || message!("action-cancel"))
                        on_cancel=Callback::new(move |()| {
                            fitting.stop.with_value(Stop::stop);
                        })
                    />
                </div>
            }
        })
    };
    let refusal = move || {
        fitting.refused.get().map(|words| {
            view! {
                <p class="insights__refusal" class:insights__note--in=at_edge role="alert">{words}</p>
            }
        })
    };
    view! {
        {shown(line)}
        {shown(refusal)}
    }
}
