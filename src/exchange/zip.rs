//! Several small files as one: a ZIP archive whose entries are stored as they are (APPNOTE.TXT, 4.3).
//! Names are in UTF-8 and must differ; that is the caller's to see to.

/// The day that entries bear: archives need one, and content alone decides what is the same.
const DAY: u16 = 0x0021;
/// Names are UTF-8 (bit 11).
const FLAGS: u16 = 1 << 11;

/// The archive of some files; none where they are more than the format holds.
#[must_use]
pub fn zip(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = u32::try_from(out.len()).ok()?;
        let size = u32::try_from(bytes.len()).ok()?;
        let length = u16::try_from(name.len()).ok()?;
        let mut entry = Vec::new();
        for half in [20, FLAGS, 0, 0, DAY] {
            entry.extend(half.to_le_bytes());
        }
        for word in [crc32(bytes), size, size] {
            entry.extend(word.to_le_bytes());
        }
        for half in [length, 0] {
            entry.extend(half.to_le_bytes());
        }
        out.extend(*b"PK\x03\x04");
        out.extend(&entry);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(*b"PK\x01\x02");
        directory.extend(20u16.to_le_bytes());
        directory.extend(&entry);
        // No comment, the first disk, no attributes inside or outside.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).ok()?;
    let (start, size) = (
        u32::try_from(out.len()).ok()?,
        u32::try_from(directory.len()).ok()?,
    );
    out.extend(directory);
    out.extend(*b"PK\x05\x06");
    out.extend([0; 4]);
    for half in [count, count] {
        out.extend(half.to_le_bytes());
    }
    for word in [size, start] {
        out.extend(word.to_le_bytes());
    }
    out.extend([0; 2]);
    Some(out)
}

/// The checksum of ZIP (ISO 3309), bit by bit: drafts are small.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let mask = (crc & 1).wrapping_neg();
            crc = crc >> 1 ^ 0xEDB8_8320 & mask;
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_checksum_is_the_one_that_everybody_has() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn entries_are_found_where_the_directory_says() {
        let files = [
            ("a.eml".to_owned(), b"first".to_vec()),
            ("王.eml".to_owned(), Vec::new()),
        ];
        let archive = zip(&files).unwrap();
        let end = archive.len() - 22;
        assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
        let start = u32::from_le_bytes(archive[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(&archive[start..start + 4], b"PK\x01\x02");
        let offset =
            u32::from_le_bytes(archive[start + 42..start + 46].try_into().unwrap()) as usize;
        assert_eq!(&archive[offset..offset + 4], b"PK\x03\x04");
        assert_eq!(&archive[offset + 30..offset + 40], b"a.emlfirst");
        let next = start + 46 + 5;
        assert_eq!(&archive[next..next + 4], b"PK\x01\x02");
        assert_eq!(next + 46 + 7, end);
    }
}
