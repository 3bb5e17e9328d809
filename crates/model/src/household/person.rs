//! The people of a household.

use crate::date::Date;

choice! {
    /// Where a person's own agreement to being supported stands.
    pub enum AgreementState {
        /// They agreed.
        Agreed = "agreed",
        /// They said no.
        Declined = "declined",
        /// They took it back.
        Withdrawn = "withdrawn",
    }
}

record! {
    /// A person of the household.
    pub struct Person in many People "people" {
        /// As they like to be called.
        single name: String,
        /// How they are related to the others.
        single relation: String,
        /// Year of birth, if they want to say.
        single birth_year: i64,
        /// Telephone, mail or other.
        single contact: String,
        /// The language they like to be spoken to in.
        single preferred_language: String,
        /// The way they like to be reached.
        single preferred_contact: String,
        /// Their own agreement to being supported.
        single agreement: AgreementState,
        /// When they said so.
        single agreement_on: Date,
        /// To whom.
        single agreement_with: String,
        /// What was said.
        words agreement_words,
    }
}
