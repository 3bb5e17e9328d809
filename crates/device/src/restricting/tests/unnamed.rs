//! What somebody who is not named does with a changed program.

use doorstep_model::DocKey;
use doorstep_model::call::GetTeam;
use doorstep_replica::restricted::StatementId;
use doorstep_wire::device::Role;

use super::doc;
use super::teammate::{Teammate, sent};
use crate::alone::Alone;
use crate::store::leave::leave;
use crate::store::table::to_read;

#[test]
fn nobody_takes_the_teams_own_record_from_the_others() {
    let alone = Alone::begin();
    sent(&alone);
    let team = alone.device.with(|open, _| open.team_document());
    let team = DocKey::from(team.unwrap().unwrap().0);
    let mut robin = Teammate::of(&alone, Role::Worker);
    let only_robin = robin.names(StatementId::NONE, &[robin.id()]);
    robin.grants(&alone, &team, Some(only_robin), Vec::new());
    let name = || alone.must(GetTeam {}).team.about.name.value;
    assert_eq!(name().as_deref(), Some("Riverside"));
    // As on a device that has just come in, and has what arrived and no document yet.
    let is_new = |open: &mut crate::unlocked::Unlocked, now| {
        open.store.write(|tx| {
            leave(tx, doc(&team))?;
            to_read::add(tx, doc(&team), now)
        })?;
        open.documents.forget(doc(&team));
        assert_eq!(open.team_document(), Ok(None), "the control");
        Ok(())
    };
    alone.device.with(is_new).unwrap();
    while alone.device.read_some(true) {}
    assert_eq!(name().as_deref(), Some("Riverside"));
}
