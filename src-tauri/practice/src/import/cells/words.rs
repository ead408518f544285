//! Words with a meaning of their own: attendance, status, addresses.

use billing::{Attendance, Invoicing};

use super::CellError;

const SHOWN: usize = 60;

/// The attendance that `text` names; `None` while it is still to come.
fn attendance(text: &str) -> Result<Option<Attendance>, CellError> {
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    Ok(Some(match letters.as_str() {
        "" | "scheduled" | "booked" | "planned" | "upcoming" | "confirmed" | "tocome" => return Ok(None),
        "attended" | "present" | "show" | "showed" | "completed" | "kept" | "seen" | "arrived" => Attendance::Attended,
        "latecancelled" | "latecanceled" | "latecancel" | "latecancellation" | "cancelledlate" | "canceledlate" => {
            Attendance::LateCancelled
        }
        "noshow" | "didnotattend" | "dna" | "missed" | "absent" => Attendance::NoShow,
        "cancelled" | "canceled" | "cancellation" | "clientcancelled" | "clientcanceled" | "cancelledbyclient"
        | "canceledbyclient" => Attendance::Cancelled,
        "cancelledbytherapist"
        | "canceledbytherapist"
        | "therapistcancelled"
        | "therapistcanceled"
        | "cancelledbyprovider"
        | "canceledbyprovider"
        | "cancelledbyclinician"
        | "canceledbyclinician"
        | "cliniciancancelled"
        | "cliniciancanceled"
        | "providercancelled"
        | "providercanceled" => Attendance::CancelledByTherapist,
        _ => return Err(CellError::Attendance(shorten(text))),
    }))
}

/// When the invoices of a client are made; `None` for a client without an own setting.
pub(in crate::import) fn invoicing(text: &str) -> Result<Option<Invoicing>, CellError> {
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    Ok(Some(match letters.as_str() {
        "" | "aspractice" | "asthepracticedoes" | "default" => return Ok(None),
        "foreachsession" | "eachsession" | "persession" | "automatic" | "auto" | "atonce" => Invoicing::PerSession,
        "eachmonth" | "gatheredeachmonth" | "monthly" | "permonth" => Invoicing::Monthly,
        "byhand" | "manual" | "manually" => Invoicing::ByHand,
        _ => return Err(CellError::Invoicing(shorten(text))),
    }))
}

/// The attendance that `text` names, and whether it says that the fee for it was waived.
pub(in crate::import) fn attendance_and_waiver(text: &str) -> Result<(Option<Attendance>, bool), CellError> {
    let lower = text.trim_end_matches(')').to_lowercase();
    let unwaived = WAIVED.iter().find_map(|words| lower.strip_suffix(words));
    let marked = attendance(unwaived.unwrap_or(&lower)).map_err(|_| CellError::Attendance(shorten(text)))?;
    match (marked, unwaived.is_some()) {
        (Some(Attendance::LateCancelled | Attendance::NoShow), waived) => Ok((marked, waived)),
        (_, true) => Err(CellError::Attendance(shorten(text))),
        (_, false) => Ok((marked, false)),
    }
}

/// How an attendance says that its fee was waived, the longest first.
const WAIVED: [&str; 3] = ["fee waived", "waived", "no charge"];

/// Whether the status of a payment says that it was taken back, so that it is no money.
pub(in crate::import) fn is_reversed(text: &str) -> Result<bool, CellError> {
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    match letters.as_str() {
        "" | "received" | "paid" | "active" | "completed" | "complete" | "succeeded" | "cleared" | "settled" => {
            Ok(false)
        }
        "reversed" | "returned" | "bounced" | "failed" | "void" | "voided" | "cancelled" | "canceled" | "declined"
        | "chargedback" => Ok(true),
        _ => Err(CellError::PaymentStatus(shorten(text))),
    }
}

/// Whether the status says that the client no longer comes.
pub(in crate::import) fn is_archived(text: &str) -> Result<bool, CellError> {
    match text.to_lowercase().as_str() {
        "" | "active" | "current" | "open" | "yes" => Ok(false),
        "archived" | "inactive" | "former" | "closed" | "discharged" | "ended" | "no" => Ok(true),
        _ => Err(CellError::Status(shorten(text))),
    }
}

/// Whether `text` has the shape of one e-mail address.
pub(in crate::import) fn is_email(text: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')');
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let labels = || domain.split('.').all(|label| !label.is_empty());
    text.len() <= 254
        && !text.contains(bad)
        && !local.is_empty()
        && !local.contains('@')
        && domain.contains('.')
        && labels()
}

/// `text` as it is quoted in a sentence.
pub(in crate::import) fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > SHOWN { line.chars().take(SHOWN).chain(['…']).collect() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attendance_is_known_in_its_usual_words() {
        for (text, expected) in [
            ("Attended", Some(Attendance::Attended)),
            ("Late cancelled", Some(Attendance::LateCancelled)),
            ("No-show", Some(Attendance::NoShow)),
            ("no show", Some(Attendance::NoShow)),
            ("Canceled", Some(Attendance::Cancelled)),
            ("Cancelled by therapist", Some(Attendance::CancelledByTherapist)),
            ("Scheduled", None),
            ("", None),
        ] {
            assert_eq!(attendance(text), Ok(expected), "{text}");
        }
        assert_eq!(attendance("Perhaps"), Err(CellError::Attendance("Perhaps".to_owned())));
    }

    #[test]
    fn a_waived_fee_is_known_from_the_attendance() {
        for (text, expected) in [
            ("No-show, fee waived", (Some(Attendance::NoShow), true)),
            ("Late cancelled (waived)", (Some(Attendance::LateCancelled), true)),
            ("No-show", (Some(Attendance::NoShow), false)),
            ("Attended", (Some(Attendance::Attended), false)),
            ("", (None, false)),
        ] {
            assert_eq!(attendance_and_waiver(text), Ok(expected), "{text}");
        }
        for wrong in ["Attended, fee waived", "fee waived", "Perhaps, waived"] {
            assert_eq!(attendance_and_waiver(wrong), Err(CellError::Attendance(wrong.to_owned())));
        }
    }

    #[test]
    fn a_payment_that_was_taken_back_is_known_from_its_status() {
        for (text, expected) in [("received", false), ("", false), ("Reversed", true), ("charged back", true)] {
            assert_eq!(is_reversed(text), Ok(expected), "{text}");
        }
        assert_eq!(is_reversed("Pending"), Err(CellError::PaymentStatus("Pending".to_owned())));
    }

    #[test]
    fn addresses_have_one_at_and_a_domain() {
        for good in ["a@b.example", "zoë.m+x@mail.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["not-an-address", "a@b", "@b.example", "a@b@c.example", "a b@c.example", "a@b..c", "a@b.c, d@e.f"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn long_values_are_shortened_in_sentences() {
        assert_eq!(shorten("one\n two"), "one two");
        assert_eq!(shorten(&"é".repeat(300)).chars().count(), SHOWN + 1);
    }
}
