//! Expertise pulled in while the worker stays, as against a hand-off.

use crate::date::Date;
use crate::id::ItemId;

choice! {
    /// Whether the worker stayed.
    pub enum ExpertiseKind {
        /// Expertise came to the household; the worker stayed.
        PulledIn = "pulled-in",
        /// The household was sent on.
        HandedOff = "handed-off",
    }
}

record! {
    /// One time that somebody else was needed.
    pub struct Expertise in many Expertise "expertise" {
        /// Pulled in or handed off.
        single kind: ExpertiseKind,
        /// The agency, from the team's list.
        single agency: ItemId,
        /// Who, in words.
        single who: String,
        /// What for.
        words what_for,
        /// The day.
        single date: Date,
        /// The visit it was agreed in.
        single visit: ItemId,
    }
}
