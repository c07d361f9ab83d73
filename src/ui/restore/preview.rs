//! What is in a backup and what restoring it would change, before anything does.

use super::{Into, Stage, Steps, Wish};
use crate::domain::RecordKind;
use crate::exchange::backup::{BackupReport, LineProblem, RestoreMode, Tally};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{Page, say};
use crate::ui::components::{Button, ButtonKind, Choice, Notice, RadioGroup, Tone};
use leptos::prelude::*;

/// How many of the wrong lines are named.
const PROBLEMS_MAX: usize = 5;

/// The preview, with the choice of how and where.
#[component]
pub(super) fn Preview(steps: Steps, report: BackupReport, tally: Option<Tally>) -> impl IntoView {
    let page = steps.page;
    let name = steps.name.get_untracked();
    let changes = tally.map_or_else(
        || report.counts.all() - report.counts.gone(),
        |tally| tally.changes(),
    );
    let made = report.header.as_ref().map(|header| {
        let when = page
            .format()
            .date_and_time_within(header.at, page.host().today());
        message!(
            "backup-preview-made",
            when = when,
            workspace = header.workspace.clone()
        )
    });
    let choices = Signal::derive(move || {
        let choice = |value: &str, message| Choice::new(value, page.text(&message));
        vec![
            choice("merge", message!("backup-mode-merge")),
            choice("replace", message!("backup-mode-replace")),
            choice("new", message!("backup-mode-new")),
        ]
    });
    let hint = move || match steps.wish.get() {
        Wish::Here(RestoreMode::Merge) => message!("backup-mode-merge-hint"),
        Wish::Here(RestoreMode::Replace) => message!("backup-mode-replace-hint"),
        Wish::New => message!("backup-mode-new-hint"),
    };
    let value = Signal::derive(move || {
        let code = match steps.wish.get() {
            Wish::Here(mode) => mode.code(),
            Wish::New => "new",
        };
        code.to_owned()
    });
    let wish = move |code: String| {
        steps.wish.set(match code.as_str() {
            "merge" => Wish::Here(RestoreMode::Merge),
            "replace" => Wish::Here(RestoreMode::Replace),
            _ => Wish::New,
        });
        steps.look();
    };
    let is_open = matches!(steps.into, Into::Open(_));
    let problems = (report.problem_count > 0)
        .then(|| view! { <Problems page=page report=report.clone() file=name.clone() /> });
    view! {
        <section class="restore__preview" aria-labelledby="restore-title">
            <h2 class="restore__title" id="restore-title">
                {page.text(&message!("backup-preview-title", file = name))}
            </h2>
            {made.map(|made| view! { <p class="restore__made">{page.text(&made)}</p> })}
            <Counts page=page report=report.clone() />
            {problems}
            {is_open.then(|| view! {
                <RadioGroup
                    label=say(page, || message!("backup-mode"))
                    value=value
                    choices=choices
                    on_change=wish
                />
                <p class="restore__hint">{move || page.text(&hint())}</p>
            })}
            {tally.map(|tally| view! { <Outcome page=page tally=tally /> })}
            <div class="restore__actions">
                <Button
                    label=say(page, || message!("action-cancel"))
                    on_press=move |()| steps.stage.set(Stage::Idle)
                />
                <Button
                    label=page.text(&message!("backup-restore-run", count = changes))
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || changes == 0)
                    reason=say(page, || message!("refused-nothing-to-do"))
                    on_press=move |()| steps.restore()
                />
            </div>
        </section>
    }
}

/// What is in the file, by kind.
#[component]
fn Counts(page: Page, report: BackupReport) -> impl IntoView {
    let kinds = RecordKind::ALL
        .into_iter()
        .filter(|kind| *kind != RecordKind::Settings);
    let mut lines: Vec<String> = kinds
        .filter(|kind| report.counts.of(*kind) > 0)
        .map(|kind| page.messages().count(kind.code(), report.counts.of(kind)))
        .collect();
    if report.counts.trashed() > 0 {
        lines.push(page.text(&message!(
            "backup-in-trash",
            count = report.counts.trashed()
        )));
    }
    view! {
        <ul class="restore__counts">
            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
    }
}

/// What would become of the records here.
#[component]
fn Outcome(page: Page, tally: Tally) -> impl IntoView {
    let mut lines: Vec<Message> = vec![message!(
        "backup-preview-change",
        new = tally.created,
        changed = tally.updated,
        same = tally.unchanged
    )];
    if tally.trashed > 0 {
        lines.push(message!("backup-preview-trash", count = tally.trashed));
    }
    if tally.stays_deleted > 0 {
        lines.push(message!(
            "backup-preview-deleted",
            count = tally.stays_deleted
        ));
    }
    view! {
        <div class="restore__outcome" role="status">
            {lines.into_iter().map(|line| view! { <p>{page.text(&line)}</p> }).collect_view()}
        </div>
    }
}

/// What is wrong with the file, by line.
#[component]
fn Problems(page: Page, report: BackupReport, file: String) -> impl IntoView {
    let sentence = message!("backup-damaged", file = file, count = report.problem_count);
    let lines = report.problems.iter().take(PROBLEMS_MAX);
    let lines: Vec<String> = lines.map(|problem| page.text(&line(problem))).collect();
    view! {
        <Notice tone=Tone::Warning>
            <p>{page.text(&sentence)}</p>
            <ul class="restore__problems">
                {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </Notice>
    }
}

/// What is wrong with a line, in words.
fn line(problem: &LineProblem) -> Message {
    let line = problem.line;
    match problem.rule.code() {
        "cut_off" => message!("backup-line-cut-off", line = line),
        "duplicate" => message!("backup-line-duplicate", line = line),
        "line_too_long" => message!("backup-line-too-long", line = line),
        "counts_differ" => message!("backup-line-counts-differ"),
        "hash_differs" | "checksum_differs" => message!("backup-line-altered"),
        "after_end" => message!("backup-line-after-end", line = line),
        _ => message!("backup-line-unreadable", line = line),
    }
}
