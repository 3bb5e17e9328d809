//! The people of a team.

use crate::id::{DeviceKey, ItemId};

choice! {
    /// What a member does in the team. What a device may do is in the signed membership log; this
    /// is the word that people see.
    pub enum Role {
        /// Visits households.
        Worker = "worker",
        /// Looks after the team's lists and learning too.
        Lead = "lead",
        /// Invites and approves too.
        Admin = "admin",
    }
}

record! {
    /// A member of the team.
    pub struct Member in many Members "members" {
        /// As colleagues call them.
        single name: String,
        /// What they do in the team.
        single role: Role,
        /// Where they come from, from the team's list.
        single agency: ItemId,
        /// Their devices.
        set devices: DeviceKey,
    }
}
