//! Files of golden vectors: sections of `key = value` lines, bytes in hex.
//!
//! Tests build what a file should hold and call [`Golden::settle`], which compares it with the
//! file, or writes it if `DOORSTEP_WRITE_VECTORS=1`, and hands back what the file holds.

use std::fmt::Write as _;
use std::path::PathBuf;

/// One named vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) name: String,
    fields: Vec<(String, String)>,
}

/// A file of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Golden {
    file: &'static str,
    about: String,
    pub(crate) sections: Vec<Section>,
}

impl Section {
    pub(crate) fn text(&mut self, key: &str, value: impl ToString) -> &mut Self {
        let value = value.to_string();
        assert!(!value.contains('\n'), "{key} would need two lines");
        self.fields.push((key.to_owned(), value));
        self
    }

    pub(crate) fn hex(&mut self, key: &str, bytes: impl AsRef<[u8]>) -> &mut Self {
        let mut text = String::new();
        for byte in bytes.as_ref() {
            write!(text, "{byte:02x}").unwrap();
        }
        self.text(key, text)
    }

    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(name, _)| name == key);
        field.map(|(_, value)| value.as_str())
    }

    pub(crate) fn get(&self, key: &str) -> &str {
        self.find(key)
            .unwrap_or_else(|| panic!("[{}] has no {key}", self.name))
    }

    pub(crate) fn bytes(&self, key: &str) -> Vec<u8> {
        let text = self.get(key);
        assert!(
            text.len().is_multiple_of(2),
            "[{}] {key} is not hex",
            self.name
        );
        let pair = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        let mut bytes: Vec<u8> = (0..text.len()).step_by(2).map(pair).collect();
        if let Some(len) = self.find("zeros_up_to") {
            bytes.resize(len.parse().unwrap(), 0);
        }
        bytes
    }

    pub(crate) fn array<const N: usize>(&self, key: &str) -> [u8; N] {
        self.bytes(key)
            .try_into()
            .unwrap_or_else(|_| panic!("[{}] {key}: not {N} bytes", self.name))
    }

    pub(crate) fn is_wrong(&self) -> bool {
        self.name.starts_with("wrong: ")
    }
}

impl Golden {
    pub(crate) fn new(file: &'static str, about: &str) -> Self {
        Self {
            file,
            about: about.to_owned(),
            sections: Vec::new(),
        }
    }

    pub(crate) fn section(&mut self, name: impl Into<String>) -> &mut Section {
        let name = name.into();
        let taken = self.sections.iter().any(|section| section.name == name);
        assert!(!taken, "two sections are named {name}");
        self.sections.push(Section {
            name,
            fields: Vec::new(),
        });
        self.sections.last_mut().unwrap()
    }

    /// A section of bytes that must be refused.
    pub(crate) fn wrong(
        &mut self,
        changed: &str,
        bytes: impl AsRef<[u8]>,
        error: impl std::fmt::Debug,
    ) -> &mut Section {
        let section = self.section(format!("wrong: {changed}"));
        section
            .text("error", format!("{error:?}"))
            .hex("bytes", bytes)
    }

    pub(crate) fn get(&self, name: &str) -> &Section {
        let found = self.sections.iter().find(|section| section.name == name);
        found.unwrap_or_else(|| panic!("{} has no [{name}]", self.file))
    }

    /// Sections of bytes that must be refused; there is at least one.
    pub(crate) fn all_wrong(&self) -> Vec<&Section> {
        let wrong: Vec<_> = self
            .sections
            .iter()
            .filter(|section| section.is_wrong())
            .collect();
        assert!(!wrong.is_empty(), "{} has nothing that is wrong", self.file);
        wrong
    }

    /// Compares with the file, or writes it; returns what the file holds. `made_anew` are keys that
    /// are not compared, since good bytes can be made in more than one way.
    pub(crate) fn settle(self, made_anew: &[&str]) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/vectors")
            .join(self.file);
        if std::env::var_os("DOORSTEP_WRITE_VECTORS").is_some_and(|value| value == "1") {
            std::fs::write(&path, self.print()).unwrap();
        }
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let stored = Self::parse(self.file, &text);
        let names = |golden: &Self| -> Vec<String> {
            golden
                .sections
                .iter()
                .map(|section| section.name.clone())
                .collect()
        };
        assert_eq!(
            names(&stored),
            names(&self),
            "{}: other sections than expected",
            self.file
        );
        for (stored, made) in stored.sections.iter().zip(&self.sections) {
            let compared = |section: &Section| -> Vec<(String, String)> {
                let fields = section.fields.iter();
                fields
                    .filter(|(key, _)| !made_anew.contains(&key.as_str()))
                    .cloned()
                    .collect()
            };
            assert_eq!(
                compared(stored),
                compared(made),
                "{} [{}] is not what this version makes",
                self.file,
                made.name
            );
        }
        stored
    }

    fn print(&self) -> String {
        let mut out = String::new();
        for line in self.about.lines() {
            writeln!(out, "# {line}").unwrap();
        }
        for section in &self.sections {
            writeln!(out, "\n[{}]", section.name).unwrap();
            for (key, value) in &section.fields {
                writeln!(out, "{key} = {value}").unwrap();
            }
        }
        out
    }

    fn parse(file: &'static str, text: &str) -> Self {
        let mut golden = Self::new(file, "");
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                golden.section(name);
            } else {
                let (key, value) = line.split_once(" =").unwrap();
                let section = golden.sections.last_mut().unwrap();
                section.text(key, value.trim_start());
            }
        }
        golden
    }
}
