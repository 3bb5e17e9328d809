//! Text as it is sorted and searched: small letters, no accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without accents: `Siân` and `SIAN` fold to the same.
pub(crate) fn fold(text: &str) -> String {
    // Put together again: some scripts have letters of parts that are no accents.
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .nfc()
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a text, folded.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_capitals_do_not_count() {
        assert_eq!(fold("SIÂN Ŵyn-Lloyd"), "sian wyn-lloyd");
        assert_eq!(fold("한국"), "한국");
    }
}
