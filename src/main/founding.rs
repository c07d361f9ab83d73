//! Founding a workspace, with sample data where they are wanted.

use crate::page::{PageSession, open_working};
use satchel::document::page::PageBuilder;
use satchel::domain::RecordKind;
use satchel::session::found::Founding;
use satchel::session::sample::{Language, SAMPLE_CUSTOMERS, Sample};
use satchel::storage::manifest::page_ref;
use satchel::storage::{Storage, StorageError};
use satchel::workspace::change::{Body, Change, Label, Verb};
use std::rc::Rc;

/// Founds a workspace.
pub(crate) async fn found(
    base: String,
    slug: String,
    founding: Founding,
) -> Result<String, StorageError> {
    let session = open_working(&base, &slug).await?;
    let owner = session.new_id(RecordKind::Owner);
    let pipeline = session.new_id(RecordKind::Pipeline);
    let refused =
        |error: satchel::workspace::command::CommandError| StorageError::Aborted(error.to_string());
    let founded = session
        .execute(&founding.command(owner, pipeline))
        .map_err(refused)?;
    session.saved(founded).await?;
    if let Some(language) = founding.sample {
        publish_sample(&session, language, pipeline).await?;
    }
    session.storage().close();
    Ok(slug)
}

/// Puts the sample data into a workspace that was just founded.
pub(crate) async fn publish_sample(
    session: &PageSession,
    language: Language,
    pipeline: satchel::domain::RecordId,
) -> Result<(), StorageError> {
    let context = session.begin_batch();
    let sample = Sample {
        language,
        today: context.today,
        at: context.at,
        zone: (context.zones)("").unwrap_or_default(),
        stamp: context.stamp,
        pipeline,
        customers: SAMPLE_CUSTOMERS,
    };
    let records = sample.records();
    let mut staged = Vec::new();
    let mut references = Vec::new();
    for kind in RecordKind::ALL {
        let mut builder = PageBuilder::new(kind);
        records
            .iter()
            .filter(|record| record.id.kind == kind)
            .for_each(|record| builder.push(record));
        if builder.rows() > 0 {
            let bytes: Rc<[u8]> = builder.finish(0).into();
            let damaged =
                |error: satchel::document::DocumentError| StorageError::Damaged(error.to_string());
            let reference = page_ref(session.new_page_id(), &bytes).map_err(damaged)?;
            staged.push((reference.id, bytes));
            references.push(reference);
        }
    }
    session.storage().stage(&staged).await?;
    let change = Change {
        id: context.stamp,
        at: context.at,
        author: context.author,
        label: Label {
            verb: Verb::Found,
            count: records.len() as u32,
            name: String::new(),
        },
        undoes: None,
        body: Body::Batch {
            pages: references,
            restored: Vec::new(),
            edits: Vec::new(),
        },
    };
    let pages = staged.into_iter().map(|(_, bytes)| bytes).collect();
    session.publish(change, pages).await.map(drop)
}
