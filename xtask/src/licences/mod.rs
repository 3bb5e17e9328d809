//! What the app and the server are built from, and under which licences, for people to read. The app
//! shows it (`src-ui/src/screen/licences`), and it lies beside what is released.

mod standard;
mod texts;

use std::fmt::Write;

use serde::Serialize;

use crate::built_from::{BuiltFrom, Part, Shipped};
use crate::failure::Failure;
use crate::workspace;
use texts::Texts;

/// The file among the screens.
pub(crate) const FILE: &str = "licences.json";

/// Bytes of the shortest licence, less a few.
const SHORTEST: usize = 400;

/// Typefaces that the app carries: name, the file of their licence.
const TYPEFACES: [(&str, &str); 3] = [
    ("Atkinson Hyperlegible Next", "src-ui/assets/fonts/OFL.txt"),
    (
        "Atkinson Hyperlegible Next, in PDFs",
        "crates/paper/fonts/OFL-Atkinson.txt",
    ),
    ("Noto Sans, in PDFs", "crates/paper/fonts/OFL-Noto.txt"),
];

/// All of it.
#[derive(Debug, Serialize)]
pub(crate) struct Licences {
    ours: Vec<Entry>,
    typefaces: Vec<Entry>,
    packages: Vec<Entry>,
    /// Each text once.
    texts: Vec<String>,
}

/// Something with a licence.
#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    version: String,
    /// An expression of SPDX's.
    licence: String,
    /// Where its source can be had.
    source: String,
    /// The places of its texts in the list of them.
    texts: Vec<usize>,
}

/// Collects what holds for a program. Fails when there is a package without any text.
pub(crate) fn of(built: &BuiltFrom, shipped: Shipped) -> Result<Licences, Failure> {
    let mut texts = Texts::default();
    let ours = vec![our_own(built, &mut texts)?];
    let typefaces = match shipped {
        Shipped::App => typefaces(&mut texts)?,
        Shipped::Server => Vec::new(),
    };
    let mut packages = vec![standard_library(built, &mut texts)];
    for part in built.of_others() {
        packages.push(entry(part, &mut texts)?);
    }
    let without: Vec<String> = packages
        .iter()
        .filter(|entry| entry.texts.is_empty())
        .map(|entry| format!("{} {} ({})", entry.name, entry.version, entry.licence))
        .collect();
    if !without.is_empty() {
        return Err(Failure::NoLicence(without));
    }
    Ok(Licences {
        ours,
        typefaces,
        packages,
        texts: texts.into_vec(),
    })
}

fn entry(part: &Part, texts: &mut Texts) -> Result<Entry, Failure> {
    let mut found = texts::of(part)?;
    // Some files only say where the licence is: in a folder that the package left behind.
    if !found.iter().any(|text| text.len() >= SHORTEST) {
        let standard = standard::for_part(part);
        if standard.is_empty() {
            found.clear();
        }
        found.extend(standard);
    }
    let mut places = Vec::new();
    for text in found {
        let place = texts.place(text);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(Entry {
        name: part.id.name.clone(),
        version: part.id.version.clone(),
        licence: part.about.licence.clone(),
        source: part.about.repository.clone().unwrap_or_default(),
        texts: places,
    })
}

fn our_own(built: &BuiltFrom, texts: &mut Texts) -> Result<Entry, Failure> {
    let files = ["LICENSE-MIT", "LICENSE-APACHE"];
    let read = files.map(|file| texts::read(&workspace::root().join(file)));
    let places = read.into_iter().map(|text| Ok(texts.place(text?)));
    Ok(Entry {
        name: "Doorstep".to_owned(),
        version: built.top.version.clone(),
        licence: "MIT OR Apache-2.0".to_owned(),
        source: String::new(),
        texts: places.collect::<Result<_, Failure>>()?,
    })
}

/// It is in every program, and no package of cargo's.
fn standard_library(built: &BuiltFrom, texts: &mut Texts) -> Entry {
    let licence = "MIT OR Apache-2.0";
    let found = standard::of(licence, "The Rust Project Contributors");
    Entry {
        name: "Rust standard library".to_owned(),
        version: built.rust.clone(),
        licence: licence.to_owned(),
        source: "https://github.com/rust-lang/rust".to_owned(),
        texts: found.into_iter().map(|text| texts.place(text)).collect(),
    }
}

fn typefaces(texts: &mut Texts) -> Result<Vec<Entry>, Failure> {
    TYPEFACES
        .iter()
        .map(|(name, file)| {
            let text = texts::read(&workspace::root().join(file))?;
            Ok(Entry {
                name: (*name).to_owned(),
                version: String::new(),
                licence: "OFL-1.1".to_owned(),
                source: String::new(),
                texts: vec![texts.place(text)],
            })
        })
        .collect()
}

impl Licences {
    /// As the screens read it.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>, Failure> {
        serde_json::to_vec(self).map_err(|error| Failure::Unreadable {
            program: FILE.to_owned(),
            reason: error.to_string(),
        })
    }

    /// As somebody reads it who has the program and no screens.
    pub(crate) fn to_text(&self) -> String {
        let mut text =
            String::from("What this is built from. The texts stand below, by their numbers.\n\n");
        let all = [&self.ours, &self.typefaces, &self.packages];
        for entry in all.into_iter().flatten() {
            let numbers: Vec<String> = entry.texts.iter().map(|at| (at + 1).to_string()).collect();
            let words = [&entry.name, &entry.version, &entry.licence, &entry.source];
            let words: Vec<&str> = words
                .into_iter()
                .map(String::as_str)
                .filter(|word| !word.is_empty())
                .collect();
            // Writing into a String can't fail.
            let _ = writeln!(text, "{} [{}]", words.join(" · "), numbers.join(", "));
        }
        for (at, one) in self.texts.iter().enumerate() {
            let line = "=".repeat(72);
            let _ = write!(text, "\n{line}\n[{}]\n\n{one}\n", at + 1);
        }
        text
    }
}

#[cfg(test)]
mod tests;
