//! Every act is held against the same promises: its preview, its key, its undo.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use practice::{
    Ask, Error, Practice,
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
        let (books, figures, file) = (self.books().await, self.figures().await, self.dump().await);
        let preview = act(&self.practice, &self.preview()).await.unwrap();
        assert_eq!(self.dump().await, file, "a preview changes nothing");
        assert_eq!(preview.operation, None, "a preview is no operation");

        let ask = self.ask();
        let done = act(&self.practice, &ask).await.unwrap();
        let sentence = &done.sentence;
        assert_eq!(
            (&preview.answer, &preview.sentence, &preview.changed, &preview.warnings),
            (&done.answer, &done.sentence, &done.changed, &done.warnings),
            "the preview says what the act does"
        );
        let new_figures = self.figures().await;
        assert_eq!(different(&preview.effects), changed(&figures, &new_figures), "effects of “{sentence}”");
        self.check_books().await;
        let (new_books, file) = (self.books().await, self.dump().await);

        let again = act(&self.practice, &ask).await.unwrap();
        assert_eq!((&again.answer, again.operation), (&done.answer, done.operation), "the same key, the same answer");
        assert_eq!(self.dump().await, file, "the same key has one effect");

        let undone = self.practice.undo(done.operation.unwrap(), &self.ask()).await;
        let undone = undone.unwrap_or_else(|error| panic!("“{sentence}” is not undone: {error}"));
        assert_eq!(undone.sentence, format!("Undid: {sentence}"));
        assert_eq!(self.books().await, books, "undo of “{sentence}” puts everything back");
        self.check_books().await;

        let redone = self.practice.undo(undone.operation.unwrap(), &self.ask()).await;
        let redone = redone.unwrap_or_else(|error| panic!("“{sentence}” is not done again: {error}"));
        assert_eq!(redone.sentence, format!("Did again: {sentence}"));
        assert_eq!(self.books().await, new_books, "“{sentence}” is done again");
        self.check_books().await;
        done
    }

    /// The refusal of an act, which is to change nothing.
    pub async fn refused<T: Debug>(&self, act: impl AsyncFn(&Practice, &Ask) -> Result<Acted<T>, Error>) -> String {
        let file = self.dump().await;
        let refusal = act(&self.practice, &self.ask()).await.unwrap_err().to_string();
        assert_eq!(self.dump().await, file, "a refused act changes nothing");
        refusal
    }
}

fn different(effects: &[Effect]) -> BTreeMap<String, (String, String)> {
    let effects = effects.iter().filter(|effect| effect.before != effect.after);
    effects.map(|effect| (effect.label.clone(), (effect.before.clone(), effect.after.clone()))).collect()
}

/// The figures that changed, named as a preview names them: without the client where it is only one.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> BTreeMap<String, (String, String)> {
    let changed = after.iter().filter(|(label, value)| before.get(*label) != Some(value));
    let changed: Vec<(&String, &String)> = changed.collect();
    let clients: BTreeSet<&str> =
        changed.iter().filter_map(|(label, _)| label.split_once(", ")).map(|(_, client)| client).collect();
    let named = |label: &str| match label.split_once(", ") {
        Some((figure, _)) if clients.len() == 1 => figure.to_owned(),
        _ => label.to_owned(),
    };
    let changed = changed.into_iter();
    changed
        .map(|(label, value)| (named(label), (before.get(label).cloned().unwrap_or_default(), value.clone())))
        .collect()
}
