//! A household record: one document each.

mod about;
mod action;
mod attachment;
mod brought;
mod demand;
mod expertise;
mod obstacle;
mod person;
mod plan;
mod service;
mod sharing;
mod strength;
mod visit;
mod what_matters;

pub use about::About;
pub use action::{Action, ActionEnd, DoneBy};
pub use attachment::{Attachment, AttachmentKind, MediaType};
pub use brought::Brought;
pub use demand::{Demand, DemandClass, Door};
pub use expertise::{Expertise, ExpertiseKind};
pub use obstacle::Obstacle;
pub use person::{AgreementState, Person};
pub use plan::Plan;
pub use service::{Service, ServiceKind, Sureness};
pub use sharing::{LawfulBasis, SensitiveCondition, Sharing};
pub use strength::{Strength, Whose, Worry};
pub use visit::{Visit, VisitPlace};
pub use what_matters::WhatMatters;

use serde::{Deserialize, Serialize};

use crate::field::{PartSchema, Record};
use crate::id::{DocKey, Heads};

/// Everything about a household that its document holds; removed lines are among the lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    /// The document.
    pub id: DocKey,
    /// The state that this view shows; text edits name it as their base.
    pub heads: Heads,
    /// Made by a newer version: it can be read, not changed.
    pub read_only: bool,
    /// The household itself.
    pub about: About,
    /// The four texts.
    pub what_matters: WhatMatters,
    /// Its people.
    pub people: Vec<Person>,
    /// Each time they asked for something.
    pub demands: Vec<Demand>,
    /// Visits, planned and done.
    pub visits: Vec<Visit>,
    /// Strengths.
    pub strengths: Vec<Strength>,
    /// Worries.
    pub worries: Vec<Worry>,
    /// Who does what next.
    pub actions: Vec<Action>,
    /// Pulled in or handed off.
    pub expertise: Vec<Expertise>,
    /// Services used.
    pub services: Vec<Service>,
    /// What was in the way.
    pub obstacles: Vec<Obstacle>,
    /// What was shared with whom.
    pub sharing: Vec<Sharing>,
    /// Photos and voice notes.
    pub attachments: Vec<Attachment>,
    /// What the family wants on their page.
    pub plan: Plan,
    /// Names that came with it from another team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<Brought>,
}

impl Household {
    /// The parts of a household document.
    pub const PARTS: &'static [PartSchema] = &[
        About::SCHEMA,
        WhatMatters::SCHEMA,
        Person::SCHEMA,
        Demand::SCHEMA,
        Visit::SCHEMA,
        Strength::SCHEMA,
        Worry::SCHEMA,
        Action::SCHEMA,
        Expertise::SCHEMA,
        Service::SCHEMA,
        Obstacle::SCHEMA,
        Sharing::SCHEMA,
        Attachment::SCHEMA,
        Plan::SCHEMA,
        Brought::SCHEMA,
    ];

    /// Names of those who stand in it and are of another team: of devices in its stamps, and of members.
    pub fn names_brought(&self) -> impl Iterator<Item = (&str, &str)> {
        self.brought.iter().filter_map(|brought| {
            Some((
                brought.key.value.as_deref()?,
                brought.name.value.as_deref()?,
            ))
        })
    }
}
