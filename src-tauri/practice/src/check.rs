//! *Check the books*: every rule that always holds, recomputed from the rows (money-rules 3, requirements G6).

use crate::{
    Practice,
    error::Error,
    store::{self, check::RULES},
    view::{BooksCheck, BrokenRule},
};

impl Practice {
    /// Holds the rows of the practice against everything that is always true, and says what does not hold. Each rule has
    /// a turn of its own, so that who works meanwhile waits for one rule at most.
    ///
    /// # Errors
    /// What the store says.
    pub async fn check_books(&self) -> Result<BooksCheck, Error> {
        let counts = store::check::count_all(&mut *self.db().await?).await?;
        let mut broken = Vec::new();
        for rule in &RULES {
            let found = store::check::find_broken(&mut *self.db().await?, rule).await?;
            broken.extend(found.map(|found| BrokenRule {
                rule: found.rule.to_owned(),
                rows: found.rows,
                row_count: store::count(found.count),
            }));
        }
        Ok(BooksCheck {
            rule_count: u32::try_from(RULES.len()).unwrap_or(u32::MAX),
            client_count: store::count(counts.clients),
            session_count: store::count(counts.sessions),
            invoice_count: store::count(counts.invoices),
            source_count: store::count(counts.sources),
            operation_count: store::count(counts.operations),
            broken,
        })
    }
}
