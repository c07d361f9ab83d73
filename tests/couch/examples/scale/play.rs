//! A workspace at play, event by event: people look and look away, write, lose their network, and the server
//! is away for a while. What a device does next is `device`'s, what is counted is `load`'s.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::HOUR_MS;
use crate::assumed::{self, HOT};
use crate::day::{Away, Day};
use crate::device::{Device, State, Step};
use crate::dice::Dice;
use crate::load::Load;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// What the device was at comes to its end, if it still is at it.
    Next(u64),
    Look,
    LookAway,
    /// In the spell of looking that has this number.
    Edit(u64),
    LoseNetwork,
    FindNetwork,
    /// The server goes, and comes back.
    Fall,
    Rise,
}

/// A workspace at play.
pub(crate) struct Play<'a> {
    day: &'a Day,
    load: &'a mut Load,
    dice: Dice,
    pub(crate) events: BinaryHeap<Reverse<(u64, u64, usize, Event)>>,
    count: u64,
    now: u64,
    devices: Vec<Device>,
    /// Who wrote each change of the feed.
    feed: Vec<usize>,
    revisions: [u64; HOT as usize],
}

impl Play<'_> {
    pub(crate) fn new<'a>(day: &'a Day, load: &'a mut Load, dice: Dice, team: usize) -> Play<'a> {
        let mut play = Play {
            day,
            load,
            dice,
            events: BinaryHeap::new(),
            count: 0,
            now: 0,
            devices: vec![Device::default(); team],
            feed: Vec::new(),
            revisions: [0; HOT as usize],
        };
        for at in 0..team {
            let first = play.dice.below(play.day.come_ms);
            let turn = play.device(at).becomes(State::Resting);
            play.add(first, at, Event::Next(turn));
            // Who comes to work looks at the page; who was there looks at it or at something else.
            let is_looking = play.day.is_begun || play.dice.is(assumed::seen());
            play.add(
                first,
                at,
                if is_looking {
                    Event::Look
                } else {
                    Event::LookAway
                },
            );
            let lost = play.dice.spell(HOUR_MS as f64 / assumed::LOST_PER_HOUR);
            match &play.day.away {
                Some((Away::Network, range)) => {
                    let (from, to) = (range.start, range.end);
                    // A browser hears of its network within a second.
                    let heard = play.dice.below(1_000);
                    play.add(from, at, Event::LoseNetwork);
                    play.add(to, at, Event::Rise);
                    play.add(to + heard, at, Event::FindNetwork);
                }
                Some((_, range)) => {
                    let (from, to) = (range.start, range.end);
                    play.add(from, at, Event::Fall);
                    play.add(to, at, Event::Rise);
                }
                None => play.add(lost, at, Event::LoseNetwork),
            }
        }
        play
    }

    #[allow(clippy::indexing_slicing, reason = "devices are named by their place")]
    pub(crate) fn device(&mut self, at: usize) -> &mut Device {
        &mut self.devices[at]
    }

    pub(crate) fn add(&mut self, in_ms: u64, at: usize, event: Event) {
        self.count += 1;
        let time = self.now.saturating_add(in_ms);
        self.events.push(Reverse((time, self.count, at, event)));
    }

    fn is_away(&self) -> bool {
        match &self.day.away {
            Some((Away::Server | Away::ServerSpread, range)) => range.contains(&self.now),
            _ => false,
        }
    }

    pub(crate) fn run(&mut self) {
        let end = self.day.end();
        while let Some(Reverse((time, _, at, event))) = self.events.pop() {
            if time >= end {
                break;
            }
            self.now = time;
            self.happens(at, event);
        }
    }

    fn happens(&mut self, at: usize, event: Event) {
        match event {
            Event::Next(turn) => {
                if self.device(at).turn == turn {
                    self.goes_on(at);
                }
            }
            Event::Look => {
                self.device(at).is_seen = true;
                self.device(at).looks += 1;
                let seen = self.dice.spell(assumed::SEEN_MS);
                self.add(seen, at, Event::LookAway);
                self.plan_edit(at);
                // A wait ends when somebody looks, and the next try is the first again.
                if matches!(self.device(at).state, State::Resting | State::Waiting) {
                    self.device(at).failures = 0;
                    self.begins(at, false);
                }
            }
            Event::LookAway => {
                self.device(at).is_seen = false;
                let away = self.dice.spell(assumed::ELSEWHERE_MS);
                self.add(away, at, Event::Look);
            }
            Event::Edit(look) => {
                if self.device(at).is_seen && self.device(at).looks == look {
                    self.plan_edit(at);
                    self.edits(at);
                }
            }
            Event::LoseNetwork => {
                self.device(at).is_offline = true;
                if !matches!(self.day.away, Some((Away::Network, _))) {
                    let lost = self.dice.spell(assumed::LOST_MS);
                    self.add(lost, at, Event::FindNetwork);
                }
                self.falls(at);
            }
            Event::FindNetwork => {
                self.device(at).is_offline = false;
                if self.day.away.is_none() {
                    let lost = self.dice.spell(HOUR_MS as f64 / assumed::LOST_PER_HOUR);
                    self.add(lost, at, Event::LoseNetwork);
                }
                if matches!(self.device(at).state, State::Resting | State::Waiting) {
                    self.device(at).failures = 0;
                    self.begins(at, false);
                }
            }
            Event::Fall => self.falls(at),
            Event::Rise => {
                if self.device(at).is_seen {
                    self.device(at).is_missed = true;
                    self.load.missed += 1;
                }
            }
        }
    }

    /// The next edit of somebody who looks at the page; the hour says how busy it is.
    fn plan_edit(&mut self, at: usize) {
        let hour = (self.now / HOUR_MS) as usize;
        let busy = self.day.hours.get(hour).copied().unwrap_or(1.0);
        let mean = HOUR_MS as f64 * assumed::seen() / (assumed::EDITS_PER_HOUR * busy);
        let next = self.dice.spell(mean);
        let look = self.device(at).looks;
        self.add(next, at, Event::Edit(look));
    }

    fn edits(&mut self, at: usize) {
        let hot = self
            .dice
            .is(assumed::HOT_SHARE)
            .then(|| self.dice.below(HOT));
        self.load.edits += 1;
        self.device(at).unsent.push(hot);
        match self.device(at).state {
            State::Polling | State::Resting => {
                self.leave_poll(at);
                self.rests(at, assumed::EDIT_MS);
            }
            State::Waiting => {
                self.device(at).failures = 0;
                let turn = self.device(at).becomes(State::Waiting);
                self.add(assumed::RETRY_EDIT_MS, at, Event::Next(turn));
            }
            // It is heard of at the end of the round.
            State::Asking(_) => {}
        }
    }

    /// What was asked has no answer: the server or the network is gone.
    fn falls(&mut self, at: usize) {
        match self.device(at).state {
            State::Polling => {
                self.leave_poll(at);
                let is_spread = matches!(self.day.away, Some((Away::ServerSpread, _)));
                let wait = match is_spread {
                    true => self.dice.below(2 * assumed::NEWS_FAILED_MS),
                    false => assumed::NEWS_FAILED_MS,
                };
                self.rests(at, wait);
            }
            State::Asking(_) => self.fails(at),
            State::Resting | State::Waiting => {}
        }
    }

    fn leave_poll(&mut self, at: usize) {
        if self.device(at).state == State::Polling {
            self.count_waiting(-1);
        }
    }

    fn rests(&mut self, at: usize, ms: u64) {
        let turn = self.device(at).becomes(State::Resting);
        self.add(ms, at, Event::Next(turn));
    }

    fn fails(&mut self, at: usize) {
        let mut dice = self.dice.clone();
        let wait = self.device(at).patience_ms(&mut dice);
        self.dice = dice;
        let turn = self.device(at).becomes(State::Waiting);
        self.add(wait, at, Event::Next(turn));
    }

    fn answer_ms(&mut self) -> u64 {
        let (least, most) = assumed::ANSWER_MS;
        least + self.dice.below(most - least + 1)
    }

    fn count_request(&mut self, (up, down): (u64, u64)) {
        let second = (self.now / 1_000) as usize;
        if let Some(count) = self.load.per_second.get_mut(second) {
            *count += 1;
        }
        self.load.bytes_up += up;
        self.load.bytes_down += down;
    }

    fn count_waiting(&mut self, change: i32) {
        let second = (self.now / 1_000) as usize;
        if let Some(count) = self.load.waiting_at.get_mut(second) {
            *count += change;
        }
    }

    fn begins(&mut self, at: usize, is_for_others: bool) {
        if self.device(at).is_offline {
            return self.fails(at);
        }
        let step = self.device(at).begin(is_for_others);
        self.asks(at, step);
    }

    fn asks(&mut self, at: usize, step: Step) {
        self.count_request(step.bytes());
        self.load.for_others += u64::from(self.device(at).is_for_others);
        let turn = self.device(at).becomes(State::Asking(step));
        // Of a server that is away one hears as soon.
        let answer = self.answer_ms();
        self.add(answer, at, Event::Next(turn));
    }

    /// Waits for news, or, where nobody looks, for the next time.
    fn polls(&mut self, at: usize) {
        if !self.device(at).is_seen {
            return self.rests(at, assumed::UNSEEN_MS);
        }
        self.count_request(assumed::BYTES_WAITING);
        self.load.waiting += 1;
        self.count_waiting(1);
        let head = self.feed.len();
        let turn = self.device(at).becomes(State::Polling);
        let answer = self.answer_ms();
        let has_news = self.device(at).since < head;
        let wait = if has_news {
            answer
        } else {
            assumed::LONGPOLL_MS + answer
        };
        self.add(wait, at, Event::Next(turn));
    }

    fn goes_on(&mut self, at: usize) {
        let state = self.device(at).state;
        match state {
            State::Polling => {
                self.leave_poll(at);
                let since = self.device(at).since;
                let news = self.feed.get(since..).unwrap_or_default();
                let is_for_others = news.iter().any(|author| *author != at);
                match news.is_empty() {
                    true => self.polls(at),
                    false => self.begins(at, is_for_others),
                }
            }
            State::Resting | State::Waiting => self.begins(at, false),
            State::Asking(_) if self.is_away() => self.fails(at),
            State::Asking(step) => self.is_answered(at, step),
        }
    }

    fn is_answered(&mut self, at: usize, step: Step) {
        let mut has_conflicts = false;
        match step {
            Step::Greet => {
                let device = self.device(at);
                device.since = device.told;
            }
            Step::Changes => self.reads(at),
            Step::Get => {}
            Step::Send => has_conflicts = self.takes(at),
            Step::Keep => {
                let device = self.device(at);
                device.told = device.since;
            }
        }
        if let Some(step) = self.device(at).next(step, has_conflicts) {
            return self.asks(at, step);
        }
        self.device(at).failures = 0;
        self.is_in_step(at);
        // What was written during the round, and what was refused to its end.
        match self.device(at).unsent.is_empty() {
            true => self.polls(at),
            false => self.rests(at, assumed::EDIT_MS),
        }
    }

    /// Reads the feed: what others wrote and was not known comes.
    fn reads(&mut self, at: usize) {
        let head = self.feed.len();
        let since = self.device(at).since;
        let came = self.feed.get(since..).unwrap_or_default();
        let came = came.iter().filter(|author| **author != at).count();
        let revisions = self.revisions;
        let device = self.device(at);
        device.came = came;
        device.since = head;
        device.known = revisions;
    }

    /// The server takes what was sent, but for records that somebody wrote meanwhile.
    fn takes(&mut self, at: usize) -> bool {
        let mut unsent = std::mem::take(&mut self.device(at).unsent);
        // However often one record was written, it is sent once.
        unsent.sort_unstable();
        unsent.dedup_by(|a, b| a.is_some() && a == b);
        let known = self.device(at).known;
        let mut refused = Vec::new();
        let mut sent = 0;
        for record in unsent {
            let place = record.unwrap_or(HOT) as usize;
            let there = self.revisions.get(place).copied();
            if there != known.get(place).copied() {
                refused.push(record);
                continue;
            }
            if let Some(revision) = self.revisions.get_mut(place) {
                *revision += 1;
                let revision = *revision;
                if let Some(known) = self.device(at).known.get_mut(place) {
                    *known = revision;
                }
            }
            sent += 1;
            self.feed.push(at);
        }
        self.load.refused += refused.len() as u64;
        let has_conflicts = !refused.is_empty();
        self.device(at).sent += sent;
        self.device(at).unsent = refused;
        if sent > 0 {
            self.tells(at);
        }
        has_conflicts
    }

    /// Whoever waits is answered.
    fn tells(&mut self, author: usize) {
        for at in 0..self.devices.len() {
            if at != author && self.device(at).state == State::Polling {
                let answer = self.answer_ms() / 2;
                let turn = self.device(at).turn;
                self.add(answer, at, Event::Next(turn));
            }
        }
    }

    fn is_in_step(&mut self, at: usize) {
        let Some((_, range)) = &self.day.away else {
            return;
        };
        if self.now >= range.end && self.device(at).is_missed {
            self.device(at).is_missed = false;
            self.load.back_at.push(self.now);
        }
    }
}
