//! Why a journey could not go on, said so that one can start looking.

use std::path::PathBuf;

use thirtyfour::error::WebDriverError;

/// What a step of a journey gives back.
pub type Outcome<T> = Result<T, Failed>;

/// Why a journey could not go on.
#[derive(thiserror::Error)]
pub enum Failed {
    /// The programs to test were not named.
    #[error(
        "{variable} is not set. Journeys need the app and the server, already built: \
         run `cargo xtask test`, or `cargo xtask run --journey` for the main job alone"
    )]
    NotGiven {
        /// Which variable of the environment.
        variable: &'static str,
    },
    /// A program did not start, or did not say what it should.
    #[error("{program} did not start: {reason}")]
    Start {
        /// Which.
        program: String,
        /// What is known.
        reason: String,
    },
    /// A file or process could not be reached.
    #[error("{what}: {cause}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        #[source]
        cause: std::io::Error,
    },
    /// The driver of the window refused.
    #[error("{window}: the window's driver refused: {cause}")]
    Driver {
        /// Whose window.
        window: String,
        /// What it said.
        #[source]
        cause: Box<WebDriverError>,
    },
    /// Something did not appear in time.
    #[error("{window}: waited {seconds} s for {what}. It shows: {shows}. Picture: {picture}")]
    Waited {
        /// Whose window.
        window: String,
        /// For what.
        what: String,
        /// How long.
        seconds: u64,
        /// The window's text, cut short.
        shows: String,
        /// Where its picture is.
        picture: PathBuf,
    },
    /// What appeared is not what should have.
    #[error("{0}")]
    Wrong(String),
}

impl Failed {
    /// For `map_err`: what was tried when a file or process could not be reached.
    pub fn io(what: impl ToString) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.to_string();
        move |cause| Self::Io { what, cause }
    }
}

/// A test that returns an error prints it this way.
impl std::fmt::Debug for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// Goes on only if something is so.
pub fn ensure(so: bool, otherwise: impl FnOnce() -> String) -> Outcome<()> {
    if so {
        Ok(())
    } else {
        Err(Failed::Wrong(otherwise()))
    }
}
