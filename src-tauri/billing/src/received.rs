//! What was received for a client: no more than that ever goes back (money-rules 5, *Refund*).

use crate::{money::Money, source::in_a_row};

/// The money that was received for a client, and that is with the practice still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The client's name.
    pub client: String,
    /// What neither went back nor moved to a linked client.
    pub left: Money,
    /// The clients who were given more than was received for them, and with whom money of the client crossed.
    pub beyond: Vec<String>,
}

/// Why money does not go back; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceivedError {
    /// Nothing is left of it.
    #[error(
        "Nothing that was received for {client} is left to give back. {}Use the money on an invoice, or record the \
         missing payment first.",
        given_beyond(.beyond)
    )]
    Nothing {
        /// The client's name.
        client: String,
        /// The clients who were given what is missing.
        beyond: Vec<String>,
    },
    /// Less is left of it.
    #[error(
        "Only {left} that was received for {client} is left to give back, and {amount} was asked for. {}Enter {left} or \
         less.",
        given_beyond(.beyond)
    )]
    Less {
        /// The client's name.
        client: String,
        /// What is left.
        left: Money,
        /// What was asked for.
        amount: Money,
        /// The clients who were given what is missing.
        beyond: Vec<String>,
    },
}

fn given_beyond(names: &[String]) -> String {
    in_a_row(names).map_or_else(String::new, |names| {
        format!("More went back to {names} than was received there, and money crossed between the two. ")
    })
}

impl Received {
    /// Gives back or moves away `amount` of it.
    ///
    /// # Errors
    /// [`ReceivedError`] if it is more than is left.
    pub fn give_back(&self, amount: Money) -> Result<(), ReceivedError> {
        if amount <= self.left {
            Ok(())
        } else if self.left.is_zero() {
            Err(ReceivedError::Nothing { client: self.client.clone(), beyond: self.beyond.clone() })
        } else {
            let (client, beyond) = (self.client.clone(), self.beyond.clone());
            Err(ReceivedError::Less { client, left: self.left, amount, beyond })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn no_more_goes_back_than_was_received() {
        let sum = |typed: &str| Currency::new("USD", 2).unwrap().parse(typed).unwrap();
        let check = |left: &str, amount: &str, beyond: &[&str], expected: &str| {
            let beyond = beyond.iter().map(|name| (*name).to_owned()).collect();
            let received = Received { client: "Ana Archer".to_owned(), left: sum(left), beyond };
            let said = received.give_back(sum(amount)).map_or_else(|error| error.to_string(), |()| "given".to_owned());
            assert_eq!(said, expected, "{amount} of {left}");
        };
        check("60.00", "60.00", &[], "given");
        check("60.00", "59.99", &["Ben"], "given");
        check(
            "60.00",
            "60.01",
            &[],
            "Only 60.00 that was received for Ana Archer is left to give back, and 60.01 was asked for. Enter 60.00 or \
             less.",
        );
        check(
            "0",
            "0.01",
            &[],
            "Nothing that was received for Ana Archer is left to give back. Use the money on an invoice, or record the \
             missing payment first.",
        );
        check(
            "0",
            "0.01",
            &["Ben"],
            "Nothing that was received for Ana Archer is left to give back. More went back to Ben than was received there, \
             and money crossed between the two. Use the money on an invoice, or record the missing payment first.",
        );
    }
}
