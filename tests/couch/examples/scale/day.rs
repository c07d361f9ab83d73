//! Hours of work of many workspaces. These meet only in the load that they make together, so each is
//! played by itself, which is `play`'s.

use std::ops::Range;

use crate::HOUR_MS;
use crate::assumed;
use crate::dice::Dice;
use crate::load::Load;
use crate::play::Play;

/// What is away for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    Server,
    /// The same, if the wait before the first try were spread by chance over twice its length.
    ServerSpread,
    Network,
}

/// Some hours of work.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    seed: u64,
    /// How busy each hour is.
    pub(crate) hours: Vec<f64>,
    /// Within which time people come, and whether they do: else they were there.
    pub(crate) come_ms: u64,
    pub(crate) is_begun: bool,
    pub(crate) away: Option<(Away, Range<u64>)>,
}

impl Day {
    /// A working day.
    pub(crate) fn working(seed: u64) -> Self {
        Self {
            seed,
            hours: assumed::HOURS.to_vec(),
            come_ms: HOUR_MS / 2,
            is_begun: true,
            away: None,
        }
    }

    /// Its busiest hour.
    pub(crate) fn busy_hour(seed: u64) -> Self {
        Self {
            seed,
            hours: vec![assumed::BUSIEST],
            come_ms: 60_000,
            is_begun: false,
            away: None,
        }
    }

    /// Some hours in which something is away for a while.
    pub(crate) fn outage(seed: u64, away: Away, from: u64, to: u64) -> Self {
        Self {
            seed,
            hours: vec![1.0; (to / HOUR_MS + 2) as usize],
            come_ms: 60_000,
            is_begun: false,
            away: Some((away, from..to)),
        }
    }

    pub(crate) fn end(&self) -> u64 {
        self.hours.len() as u64 * HOUR_MS
    }

    /// Plays it for so many users, of whom so many share a workspace.
    pub(crate) fn run(&self, users: usize, team: usize) -> Load {
        let seconds = (self.end() / 1_000) as usize + 1;
        let mut load = Load {
            per_second: vec![0; seconds],
            waiting_at: vec![0; seconds],
            ..Load::default()
        };
        for workspace in 0..users / team {
            let seed = self.seed.wrapping_mul(1_000_003) + workspace as u64;
            Play::new(self, &mut load, Dice::new(seed), team).run();
        }
        load
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::State;
    use crate::play::Event;

    /// An hour of devices that somebody looks at and nobody writes on, with what happens besides.
    fn played(devices: usize, happenings: &[(u64, usize, Event)]) -> Load {
        let day = Day {
            seed: 1,
            hours: vec![0.0],
            come_ms: 1,
            is_begun: true,
            away: None,
        };
        let seconds = 3_600;
        let mut load = Load {
            per_second: vec![0; seconds],
            waiting_at: vec![0; seconds],
            ..Load::default()
        };
        let mut play = Play::new(&day, &mut load, Dice::new(1), devices);
        play.events.clear();
        for at in 0..devices {
            play.device(at).is_seen = true;
            let turn = play.device(at).becomes(State::Resting);
            play.add(0, at, Event::Next(turn));
        }
        for (time, at, event) in happenings {
            play.add(*time, *at, *event);
        }
        play.run();
        load
    }

    #[test]
    fn a_device_that_idles_asks_144_times_an_hour_at_most() {
        // The first round besides.
        let load = played(1, &[]);
        assert_eq!(load.requests() - load.waiting, 2);
        assert!((143..=144).contains(&load.waiting), "{}", load.waiting);
        assert_eq!(load.most_waiting(), 1);
    }

    #[test]
    fn an_edit_is_eight_requests_for_its_author_and_five_for_who_looks_on() {
        let edit = [(60_000, 0, Event::Edit(0))];
        // As `tests/e2e/couch/traffic.mjs` counted them, long polls and all.
        for (devices, requests) in [(1, 8), (2, 13), (10, 53)] {
            let idle = played(devices, &[]);
            let load = played(devices, &edit);
            assert_eq!(load.edits, 1);
            // A poll that was given up for the edit, and the next one's other time, are one more or less.
            let more = load.requests() - idle.requests();
            assert!(
                more.abs_diff(requests) <= devices as u64,
                "{devices}: {more}"
            );
            assert_eq!(
                load.requests() - load.waiting,
                2 * devices as u64 + 6 + 4 * (devices as u64 - 1)
            );
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_day_and_another_another() {
        let counts = |seed| Day::busy_hour(seed).run(20, 10).per_second;
        assert_eq!(counts(7), counts(7));
        assert_ne!(counts(7), counts(8));
    }

    #[test]
    fn who_was_cut_off_comes_back() {
        for away in [Away::Server, Away::ServerSpread, Away::Network] {
            let load = Day::outage(3, away, 600_000, 660_000).run(50, 10);
            assert!(load.missed > 0);
            assert_eq!(load.back_at.len(), load.missed, "{away:?}");
        }
    }
}
