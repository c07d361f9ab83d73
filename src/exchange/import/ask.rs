//! Finds the questions that a file raises, some work at a time: which of its names nothing is known
//! by, and what is nearly the same as each. What answers do is left to `question`.

use crate::domain::RecordKind;
use crate::exchange::likeness::{Sketch, WORTH, likeness};

use super::ImportOptions;
use super::question::{Answer, Known, Question, QuestionKind, Suggestion, default, path};
use super::survey::{Group, Occurrence, Survey};

/// The most questions that are asked; what is beyond follows the options.
pub const QUESTIONS_MAX: usize = 500;

/// The most suggestions to a question.
const SUGGESTIONS_MAX: usize = 5;

/// How much is compared in all. Names of most rows come first; those after this are asked without
/// suggestions, so that a file of many strange names does not take minutes.
const WORK_MAX: usize = 4_000_000;

/// What looking a name up costs, and comparing two, where passing one over costs 1: a tenth of a
/// microsecond or so.
const LOOK_COST: usize = 30;
const COMPARE_COST: usize = 60;

/// Looks for questions, step by step.
pub struct Asking<'s> {
    survey: &'s Survey,
    names: Vec<(&'s Group, &'s str, &'s Occurrence)>,
    at: usize,
    open: Vec<(&'s str, &'s Occurrence)>,
    search: Option<Search>,
    questions: Vec<Question>,
    spent: usize,
}

/// Where the search for what is nearly the same as one name has come to.
struct Search {
    question: Question,
    sketch: Sketch,
    kind: usize,
    name: usize,
}

impl<'s> Asking<'s> {
    /// Begins with all names that a file refers to.
    pub fn new(survey: &'s Survey) -> Self {
        Asking {
            survey,
            names: survey
                .names()
                .filter(|(group, ..)| !group.is_by_id)
                .collect(),
            at: 0,
            open: Vec::new(),
            search: None,
            questions: Vec::new(),
            spent: 0,
        }
    }

    /// Does the next piece of work of about this cost; whether there is more.
    pub fn step(&mut self, known: &Known<'_>, options: &ImportOptions, cost_max: usize) -> bool {
        let kind = self.survey.subject().kind();
        let mut cost = 0;
        while cost < cost_max {
            if let Some((_, text, occurrence)) = self.names.get(self.at).copied() {
                cost += LOOK_COST;
                self.at += 1;
                if known.find(self.survey, kind, occurrence, text).is_none() {
                    self.open.push((text, occurrence));
                }
                if self.at == self.names.len() {
                    self.open
                        .sort_by(|a, b| (a.1.rows, b.0).cmp(&(b.1.rows, a.0)));
                    // The next is taken from the end.
                    let few = self.open.len().saturating_sub(QUESTIONS_MAX);
                    self.open.drain(..few);
                }
                continue;
            }
            match self.search.take() {
                Some(mut search) => {
                    let has_more = search.step(known, cost_max, &mut cost, self.spent);
                    if has_more {
                        self.search = Some(search);
                    } else {
                        self.questions.push(search.finish(options));
                    }
                }
                None => match self.open.pop() {
                    Some((text, occurrence)) => {
                        self.search = Some(Search::new(known, kind, text, occurrence));
                    }
                    None => return false,
                },
            }
        }
        self.spent += cost;
        true
    }

    /// How far it has come, from 0 to 1: most of it is comparing.
    pub fn progress(&self) -> f64 {
        let asked = self.questions.len() as f64;
        let all = (self.open.len() + self.questions.len()).max(1) as f64;
        if self.at < self.names.len() {
            0.0
        } else {
            asked / all
        }
    }

    /// The questions, those of most rows first.
    pub fn finish(self) -> Vec<Question> {
        self.questions
    }
}

impl Search {
    fn new(known: &Known<'_>, kind: RecordKind, text: &str, occurrence: &Occurrence) -> Self {
        let of = QuestionKind::of(kind, occurrence);
        let mut search = Search {
            question: Question {
                field: path(kind, occurrence),
                column: occurrence.column,
                text: text.to_owned(),
                rows: occurrence.rows,
                first_row: occurrence.first_row,
                kind: of,
                suggestions: Vec::new(),
                default: Answer::Text,
            },
            sketch: Sketch::of(text),
            kind: 0,
            name: 0,
        };
        match of {
            QuestionKind::Stage => {
                for stage in known.stages() {
                    search.offer(Answer::Code(stage.id.to_string()), stage.name());
                }
            }
            QuestionKind::Option { .. } => {
                let options = occurrence.options();
                for code in options.iter().flat_map(|options| options.codes) {
                    search.offer(Answer::Code((*code).to_owned()), &code.replace('_', " "));
                }
            }
            QuestionKind::Reference(_) => {}
        }
        search
    }

    /// Compares with the next names; whether there are more.
    fn step(&mut self, known: &Known<'_>, cost_max: usize, cost: &mut usize, spent: usize) -> bool {
        let QuestionKind::Reference(kinds) = self.question.kind else {
            return false;
        };
        while let Some(kind) = kinds.get(self.kind) {
            let names = known
                .indexes
                .get(kind)
                .map(|index| index.names())
                .unwrap_or_default();
            while let Some(entry) = names.get(self.name) {
                if spent + *cost > WORK_MAX {
                    return false;
                }
                if *cost >= cost_max {
                    return true;
                }
                self.name += 1;
                *cost += 1;
                if self.sketch.may_be_like(&entry.sketch) {
                    *cost += COMPARE_COST;
                    self.offer(Answer::Record(entry.id), &entry.name);
                }
            }
            self.kind += 1;
            self.name = 0;
        }
        false
    }

    fn offer(&mut self, answer: Answer, name: &str) {
        let likeness = likeness(&self.question.text, name);
        if likeness >= WORTH {
            self.question.suggestions.push(Suggestion {
                answer,
                name: name.to_owned(),
                likeness,
            });
        }
    }

    fn finish(mut self, options: &ImportOptions) -> Question {
        let suggestions = &mut self.question.suggestions;
        suggestions.sort_by(|a, b| {
            b.likeness
                .cmp(&a.likeness)
                .then_with(|| a.name.cmp(&b.name))
        });
        suggestions.truncate(SUGGESTIONS_MAX);
        self.question.default = default(self.question.kind, options, suggestions);
        self.question
    }
}
