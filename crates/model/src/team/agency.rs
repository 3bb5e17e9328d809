//! Organisations around the team, and what their services cost.

use crate::household::ServiceKind;
use crate::id::ItemId;

record! {
    /// An organisation.
    pub struct Agency in many Agencies "agencies" {
        /// Its name.
        single name: String,
        /// How to reach it.
        single contact: String,
    }
}

record! {
    /// What one use of a service costs.
    pub struct UnitCost in many UnitCosts "unit_costs" {
        /// The agency.
        single agency: ItemId,
        /// What kind of service.
        single kind: ServiceKind,
        /// In words.
        single what: String,
        /// In pence.
        single cost_pence: i64,
        /// Where the figure is from.
        single source: String,
        /// The year it is for.
        single year: i64,
    }
}
