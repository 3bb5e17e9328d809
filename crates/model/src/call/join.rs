//! Joining a team with a code and six words.

use serde::{Deserialize, Serialize};

/// Asks to be let in. The store is made first, so that a crash in between loses nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskToJoin {
    /// The server's address as the admin's screen shows it, `host:port`.
    pub address: String,
    /// 26 characters; dashes and spaces don't count.
    pub code: String,
    /// The joiner's name.
    pub my_name: String,
    /// At least 12 characters.
    pub passphrase: String,
}

/// Asks the server whether an admin has approved. Also continues after a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckJoin {}

/// Gives up joining and goes back to the three doors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelJoin {}

/// How joining stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinProgress {
    /// Six words to compare with the admin's screen.
    pub words: Vec<String>,
    /// Approved: the team is open on this device.
    pub joined: bool,
}
