//! Looks for words in files and bytes, in the ways in which programs write words down.

use std::fs;
use std::path::{Path, PathBuf};

/// Every place below `folder` where one of `words` stands: file and word.
pub fn find_in_folder(folder: &Path, words: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in files(folder) {
        let bytes = fs::read(&path).expect("a file that is there can be read");
        let name = path.to_string_lossy().into_owned();
        found.extend(
            find(&bytes, words)
                .into_iter()
                .map(|word| (path.clone(), word)),
        );
        found.extend(
            find(name.as_bytes(), words)
                .into_iter()
                .map(|word| (path.clone(), word)),
        );
    }
    found
}

/// Which of `words` stand in `bytes`, as UTF-8, UTF-16, hex or base64, in either case.
pub fn find(bytes: &[u8], words: &[&str]) -> Vec<String> {
    let hay = bytes.to_ascii_lowercase();
    let stands = |needle: &[u8]| memchr::memmem::find(&hay, &needle.to_ascii_lowercase()).is_some();
    let written = |word: &str| -> bool {
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        stands(word.as_bytes())
            || stands(&wide)
            || stands(hex.as_bytes())
            || base64(word)
                .iter()
                .any(|piece| memchr::memmem::find(bytes, piece.as_bytes()).is_some())
    };
    words
        .iter()
        .filter(|word| written(word))
        .map(|word| (*word).to_owned())
        .collect()
}

/// What stands in base64 text wherever the word lies in the bytes: one piece an alignment.
fn base64(word: &str) -> Vec<String> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let pieces = (0..3usize).map(|skip| {
        let bits: Vec<bool> = word
            .bytes()
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
            .collect();
        // The first letter that lies wholly within the word.
        let start = (6 - skip * 8 % 6) % 6;
        bits.get(start..)
            .unwrap_or_default()
            .chunks_exact(6)
            .map(|six| {
                let index = six
                    .iter()
                    .fold(0usize, |sum, bit| sum << 1 | usize::from(*bit));
                LETTERS.get(index).map_or('?', |letter| char::from(*letter))
            })
            .collect::<String>()
    });
    pieces.collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder that is there can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn words_are_found_however_they_are_written() {
        // "kettlemarker" at the three alignments of base64.
        for text in [
            "kettlemarker",
            "KettleMarker",
            "6b6574746c656d61726b6572",
            "a2V0dGxlbWFya2Vy",
        ] {
            assert_eq!(
                find(format!("..{text}..").as_bytes(), &["kettlemarker"]).len(),
                1,
                "{text}"
            );
        }
        for text in ["eGtldHRsZW1hcmtlcg==", "eHhrZXR0bGVtYXJrZXI="] {
            assert_eq!(find(text.as_bytes(), &["kettlemarker"]).len(), 1, "{text}");
        }
        let wide: Vec<u8> = "kettlemarker"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(find(&wide, &["kettlemarker"]).len(), 1);
        assert!(find(b"kettle marker", &["kettlemarker"]).is_empty());
    }
}
