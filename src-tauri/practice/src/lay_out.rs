//! Documents are laid out from the facts that were frozen when they were issued.

use billing::{
    Currency, InvoiceStanding, InvoiceState, Priced, Rate, SourceKind, SourceStanding, SourceState, TaxTotal,
};
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::{
    crediting::cause_view,
    documents::{
        AppliedKind, AppliedRow, CreditNoteFacts, CreditNoteLine, CreditedInvoice, Document, ENGLISH, InvoiceFacts,
        InvoiceLine, Letterhead, Logo, NoteCause, PaidInvoice, Paper, ReceiptFacts, Recipient, RefundFacts,
        RefundedRow, TaxRow, Used, credit_note, invoice, receipt, refund, to_pdf,
    },
    error::Error,
    frozen::{self, FrozenPayer, FrozenPractice},
    ids::{ClientId, CreditNoteId, InvoiceId, PaymentId, RefundId, SourceId, SuppliedId},
    invoice::stored_price,
    store::{self, Entity, credit_note::NoteLineRow, invoice::LineRow, ledger, money, stored},
    vault::hex,
    view::{CreditCause, DocumentRef},
};

/// Decimals of a stored quantity.
const QUANTITY_SCALE: u32 = 3;

/// A document laid out, or a copy that says the same.
pub(crate) struct Laid {
    pub entity: Entity,
    pub entity_id: i64,
    pub client: ClientId,
    pub number: String,
    pub title: String,
    pub revision: i64,
    pub file_name: String,
    pub facts_sha256: String,
    pub bytes: Vec<u8>,
    pub warnings: Vec<String>,
    pub supplied: Option<SuppliedId>,
    /// The first and the last day of an account summary.
    pub days: Option<(Option<NaiveDate>, NaiveDate)>,
}

/// Lays out a document from its frozen facts, or finds the copy of an earlier time that says the same.
pub(crate) async fn lay_out(db: &mut SqliteConnection, document: DocumentRef, today: NaiveDate) -> Result<Laid, Error> {
    match document {
        DocumentRef::Invoice(id) => lay_out_invoice(db, id).await,
        DocumentRef::Receipt(id) => lay_out_receipt(db, id).await,
        DocumentRef::CreditNote(id) => lay_out_credit_note(db, id).await,
        DocumentRef::Refund(id) => lay_out_refund(db, id).await,
        DocumentRef::Statement(of) => crate::statement::lay_out(db, of, today).await,
    }
}

async fn lay_out_invoice(db: &mut SqliteConnection, id: InvoiceId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::invoice::load(db, id).await?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.bill_to)?;
    let standing = row.standing(currency)?;
    let paper = paper(&practice);
    let lines = store::invoice::list_lines(db, row.version_id).await?;
    let facts = InvoiceFacts {
        number: row.number.clone(),
        revision: store::count(row.revision),
        issued_on: row.issued_on,
        due_on: row.due_on,
        currency,
        client: client_if_other(&payer),
        bill_to: recipient(payer),
        lines: invoice_lines(&lines, currency)?,
        subtotal: money(currency, row.gross_minor)?,
        discount: money(currency, row.discount_minor)?,
        taxes: tax_rows(stored_price(&row, &lines, currency)?),
        total: standing.total,
        applied: applied_rows(db, id, &standing, currency).await?,
        due: standing.outstanding(),
        notes: some(row.note.clone()),
        void: standing.state == InvoiceState::Void,
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("invoice {}", row.number);
    let about = About {
        entity: Entity::Invoice,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: row.revision,
    };
    finish(db, about, &facts, paper, || invoice(&facts, paper, &ENGLISH)).await
}

async fn lay_out_receipt(db: &mut SqliteConnection, id: PaymentId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::payment::load(db, id).await?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.received_from)?;
    let standing = row.standing(currency)?;
    let paper = paper(&practice);
    let reversed = standing.state == SourceState::Withdrawn;
    let facts = ReceiptFacts {
        number: row.number.clone(),
        revision: store::count(row.revision),
        received_on: row.received_on,
        currency,
        client: client_if_other(&payer),
        received_from: recipient(payer),
        method: row.method,
        reference: some(row.reference),
        comment: some(row.comment),
        amount: standing.amount,
        used: used(db, id.into(), &standing, currency).await?,
        reversed_on: if reversed { store::source::withdrawn_on(db, id.into()).await? } else { None },
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("receipt {}", row.number);
    let about = About {
        entity: Entity::Payment,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: row.revision,
    };
    finish(db, about, &facts, paper, || receipt(&facts, paper, &ENGLISH)).await
}

async fn lay_out_credit_note(db: &mut SqliteConnection, id: CreditNoteId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::credit_note::load(db, id).await?;
    let standing = store::source::load(db, id.into()).await?.standing(currency)?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.bill_to)?;
    let paper = paper(&practice);
    let invoice = match row.invoice_id {
        Some(id) => {
            let invoice = store::invoice::load(db, id).await?;
            Some(CreditedInvoice { number: invoice.number, issued_on: invoice.issued_on })
        }
        None => None,
    };
    let lines = store::credit_note::list_lines(db, id).await?;
    let days = store::credit_note::list_service_days(db, id).await?;
    let void = standing.state == SourceState::Withdrawn;
    let facts = CreditNoteFacts {
        number: row.number.clone(),
        issued_on: row.issued_on,
        currency,
        client: client_if_other(&payer),
        credited_to: recipient(payer),
        cause: match cause_view(&row.cause)? {
            CreditCause::Correction => NoteCause::Correction,
            CreditCause::Service => NoteCause::Service,
            CreditCause::Goodwill => NoteCause::Goodwill,
            CreditCause::Return => NoteCause::Return,
        },
        invoice,
        taxes: note_taxes(&lines, currency)?,
        lines: lines
            .into_iter()
            .zip(days)
            .map(|(line, service_on)| note_line(line, service_on, currency))
            .collect::<Result<_, _>>()?,
        net: money(currency, row.net_minor)?,
        total: money(currency, row.total_minor)?,
        used: used(db, id.into(), &standing, currency).await?,
        notes: some(row.note),
        void_on: if void { store::source::withdrawn_on(db, id.into()).await? } else { None },
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("credit note {}", row.number);
    let about = About {
        entity: Entity::CreditNote,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: 1,
    };
    finish(db, about, &facts, paper, || credit_note(&facts, paper, &ENGLISH)).await
}

async fn lay_out_refund(db: &mut SqliteConnection, id: RefundId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::refund::load(db, id).await?;
    let source = store::source::load(db, row.source_id).await?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.paid_to)?;
    let paper = paper(&practice);
    let reversed = row.standing_minor == 0;
    let facts = RefundFacts {
        number: row.number.clone(),
        refunded_on: row.refunded_on,
        currency,
        client: client_if_other(&payer),
        paid_to: recipient(payer),
        source_kind: kind_of_source(source.kind()?),
        source_number: source.number,
        source_on: source.from_on,
        method: row.method,
        reference: some(row.reference),
        reason: some(row.reason),
        amount: money(currency, row.amount_minor)?,
        reversed_on: if reversed { store::refund::reversed_on(db, id).await? } else { None },
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("refund advice {}", row.number);
    let about = About {
        entity: Entity::Refund,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: 1,
    };
    finish(db, about, &facts, paper, || refund(&facts, paper, &ENGLISH)).await
}

/// What a document is called and kept under.
pub(crate) struct About {
    pub entity: Entity,
    pub entity_id: i64,
    pub client: ClientId,
    pub number: String,
    pub title: String,
    pub revision: i64,
}

/// The bytes of an earlier copy that was laid out from the same facts, or a new layout.
pub(crate) async fn finish<F: Serialize>(
    db: &mut SqliteConnection,
    about: About,
    facts: &F,
    paper: Paper,
    layout: impl FnOnce() -> Document,
) -> Result<Laid, Error> {
    let facts = serde_json::to_vec(facts).map_err(|error| Error::Inconsistent(error.to_string()))?;
    let paper = if paper == Paper::Letter { "letter" } else { "a4" };
    let facts_sha256 = hex(&Sha256::new().chain_update(&facts).chain_update(paper).finalize());
    let About { entity, entity_id, client, number, title, revision } = about;
    let earlier = store::supplied::find_same(db, entity, entity_id, &facts_sha256).await?;
    let (bytes, warnings, supplied) = match earlier {
        Some(copy) => (copy.bytes, vec![], Some(copy.id)),
        None => {
            let document = layout();
            let bytes = to_pdf(&document).map_err(Error::rule)?;
            (bytes, document.warnings, None)
        }
    };
    let file_name = file_name(&number, revision);
    Ok(Laid {
        entity,
        entity_id,
        client,
        number,
        title,
        revision,
        file_name,
        facts_sha256,
        bytes,
        warnings,
        supplied,
        days: None,
    })
}

/// The practice at the head of a document.
pub(crate) async fn letterhead(db: &mut SqliteConnection, practice: FrozenPractice) -> Result<Letterhead, Error> {
    let logo = match practice.logo_id {
        Some(id) => Some(Logo::read(&store::profile::load_logo(db, id).await?).map_err(Error::rule)?),
        None => None,
    };
    Ok(Letterhead {
        practice: practice.name,
        owner: some(practice.owner),
        address: practice.address,
        phone: some(practice.phone),
        email: some(practice.email),
        tax_id: some(practice.tax_id),
        licence: some(practice.licence),
        npi: some(practice.npi),
        logo,
        how_to_pay: some(practice.how_to_pay),
        footer: some(practice.footer),
    })
}

fn invoice_lines(lines: &[LineRow], currency: Currency) -> Result<Vec<InvoiceLine>, Error> {
    const PRICE_SCALE: u32 = 4;
    lines
        .iter()
        .map(|line| {
            let rates = line.taxes.iter().map(|tax| Ok(stored(Rate::from_e4(tax.rate_e4), "rate")?.to_string()));
            let rates: Vec<String> = rates.collect::<Result<_, Error>>()?;
            Ok(InvoiceLine {
                service_on: line.service_on,
                description: line.description.clone(),
                quantity: rust_decimal::Decimal::new(line.quantity_thousandths, QUANTITY_SCALE).normalize(),
                unit_price: rust_decimal::Decimal::new(line.unit_price_e4, PRICE_SCALE).normalize(),
                discount: money(currency, line.line_discount_minor)?,
                tax: (!rates.is_empty()).then(|| rates.join(" + ")),
                amount: money(currency, line.base_minor)?,
            })
        })
        .collect()
}

fn tax_rows(priced: Priced) -> Vec<TaxRow> {
    let row = |tax: TaxTotal| TaxRow {
        label: format!("{} {}", tax.name, tax.rate),
        base: tax.base,
        amount: tax.tax,
        included: tax.included,
    };
    priced.taxes.into_iter().map(row).collect()
}

/// What lowered the amount due of an invoice: what is applied to it, then what was given up.
async fn applied_rows(
    db: &mut SqliteConnection,
    id: InvoiceId,
    standing: &InvoiceStanding,
    currency: Currency,
) -> Result<Vec<AppliedRow>, Error> {
    let mut rows = Vec::new();
    if standing.settled().is_zero() {
        return Ok(rows);
    }
    for applied in ledger::list_by_invoice(db, id).await? {
        rows.push(AppliedRow {
            kind: kind_of_source(applied.kind()?),
            number: Some(applied.source_number),
            on: applied.applied_on,
            amount: money(currency, applied.amount_minor)?,
        });
    }
    for (on, amount_minor) in ledger::list_write_off_days(db, id).await? {
        rows.push(AppliedRow { kind: AppliedKind::WriteOff, number: None, on, amount: money(currency, amount_minor)? });
    }
    Ok(rows)
}

fn kind_of_source(kind: SourceKind) -> AppliedKind {
    match kind {
        SourceKind::Payment => AppliedKind::Payment,
        SourceKind::Credit => AppliedKind::Credit,
        SourceKind::CreditNote => AppliedKind::CreditNote,
    }
}

/// What became of the money of a source.
async fn used(
    db: &mut SqliteConnection,
    id: SourceId,
    standing: &SourceStanding,
    currency: Currency,
) -> Result<Used, Error> {
    let mut applied = Vec::new();
    for share in ledger::list_by_source(db, id).await? {
        let issued_on = store::invoice::load(db, share.invoice_id).await?.issued_on;
        let amount = money(currency, share.amount_minor)?;
        applied.push(PaidInvoice { number: share.invoice_number, issued_on, amount });
    }
    let mut refunded = Vec::new();
    for row in store::refund::list_by_source(db, id).await? {
        let amount = money(currency, row.standing_minor)?;
        if !amount.is_zero() {
            refunded.push(RefundedRow { number: row.number, on: row.refunded_on, amount });
        }
    }
    Ok(Used { applied, refunded, transferred: standing.transferred, credit: standing.remaining() })
}

fn note_line(line: NoteLineRow, service_on: Option<NaiveDate>, currency: Currency) -> Result<CreditNoteLine, Error> {
    let (net, tax) = (money(currency, line.net_minor)?, money(currency, line.tax_minor)?);
    Ok(CreditNoteLine {
        service_on,
        description: line.description,
        quantity: rust_decimal::Decimal::new(line.quantity_thousandths, QUANTITY_SCALE).normalize(),
        net,
        tax,
        total: net.plus(tax),
    })
}

/// The tax of a note by name and rate, in the order in which its lines have them.
fn note_taxes(lines: &[NoteLineRow], currency: Currency) -> Result<Vec<TaxRow>, Error> {
    let mut rows: Vec<TaxRow> = Vec::new();
    for line in lines {
        for tax in &line.taxes {
            let label = format!("{} {}", tax.name, stored(Rate::from_e4(tax.rate_e4), "rate")?);
            let (base, amount) = (money(currency, line.net_minor)?, money(currency, tax.tax_minor)?);
            match rows.iter_mut().find(|row| row.label == label && row.included == tax.included) {
                Some(row) => (row.base, row.amount) = (row.base.plus(base), row.amount.plus(amount)),
                None => rows.push(TaxRow { label, base, amount, included: tax.included }),
            }
        }
    }
    Ok(rows)
}

/// The sheets that a document is printed on.
pub(crate) fn paper(practice: &FrozenPractice) -> Paper {
    if practice.paper == "letter" { Paper::Letter } else { Paper::A4 }
}

/// Who a document is for.
pub(crate) fn recipient(payer: FrozenPayer) -> Recipient {
    Recipient { name: payer.name, address: payer.address, email: some(payer.email) }
}

/// The client, where somebody else pays.
pub(crate) fn client_if_other(payer: &FrozenPayer) -> Option<String> {
    (payer.client_name != payer.name).then(|| payer.client_name.clone())
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A name that every system takes, from the document's number.
fn file_name(number: &str, revision: i64) -> String {
    let safe: String = number
        .chars()
        .map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' })
        .collect();
    if revision > 1 { format!("{safe}-rev{revision}.pdf") } else { format!("{safe}.pdf") }
}
