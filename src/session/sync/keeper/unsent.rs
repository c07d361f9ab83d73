//! The records that are not on the server, as a list and as a file: also those of which nobody heard yet.
//! What is shown of them is the screens'.

use super::super::desk::Desk;
use super::super::{Outside, StoreError};
use super::Keeper;
use crate::domain::{RecordId, order};
use crate::exchange::backup::{BackupHeader, BackupWriter, Counts};
use crate::session::ports::Ports;
use crate::storage::Storage;
use crate::sync::{Ledger, Store};
use std::rc::Rc;

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Keeper<S, P, O> {
    /// The records that are not on the server, in the order of their ids, which is that of their making
    /// within a kind.
    pub(super) async fn waiting(&self, desk: &Desk<S, P>) -> Result<Vec<RecordId>, StoreError> {
        let ledger = Ledger::read(desk).await?;
        let mut ids: Vec<RecordId> = ledger.unsent_records().collect();
        let written = desk.written(ledger.up_to()).await?;
        ids.extend(written.registers.into_iter().map(|(id, ..)| id));
        ids.extend(written.everything.into_iter().flatten());
        order::sort(&mut ids);
        ids.dedup();
        Ok(ids)
    }

    /// They as a backup file, which can be restored anywhere.
    pub(super) async fn export(&self) -> Result<Vec<u8>, StoreError> {
        let desk = Desk(Rc::clone(&self.session));
        let ids = self.waiting(&desk).await?;
        let mut counts = Counts::default();
        for record in ids.iter().filter_map(|id| desk.record(*id)) {
            counts.add(record.id.kind, record.standing());
        }
        let mut file = BackupWriter::begin(&BackupHeader {
            workspace: self
                .session
                .workspace()
                .name(crate::domain::settings::ID)
                .into_owned(),
            at: self.now(),
            counts,
        });
        for id in ids {
            if let Some(record) = desk.record(id) {
                file.push(&record);
            }
            desk.rest().await;
        }
        Ok(file.finish())
    }
}
