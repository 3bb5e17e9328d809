//! The stories as they are written down: one household each, with days counted from today.
//!
//! They are read by people who write more of them, so a name here is as short as it can be.

use doorstep_model::household::{
    ActionEnd, DemandClass, DoneBy, Door, ExpertiseKind, LawfulBasis, SensitiveCondition,
    ServiceKind, Sureness, VisitPlace, Whose,
};
use serde::Deserialize;

use super::team::{Around, Cause, InTheWay, Who};

/// The stories, one file a locality.
const STORIES: [&str; 4] = [
    include_str!("stories/northside.json"),
    include_str!("stories/eastfield.json"),
    include_str!("stories/riverside.json"),
    include_str!("stories/hill.json"),
];

/// Every story there is.
pub(super) fn all() -> Result<Vec<Story>, serde_json::Error> {
    let mut all = Vec::new();
    for file in STORIES {
        all.extend(serde_json::from_str::<Vec<Story>>(file)?);
    }
    Ok(all)
}

/// One household. Wherever a day is meant, it is a number of days from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) locality: String,
    pub(super) how_to_find: String,
    /// Who holds it from end to end.
    pub(super) worker: Who,
    pub(super) second: Option<Who>,
    #[serde(default)]
    pub(super) languages: Vec<String>,
    pub(super) people: Vec<Somebody>,
    pub(super) matters: String,
    pub(super) good_life: String,
    /// What is really going on; understood at the second visit.
    pub(super) really: String,
    #[serde(default)]
    pub(super) history: String,
    pub(super) asked: Vec<Asked>,
    /// In the order in which they took place.
    pub(super) visits: Vec<Visited>,
    pub(super) used: Vec<Used>,
    #[serde(default)]
    pub(super) sharing: Vec<Shared>,
    #[serde(default)]
    pub(super) planned: Vec<Planned>,
    pub(super) closed: Option<Closed>,
    pub(super) both_changed: Option<BothChanged>,
    pub(super) safety: Option<Safety>,
}

/// One of its people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Somebody {
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) age: i64,
    /// A number that is kept for drama and never given out (Ofcom).
    pub(super) contact: Option<String>,
    /// How they like to be reached.
    pub(super) reach: Option<String>,
    pub(super) language: Option<String>,
    /// What they said when they agreed.
    pub(super) agreed: Option<String>,
}

/// One demand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) on: i32,
    pub(super) who: String,
    pub(super) door: Door,
    pub(super) words: String,
    pub(super) about: String,
    pub(super) class: DemandClass,
    pub(super) cause: Option<Cause>,
    /// The place in this list of the demand that this one repeats.
    pub(super) repeats: Option<usize>,
    pub(super) sorted: Option<i32>,
}

/// One visit that took place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Visited {
    pub(super) on: i32,
    pub(super) at: VisitPlace,
    /// Where it was not the one who holds the household.
    pub(super) by: Option<Who>,
    /// Others who were there.
    pub(super) with: Option<String>,
    /// Paragraphs after the first were added later that day.
    pub(super) notes: String,
    #[serde(default)]
    pub(super) since: String,
    #[serde(default)]
    pub(super) strengths: Vec<Words>,
    #[serde(default)]
    pub(super) worries: Vec<Words>,
    #[serde(default)]
    pub(super) agreed: Vec<Agreed>,
    #[serde(default)]
    pub(super) expertise: Vec<Pulled>,
    #[serde(default)]
    pub(super) in_the_way: Vec<Hindered>,
}

/// What was said, whose it is, who said it.
#[derive(Deserialize)]
pub(super) struct Words(pub(super) String, pub(super) Whose, pub(super) String);

/// One action.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agreed {
    pub(super) what: String,
    pub(super) by: DoneBy,
    pub(super) who: Option<String>,
    pub(super) due: i32,
    pub(super) ended: Option<ActionEnd>,
    pub(super) on: Option<i32>,
    #[serde(default)]
    pub(super) why: String,
    /// What they can now do for themselves.
    #[serde(default)]
    pub(super) can: String,
}

/// Somebody else who was needed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pulled {
    pub(super) kind: ExpertiseKind,
    pub(super) agency: Around,
    pub(super) who: String,
    #[serde(rename = "for")]
    pub(super) what_for: String,
}

/// What stopped us.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hindered {
    pub(super) what: String,
    pub(super) kind: InTheWay,
    pub(super) cleared: Option<i32>,
}

/// A service: how often in each month before the first visit, and in each month since.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Used {
    pub(super) agency: Around,
    pub(super) kind: ServiceKind,
    pub(super) before: Vec<i64>,
    pub(super) since: Vec<i64>,
    pub(super) sure: Sureness,
    pub(super) source: String,
}

/// Something that was shared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    pub(super) on: i32,
    pub(super) with: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) basis: LawfulBasis,
    pub(super) condition: SensitiveCondition,
}

/// A visit to come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    pub(super) on: i32,
    pub(super) time: String,
}

/// How it ended.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closed {
    pub(super) on: i32,
    pub(super) why: String,
}

/// Two of the team said at the same time who stands in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BothChanged {
    pub(super) one: Who,
    pub(super) other: Who,
    pub(super) on: i32,
}

/// A note for the safety of workers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Safety {
    pub(super) incident: i32,
    pub(super) what: String,
    pub(super) approved: Who,
    pub(super) review: i32,
}
