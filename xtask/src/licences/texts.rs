//! The texts that a package brings along, and each distinct one once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::built_from::Part;
use crate::failure::Failure;

/// How the names of files with such a text begin, in capitals.
const BEGINNINGS: [&str; 9] = [
    "LICENSE",
    "LICENCE",
    "UNLICENSE",
    "COPYING",
    "COPYRIGHT",
    "NOTICE",
    "AUTHORS",
    "PATENTS",
    "OFL",
];

/// Files that may be called the same and are none.
const CODE: [&str; 6] = ["rs", "c", "h", "pm", "pl", "py"];

/// What lies in packages and does not hold for what we ship: package, folder or file, why.
const PASSED_OVER: [(&str, &str, &str); 5] = [
    (
        "libdbus-sys",
        "vendor",
        "the machine's own library is used; these sources are not built",
    ),
    (
        "openssl-src",
        "openssl/external",
        "programs that help to build it",
    ),
    (
        "openssl-src",
        "openssl/util",
        "programs that help to build it",
    ),
    (
        "self_cell",
        "LICENSE-GPLv2",
        "either of two licences is enough; we take Apache-2.0",
    ),
    (
        "zstd-sys",
        "zstd/COPYING",
        "either of two licences is enough; we take zstd/LICENSE",
    ),
];

/// What a package brings along, in the order of its files' names.
pub(super) fn of(part: &Part) -> Result<Vec<String>, Failure> {
    let folder = &part.about.folder;
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(inside) = folders.pop() {
        let entries = fs::read_dir(&inside).map_err(Failure::file(&inside, "listed"))?;
        for entry in entries {
            let path = entry.map_err(Failure::file(&inside, "listed"))?.path();
            if is_passed_over(&part.id.name, path.strip_prefix(folder).unwrap_or(&path)) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if is_called_so(&path) {
                files.push(path);
            }
        }
    }
    if let Some(named) = &part.about.licence_file
        && named.exists()
        && !files.contains(named)
    {
        files.push(named.clone());
    }
    files.sort();
    let texts = files.iter().map(read);
    Ok(texts
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect())
}

/// A file's text, without empty lines around it.
pub(super) fn read(file: &PathBuf) -> Result<String, Failure> {
    let bytes = fs::read(file).map_err(Failure::file(file, "read"))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    Ok(lines.join("\n").trim_matches('\n').to_owned())
}

fn is_called_so(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    if CODE.iter().any(|code| extension.eq_ignore_ascii_case(code)) {
        return false;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_uppercase();
    BEGINNINGS
        .iter()
        .any(|beginning| name.starts_with(beginning))
}

fn is_passed_over(package: &str, inside: &Path) -> bool {
    let mut rules = PASSED_OVER.iter();
    rules.any(|(name, path, _)| *name == package && Path::new(path) == inside)
}

/// Texts, each of them once. Two that differ in nothing but how their lines break are one.
#[derive(Default)]
pub(super) struct Texts {
    places: BTreeMap<String, usize>,
    texts: Vec<String>,
}

impl Texts {
    /// The place of a text, which is new or was there.
    pub(super) fn place(&mut self, text: String) -> usize {
        let words: Vec<&str> = text.split_whitespace().collect();
        let next = self.texts.len();
        let place = *self.places.entry(words.join(" ")).or_insert(next);
        if place == next {
            self.texts.push(text);
        }
        place
    }

    /// All of them, in the order of their places.
    pub(super) fn into_vec(self) -> Vec<String> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_there_is_not_taken_twice() {
        let mut texts = Texts::default();
        assert_eq!(texts.place("Do as\nyou like.".to_owned()), 0);
        assert_eq!(texts.place("Name us.".to_owned()), 1);
        assert_eq!(texts.place("Do as you\n  like.".to_owned()), 0);
        assert_eq!(texts.into_vec(), ["Do as\nyou like.", "Name us."]);
    }

    #[test]
    fn a_file_is_known_by_its_name() {
        for name in [
            "LICENSE",
            "licence.md",
            "LICENSE-MIT.txt",
            "zstd/COPYING",
            "Unlicense",
            "NOTICES.md",
        ] {
            assert!(is_called_so(Path::new(name)), "{name}");
        }
        for name in [
            "README.md",
            "src/license.rs",
            "Copyright.pm",
            "relicense.txt",
        ] {
            assert!(!is_called_so(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn what_does_not_hold_is_passed_over_in_its_package_alone() {
        assert!(is_passed_over("zstd-sys", Path::new("zstd/COPYING")));
        assert!(!is_passed_over("zstd-sys", Path::new("zstd/LICENSE")));
        assert!(!is_passed_over("siphasher", Path::new("COPYING")));
    }
}
