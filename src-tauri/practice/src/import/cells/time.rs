//! Times of day.

use chrono::NaiveTime;

use super::{CellError, shorten};

/// A time of day: `9:30`, `09:30:00`, `2:30 pm`, `2pm`.
pub(in crate::import) fn time_of_day(text: &str) -> Result<NaiveTime, CellError> {
    read(&text.trim().to_lowercase().replace(['.', '\u{a0}', '\u{202f}'], " "))
        .ok_or_else(|| CellError::Time(shorten(text)))
}

fn read(text: &str) -> Option<NaiveTime> {
    let text = text.replace("a m", "am").replace("p m", "pm");
    let text = text.trim();
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (text, None),
    };
    let mut parts = clock.split([':', ' ']).map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let hour = parts.next()??;
    let minute = match parts.next() {
        Some(minute) => minute?,
        // “9” alone is no time; “9 am” is.
        None => half.map(|_| 0)?,
    };
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match half {
        Some(noon) if (1..=12).contains(&hour) => hour % 12 + noon,
        Some(_) => return None,
        None => hour,
    };
    if parts.next().is_some() { None } else { NaiveTime::from_hms_opt(hour, minute, second) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_usual_form() {
        for (text, expected) in [
            ("10:00", "10:00:00"),
            ("9:30", "09:30:00"),
            ("09:30:15", "09:30:15"),
            ("2:30 pm", "14:30:00"),
            ("2:30 P.M.", "14:30:00"),
            ("12 am", "00:00:00"),
            ("12:15pm", "12:15:00"),
            ("9.30", "09:30:00"),
        ] {
            assert_eq!(time_of_day(text).unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["25:00", "24:00", "9:60", "9", "13 pm", "0 am", "noon", "", "9:5:5:5", "-1:00"] {
            assert_eq!(time_of_day(text), Err(CellError::Time(text.to_owned())), "{text}");
        }
    }
}
