//! The team itself and what holds for all its devices.

record! {
    /// The team's name and its settings.
    pub struct TeamAbout in one Team "team" {
        /// What the team calls itself.
        single name: String,
        /// Where it works.
        single locality: String,
        /// Minutes without a touch until a device locks itself.
        single auto_lock_minutes: i64,
        /// The language new devices begin with (BCP 47).
        single language: String,
        /// When an admin last typed the recovery words in from the paper, in milliseconds since 1970.
        single recovery_checked_ms: i64,
        /// Which words those were: the id of their public keys, in hex.
        single recovery_checked_id: String,
        /// Years for which closed households are kept; then they are proposed for erasing.
        single keep_closed_years: i64,
        /// Whether lists say that there are households which the person can't open.
        single show_restricted: bool,
    }
}
