//! The sentences of *Why?*, and where what they name leads.

use billing::day_in_words;

use crate::{
    names,
    report::{Lapse, LapseCause},
    sentence::Sentence,
    store::why::SignedRow,
    view::{SourceKindView, WhyPart},
};

impl Sentence {
    fn credit(self, lapse: &Lapse) -> Self {
        self.source(SourceKindView::Credit, lapse.source, &lapse.number)
    }

    /// The invoice that a row is about.
    fn its_invoice(self, row: &SignedRow) -> Self {
        match (row.invoice_id, &row.invoice_number) {
            (Some(id), Some(number)) => self.invoice(id, number),
            _ => self,
        }
    }

    /// The source that a row is about.
    fn its_source(self, row: &SignedRow) -> Self {
        match (row.source_id, &row.source_number) {
            (Some(id), Some(number)) => self.source(source_kind(row.source_kind.as_deref()), id, number),
            _ => self,
        }
    }

    /// What a transfer took from, or made.
    fn other_source(self, row: &SignedRow) -> Self {
        match (row.other_source_id, &row.other_source_number) {
            (Some(id), Some(number)) => self.source(source_kind(row.other_source_kind.as_deref()), id, number),
            _ => self,
        }
    }

    fn its_refund(self, row: &SignedRow) -> Self {
        match (row.refund_id, &row.refund_number) {
            (Some(id), Some(number)) => self.refund(id, number),
            _ => self,
        }
    }

    /// ` of Ben, a linked client`, where there is one on the other side.
    fn of_other(self, row: &SignedRow) -> Self {
        if row.other_id.is_some() { self.words(" of ").other(row) } else { self }
    }

    /// `Ben, a linked client`.
    fn other(self, row: &SignedRow) -> Self {
        match (row.other_id, &row.other_first_name, &row.other_last_name) {
            (Some(id), Some(first), Some(last)) => {
                self.client(id, &names::full(first, last)).words(", a linked client")
            }
            _ => self,
        }
    }
}

fn source_kind(kind: Option<&str>) -> SourceKindView {
    match kind {
        Some("credit") => SourceKindView::Credit,
        Some("credit_note") => SourceKindView::CreditNote,
        _ => SourceKindView::Payment,
    }
}

/// What moved what is owed on invoices. `made` is the row that issued the invoice.
pub(super) fn of_invoice(row: &SignedRow, made: bool) -> Vec<WhyPart> {
    let raises = row.effect_minor > 0;
    let begun = Sentence::default();
    match row.kind.as_str() {
        "application" => {
            let source = begun.its_source(row).of_other(row);
            let after = if row.other_id.is_some() { "," } else { "" };
            let did = if raises { "was taken off" } else { "was applied to" };
            source.words(&format!("{after} {did} ")).its_invoice(row)
        }
        "write_off" if raises => begun.words("What was written off of ").its_invoice(row).words(" is owed again"),
        "write_off" => begun.words("So much of ").its_invoice(row).words(" was written off"),
        _ if made => begun.its_invoice(row).words(" was issued"),
        _ if raises => begun.its_invoice(row).words(" charges more"),
        _ => begun.its_invoice(row).words(" charges less"),
    }
    .end()
}

/// What moved what remains of sources. `made` is the row that made the source.
pub(super) fn of_source(row: &SignedRow, made: bool) -> Vec<WhyPart> {
    let raises = row.effect_minor > 0;
    let begun = Sentence::default();
    match row.kind.as_str() {
        "application" => {
            let did = if raises { " was taken off " } else { " was applied to " };
            begun.its_source(row).words(did).its_invoice(row).of_other(row)
        }
        "payout" if row.refund_id.is_none() && raises => {
            begun.words("What ").its_source(row).words(" gave to ").other(row).words(" came back")
        }
        "payout" if row.refund_id.is_none() => {
            begun.its_source(row).words(" was given to ").other(row).words(" as ").other_source(row)
        }
        "payout" if raises => {
            begun.its_refund(row).words(" was reversed: its money is on ").its_source(row).words(" again")
        }
        "payout" => begun.its_refund(row).words(" gave back money of ").its_source(row),
        _ if made && row.other_id.is_some() => {
            begun.its_source(row).words(" came from ").other_source(row).of_other(row)
        }
        _ if made => {
            let did = match source_kind(row.source_kind.as_deref()) {
                SourceKindView::Credit => " was given as a credit",
                SourceKindView::CreditNote => " was issued",
                _ => " was received",
            };
            let told = begun.its_source(row).words(did);
            match (row.return_id, &row.return_number) {
                (Some(id), Some(number)) => told.words(" for ").goods_return(id, number),
                _ => told,
            }
        }
        _ if raises => begun.its_source(row).words(" came to more"),
        _ => begun.its_source(row).words(" came to less, or was taken back"),
    }
    .end()
}

/// What changed of what of a credit can be used.
pub(super) fn of_lapse(lapse: &Lapse) -> Vec<WhyPart> {
    let begun = Sentence::default();
    match (lapse.cause, lapse.minor > 0) {
        (LapseCause::LastDay, _) => {
            let last = lapse.on.pred_opt().unwrap_or(lapse.on);
            begun.credit(lapse).words(&format!(" lapsed: {} was its last day", day_in_words(last)))
        }
        (LapseCause::Activity, true) => begun.credit(lapse).words(" was made inactive"),
        (LapseCause::OtherLastDay, true) => begun.credit(lapse).words(" has a last day that is past"),
        (LapseCause::Amount, true) => begun.words("What came to ").credit(lapse).words(" can be used no more"),
        (LapseCause::Amount, false) => begun.words("What left ").credit(lapse).words(" could be used no more anyway"),
        (LapseCause::Activity | LapseCause::OtherLastDay, false) => begun.credit(lapse).words(" can be used again"),
    }
    .end()
}
