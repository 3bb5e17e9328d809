//! What the app and the server are built from: cargo's packages with their versions, licences and
//! files, for this machine, with the features that are turned on and no others.

mod lock;
mod metadata;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use crate::failure::Failure;
use crate::program::Program;
use crate::workspace::{self, WASM};

/// A package by its name and version. One source alone is allowed (`deny.toml`), so that is enough.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// A package.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) id: Id,
    /// What cargo knows about it.
    pub(crate) about: metadata::About,
    /// SHA-256 of what was fetched, in hexadecimal digits; ours have none.
    pub(crate) checksum: Option<String>,
    /// False where it does no more than help to build: its code is not in the program.
    pub(crate) in_program: bool,
    /// What it is built with.
    pub(crate) needs: BTreeSet<Id>,
}

/// A program that is given to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shipped {
    /// The app, with the screens that it takes in.
    App,
    Server,
}

impl Shipped {
    pub(crate) const ALL: [Self; 2] = [Self::App, Self::Server];

    /// The package, and the program that it makes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::App => "doorstep",
            Self::Server => "doorstep-server",
        }
    }
}

/// A program with all its parts.
#[derive(Debug, Clone)]
pub(crate) struct BuiltFrom {
    pub(crate) top: Id,
    /// What it is built for, as cargo calls it.
    pub(crate) target: String,
    /// The version of the compiler, whose standard library is in every program.
    pub(crate) rust: String,
    /// With the program itself, and with what only helps to build.
    pub(crate) parts: BTreeMap<Id, Part>,
}

/// Asks cargo. Packages that were not fetched yet are.
pub(crate) fn read(shipped: Shipped) -> Result<BuiltFrom, Failure> {
    let compiler = compiler()?;
    let mut built = read_one(shipped.name(), &compiler.host, &compiler)?;
    if shipped == Shipped::App {
        let screens = read_one("doorstep-ui", WASM, &compiler)?;
        built.take_in(screens);
    }
    Ok(built)
}

fn read_one(package: &str, target: &str, compiler: &Compiler) -> Result<BuiltFrom, Failure> {
    let all = tree::read(package, target, "normal,build")?;
    let in_program = tree::read(package, target, "normal,no-proc-macro")?;
    // Build scripts and macros run on this machine, whatever they help to build.
    let mut about = metadata::read(&[&compiler.host, target])?;
    let checksums = lock::checksums()?;
    let mut parts = BTreeMap::new();
    for (id, needs) in all.needs {
        let about = about.remove(&id).ok_or_else(|| Failure::Unreadable {
            program: "cargo metadata".to_owned(),
            reason: format!("nothing about {} {}", id.name, id.version),
        })?;
        let part = Part {
            checksum: checksums.get(&id).cloned(),
            in_program: in_program.needs.contains_key(&id) || holds_sources(&id.name),
            id: id.clone(),
            about,
            needs,
        };
        parts.insert(id, part);
    }
    Ok(BuiltFrom {
        top: all.top,
        target: target.to_owned(),
        rust: compiler.release.clone(),
        parts,
    })
}

/// A package with nothing but a library's C sources, which another one compiles into the program. To
/// cargo it is a help in building. They are all called like this.
fn holds_sources(name: &str) -> bool {
    name.ends_with("-src")
}

impl BuiltFrom {
    /// Takes in what the screens are built from.
    fn take_in(&mut self, screens: Self) {
        if let Some(top) = self.parts.get_mut(&self.top) {
            top.needs.insert(screens.top);
        }
        for (id, part) in screens.parts {
            match self.parts.get_mut(&id) {
                Some(present) => {
                    present.in_program |= part.in_program;
                    present.needs.extend(part.needs);
                }
                None => {
                    self.parts.insert(id, part);
                }
            }
        }
    }

    /// What others wrote.
    pub(crate) fn of_others(&self) -> impl Iterator<Item = &Part> {
        self.parts.values().filter(|part| !part.about.ours)
    }
}

/// The pinned compiler.
struct Compiler {
    release: String,
    /// The machine it runs on, as cargo calls it.
    host: String,
}

fn compiler() -> Result<Compiler, Failure> {
    let says = Program::new("rustc")
        .args(["-vV"])
        .folder(workspace::root())
        .without("RUSTC")
        .output()?;
    let after = |word: &str| says.lines().find_map(|line| line.strip_prefix(word));
    match (after("release: "), after("host: ")) {
        (Some(release), Some(host)) => Ok(Compiler {
            release: release.to_owned(),
            host: host.to_owned(),
        }),
        _ => Err(Failure::Unreadable {
            program: "rustc -vV".to_owned(),
            reason: "no release or no host".to_owned(),
        }),
    }
}

/// As [`read`], which asks cargo for seconds, once for all tests.
#[cfg(test)]
pub(crate) fn read_once(shipped: Shipped) -> BuiltFrom {
    use std::sync::LazyLock;
    static APP: LazyLock<BuiltFrom> = LazyLock::new(|| read(Shipped::App).unwrap());
    static SERVER: LazyLock<BuiltFrom> = LazyLock::new(|| read(Shipped::Server).unwrap());
    match shipped {
        Shipped::App => APP.clone(),
        Shipped::Server => SERVER.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_holds_what_only_the_screens_need_and_the_server_does_not() {
        let names = |shipped| {
            let built = read_once(shipped);
            assert!(built.parts.contains_key(&built.top));
            let names = built.parts.into_values();
            let names = names.map(|part| (part.id.name, part.in_program));
            names.collect::<BTreeMap<_, _>>()
        };
        let app = names(Shipped::App);
        let server = names(Shipped::Server);
        assert_eq!(app.get("leptos"), Some(&true));
        assert_eq!(app.get("automerge"), Some(&true));
        assert_eq!(server.get("leptos"), None);
        assert_eq!(server.get("automerge"), None);
        assert_eq!(server.get("axum"), Some(&true));
        // What a test needs is in no program.
        for absent in ["thirtyfour", "proptest"] {
            assert!(!app.contains_key(absent) && !server.contains_key(absent));
        }
        // A help in building is known as one, and C sources as what they are.
        assert_eq!(app.get("tauri-build"), Some(&false));
        assert_eq!(app.get("sqlcipher-src"), Some(&true));
    }
}
