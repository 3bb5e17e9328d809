//! What somebody says about who may open a document.

use std::collections::BTreeSet;

use doorstep_wire::id::{DeviceId, NotAnId};
use minicbor::{Decode, Encode};

/// People that one statement names, at most, and devices of all of them together.
const MOST_PEOPLE: usize = 200;
const MOST_DEVICES: usize = 1_000;
/// Statements that one builds upon, at most.
pub const MOST_UPON: usize = 64;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

        impl TryFrom<&[u8]> for $name {
            type Error = NotAnId;
            fn try_from(bytes: &[u8]) -> Result<Self, NotAnId> {
                bytes.try_into().map(Self).map_err(|_| NotAnId)
            }
        }
    )*};
}

names! {
    /// A statement: 16 random bytes, which stay when its chunk is sealed at another place.
    StatementId;
    /// A person: the id of their line in the team's record.
    PersonId;
}

/// A statement and whose it is: nobody else's counts as it, whatever they write under its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct StatementRef {
    /// The device that signed its chunk.
    #[n(0)]
    pub by: DeviceId,
    /// Its number.
    #[n(1)]
    pub id: StatementId,
}

/// What the document is, for those who can't look: [`About::HOUSEHOLD`], [`About::SAFETY_NOTE`], or what a later
/// version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct About(#[n(0)] pub u8);

impl About {
    /// A household.
    pub const HOUSEHOLD: Self = Self(1);
    /// A note for safety.
    pub const SAFETY_NOTE: Self = Self(2);
}

/// A person who may open the document, on these devices.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Named {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// On which devices, in the order of their ids.
    #[n(1)]
    pub devices: Vec<DeviceId>,
}

/// Who may open a document from here on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Statement {
    /// Names it among its writer's.
    #[n(0)]
    pub id: StatementId,
    /// The last ones that its writer knew, in order: all that they were said upon it knew as well, and all that it
    /// said before. None where nothing was said. There may be some among them that count for nothing.
    #[n(1)]
    pub upon: Vec<StatementRef>,
    /// What the document is.
    #[n(2)]
    pub about: About,
    /// The people, in the order of their ids; `None` stands for everybody.
    #[n(3)]
    pub named: Option<Vec<Named>>,
}

impl Statement {
    /// Whether it is one: statements, people and devices in order, each once, nobody without a device.
    pub(super) fn is_sound(&self) -> bool {
        if self.upon.len() > MOST_UPON || !self.upon.is_sorted_by(|one, next| one < next) {
            return false;
        }
        let Some(named) = &self.named else {
            return true;
        };
        let people: BTreeSet<PersonId> = named.iter().map(|one| one.person).collect();
        let devices: Vec<DeviceId> = named.iter().flat_map(|one| one.devices.clone()).collect();
        let different: BTreeSet<DeviceId> = devices.iter().copied().collect();
        let in_order = named.is_sorted_by(|one, next| one.person < next.person)
            && named
                .iter()
                .all(|one| one.devices.is_sorted_by(|one, next| one < next));
        in_order
            && (1..=MOST_PEOPLE).contains(&people.len())
            && people.len() == named.len()
            && named.iter().all(|one| !one.devices.is_empty())
            && different.len() == devices.len()
            && devices.len() <= MOST_DEVICES
    }
}
