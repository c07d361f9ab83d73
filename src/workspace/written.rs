//! What was written in a table, in order: so that what is derived from it can tell whether it is
//! still in step, and which rows to look at again. What is derived is [`super::derived`]'s matter.

use crate::domain::FieldIx;

/// How many writes are remembered: more than any edit by hand makes between two looks.
const WRITES_MAX: usize = 8192;

/// The latest writes of a table.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The number of the first write that is remembered.
    start: u64,
    writes: Vec<(u32, FieldIx)>,
}

impl Written {
    /// The number of the write that comes next.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.start + self.writes.len() as u64
    }

    /// The rows and fields written since a number that [`Written::now`] gave, the oldest first;
    /// none where they are no longer remembered, so that everything has to be looked at.
    #[must_use]
    pub fn since(&self, then: u64) -> Option<&[(u32, FieldIx)]> {
        let from = usize::try_from(then.checked_sub(self.start)?).ok()?;
        self.writes.get(from..)
    }

    /// Remembers a write.
    pub(super) fn note(&mut self, row: u32, field: FieldIx) {
        if self.writes.len() >= WRITES_MAX {
            self.forget();
        }
        self.writes.push((row, field));
    }

    /// Remembers nothing any more: too much was written to name it row by row.
    pub(super) fn forget(&mut self) {
        self.start = self.now() + 1;
        self.writes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_are_told_until_too_many_came() {
        let mut written = Written::default();
        let start = written.now();
        assert_eq!(written.since(start), Some(&[][..]));
        written.note(3, FieldIx(1));
        written.note(4, FieldIx(2));
        assert_eq!(
            written.since(start),
            Some(&[(3, FieldIx(1)), (4, FieldIx(2))][..])
        );
        assert_eq!(written.since(start + 1), Some(&[(4, FieldIx(2))][..]));
        for row in 0..WRITES_MAX as u32 {
            written.note(row, FieldIx(0));
        }
        assert_eq!(written.since(start), None);
        let now = written.now();
        written.forget();
        assert_eq!(written.since(now), None);
        assert_eq!(written.since(written.now()), Some(&[][..]));
    }
}
