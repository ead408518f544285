//! *Check the books*: every rule that always holds, recomputed from the rows (money-rules 3, requirements G6).

use crate::{
    Practice,
    error::Error,
    store::{self, check::Broken},
    view::{BooksCheck, BrokenRule},
};

impl Practice {
    /// Holds the rows of the practice against everything that is always true, and says what does not hold.
    ///
    /// # Errors
    /// What the store says.
    pub async fn check_books(&self) -> Result<BooksCheck, Error> {
        let mut db = self.db().await?;
        let counts = store::check::count_all(&mut db).await?;
        let broken = store::check::find_broken(&mut db).await?;
        Ok(BooksCheck {
            rule_count: store::check::rule_count(),
            client_count: store::count(counts.clients),
            session_count: store::count(counts.sessions),
            invoice_count: store::count(counts.invoices),
            source_count: store::count(counts.sources),
            operation_count: store::count(counts.operations),
            broken: broken
                .into_iter()
                .map(|Broken { rule, rows }| BrokenRule { rule: rule.to_owned(), rows })
                .collect(),
        })
    }
}
