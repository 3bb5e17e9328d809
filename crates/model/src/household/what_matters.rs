//! The four texts at the heart of a record, in the people's own words.

record! {
    /// What matters to the people of the household.
    pub struct WhatMatters in one WhatMatters "what_matters" {
        /// What matters to us.
        words matters_to_us,
        /// What a good life looks like.
        words good_life,
        /// What is really going on: the real problem behind the presenting one.
        words really_going_on,
        /// History worth knowing.
        words history,
    }
}
