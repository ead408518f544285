//! Money that moves from one client to a linked one (money-rules 3.9; 5, *Transfer*).

use billing::{CreditOrigin, Currency};
use sqlx::SqliteConnection;

use crate::{
    Practice, application,
    catalogue::required,
    credit::make,
    error::{Checks, Error},
    ids::SourceId,
    names, refund,
    store::{
        self, Entity,
        credit::CreditRow,
        ledger::{self, PayoutFor},
        money,
    },
    transact::{Ask, Done},
    view::{Acted, LinkedRef, SourceKindView, SourceRef, TransferForm, TransferRow},
};

impl Practice {
    /// Moves money of a source to a linked client: out of the source, into a credit of the other (money-rules 5,
    /// *Transfer*).
    ///
    /// # Errors
    /// [`billing::SourceError`]; clients who are not linked; goodwill, which is not the client's to give away.
    pub async fn transfer(&self, form: &TransferForm, ask: &Ask) -> Result<Acted<SourceRef>, Error> {
        self.transact("transfer", ask, async |act| {
            let source = store::source::load(act.db(), form.source_id).await?;
            let standing = source.standing(act.currency)?;
            let mut checks = Checks::default();
            let to = checks.take("to_client_id", form.to_client_id.ok_or("Choose whom the money goes to."));
            let reason = checks.take("reason", required(&form.reason, "Say why."));
            let consent = checks.take("consent", required(&form.consent, "Say who agreed to it, and how."));
            let today = act.now.on;
            let amount = act.currency.parse(&form.amount).map_err(|error| error.to_string());
            let free = |amount| standing.pay_out(amount, today).map(|_| amount).map_err(|error| error.to_string());
            let amount = checks.take("amount", amount.and_then(free));
            let ((to, reason), (consent, amount)) = checks.ready(to.zip(reason).zip(consent.zip(amount)))?;
            if to == source.client_id {
                return Err(Error::field("to_client_id", "The money is this client's already."));
            }
            application::check_link(act.db(), source.client_id, to).await?;
            if source.belonging()? == billing::Belonging::Goodwill {
                return Err(Error::rule(
                    "Goodwill belongs to the client it was given to. Give the other one a credit.",
                ));
            }
            let giver = store::client::load(act.db(), source.client_id).await?;
            let received = refund::received(act, source.client_id, giver.name()).await?;
            received.give_back(amount).map_err(|error| Error::field("amount", error))?;
            let row = CreditRow {
                version: 1,
                origin: CreditOrigin::Transfer.as_str().to_owned(),
                given_on: today,
                expires_on: None,
                reason: reason.clone(),
                amount_minor: amount.minor(),
            };
            let made = make(act, to, &row).await?;
            let (operation, from) = (act.operation, (source.id, source.client_id));
            let transfer = store::transfer::save(act.db(), operation, from, (made.id, to), (&reason, &consent)).await?;
            let payout = PayoutFor::Transfer(transfer);
            ledger::save_payout(act.db(), operation, from, payout, today, amount.minor()).await?;
            act.touched_source(source.id).await?;
            act.touched(Entity::Client, source.client_id.get());
            let taker = store::client::load(act.db(), to).await?;
            let sentence = format!("Moved {amount} of {} from {} to {}", source.number, giver.name(), taker.name());
            Ok(Done::Something(made, sentence))
        })
        .await
    }
}

/// The transfers out of a source, and the one that it came from, in their order.
pub(crate) async fn of_source(
    db: &mut SqliteConnection,
    id: SourceId,
    currency: Currency,
) -> Result<Vec<TransferRow>, Error> {
    let mut rows = Vec::new();
    for row in store::transfer::list(db, id).await? {
        let came = row.credit_id == id;
        let giver = LinkedRef { id: row.giver_id, name: names::full(&row.giver_first_name, &row.giver_last_name) };
        let taker = LinkedRef { id: row.taker_id, name: names::full(&row.taker_first_name, &row.taker_last_name) };
        let kind = row.source_kind()?;
        let given = SourceRef { id: row.from_id, kind, number: row.from_number };
        let taken = SourceRef { id: row.credit_id, kind: SourceKindView::Credit, number: row.credit_number };
        let (other, source) = if came { (giver, given) } else { (taker, taken) };
        rows.push(TransferRow {
            came,
            other,
            source,
            on: row.on_day.to_string(),
            amount: money(currency, row.amount_minor)?.to_string(),
            reason: row.reason,
            consent: row.consent,
            undone: row.undone,
        });
    }
    Ok(rows)
}
