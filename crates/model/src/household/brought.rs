//! Names of those who had to do with a household in the team that had it before.

record! {
    /// A name that came with a household from another team. Nobody of this team is meant.
    pub struct Brought in many Brought "brought" {
        /// What stands for them in the record: a device in its stamps, or a member.
        single key: String,
        /// As colleagues there said it.
        single name: String,
    }
}
