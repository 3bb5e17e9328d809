//! Taking a record along: a household, or all of the team's, as a plain file.
//!
//! What a person reads in such a file is in their language, which only the screens know. So a call
//! brings the words: `field:People.contact` is what that field is called, `choice:People.agreement.
//! agreed` what that answer is called, `part:People` the heading of the part. A field without a word
//! is not for reading and left out of what people read; JSON has every field by its key.

use std::collections::BTreeMap;

use doorstep_paper::Paper;
use serde::{Deserialize, Serialize};

use super::PaperKind;
use crate::id::{DocKey, FileTicket, ItemId};

/// Sentences by name, for what the device composes.
pub type CopyWords = BTreeMap<String, String>;

choice! {
    /// What can be left out of a copy. The first seven are details of the others, or may be, in a
    /// copy for one person.
    pub enum LeaveOut {
        /// How the others are reached.
        OthersContact = "others-contact",
        /// The others' years of birth.
        OthersBirthYear = "others-birth-year",
        /// What the others said about being supported.
        OthersAgreement = "others-agreement",
        /// Strengths that are one other person's, or may be.
        OthersStrengths = "others-strengths",
        /// Worries about, or of, one other person, or that may be.
        OthersWorries = "others-worries",
        /// Worries of the family as a whole: who is meant, only they know.
        FamilyWorries = "family-worries",
        /// What the others do, or may.
        OthersActions = "others-actions",
        /// What was asked for: who asked, and their exact words.
        AskedFor = "asked-for",
        /// What is really going on.
        ReallyGoingOn = "really-going-on",
        /// History worth knowing.
        History = "history",
        /// Notes of visits, which may speak of anybody.
        VisitNotes = "visit-notes",
        /// Expertise that was pulled in, or to which they were handed off.
        PulledIn = "pulled-in",
        /// What was in the way.
        InTheWay = "in-the-way",
        /// Services used.
        Services = "services",
        /// What was shared with whom.
        Shared = "shared",
        /// Why and on which ground something was shared: our own reasons.
        SharingReasons = "sharing-reasons",
        /// Lines that were removed. Never in what people read, nor in a copy for one person.
        RemovedLines = "removed-lines",
    }
}

impl LeaveOut {
    /// What is left out of a copy for one person unless somebody puts it in: all that is another's,
    /// or that may speak of another.
    pub const OF_A_PERSONS_COPY: &'static [Self] = &[
        Self::OthersContact,
        Self::OthersBirthYear,
        Self::OthersAgreement,
        Self::OthersStrengths,
        Self::OthersWorries,
        Self::FamilyWorries,
        Self::OthersActions,
        Self::AskedFor,
        Self::ReallyGoingOn,
        Self::History,
        Self::VisitNotes,
        Self::PulledIn,
        Self::InTheWay,
        Self::Shared,
        Self::SharingReasons,
    ];
}

/// What a copy holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyChoices {
    /// For whom it is, if it is for one person of the household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_person: Option<ItemId>,
    /// What is left out.
    #[serde(default)]
    pub leave_out: Vec<LeaveOut>,
}

/// Shows how a copy would read, before anything is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowCopy {
    /// Which household.
    pub id: DocKey,
    /// What it holds.
    pub choices: CopyChoices,
    /// What things are called.
    pub words: CopyWords,
}

/// How a copy would read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyShown {
    /// The copy.
    pub paper: Paper,
    /// What there is to leave out, and in how many places; also what is not left out now.
    pub to_leave_out: Vec<ToLeaveOut>,
}

/// Something that can be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToLeaveOut {
    /// What.
    pub what: LeaveOut,
    /// In how many places it stands.
    pub places: u32,
}

/// Writes a copy of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteCopy {
    /// Which household.
    pub id: DocKey,
    /// What it holds.
    pub choices: CopyChoices,
    /// What things are called.
    pub words: CopyWords,
    /// What kind of file.
    pub kind: CopyKind,
    /// Where.
    pub ticket: FileTicket,
}

/// Kinds of files a copy can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// Our documented format, for programs (`docs/export.md`).
    Json,
    /// To be read by people.
    Read(PaperKind),
}

/// Writes all households that are on this device, one after the other. Only a lead or an admin can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteTeamCopy {
    /// What things are called.
    pub words: CopyWords,
    /// As one HTML file to read, or else as JSON.
    pub to_read: bool,
    /// Where.
    pub ticket: FileTicket,
}

/// What a copy of all households holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCopied {
    /// Households in the file.
    pub households: u32,
    /// Documents that this device can't read; the file names each.
    pub unreadable: u32,
    /// Whether the person stopped it; then there is no file.
    pub stopped: bool,
}

/// Asks how far the copy of all households has come; `None` if none is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetTeamCopy {}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCopying {
    /// Households that are written.
    pub done: u32,
    /// Households in all.
    pub of: u32,
}

/// Stops the copy of all households. The file is as if it had not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopTeamCopy {}
