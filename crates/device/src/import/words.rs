//! Words without what people write in different ways.

use crate::store::project;

/// Small letters and digits without accents, one space between words: `Enw'r Aelwyd:` and
/// `enw r aelwyd` are the same.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in project::fold(text).chars() {
        if letter.is_alphanumeric() {
            plain.push(letter);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    // `d.o.b.` is a word, not three.
    if plain.len() > 1 && plain.split(' ').all(|word| word.chars().count() == 1) {
        plain.retain(|letter| letter != ' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spelling_does_not_count() {
        assert_eq!(plain("  Enw'r-Aelwyd: "), "enw r aelwyd");
        assert_eq!(plain("D.O.B."), "dob");
        assert_eq!(plain("12, HIGH St."), plain("12 High st"));
        assert_eq!(plain("!?"), "");
        assert_eq!(plain("Ŵ"), "w");
    }
}
