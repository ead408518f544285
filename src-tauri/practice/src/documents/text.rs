//! Lines of text: ordered for reading, split by typeface, shaped into glyphs, and wrapped to a width.

use std::{collections::BTreeSet, ops::Range};

use unicode_bidi::{BidiInfo, Level, ParagraphInfo};
use unicode_script::{Script, UnicodeScript};

use super::{
    clusters::{clusters, pieces, tidy},
    fonts::{FaceId, Family, Fonts, Weight},
    glyphs::{Run, replacement_box, shaped},
    page::Ink,
    paper::Pt,
};

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The height of an em.
    pub size: Pt,
    /// How heavy.
    pub weight: Weight,
    /// How dark.
    pub ink: Ink,
}

/// One line of text, ready to be drawn from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says, in the order in which it is spoken.
    pub words: String,
    /// How it looks.
    pub style: Style,
    /// How far it reaches.
    pub width: Pt,
    /// Its glyphs by face, from left to right.
    pub runs: Vec<Run>,
    /// Whether its paragraph is read from right to left.
    pub right_to_left: bool,
}

/// Shapes `text` as one line.
pub fn shape(text: &str, style: Style) -> Line {
    let text = tidy(text).replace('\n', " ");
    Paragraph::new(&text).line(0..text.len(), style)
}

/// Shapes `text` as lines of at most `width`, broken at spaces and hyphens, and within words where nothing else helps.
pub fn wrap(text: &str, style: Style, width: Pt) -> Vec<Line> {
    tidy(text).trim_end().split('\n').flat_map(|paragraph| Paragraph::new(paragraph).wrap(style, width)).collect()
}

/// Shapes `text` as one line of at most `width`; what does not fit gives way to an ellipsis.
pub fn fit(text: &str, style: Style, width: Pt) -> Line {
    let whole = shape(text, style);
    if whole.width <= width {
        return whole;
    }
    let room = width - shape("…", style).width;
    let kept = wrap(text, style, room).into_iter().next().map(|line| line.words).unwrap_or_default();
    shape(&format!("{}…", kept.trim_end()), style)
}

/// The characters of `text` that no bundled typeface has.
pub fn uncovered(text: &str) -> BTreeSet<char> {
    if text.is_ascii() {
        return BTreeSet::new();
    }
    clusters(&tidy(text))
        .filter(|cluster| Fonts::bundled().covering(Weight::Regular, cluster).is_none())
        .filter_map(|cluster| cluster.chars().next())
        .collect()
}

/// A length of so many thousandths of an em.
pub fn ems(thousandths: f32, size: Pt) -> Pt {
    thousandths / 1000.0 * size
}

/// How near to the end of a line the sum of its words' lengths is trusted; closer than that, the line is shaped whole.
const NEAR: Pt = 1.0;

fn reach_of(runs: &[Run], size: Pt) -> Pt {
    ems(runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum(), size)
}

struct Paragraph<'t> {
    text: &'t str,
    /// Absent for plain Latin text, which needs no ordering.
    order: Option<(BidiInfo<'t>, ParagraphInfo)>,
}

impl<'t> Paragraph<'t> {
    fn new(text: &'t str) -> Self {
        let order = (!text.is_ascii()).then(|| BidiInfo::new(text, None)).and_then(|info| {
            let paragraph = info.paragraphs.first().cloned()?;
            info.has_rtl().then_some((info, paragraph))
        });
        Self { text, order }
    }

    fn wrap(&self, style: Style, width: Pt) -> Vec<Line> {
        let whole = self.line(0..self.text.len(), style);
        if whole.width <= width {
            return vec![whole];
        }
        let mut lines = Vec::new();
        let mut line = 0..0;
        let mut reach = 0.0;
        for piece in pieces(self.text) {
            let longer = line.start..piece.end;
            let piece_reach = self.reach(piece.clone(), style);
            let goes_on = match reach + self.reach(self.trimmed(piece.clone()), style) {
                sum if sum < width - NEAR => true,
                sum if sum > width + NEAR => false,
                _ => self.line(longer.clone(), style).width <= width,
            };
            if goes_on {
                line = longer;
                reach += piece_reach;
                continue;
            }
            if !line.is_empty() {
                lines.push(self.line(line, style));
            }
            line = piece;
            reach = piece_reach;
            while let Some(cut) = self.cut(line.clone(), style, width) {
                lines.push(self.line(line.start..cut, style));
                line = cut..line.end;
                reach = self.reach(line.clone(), style);
            }
        }
        lines.push(self.line(line, style));
        lines
    }

    /// Where to break a piece that is wider than a whole line: after the last cluster that fits, and at least one.
    fn cut(&self, range: Range<usize>, style: Style, width: Pt) -> Option<usize> {
        let line = self.line(range.clone(), style);
        if line.width <= width {
            return None;
        }
        let mut clusters: Vec<(usize, f32)> =
            line.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| (glyph.at, glyph.advance)).collect();
        clusters.sort_by_key(|&(at, _)| at);
        let mut reach = 0.0;
        for (at, advance) in clusters {
            reach += ems(advance, style.size);
            if reach > width && at > range.start {
                return Some(at);
            }
        }
        None
    }

    fn line(&self, range: Range<usize>, style: Style) -> Line {
        let range = self.trimmed(range);
        let runs = self.runs(range.clone(), style.weight);
        Line {
            words: self.text.get(range).unwrap_or_default().to_owned(),
            style,
            width: reach_of(&runs, style.size),
            runs,
            right_to_left: self.order.as_ref().is_some_and(|(_, paragraph)| paragraph.level.is_rtl()),
        }
    }

    /// How far a stretch reaches, spaces at its end included.
    fn reach(&self, range: Range<usize>, style: Style) -> Pt {
        reach_of(&self.runs(range, style.weight), style.size)
    }

    /// Without the spaces at its end.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let words = self.text.get(range.clone()).unwrap_or_default();
        range.start..range.start + words.trim_end().len()
    }

    fn runs(&self, range: Range<usize>, weight: Weight) -> Vec<Run> {
        let mut runs = Vec::new();
        for (part, right_to_left) in self.visual(range) {
            let mut items = self.items(part);
            if right_to_left {
                items.reverse();
            }
            runs.extend(items.iter().flat_map(|item| self.glyphs(item, weight, right_to_left)));
        }
        runs
    }

    /// The stretches of one direction in the order in which they are drawn.
    fn visual(&self, range: Range<usize>) -> Vec<(Range<usize>, bool)> {
        match &self.order {
            Some((info, paragraph)) if !range.is_empty() => {
                let (levels, runs) = info.visual_runs(paragraph, range);
                let is_rtl = |run: &Range<usize>| levels.get(run.start).is_some_and(Level::is_rtl);
                runs.into_iter().map(|run| (run.clone(), is_rtl(&run))).collect()
            }
            _ => vec![(range, false)],
        }
    }

    /// Splits a stretch by typeface and script, in the order of the text.
    fn items(&self, range: Range<usize>) -> Vec<Item> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        if text.is_ascii() {
            return vec![Item { range, family: Some(Family::Latin), script: Some(Script::Latin) }];
        }
        let mut items: Vec<Item> = Vec::new();
        let mut at = range.start;
        for cluster in clusters(text) {
            let next = at + cluster.len();
            let script = cluster.chars().map(|c| c.script()).find(|script| !is_shared(*script));
            match items.last_mut() {
                Some(item) if item.takes(cluster, script) => {
                    item.range.end = next;
                    item.script = item.script.or(script);
                }
                _ => {
                    let family = Fonts::bundled().covering(Weight::Regular, cluster).map(|face| face.id.family);
                    items.push(Item { range: at..next, family, script });
                }
            }
            at = next;
        }
        items
    }

    fn glyphs(&self, item: &Item, weight: Weight, right_to_left: bool) -> Vec<Run> {
        let text = self.text.get(item.range.clone()).unwrap_or_default();
        let id = FaceId { family: item.family.unwrap_or(Family::Latin), weight };
        match (Fonts::bundled().face(id), item.family) {
            (Some(face), Some(_)) => shaped(face, text, item.range.start, right_to_left),
            _ => vec![Run { face: id, glyphs: vec![replacement_box(item.range.start)], says: None }],
        }
    }
}

/// A stretch of one direction, one script and one typeface; without a typeface: one cluster that none can show.
#[derive(Debug)]
struct Item {
    range: Range<usize>,
    family: Option<Family>,
    script: Option<Script>,
}

impl Item {
    /// Whether `cluster` can be shaped together with what is here, so that spaces and digits follow their neighbours.
    fn takes(&self, cluster: &str, script: Option<Script>) -> bool {
        let same_script = script.is_none() || self.script.is_none() || script == self.script;
        let face = self.family.and_then(|family| Fonts::bundled().face(FaceId { family, weight: Weight::Regular }));
        same_script && face.is_some_and(|face| cluster.chars().all(|c| face.has(c)))
    }
}

fn is_shared(script: Script) -> bool {
    matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 10.0, weight: Weight::Regular, ink: Ink::BLACK };

    fn drawn(text: &str) -> String {
        shape(text, STYLE).runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.stands_for.as_str()).collect()
    }

    #[test]
    fn right_to_left_names_are_drawn_from_their_end() {
        assert_eq!(drawn("Dana דנה"), "Dana הנד");
        assert_eq!(drawn("נור 12"), "12 רונ");
        assert_eq!(drawn("Zoë Łukasiewicz, Nguyễn"), "Zoë Łukasiewicz, Nguyễn");
        assert_eq!(drawn("Olu Adébáyọ̀"), "Olu Adébáyo\u{323}\u{300}");
    }

    #[test]
    fn arabic_letters_take_the_form_of_their_place() {
        let ids = |text: &str| -> Vec<u16> {
            shape(text, STYLE).runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.id).collect()
        };
        let alone = ids("ح");
        assert_ne!(ids("حح").first(), alone.first());
        assert!(shape("نور حداد", STYLE).right_to_left);
    }

    #[test]
    fn marks_take_no_room_of_their_own() {
        assert!((shape("Adébáyọ̀", STYLE).width - shape("Adebayo", STYLE).width).abs() < 0.01);
        assert!((shape("דָּנָה", STYLE).width - shape("דנה", STYLE).width).abs() < 0.01);
    }

    #[test]
    fn what_no_face_has_is_one_box_per_picture() {
        assert_eq!(drawn("a😀b"), "a\u{FFFD}b");
        assert_eq!(drawn("👩‍👩‍👧"), "\u{FFFD}");
        assert_eq!(uncovered("Wei 张 😀❤️"), BTreeSet::from(['张', '😀', '❤']));
        assert_eq!(uncovered("Zoë Łukasiewicz نُور דָּנָה Ελένη Дмитрий Nguyễn ₪ € “” −"), BTreeSet::new());
    }

    #[test]
    fn lines_never_reach_past_their_width_and_lose_nothing() {
        for text in ["one two three four five six seven", &"W".repeat(300), &"حداد ".repeat(60), "Müller-Łukasiewicz"]
        {
            let lines = wrap(text, STYLE, 70.0);
            assert!(lines.len() > 1, "{text}");
            assert!(lines.iter().all(|line| line.width <= 70.0), "{text}");
            let kept: String = lines.iter().flat_map(|line| line.words.chars()).filter(|c| *c != ' ').collect();
            assert_eq!(kept, text.replace(' ', ""));
        }
    }

    #[test]
    fn what_does_not_fit_on_one_line_ends_in_an_ellipsis() {
        let line = fit("Quiet Harbor Counseling", STYLE, 60.0);
        assert!(line.width <= 60.0 && line.words.ends_with('…'), "{line:?}");
        assert_eq!(fit("Quiet", STYLE, 60.0).words, "Quiet");
    }
}
