//! Lists that the team edits itself.

record! {
    /// A cause of failure demand.
    pub struct FailureCause in many FailureCauses "failure_causes" {
        /// In the team's words.
        single name: String,
    }
}

record! {
    /// A kind of thing that stops the team doing the right thing.
    pub struct ObstacleKind in many ObstacleKinds "obstacle_kinds" {
        /// In the team's words.
        single name: String,
    }
}
