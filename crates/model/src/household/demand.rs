//! Each time the people, or somebody for them, asked for something.

use crate::date::Date;
use crate::id::ItemId;

choice! {
    /// How the demand reached us.
    pub enum Door {
        /// They rang.
        Phone = "phone",
        /// They came to us.
        InPerson = "in-person",
        /// They wrote.
        Message = "message",
        /// During a visit.
        Visit = "visit",
        /// Another agency told us.
        Agency = "agency",
        /// A neighbour, a friend, somebody in the community.
        Community = "community",
    }
}

choice! {
    /// What kind of demand it turned out to be; decided later, never at the door.
    pub enum DemandClass {
        /// What we are here for.
        Value = "value",
        /// Caused by something not done, or not done right.
        Failure = "failure",
        /// Not yet clear.
        NotYetClear = "not-yet-clear",
    }
}

record! {
    /// One demand.
    pub struct Demand in many Demands "demands" {
        /// The day.
        single date: Date,
        /// Who asked.
        single who_asked: String,
        /// Through what door.
        single door: Door,
        /// The exact words.
        words exact_words,
        /// What it seemed to be about.
        single presenting_issue: String,
        /// Value or failure, decided later.
        single class: DemandClass,
        /// For failure demand: the cause, from the team's own list.
        single failure_cause: ItemId,
        /// The earlier demand that this one repeats.
        single repeats: ItemId,
        /// The household's own "this is sorted".
        single sorted_on: Date,
        /// The visit it came up in.
        single visit: ItemId,
    }
}
