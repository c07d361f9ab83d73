//! What the questions about a file are answered with: one by one, or all of a field alike.

use super::Sheet;
use crate::exchange::import::OnReference;
use crate::exchange::import::ask::QUESTIONS_MAX;
use crate::exchange::import::question::{Answer, Question, QuestionKind};
use leptos::prelude::*;

impl Sheet {
    /// What a question was answered with.
    pub(in crate::ui::import) fn answer(self, question: &Question) -> Answer {
        let name = (question.field.clone(), question.text.clone());
        let answered = self.answers.read().get(&name).cloned();
        answered.unwrap_or_else(|| question.default.clone())
    }

    /// Answers a question.
    pub(in crate::ui::import) fn set_answer(self, question: &Question, answer: Answer) {
        let name = (question.field.clone(), question.text.clone());
        self.answers
            .update(|answers| drop(answers.insert(name, answer)));
        self.check_again();
    }

    /// Answers all questions about a field alike; none gives each what was suggested. What is
    /// beyond the questions that are asked follows.
    pub(in crate::ui::import) fn set_answers(self, field: &str, answer: Option<Answer>) {
        let questions = self.questions.get_untracked();
        let of_field = questions.iter().filter(|question| question.field == field);
        self.answers.update(|answers| {
            for question in of_field.clone() {
                let name = (question.field.clone(), question.text.clone());
                match &answer {
                    Some(answer) => drop(answers.insert(name, answer.clone())),
                    None => drop(answers.remove(&name)),
                }
            }
        });
        let is_reference = of_field
            .clone()
            .any(|question| matches!(question.kind, QuestionKind::Reference(_)));
        if is_reference && questions.len() >= QUESTIONS_MAX {
            self.options.update(|options| {
                options.on_reference = match answer {
                    Some(Answer::Add) => OnReference::Create,
                    _ => OnReference::Suggested,
                };
            });
        }
        self.check_again();
    }
}
