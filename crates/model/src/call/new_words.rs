//! New recovery words while devices are at hand: the paper was lost, or somebody saw it.

use serde::{Deserialize, Serialize};

/// Makes 24 new words for the team, or shows those again that were made on this device and are not in force.
/// Nothing is sent, and the former words stay in force. Admins only; needs the server where there are none yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginNewWords {}

/// The team's new words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWords {
    /// To write down.
    pub words: Vec<String>,
    /// They were typed back: they can be put in force.
    pub typed_back: bool,
}

impl std::fmt::Debug for NewWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewWords(typed back: {})", self.typed_back)
    }
}

/// The new words typed back, to show that they were written down. Nothing is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmNewWords {
    /// All 24, in order.
    pub words: Vec<String>,
}

/// Puts the new words in force and gives everybody in the team a new key, since the former words opened the
/// one before. Also goes on where it was cut off. Admins only; needs the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishNewWords {}

/// Gives new words up that are not in force, or puts away what is said of those that are. Needs the server
/// where they may have reached it: if they have, they are in force, and stay so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutNewWordsAway {
    /// What the person was told about them. Where that is not so any more nothing is put away: the page
    /// says what became of them, and they are told that first.
    pub seen: NewWordsStand,
}

/// The person has been told that somebody else put new words in force. Nothing is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardOfNewWords {}

/// What became of new words that were made on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewWordsStand {
    /// Nothing was sent: the paper from before counts.
    NotInForce,
    /// They were sent, and no answer came: one of the two papers counts.
    Unclear,
    /// They are in force: the paper from before is worth nothing.
    InForce,
    /// Others came into force first: these never count, or do no more.
    Overtaken,
}
