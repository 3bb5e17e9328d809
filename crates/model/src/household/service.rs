//! What the household has consumed, before we came and since.

use crate::date::Date;
use crate::id::ItemId;

choice! {
    /// What kind of service it was.
    pub enum ServiceKind {
        /// A contact.
        Contact = "contact",
        /// Somebody assessed them.
        Assessment = "assessment",
        /// Somebody referred them on.
        Referral = "referral",
        /// They were handed off.
        HandOff = "hand-off",
        /// Something was done.
        Intervention = "intervention",
        /// An emergency service.
        Emergency = "emergency",
    }
}

choice! {
    /// How sure we are.
    pub enum Sureness {
        /// From a record.
        Known = "known",
        /// Somebody who was there said so.
        Told = "told",
        /// Our best guess.
        Guessed = "guessed",
    }
}

record! {
    /// One use of a service, or a span of it.
    pub struct Service in many Services "services" {
        /// The agency, from the team's list.
        single agency: ItemId,
        /// What kind.
        single kind: ServiceKind,
        /// The day, or the first day of a span.
        single from: Date,
        /// The last day of a span.
        single until: Date,
        /// How many times in that span; one if not set.
        single count: i64,
        /// What one costs, in pence.
        single unit_cost_pence: i64,
        /// Where we have it from.
        single source: String,
        /// How sure we are.
        single sureness: Sureness,
        /// What else to know.
        words note,
    }
}
