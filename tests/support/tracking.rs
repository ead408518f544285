//! Credit tracking, in as few words as a story needs.
#![allow(clippy::unwrap_used, reason = "a story stops at the first surprise, and that is its report")]

use std::collections::BTreeMap;

use practice::{
    SourceId,
    view::{CreditOccasion, PaymentReportQuery, TrackingQuery, WhyPart},
};

use crate::{money::cents, story::Story};

impl Story {
    /// Credit tracking of a client, the newest first: `R-00001: item removed from INV-00001. 24.90, 24.90 now`.
    pub async fn tracked(&self, client: &str) -> Vec<String> {
        let query =
            TrackingQuery { client_id: Some(self.client(client)), search: String::new(), descending: true, page: 0 };
        let listed = self.practice.credit_tracking(&query).await.unwrap();
        listed.rows.iter().map(occasion_in_words).collect()
    }

    /// Every occasion on which credit came about.
    pub async fn every_occasion(&self) -> Vec<CreditOccasion> {
        let mut all = Vec::new();
        loop {
            let page = u32::try_from(all.len() / 50).unwrap();
            let query = TrackingQuery { client_id: None, search: String::new(), descending: true, page };
            let listed = self.practice.credit_tracking(&query).await.unwrap();
            all.extend(listed.rows);
            if all.len() >= usize::try_from(listed.total).unwrap() {
                return all;
            }
        }
    }

    /// Holds credit tracking against what remains of every source, and against the payment report: no credit came from
    /// nowhere.
    pub async fn every_credit_came_from_somewhere(&self) {
        let mut created: BTreeMap<SourceId, i64> = BTreeMap::new();
        for occasion in self.every_occasion().await {
            *created.entry(occasion.source.id).or_default() += cents(&occasion.created);
        }
        let from_somewhere = |id: SourceId| created.get(&id).copied().unwrap_or_default();
        for row in self.all_credits().await {
            assert!(cents(&row.remaining) <= from_somewhere(row.source.id), "{row:?}");
        }
        let query = PaymentReportQuery { from: String::new(), to: String::new(), credits_only: true, page: 0 };
        for row in self.practice.payment_report(&query).await.unwrap().rows {
            assert!(cents(&row.sums.created) <= from_somewhere(row.id.into()), "{row:?}");
        }
    }
}

/// An occasion on which credit came about: `R-00001: item removed from INV-00001. 24.90, 24.90 now`.
#[must_use]
pub fn occasion_in_words(row: &CreditOccasion) -> String {
    format!("{} {}, {} now", in_words(&row.sentence), row.created, row.current)
}

/// What a sentence says.
#[must_use]
pub fn in_words(sentence: &[WhyPart]) -> String {
    sentence.iter().map(|part| part.text.as_str()).collect()
}
