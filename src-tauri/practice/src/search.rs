//! The search over everything: clients by name, documents by number.

use billing::Currency;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    names,
    now::Now,
    store::{self, money},
    view::{
        BalanceFilter, ClientSort, ClientStatus, ClientsQuery, CreditFilter, CreditSort, CreditsQuery, InvoiceFilter,
        InvoiceSort, InvoicesQuery, PaymentFilter, PaymentSort, PaymentsQuery, ProductFilter, ProductSort,
        ProductsQuery, RefundsQuery, ReturnFilter, ReturnsQuery, SearchHit, SearchKind,
    },
};

/// How many of each kind are found at most.
const HITS: u32 = 6;

impl Practice {
    /// The clients, documents and products that match, the best few of each.
    ///
    /// # Errors
    /// What the store says.
    pub async fn search(&self, text: &str, now: Now) -> Result<Vec<SearchHit>, Error> {
        if text.trim().is_empty() {
            return Ok(vec![]);
        }
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let mut hits = find_clients(&mut db, text, now).await?;
        hits.extend(find_invoices(&mut db, text, currency, now).await?);
        hits.extend(find_payments(&mut db, text, currency).await?);
        for (filter, kind) in
            [(CreditFilter::Credits, SearchKind::Credit), (CreditFilter::CreditNotes, SearchKind::CreditNote)]
        {
            hits.extend(find_credits(&mut db, text, currency, filter, kind).await?);
        }
        hits.extend(find_refunds(&mut db, text, currency).await?);
        hits.extend(find_returns(&mut db, text).await?);
        hits.extend(find_products(&mut db, text, currency).await?);
        Ok(hits)
    }
}

async fn find_clients(db: &mut SqliteConnection, text: &str, now: Now) -> Result<Vec<SearchHit>, Error> {
    let query = ClientsQuery {
        search: text.to_owned(),
        status: ClientStatus::All,
        balance: BalanceFilter::Any,
        sort: ClientSort::Name,
        descending: false,
        page: 0,
    };
    let (rows, _) = store::client::list(db, &query, &now.local_text(), HITS).await?;
    let hits = rows.into_iter().map(|row| SearchHit {
        kind: SearchKind::Client,
        id: row.id.to_string(),
        title: names::full(&row.first_name, &row.last_name),
        detail: if row.archived { "archived".to_owned() } else { row.email },
    });
    Ok(hits.collect())
}

async fn find_invoices(
    db: &mut SqliteConnection,
    text: &str,
    currency: Currency,
    now: Now,
) -> Result<Vec<SearchHit>, Error> {
    let query = InvoicesQuery {
        client_id: None,
        search: text.to_owned(),
        filter: InvoiceFilter::All,
        from: String::new(),
        to: String::new(),
        sort: InvoiceSort::Number,
        descending: true,
        page: 0,
    };
    let (rows, _) = store::invoice_list::list(db, &query, now.on, HITS).await?;
    let hits = rows.into_iter().map(|row| {
        let row = crate::invoice::line(row, currency, now.on)?;
        let detail = format!("{}, {}", row.client_name, row.total);
        Ok(SearchHit { kind: SearchKind::Invoice, id: row.id.to_string(), title: row.number, detail })
    });
    hits.collect()
}

async fn find_payments(db: &mut SqliteConnection, text: &str, currency: Currency) -> Result<Vec<SearchHit>, Error> {
    let query = PaymentsQuery {
        client_id: None,
        search: text.to_owned(),
        filter: PaymentFilter::All,
        method: String::new(),
        from: String::new(),
        to: String::new(),
        sort: PaymentSort::Number,
        descending: true,
        page: 0,
    };
    let (rows, _) = store::payment::list(db, &query, HITS).await?;
    let hits = rows.into_iter().map(|row| {
        let detail = detail(&row.first_name, &row.last_name, currency, row.typed_minor)?;
        Ok(SearchHit { kind: SearchKind::Payment, id: row.id.to_string(), title: row.number, detail })
    });
    hits.collect()
}

async fn find_credits(
    db: &mut SqliteConnection,
    text: &str,
    currency: Currency,
    filter: CreditFilter,
    kind: SearchKind,
) -> Result<Vec<SearchHit>, Error> {
    let query = CreditsQuery {
        client_id: None,
        search: text.to_owned(),
        filter,
        sort: CreditSort::Made,
        descending: true,
        page: 0,
    };
    let (rows, _) = store::source::list(db, &query, HITS).await?;
    let hits = rows.into_iter().map(|row| {
        let detail = detail(&row.first_name, &row.last_name, currency, row.source.typed_minor)?;
        Ok(SearchHit { kind, id: row.source.id.to_string(), title: row.source.number, detail })
    });
    hits.collect()
}

async fn find_refunds(db: &mut SqliteConnection, text: &str, currency: Currency) -> Result<Vec<SearchHit>, Error> {
    let query = RefundsQuery { client_id: None, search: text.to_owned(), descending: true, page: 0 };
    let (rows, _) = store::refund::list(db, &query, HITS).await?;
    let hits = rows.into_iter().map(|row| {
        let detail = detail(&row.first_name, &row.last_name, currency, row.amount_minor)?;
        Ok(SearchHit { kind: SearchKind::Refund, id: row.id.to_string(), title: row.number, detail })
    });
    hits.collect()
}

async fn find_returns(db: &mut SqliteConnection, text: &str) -> Result<Vec<SearchHit>, Error> {
    let query = ReturnsQuery {
        client_id: None,
        product_id: None,
        search: text.to_owned(),
        filter: ReturnFilter::All,
        descending: true,
        page: 0,
    };
    let (rows, _) = store::returns::list(db, &query, HITS).await?;
    let hits = rows.into_iter().map(|row| SearchHit {
        kind: SearchKind::Return,
        id: row.id.to_string(),
        title: row.number.unwrap_or_else(|| "Draft return".to_owned()),
        detail: format!("{}, {}", names::full(&row.first_name, &row.last_name), row.summary),
    });
    Ok(hits.collect())
}

async fn find_products(db: &mut SqliteConnection, text: &str, currency: Currency) -> Result<Vec<SearchHit>, Error> {
    let query = ProductsQuery {
        search: text.to_owned(),
        filter: ProductFilter::All,
        sort: ProductSort::Name,
        descending: false,
        page: 0,
    };
    let (rows, _) = store::product::list(db, &query, HITS).await?;
    let hits = rows.into_iter().map(|row| {
        let row = crate::product::line(row, currency)?;
        let stock = row.stock.map(|units| format!("{units} in stock")).unwrap_or_default();
        let detail = if row.archived { "archived".to_owned() } else { stock };
        Ok(SearchHit { kind: SearchKind::Product, id: row.id.to_string(), title: row.name, detail })
    });
    hits.collect()
}

fn detail(first_name: &str, last_name: &str, currency: Currency, minor: i64) -> Result<String, Error> {
    Ok(format!("{}, {}", names::full(first_name, last_name), money(currency, minor)?))
}
