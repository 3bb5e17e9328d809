//! A display that nobody sees, large enough for either size of window.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::Process;
use crate::{Failed, Outcome};

const START: Duration = Duration::from_secs(20);

/// The size of a window, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A tablet held upright.
pub const TABLET: Size = Size {
    width: 820,
    height: 1180,
};

/// A small laptop.
pub const LAPTOP: Size = Size {
    width: 1366,
    height: 768,
};

/// A running X server; dropped, it is gone.
pub struct Screen {
    _server: Process,
    display: String,
}

impl Screen {
    /// Starts one; it finds a free number by itself.
    pub fn start() -> Outcome<Self> {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1400x1240x24"])
            .stderr(Stdio::null());
        let mut server = Process::start(command)?;
        let number = server.line(START)?;
        if number.trim().parse::<u32>().is_err() {
            return Err(Failed::Start {
                program: "Xvfb".to_owned(),
                reason: format!("it said {number:?} instead of a display's number"),
            });
        }
        Ok(Self {
            _server: server,
            display: format!(":{}", number.trim()),
        })
    }

    /// What programs want in `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }
}
