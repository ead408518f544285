//! Glyphs: what a typeface makes of a stretch of text, and which characters each glyph stands for.

use super::fonts::{Face, FaceId};

/// Glyphs of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The face.
    pub face: FaceId,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// What the glyphs say together, where they do not say it one by one.
    pub says: Option<String>,
}

/// One glyph; its measures are in thousandths of an em.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the pen moves after it.
    pub advance: f32,
    /// How far right of the pen it is drawn.
    pub shift: f32,
    /// How far above the baseline it is drawn.
    pub rise: f32,
    /// The characters that it stands for, so that the text can be searched and copied.
    pub stands_for: String,
    /// Where its characters begin in the paragraph, in bytes.
    pub(super) at: usize,
}

/// The box that stands for a character of no bundled typeface.
const NOT_DEFINED: u16 = 0;

/// The box in place of a character that no bundled typeface has.
pub(super) fn replacement_box(at: usize) -> Glyph {
    const WIDTH: f32 = 600.0;
    Glyph { id: NOT_DEFINED, advance: WIDTH, shift: 0.0, rise: 0.0, stands_for: "\u{FFFD}".to_owned(), at }
}

/// Shapes a stretch of one direction, script and typeface; `start` is where it begins in its paragraph.
pub(super) fn shaped(face: &Face, text: &str, start: usize, right_to_left: bool) -> Vec<Run> {
    let buffer = face.shape(text, right_to_left);
    let grid = narrow(face.units_per_em()).max(1.0);
    let mut glyphs: Vec<Glyph> = buffer
        .glyph_infos()
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| Glyph {
            id: u16::try_from(info.glyph_id).unwrap_or(NOT_DEFINED),
            advance: narrow(position.x_advance) * 1000.0 / grid,
            shift: narrow(position.x_offset) * 1000.0 / grid,
            rise: narrow(position.y_offset) * 1000.0 / grid,
            stands_for: String::new(),
            at: start + usize::try_from(info.cluster).unwrap_or_default(),
        })
        .collect();
    let mut ends: Vec<usize> = glyphs.iter().map(|glyph| glyph.at).chain([start + text.len()]).collect();
    ends.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    for cluster in glyphs.chunk_by_mut(|one, other| one.at == other.at) {
        let from = cluster.first().map_or(start, |glyph| glyph.at);
        let to = ends.get(ends.partition_point(|&end| end <= from)).copied().unwrap_or(from);
        let characters = text.get(from - start..to - start).unwrap_or_default();
        let says = name(face, cluster, characters);
        match runs.last_mut() {
            Some(run) if run.says.is_none() && says.is_none() => run.glyphs.extend_from_slice(cluster),
            _ => runs.push(Run { face: face.id, glyphs: cluster.to_vec(), says }),
        }
    }
    runs
}

/// Tells the glyphs of one cluster which characters they stand for. A single glyph stands for all of them; of several,
/// each that has a character of its own stands for that, and the first other one for what is left. Where together they
/// say something else than the text, that is returned.
fn name(face: &Face, cluster: &mut [Glyph], characters: &str) -> Option<String> {
    if let [glyph] = cluster {
        characters.clone_into(&mut glyph.stands_for);
        return None;
    }
    let own: Vec<Option<char>> = cluster.iter().map(|glyph| face.character_of(glyph.id)).collect();
    let mut left: String = characters.chars().filter(|c| !own.contains(&Some(*c))).collect();
    for (glyph, own) in cluster.iter_mut().zip(own) {
        glyph.stands_for = own.map_or_else(|| std::mem::take(&mut left), String::from);
    }
    Some(characters.to_owned())
}

/// Font units are 16 bits wide in the font; sums of a line's stay within it too.
fn narrow(units: i32) -> f32 {
    f32::from(i16::try_from(units).unwrap_or(i16::MAX))
}
