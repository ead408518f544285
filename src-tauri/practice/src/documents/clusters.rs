//! Text taken apart: into what is drawn, into places to break, into letters with their marks.

use std::ops::Range;

use unicode_bidi::BidiClass;

/// Control characters have no shape: line breaks stay, the rest become spaces.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace(|c: char| c.is_control() && c != '\n', " ")
}

/// Splits at the places where a line may end: after spaces, and after hyphens and slashes inside words.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        let before_space = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if (c.is_whitespace() && c != '\u{A0}' || matches!(c, '-' | '–' | '—' | '/' | '\u{200B}')) && !before_space
        {
            pieces.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        pieces.push(start..text.len());
    }
    pieces
}

/// Letters with their marks, and pictures joined into one.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut joined = true;
        let end = rest.char_indices().skip(1).find_map(|(at, c)| {
            let joiner = rest.get(..at).is_some_and(|so_far| so_far.ends_with('\u{200D}'));
            let belongs = unicode_bidi::bidi_class(c) == BidiClass::NSM || is_unseen(c) || joiner && is_picture(c);
            joined &= belongs;
            (!joined).then_some(at)
        });
        let (cluster, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        (!cluster.is_empty()).then_some(cluster)
    })
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether `c` directs other characters (joiners, marks of direction, variation selectors) and has no shape itself.
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}'
    )
}
