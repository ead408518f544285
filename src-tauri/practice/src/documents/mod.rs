//! Documents: invoices, receipts, credit notes, refund advices and account summaries as pages, and pages as PDF.
//!
//! Facts go in, a page model comes out, and `pdf.rs` writes it: `invoice(&facts, paper, &ENGLISH)`, then
//! `to_pdf(&document)`. Nothing here reads the clock, the store or a file; the same facts give the same bytes. Amounts
//! are printed as they stand in the facts; only the sums carried from page to page are added up here.
//! Layout measures in points from the page's upper left corner, and all text goes through one shaper, so that names
//! in any of the bundled scripts come out right and what cannot be shown is a warning and a box, never a gap.

mod clusters;
mod credit_note;
mod facts;
mod fonts;
mod glyphs;
mod invoice;
mod letterhead;
mod logo;
mod page;
mod paper;
mod pdf;
mod receipt;
mod refund;
mod sheet;
mod statement;
mod table;
mod text;
mod used;
mod wire;
mod words;

pub use credit_note::credit_note;
pub use facts::{
    AppliedKind, AppliedRow, CreditNoteFacts, CreditNoteLine, CreditedInvoice, InvoiceFacts, InvoiceLine, Letterhead,
    MovedBy, NoteCause, OpenRow, PaidInvoice, ReceiptFacts, Recipient, RefundFacts, RefundedRow, StatementFacts,
    StatementPosition, StatementRow, TaxRow, Used,
};
pub use fonts::{FONT_NOTICES, FaceId, Family, Weight};
pub use glyphs::{Glyph, Run};
pub use invoice::invoice;
pub use logo::{Logo, LogoError, MOST_MEGABYTES, MOST_PIXELS};
pub use page::{Area, Document, Ink, Item, Page};
pub use paper::{Paper, Pt, mm};
pub use pdf::{DocumentError, to_pdf};
pub use receipt::receipt;
pub use refund::refund;
pub use statement::statement;
pub use text::{Line, Style};
pub use words::{ENGLISH, Words};
