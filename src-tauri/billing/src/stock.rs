//! Stock: how many of a product there are, in whole pieces (requirements E5).

use crate::{
    quantity::Quantity,
    typed::{Fault, fixed_point, shorten},
};

/// Why stock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovementCause {
    /// How many there were when stock began to be kept.
    Opening,
    /// On an invoice, or off it again.
    Sale,
    /// With a return, or its reversal.
    Return,
    /// By hand, with a reason.
    Correction,
    /// They were counted.
    Count,
}

impl MovementCause {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Opening, "opening"),
        (Self::Sale, "sale"),
        (Self::Return, "return"),
        (Self::Correction, "correction"),
        (Self::Count, "count"),
    ];

    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(cause, _)| *cause == self).map_or("", |(_, name)| name)
    }

    /// The cause of a stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, other)| *other == name).map(|(cause, _)| *cause)
    }
}

/// How many of a product there are. Below 0 where more was given than was known of, for a reason that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// What the product is called.
    pub product: String,
    /// Pieces.
    pub units: i64,
}

/// Why stock does not move so; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    /// Nothing was typed.
    #[error("Enter how many, as a whole number.")]
    Empty,
    /// No whole number, or one below 0.
    #[error("“{typed}” is not a whole number. Pieces are counted as 0, 1, 2 and so on.")]
    NotWhole {
        /// What was typed.
        typed: String,
    },
    /// More than the program keeps.
    #[error("“{typed}” is too large. The most that can be entered is {MOST}.")]
    TooLarge {
        /// What was typed.
        typed: String,
    },
    /// A quantity of a product with decimals.
    #[error("“{product}” is sold in whole pieces. Enter 1, 2 or more, not {quantity}.")]
    InPieces {
        /// The product.
        product: String,
        /// What was typed.
        quantity: String,
    },
    /// More is taken than there is, and nobody said why.
    #[error(
        "{}, and {taken} would go out. Count the stock, or say why more goes out than there is.",
        only(product, *units)
    )]
    Short {
        /// The product.
        product: String,
        /// How many there are.
        units: i64,
        /// How many would go out.
        taken: i64,
    },
    /// A correction by nothing.
    #[error("Enter by how many the stock is corrected.")]
    ByNothing,
    /// A correction without a reason.
    #[error("Say why the stock is corrected, such as: damaged, given away, delivered.")]
    NoReason,
    /// A correction to fewer than none.
    #[error(
        "{}, so there cannot be {fewer} fewer. {}",
        only(product, *units),
        if *units > 0 { format!("Enter {units} or less.") } else { "Count the stock instead, or say that there are more.".to_owned() }
    )]
    BelowNone {
        /// The product.
        product: String,
        /// How many there are.
        units: i64,
        /// By how many it was to be lowered.
        fewer: i64,
    },
}

const MOST: i64 = 999_999;

fn only(product: &str, units: i64) -> String {
    match units.max(0) {
        0 => format!("None of “{product}” is in stock"),
        1 => format!("Only 1 of “{product}” is in stock"),
        units => format!("Only {units} of “{product}” are in stock"),
    }
}

/// Reads how many pieces there are as a person types it: 0 or more.
///
/// # Errors
/// A [`StockError`] that says how to write it.
pub fn parse_pieces(typed: &str) -> Result<i64, StockError> {
    let text = typed.trim();
    fixed_point(text, 0, MOST).map_err(|fault| match fault {
        Fault::Empty => StockError::Empty,
        Fault::TooLarge => StockError::TooLarge { typed: shorten(text) },
        Fault::NotANumber | Fault::TooManyDecimals | Fault::Negative => StockError::NotWhole { typed: shorten(text) },
    })
}

/// How many pieces a quantity of a product is.
///
/// # Errors
/// [`StockError::InPieces`] if it has decimals.
pub fn pieces(product: &str, quantity: Quantity) -> Result<i64, StockError> {
    whole(quantity.thousandths())
        .ok_or_else(|| StockError::InPieces { product: product.to_owned(), quantity: quantity.to_string() })
}

fn whole(thousandths: i64) -> Option<i64> {
    (thousandths % 1_000 == 0).then_some(thousandths / 1_000)
}

impl Stock {
    /// Takes pieces out. Below none it goes only with a `reason`.
    ///
    /// # Errors
    /// [`StockError::Short`].
    pub fn take(&self, taken: i64, reason: &str) -> Result<(), StockError> {
        if taken > 0 && taken > self.units && reason.trim().is_empty() {
            return Err(StockError::Short { product: self.product.clone(), units: self.units, taken });
        }
        Ok(())
    }

    /// By how many a count differs.
    #[must_use]
    pub fn counted(&self, counted: i64) -> i64 {
        counted - self.units
    }

    /// By how many a correction by hand moves the stock, with its sign.
    ///
    /// # Errors
    /// A correction by nothing, without a reason, or to fewer than none.
    pub fn correct(&self, units: i64, fewer: bool, reason: &str) -> Result<i64, StockError> {
        if units == 0 {
            return Err(StockError::ByNothing);
        }
        if fewer && units > self.units {
            return Err(StockError::BelowNone {
                product: self.product.clone(),
                units: self.units.max(0),
                fewer: units,
            });
        }
        if reason.trim().is_empty() {
            return Err(StockError::NoReason);
        }
        Ok(if fewer { -units } else { units })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stock(units: i64) -> Stock {
        Stock { product: "Workbook".to_owned(), units }
    }

    #[test]
    fn more_than_there_is_goes_out_with_a_reason_only() {
        let check = |units: i64, taken: i64, reason: &str, expected: &str| {
            let said = stock(units).take(taken, reason).map_or_else(|error| error.to_string(), |()| "taken".to_owned());
            assert_eq!(said, expected, "{taken} of {units}");
        };
        let way_out = "Count the stock, or say why more goes out than there is.";
        check(3, 3, "", "taken");
        check(3, 4, " ", &format!("Only 3 of “Workbook” are in stock, and 4 would go out. {way_out}"));
        check(1, 2, "", &format!("Only 1 of “Workbook” is in stock, and 2 would go out. {way_out}"));
        check(-2, 1, "", &format!("None of “Workbook” is in stock, and 1 would go out. {way_out}"));
        check(0, 1, "the delivery is not entered yet", "taken");
        check(-2, 0, "", "taken");
    }

    #[test]
    fn a_correction_has_a_reason_and_leaves_none_at_least() {
        let check = |units: i64, fewer: bool, reason: &str, expected: Result<i64, &str>| {
            let corrected = stock(3).correct(units, fewer, reason).map_err(|error| error.to_string());
            assert_eq!(corrected, expected.map_err(ToOwned::to_owned), "{units}");
        };
        check(3, true, "damaged", Ok(-3));
        check(20, false, "delivered", Ok(20));
        check(0, false, "delivered", Err("Enter by how many the stock is corrected."));
        check(4, true, "lost", Err("Only 3 of “Workbook” are in stock, so there cannot be 4 fewer. Enter 3 or less."));
        let none = stock(-1).correct(1, true, "lost").unwrap_err().to_string();
        assert_eq!(
            none,
            "None of “Workbook” is in stock, so there cannot be 1 fewer. Count the stock instead, or say that there are more."
        );
        check(1, true, "", Err("Say why the stock is corrected, such as: damaged, given away, delivered."));
        assert_eq!(stock(3).counted(1), -2);
        assert_eq!(stock(-1).counted(1), 2);
    }

    #[test]
    fn pieces_are_whole() {
        let check = |typed: &str, expected: Result<i64, &str>| {
            let read = parse_pieces(typed).map_err(|error| error.to_string());
            assert_eq!(read, expected.map_err(ToOwned::to_owned), "{typed:?}");
        };
        let way_out = "Pieces are counted as 0, 1, 2 and so on.";
        check(" 12 ", Ok(12));
        check("0", Ok(0));
        check("", Err("Enter how many, as a whole number."));
        check("1.5", Err(&format!("“1.5” is not a whole number. {way_out}")));
        check("-1", Err(&format!("“-1” is not a whole number. {way_out}")));
        check("two", Err(&format!("“two” is not a whole number. {way_out}")));
        check("1000000", Err("“1000000” is too large. The most that can be entered is 999999."));
        let half = Quantity::parse("1.5").unwrap();
        assert_eq!(
            pieces("Workbook", half).unwrap_err().to_string(),
            "“Workbook” is sold in whole pieces. Enter 1, 2 or more, not 1.5."
        );
        assert_eq!(pieces("Workbook", Quantity::parse("2.000").unwrap()), Ok(2));
    }

    #[test]
    fn a_stored_cause_is_read_back() {
        for (cause, name) in MovementCause::ALL {
            assert_eq!((MovementCause::parse(name), cause.as_str()), (Some(cause), name));
        }
        assert_eq!(MovementCause::parse("theft"), None);
    }
}
