//! Numbers as a person types them: digits, with at most one point before the decimals; amounts also as they are shown.

/// Why a typed number was not taken; each concept turns it into its own sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Empty,
    NotANumber,
    Negative,
    TooManyDecimals,
    TooLarge,
}

/// Reads `text` as a whole number of units, of which `decimals` places make one.
pub(crate) fn fixed_point(text: &str, decimals: u8, most: i64) -> Result<i64, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
        return Err(Fault::NotANumber);
    }
    if negative {
        return Err(Fault::Negative);
    }
    if fraction.len() > usize::from(decimals) {
        return Err(Fault::TooManyDecimals);
    }
    let padded = format!("{whole}{fraction:0<width$}", width = usize::from(decimals));
    padded.parse().ok().filter(|units| *units <= most).ok_or(Fault::TooLarge)
}

/// What stands between groups of three digits where amounts are shown: by comma or point, as the system's region has it,
/// by an apostrophe, or by a space of some width.
const GROUPING: [char; 8] = [',', '.', '\'', '’', ' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// An amount as it is shown, such as `1,500.00` or `1.500,00`, as it would be typed: `1500.00`. None where there are no
/// groups, or where they can be read in two ways: `1,500` may be a thousand and a half as well.
pub(crate) fn ungrouped(text: &str) -> Option<String> {
    GROUPING.into_iter().find_map(|group| {
        let points = [".", ","].into_iter().filter(|point| !point.contains(group));
        let fractioned = points.filter_map(|point| {
            let (whole, fraction) = text.rsplit_once(point)?;
            let decimals = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
            (decimals && group_count(whole, group)? > 0).then(|| format!("{}.{fraction}", whole.replace(group, "")))
        });
        let least = if matches!(group, ',' | '.') { 2 } else { 1 };
        let whole = || (group_count(text, group)? >= least).then(|| text.replace(group, ""));
        fractioned.into_iter().next().or_else(whole)
    })
}

/// How many times `group` stands between groups of three digits; none where the text is something else.
fn group_count(text: &str, group: char) -> Option<usize> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.trim_start_matches(['-', '−']).split(group);
    let first = parts.next().is_some_and(|part| digits(part) && part.len() <= 3);
    let rest: Vec<&str> = parts.collect();
    (first && rest.iter().all(|part| digits(part) && part.len() == 3)).then_some(rest.len())
}

/// Writes `units` with a point before the last `decimals` places, of which zeros at the end are left out
/// until only `at_least` are there.
pub(crate) fn written(units: i64, decimals: u8, at_least: u8) -> String {
    let scale = 10_i64.pow(u32::from(decimals));
    let fraction = format!("{:0width$}", units % scale, width = usize::from(decimals));
    let needed = fraction.trim_end_matches('0').len().max(usize::from(at_least)).min(usize::from(decimals));
    let shown: String = fraction.chars().take(needed).collect();
    if shown.is_empty() { (units / scale).to_string() } else { format!("{}.{shown}", units / scale) }
}

/// The start of what was typed, short enough for a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const SHOWN: usize = 24;
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text.to_owned() }
}
