//! Returns: goods of paid invoices that come back (money-rules 5, *Return*).

use crate::{
    credit_note::{CreditLine, CreditedLine, Wanted, credit_line},
    invoice::{InvoiceStanding, InvoiceState},
    money::Money,
    quantity::Quantity,
};

/// A line of an invoice for goods, with the product as it is now.
#[derive(Debug, Clone)]
pub struct SoldGoods {
    /// The invoice.
    pub invoice: InvoiceStanding,
    /// The line, with what was credited or returned of it before.
    pub line: CreditLine,
    /// Whether the product is put away.
    pub archived: bool,
    /// Whether its stock is kept.
    pub counted: bool,
}

/// What comes back of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReturnedGoods {
    /// Pieces.
    pub units: i64,
    /// How many of them go back into stock.
    pub restock: i64,
}

/// Why goods are not returned; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReturnError {
    /// Their invoice is not paid.
    #[error(
        "“{description}” is on {number}, which has {outstanding} left to pay. Remove it from {number} instead, or \
         record the payment first."
    )]
    NotPaid {
        /// The line.
        description: String,
        /// The invoice.
        number: String,
        /// What is left to pay.
        outstanding: Money,
    },
    /// Their invoice is void.
    #[error("“{description}” is on {number}, which is void: nothing was charged for it.")]
    Void {
        /// The line.
        description: String,
        /// The invoice.
        number: String,
    },
    /// All of them came back, or were credited.
    #[error("All of “{description}” on {number} was returned or credited already.")]
    AllBack {
        /// The line.
        description: String,
        /// The invoice.
        number: String,
    },
    /// Nothing was charged for them.
    #[error(
        "Nothing is left to give back for “{description}” on {number}: it was free, or credited in full. Correct its stock \
         on its page instead."
    )]
    Free {
        /// The line.
        description: String,
        /// The invoice.
        number: String,
    },
    /// More than were sold and are not back yet.
    #[error("Only {left} of “{description}” can be returned. Enter {left} or less.")]
    OverSold {
        /// The line.
        description: String,
        /// How many can come back.
        left: i64,
    },
    /// None.
    #[error("Enter how many come back, 1 or more.")]
    None,
    /// More go into stock than come back.
    #[error("No more than what comes back can go back into stock. Enter {units} or less.")]
    OverRestock {
        /// How many come back.
        units: i64,
    },
    /// Some go into the stock of what is put away.
    #[error("“{description}” was archived. Bring it back on its page first, or restock 0.")]
    Archived {
        /// The line.
        description: String,
    },
    /// Some go into a stock that is not kept.
    #[error("The stock of “{description}” is not kept. Restock 0, or keep its stock on its page first.")]
    NotCounted {
        /// The line.
        description: String,
    },
    /// What becomes of the record was not chosen.
    #[error("Choose what becomes of the record in the client's file: deactivate it, or keep it.")]
    RecordsNotChosen,
    /// No items.
    #[error("There is nothing to post. Add what comes back first.")]
    Empty,
    /// All items together come to nothing.
    #[error("What comes back comes to nothing, so there is no money to give back. Correct the stock instead.")]
    WorthNothing,
}

impl SoldGoods {
    /// How many pieces can come back: sold, less what was returned or credited.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.line.left_thousandths() / 1_000
    }

    /// Whether anything of it can come back.
    ///
    /// # Errors
    /// [`ReturnError`] if its invoice is not paid, or nothing is left of it.
    pub fn may_be_returned(&self) -> Result<(), ReturnError> {
        let (description, number) = (self.line.description.clone(), self.invoice.number.clone());
        if self.invoice.state == InvoiceState::Void {
            return Err(ReturnError::Void { description, number });
        }
        if self.left() == 0 {
            return Err(ReturnError::AllBack { description, number });
        }
        let outstanding = self.invoice.outstanding();
        if !outstanding.is_zero() {
            return Err(ReturnError::NotPaid { description, number, outstanding });
        }
        if self.line.left().is_zero() {
            return Err(ReturnError::Free { description, number });
        }
        Ok(())
    }

    /// What the client gets back for pieces: what was really charged for them, after discounts and with tax, rounded over
    /// all that came back of the line.
    ///
    /// # Errors
    /// [`ReturnError`] if so many cannot come back.
    pub fn give_back(&self, back: ReturnedGoods) -> Result<CreditedLine, ReturnError> {
        self.may_be_returned()?;
        let description = || self.line.description.clone();
        if back.units < 1 {
            return Err(ReturnError::None);
        }
        let over_sold = || ReturnError::OverSold { description: description(), left: self.left() };
        if back.units > self.left() {
            return Err(over_sold());
        }
        self.may_be_restocked(back)?;
        let units = Quantity::from_thousandths(back.units * 1_000).ok_or_else(over_sold)?;
        credit_line(&self.line, Wanted::Units(units)).map_err(|_| over_sold())
    }

    fn may_be_restocked(&self, back: ReturnedGoods) -> Result<(), ReturnError> {
        let description = || self.line.description.clone();
        if back.restock > back.units {
            return Err(ReturnError::OverRestock { units: back.units });
        }
        if back.restock > 0 && self.archived {
            return Err(ReturnError::Archived { description: description() });
        }
        if back.restock > 0 && !self.counted {
            return Err(ReturnError::NotCounted { description: description() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{credit_note::CreditedTax, money::Currency, rate::Rate};

    fn minor(minor: i64) -> Money {
        Currency::new("USD", 2).unwrap().money(minor).unwrap()
    }

    fn sold(quantity: i64, net: i64, tax: i64) -> SoldGoods {
        let total = minor(net + tax);
        SoldGoods {
            invoice: InvoiceStanding {
                number: "INV-00007".to_owned(),
                state: InvoiceState::Open,
                total,
                applied: total,
                written_off: minor(0),
            },
            line: CreditLine {
                description: "Workbook".to_owned(),
                quantity: Quantity::from_thousandths(quantity * 1_000).unwrap(),
                net: minor(net),
                taxes: vec![CreditedTax {
                    name: "Sales tax".to_owned(),
                    rate: Rate::parse("8.5").unwrap(),
                    included: false,
                    tax: minor(tax),
                }],
                credited_thousandths: 0,
                credited_net: minor(0),
                credited_taxes: vec![minor(0)],
            },
            archived: false,
            counted: true,
        }
    }

    fn note(goods: &mut SoldGoods, taken: &CreditedLine) {
        goods.line.credited_thousandths += taken.thousandths;
        goods.line.credited_net = goods.line.credited_net.plus(taken.net);
        for (credited, tax) in goods.line.credited_taxes.iter_mut().zip(&taken.taxes) {
            *credited = credited.plus(*tax);
        }
    }

    fn check(goods: &SoldGoods, units: i64, restock: i64, expected: &str) {
        let said = goods
            .give_back(ReturnedGoods { units, restock })
            .map_or_else(|error| error.to_string(), |taken| taken.total.to_string());
        assert_eq!(said, expected, "{units} back, {restock} restocked");
    }

    #[test]
    fn a_return_is_worth_what_the_client_paid_for_it() {
        let goods = sold(2, 4_980, 423);
        check(&goods, 1, 1, "27.02");
        check(&goods, 2, 0, "54.03");
        check(&goods, 3, 0, "Only 2 of “Workbook” can be returned. Enter 2 or less.");
        check(&goods, 0, 0, "Enter how many come back, 1 or more.");
        check(&goods, 1, 2, "No more than what comes back can go back into stock. Enter 1 or less.");
    }

    #[test]
    fn only_goods_of_paid_invoices_come_back() {
        let goods = sold(2, 4_980, 423);
        let mut unpaid = goods.clone();
        unpaid.invoice.applied = minor(3_000);
        check(
            &unpaid,
            1,
            1,
            "“Workbook” is on INV-00007, which has 24.03 left to pay. Remove it from INV-00007 instead, or record the \
             payment first.",
        );
        let mut void = goods.clone();
        void.invoice.state = InvoiceState::Void;
        check(&void, 1, 1, "“Workbook” is on INV-00007, which is void: nothing was charged for it.");
        let mut back = goods.clone();
        let all = back.give_back(ReturnedGoods { units: 2, restock: 2 }).unwrap();
        note(&mut back, &all);
        check(&back, 1, 1, "All of “Workbook” on INV-00007 was returned or credited already.");
        let free = sold(1, 0, 0);
        check(
            &free,
            1,
            1,
            "Nothing is left to give back for “Workbook” on INV-00007: it was free, or credited in full. Correct its stock \
             on its page instead.",
        );
    }

    #[test]
    fn what_goes_back_into_stock_needs_one() {
        let archived = SoldGoods { archived: true, ..sold(1, 2_490, 212) };
        check(&archived, 1, 1, "“Workbook” was archived. Bring it back on its page first, or restock 0.");
        check(&archived, 1, 0, "27.02");
        let uncounted = SoldGoods { counted: false, ..sold(1, 2_490, 212) };
        check(&uncounted, 1, 1, "The stock of “Workbook” is not kept. Restock 0, or keep its stock on its page first.");
        check(&uncounted, 1, 0, "27.02");
    }

    proptest! {
        #[test]
        fn pieces_that_come_back_one_return_after_another_add_up_to_the_line(
            quantity in 1..9_i64,
            net in 900..30_000_i64,
            tax in 0..3_000_i64,
            pieces in prop::collection::vec(1..4_i64, 0..12),
        ) {
            let mut goods = sold(quantity, net, tax);
            let mut total = minor(0);
            for units in pieces.into_iter().chain([1; 9]) {
                if let Ok(taken) = goods.give_back(ReturnedGoods { units, restock: 0 }) {
                    total = total.plus(taken.total);
                    note(&mut goods, &taken);
                }
                prop_assert!(total <= minor(net + tax));
            }
            prop_assert_eq!(total, minor(net + tax));
            prop_assert_eq!(goods.left(), 0);
        }
    }
}
