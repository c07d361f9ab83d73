//! The faults that are planted in sync: what a client would be that is wrong in one place. Each is a
//! replacement of text that stands in the source exactly once, so that none is planted in vain
//! when the source has moved on.

use anyhow::{Result, bail};

/// A fault.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    /// In which file which text becomes which.
    pub(super) edits: &'static [(&'static str, &'static str, &'static str)],
}

/// All of them.
pub(super) const MUTANTS: [Mutant; 14] = [
    Mutant {
        name: "what is written over is sent as it is",
        edits: &[(
            "src/sync/sealed.rs",
            "if let Some(seal) = &self.seal {\n            return seal.seal(",
            "if let Some(seal) = self.seal.as_ref().filter(|_| rev.is_none()) {\n            return seal.seal(",
        )],
    },
    Mutant {
        name: "keys are not put back",
        edits: &[(
            "src/sync/sealed.rs",
            "let request = Request::put(KEYS,",
            "if self.session > 0 {\n            return Ok(());\n        }\n        let request = Request::put(KEYS,",
        )],
    },
    Mutant {
        name: "checkpoint before data",
        edits: &[(
            "src/sync/pull.rs",
            "        if !wanted.is_empty() {\n            self.take(",
            "        self.since.clone_from(&page.last);\n        self.keep().await?;\n        \
             if !wanted.is_empty() {\n            self.take(",
        )],
    },
    Mutant {
        name: "server told before the data are there",
        edits: &[(
            "src/sync/client.rs",
            "self.session = told.session.max(self.ledger.session) + 1;",
            "self.session = told.session.max(self.ledger.session).max(1);",
        )],
    },
    Mutant {
        name: "known before data",
        edits: &[(
            "src/sync/pull.rs",
            "false => self.store.merge(arriving.collect()).await?,",
            "false => {\n            \
             let known = met.iter().filter_map(|(_, met)| Some((met.record.id, met.known.clone()?)));\n            \
             let early = Note { heard: self.ledger.heard, known: known.collect(), ..Note::default() };\n            \
             self.note(early).await?;\n            \
             self.store.merge(arriving.collect()).await?\n            }",
        )],
    },
    Mutant {
        name: "no causal bump",
        edits: &[(
            "src/workspace/clock.rs",
            "Some(seen) if seen >= stamp =>",
            "Some(seen) if seen == stamp =>",
        )],
    },
    Mutant {
        name: "whole-document last-writer-wins",
        edits: &[(
            "src/sync/pull.rs",
            "let arriving = met.iter().map(",
            "let is_later = |(_, met): &&(Option<Record>, Met)| self.store.record(met.record.id)\n            \
             .is_none_or(|ours| ours.revision() < met.record.revision());\n            \
             let arriving = met.iter().filter(is_later).map(",
        )],
    },
    Mutant {
        name: "409 taken as ok",
        edits: &[(
            "src/sync/push.rs",
            "Some(\"conflict\") => Outcome::Conflict,",
            "Some(\"conflict\") => Outcome::Taken(String::new()),",
        )],
    },
    Mutant {
        name: "rows by index",
        edits: &[
            (
                "src/sync/push.rs",
                "outcomes.insert(text(&row, \"id\")?, outcome);",
                "outcomes.insert(outcomes.len().to_string(), outcome);",
            ),
            (
                "src/sync/push.rs",
                "for sending in batch {",
                "for (at, sending) in batch.into_iter().enumerate() {",
            ),
            (
                "src/sync/push.rs",
                "match outcomes.get(&sending.name) {",
                "match outcomes.get(&at.to_string()) {",
            ),
        ],
    },
    Mutant {
        name: "winner-only pull",
        edits: &[(
            "src/sync/changes.rs",
            "_changes?style=all_docs&",
            "_changes?",
        )],
    },
    Mutant {
        name: "the value that does not stay is dropped",
        edits: &[(
            "src/sync/meet.rs",
            "theirs.merge(kept, register);",
            "let _ = (kept, register);",
        )],
    },
    Mutant {
        name: "nobody looks whether somebody wrote in between",
        edits: &[(
            "src/sync/pull.rs",
            "if wanted.iter().any(|(id, _)| written.contains(id)) {",
            "if false && written.is_empty() {",
        )],
    },
    Mutant {
        name: "what another server has not yet is taken for read",
        edits: &[(
            "src/sync/pull.rs",
            "self.is_short |= found.missing > 0;",
            "self.is_short |= found.missing == u64::MAX;",
        )],
    },
    Mutant {
        name: "clear dirty without hash check",
        edits: &[(
            "src/sync/ledger.rs",
            "self.losers.is_empty() && self.content == content(record)",
            "self.losers.is_empty() || self.content == content(record)",
        )],
    },
];

/// The text with a fault in it.
pub(super) fn planted(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => bail!("there {count} times, not once: {from}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_place_in_the_source() {
        for mutant in &MUTANTS {
            for (file, from, to) in mutant.edits {
                let text = std::fs::read_to_string(crate::run::root().join(file)).unwrap();
                assert_ne!(planted(&text, from, to).unwrap(), text, "{}", mutant.name);
            }
        }
    }

    #[test]
    fn a_fault_is_planted_in_one_place_or_not_at_all() {
        assert_eq!(planted("a b c", "b", "d").unwrap(), "a d c");
        assert!(planted("a b b", "b", "d").is_err());
        assert!(planted("a c", "b", "d").is_err());
    }
}
