//! Who pays for a session beside its own client.

use billing::Rate;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{session::SessionRow, stored};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId},
};

/// Another client who pays for part of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShareRow {
    pub client_id: ClientId,
    pub percent_e4: i64,
    pub awaits_invoice: bool,
    pub invoice_id: Option<InvoiceId>,
}

/// Where what a payer is charged for a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charged {
    /// Nothing is charged.
    Nothing,
    /// It waits for an invoice.
    Waits,
    /// It is on an invoice.
    On(InvoiceId),
}

impl SessionRow {
    /// Who pays for it: its own client first.
    pub(crate) fn payers(&self) -> impl Iterator<Item = ClientId> {
        std::iter::once(self.client_id).chain(self.shares.iter().map(|share| share.client_id))
    }

    /// What the others pay, in their order.
    pub(crate) fn rates(&self) -> Result<Vec<Rate>, Error> {
        self.shares.iter().map(|share| stored(Rate::from_e4(share.percent_e4), "share of a session")).collect()
    }

    /// Where the charge of `payer` stands; nothing for who does not pay.
    pub(crate) fn charged(&self, payer: ClientId) -> Charged {
        let own = (self.client_id == payer).then_some((self.awaits_invoice, self.invoice_id));
        let shared = || self.shares.iter().find(|share| share.client_id == payer);
        match own.or_else(|| shared().map(|share| (share.awaits_invoice, share.invoice_id))) {
            Some((_, Some(invoice))) => Charged::On(invoice),
            Some((true, None)) => Charged::Waits,
            Some((false, None)) | None => Charged::Nothing,
        }
    }

    /// Sets where the charge of `payer` stands.
    pub(crate) fn charge(&mut self, payer: ClientId, charged: Charged) {
        let (awaits_invoice, invoice_id) = match charged {
            Charged::Nothing => (false, None),
            Charged::Waits => (true, None),
            Charged::On(invoice) => (false, Some(invoice)),
        };
        if self.client_id == payer {
            (self.awaits_invoice, self.invoice_id) = (awaits_invoice, invoice_id);
        }
        for share in self.shares.iter_mut().filter(|share| share.client_id == payer) {
            (share.awaits_invoice, share.invoice_id) = (awaits_invoice, invoice_id);
        }
    }

    /// The invoices that charge it, with whom.
    pub(crate) fn invoices(&self) -> Vec<(ClientId, InvoiceId)> {
        let on = |payer| match self.charged(payer) {
            Charged::On(invoice) => Some((payer, invoice)),
            Charged::Nothing | Charged::Waits => None,
        };
        self.payers().filter_map(on).collect()
    }

    /// The same, with nothing charged to anyone.
    pub(crate) fn uncharged(&self) -> Self {
        let mut row = self.clone();
        for payer in self.payers() {
            row.charge(payer, Charged::Nothing);
        }
        row
    }

    /// Lets nobody wait for an invoice any more.
    pub(crate) fn wait_no_longer(&mut self) {
        let waiting: Vec<ClientId> = self.payers().filter(|payer| self.charged(*payer) == Charged::Waits).collect();
        for payer in waiting {
            self.charge(payer, Charged::Nothing);
        }
    }
}

/// Who pays for a session beside its own client.
pub(super) async fn list(db: &mut SqliteConnection, session: i64) -> Result<Vec<ShareRow>, Error> {
    Ok(sqlx::query_as!(
        ShareRow,
        r#"select client_id as "client_id: ClientId", percent_e4, awaits_invoice as "awaits_invoice: bool",
                  invoice_id as "invoice_id: InvoiceId"
           from session_share where session_id = ?1 order by client_id"#,
        session,
    )
    .fetch_all(db)
    .await?)
}

/// Writes who pays for a session beside its own client, where nobody does yet.
pub(super) async fn insert(db: &mut SqliteConnection, session: i64, shares: &[ShareRow]) -> Result<(), Error> {
    for share in shares {
        sqlx::query!(
            "insert into session_share (session_id, client_id, percent_e4, awaits_invoice, invoice_id)
             values (?1, ?2, ?3, ?4, ?5)",
            session,
            share.client_id,
            share.percent_e4,
            share.awaits_invoice,
            share.invoice_id,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Lets the session's own client pay all of it.
pub(super) async fn delete(db: &mut SqliteConnection, session: i64) -> Result<(), Error> {
    sqlx::query!("delete from session_share where session_id = ?1", session).execute(db).await?;
    Ok(())
}
