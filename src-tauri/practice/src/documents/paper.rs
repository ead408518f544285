//! Sheets of paper and the lengths that layout is measured in.

use serde::{Deserialize, Serialize};

/// A length in points, 72 to the inch. On a page it counts from the upper left corner, rightwards and down.
pub type Pt = f32;

/// The points in `millimetres`.
#[must_use]
pub const fn mm(millimetres: f32) -> Pt {
    millimetres * 72.0 / 25.4
}

/// The sheet that a document is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Paper {
    /// ISO 216 A4, 210 by 297 mm.
    #[default]
    A4,
    /// US Letter, 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// How wide the sheet is.
    #[must_use]
    pub const fn width(self) -> Pt {
        match self {
            Self::A4 => mm(210.0),
            Self::Letter => 612.0,
        }
    }

    /// How high the sheet is.
    #[must_use]
    pub const fn height(self) -> Pt {
        match self {
            Self::A4 => mm(297.0),
            Self::Letter => 792.0,
        }
    }
}
