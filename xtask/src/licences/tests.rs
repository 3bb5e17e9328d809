//! Everything that is shipped has a text, and what has none is found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::built_from::{self, Id};

fn real(shipped: Shipped) -> (BuiltFrom, Licences) {
    let built = built_from::read_once(shipped);
    let licences = of(&built, shipped).unwrap();
    (built, licences)
}

#[test]
fn every_package_has_a_text_and_every_text_stands_once() {
    for shipped in Shipped::ALL {
        let (built, licences) = real(shipped);
        let named: BTreeSet<Id> = licences
            .packages
            .iter()
            .map(|entry| Id {
                name: entry.name.clone(),
                version: entry.version.clone(),
            })
            .collect();
        assert!(built.of_others().count() > 100);
        for part in built.of_others() {
            assert!(named.contains(&part.id), "{:?}", part.id);
        }
        let all = [&licences.ours, &licences.typefaces, &licences.packages];
        let mut used = BTreeSet::<usize>::new();
        for entry in all.into_iter().flatten() {
            assert!(!entry.licence.is_empty(), "{}", entry.name);
            let mut texts = entry.texts.iter().map(|place| &licences.texts[*place]);
            assert!(texts.any(|text| text.len() >= SHORTEST), "{}", entry.name);
            used.extend(&entry.texts);
        }
        assert_eq!(used.len(), licences.texts.len());
        let distinct: BTreeSet<&String> = licences.texts.iter().collect();
        assert_eq!(distinct.len(), licences.texts.len());
    }
}

#[test]
fn libraries_in_c_have_their_own_texts() {
    let (_, licences) = real(Shipped::App);
    for (package, words) in [
        ("sqlcipher-src", "ZETETIC"),
        ("zstd-sys", "Zstandard"),
        ("openssl-src", "Apache License"),
    ] {
        let mut entries = licences.packages.iter();
        let entry = entries.find(|entry| entry.name == package).unwrap();
        let mut texts = entry.texts.iter().map(|place| &licences.texts[*place]);
        assert!(texts.any(|text| text.contains(words)), "{package}");
    }
}

#[test]
fn a_package_without_a_text_stops_the_build() {
    let mut built = built_from::read_once(Shipped::Server);
    let folder = std::env::temp_dir().join(format!("doorstep-licence-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let part = built
        .parts
        .values_mut()
        .find(|part| part.id.name == "axum")
        .unwrap();
    part.about.folder = folder.clone();
    part.about.licence_file = None;
    // What is known by its name alone has a text here; what is not, has none.
    part.about.licence = "MIT".to_owned();
    assert!(of(&built, Shipped::Server).is_ok());
    let part = built
        .parts
        .values_mut()
        .find(|part| part.id.name == "axum")
        .unwrap();
    part.about.licence = "Made-Up-1.0".to_owned();
    // Where the licence would be is no licence.
    fs::write(folder.join("LICENSE"), "See the folder above.").unwrap();
    match of(&built, Shipped::Server) {
        Err(Failure::NoLicence(names)) => {
            assert!(names.len() == 1 && names[0].starts_with("axum "))
        }
        other => panic!("{other:?}"),
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_typeface_stands_in_the_list() {
    let named = |path: &Path| {
        TYPEFACES.iter().any(|(_, licence)| {
            let licence = workspace::root().join(licence);
            let family = licence
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .replace("OFL", "");
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            licence.parent() == path.parent() && name.contains(family.trim_start_matches('-'))
        })
    };
    let mut fonts: Vec<PathBuf> = Vec::new();
    let mut folders = ["src-ui/assets", "src-ui/style", "crates/paper"]
        .map(|one| workspace::root().join(one))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if ["ttf", "otf", "woff", "woff2"].contains(&extension.as_str()) {
                fonts.push(path);
            }
        }
    }
    assert!(fonts.len() > 10);
    for font in fonts {
        assert!(named(&font), "{}", font.display());
    }
    assert!(!named(
        &workspace::root().join("crates/paper/fonts/Other.ttf")
    ));
}

#[test]
fn the_file_that_is_released_names_each_and_shows_each_text() {
    let (built, licences) = real(Shipped::Server);
    let text = licences.to_text();
    for part in built.of_others() {
        assert!(text.contains(&format!("\n{} · {} · ", part.id.name, part.id.version)));
    }
    for one in &licences.texts {
        assert!(text.contains(one.as_str()));
    }
}
