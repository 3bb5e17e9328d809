//! What was shared with whom, and on which ground. Separate from the people's own agreement.

use crate::date::Date;

choice! {
    /// The lawful basis (UK GDPR, article 6(1)).
    pub enum LawfulBasis {
        /// (e) A public task.
        PublicTask = "public-task",
        /// (c) A legal obligation.
        LegalObligation = "legal-obligation",
        /// (d) Somebody's life.
        VitalInterests = "vital-interests",
        /// (f) Legitimate interests.
        LegitimateInterests = "legitimate-interests",
        /// (a) Consent.
        Consent = "consent",
        /// (b) A contract.
        Contract = "contract",
    }
}

choice! {
    /// The condition for sensitive facts (UK GDPR, article 9(2); Data Protection Act 2018,
    /// schedule 1).
    pub enum SensitiveCondition {
        /// Health or social care.
        HealthOrSocialCare = "health-or-social-care",
        /// Keeping children and people at risk safe.
        Safeguarding = "safeguarding",
        /// Somebody's life.
        VitalInterests = "vital-interests",
        /// Explicit consent.
        ExplicitConsent = "explicit-consent",
        /// Other substantial public interest.
        PublicInterest = "public-interest",
        /// Nothing sensitive was shared.
        NothingSensitive = "nothing-sensitive",
    }
}

record! {
    /// One time that something was shared.
    pub struct Sharing in many Sharing "sharing" {
        /// With whom.
        single with_whom: String,
        /// What.
        words what,
        /// Why.
        words why,
        /// On which lawful basis.
        single basis: LawfulBasis,
        /// On which condition, where it was sensitive.
        single condition: SensitiveCondition,
        /// The day.
        single date: Date,
    }
}
