//! Undo: the mirror of an act, as a new operation. Nothing that was written is taken away.

use billing::Belonging;
use chrono::NaiveDate;

use crate::{
    Practice, dating,
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, SourceId},
    mirror::mirror,
    refund,
    store::{self, Entity, operation::LaterOperation, undo},
    take_over::IMPORT,
    transact::{Act, Ask, Done},
    undo_import::UNDO_IMPORT,
    view::Acted,
};

impl Practice {
    /// Takes back an act. Undoing an undo does the act again.
    ///
    /// # Errors
    /// It was taken back before; something later depends on it, which is named; a document left the practice.
    pub async fn undo(&self, operation: OperationId, ask: &Ask) -> Result<Acted<()>, Error> {
        if store::operation::load(&mut *self.db().await?, operation).await?.kind == IMPORT {
            return self.undo_import(operation, ask).await;
        }
        self.transact("undo", ask, async |act| {
            let row = store::operation::load(act.db(), operation).await?;
            if store::operation::is_undone(act.db(), operation).await? {
                return Err(Error::rule(format!("“{}” was undone already.", row.sentence)));
            }
            match row.kind.as_str() {
                kind if left_the_practice(kind) => {
                    return Err(Error::rule("What has left the practice cannot be taken back."));
                }
                UNDO_IMPORT => {
                    return Err(Error::rule(
                        "An import that was undone is not done again from here. Choose its files and import them again.",
                    ));
                }
                _ => {}
            }
            act.undoes(operation);
            refuse_dependants(act, operation).await?;
            refuse_worked_on(act, operation).await?;
            if undo::state_changed_since(act.db(), operation).await? || given_again(act, operation).await? {
                return Err(dependant(act, operation).await?);
            }
            if let Some(later) = store::operation::find_redating(act.db(), operation).await? {
                return Err(depends(&later));
            }
            let (first, _) = store::operation::load_first(act.db(), operation).await?;
            let whole = store::operation::load(act.db(), first).await?.kind != "reverse_payment";
            let before = Before::of(act, operation).await?;
            match mirror(act, operation, whole).await {
                // The triggers found what the rules could not foresee: later money stands in the way.
                Err(Error::Inconsistent(_)) => Err(dependant(act, operation).await?),
                other => other,
            }?;
            for ((entity, id), _) in store::operation::list_subjects(act.db(), operation).await? {
                if dating::has_impossible_day(act, entity, id).await? || is_used_after_its_end(act, entity, id).await? {
                    return Err(dependant(act, operation).await?);
                }
                if entity == Entity::Invoice
                    && let Some(session) = store::credit_note::find_uncharged_session(act.db(), id.into()).await?
                {
                    let later =
                        store::operation::find_later(act.db(), Entity::Session, session.get(), operation).await?;
                    return Err(later.as_ref().map_or_else(|| Error::rule(NOT_CHARGED), depends));
                }
            }
            if before.holds_no_more(act).await? {
                return Err(dependant(act, operation).await?);
            }
            if whole {
                before.refuse_given_back(act, operation).await?;
            }
            let sentence = match row.sentence.strip_prefix(UNDID) {
                Some(earlier) => format!("{AGAIN}{earlier}"),
                None => format!("{UNDID}{}", row.sentence.strip_prefix(AGAIN).unwrap_or(&row.sentence)),
            };
            Ok(Done::Something((), sentence))
        })
        .await
    }
}

const NOT_CHARGED: &str = "A session would be on an invoice that does not charge it any more, so it cannot be undone.";

pub(crate) const UNDID: &str = "Undid: ";
const AGAIN: &str = "Did again: ";

/// Whether a later act that stands gave a state or a version to what the operation gave one, be it the same again.
async fn given_again(act: &mut Act<'_>, operation: OperationId) -> Result<bool, Error> {
    let (own, _) = store::operation::load_first(act.db(), operation).await?;
    for later in store::operation::list_given_later(act.db(), operation).await? {
        let (first, times) = store::operation::load_first(act.db(), later).await?;
        if first > own && times % 2 == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses if a document that the operation made, or made again, was used since.
async fn refuse_dependants(act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
    let (first, times) = store::operation::load_first(act.db(), operation).await?;
    let made_by = if times % 2 == 0 { first } else { operation };
    for ((entity, id), made) in store::operation::list_subjects(act.db(), made_by).await? {
        let is_document =
            matches!(entity, Entity::Invoice | Entity::Payment | Entity::Credit | Entity::CreditNote | Entity::Refund);
        if made
            && is_document
            && let Some(later) = store::operation::find_later(act.db(), entity, id, operation).await?
        {
            return Err(depends(&later));
        }
    }
    Ok(())
}

/// Refuses if a return that the operation posted, or let be a draft again, was worked on since.
async fn refuse_worked_on(act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
    for ((entity, id), _) in store::operation::list_subjects(act.db(), operation).await? {
        if entity == Entity::Return
            && let Some(later) = store::operation::find_later(act.db(), entity, id, operation).await?
        {
            return Err(depends(&later));
        }
    }
    Ok(())
}

/// Whether a credit would be on an invoice since a day on which it could not be used any more.
async fn is_used_after_its_end(act: &mut Act<'_>, entity: Entity, id: i64) -> Result<bool, Error> {
    if entity != Entity::Credit {
        return Ok(false);
    }
    match store::source::load(act.db(), id.into()).await?.expires_on {
        Some(last) => Ok(dating::used_after(act, id.into(), last).await?.is_some()),
        None => Ok(false),
    }
}

/// What an undo may not make worse than it was.
struct Before {
    /// What was received for each client of the operation.
    received: Vec<(ClientId, i64)>,
    /// What moves on each of its invoices after today though its day has come.
    moving_later: Vec<(InvoiceId, Vec<(NaiveDate, i64)>)>,
    /// Whose each of its credits is.
    belonging: Vec<(SourceId, Belonging)>,
}

impl Before {
    async fn of(act: &mut Act<'_>, operation: OperationId) -> Result<Self, Error> {
        let mut before = Self { received: vec![], moving_later: vec![], belonging: vec![] };
        for ((entity, id), _) in store::operation::list_subjects(act.db(), operation).await? {
            match entity {
                Entity::Client => before.received.push((id.into(), refund::received_minor(act.db(), id.into()).await?)),
                Entity::Invoice => {
                    before.moving_later.push((id.into(), dating::moving_later(act, id.into()).await?));
                }
                Entity::Credit => {
                    let belonging = store::source::load(act.db(), id.into()).await?.belonging()?;
                    before.belonging.push((id.into(), belonging));
                }
                _ => {}
            }
        }
        Ok(before)
    }

    /// Whether something moves on an invoice after today that did not, or money that is used became goodwill, or goodwill
    /// money.
    async fn holds_no_more(&self, act: &mut Act<'_>) -> Result<bool, Error> {
        for (invoice, before) in &self.moving_later {
            if dating::moving_later(act, *invoice).await?.iter().any(|moving| !before.contains(moving)) {
                return Ok(true);
            }
        }
        for (credit, before) in &self.belonging {
            let row = store::source::load(act.db(), *credit).await?;
            let standing = row.standing(act.currency)?;
            if row.belonging()? != *before && standing.remaining() < standing.amount {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses that money was not received of which a part went back since (decision 0013).
    async fn refuse_given_back(&self, act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
        for (client, before_minor) in &self.received {
            let minor = refund::received_minor(act.db(), *client).await?;
            if minor >= 0 || minor >= *before_minor {
                continue;
            }
            let crossed = store::source::list_crossed(act.db(), *client).await?;
            for one in crossed.into_iter().chain([*client]) {
                for (source, later) in store::operation::list_later_payouts(act.db(), one, operation).await? {
                    if store::source::load(act.db(), source).await?.belonging()? != Belonging::Goodwill {
                        return Err(depends(&later));
                    }
                }
            }
        }
        Ok(())
    }
}

/// The latest act since that touched something of the operation, as a refusal.
pub(crate) async fn dependant(act: &mut Act<'_>, operation: OperationId) -> Result<Error, Error> {
    for ((entity, id), _) in store::operation::list_subjects(act.db(), operation).await? {
        if entity != Entity::Client
            && let Some(later) = store::operation::find_later(act.db(), entity, id, operation).await?
        {
            return Ok(depends(&later));
        }
    }
    // What stands in the way can be an undo of an act that came later too; what touched the money says more than what
    // touched its invoice.
    let mut subjects = store::operation::list_subjects(act.db(), operation).await?;
    subjects.sort_by_key(|((entity, _), _)| *entity == Entity::Invoice);
    for ((entity, id), _) in subjects {
        if entity != Entity::Client
            && let Some(later) = store::operation::find_latest(act.db(), (entity, id), operation, true).await?
        {
            return Ok(depends(&later));
        }
    }
    Ok(Error::rule("Later acts depend on this one, so it cannot be undone."))
}

pub(crate) fn depends(LaterOperation { kind, sentence }: &LaterOperation) -> Error {
    if left_the_practice(kind) {
        Error::rule(format!(
            "“{sentence}” came later, and what has left the practice cannot be taken back. \
             Correct or void the document instead."
        ))
    } else {
        Error::rule(format!("A later act depends on this one: “{sentence}”. Undo that first."))
    }
}

/// Whether an act did another again, by what it says.
pub(crate) fn is_done_again(sentence: &str) -> bool {
    sentence.starts_with(AGAIN)
}

/// Whether an act of this kind is never taken back.
pub(crate) fn is_final(kind: &str) -> bool {
    left_the_practice(kind) || kind == UNDO_IMPORT
}

fn left_the_practice(kind: &str) -> bool {
    matches!(kind, "save_document" | "print_document" | "email_document")
}
