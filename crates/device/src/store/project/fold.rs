//! Text as it is sorted and searched: small letters, no accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without accents: `Siân` and `SIAN` fold to the same.
pub(crate) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_capitals_do_not_count() {
        assert_eq!(fold("SIÂN Ŵyn-Lloyd"), "sian wyn-lloyd");
    }
}
