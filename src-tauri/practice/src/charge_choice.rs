//! The charge that stands for a session whose attendance changes: kept, credited, or charged otherwise (money-rules 5,
//! *Change of attendance*).

use billing::{Attendance, Change, ChargeChoice, ChargeError, ChargeStanding, Money, change_attendance};

use crate::{
    Practice,
    attendance::{ALREADY, already, present, refuse_early, sentence},
    charge, crediting,
    error::Error,
    ids::SessionId,
    store::{self, Entity, ledger, money, session::SessionRow},
    transact::{Act, Ask, Done},
    view::{Acted, AttendanceView, CreditNoteRef, Credited, CreditedCharge, Marked},
};

impl Practice {
    /// Marks a session otherwise and keeps the charge that stands for it (money-rules 5, *Change of attendance*).
    ///
    /// # Errors
    /// No invoice charges the session; a session still to come.
    pub async fn mark_keeping_charge(
        &self,
        id: SessionId,
        attendance: AttendanceView,
        ask: &Ask,
    ) -> Result<Acted<Marked>, Error> {
        let wanted = Some(Attendance::from(attendance));
        self.transact("mark_keeping_charge", ask, async |act| {
            let row = store::session::load(act.db(), id).await?;
            refuse_early(act, &row, wanted)?;
            let (present, standing) = (present(&row), charge::standing(act, &row).await?);
            let change = change_attendance(present, wanted, &standing, ChargeChoice::Keep).map_err(Error::rule)?;
            if change != Change::MarkAndKeep {
                return if present == wanted {
                    Ok(already(Marked { sessions: vec![], invoices: vec![] }))
                } else {
                    Err(Error::rule("No invoice charges this session, so there is no charge to keep."))
                };
            }
            let kept = standing.into_iter().map(|charge| charge.invoice_number).collect::<Vec<_>>().join(" and ");
            let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
            let mut marked = SessionRow { attendance, fee_waived: false, ..row.clone() };
            if !wanted.is_some_and(Attendance::may_charge) {
                marked.wait_no_longer();
            }
            act.put(id.get(), &marked).await?;
            for (payer, invoice) in row.invoices() {
                act.touched(Entity::Invoice, invoice.get());
                act.touched(Entity::Client, payer.get());
            }
            let marked = Marked { sessions: vec![id], invoices: vec![] };
            let said = sentence(act, &marked, &row, wanted, act.currency.zero()).await?;
            Ok(Done::Something(marked, format!("{said}, and kept the charge on {kept}")))
        })
        .await
    }

    /// Marks a session otherwise and lets go of the charge that stands for it: taken off where nobody has seen or paid
    /// it, else credited in full. The credited money goes against what is outstanding first: on the invoice that charged
    /// the session, then on the one that charges the fee instead. The rest is kept as credit.
    ///
    /// # Errors
    /// [`billing::ChargeError`]; a session still to come.
    pub async fn mark_crediting_charge(
        &self,
        id: SessionId,
        attendance: Option<AttendanceView>,
        choice: CreditedCharge,
        ask: &Ask,
    ) -> Result<Acted<Credited>, Error> {
        let wanted = attendance.map(Attendance::from);
        self.transact("mark_crediting_charge", ask, async |act| {
            let row = store::session::load(act.db(), id).await?;
            refuse_early(act, &row, wanted)?;
            let standing = charge::standing(act, &row).await?;
            let choice = match choice {
                CreditedCharge::Free => ChargeChoice::Free,
                CreditedCharge::Instead => ChargeChoice::Instead,
            };
            let change = change_attendance(present(&row), wanted, &standing, choice).map_err(Error::rule)?;
            let instead = match change {
                Change::CreditMarkAndCharge => true,
                Change::CreditAndMark => false,
                Change::Unchanged | Change::Mark | Change::TakeOffAndMark | Change::MarkAndKeep => {
                    let nothing = Credited { credit_notes: vec![], invoices: vec![], said: vec![] };
                    return Ok(Done::Nothing(nothing, ALREADY.to_owned()));
                }
            };
            let credited = credit_and_mark(act, id, &row, &standing, (wanted, instead)).await?;
            let marked = Marked { sessions: vec![id], invoices: vec![] };
            let said = sentence(act, &marked, &row, wanted, act.currency.zero()).await?;
            let sentence = format!("{said}, {}", credited_sentence(&credited, instead));
            Ok(Done::Something(credited, sentence))
        })
        .await
    }
}

/// Lets go of the charges of a session and marks it; `instead`, what the mark charges is charged anew.
pub(crate) async fn credit_and_mark(
    act: &mut Act<'_>,
    id: SessionId,
    row: &SessionRow,
    standing: &[ChargeStanding],
    (wanted, instead): (Option<Attendance>, bool),
) -> Result<Credited, Error> {
    let fee_waived = !instead && matches!(wanted, Some(Attendance::LateCancelled | Attendance::NoShow));
    let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
    let marked = SessionRow { attendance, fee_waived, ..row.uncharged() };
    let was = charge::fee(act, row).await?;
    let becomes = if instead { charge::fee(act, &marked).await? } else { act.currency.zero() };
    if instead && charge::lines(act, id, &marked).await?.is_empty() {
        return Err(Error::rule(ChargeError::NoFee));
    }
    let notes = charge::credit(act, id, row, standing).await?;
    let mut invoices = Vec::new();
    if instead {
        let issued_on = act.now.on;
        for (invoice, _) in charge::write(act, id, marked, issued_on).await? {
            let payer = store::invoice::load(act.db(), invoice.id).await?.client_id;
            for (_, note) in notes.iter().filter(|(client, _)| *client == payer) {
                crediting::apply_rest(act, note, payer, invoice.id).await?;
            }
            invoices.push(invoice);
        }
    } else {
        act.put(id.get(), &marked).await?;
        for payer in marked.payers() {
            act.touched(Entity::Client, payer.get());
        }
    }
    let mut credited =
        Credited { credit_notes: notes.into_iter().map(|(_, note)| note).collect(), invoices, said: vec![] };
    credited.said = said(act, &credited, standing, (was, becomes)).await?;
    Ok(credited)
}

/// What letting a charge go comes to: the fee, then a sentence for each document.
async fn said(
    act: &mut Act<'_>,
    credited: &Credited,
    standing: &[ChargeStanding],
    (was, becomes): (Money, Money),
) -> Result<Vec<String>, Error> {
    let mut said = Vec::new();
    if was != becomes {
        said.push(format!("The fee of {was} becomes {becomes}."));
    }
    for charge in standing.iter().filter(|charge| charge.may_be_taken_off().is_ok()) {
        said.push(format!("{} charges this session no more.", charge.invoice_number));
    }
    for note in &credited.credit_notes {
        said.push(settled(act, note).await?);
    }
    for invoice in &credited.invoices {
        let row = store::invoice::load(act.db(), invoice.id).await?;
        said.push(format!("{} charges {} instead.", row.number, money(act.currency, row.total_minor)?));
    }
    if credited.invoices.is_empty() && !becomes.is_zero() {
        said.push(format!("{becomes} waits to be invoiced."));
    }
    Ok(said)
}

/// Over how much a credit note is, and what became of its money.
async fn settled(act: &mut Act<'_>, note: &CreditNoteRef) -> Result<String, Error> {
    let standing = store::source::load(act.db(), note.id.into()).await?.standing(act.currency)?;
    let mut parts = Vec::new();
    for applied in ledger::list_by_source(act.db(), note.id.into()).await? {
        parts.push(format!("{} on {}", money(act.currency, applied.amount_minor)?, applied.invoice_number));
    }
    if !standing.remaining().is_zero() {
        parts.push(format!("{} kept as credit", standing.remaining()));
    }
    Ok(format!("{} over {}: {}.", note.number, standing.amount, parts.join(", ")))
}

/// What letting a charge go did, in a sentence.
pub(crate) fn credited_sentence(credited: &Credited, instead: bool) -> String {
    let notes: Vec<&str> = credited.credit_notes.iter().map(|note| note.number.as_str()).collect();
    let invoices: Vec<&str> = credited.invoices.iter().map(|invoice| invoice.number.as_str()).collect();
    let what = if instead { "credited what was charged" } else { "free of charge" };
    let with = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let anew = if invoices.is_empty() { String::new() } else { format!(" and charged {}", invoices.join(", ")) };
    format!("{what}{with}{anew}")
}
