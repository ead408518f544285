//! Credit tracking: each occasion on which credit came about.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{SourceRef, WhyPart};
use crate::ids::ClientId;

/// What part of credit tracking is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TrackingQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of the number of a payment, a credit, a credit note or an invoice, or of the client's name.
    pub search: String,
    /// The newest first.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// One occasion on which credit came about, by an act that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditOccasion {
    /// Tells it from the others.
    pub key: String,
    /// YYYY-MM-DD: the day of the document that it came with, else of the act.
    pub on: String,
    /// Whose credit.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// What holds it.
    pub source: SourceRef,
    /// What it came from, in one sentence that leads to what it names.
    pub sentence: Vec<WhyPart>,
    /// How much came about. It stays as it is used.
    pub created: String,
    /// What remains of the source now, from whatever occasion.
    pub current: String,
}
