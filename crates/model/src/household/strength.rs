//! Strengths, and worries, which have the same shape.

use crate::id::ItemId;

choice! {
    /// Whose strength or worry it is.
    pub enum Whose {
        /// One person's.
        Person = "person",
        /// The family's.
        Family = "family",
        /// Friends' and neighbours'.
        Friends = "friends",
        /// The community's.
        Community = "community",
        /// An organisation's.
        Organisation = "organisation",
    }
}

record! {
    /// Something the people have going for them.
    pub struct Strength in many Strengths "strengths" {
        /// In their own words.
        words what,
        /// Who said or noticed it.
        single said_by: String,
        /// Whose it is.
        single whose: Whose,
        /// The person whose it is, if it is one of the household.
        single person: ItemId,
        /// The visit it came up in.
        single visit: ItemId,
    }
}

record! {
    /// Something people are worried about.
    pub struct Worry in many Worries "worries" {
        /// In their own words.
        words what,
        /// Who said or noticed it.
        single said_by: String,
        /// Whose worry it is.
        single whose: Whose,
        /// The person whose it is, if it is one of the household.
        single person: ItemId,
        /// The visit it came up in.
        single visit: ItemId,
    }
}
