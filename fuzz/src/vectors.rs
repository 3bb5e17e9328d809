//! The golden vectors as seeds: good bytes of every format, and bytes that break each rule.

use std::path::Path;

/// A file of `tests/vectors`, section by section: its name, and its fields in hex.
pub struct Section {
    /// Between the brackets.
    pub name: String,
    fields: Vec<(String, Vec<u8>)>,
}

impl Section {
    /// The bytes of a field, if it is there.
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        let field = self.fields.iter().find(|(name, _)| name == key);
        field.map(|(_, bytes)| bytes.as_slice())
    }
}

/// All sections of a file, without those that are longer than a seed should be.
pub fn read(file: &str) -> Vec<Section> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/vectors")
        .join(file);
    let text = std::fs::read_to_string(path).expect("the vectors are there");
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            sections.push(Section {
                name: name.to_owned(),
                fields: Vec::new(),
            });
        } else if let Some((key, value)) = line.split_once(" = ")
            && let Some(section) = sections.last_mut()
            && let Some(bytes) = unhex(value)
        {
            section.fields.push((key.to_owned(), bytes));
        }
    }
    sections
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks_exact(2);
    if !digits.remainder().is_empty() || !text.is_ascii() {
        return None;
    }
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
