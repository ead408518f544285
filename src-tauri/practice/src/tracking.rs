//! Credit tracking: each occasion on which credit came about, with what it came from (requirements B9).
//!
//! The cause is read from what the act wrote: versions of invoices, credit notes, refunds, other applications. As in the
//! payment report, money that moved from one invoice to another counts.

use billing::{CreditOrigin, Currency, Lowering, Occasion, Reduction, SourceKind, SourceState, Wording};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    crediting::cause_view,
    error::Error,
    ids::{InvoiceId, ProductId, ServiceId, SessionId},
    names,
    sentence::Sentence,
    store::{
        self, PAGE_ROWS,
        invoice::{LineRow, discount},
        money, stored,
        tracking::OccasionRow,
    },
    view::{CreditCause, CreditOccasion, Listed, SourceKindView, SourceRef, TrackingQuery, WhyPart},
};

impl Practice {
    /// One page of the occasions on which credit came about, by day. What was undone is none.
    ///
    /// # Errors
    /// What the store says.
    pub async fn credit_tracking(&self, query: &TrackingQuery) -> Result<Listed<CreditOccasion>, Error> {
        let mut db = self.db().await?;
        let (rows, total) = list(&mut db, query, PAGE_ROWS).await?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }
}

/// The occasions that match, and how many there are in all.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &TrackingQuery,
    rows: u32,
) -> Result<(Vec<CreditOccasion>, u32), Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let (rows, total) = store::tracking::list(db, query, rows).await?;
    let mut occasions = Vec::with_capacity(rows.len());
    for row in rows {
        let sentence = tell(db, &row, currency).await?;
        let of = row.invoice_id.map(InvoiceId::get).unwrap_or_default();
        occasions.push(CreditOccasion {
            key: format!("{}-{}-{of}", row.operation_id, row.source_id),
            on: row.on_day.to_string(),
            client_id: row.client_id,
            client_name: names::full(&row.first_name, &row.last_name),
            source: SourceRef { id: row.source_id, kind: kind(&row)?, number: row.source_number },
            sentence,
            created: money(currency, row.created_minor)?.to_string(),
            current: money(currency, row.remaining_minor)?.to_string(),
        });
    }
    Ok((occasions, total))
}

fn kind(row: &OccasionRow) -> Result<SourceKindView, Error> {
    Ok(SourceKindView::of(stored(SourceKind::parse(&row.source_kind), "kind of a source")?))
}

async fn tell(db: &mut SqliteConnection, row: &OccasionRow, currency: Currency) -> Result<Vec<WhyPart>, Error> {
    let kind = kind(row)?;
    let since = match (stored(SourceState::parse(&row.source_state), "state of a source")?, kind) {
        (SourceState::Active | SourceState::Inactive, _) => "",
        (SourceState::Withdrawn, SourceKindView::Payment) => " (reversed since)",
        (SourceState::Withdrawn, SourceKindView::Credit) => " (deleted since)",
        (SourceState::Withdrawn, SourceKindView::CreditNote) => " (void since)",
    };
    let begun = Sentence::default().source(kind, row.source_id, &row.source_number).words(since).words(": ");
    let told = match row.kind.as_str() {
        "made" => match kind {
            SourceKindView::Payment => paid(begun, row)?,
            SourceKindView::Credit => given(db, begun, row).await?,
            SourceKindView::CreditNote => credited(db, begun, row).await?,
        },
        "raised" => begun.words("amount corrected"),
        "refund_reversed" => begun.the_refund(row).words(" was reversed"),
        "reversal_undone" => begun.words("its reversal was undone, and ").the_invoice(row).words(" had less to pay"),
        _ => taken_off(db, begun, row, currency).await?,
    };
    Ok(told.end())
}

/// What a payment came to beyond what it was put on when it was recorded.
fn paid(begun: Sentence, row: &OccasionRow) -> Result<Sentence, Error> {
    let onto = onto(row)?;
    Ok(if onto.is_empty() {
        begun.words("payment kept as credit")
    } else {
        begun.words("overpayment, beyond ").invoices(&onto)
    })
}

async fn given(db: &mut SqliteConnection, begun: Sentence, row: &OccasionRow) -> Result<Sentence, Error> {
    let given = store::tracking::load_given(db, row.source_id).await?;
    let told = match stored(CreditOrigin::parse(&given.origin), "origin of a credit")? {
        CreditOrigin::Goodwill(Occasion::Loyalty) => begun.words("goodwill for loyalty"),
        CreditOrigin::Goodwill(Occasion::Referral) => begun.words("goodwill for a referral"),
        CreditOrigin::Goodwill(Occasion::Courtesy) => begun.words("goodwill as a courtesy"),
        CreditOrigin::Goodwill(Occasion::Other) => begun.words("goodwill (").words(&given.reason).words(")"),
        CreditOrigin::OpeningBalance => begun.words("opening balance"),
        CreditOrigin::Transfer => {
            let transfers = store::transfer::list(db, row.source_id).await?;
            match transfers.iter().find(|transfer| transfer.credit_id == row.source_id) {
                Some(transfer) => begun
                    .words("money of ")
                    .client(transfer.giver_id, &names::full(&transfer.giver_first_name, &transfer.giver_last_name))
                    .words(", a linked client, from ")
                    .source(transfer.source_kind()?, transfer.from_id, &transfer.from_number),
                None => begun.words("money of a linked client"),
            }
        }
    };
    let onto = onto(row)?;
    Ok(if onto.is_empty() { told } else { told.words(", given on ").invoices(&onto) })
}

/// What a credit note left over once it was settled.
async fn credited(db: &mut SqliteConnection, begun: Sentence, row: &OccasionRow) -> Result<Sentence, Error> {
    let note = store::credit_note::load(db, row.source_id.get().into()).await?;
    let returned = store::returns::find_by_note(db, row.source_id.get().into()).await?;
    if let (Some(invoice), Some(number), Some(by)) = (note.invoice_id, &note.invoice_number, returned) {
        return Ok(begun
            .words("goods of ")
            .invoice(invoice, number)
            .words(" came back with ")
            .goods_return(by.id, &by.number));
    }
    let (Some(invoice), Some(number)) = (note.invoice_id, note.invoice_number) else {
        return Ok(match cause_view(&note.cause)? {
            CreditCause::Correction => begun.words("credit note as a correction"),
            CreditCause::Service => begun.words("credit note for a service"),
            CreditCause::Goodwill => begun.words("credit note for goodwill"),
            CreditCause::Return => begun.words("credit note for a return"),
        });
    };
    Ok(match row.act.as_str() {
        "credit_and_rebill" => begun.invoice(invoice, &number).words(" was credited and billed again"),
        "mark_crediting_charge" => {
            begun.words("attendance changed, and a session on ").invoice(invoice, &number).words(" was credited")
        }
        _ => begun.words("credit note on ").invoice(invoice, &number).words(", beyond what was left to pay"),
    })
}

/// Why money came off an invoice.
async fn taken_off(
    db: &mut SqliteConnection,
    begun: Sentence,
    row: &OccasionRow,
    currency: Currency,
) -> Result<Sentence, Error> {
    if row.refund_id.is_some() {
        return Ok(begun.words("taken off ").the_invoice(row).words(" and refunded as ").the_refund(row));
    }
    let onto = onto(row)?;
    if let (Some(note), Some(number)) = (row.note_id, &row.note_number) {
        let note = begun.words("made way for ").source(SourceKindView::CreditNote, note.into(), number);
        let told = note.words(" on ").the_invoice(row);
        return Ok(if onto.is_empty() { told } else { told.words(", and was put on ").invoices(&onto) });
    }
    if row.voided {
        return Ok(begun.the_invoice(row).words(" was made void"));
    }
    if let (Some(before), Some(after)) = (row.replaced_id, row.version_id) {
        let lowering = Lowering::between(&wording(db, before, currency).await?, &wording(db, after, currency).await?);
        return Ok(lowered(begun, row, lowering));
    }
    Ok(if onto.is_empty() {
        begun.words("taken off ").the_invoice(row)
    } else if row.freed_minor > 0 {
        begun.words("taken off ").the_invoice(row).words(", and in part put on ").invoices(&onto)
    } else {
        begun.words("moved from ").the_invoice(row).words(" to ").invoices(&onto)
    })
}

fn lowered(begun: Sentence, row: &OccasionRow, lowering: Lowering) -> Sentence {
    let removed = match lowering.removed_count {
        0 => None,
        1 => Some("item removed from ".to_owned()),
        count => Some(format!("{count} items removed from ")),
    };
    match (removed, lowering.discount_raised) {
        (Some(removed), false) => begun.words(&removed).the_invoice(row),
        (Some(removed), true) => begun.words(&removed).the_invoice(row).words(", and discount raised"),
        (None, true) => begun.words("discount raised on ").the_invoice(row),
        (None, false) => begun.the_invoice(row).words(" was lowered"),
    }
}

/// What a line is for; two of the same are told apart by nothing.
type What = (Option<SessionId>, Option<ServiceId>, Option<ProductId>, String, Option<NaiveDate>);

async fn wording(db: &mut SqliteConnection, version: i64, currency: Currency) -> Result<Wording<What>, Error> {
    let whole = store::tracking::load_discount(db, version).await?;
    let reduction = |kind: &str, value: i64, minor: i64| {
        Ok::<_, Error>(Reduction { discount: discount(currency, kind, value)?, amount: money(currency, minor)? })
    };
    let line = |line: LineRow| {
        let reduction = reduction(&line.discount_kind, line.discount_value, line.line_discount_minor)?;
        let what = (line.session_id, line.service_id, line.product_id, line.description, line.service_on);
        Ok::<_, Error>((what, reduction))
    };
    let lines = store::invoice::list_lines(db, version).await?;
    Ok(Wording {
        lines: lines.into_iter().map(line).collect::<Result<_, _>>()?,
        discount: reduction(&whole.kind, whole.value, whole.amount_minor)?,
    })
}

fn onto(row: &OccasionRow) -> Result<Vec<(i64, String)>, Error> {
    serde_json::from_str(&row.onto).map_err(|error| Error::Inconsistent(error.to_string()))
}

impl Sentence {
    /// The invoice that the money came off, with whose it is where it is a linked client's.
    fn the_invoice(self, row: &OccasionRow) -> Self {
        let (Some(id), Some(number)) = (row.invoice_id, &row.invoice_number) else { return self };
        let told = self.invoice(id, number);
        match (row.payer_id, &row.payer_first_name, &row.payer_last_name) {
            (Some(id), Some(first), Some(last)) => told.words(" of ").client(id, &names::full(first, last)),
            _ => told,
        }
    }

    fn the_refund(self, row: &OccasionRow) -> Self {
        match (row.refund_id, &row.refund_number) {
            (Some(id), Some(number)) => self.refund(id, number),
            _ => self,
        }
    }

    /// `INV-00001, INV-00002 and INV-00003`.
    fn invoices(self, invoices: &[(i64, String)]) -> Self {
        let last = invoices.len().saturating_sub(1);
        invoices.iter().enumerate().fold(self, |told, (place, (id, number))| {
            let between = match place {
                0 => "",
                _ if place == last => " and ",
                _ => ", ",
            };
            told.words(between).invoice((*id).into(), number)
        })
    }
}
