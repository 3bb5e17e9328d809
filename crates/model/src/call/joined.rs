//! Two households that turned out to be one: found while adding, joined, separated again.

use serde::{Deserialize, Serialize};

use super::HouseholdRow;
use crate::field::Stamp;
use crate::id::DocKey;

/// Looks for what is there already while somebody types a new household or person. Answers at once
/// whatever the caseload; it never stands in the way of adding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindAlike {
    /// What was typed as a name: a household's or a person's.
    pub name: String,
    /// Where they live, if that was typed.
    pub address: String,
    /// Leaves out this household and those shown with it.
    pub except: Option<DocKey>,
}

/// What may be the same, the likeliest first; at most 5.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeList {
    /// One a household.
    pub found: Vec<Alike>,
}

/// A household that may be the one that is being added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// The household.
    pub household: HouseholdRow,
    /// Why.
    pub why: AlikeWhy,
    /// The name or address that is alike, as it stands there.
    pub words: String,
}

/// Why it may be the same, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlikeWhy {
    /// The address is the same, and a name is alike.
    NameAndAddress,
    /// A person there has that name.
    Person,
    /// The household's name is alike.
    Name,
    /// The address is the same.
    Address,
}

/// Two households are one from now on. Nothing is copied or lost: the other is shown in the one
/// that is kept, and can be separated again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinHouseholds {
    /// The one that shows both.
    pub keep: DocKey,
    /// The one that is shown in it.
    pub other: DocKey,
}

/// They are joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdsJoined {
    /// The household that shows both now.
    pub shown: DocKey,
    /// The household that got the mark: `about.joined_into` was set to `shown`.
    pub joined: DocKey,
    /// What was written, by name, for taking it back on the page of `shown`.
    pub steps: Vec<String>,
}

/// A joined household stands by itself again, with everything that was ever written in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeparateHousehold {
    /// The one that is shown in another.
    pub id: DocKey,
}

/// They are separate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdSeparated {
    /// The household it was shown in.
    pub was_in: DocKey,
    /// Lines that were written in that household since they were joined; they stay there.
    pub stays: u32,
    /// What was written, by name, for taking it back on the page of `was_in`.
    pub steps: Vec<String>,
}

/// A household that is shown in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedHousehold {
    /// Which.
    pub id: DocKey,
    /// What it was called.
    pub name: String,
    /// Who joined it and when.
    pub by: Option<Stamp>,
    /// Its record can't be read on this device, so that its lines are missing here.
    pub unreadable: bool,
}
