//! Lists of goods as CSV: products with their stock, stock movements, records and returns.

use super::lists::written;
use crate::{
    Practice, catalogue,
    error::Error,
    ids::ProductId,
    product, record, returns,
    sentence::in_words,
    store,
    view::{MovementsQuery, RecordsQuery, ReturnStatus, ReturnsQuery},
};

impl Practice {
    pub(super) async fn export_products(&self) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let taxes = catalogue::taxes(&mut db).await?;
        let products = product::choices(&mut db, currency).await?;
        let cells: Vec<Vec<String>> = products
            .into_iter()
            .map(|product| {
                let form = product.form;
                let rate = taxes.iter().find(|tax| Some(tax.id) == form.tax_id);
                let rate = rate.map(|tax| tax.form.rate.clone()).unwrap_or_default();
                vec![form.sku, form.name, form.price, rate, product.stock.unwrap_or_default(), form.low_mark]
            })
            .collect();
        written(&["SKU", "Product", "Price", "Tax %", "In stock", "Low stock"], &cells)
    }

    pub(super) async fn export_movements(&self, product_id: ProductId) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let query = MovementsQuery { product_id, ascending: true, page: 0 };
        let (rows, _) = store::stock::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let line = product::movement(row)?;
            cells.push(vec![line.on, in_words(&line.sentence), line.units, line.after]);
        }
        written(&["Date", "What happened", "Units", "In stock"], &cells)
    }

    pub(super) async fn export_records(&self, query: &RecordsQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let client = store::client::load(&mut db, query.client_id).await?.name();
        let query = RecordsQuery { page: 0, ..query.clone() };
        let (rows, _) = store::record::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let line = record::line(row, currency)?;
            let state = if line.active { "active" } else { "deactivated" };
            let invoice = line.invoice.map(|invoice| invoice.number).unwrap_or_default();
            let (quantity, returned) = (line.quantity, line.returned);
            let state = state.to_owned();
            cells.push(vec![
                client.clone(),
                line.given_on,
                line.description,
                quantity,
                returned,
                state,
                invoice,
                line.amount,
            ]);
        }
        written(&["Client", "Date", "Record", "Quantity", "Returned", "Status", "Invoice", "Amount"], &cells)
    }

    pub(super) async fn export_returns(&self, query: &ReturnsQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = ReturnsQuery { page: 0, ..query.clone() };
        let (rows, _) = store::returns::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let line = returns::line(&mut db, row, currency).await?;
            let status = match line.status {
                ReturnStatus::Draft => "draft",
                ReturnStatus::Posted => "posted",
                ReturnStatus::Reversed => "reversed",
            };
            let notes: Vec<String> = line.credit_notes.into_iter().map(|note| note.number).collect();
            let refunds: Vec<String> = line.refunds.into_iter().map(|refund| refund.number).collect();
            cells.push(vec![
                line.number.unwrap_or_default(),
                line.client_name,
                line.returned_on,
                line.summary,
                line.total.unwrap_or_default(),
                status.to_owned(),
                notes.join(", "),
                refunds.join(", "),
            ]);
        }
        written(&["Number", "Client", "Date", "Items", "Amount", "Status", "Credit notes", "Refunds"], &cells)
    }
}
