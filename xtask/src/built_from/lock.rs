//! Checksums in `Cargo.lock`.

use std::collections::BTreeMap;
use std::fs;

use super::Id;
use crate::failure::Failure;
use crate::workspace;

/// SHA-256 of every package that was fetched, in hexadecimal digits.
pub(super) fn checksums() -> Result<BTreeMap<Id, String>, Failure> {
    let path = workspace::root().join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Failure::file(&path, "read"))?;
    Ok(parse(&text))
}

fn parse(text: &str) -> BTreeMap<Id, String> {
    text.split("[[package]]")
        .filter_map(|block| {
            // Cargo writes each of them on a line of its own, in this way and no other.
            let after = |word: &str| {
                let lines = block.lines();
                let mut found = lines.filter_map(|line| line.strip_prefix(word));
                found.next()?.strip_suffix('"').map(str::to_owned)
            };
            let id = Id {
                name: after("name = \"")?,
                version: after("version = \"")?,
            };
            Some((id, after("checksum = \"")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_checksum_that_stands_with_the_package() {
        let text = "version = 4\n\n[[package]]\nname = \"ours\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"theirs\"\nversion = \"2.0.0\"\nchecksum = \"ab12\"\n\
                    dependencies = [\n \"ours\",\n]\n";
        let theirs = Id {
            name: "theirs".to_owned(),
            version: "2.0.0".to_owned(),
        };
        let found = parse(text);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [(theirs, "ab12".to_owned())]
        );
    }
}
