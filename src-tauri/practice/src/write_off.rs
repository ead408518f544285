//! Write-offs: part of an invoice is given up, or owed again (money-rules 5, *Write off*).

use billing::Money;

use crate::{
    Practice, dating,
    error::Error,
    history::because,
    ids::InvoiceId,
    store::{self, Entity, invoice::InvoiceRow, ledger},
    transact::{Act, Ask, Done},
    view::Acted,
};

impl Practice {
    /// Gives up `amount` of an invoice; all that is outstanding where nothing was typed.
    ///
    /// # Errors
    /// [`billing::InvoiceError`]; an amount that cannot be taken.
    pub async fn write_off(&self, id: InvoiceId, amount: &str, reason: &str, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("write_off", ask, async |act| {
            let row = store::invoice::load(act.db(), id).await?;
            let standing = row.standing(act.currency)?;
            let amount = typed_or(act, amount, standing.outstanding())?;
            standing.write_off(amount).map_err(|error| Error::field("amount", error))?;
            give_up(act, &row, reason.trim(), amount).await?;
            Ok(Done::Something((), because(format!("Wrote off {amount} of {}", row.number), reason)))
        })
        .await
    }

    /// Lets `amount` of what was given up be owed again; all of it where nothing was typed.
    ///
    /// # Errors
    /// [`billing::InvoiceError`]; an amount that cannot be taken.
    pub async fn reverse_write_off(&self, id: InvoiceId, amount: &str, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("reverse_write_off", ask, async |act| {
            let row = store::invoice::load(act.db(), id).await?;
            let standing = row.standing(act.currency)?;
            let amount = typed_or(act, amount, standing.written_off)?;
            standing.reverse_write_off(amount).map_err(|error| Error::field("amount", error))?;
            take_back(act, &row, "reversed", amount).await?;
            Ok(Done::Something((), format!("Reversed the write-off of {amount} of {}", row.number)))
        })
        .await
    }
}

/// Lets as much of what was given up be owed again as `amount`, which is `paid` or `credited`, exceeds what is outstanding.
/// What is outstanding then.
pub(crate) async fn make_room(
    act: &mut Act<'_>,
    row: &InvoiceRow,
    amount: Money,
    because: &str,
) -> Result<Money, Error> {
    let standing = row.standing(act.currency)?;
    let missing = amount.less(standing.outstanding()).min(standing.written_off);
    if !missing.is_zero() {
        take_back(act, row, &format!("{because} after all"), missing).await?;
        act.warn(format!("{missing} of {} was written off and is owed again, because it is {because}.", row.number));
    }
    Ok(standing.outstanding().plus(missing))
}

/// Gives up part of what is owed.
pub(crate) async fn give_up(act: &mut Act<'_>, row: &InvoiceRow, why: &str, amount: Money) -> Result<(), Error> {
    save(act, row, why, amount.minor()).await
}

/// Lets part of what was given up be owed again.
pub(crate) async fn take_back(act: &mut Act<'_>, row: &InvoiceRow, why: &str, amount: Money) -> Result<(), Error> {
    save(act, row, why, -amount.minor()).await
}

async fn save(act: &mut Act<'_>, row: &InvoiceRow, reason: &str, amount_minor: i64) -> Result<(), Error> {
    let (operation, on_day) = (act.operation, dating::day_of_act(act, row.issued_on));
    ledger::save_write_off(act.db(), operation, (row.id, row.client_id), on_day, reason, amount_minor).await?;
    act.touched(Entity::Invoice, row.id.get());
    act.touched(Entity::Client, row.client_id.get());
    Ok(())
}

fn typed_or(act: &Act<'_>, typed: &str, otherwise: Money) -> Result<Money, Error> {
    match typed.trim() {
        "" => Ok(otherwise),
        typed => act.currency.parse(typed).map_err(|error| Error::field("amount", error)),
    }
}
