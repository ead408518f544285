//! Random sequences of acts; after each, everything that is always true is (money-rules 3).
//! `DAYBOOK_SEQUENCES` says how many sequences there are, `DAYBOOK_ACTS` how long one is, `DAYBOOK_SEED` which they are,
//! `DAYBOOK_SHRINKING` how many shorter ones are tried after a failure.

mod beginning;
mod goods;
mod mistakes;
mod sources;
mod step;
mod take;

use std::{cell::RefCell, collections::BTreeMap, fmt::Debug};

use practice::{
    Error,
    view::{InvoiceStatus, PaymentStatus},
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use stories::{Reading, assert_effects, assert_foreseen, cents};

use beginning::busy_practice;
use step::{Step, step};
use take::take;

/// What was done so far, told if the story stops.
struct Trail(Vec<String>);

impl Drop for Trail {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}", self.0.join("\n"));
        }
    }
}

/// How often each act was done, and how often it was refused or found nothing to do.
#[derive(Default)]
pub(crate) struct Tally(RefCell<BTreeMap<String, (u32, u32)>>);

impl Tally {
    pub(crate) fn count(&self, act: &impl Debug, done: bool) {
        let told = format!("{act:?}");
        let name = told.split([' ', '{', '(']).next().unwrap().to_owned();
        let mut counts = self.0.borrow_mut();
        let (times, not) = counts.entry(name).or_default();
        *(if done { times } else { not }) += 1;
    }

    /// Tells the counts. In so many sequences every act is done at least once, or it tests nothing.
    fn close(&self, sequences: u32) {
        let counts = self.0.borrow();
        for (name, (times, not)) in counts.iter() {
            println!("{name}: done {times}, not done {not}");
        }
        let never: Vec<_> = counts.iter().filter(|(_, (times, _))| *times == 0).map(|(name, _)| name).collect();
        assert!(sequences < 300 || never.is_empty(), "never done in {sequences} sequences: {never:?}");
    }
}

/// Takes the steps one by one. Each is shown first, which changes nothing and says what will be; what is refused changes
/// nothing; what is done leaves the books in order; what was just done can be undone, which restores what was before, and
/// done again.
async fn sequence(steps: Vec<Step>, tally: &Tally) {
    let p = busy_practice().await;
    let mut before = p.read().await;
    let mut trail = Trail(vec![]);
    for step in steps {
        trail.0.push(format!("{} {step:?}", p.now().on));
        if let Step::Advance { days } = step {
            p.let_pass(days);
            before = p.read().await;
            continue;
        }
        let file = p.bytes();
        let shown = take(&p, &before, &step, &p.preview()).await;
        assert!(p.bytes() == file, "{step:?} was only shown and changed something");
        let acted = match (shown, take(&p, &before, &step, &p.ask()).await) {
            (Ok(Some(shown)), Ok(Some(acted))) => {
                assert_eq!(shown.warnings, acted.warnings, "{step:?}");
                if acted.operation.is_some() {
                    assert_foreseen(&shown.sentence, &acted.sentence);
                }
                acted.operation.map(|operation| (operation, acted.sentence, shown.effects))
            }
            (Ok(None), Ok(None)) => None,
            (Err(shown @ (Error::Rule(_) | Error::Fields(_))), Err(refused)) => {
                assert_eq!(shown.to_string(), refused.to_string(), "{step:?}");
                None
            }
            (shown, acted) => panic!("{step:?}: {shown:?}, {acted:?}"),
        };
        tally.count(&step, acted.is_some());
        let Some((operation, sentence, effects)) = acted else {
            assert!(p.bytes() == file, "{step:?} was refused, or found nothing to do, and changed something");
            continue;
        };
        trail.0.push(format!("    {sentence}"));
        p.check_books().await;
        p.every_return_is_paid_for().await;
        let after = p.read().await;
        assert_effects(&effects, &before.figures, &after.figures, &sentence);
        no_more_than_it_came_to(&after);
        if !matches!(step, Step::Undo { .. }) {
            let undone = p.practice.undo(operation, &p.ask()).await;
            let undone = undone.unwrap_or_else(|error| panic!("“{sentence}” is not undone: {error}"));
            p.check_books().await;
            assert_eq!(p.read().await.books, before.books, "undo of “{sentence}”");
            let again = p.practice.undo(undone.operation.unwrap(), &p.ask()).await;
            again.unwrap_or_else(|error| panic!("“{sentence}” is not done again: {error}"));
            assert_eq!(p.read().await.books, after.books, "“{sentence}” done again");
        }
        before = after;
    }
    p.check_books().await;
    p.every_figure_adds_up().await;
    p.every_credit_came_from_somewhere().await;
    p.every_document_adds_up().await;
    p.every_stock_adds_up().await;
}

fn no_more_than_it_came_to(now: &Reading) {
    for row in &now.invoices {
        let void = row.status == InvoiceStatus::Void;
        assert!(cents(&row.outstanding) <= cents(&row.total) && (!void || row.outstanding == "0.00"), "{row:?}");
    }
    for row in &now.payments {
        let reversed = row.status == PaymentStatus::Reversed;
        assert!(cents(&row.remaining) <= cents(&row.amount) && (!reversed || row.remaining == "0.00"), "{row:?}");
    }
    for row in &now.credits {
        let used = cents(&row.applied) + cents(&row.refunded) + cents(&row.transferred);
        assert!(used + cents(&row.remaining) <= cents(&row.amount), "{row:?}");
        assert!(cents(&row.available) + cents(&row.lapsed) <= cents(&row.remaining), "{row:?}");
    }
}

pub(crate) fn from_environment(name: &str) -> Option<u32> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs as many sequences as the environment says.
pub(crate) fn run<T: Debug>(sequences: &impl Strategy<Value = Vec<T>>, take: impl AsyncFn(Vec<T>, &Tally)) {
    let tally = Tally::default();
    let config = ProptestConfig {
        cases: from_environment("DAYBOOK_SEQUENCES").unwrap_or(24),
        failure_persistence: None,
        max_shrink_iters: from_environment("DAYBOOK_SHRINKING").unwrap_or(0),
        ..ProptestConfig::default()
    };
    let cases = config.cases;
    let mut runner = match from_environment("DAYBOOK_SEED") {
        Some(seed) => {
            let bytes = seed.to_le_bytes().repeat(8);
            TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
        }
        None => TestRunner::new(config),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runner
        .run(sequences, |acts| {
            runtime.block_on(take(acts, &tally));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    tally.close(cases);
}

#[test]
fn the_books_are_in_order_after_any_sequence_of_acts() {
    let acts = usize::try_from(from_environment("DAYBOOK_ACTS").unwrap_or(20)).unwrap();
    run(&vec(step(), acts), sequence);
}
