//! Notes for safety go with the household that they are about.

use doorstep_model::DocKey;
use doorstep_model::call::AddSafetyNote;
use doorstep_replica::chunk::Payload;
use doorstep_replica::restricted::{RestrictedGrant, StatementId};
use doorstep_wire::device::Role;

use super::teammate::{Teammate, sent};
use super::{keys, me, seal};
use crate::alone::Alone;

fn note(alone: &Alone, household: &DocKey) -> DocKey {
    let call = AddSafetyNote {
        household: household.clone(),
        what: "The dog bites.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    };
    alone.must(call).id
}

#[test]
fn a_note_goes_with_a_restriction_that_has_come_and_was_not_read() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let note = note(&alone, &id);
    let said = robin.names(StatementId::NONE, &[robin.id(), me(&alone)]);
    let grant = RestrictedGrant {
        said: Some(said),
        keys: Vec::new(),
    };
    robin.sends(&alone, &id, &Payload::Restricted(grant));
    seal(&alone);
    let all = keys(&alone, &note);
    assert!(
        !all.is_empty() && all.iter().all(|(_, open)| !open),
        "{all:?}"
    );
}
