//! What stopped us doing the right thing.

use crate::date::Date;
use crate::id::ItemId;

record! {
    /// One thing in the way.
    pub struct Obstacle in many Obstacles "obstacles" {
        /// What happened.
        words what,
        /// The kind, from the team's own list (rule, budget, target, IT, missing authority …).
        single kind: ItemId,
        /// The day.
        single date: Date,
        /// The day it was out of the way.
        single cleared_on: Date,
        /// The visit it came up in.
        single visit: ItemId,
    }
}
