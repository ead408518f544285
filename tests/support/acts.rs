//! Every act is held against the same promises: its preview, its key, its undo.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use std::{collections::BTreeMap, fmt::Debug};

use practice::{
    Ask, Error, OperationId, Practice,
    view::{Acted, Effect},
};

use crate::story::Story;

impl Story {
    /// Does an act, and holds it against what is promised of each: its preview changes nothing and says what will be;
    /// the same key again has no further effect; undo puts everything back, and undoing that does it again.
    pub async fn thoroughly<T: PartialEq + Debug>(
        &self,
        act: impl AsyncFn(&Practice, &Ask) -> Result<Acted<T>, Error>,
    ) -> Acted<T> {
        let (before, (done, ask)) = (self.read().await, self.foretold(&act).await);
        let sentence = &done.sentence;
        let (after, file) = (self.read().await, self.dump().await);

        let again = act(&self.practice, &ask).await.unwrap();
        assert_eq!((&again.answer, again.operation), (&done.answer, done.operation), "the same key, the same answer");
        assert_eq!(self.dump().await, file, "the same key has one effect");

        let undone = self.undone(done.operation.unwrap()).await;
        assert_eq!(undone.sentence, format!("Undid: {sentence}"));
        assert_eq!(self.books().await, before.books, "undo of “{sentence}” puts everything back");

        let redone = self.undone(undone.operation.unwrap()).await;
        assert_eq!(redone.sentence, format!("Did again: {sentence}"));
        assert_eq!(self.books().await, after.books, "“{sentence}” is done again");
        done
    }

    async fn undone(&self, operation: OperationId) -> Acted<()> {
        self.foretold(async |practice, ask| practice.undo(operation, ask).await).await.0
    }

    /// Does an act after its preview, which changes nothing and says what will be. Also how it was asked for.
    async fn foretold<T: PartialEq + Debug>(
        &self,
        act: impl AsyncFn(&Practice, &Ask) -> Result<Acted<T>, Error>,
    ) -> (Acted<T>, Ask) {
        let (before, file) = (self.read().await, self.dump().await);
        let preview = act(&self.practice, &self.preview()).await.unwrap();
        assert_eq!(self.dump().await, file, "a preview changes nothing");
        assert_eq!(preview.operation, None, "a preview is no operation");

        let ask = self.ask();
        let done = act(&self.practice, &ask).await.unwrap_or_else(|error| panic!("{}: {error}", preview.sentence));
        assert_eq!(
            (&preview.answer, &preview.changed, &preview.warnings),
            (&done.answer, &done.changed, &done.warnings),
            "the preview says what the act does"
        );
        assert_foreseen(&preview.sentence, &done.sentence);
        assert_effects(&preview.effects, &before.figures, &self.read().await.figures, &done.sentence);
        self.check_books().await;
        (done, ask)
    }

    /// The refusal of an act, which is to change nothing.
    pub async fn refused<T: Debug>(&self, act: impl AsyncFn(&Practice, &Ask) -> Result<Acted<T>, Error>) -> String {
        let file = self.dump().await;
        let refusal = act(&self.practice, &self.ask()).await.unwrap_err().to_string();
        assert_eq!(self.dump().await, file, "a refused act changes nothing");
        refusal
    }
}

/// Whether a preview says what is to be done in the words of what was done, but for what it does: that is still to come.
pub fn assert_foreseen(shown: &str, done: &str) {
    assert_ne!(shown, done, "a preview does not say that something was done");
    let (shown_words, done_words) = (shown.split(' ').collect::<Vec<_>>(), done.split(' ').collect::<Vec<_>>());
    let others = shown_words.iter().zip(&done_words).filter(|(one, other)| one != other);
    let names = others.filter(|(one, other)| [one, other].iter().any(|word| word.contains(char::is_numeric))).count();
    assert_eq!((shown_words.len(), names), (done_words.len(), 0), "“{shown}” is not “{done}” before it is done");
}

/// Whether the effects of a preview are the figures that changed. A client's figures are named without the client where
/// the act touches no other. What is owed and not past due is shown only beside what is.
pub fn assert_effects(
    effects: &[Effect],
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    act: &str,
) {
    let mut changed: BTreeMap<String, (String, String)> = after
        .iter()
        .filter(|(label, value)| before.get(*label) != Some(value))
        .map(|(label, value)| (label.clone(), (before.get(label).cloned().unwrap_or_default(), value.clone())))
        .collect();
    let past_due: Vec<String> =
        changed.keys().filter_map(|label| Some(label.split_once(" days past due, ")?.1.to_owned())).collect();
    changed.retain(|label, _| {
        label.strip_prefix("Owing, not past due, ").is_none_or(|client| past_due.iter().any(|one| one == client))
    });
    let whole = changed.clone();
    for effect in effects.iter().filter(|effect| effect.before != effect.after) {
        let shown = (effect.before.clone(), effect.after.clone());
        let of_a_client = format!("{}, ", effect.label);
        let same = changed.iter().find(|(label, figures)| {
            (**label == effect.label || label.starts_with(&of_a_client)) && **figures == shown
        });
        let Some(label) = same.map(|(label, _)| label.clone()) else {
            panic!("“{act}” is previewed with {effect:?}, and what changes is {whole:?}");
        };
        changed.remove(&label);
    }
    assert!(changed.is_empty(), "“{act}” changes {changed:?}, which its preview does not show: {effects:?}");
}
