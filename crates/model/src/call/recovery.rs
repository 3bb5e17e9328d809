//! The words on paper: getting a team back with them when every device is lost, and looking whether they
//! are still right.

use serde::{Deserialize, Serialize};

/// Begins getting a team back on this device, with nothing but the words and the server. Makes a store
/// with new words for the team; nothing changes for the team before they were typed back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginRecovery {
    /// The server's address, `host:port`.
    pub address: String,
    /// All 24, from the paper.
    pub words: Vec<String>,
    /// The six words that stand for the team, from the paper, if they are on it; empty otherwise. They are
    /// needed only where the server has several teams which open with the words.
    pub team_words: Vec<String>,
    /// The name of whoever uses this device. Where the team knows the name, this is another device of
    /// that person's.
    pub my_name: String,
    /// At least 12 characters.
    pub passphrase: String,
}

/// Where getting a team back stands. The words are in force only once it is done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryProgress {
    /// The team's new words, to write down.
    pub new_words: Vec<String>,
    /// Six words that stand for the team; they are on the paper too, if it was printed.
    pub team_words: Vec<String>,
    /// The server's address.
    pub address: String,
    /// How many devices were in the team, as the server has it, when the words were typed in. They get its
    /// new key. Fewer than there were may mean that the server was set back.
    pub devices: u32,
    /// The new words were typed back: it can be finished.
    pub typed_back: bool,
}

impl std::fmt::Debug for RecoveryProgress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryProgress(typed back: {})", self.typed_back)
    }
}

/// Lets this device into the team as an admin, gives everybody in it a new key and puts the new words in
/// force. Also goes on where it was cut off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishRecovery {}

/// Gives it up and goes back to the doors. Where it was done at the server already, the new words count
/// from then on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelRecovery {}

/// Looks whether these are the team's words in force, without a server, and notes for all admins that
/// they were looked at.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRecoveryWords {
    /// All 24, from the paper.
    pub words: Vec<String>,
}

/// Another passphrase for this device. The store's own key stays as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePassphrase {
    /// The one that opens it now.
    pub passphrase: String,
    /// At least 12 characters.
    pub new_passphrase: String,
}

/// What a page to print says of a team beside the words, which only the screen has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetRecoveryKit {}

/// What stands on the page beside the words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryKit {
    /// The team's name; empty while a team is being got back.
    pub team_name: String,
    /// Six words that stand for the team.
    pub team_words: Vec<String>,
    /// The server's address, if one is known.
    pub server: Option<String>,
    /// From when the words on the screen count.
    pub count: WordsCount,
}

/// From when words count that are about to be printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsCount {
    /// They do.
    #[default]
    Now,
    /// Once the team is back.
    OnceBack,
    /// Once an admin has put them in the place of others.
    OnceReplaced,
}
