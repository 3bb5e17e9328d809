//! Words that no sentence says, in any language: what services call people is not what we call them.
//! The list stands in `locales/<language>/never.txt`.

use std::path::{Path, PathBuf};

/// Every language's folder.
fn languages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.is_dir()).collect()
}

fn list(language: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(language.join("never.txt")).unwrap_or_default();
    let lines = text.lines().map(str::trim);
    let words = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    words.map(str::to_lowercase).collect()
}

/// What a line of a Fluent file says: without its name, comments, and the names of variables.
fn said(line: &str) -> String {
    if line.starts_with('#') {
        return String::new();
    }
    let begins_a_message = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
    let text = match line.split_once('=') {
        Some((_, text)) if begins_a_message => text,
        _ => line,
    };
    let mut said = String::new();
    let mut in_variable = false;
    for c in text.chars() {
        let goes_on = c.is_ascii_alphanumeric() || c == '-' || c == '_';
        in_variable = c == '$' || (in_variable && goes_on);
        said.push(if in_variable { ' ' } else { c });
    }
    said
}

/// The words of the list that a text says.
fn found<'a>(text: &str, never: &'a [String]) -> Vec<&'a str> {
    let letters: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphabetic() { c } else { ' ' })
        .collect();
    let words = format!(
        " {} ",
        letters.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let said = never
        .iter()
        .filter(|never| words.contains(&format!(" {never} ")));
    said.map(String::as_str).collect()
}

#[test]
fn no_sentence_of_any_language_says_a_word_that_we_do_not_use() {
    let mut sentences = 0;
    for language in languages() {
        let never = list(&language);
        assert!(never.len() > 3, "{} has its list", language.display());
        for entry in std::fs::read_dir(&language).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "ftl") {
                continue;
            }
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let words = found(&said(line), &never);
                assert!(words.is_empty(), "{words:?} in {}: {line}", path.display());
                sentences += 1;
            }
        }
    }
    assert!(sentences > 300, "only {sentences} lines were read");
}

/// The search above finds what it looks for, and nothing else.
#[test]
fn the_search_finds_whole_words_in_any_letters() {
    let never = list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en"));
    for (line, expected) in [
        ("x = This CASE is closed.", vec!["case"]),
        ("x = Ask the client’s sister", vec!["client"]),
        ("x = We referred them: wait.", vec!["referred"]),
        (
            "       *[other] { $count } service  users",
            vec!["service users"],
        ),
        ("x = the waiting-list", vec!["waiting list"]),
        ("    [one] one score", vec!["score"]),
        // Parts of words, names of messages and variables, and comments say nothing.
        ("case-closed = { $case } is closed", vec![]),
        ("# the case of a client", vec![]),
        ("x = just in casement, targeted, scored", vec![]),
    ] {
        assert_eq!(found(&said(line), &never), expected, "{line}");
    }
}
