//! The team: one document.

mod agency;
mod list;
mod member;
mod settings;

pub use agency::{Agency, UnitCost};
pub use list::{FailureCause, ObstacleKind};
pub use member::{Member, Role};
pub use settings::TeamAbout;

use serde::{Deserialize, Serialize};

use crate::field::{PartSchema, Record};
use crate::id::{DeviceKey, DocKey, Heads};

/// Everything the team's document holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The document.
    pub id: DocKey,
    /// The state that this view shows.
    pub heads: Heads,
    /// Made by a newer version: it can be read, not changed.
    pub read_only: bool,
    /// The team itself.
    pub about: TeamAbout,
    /// Its people.
    pub members: Vec<Member>,
    /// Organisations around it.
    pub agencies: Vec<Agency>,
    /// What services cost.
    pub unit_costs: Vec<UnitCost>,
    /// Causes of failure demand, the team's own list.
    pub failure_causes: Vec<FailureCause>,
    /// Kinds of obstacle, the team's own list.
    pub obstacle_kinds: Vec<ObstacleKind>,
}

impl Team {
    /// The parts of a team document.
    pub const PARTS: &'static [PartSchema] = &[
        TeamAbout::SCHEMA,
        Member::SCHEMA,
        Agency::SCHEMA,
        UnitCost::SCHEMA,
        FailureCause::SCHEMA,
        ObstacleKind::SCHEMA,
    ];

    /// The member whose device this is.
    pub fn member_of(&self, device: &DeviceKey) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.devices.contains(device))
    }
}
