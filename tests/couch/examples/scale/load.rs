//! What a server sees of a simulated day, as it is counted and as the tables tell it.

use std::ops::Range;

/// What a server sees of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Load {
    /// Requests that came in each second.
    pub(crate) per_second: Vec<u32>,
    /// Long polls that waited at the end of each second.
    pub(crate) waiting_at: Vec<i32>,
    /// Requests that are long polls, and those of rounds that others' edits began.
    pub(crate) waiting: u64,
    pub(crate) for_others: u64,
    pub(crate) edits: u64,
    pub(crate) refused: u64,
    pub(crate) bytes_up: u64,
    pub(crate) bytes_down: u64,
    /// When each device that somebody looked at as it came back had come to the end of a round, and how
    /// many those are.
    pub(crate) back_at: Vec<u64>,
    pub(crate) missed: usize,
}

impl Load {
    pub(crate) fn requests(&self) -> u64 {
        self.per_second.iter().map(|count| u64::from(*count)).sum()
    }

    pub(crate) fn mean_of(counts: &[u32], range: Range<usize>) -> f64 {
        let counts = counts.get(range).unwrap_or_default();
        let sum: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        sum as f64 / counts.len().max(1) as f64
    }

    pub(crate) fn mean(&self) -> f64 {
        Self::mean_of(&self.per_second, 0..self.per_second.len())
    }

    pub(crate) fn busiest_hour(&self) -> f64 {
        let hours = self.per_second.chunks(3_600);
        let means = hours.map(|hour| Self::mean_of(hour, 0..hour.len()));
        means.fold(0.0, f64::max)
    }

    pub(crate) fn busiest_second(&self) -> u32 {
        self.most_of(0..self.per_second.len())
    }

    pub(crate) fn most_of(&self, range: Range<usize>) -> u32 {
        let counts = self.per_second.get(range).unwrap_or_default();
        counts.iter().copied().max().unwrap_or(0)
    }

    /// The most long polls that waited at once.
    pub(crate) fn most_waiting(&self) -> i64 {
        let changes = self.waiting_at.iter();
        let sums = changes.scan(0, |sum, change| {
            *sum += i64::from(*change);
            Some(*sum)
        });
        sums.max().unwrap_or(0)
    }

    /// After how many seconds such a share of the devices was in step.
    pub(crate) fn back_after_s(&self, share: f64, end: u64) -> u64 {
        let mut back = self.back_at.clone();
        back.sort_unstable();
        let place = (share * self.missed as f64).ceil() as usize;
        let at = back.get(place.saturating_sub(1)).copied();
        at.unwrap_or(u64::MAX).saturating_sub(end).div_ceil(1_000)
    }
}
