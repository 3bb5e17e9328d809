//! First run: a practice team, or a team of one's own.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::id::{DeviceKey, ItemId};
use crate::problem::Problem;
use crate::team::Role;

/// Where this device stands. The first thing a window asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetStanding {}

/// Whether there is a team, and whether it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing here yet: show the three doors.
    Fresh,
    /// A team is here, locked. Nothing about it is known until it is unlocked.
    Locked {
        /// Seconds to wait before the next try, after wrong ones.
        wait_seconds: u32,
    },
    /// This device has asked to join and waits to be let in.
    Joining(super::JoinProgress),
    /// A team whose devices are lost is being got back here with the words on paper.
    Recovering(super::RecoveryProgress),
    /// An admin has removed this device from the team. Nothing of the team is shown any more.
    Removed(Removed),
    /// It has handed over what it had not sent, and nothing of the team is on it any more. Said until
    /// [`ClearRemoved`] is asked, or the app ends.
    Cleared {
        /// The team's name.
        team_name: String,
    },
    /// Open.
    Open(Open),
}

impl Standing {
    /// Something is open that is not for whoever comes by: a team, or words that bring one back. Whatever
    /// locks by itself locks this and nothing else; a practice team is for everybody.
    pub fn is_to_be_locked(&self) -> bool {
        match self {
            Self::Open(open) => !open.practice,
            Self::Recovering(_) => true,
            _ => false,
        }
    }
}

/// A device that is no longer in its team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The team's name.
    pub team_name: String,
    /// How many changes, photos and recordings of this device's own no server has.
    pub unsent: u32,
    /// Why it could not be handed over yet, if it was tried.
    pub problem: Option<Problem>,
}

/// Clears a device that was removed, for good: its keys, what it had of the team, and what was not sent or
/// handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearRemoved {}

/// Who and where one is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The team's name.
    pub team_name: String,
    /// The member whose device this is.
    pub me: Option<ItemId>,
    /// That member's name.
    pub my_name: String,
    /// What this device may do.
    pub role: Role,
    /// This device.
    pub device: DeviceKey,
    /// Made-up households, no server.
    pub practice: bool,
    /// No recovery words wait to be typed back: they were, or this device was never shown any.
    pub recovery_confirmed: bool,
    /// Settings, so that the first screen is drawn in the right size and language.
    pub settings: super::Settings,
}

/// Opens a practice team of made-up households, without passphrase or server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartPractice {
    /// The made-up visits lie around this day.
    pub today: Date,
}

/// Puts the practice team away, with everything written in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavePractice {}

/// Starts a team on this device. Needs no signal: a server is connected later.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartTeam {
    /// What the team calls itself.
    pub team_name: String,
    /// Where it works; may be empty.
    pub locality: String,
    /// The founder's name.
    pub my_name: String,
    /// At least 12 characters.
    pub passphrase: String,
}

/// The team is there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamStarted {
    /// 24 words to write down; shown once.
    pub recovery_words: Vec<String>,
}

/// Some of the recovery words typed back, to show that they were written down.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmRecovery {
    /// All 24, in order.
    pub words: Vec<String>,
}

/// Whether they were right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryConfirmed {
    /// Positions (from 1) of words that are not the ones shown; empty when all is well.
    pub wrong: Vec<u8>,
}
