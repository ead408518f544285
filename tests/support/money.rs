//! Credits, notes, refunds and what is given up, in as few words as a story needs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story stops at the first surprise, and that is its report"
)]

use practice::{
    CreditId, CreditNoteId, Error, LinkId, RefundId, SourceId,
    view::{
        Acted, CreditCause, CreditFilter, CreditForm, CreditNoteForm, CreditNoteRef, CreditOriginView, CreditRow,
        CreditSort, CreditStatus, CreditsQuery, LinkKind, NoteLineForm, RefundForm, RefundOfApplied, RefundRow,
        RefundsQuery, Remainder, SettlementForm, ShareForm, SourceRef, SourceSheetForm, SplitForm, TransferForm,
        WantedForm,
    },
};

use crate::story::Story;

/// An amount in cents.
#[must_use]
pub fn cents(typed: &str) -> i64 {
    typed.replace('.', "").parse().unwrap()
}

/// Cents as they are typed.
#[must_use]
pub fn typed(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// An amount of a source that is on its way to an invoice, or off one.
#[derive(Debug)]
#[must_use]
pub struct Moving<'a> {
    story: &'a Story,
    source: &'a str,
    amount: &'a str,
}

impl Moving<'_> {
    /// Puts it on an invoice.
    pub async fn to(self, invoice: &str) -> Acted<Remainder> {
        self.share_of(invoice, 1).await
    }

    /// Takes it off an invoice.
    pub async fn from(self, invoice: &str) -> Acted<Remainder> {
        self.share_of(invoice, -1).await
    }

    async fn share_of(self, invoice: &str, sign: i64) -> Acted<Remainder> {
        let present = self.story.applied(self.source, invoice).await;
        let wanted = typed(present + sign * cents(self.amount));
        self.story.rearrange(self.source, &[(invoice, &wanted)]).await.unwrap()
    }
}

impl Story {
    /// A credit as typed: a courtesy, given today, without a last day.
    #[must_use]
    pub fn credit_form(&self, client: &str, amount: &str) -> CreditForm {
        CreditForm {
            client_id: Some(self.client(client)),
            origin: CreditOriginView::Courtesy,
            amount: amount.into(),
            given_on: self.now().on.to_string(),
            expires_on: String::new(),
            reason: String::new(),
            invoice_id: None,
        }
    }

    /// Gives a client goodwill; its number.
    pub async fn credit(&self, client: &str, amount: &str) -> String {
        self.make(self.credit_form(client, amount)).await
    }

    /// Gives a client goodwill with a last day; its number.
    pub async fn expiring(&self, client: &str, amount: &str, expires_on: &str) -> String {
        self.make(CreditForm { expires_on: expires_on.into(), ..self.credit_form(client, amount) }).await
    }

    /// A client's own money from before the books began; its number.
    pub async fn opening_balance(&self, client: &str, amount: &str) -> String {
        let origin = CreditOriginView::OpeningBalance;
        self.make(CreditForm { origin, ..self.credit_form(client, amount) }).await
    }

    async fn make(&self, form: CreditForm) -> String {
        self.practice.make_credit(&form, &self.ask()).await.unwrap().answer.number
    }

    /// Changes a credit.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn edit_credit(&self, number: &str, change: impl FnOnce(&mut CreditForm)) -> Result<Acted<()>, Error> {
        let id = self.credit_id(number).await;
        let mut form = self.practice.credit_page(id, self.now()).await.unwrap().form;
        change(&mut form);
        self.practice.edit_credit(id, &form, &self.ask()).await
    }

    /// Money of a source, to be put on an invoice: `p.apply("R-00001", "20.00").to("INV-00002").await`.
    pub fn apply<'a>(&'a self, source: &'a str, amount: &'a str) -> Moving<'a> {
        Moving { story: self, source, amount }
    }

    /// Money of a source, to be taken off an invoice: `p.unapply("R-00001", "20.00").from("INV-00002").await`.
    pub fn unapply<'a>(&'a self, source: &'a str, amount: &'a str) -> Moving<'a> {
        Moving { story: self, source, amount }
    }

    /// What a source has on an invoice, in cents.
    pub async fn applied(&self, source: &str, invoice: &str) -> i64 {
        let sheet = self.practice.source_sheet(self.source_id(source).await, self.now()).await.unwrap();
        sheet.rows.iter().find(|row| row.number == invoice).map_or(0, |row| cents(&row.applied))
    }

    /// Gives invoices other amounts of a source.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn rearrange(&self, source: &str, wanted: &[(&str, &str)]) -> Result<Acted<Remainder>, Error> {
        let form = self.sheet(wanted).await;
        self.practice.apply_source(self.source_id(source).await, &form, &self.ask()).await
    }

    /// What invoices are to have of a source, as typed.
    pub async fn sheet(&self, wanted: &[(&str, &str)]) -> SourceSheetForm {
        let mut shares = Vec::new();
        for (invoice, amount) in wanted {
            shares.push(ShareForm { invoice_id: self.invoice_id(invoice).await, amount: (*amount).into() });
        }
        SourceSheetForm { shares }
    }

    /// The rows of all credits, of all credit notes, and of payments with something left, by number.
    pub async fn all_credits(&self) -> Vec<CreditRow> {
        let mut all = Vec::new();
        loop {
            let page = u32::try_from(all.len() / 50).unwrap();
            let query = CreditsQuery {
                client_id: None,
                search: String::new(),
                filter: CreditFilter::All,
                sort: CreditSort::Made,
                descending: false,
                page,
            };
            let listed = self.practice.list_credits(&query, self.now()).await.unwrap();
            all.extend(listed.rows);
            if all.len() >= usize::try_from(listed.total).unwrap() {
                return all;
            }
        }
    }

    async fn credit_row(&self, number: &str) -> CreditRow {
        let found = self.all_credits().await.into_iter().find(|row| row.source.number == number);
        found.unwrap_or_else(|| panic!("there is no {number}"))
    }

    /// The source of this number.
    pub async fn source_id(&self, number: &str) -> SourceId {
        if number.starts_with("R-") {
            self.payment_id(number).await.into()
        } else {
            self.credit_row(number).await.source.id
        }
    }

    /// The credit of this number.
    pub async fn credit_id(&self, number: &str) -> CreditId {
        self.credit_id_of(&self.credit_row(number).await)
    }

    /// The credit note of this number.
    pub async fn note_id(&self, number: &str) -> CreditNoteId {
        self.note_id_of(&self.credit_row(number).await)
    }

    pub(crate) fn credit_id_of(&self, row: &CreditRow) -> CreditId {
        row.source.id.get().into()
    }

    pub(crate) fn note_id_of(&self, row: &CreditRow) -> CreditNoteId {
        row.source.id.get().into()
    }

    /// `available 50.00: 20.00 applied, 0.00 refunded, 30.00 available, 0.00 lapsed`, of a credit or a credit note.
    pub async fn source(&self, number: &str) -> String {
        in_words(&self.credit_row(number).await)
    }

    /// A refund as typed: today, in cash, from what remains of a source.
    pub async fn refund_form(&self, source: &str, amount: &str) -> RefundForm {
        RefundForm {
            source_id: self.source_id(source).await,
            amount: amount.into(),
            refunded_on: self.now().on.to_string(),
            method: "Cash".into(),
            reference: String::new(),
            reason: String::new(),
            applied: None,
        }
    }

    /// A refund of money that is on an invoice, with the answer to the one question.
    pub async fn refund_off_form(&self, source: &str, amount: &str, invoice: &str, still_owed: bool) -> RefundForm {
        let applied = Some(RefundOfApplied { invoice_id: self.invoice_id(invoice).await, still_owed });
        RefundForm { applied, ..self.refund_form(source, amount).await }
    }

    /// Refunds what remains of a source; the number of the refund.
    pub async fn refund(&self, source: &str, amount: &str) -> String {
        let form = self.refund_form(source, amount).await;
        self.practice.refund(&form, &self.ask()).await.unwrap().answer.number
    }

    /// All refunds, by number.
    pub async fn all_refunds(&self) -> Vec<RefundRow> {
        let mut all = Vec::new();
        loop {
            let page = u32::try_from(all.len() / 50).unwrap();
            let query = RefundsQuery { client_id: None, search: String::new(), descending: false, page };
            let listed = self.practice.list_refunds(&query).await.unwrap();
            all.extend(listed.rows);
            if all.len() >= usize::try_from(listed.total).unwrap() {
                return all;
            }
        }
    }

    /// The refund of this number.
    pub async fn refund_id(&self, number: &str) -> RefundId {
        let found = self.all_refunds().await.into_iter().find(|row| row.number == number);
        found.unwrap_or_else(|| panic!("there is no {number}")).id
    }

    /// A credit note on an invoice as typed, settled the usual way; `wanted` of its lines from the first on.
    pub async fn note_form(&self, invoice: &str, wanted: &[WantedForm]) -> CreditNoteForm {
        let id = self.invoice_id(invoice).await;
        let proposal = self.practice.credit_note_proposal(id).await.unwrap();
        let lines = proposal.lines.iter().enumerate().map(|(place, line)| NoteLineForm {
            description: line.description.clone(),
            wanted: wanted.get(place).cloned().unwrap_or(WantedForm::Nothing),
            restock: String::new(),
            deactivate: false,
        });
        CreditNoteForm {
            client_id: None,
            invoice_id: Some(id),
            version: proposal.version,
            cause: CreditCause::Correction,
            note: String::new(),
            lines: lines.collect(),
            settlement: SettlementForm::Usual,
        }
    }

    /// A free-standing credit note as typed.
    #[must_use]
    pub fn free_note_form(&self, client: &str, amount: &str) -> CreditNoteForm {
        CreditNoteForm {
            client_id: Some(self.client(client)),
            invoice_id: None,
            version: 0,
            cause: CreditCause::Service,
            note: String::new(),
            lines: vec![NoteLineForm {
                description: "Session cut short".into(),
                wanted: WantedForm::Amount(amount.into()),
                restock: String::new(),
                deactivate: false,
            }],
            settlement: SettlementForm::Usual,
        }
    }

    /// Issues a credit note over an amount of the first line of an invoice; its number.
    pub async fn credit_note(&self, invoice: &str, amount: &str) -> String {
        let form = self.note_form(invoice, &[WantedForm::Amount(amount.into())]).await;
        self.issue_note(&form).await.unwrap().answer.number
    }

    /// Issues a credit note.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn issue_note(&self, form: &CreditNoteForm) -> Result<Acted<CreditNoteRef>, Error> {
        self.practice.issue_credit_note(form, &self.ask()).await
    }

    /// Gives up an amount of an invoice.
    pub async fn write_off(&self, invoice: &str, amount: &str) {
        let id = self.invoice_id(invoice).await;
        self.practice.write_off(id, amount, "uncollectable", &self.ask()).await.unwrap();
    }

    /// Links two clients as a family.
    pub async fn link(&self, one: &str, other: &str) -> LinkId {
        let (one, other) = (self.client(one), Some(self.client(other)));
        self.practice.link_clients(one, other, LinkKind::Family, &self.ask()).await.unwrap().answer
    }

    /// Money for a linked client, as typed.
    pub async fn transfer_form(&self, source: &str, amount: &str, to: &str) -> TransferForm {
        TransferForm {
            source_id: self.source_id(source).await,
            to_client_id: Some(self.client(to)),
            amount: amount.into(),
            reason: "Pays for the child".into(),
            consent: "By telephone".into(),
        }
    }

    /// Moves money to a linked client; the credit that it becomes.
    pub async fn transfer(&self, source: &str, amount: &str, to: &str) -> SourceRef {
        let form = self.transfer_form(source, amount, to).await;
        self.practice.transfer(&form, &self.ask()).await.unwrap().answer
    }
}

/// A credit note's money shared out by hand; the refund goes today, in cash.
#[must_use]
pub fn split(p: &Story, applied: &str, refunded: &str) -> SettlementForm {
    SettlementForm::Split(SplitForm {
        applied: applied.into(),
        refunded: refunded.into(),
        refunded_on: p.now().on.to_string(),
        method: "Cash".into(),
        reference: String::new(),
    })
}

pub(crate) fn in_words(row: &CreditRow) -> String {
    let (status, amount, applied, refunded) = (status(row.status), &row.amount, &row.applied, &row.refunded);
    let (available, lapsed) = (&row.available, &row.lapsed);
    let moved = if row.transferred == "0.00" { String::new() } else { format!("{} moved, ", row.transferred) };
    format!("{status} {amount}: {applied} applied, {refunded} refunded, {moved}{available} available, {lapsed} lapsed")
}

fn status(status: CreditStatus) -> &'static str {
    match status {
        CreditStatus::Available => "available",
        CreditStatus::Used => "used",
        CreditStatus::Inactive => "inactive",
        CreditStatus::Lapsed => "lapsed",
        CreditStatus::Withdrawn => "withdrawn",
    }
}
