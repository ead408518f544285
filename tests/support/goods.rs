//! Products, records and returns in the words of a story.
#![allow(clippy::unwrap_used, reason = "a story stops at the first surprise, and that is its report")]

use std::collections::BTreeMap;

use practice::{
    ProductId, RecordId, ReturnId,
    view::{
        CorrectionForm, CountForm, LineForm, LineTaxForm, MovementsQuery, PostedReturn, ProductForm, RecordFilter,
        RecordForm, RecordOnto, RecordRow, Recorded, RecordsChoice, RecordsQuery, ReturnForm, ReturnItemForm,
        ReturnMoney, ReturnRefundForm, ReturnStatus, TaxForm,
    },
};

use crate::{Story, cents, in_words, line};

/// An item of a return: so many of a record come back, of which some go back into stock.
#[must_use]
pub fn returned(record: RecordId, units: &str, restock: &str, records: RecordsChoice) -> ReturnItemForm {
    ReturnItemForm { record_id: Some(record), units: units.into(), restock: restock.into(), records: Some(records) }
}

impl Story {
    /// A product as typed, with 8.5 % sales tax added to its price; `opening` of it in stock, or its stock not kept.
    pub async fn product_form(&self, name: &str, price: &str, opening: Option<&str>) -> ProductForm {
        let settings = self.practice.settings(self.now()).await.unwrap();
        let tax_id = match settings.taxes.first() {
            Some(tax) => tax.id,
            None => {
                let tax = TaxForm { name: "Sales tax".into(), rate: "8.5".into(), included: false };
                self.practice.save_tax(None, &tax, &self.ask()).await.unwrap().answer
            }
        };
        ProductForm {
            sku: String::new(),
            name: name.into(),
            price: price.into(),
            tax_id: Some(tax_id),
            counted: opening.is_some(),
            opening: opening.unwrap_or_default().into(),
            low_mark: String::new(),
        }
    }

    /// A new product of this name.
    pub async fn product(&self, name: &str, price: &str, opening: Option<&str>) -> ProductId {
        let form = self.product_form(name, price, opening).await;
        self.practice.save_product(None, &form, &self.ask()).await.unwrap().answer
    }

    /// A line for a product at its price, with its tax.
    pub async fn goods_line(&self, product: ProductId, quantity: &str) -> LineForm {
        let form = self.practice.product_page(product).await.unwrap().form;
        let tax = LineTaxForm { name: "Sales tax".into(), rate: "8.5".into(), included: false };
        LineForm { product_id: Some(product), taxes: vec![tax], ..line(&form.name, quantity, &form.price) }
    }

    /// Giving a client something, as typed: today, on the proposed invoice.
    #[must_use]
    pub fn record_form(&self, client: &str, product: ProductId, quantity: &str) -> RecordForm {
        RecordForm {
            client_id: Some(self.client(client)),
            product_id: Some(product),
            service_id: None,
            quantity: quantity.into(),
            given_on: self.now().on.to_string(),
            onto: RecordOnto::Proposed,
            stock_reason: String::new(),
        }
    }

    /// Gives a client a product.
    pub async fn give(&self, client: &str, product: ProductId, quantity: &str) -> Recorded {
        let form = self.record_form(client, product, quantity);
        self.practice.add_record(&form, &self.ask()).await.unwrap().answer
    }

    /// How many of a product there are; nothing where its stock is not kept.
    pub async fn stock(&self, product: ProductId) -> Option<String> {
        self.practice.product_page(product).await.unwrap().row.stock
    }

    /// The movements of a product from the first on: day, by how many, how many then, what happened.
    pub async fn movements(&self, product: ProductId) -> Vec<String> {
        let query = MovementsQuery { product_id: product, ascending: true, page: 0 };
        let listed = self.practice.stock_movements(&query).await.unwrap();
        let rows = listed.rows.into_iter();
        rows.map(|row| format!("{} {} {} {}", row.on, row.units, row.after, in_words(&row.sentence))).collect()
    }

    /// How many were counted today.
    #[must_use]
    pub fn count_form(&self, counted: &str) -> CountForm {
        CountForm { counted: counted.into(), counted_on: self.now().on.to_string(), reason: String::new() }
    }

    /// A correction of today.
    #[must_use]
    pub fn correction_form(&self, fewer: bool, units: &str, reason: &str) -> CorrectionForm {
        CorrectionForm { fewer, units: units.into(), corrected_on: self.now().on.to_string(), reason: reason.into() }
    }

    /// A client's records, the newest first.
    pub async fn records(&self, client: &str) -> Vec<RecordRow> {
        let query =
            RecordsQuery { client_id: self.client(client), search: String::new(), filter: RecordFilter::All, page: 0 };
        self.practice.list_records(&query).await.unwrap().rows
    }

    /// A return of today, as typed.
    #[must_use]
    pub fn return_form(&self, client: &str) -> ReturnForm {
        ReturnForm { client_id: Some(self.client(client)), returned_on: self.now().on.to_string(), note: String::new() }
    }

    /// A draft of a return with these items.
    pub async fn draft_return(&self, client: &str, items: &[ReturnItemForm]) -> ReturnId {
        let form = self.return_form(client);
        let id = self.practice.save_return(None, &form, &self.ask()).await.unwrap().answer;
        for item in items {
            self.practice.save_return_item(id, None, item, &self.ask()).await.unwrap();
        }
        id
    }

    /// A refund of a return's money today by cheque.
    #[must_use]
    pub fn by_cheque(&self, number: &str) -> ReturnMoney {
        ReturnMoney::Refund(ReturnRefundForm {
            refunded_on: self.now().on.to_string(),
            method: "Cheque".into(),
            reference: number.into(),
        })
    }

    /// Posts a return of these items and keeps its money as credit.
    pub async fn post_return(&self, client: &str, items: &[ReturnItemForm]) -> PostedReturn {
        let id = self.draft_return(client, items).await;
        self.practice.post_return(id, &ReturnMoney::Credit, &self.ask()).await.unwrap().answer
    }
}

impl Story {
    /// Holds the stock of each product against its movements, added up by arithmetic of the story's own.
    pub async fn every_stock_adds_up(&self) {
        for product in self.practice.settings(self.now()).await.unwrap().products {
            let mut stock = 0_i64;
            for page in 0.. {
                let query = MovementsQuery { product_id: product.id, ascending: true, page };
                let listed = self.practice.stock_movements(&query).await.unwrap();
                for row in &listed.rows {
                    stock += row.units.parse::<i64>().unwrap();
                    assert_eq!(row.after, stock.to_string(), "{row:?}");
                }
                if (page + 1) * listed.page_size >= listed.total {
                    break;
                }
            }
            assert!(product.stock.is_none_or(|shown| shown == stock.to_string()), "{}", product.form.name);
        }
    }

    /// Holds what posted returns and credit notes gave back for each record against what its line charged.
    pub async fn every_return_is_paid_for(&self) {
        let mut given_back: BTreeMap<RecordId, (i64, i64)> = BTreeMap::new();
        for row in self.all_returns().await.into_iter().filter(|row| row.status == ReturnStatus::Posted) {
            let page = self.practice.return_page(row.id).await.unwrap();
            let total: i64 = page.items.iter().map(|item| cents(&item.value)).sum();
            assert_eq!(cents(&page.total), total, "{row:?}");
            for item in page.items {
                let (units, value) = given_back.entry(item.form.record_id.unwrap()).or_default();
                *units += item.form.units.parse::<i64>().unwrap();
                *value += cents(&item.value);
            }
        }
        for (client, _) in self.clients() {
            for row in self.records(&client).await {
                let Some((units, value)) = given_back.get(&row.id) else { continue };
                assert_eq!(row.returned, units.to_string(), "{row:?}");
                let (quantity, amount) = (row.quantity.parse::<i64>().unwrap(), cents(&row.amount));
                assert!(*units <= quantity && *value <= amount, "{units} for {value} of {row:?}");
            }
        }
    }
}
