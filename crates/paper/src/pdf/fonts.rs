//! The fonts that go into files, and which letters they have.
//!
//! Atkinson Hyperlegible Next first, as on the screens. What it lacks is looked for in the Noto
//! fonts, one for each script that families here often write in (`fonts/README.md`). What is in
//! none of them is never dropped without a word: it stands as `�`, and is counted.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::{FontContext, FontData, FontFamily, FontFamilyName, LayoutContext};
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap};

/// Stands for a letter that no font has. Noto Sans has it.
const STAND_IN: char = '\u{FFFD}';

const FILES: [&[u8]; 11] = [
    include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansGujarati-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansGurmukhi-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansTamil-Regular.ttf"),
];

/// In this order a letter is looked for.
const FAMILIES: [&str; 10] = [
    "Atkinson Hyperlegible Next",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Bengali",
    "Noto Sans Devanagari",
    "Noto Sans Ethiopic",
    "Noto Sans Gujarati",
    "Noto Sans Gurmukhi",
    "Noto Sans Hebrew",
    "Noto Sans Tamil",
];

/// All that setting text needs, loaded once for a file.
pub(super) struct Fonts {
    pub(super) context: FontContext,
    pub(super) layouts: LayoutContext<()>,
    letters: Vec<Charmap<'static>>,
    missing: BTreeSet<char>,
    for_drawing: HashMap<u64, krilla::text::Font>,
}

impl Fonts {
    pub(super) fn load() -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        for file in FILES {
            collection.register_fonts(Blob::new(Arc::new(file)), None);
        }
        Self {
            context: FontContext {
                collection,
                ..FontContext::default()
            },
            layouts: LayoutContext::new(),
            letters: FILES
                .into_iter()
                .filter_map(|file| Some(FontRef::new(file).ok()?.charmap()))
                .collect(),
            missing: BTreeSet::new(),
            for_drawing: HashMap::new(),
        }
    }

    pub(super) fn families() -> FontFamily<'static> {
        let names: Vec<_> = FAMILIES
            .into_iter()
            .map(|name| FontFamilyName::Named(Cow::Borrowed(name)))
            .collect();
        FontFamily::List(Cow::Owned(names))
    }

    /// The text as it can be set: without control characters, and with a stand-in for each letter
    /// that no font has.
    pub(super) fn settable(&mut self, text: &str) -> String {
        text.chars()
            .filter_map(|letter| match letter {
                '\n' => Some('\n'),
                '\t' => Some(' '),
                _ if letter.is_control() || is_invisible(letter) => None,
                _ if self.has(letter) => Some(letter),
                _ => {
                    self.missing.insert(letter);
                    Some(STAND_IN)
                }
            })
            .collect()
    }

    /// The letters that had to be stood in for.
    pub(super) fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// The same font for the library that writes the file.
    pub(super) fn for_drawing(&mut self, font: &FontData) -> Option<krilla::text::Font> {
        let id = font.data.id();
        if let Some(known) = self.for_drawing.get(&id) {
            return Some(known.clone());
        }
        let (bytes, _) = font.data.clone().into_raw_parts();
        let made = krilla::text::Font::new(bytes.into(), font.index)?;
        self.for_drawing.insert(id, made.clone());
        Some(made)
    }

    fn has(&self, letter: char) -> bool {
        joins(letter)
            || self
                .letters
                .iter()
                .any(|letters| letters.map(letter).is_some_and(|glyph| glyph.to_u32() != 0))
    }
}

/// Characters that say how neighbours join; shaping uses them up.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{200C}' | '\u{200D}')
}

/// Marks of direction and form that have no shape of their own. The direction of a line is worked
/// out from its letters, so that nobody's text can turn round what stands beside it.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_font_of_a_known_family() {
        let mut fonts = Fonts::load();
        assert_eq!(fonts.letters.len(), FILES.len());
        for family in FAMILIES {
            assert!(
                fonts.context.collection.family_id(family).is_some(),
                "{family}"
            );
        }
    }

    #[test]
    fn letters_that_families_here_write_are_there() {
        let mut fonts = Fonts::load();
        for text in [
            "ŵŷâêîôûŴŶ gwyliau’r tŷ",
            "Zażółć gęślą jaźń",
            "Ştefan, țară, inimă",
            "Привіт, як справи?",
            "مرحبا، كيف حالك؟",
            "آپ کیسے ہیں؟",
            "ਸਤ ਸ੍ਰੀ ਅਕਾਲ",
            "হ্যালো",
            "नमस्ते",
            "કેમ છો",
            "வணக்கம்",
            "ሰላም",
            "Trần Thị Ngọc",
        ] {
            assert_eq!(fonts.settable(text), text);
        }
        assert!(fonts.missing().is_empty());
    }

    #[test]
    fn what_no_font_has_is_stood_in_for_and_counted() {
        let mut fonts = Fonts::load();
        assert_eq!(fonts.settable("a 你 b\u{202E}c\u{7}"), "a \u{FFFD} bc");
        assert_eq!(fonts.missing().iter().copied().collect::<String>(), "你");
    }
}
