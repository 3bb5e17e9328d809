//! Who does what next.

use crate::date::Date;
use crate::id::ItemId;

choice! {
    /// Who does it. The order is the order we hope for.
    pub enum DoneBy {
        /// The person themselves.
        Person = "person",
        /// The family.
        Family = "family",
        /// Someone in the community.
        Community = "community",
        /// The worker.
        Worker = "worker",
        /// A specialist pulled in.
        Specialist = "specialist",
    }
}

choice! {
    /// How an action ended.
    pub enum ActionEnd {
        /// It was done.
        Done = "done",
        /// Something else was done instead.
        Changed = "changed",
        /// It was dropped.
        Dropped = "dropped",
    }
}

record! {
    /// Something agreed to be done.
    pub struct Action in many Actions "actions" {
        /// What.
        words what,
        /// Who does it.
        single done_by: DoneBy,
        /// The name of who does it.
        single who: String,
        /// The member who promised it, where a worker does it.
        single member: ItemId,
        /// The person of the household who does it.
        single person: ItemId,
        /// With whom it was agreed.
        single agreed_with: String,
        /// When it was agreed.
        single agreed_on: Date,
        /// By when.
        single by_when: Date,
        /// How it ended; open while not set.
        single ended: ActionEnd,
        /// When it ended.
        single ended_on: Date,
        /// Why it changed or was dropped.
        words ended_why,
        /// What people can now do for themselves.
        words can_do_now,
        /// The visit it was agreed in.
        single visit: ItemId,
    }
}
