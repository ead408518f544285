//! The shape of e-mail addresses.

/// Whether `address` is empty or looks like one address; otherwise a sentence for its field.
pub(crate) fn check(address: &str) -> Result<(), String> {
    let text = address.trim();
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains('@')
            && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'))
    });
    if text.is_empty() || shaped {
        Ok(())
    } else {
        Err(format!("“{text}” is not an e-mail address. Write it like name@example.com, or leave it empty."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_at_sign_and_a_domain() {
        for good in ["", "ana@mail.example", "ána.x+y@sub.mail.example"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["ana", "ana@", "@mail.example", "a@b@c.example", "a b@c.example", "a@example", "a@b.c\nBcc: x@y.z"]
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
