//! The page model: what stands where on each sheet, before anything knows of PDF.

use std::fmt;

use chrono::NaiveDate;

use super::{
    logo::Logo,
    paper::{Paper, Pt},
    text::Line,
};

/// A laid-out document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is called, such as `Invoice INV-00007`.
    pub title: String,
    /// Who issued it.
    pub author: String,
    /// The day that it carries.
    pub dated_on: NaiveDate,
    /// The code of its language, such as `en`.
    pub language: &'static str,
    /// The sheets that it is for.
    pub paper: Paper,
    /// The picture that [`Item::Logo`] shows.
    pub logo: Option<Logo>,
    /// The pages in order.
    pub pages: Vec<Page>,
    /// What the therapist should know before supplying it, each a sentence.
    pub warnings: Vec<String>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What stands on it, in the order in which it is drawn and read.
    pub items: Vec<Item>,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A line of text.
    Text {
        /// Where it begins.
        left: Pt,
        /// Where its letters stand.
        baseline: Pt,
        /// The line.
        line: Line,
    },
    /// A straight line.
    Rule {
        /// Where it begins.
        from: (Pt, Pt),
        /// Where it ends.
        to: (Pt, Pt),
        /// How thick it is.
        weight: Pt,
        /// How dark it is.
        ink: Ink,
        /// Whether it is a line to cut along.
        dashed: bool,
    },
    /// A filled rectangle.
    Fill {
        /// Where it is.
        area: Area,
        /// How dark it is.
        ink: Ink,
    },
    /// The outline of a rectangle.
    Frame {
        /// Where it is.
        area: Area,
        /// How thick its line is.
        weight: Pt,
    },
    /// The document's logo.
    Logo {
        /// Where it is.
        area: Area,
    },
}

/// A rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub left: Pt,
    /// Its upper edge.
    pub top: Pt,
    /// How wide it is.
    pub width: Pt,
    /// How high it is.
    pub height: Pt,
}

/// A shade of grey, so that what is seen on the screen is what a black-and-white printer prints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// From 0, white, to 100, black.
    pub percent: u8,
}

impl Ink {
    /// For what is to be read first.
    pub const BLACK: Self = Self { percent: 100 };
    /// For labels and small print; still 7:1 on white.
    pub const GREY: Self = Self { percent: 65 };
    /// For lines between rows.
    pub const LIGHT: Self = Self { percent: 25 };
    /// For the ground beneath a figure.
    pub const TINT: Self = Self { percent: 6 };
}

/// The document as text, one item to a line, in millimetres: what snapshots compare.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} by {} of {}, {:?}", self.title, self.author, self.dated_on, self.paper)?;
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        for (page, number) in self.pages.iter().zip(1..) {
            writeln!(f, "page {number}")?;
            page.items.iter().try_for_each(|item| writeln!(f, "  {item}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { left, baseline, line } => {
                let right = left + line.width;
                let (weight, size, ink) = (line.style.weight, line.style.size, line.style.ink.percent);
                write!(f, "{}..{} {}  ", in_mm(*left), in_mm(right), in_mm(*baseline))?;
                write!(f, "{size} {weight:?} {ink}%  {}", line.words)
            }
            Self::Rule { from, to, weight, ink, dashed } => {
                let look = if *dashed { "dashed" } else { "rule" };
                write!(f, "{},{} to {},{}  ", in_mm(from.0), in_mm(from.1), in_mm(to.0), in_mm(to.1))?;
                write!(f, "{look} {weight}pt {}%", ink.percent)
            }
            Self::Fill { area, ink } => write!(f, "{area}  fill {}%", ink.percent),
            Self::Frame { area, weight } => write!(f, "{area}  frame {weight}pt"),
            Self::Logo { area } => write!(f, "{area}  logo"),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, top, width, height) = (self.left, self.top, self.width, self.height);
        write!(f, "{},{} {}x{}", in_mm(left), in_mm(top), in_mm(width), in_mm(height))
    }
}

fn in_mm(length: Pt) -> String {
    format!("{:.1}", length * 25.4 / 72.0)
}
