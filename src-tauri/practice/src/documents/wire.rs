//! How money, currencies and decimals are written in stored facts: as text that a person can read.

/// Money as `"140.00"`, with the currency's decimals.
pub mod money {
    use billing::{Currency, Money};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes it.
    ///
    /// # Errors
    /// What the serializer cannot write.
    pub fn serialize<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(money)
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is not a sum of whole minor units.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is not a sum of money")))
    }

    fn read(text: &str) -> Option<Money> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let decimals = u8::try_from(fraction.len()).ok()?;
        let minor = format!("{whole}{fraction}").parse().ok()?;
        Currency::new("XXX", decimals).ok()?.money(minor)
    }
}

/// A currency as `"USD 2"`: its code and decimals.
pub mod currency {
    use billing::Currency;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes it.
    ///
    /// # Errors
    /// What the serializer cannot write.
    pub fn serialize<S: Serializer>(currency: &Currency, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{} {}", currency.code(), currency.decimals()))
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is not a code and a number of decimals.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (code, decimals) = text.split_once(' ').unwrap_or((&text, ""));
        Currency::new(code, decimals.parse().map_err(D::Error::custom)?).map_err(D::Error::custom)
    }
}

/// A decimal number as text, never as a float.
pub mod decimal {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes it.
    ///
    /// # Errors
    /// What the serializer cannot write.
    pub fn serialize<S: Serializer>(decimal: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(decimal)
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is not a decimal number.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
