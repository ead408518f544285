//! Names of people, as they are sorted and found.

/// `text` in plain lower-case letters, so that `garcia` finds `García` and `lukasz` finds `Łukasz`.
pub(crate) fn fold(text: &str) -> String {
    deunicode::deunicode_with_tofu(text, "?").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Given and family name as they are shown.
pub(crate) fn full(first: &str, last: &str) -> String {
    [first.trim(), last.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_their_accents() {
        assert_eq!(fold("  García   Muñoz "), "garcia munoz");
        assert_eq!(fold("Müller-Łukasiewicz"), "muller-lukasiewicz");
        assert_eq!(fold("Adébáyọ̀"), "adebayo");
        assert_ne!(fold("לוי"), fold("דנה"));
    }

    #[test]
    fn single_names_have_no_space() {
        assert_eq!(full("", "Prince"), "Prince");
        assert_eq!(full("Ana", "García"), "Ana García");
    }
}
