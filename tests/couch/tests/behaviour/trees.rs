//! Trees of revisions by themselves: winners, branches, grafting in any order, stems and purges.

use std::sync::Arc;

use satchel_couch::{Body, Branch, Revision, Tree};
use serde_json::json;

/// A branch as `3-c,b,a`, with `!` in front for a tombstone.
fn branch(text: &str) -> Branch {
    let (is_deleted, text) = match text.strip_prefix('!') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (generation, hashes) = text.split_once('-').unwrap();
    let mut body = Body::default();
    body.fields.insert("says".to_owned(), json!(text));
    Branch {
        generation: generation.parse().unwrap(),
        hashes: hashes.split(',').map(Arc::from).collect(),
        is_deleted,
        body: Arc::new(body),
    }
}

fn tree(branches: &[&str]) -> Tree {
    let mut tree = Tree::default();
    for text in branches {
        tree.graft(&branch(text));
    }
    tree
}

fn leaves(tree: &Tree) -> Vec<String> {
    tree.ranked().iter().map(|leaf| leaf.to_string()).collect()
}

fn revision(text: &str) -> Revision {
    Revision::parse(text).unwrap()
}

#[test]
fn what_lives_wins_before_tombstones_then_generation_then_hash() {
    let check = |branches: &[&str], expected: &[&str]| {
        assert_eq!(leaves(&tree(branches)), expected, "{branches:?}");
    };
    check(&["1-a"], &["1-a"]);
    check(&["2-b,a", "2-c,a"], &["2-c", "2-b"]);
    check(&["2-z,a", "3-b,c,a"], &["3-b", "2-z"]);
    check(&["!9-z,y", "2-b,a"], &["2-b", "9-z"]);
    check(&["!3-z,y,a", "!2-b,a"], &["3-z", "2-b"]);
    // Hashes are compared as text, and generations as numbers.
    check(&["10-a", "9-b"], &["10-a", "9-b"]);
}

#[test]
fn a_graft_that_is_known_changes_nothing() {
    let mut known = tree(&["3-c,b,a", "2-x,a"]);
    for text in ["3-c,b,a", "3-c", "2-x,a", "3-c,b"] {
        assert!(!known.graft(&branch(text)), "{text}");
    }
    // A named ancestor gets its body once.
    assert!(known.graft(&branch("2-b,a")));
    assert!(!known.graft(&branch("2-b,a")));
    assert_eq!(leaves(&known), ["3-c", "2-x"]);
}

#[test]
fn a_revision_that_comes_before_its_history_is_joined_to_it() {
    let mut late = tree(&["3-c", "1-a"]);
    assert_eq!(leaves(&late), ["3-c", "1-a"]);
    assert!(late.graft(&branch("3-c,b,a")));
    assert_eq!(leaves(&late), ["3-c"]);
    let path = late.path(&revision("3-c"));
    assert_eq!(path, ["c", "b", "a"].map(Arc::from));
}

#[test]
fn descendants_are_the_leaves_of_all_branches_above() {
    let tree = tree(&["3-c,b,a", "3-d,b,a", "2-x,a"]);
    let check = |from: &str, expected: &[&str]| {
        let found = tree.descendants(&revision(from));
        let found: Vec<String> = found.iter().map(|leaf| leaf.to_string()).collect();
        assert_eq!(found, expected, "{from}");
    };
    check("1-a", &["2-x", "3-c", "3-d"]);
    check("2-b", &["3-c", "3-d"]);
    check("2-x", &["2-x"]);
    check("2-q", &[]);
}

#[test]
fn a_purge_takes_a_branch_down_to_where_it_forked() {
    let mut known = tree(&["4-d,c,b,a", "2-x,a"]);
    assert!(!known.purge(&revision("2-b")), "only leaves are purged");
    assert!(known.purge(&revision("4-d")));
    assert_eq!(leaves(&known), ["2-x"]);
    assert!(!known.has(&revision("2-b")) && known.has(&revision("1-a")));
    assert!(known.purge(&revision("2-x")));
    assert!(known.is_empty() && known.is_deleted());
}

#[test]
fn compaction_and_stems_forget_ancestors_only() {
    let mut known = tree(&["1-a", "2-b,a", "3-c,b,a"]);
    assert!(known.body(&revision("1-a")).is_some());
    known.compact();
    assert!(known.body(&revision("1-a")).is_none() && known.has(&revision("1-a")));
    assert!(known.body(&revision("3-c")).is_some());
    known.stem(2);
    assert!(!known.has(&revision("1-a")) && known.has(&revision("2-b")));
    assert_eq!(known.path(&revision("3-c")).len(), 2);
}

/// A splitmix64 generator.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A random history: each revision has a parent made before it, and its hash tells its parent's.
fn history(seed: &mut u64) -> Vec<Branch> {
    let mut made: Vec<Branch> = Vec::new();
    for number in 0..2 + next(seed) % 14 {
        let parent = match made.len() {
            0 => None,
            count => made.get(next(seed) as usize % count).cloned(),
        };
        let parent = parent.filter(|_| !next(seed).is_multiple_of(8));
        let (mut generation, mut hashes) = (1, vec![Arc::from(format!("{number:02}").as_str())]);
        if let Some(parent) = parent {
            generation = parent.generation + 1;
            let hash = format!("{:02x}{number:02}{}", next(seed) % 256, parent.hashes[0]);
            hashes = vec![Arc::from(hash.as_str())];
            hashes.extend(parent.hashes);
        }
        let mut body = Body::default();
        body.fields.insert("number".to_owned(), number.into());
        made.push(Branch {
            generation,
            hashes,
            is_deleted: next(seed).is_multiple_of(4),
            body: Arc::new(body),
        });
    }
    made
}

#[test]
fn branches_grafted_in_any_order_and_number_give_one_tree() {
    for start in 0..2_000 {
        let mut seed = start;
        let made = history(&mut seed);
        let mut first = Tree::default();
        for branch in &made {
            first.graft(branch);
        }
        for _ in 0..3 {
            let mut other = Tree::default();
            let mut left = made.clone();
            while !left.is_empty() {
                let branch = left.remove(next(&mut seed) as usize % left.len());
                // Some come cut: less of the history, as after stemming.
                if next(&mut seed).is_multiple_of(4) {
                    let mut cut = branch.clone();
                    cut.hashes
                        .truncate(1 + next(&mut seed) as usize % cut.hashes.len());
                    other.graft(&cut);
                }
                other.graft(&branch);
                if next(&mut seed).is_multiple_of(4) {
                    assert!(!other.graft(&branch), "seed {start}");
                }
            }
            assert_eq!(leaves(&first), leaves(&other), "seed {start}");
            assert_eq!(first.winner(), other.winner(), "seed {start}");
            assert_eq!(first.is_deleted(), other.is_deleted(), "seed {start}");
            for leaf in first.leaves() {
                assert_eq!(first.path(leaf), other.path(leaf), "seed {start}");
                assert_eq!(first.body(leaf), other.body(leaf), "seed {start}");
            }
        }
    }
}

#[test]
fn leaves_alone_bring_the_same_leaves_as_all_revisions() {
    for start in 0..1_000 {
        let mut seed = start;
        let made = history(&mut seed);
        let mut all = Tree::default();
        for branch in &made {
            all.graft(branch);
        }
        let mut tips = Tree::default();
        for branch in &made {
            let head = Revision {
                generation: branch.generation,
                hash: branch.hashes[0].clone(),
            };
            if all.is_leaf(&head) {
                tips.graft(branch);
            }
        }
        assert_eq!(leaves(&all), leaves(&tips), "seed {start}");
    }
}
