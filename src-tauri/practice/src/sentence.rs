//! Sentences that lead to what they name.

use crate::{
    ids::{ClientId, InvoiceId, RefundId, SourceId},
    view::{Place, SearchKind, SourceKindView, WhyPart},
};

/// A sentence under way.
#[derive(Default)]
pub(crate) struct Sentence {
    parts: Vec<WhyPart>,
}

impl Sentence {
    pub(crate) fn words(mut self, text: &str) -> Self {
        self.parts.push(WhyPart { text: text.to_owned(), place: None });
        self
    }

    pub(crate) fn client(self, id: ClientId, name: &str) -> Self {
        self.place(SearchKind::Client, id.to_string(), name)
    }

    pub(crate) fn invoice(self, id: InvoiceId, number: &str) -> Self {
        self.place(SearchKind::Invoice, id.to_string(), number)
    }

    pub(crate) fn source(self, kind: SourceKindView, id: SourceId, number: &str) -> Self {
        let kind = match kind {
            SourceKindView::Payment => SearchKind::Payment,
            SourceKindView::Credit => SearchKind::Credit,
            SourceKindView::CreditNote => SearchKind::CreditNote,
        };
        self.place(kind, id.to_string(), number)
    }

    pub(crate) fn refund(self, id: RefundId, number: &str) -> Self {
        self.place(SearchKind::Refund, id.to_string(), number)
    }

    pub(crate) fn end(self) -> Vec<WhyPart> {
        self.words(".").parts
    }

    fn place(mut self, kind: SearchKind, id: String, text: &str) -> Self {
        self.parts.push(WhyPart { text: text.to_owned(), place: Some(Place { kind, id }) });
        self
    }
}

/// What a sentence says, without where it leads.
pub(crate) fn in_words(sentence: &[WhyPart]) -> String {
    sentence.iter().map(|part| part.text.as_str()).collect()
}
