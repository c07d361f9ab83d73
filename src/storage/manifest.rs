//! The manifest: which pages hold the folded state, up to which entry of the journal. It is the one
//! value that makes pages count; a page that it does not name is nothing.

use super::Sequence;
use crate::document::bytes::{Reader, Writer, checked};
use crate::document::{self, DocumentError};
use crate::domain::{RecordKind, Stamp};
use crate::workspace::change::{PageId, PageRef};

/// The first bytes of a manifest, with the version of the form.
const MAGIC: [u8; 4] = *b"SMF\x01";

/// Which pages count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The last entry that is folded into the pages.
    pub sequence: Sequence,
    /// The highest stamp that changes in them were made under: where clocks begin above. Single values may
    /// be under later ones, of clocks that are years off.
    pub stamp: Stamp,
    /// The pages, in the order of their rows.
    pub pages: Vec<PageRef>,
}

impl Manifest {
    /// Its bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.bytes(&MAGIC);
        writer.uint(u64::from(document::VERSION));
        writer.uint(self.sequence);
        writer.stamp(self.stamp);
        writer.uint(self.pages.len() as u64);
        for page in &self.pages {
            writer.u64(page.id.0);
            writer.text(page.kind.code());
            writer.uint(u64::from(page.rows));
            writer.u64(page.checksum);
        }
        writer.finish_checked()
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// [`DocumentError`], as for pages.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        let mut reader = Reader::new(checked(bytes)?);
        if reader.bytes(MAGIC.len())? != MAGIC {
            return Err(DocumentError::Malformed);
        }
        document::readable(reader.uint()?)?;
        let sequence = reader.uint()?;
        let stamp = reader.stamp()?;
        let count = reader.count()?;
        let mut pages = Vec::new();
        for _ in 0..count {
            pages.push(PageRef {
                id: PageId(reader.u64()?),
                kind: RecordKind::from_code(reader.text()?).ok_or(DocumentError::Malformed)?,
                rows: u32::try_from(reader.uint()?).map_err(|_| DocumentError::Malformed)?,
                checksum: reader.u64()?,
            });
        }
        Ok(Self {
            sequence,
            stamp,
            pages,
        })
    }

    /// How many records its pages hold.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.pages.iter().map(|page| u64::from(page.rows)).sum()
    }
}

/// The reference to a page by its bytes.
///
/// # Errors
/// [`DocumentError`] where they are no page.
pub fn page_ref(id: PageId, bytes: &[u8]) -> Result<PageRef, DocumentError> {
    let page = crate::document::page::Page::open(bytes)?;
    Ok(PageRef {
        id,
        kind: page.kind(),
        rows: page.rows() as u32,
        checksum: checksum(bytes),
    })
}

/// The checksum at the end of a page.
#[must_use]
pub fn checksum(page: &[u8]) -> u64 {
    page.last_chunk::<8>()
        .map_or(0, |sum| u64::from_le_bytes(*sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReplicaId;

    #[test]
    fn a_manifest_reads_back() {
        let page = PageRef {
            id: PageId(5),
            kind: RecordKind::Deal,
            rows: 2048,
            checksum: 9,
        };
        let manifest = Manifest {
            sequence: 7,
            stamp: Stamp::new(1, 2, ReplicaId(3)),
            pages: vec![page.clone(), page],
        };
        assert_eq!(Manifest::read(&manifest.write()), Ok(manifest.clone()));
        assert_eq!(manifest.records(), 4096);
        let mut bytes = manifest.write();
        bytes.swap(6, 20);
        assert_eq!(Manifest::read(&bytes), Err(DocumentError::Damaged));
    }
}
