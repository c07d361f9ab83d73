//! The steps of something that is edited, so that they can be taken back one by one. What is typed
//! letter by letter is one step; what a step means is left to whoever edits.

/// So many steps can be taken back.
const STEPS_MAX: usize = 100;

/// How it was before each step, the last at the end.
#[derive(Clone, Debug)]
pub struct Steps<T> {
    before: Vec<T>,
    /// How it was before what is being typed.
    typed_from: Option<T>,
}

impl<T> Default for Steps<T> {
    fn default() -> Self {
        Self {
            before: Vec::new(),
            typed_from: None,
        }
    }
}

impl<T: Clone + PartialEq> Steps<T> {
    /// Something else than typing is about to change it.
    pub fn step(&mut self, now: &T) {
        self.settle(now);
        self.push(now.clone());
    }

    /// A letter is about to change it.
    pub fn typing(&mut self, now: &T) {
        self.typed_from.get_or_insert_with(|| now.clone());
    }

    /// What was typed is a step now, if it left anything other than before.
    pub fn settle(&mut self, now: &T) {
        if let Some(from) = self.typed_from.take()
            && from != *now
        {
            self.push(from);
        }
    }

    /// How it was before the last step, which is none any more.
    pub fn back(&mut self, now: &T) -> Option<T> {
        self.settle(now);
        self.before.pop()
    }

    /// Forgets all steps.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn push(&mut self, before: T) {
        if self.before.len() >= STEPS_MAX {
            self.before.remove(0);
        }
        self.before.push(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_one_step_once_it_is_left() {
        let mut steps = Steps::default();
        for before in ["", "d", "de"] {
            steps.typing(&before);
        }
        steps.settle(&"dec");
        assert_eq!(steps.back(&"dec"), Some(""));
        assert_eq!(steps.back(&""), None);
    }

    #[test]
    fn a_step_amid_typing_takes_nothing_of_it_away() {
        let mut steps = Steps::default();
        steps.typing(&"");
        // A line is added before the input is left.
        steps.step(&"dec");
        assert_eq!(steps.back(&"dec + line"), Some("dec"));
        assert_eq!(steps.back(&"dec"), Some(""));
        steps.typing(&"");
        assert_eq!(steps.back(&"x"), Some(""));
    }

    #[test]
    fn what_was_typed_and_taken_out_again_is_no_step() {
        let mut steps = Steps::default();
        steps.typing(&"a");
        steps.settle(&"a");
        assert_eq!(steps.back(&"a"), None);
    }

    #[test]
    fn so_many_steps_are_kept() {
        let mut steps = Steps::default();
        (0..STEPS_MAX + 5).for_each(|at| steps.step(&at));
        let mut back = Vec::new();
        while let Some(before) = steps.back(&0) {
            back.push(before);
        }
        assert_eq!((back.len(), back.last()), (STEPS_MAX, Some(&5)));
    }
}
