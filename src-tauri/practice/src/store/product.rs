//! Products, with what there is in stock of them.

use billing::Stock;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{Entity, PAGE_ROWS, Tracked, anywhere, catalogue::load_all, count};
use crate::{
    error::Error,
    ids::{ProductId, TaxId},
    view::{ProductFilter, ProductSort, ProductsQuery},
};

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProductRow {
    pub sku: String,
    pub name: String,
    pub price_minor: i64,
    pub tax_id: Option<TaxId>,
    /// Whether its stock is kept.
    pub counted: bool,
    /// How many there were when that began.
    pub opening_count: Option<i64>,
    pub opened_on: Option<NaiveDate>,
    pub low_mark: Option<i64>,
    pub archived_on: Option<String>,
}

impl Tracked for ProductRow {
    const ENTITY: Entity = Entity::Product;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(
            Self,
            r#"select sku, name, price_minor, tax_id as "tax_id: TaxId", counted as "counted: bool", opening_count,
                      opened_on as "opened_on: NaiveDate", low_mark, archived_on
               from product where id = ?1"#,
            id,
        )
        .fetch_optional(db)
        .await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        Ok(sqlx::query!(
            "insert into product (id, sku, name, price_minor, tax_id, counted, opening_count, opened_on, low_mark,
                archived_on)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            id,
            self.sku,
            self.name,
            self.price_minor,
            self.tax_id,
            self.counted,
            self.opening_count,
            self.opened_on,
            self.low_mark,
            self.archived_on,
        )
        .execute(db)
        .await?
        .last_insert_rowid())
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update product set sku = ?2, name = ?3, price_minor = ?4, tax_id = ?5, counted = ?6, opening_count = ?7,
                opened_on = ?8, low_mark = ?9, archived_on = ?10
             where id = ?1",
            id,
            self.sku,
            self.name,
            self.price_minor,
            self.tax_id,
            self.counted,
            self.opening_count,
            self.opened_on,
            self.low_mark,
            self.archived_on,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from product where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

/// All products, active first.
pub(crate) async fn list_all(db: &mut SqliteConnection) -> Result<Vec<(ProductId, ProductRow)>, Error> {
    let ids = sqlx::query_scalar!(r#"select id as "id!: i64" from product order by archived_on is not null, name, id"#)
        .fetch_all(&mut *db)
        .await?;
    load_all(db, ids).await
}

/// The product with this SKU.
pub(crate) async fn find_by_sku(db: &mut SqliteConnection, sku: &str) -> Result<Option<ProductId>, Error> {
    Ok(sqlx::query_scalar!(r#"select id as "id!: ProductId" from product where sku = ?1 and sku <> ''"#, sku)
        .fetch_optional(db)
        .await?)
}

/// How many of a product there are.
pub(crate) async fn load_stock(db: &mut SqliteConnection, id: ProductId) -> Result<Stock, Error> {
    sqlx::query_as!(
        Stock,
        r#"select p.name as product, s.units as "units!: i64" from product p join stock s on s.product_id = p.id
           where p.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("product"))
}

/// How many of a product clients were given, less what came back.
pub(crate) async fn load_sold(db: &mut SqliteConnection, id: ProductId) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(l.quantity_thousandths - (
                      select coalesce(sum(x.quantity_thousandths), 0) from credit_note_line x
                      join source_balance b on b.id = x.credit_note_id
                      where x.invoice_line_id = l.id and b.state <> 'withdrawn')), 0) as "sold!: i64"
           from invoice_line l
           join invoice_now v on v.id = l.version_id
           join invoice_balance i on i.id = v.invoice_id
           where l.product_id = ?1 and i.state <> 'void'"#,
        id,
    )
    .fetch_one(db)
    .await?)
}

/// One row of the list of products.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedProduct {
    pub id: ProductId,
    pub sku: String,
    pub name: String,
    pub price_minor: i64,
    pub tax_name: Option<String>,
    pub tax_rate_e4: Option<i64>,
    pub counted: bool,
    pub units: i64,
    pub low_mark: Option<i64>,
    pub archived: bool,
}

const LISTED: &str =
    "select p.id, p.sku, p.name, p.price_minor, t.name as tax_name, t.rate_e4 as tax_rate_e4, p.counted,
        s.units, p.low_mark, p.archived_on is not null as archived
     from product p
     join stock s on s.product_id = p.id
     left join tax t on t.id = p.tax_id
     where true";

/// One page of the products that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &ProductsQuery,
    rows: u32,
) -> Result<(Vec<ListedProduct>, u32), Error> {
    let mut counting =
        QueryBuilder::new("select count(*) from product p join stock s on s.product_id = p.id where true");
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    let mut listing = QueryBuilder::new(LISTED);
    push_filter(&mut listing, query);
    let way = if query.descending { " desc" } else { "" };
    let column = match query.sort {
        ProductSort::Name => "p.name collate nocase",
        ProductSort::Sku => "p.sku collate nocase",
        ProductSort::Price => "p.price_minor",
        ProductSort::Stock => "p.counted = 0, s.units",
    };
    listing.push(" order by ").push(column).push(way).push(", p.id").push(way);
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

/// One product, as lists show it.
pub(crate) async fn load_listed(db: &mut SqliteConnection, id: ProductId) -> Result<ListedProduct, Error> {
    let mut listing = QueryBuilder::<Sqlite>::new(LISTED);
    listing.push(" and p.id = ").push_bind(id);
    listing.build_query_as().fetch_optional(db).await?.ok_or(Error::NotFound("product"))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &ProductsQuery) {
    builder.push(match query.filter {
        ProductFilter::Active => " and p.archived_on is null",
        ProductFilter::Low => " and p.archived_on is null and p.counted = 1 and s.units <= p.low_mark",
        ProductFilter::Archived => " and p.archived_on is not null",
        ProductFilter::All => "",
    });
    for word in query.search.split_whitespace() {
        builder.push(" and (p.name like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or p.sku like ").push_bind(anywhere(word)).push(" escape '\\')");
    }
}
