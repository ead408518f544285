//! Sentences that lead to what they name.

use crate::{
    ids::{ClientId, InvoiceId, RefundId, ReturnId, SourceId},
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

    pub(crate) fn goods_return(self, id: ReturnId, number: &str) -> Self {
        self.place(SearchKind::Return, id.to_string(), number)
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

/// What acts say first, of what was done and of what is to be done.
const VERBS: [(&str, &str); 41] = [
    ("Activated", "Activates"),
    ("Added", "Adds"),
    ("Applied", "Applies"),
    ("Archived", "Archives"),
    ("Began", "Begins"),
    ("Booked", "Books"),
    ("Changed", "Changes"),
    ("Closed", "Closes"),
    ("Corrected", "Corrects"),
    ("Counted", "Counts"),
    ("Credited", "Credits"),
    ("Deactivated", "Deactivates"),
    ("Deleted", "Deletes"),
    ("Did", "Does"),
    ("Discarded", "Discards"),
    ("Gave", "Gives"),
    ("Imported", "Imports"),
    ("Issued", "Issues"),
    ("Linked", "Links"),
    ("Locked", "Locks"),
    ("Made", "Makes"),
    ("Marked", "Marks"),
    ("Moved", "Moves"),
    ("Opened", "Opens"),
    ("Posted", "Posts"),
    ("Printed", "Prints"),
    ("Put", "Puts"),
    ("Reactivated", "Reactivates"),
    ("Recorded", "Records"),
    ("Refunded", "Refunds"),
    ("Removed", "Removes"),
    ("Reversed", "Reverses"),
    ("Saved", "Saves"),
    ("Took", "Takes"),
    ("Unapplied", "Unapplies"),
    ("Undid", "Undoes"),
    ("Unlinked", "Unlinks"),
    ("Unlocked", "Unlocks"),
    ("Wrote", "Writes"),
    // Where everything is as wanted.
    ("Nothing was different", "Nothing changes"),
    ("What waited", "What waits"),
];

/// What else an act says that it did, after a comma or an *and*.
const MORE: [(&str, &str); 7] = [
    ("billed", "bills"),
    ("charged", "charges"),
    ("credited what", "credits what"),
    ("kept", "keeps"),
    ("put", "puts"),
    ("refunded", "refunds"),
    ("used", "uses"),
];

/// The sentence of an act for its preview: what it does, where it says afterwards what was done.
pub(crate) fn foreseen(done: &str) -> String {
    let begins = |words: &str| done.strip_prefix(words).filter(|rest| !rest.starts_with(char::is_alphanumeric));
    let Some((does, rest)) = VERBS.iter().find_map(|(did, does)| Some((does, begins(did)?))) else {
        return done.to_owned();
    };
    let mut sentence = format!("{does}{rest}");
    if *does != "Undoes" && *does != "Does" {
        for (did, does) in MORE {
            for before in [", ", " and "] {
                sentence = sentence.replace(&format!("{before}{did} "), &format!("{before}{does} "));
            }
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_done_is_said_before_it_is_done() {
        for (done, shown) in [
            ("Locked INV-00004", "Locks INV-00004"),
            ("Made INV-00004 void", "Makes INV-00004 void"),
            ("Opened the books again", "Opens the books again"),
            (
                "Credited INV-00001 with CN-00001 and billed it again as INV-00002",
                "Credits INV-00001 with CN-00001 and bills it again as INV-00002",
            ),
            (
                "Marked Ana, 2 Mar 2026 cancelled, credited what was charged (CN-00001) and charged INV-00002",
                "Marks Ana, 2 Mar 2026 cancelled, credits what was charged (CN-00001) and charges INV-00002",
            ),
            (
                "Marked Ana cancelled, and kept the charge on INV-00001",
                "Marks Ana cancelled, and keeps the charge on INV-00001",
            ),
            (
                "Refunded 30.00 of R-00001 (RF-00001), credited with CN-00001",
                "Refunds 30.00 of R-00001 (RF-00001), credited with CN-00001",
            ),
            ("Undid: Marked Ana cancelled, and kept the charge", "Undoes: Marked Ana cancelled, and kept the charge"),
            ("Nothing was different", "Nothing changes"),
            ("Lockedly", "Lockedly"),
        ] {
            assert_eq!(foreseen(done), shown);
        }
    }
}
