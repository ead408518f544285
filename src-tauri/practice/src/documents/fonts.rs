//! The bundled typefaces: Noto Sans for Latin, Greek and Cyrillic, with its Hebrew and Arabic sisters.
//!
//! They come as packages of `practice/fonts/package.json` under the SIL Open Font License and are built in,
//! so a document looks the same on every machine, now and in ten years.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use rustybuzz::{
    Direction, Script, ShapePlan, UnicodeBuffer,
    ttf_parser::{self, GlyphId},
};

use super::clusters::is_unseen;

/// The licences of the typefaces that are part of the program and of its documents.
pub const FONT_NOTICES: [&str; 3] = [
    include_str!("../../fonts/node_modules/@expo-google-fonts/noto-sans/LICENSE_FONT"),
    include_str!("../../fonts/node_modules/@expo-google-fonts/noto-sans-hebrew/LICENSE_FONT"),
    include_str!("../../fonts/node_modules/@expo-google-fonts/noto-sans-arabic/LICENSE_FONT"),
];

/// How heavy the strokes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// For reading.
    Regular,
    /// For what is looked for.
    Bold,
}

/// Which of the typefaces, by the script that it was drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Latin, Greek, Cyrillic, digits, punctuation and signs.
    Latin,
    /// Hebrew with its points.
    Hebrew,
    /// Arabic, Persian and Urdu.
    Arabic,
}

/// One typeface in one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId {
    /// The typeface.
    pub family: Family,
    /// Its weight.
    pub weight: Weight,
}

/// A typeface, parsed once and ready to shape text.
pub struct Face {
    /// Which one it is.
    pub id: FaceId,
    /// The whole font program.
    pub bytes: &'static [u8],
    shaper: rustybuzz::Face<'static>,
    plans: RwLock<Plans>,
    characters: OnceLock<BTreeMap<u16, char>>,
}

/// By whether it is for text from right to left, and its script.
type Plans = BTreeMap<(bool, [u8; 4]), Arc<ShapePlan>>;

/// Every bundled face.
pub struct Fonts {
    faces: Vec<Face>,
}

macro_rules! program {
    ($package:literal, $file:literal) => {
        include_bytes!(concat!("../../fonts/node_modules/@expo-google-fonts/", $package, "/", $file)).as_slice()
    };
}

const PROGRAMS: [(Family, Weight, &[u8]); 6] = [
    (Family::Latin, Weight::Regular, program!("noto-sans", "400Regular/NotoSans_400Regular.ttf")),
    (Family::Latin, Weight::Bold, program!("noto-sans", "600SemiBold/NotoSans_600SemiBold.ttf")),
    (Family::Hebrew, Weight::Regular, program!("noto-sans-hebrew", "400Regular/NotoSansHebrew_400Regular.ttf")),
    (Family::Hebrew, Weight::Bold, program!("noto-sans-hebrew", "600SemiBold/NotoSansHebrew_600SemiBold.ttf")),
    (Family::Arabic, Weight::Regular, program!("noto-sans-arabic", "400Regular/NotoSansArabic_400Regular.ttf")),
    (Family::Arabic, Weight::Bold, program!("noto-sans-arabic", "600SemiBold/NotoSansArabic_600SemiBold.ttf")),
];

impl Fonts {
    /// The bundled faces, parsed at the first call and kept.
    pub fn bundled() -> &'static Self {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(|| Self { faces: PROGRAMS.iter().filter_map(Face::parse).collect() })
    }

    /// The face with this id.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.iter().find(|face| face.id == id)
    }

    /// The first face of `weight` that has all of `cluster`, a letter with its marks; else one that has the letter.
    pub fn covering(&self, weight: Weight, cluster: &str) -> Option<&Face> {
        let mut faces = self.faces.iter().filter(|face| face.id.weight == weight);
        let all = |face: &&Face| cluster.chars().all(|c| face.has(c));
        let letter = |face: &&Face| cluster.chars().next().is_some_and(|c| face.has(c));
        faces.clone().find(all).or_else(|| faces.find(letter))
    }
}

impl Face {
    fn parse(&(family, weight, bytes): &(Family, Weight, &'static [u8])) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        Some(Self {
            id: FaceId { family, weight },
            bytes,
            shaper,
            plans: RwLock::default(),
            characters: OnceLock::new(),
        })
    }

    /// Whether the face can show `c`, or `c` is something that is never seen.
    pub fn has(&self, c: char) -> bool {
        is_unseen(c) || self.glyph_of(c).is_some()
    }

    /// The glyph that stands for `c` alone.
    pub fn glyph_of(&self, c: char) -> Option<GlyphId> {
        self.shaper.glyph_index(c)
    }

    /// The character that `glyph` alone stands for, if there is one and it is not a form of another character.
    pub fn character_of(&self, glyph: u16) -> Option<char> {
        self.characters.get_or_init(|| self.read_characters()).get(&glyph).copied()
    }

    fn read_characters(&self) -> BTreeMap<u16, char> {
        let mut characters = BTreeMap::new();
        let tables = self.shaper.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
        for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                let character =
                    char::from_u32(code).filter(|c| !matches!(c, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'));
                if let Some((character, glyph)) = character.and_then(|c| Some((c, table.glyph_index(code)?))) {
                    characters.entry(glyph.0).or_insert(character);
                }
            });
        }
        characters
    }

    /// How many units of the font's own grid make one em.
    pub fn units_per_em(&self) -> i32 {
        self.shaper.units_per_em()
    }

    /// Turns a run of one script and one direction into glyphs in the order in which they are drawn.
    pub fn shape(&self, text: &str, right_to_left: bool) -> rustybuzz::GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        let plan = self.plan(buffer.direction(), buffer.script());
        rustybuzz::shape_with_plan(&self.shaper, &plan, buffer)
    }

    /// Plans cost more than shaping a line, so each is made once.
    fn plan(&self, direction: Direction, script: Script) -> Arc<ShapePlan> {
        let key = (direction == Direction::RightToLeft, script.tag().to_bytes());
        if let Some(plan) = self.plans.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(plan);
        }
        let plan = Arc::new(ShapePlan::new(&self.shaper, direction, Some(script), None, &[]));
        self.plans.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&plan));
        plan
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("id", &self.id).finish_non_exhaustive()
    }
}

impl FaceId {
    /// The name that the face carries in a PDF.
    pub fn name(self) -> &'static str {
        match (self.family, self.weight) {
            (Family::Latin, Weight::Regular) => "NotoSans-Regular",
            (Family::Latin, Weight::Bold) => "NotoSans-SemiBold",
            (Family::Hebrew, Weight::Regular) => "NotoSansHebrew-Regular",
            (Family::Hebrew, Weight::Bold) => "NotoSansHebrew-SemiBold",
            (Family::Arabic, Weight::Regular) => "NotoSansArabic-Regular",
            (Family::Arabic, Weight::Bold) => "NotoSansArabic-SemiBold",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_parses_on_a_grid_of_a_thousand() {
        let fonts = Fonts::bundled();
        assert_eq!(fonts.faces.len(), PROGRAMS.len());
        for face in &fonts.faces {
            assert_eq!(face.units_per_em(), 1000, "{face:?}");
        }
    }

    #[test]
    fn each_script_finds_its_face() {
        for (cluster, family) in [
            ("A", Family::Latin),
            ("Ж", Family::Latin),
            ("Ω", Family::Latin),
            ("ễ", Family::Latin),
            ("ọ̀", Family::Latin),
            ("ל", Family::Hebrew),
            ("ن", Family::Arabic),
        ] {
            let face = Fonts::bundled().covering(Weight::Bold, cluster).map(|face| face.id.family);
            assert_eq!(face, Some(family), "{cluster}");
        }
        assert!(Fonts::bundled().covering(Weight::Regular, "😀").is_none());
    }

    #[test]
    fn the_licences_are_the_open_font_license() {
        for notice in FONT_NOTICES {
            assert!(notice.contains("SIL OPEN FONT LICENSE Version 1.1"));
        }
    }
}
