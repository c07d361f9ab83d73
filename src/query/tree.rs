//! Conditions as a tree that somebody edits: groups of which all, any or none must hold, and lines.
//! Every node has a number that stays its own while it is edited and moved, so that what is drawn for
//! it stays too. A line may be unfinished; it then counts for nothing.

use super::filter::Filter;

/// What of a group must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// All of it.
    #[default]
    All,
    /// One of it.
    Any,
    /// Nothing of it.
    None,
}

impl Join {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Any, Self::None];

    /// The word for it in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
        }
    }

    /// What a word in a form means.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|join| join.code() == code)
    }
}

/// A group or a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<L> {
    /// Its number.
    pub id: u32,
    /// What it is.
    pub of: What<L>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<L> {
    /// Several nodes.
    Group(Join, Vec<Node<L>>),
    /// One condition.
    Line(L),
}

/// The tree: its root is a group that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree<L> {
    root: Node<L>,
    next: u32,
}

/// Which way a node is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

impl<L> Default for Tree<L> {
    fn default() -> Self {
        Self {
            root: Node {
                id: 0,
                of: What::Group(Join::All, Vec::new()),
            },
            next: 1,
        }
    }
}

impl<L: Clone> Tree<L> {
    /// The tree of a filter; `line` reads a condition as one line, where it is one.
    #[must_use]
    pub fn read(filter: &Filter, line: &dyn Fn(&Filter) -> Option<L>) -> Self {
        let mut tree = Self::default();
        let of = tree.what(filter, line);
        let of = match of {
            Some(line @ What::Line(_)) => What::Group(Join::All, vec![tree.node(line)]),
            Some(group) => group,
            None => return tree,
        };
        tree.root.of = of;
        tree
    }

    fn node(&mut self, of: What<L>) -> Node<L> {
        let id = self.next;
        self.next += 1;
        Node { id, of }
    }

    fn what(&mut self, filter: &Filter, line: &dyn Fn(&Filter) -> Option<L>) -> Option<What<L>> {
        if let Some(line) = line(filter) {
            return Some(What::Line(line));
        }
        let mut group = |join, filters: &[Filter]| {
            let nodes = filters.iter().filter_map(|filter| {
                let of = self.what(filter, line)?;
                Some(self.node(of))
            });
            let nodes = nodes.collect();
            Some(What::Group(join, nodes))
        };
        match filter {
            Filter::All(filters) => group(Join::All, filters),
            Filter::Any(filters) => group(Join::Any, filters),
            Filter::Not(inner) => match &**inner {
                Filter::Any(filters) => group(Join::None, filters),
                other => group(Join::None, std::slice::from_ref(other)),
            },
            Filter::Test(_) => None,
        }
    }

    /// The root.
    #[must_use]
    pub const fn root(&self) -> &Node<L> {
        &self.root
    }

    /// The node of a number.
    #[must_use]
    pub fn find(&self, id: u32) -> Option<&Node<L>> {
        self.root.find(id)
    }

    /// The filter of the whole tree; none while no line is finished.
    #[must_use]
    pub fn filter(&self, line: &dyn Fn(&L) -> Option<Filter>) -> Option<Filter> {
        self.root.filter(line)
    }

    /// Calls back with every line, in order.
    pub fn each_line<'t>(&'t self, visit: &mut dyn FnMut(u32, &'t L)) {
        self.root.each_line(visit);
    }

    /// Adds a line at the end of a group; gives its number.
    pub fn add_line(&mut self, group: u32, line: L) -> u32 {
        self.add(group, What::Line(line))
    }

    /// Adds a group of which one line must hold at the end of another; gives its number.
    pub fn add_group(&mut self, group: u32, line: L) -> u32 {
        let line = self.node(What::Line(line));
        self.add(group, What::Group(Join::Any, vec![line]))
    }

    fn add(&mut self, group: u32, of: What<L>) -> u32 {
        let node = self.node(of);
        let id = node.id;
        if let Some(What::Group(_, nodes)) = self.root.find_mut(group).map(|node| &mut node.of) {
            nodes.push(node);
        }
        id
    }

    /// Changes a line.
    pub fn change(&mut self, id: u32, change: impl FnOnce(&mut L)) {
        if let Some(What::Line(line)) = self.root.find_mut(id).map(|node| &mut node.of) {
            change(line);
        }
    }

    /// Says what of a group must hold.
    pub fn join(&mut self, id: u32, to: Join) {
        if let Some(What::Group(join, _)) = self.root.find_mut(id).map(|node| &mut node.of) {
            *join = to;
        }
    }

    /// Takes a node away, with all that is in it.
    pub fn remove(&mut self, id: u32) {
        self.root.take(id);
    }

    /// Moves a node one place: past a line, into a group that it meets, out of its own at the end.
    /// Says whether it moved.
    pub fn shift(&mut self, id: u32, way: Way) -> bool {
        let Some((parent, at)) = self.root.place(id) else {
            return false;
        };
        let beside = |nodes: &[Node<L>]| match way {
            Way::Up => at
                .checked_sub(1)
                .and_then(|at| Some((at, nodes.get(at)?.group_id()))),
            Way::Down => Some((at + 1, nodes.get(at + 1)?.group_id())),
        };
        let target = match self.root.find(parent).map(|node| &node.of) {
            Some(What::Group(_, nodes)) => beside(nodes),
            _ => None,
        };
        match target {
            // Into the group that it meets, at the near end.
            Some((_, Some(group))) => {
                let Some(node) = self.root.take(id) else {
                    return false;
                };
                if let Some(What::Group(_, nodes)) =
                    self.root.find_mut(group).map(|node| &mut node.of)
                {
                    let at = if way == Way::Up { nodes.len() } else { 0 };
                    nodes.insert(at, node);
                }
            }
            Some((to, None)) => {
                if let Some(What::Group(_, nodes)) =
                    self.root.find_mut(parent).map(|node| &mut node.of)
                {
                    nodes.swap(at, to);
                }
            }
            // Out of its own group, to before or after it.
            None => {
                let Some((outer, place)) = self.root.place(parent) else {
                    return false;
                };
                let Some(node) = self.root.take(id) else {
                    return false;
                };
                if let Some(What::Group(_, nodes)) =
                    self.root.find_mut(outer).map(|node| &mut node.of)
                {
                    let to = if way == Way::Up { place } else { place + 1 };
                    nodes.insert(to.min(nodes.len()), node);
                }
            }
        }
        true
    }
}

impl<L> Node<L> {
    fn group_id(&self) -> Option<u32> {
        matches!(self.of, What::Group(..)).then_some(self.id)
    }

    fn find(&self, id: u32) -> Option<&Self> {
        if self.id == id {
            return Some(self);
        }
        match &self.of {
            What::Group(_, nodes) => nodes.iter().find_map(|node| node.find(id)),
            What::Line(_) => None,
        }
    }

    fn find_mut(&mut self, id: u32) -> Option<&mut Self> {
        if self.id == id {
            return Some(self);
        }
        match &mut self.of {
            What::Group(_, nodes) => nodes.iter_mut().find_map(|node| node.find_mut(id)),
            What::Line(_) => None,
        }
    }

    /// The group that a node is in, and its place there.
    fn place(&self, id: u32) -> Option<(u32, usize)> {
        let What::Group(_, nodes) = &self.of else {
            return None;
        };
        match nodes.iter().position(|node| node.id == id) {
            Some(at) => Some((self.id, at)),
            None => nodes.iter().find_map(|node| node.place(id)),
        }
    }

    fn take(&mut self, id: u32) -> Option<Self> {
        let What::Group(_, nodes) = &mut self.of else {
            return None;
        };
        match nodes.iter().position(|node| node.id == id) {
            Some(at) => Some(nodes.remove(at)),
            None => nodes.iter_mut().find_map(|node| node.take(id)),
        }
    }

    /// The filter that a node is; none where no line of it is finished.
    #[must_use]
    pub fn filter(&self, line: &dyn Fn(&L) -> Option<Filter>) -> Option<Filter> {
        let (join, nodes) = match &self.of {
            What::Line(own) => return line(own),
            What::Group(join, nodes) => (join, nodes),
        };
        let filters: Vec<Filter> = nodes.iter().filter_map(|node| node.filter(line)).collect();
        if filters.is_empty() {
            return None;
        }
        Some(match join {
            Join::All => Filter::All(filters),
            Join::Any => Filter::Any(filters),
            Join::None => Filter::Not(Box::new(Filter::Any(filters))),
        })
    }

    fn each_line<'t>(&'t self, visit: &mut dyn FnMut(u32, &'t L)) {
        match &self.of {
            What::Line(line) => visit(self.id, line),
            What::Group(_, nodes) => nodes.iter().for_each(|node| node.each_line(visit)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::query::Test;

    fn line(filter: &Filter) -> Option<Filter> {
        matches!(filter, Filter::Test(_)).then(|| filter.clone())
    }

    fn one(field: &str) -> Filter {
        Filter::test(field, Test::Empty(true))
    }

    /// The tree in letters: `a b (any c d)`.
    fn told(node: &Node<Filter>) -> String {
        match &node.of {
            What::Line(Filter::Test(condition)) => condition.field.to_string(),
            What::Line(_) => String::new(),
            What::Group(join, nodes) => {
                let inner: Vec<String> = nodes.iter().map(told).collect();
                format!("({} {})", join.code(), inner.join(" "))
            }
        }
    }

    fn tree() -> Tree<Filter> {
        let none = Filter::Not(Box::new(Filter::Any(vec![one("e")])));
        let any = Filter::Any(vec![one("c"), one("d")]);
        Tree::read(&Filter::All(vec![one("a"), one("b"), any, none]), &line)
    }

    fn number(tree: &Tree<Filter>, field: &str) -> u32 {
        let mut found = 0;
        tree.each_line(&mut |id, line| {
            if *line == one(field) {
                found = id;
            }
        });
        found
    }

    #[test]
    fn a_tree_is_the_filter_it_was_read_from() {
        let read = tree();
        assert_eq!(told(read.root()), "(all a b (any c d) (none e))");
        let written = read.filter(&|line| Some(line.clone())).unwrap();
        assert_eq!(Tree::read(&written, &line), read);
        let single = Tree::read(&one("a"), &line);
        assert_eq!(told(single.root()), "(all a)");
        let odd = Filter::Not(Box::new(Filter::All(vec![one("a"), one("b")])));
        assert_eq!(told(Tree::read(&odd, &line).root()), "(none (all a b))");
    }

    #[test]
    fn what_is_unfinished_counts_for_nothing() {
        let tree = tree();
        assert_eq!(tree.filter(&|_| None), None);
        let some = tree.filter(&|line| (*line == one("d")).then(|| line.clone()));
        assert_eq!(some, Some(Filter::All(vec![Filter::Any(vec![one("d")])])));
    }

    #[test]
    fn a_line_moves_past_others_into_groups_and_out_again() {
        let mut tree = tree();
        let a = number(&tree, "a");
        let steps = [
            "(all b a (any c d) (none e))",
            "(all b (any a c d) (none e))",
            "(all b (any c a d) (none e))",
            "(all b (any c d a) (none e))",
            "(all b (any c d) a (none e))",
            "(all b (any c d) (none a e))",
            "(all b (any c d) (none e a))",
            "(all b (any c d) (none e) a)",
        ];
        let mut seen = vec![told(tree.root())];
        for step in steps {
            assert!(tree.shift(a, Way::Down));
            assert_eq!(told(tree.root()), step);
            seen.push(step.to_owned());
        }
        assert!(!tree.shift(a, Way::Down), "it is at the end");
        for step in seen.iter().rev().skip(1) {
            assert!(tree.shift(a, Way::Up));
            assert_eq!(told(tree.root()), *step);
        }
        assert!(!tree.shift(a, Way::Up));
        assert!(!tree.shift(0, Way::Up), "the root stays");
    }

    #[test]
    fn lines_and_groups_come_and_go() {
        let mut tree = Tree::default();
        let group = tree.add_group(0, one("a"));
        tree.add_line(group, one("b"));
        tree.join(group, Join::None);
        assert_eq!(told(tree.root()), "(all (none a b))");
        let a = number(&tree, "a");
        tree.change(a, |line| *line = one("z"));
        tree.remove(number(&tree, "b"));
        assert_eq!(told(tree.root()), "(all (none z))");
        tree.remove(group);
        assert_eq!(told(tree.root()), "(all )");
    }
}
