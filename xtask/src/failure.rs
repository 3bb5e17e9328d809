//! Why a command stopped, as a sentence that says what to do.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// What can go wrong while setting up, building or testing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A program could not be started.
    #[error(
        "`{program}` could not be started ({source}). Install it, or see what is wrong with it, and run this again."
    )]
    NotStarted { program: String, source: io::Error },

    /// A program ended with something else than success.
    #[error("`{line}` failed ({code}). What it printed above says why.")]
    Ended { line: String, code: String },

    /// A program was stopped because it took too long.
    #[error("`{line}` was stopped after {}.", crate::step::spoken(*limit))]
    TooLong { line: String, limit: Duration },

    /// A file could not be read or written.
    #[error("{} could not be {verb} ({source}).", path.display())]
    File {
        path: PathBuf,
        verb: &'static str,
        source: io::Error,
    },

    /// What a program printed could not be understood.
    #[error("What `{program}` printed could not be read ({reason}).")]
    Unreadable { program: String, reason: String },

    /// Something is missing that only the person can put right.
    #[error("{0}")]
    NeedsPerson(String),

    /// JavaScript for the screens could not be written.
    #[error("wasm-bindgen could not process {}: {reason}", wasm.display())]
    Bindgen { wasm: PathBuf, reason: String },

    /// A package depends on what it must not.
    #[error(
        "The dependency rules are broken:\n{}\nRemove the dependency, or change the rule and say \
         why in docs/decisions/.", .0.join("\n")
    )]
    Rules(Vec<String>),

    /// The server said something else than it promises on its first lines.
    #[error("The sync server did not say where it listens; its first line was {0:?}.")]
    Server(String),

    /// A part has no licence text that could be shown.
    #[error(
        "There is no licence text for:\n{}\nWhere a package brings none along, put the standard one \
         into xtask/licences and name it in xtask/src/licences/standard.rs.", .0.join("\n")
    )]
    NoLicence(Vec<String>),

    /// The list of what a program is built from is not whole.
    #[error(
        "The list of what the program is built from is not whole:\n{}\nSee xtask/src/built_from.",
        .0.join("\n")
    )]
    Sbom(Vec<String>),

    /// Made-up bytes led to a fault.
    #[error(
        "{} of the fuzz targets found a fault: {}. What it is, and how to see it again, stands above.",
        .0.len(), .0.join(", ")
    )]
    Fuzz(Vec<&'static str>),

    /// The fault that is planted for fuzzing to find was not found.
    #[error(
        "Fuzzing did not find the fault that is planted for it ({0}), so finding nothing would mean \
         nothing."
    )]
    NothingPlanted(String),

    /// Steps of `cargo xtask test` failed, each reported where it happened.
    #[error("{} of the steps above failed: {}. Each says above what to do.", .0.len(), .0.join(", "))]
    Steps(Vec<&'static str>),
}

impl Failure {
    /// Attaches a path and what was being done to an input or output error.
    pub(crate) fn file(
        path: impl Into<PathBuf>,
        verb: &'static str,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, verb, source }
    }
}
