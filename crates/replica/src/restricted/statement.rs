//! What somebody says about who may open a document.

use std::collections::BTreeSet;

use doorstep_wire::id::{DeviceId, NotAnId};
use minicbor::{Decode, Encode};

/// People that one statement names, at most, and devices of all of them together.
const MOST_PEOPLE: usize = 200;
const MOST_DEVICES: usize = 1_000;

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

impl StatementId {
    /// None before it.
    pub const NONE: Self = Self([0; 16]);
}

/// What the document is, for those who can't look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum About {
    /// A household.
    #[n(1)]
    Household,
    /// A note for safety.
    #[n(2)]
    SafetyNote,
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
    /// Names it.
    #[n(0)]
    pub id: StatementId,
    /// The one that its writer knew as the last, or none.
    #[n(1)]
    pub upon: StatementId,
    /// What the document is.
    #[n(2)]
    pub about: About,
    /// The paper words that its writer knew as those in force: the id of their public keys. A device that
    /// these let in later may open it as well.
    #[n(3)]
    pub words: DeviceId,
    /// The people, in the order of their ids; `None` stands for everybody.
    #[n(4)]
    pub named: Option<Vec<Named>>,
}

impl Statement {
    /// Whether it is one: people and devices in order, each once, none without a device.
    pub(super) fn is_sound(&self) -> bool {
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
            && self.id != StatementId::NONE
            && (1..=MOST_PEOPLE).contains(&people.len())
            && people.len() == named.len()
            && named.iter().all(|one| !one.devices.is_empty())
            && different.len() == devices.len()
            && devices.len() <= MOST_DEVICES
    }
}
