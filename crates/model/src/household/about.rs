//! The household itself.

use crate::date::Date;
use crate::id::{DocKey, ItemId};

record! {
    /// What the team calls the household and how to reach it. Only the name is ever needed.
    pub struct About in one About "about" {
        /// A name the team uses.
        single name: String,
        /// Where they live.
        single address: String,
        /// The neighbourhood or patch.
        single locality: String,
        /// How to find the door, where to park, which bell.
        words how_to_find,
        /// Languages spoken at home.
        set languages: String,
        /// The member who holds the household from end to end.
        single named_worker: ItemId,
        /// The member who stands in.
        single second_worker: ItemId,
        /// The day we first met them.
        single opened: Date,
        /// The day we and they were done.
        single closed: Date,
        /// Why it ended.
        words closed_why,
        /// The household that this one turned out to be; its lines are shown there, and the mark
        /// can be taken away again.
        single joined_into: DocKey,
        /// Why the record has to be kept, by law or because somebody has asked: as long as this says
        /// something, it is not erased.
        single legal_hold: String,
        /// The team that had it before, by the name that this one gives itself.
        single moved_from: String,
        /// The team that it is on its way to, or has gone to: what is written here does not go along any more.
        single moving_to: String,
        /// The day that team said that it has it.
        single moved_on: Date,
    }
}
