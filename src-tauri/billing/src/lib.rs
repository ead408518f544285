//! The rules of money of a practice: what an invoice comes to, what a payment covers, and what is refused.
//!
//! Pure: nothing here reads a clock, a file or a random number. Every rule is in `docs/money-rules.md` terms.

mod aging;
mod application;
mod attendance;
mod credit;
mod credit_note;
mod day;
mod exact;
mod invoice;
mod invoicing;
mod lowering;
mod money;
mod number;
mod pricing;
mod quantity;
mod rate;
mod received;
mod returns;
mod room;
mod series;
mod settlement;
mod sharing;
mod source;
mod statement;
mod stock;
mod tracking;
mod typed;
mod unit_price;

pub use aging::{Aging, Bucket};
pub use application::{
    ApplicationRow, AppliedByHand, ApplyError, OpenInvoice, Rearranged, Share, SourceOnInvoice, apply_by_hand,
    give_way, newest_first, propose, rearrange_invoices, rearrange_sources,
};
pub use attendance::{
    Attendance, Change, Charge, ChargeChoice, ChargeError, ChargeStanding, FeeRule, Fees, change_attendance, charge_for,
};
pub use credit::{Belonging, CreditOrigin, Occasion, UsableSource, use_by_itself};
pub use credit_note::{CreditError, CreditLine, CreditedLine, CreditedTax, Wanted, credit_line};
pub use day::{DayError, day_in_words, parse_day, time_in_words};
pub use invoice::{InvoiceError, InvoicePart, InvoiceStanding, InvoiceState, Status, due_on};
pub use invoicing::{Invoicing, Month};
pub use lowering::{Lowering, Reduction, Wording};
pub use money::{Currency, Money, MoneyError};
pub use number::{NumberFormat, NumberFormatError};
pub use pricing::{
    Discount, LineInput, Priced, PricedLine, PricingError, Tax, TaxAmount, TaxRounding, TaxTotal, price, share_out,
};
pub use quantity::{Quantity, QuantityError};
pub use rate::{Rate, RateError};
pub use received::{Received, ReceivedError};
pub use returns::{ReturnError, ReturnedGoods, SoldGoods};
pub use room::{first_over, fits_from};
pub use series::{Ends, Every, MOST_SESSIONS, Scope, SeriesError, days};
pub use settlement::{Settlement, SettlementError, SplitRoom, goodwill_makes_way, settle};
pub use sharing::{Parts, SharingError, equal_share, own_share, share_charge};
pub use source::{SourceError, SourceKind, SourceStanding, SourceState, WayOut, check_amount, in_a_row};
pub use statement::{CreditEvent, Movement, MovementKind, Position, Statement, StatementRow, lapses, statement};
pub use stock::{MovementCause, Stock, StockError, parse_pieces, pieces};
pub use tracking::{CreditMade, OnInvoice};
pub use unit_price::UnitPrice;
