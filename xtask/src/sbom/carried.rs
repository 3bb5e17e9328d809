//! C libraries inside packages of cargo's. Who looks up known faults looks for them by their own names
//! and versions, which stand in their packages' versions behind a plus.

use crate::built_from::Id;

/// A library and its version.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) name: String,
    pub(super) version: String,
}

impl Carried {
    /// Its licence; nothing where it is not known here.
    pub(super) fn licence(&self) -> Option<&'static str> {
        match self.name.as_str() {
            "openssl" => Some("Apache-2.0"),
            "sqlcipher" | "zstd" => Some("BSD-3-Clause"),
            "sqlite" => Some("blessing"),
            _ => None,
        }
    }
}

/// What a package carries; nothing in most cases.
pub(super) fn by(id: &Id) -> Vec<Carried> {
    let Some((_, behind)) = id.version.split_once('+') else {
        return Vec::new();
    };
    let one = |name: &str, version: &str| Carried {
        name: name.to_owned(),
        version: version.to_owned(),
    };
    match id.name.as_str() {
        "openssl-src" => vec![one("openssl", behind)],
        "zstd-sys" => {
            let version = behind.strip_prefix("zstd.");
            version
                .map(|version| one("zstd", version))
                .into_iter()
                .collect()
        }
        // Name, version, name, version …
        "sqlcipher-src" => {
            let words: Vec<&str> = behind.split('-').collect();
            let pairs = words.chunks_exact(2);
            pairs
                .filter_map(|pair| match pair {
                    // For browsers alone; on every other machine SQLCipher takes OpenSSL.
                    ["libtomcrypt", _] => None,
                    [name, version] => Some(one(name, version)),
                    _ => None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(name: &str, version: &str) -> Vec<String> {
        let id = Id {
            name: name.to_owned(),
            version: version.to_owned(),
        };
        let found = by(&id).into_iter();
        found
            .map(|one| {
                assert!(one.licence().is_some(), "{one:?}");
                format!("{} {}", one.name, one.version)
            })
            .collect()
    }

    #[test]
    fn reads_what_stands_behind_the_plus() {
        assert_eq!(carried("openssl-src", "300.6.1+3.6.3"), ["openssl 3.6.3"]);
        assert_eq!(carried("zstd-sys", "2.1.3+zstd.1.5.7"), ["zstd 1.5.7"]);
        assert_eq!(
            carried(
                "sqlcipher-src",
                "419.0.6+sqlcipher-4.19.0-sqlite-3.53.4-libtomcrypt-1.18.2"
            ),
            ["sqlcipher 4.19.0", "sqlite 3.53.4"]
        );
        assert!(carried("toml", "1.0.0+spec-1.1.0").is_empty());
        assert!(carried("zstd", "0.14.4").is_empty());
    }
}
