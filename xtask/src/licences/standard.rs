//! The standard texts, for packages that say which licence they have and don't bring its text along.

use crate::built_from::Part;

const TEXTS: [(&str, &str); 5] = [
    ("Apache-2.0", include_str!("../../../LICENSE-APACHE")),
    (
        "BSD-3-Clause",
        include_str!("../../licences/BSD-3-Clause.txt"),
    ),
    ("CC0-1.0", include_str!("../../licences/CC0-1.0.txt")),
    ("MIT", include_str!("../../licences/MIT.txt")),
    ("MPL-2.0", include_str!("../../licences/MPL-2.0.txt")),
];
/// Stands in a text where those are named who hold the rights.
const HOLDERS: &str = "{holders}";

/// The texts for a package, one for each licence that is known here; none where what is missing could
/// be needed: all of them where it says "and", all but one where it says "or".
pub(super) fn for_part(part: &Part) -> Vec<String> {
    of(
        &part.about.licence,
        &holders(&part.id.name, &part.about.authors),
    )
}

/// The texts for an expression of licences.
pub(super) fn of(expression: &str, holders: &str) -> Vec<String> {
    let names = names_in(expression);
    let found: Vec<String> = names
        .iter()
        .filter_map(|name| TEXTS.iter().find(|(known, _)| known == name))
        .map(|(_, text)| text.trim_matches('\n').replace(HOLDERS, holders))
        .collect();
    let needs_all = expression.contains(" AND ");
    if needs_all && found.len() < names.len() {
        return Vec::new();
    }
    found
}

/// `(A OR B) AND C WITH D` names `A`, `B` and `C WITH D`.
fn names_in(expression: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut joined = false;
    for word in expression
        .split([' ', '(', ')'])
        .filter(|word| !word.is_empty())
    {
        match word {
            "OR" | "AND" => {}
            "WITH" => joined = true,
            word if joined => {
                if let Some(name) = names.last_mut() {
                    *name = format!("{name} WITH {word}");
                }
                joined = false;
            }
            word => names.push(word.to_owned()),
        }
    }
    names
}

/// Who wrote a package, without addresses.
fn holders(package: &str, authors: &[String]) -> String {
    let names: Vec<&str> = authors
        .iter()
        .filter_map(|author| author.split('<').next())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty() {
        format!("the authors of {package}")
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_licences_is_enough_and_all_of_them_are_needed() {
        let count = |expression| of(expression, "them").len();
        assert_eq!(count("MIT"), 1);
        assert_eq!(count("MIT OR Apache-2.0"), 2);
        assert_eq!(count("MIT OR Made-Up-1.0"), 1);
        assert_eq!(count("MIT AND Made-Up-1.0"), 0);
        assert_eq!(count("(MIT OR Apache-2.0) AND BSD-3-Clause"), 3);
        assert_eq!(count("Apache-2.0 WITH Made-Up-exception"), 0);
        assert_eq!(count(""), 0);
    }

    #[test]
    fn those_who_wrote_it_are_named_without_their_addresses() {
        let authors = ["One <one@example.org>".to_owned(), "The Others".to_owned()];
        assert_eq!(holders("thing", &authors), "One, The Others");
        assert_eq!(holders("thing", &[]), "the authors of thing");
        let text = of("MIT", "One, The Others").concat();
        assert!(text.contains("Copyright (c) One, The Others"));
        assert!(!text.contains(HOLDERS));
    }
}
