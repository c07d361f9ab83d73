//! The packed history: the entries of one fold of the journal as one checked value. When a fold
//! happens is the session's matter, where it is kept the store's.

use super::Sequence;
use crate::document::bytes::{Reader, Writer, checked};
use crate::document::{self, DocumentError};

/// The first bytes of a packed fold, with the version of the form.
const MAGIC: [u8; 4] = *b"SHF\x01";

/// Packs the entries of a fold, in their order.
#[must_use]
pub fn pack(entries: &[(Sequence, Vec<u8>)]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.bytes(&MAGIC);
    writer.uint(u64::from(document::VERSION));
    writer.uint(entries.len() as u64);
    for (sequence, entry) in entries {
        writer.uint(*sequence);
        writer.sized(entry);
    }
    writer.finish_checked()
}

/// Reads the entries of a packed fold.
///
/// # Errors
/// [`DocumentError`], as for pages.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(Sequence, Vec<u8>)>, DocumentError> {
    let mut reader = Reader::new(checked(bytes)?);
    if reader.bytes(MAGIC.len())? != MAGIC {
        return Err(DocumentError::Malformed);
    }
    document::readable(reader.uint()?)?;
    let count = reader.count()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        entries.push((reader.uint()?, reader.sized()?.to_vec()));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_reads_back_and_damage_shows() {
        let entries = vec![(7, b"a".to_vec()), (8, Vec::new()), (300, vec![9; 1000])];
        let mut bytes = pack(&entries);
        assert_eq!(unpack(&bytes), Ok(entries));
        assert_eq!(unpack(&pack(&[])), Ok(vec![]));
        bytes.swap(8, 20);
        assert_eq!(unpack(&bytes), Err(DocumentError::Damaged));
        assert_eq!(unpack(&[]), Err(DocumentError::Damaged));
    }
}
