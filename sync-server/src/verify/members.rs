//! A team's membership log, from its first entry on.

use std::collections::HashMap;

use doorstep_wire::entry::Entry;
use doorstep_wire::id::{DeviceId, VerifyingKeyBytes};
use doorstep_wire::roster::Roster;

use super::erased::Erased;
use super::rows::{OfTeam, Team, cell};
use super::{Report, Wrong};
use crate::storage::StorageFault;
use crate::storage::ledger::Ledger;

/// The key of every device that is or was in the team.
pub(super) type Signers = HashMap<DeviceId, VerifyingKeyBytes>;

pub(super) async fn check(
    ledger: &impl Ledger,
    team: &Team,
    erased: &Erased,
    report: &mut Report,
) -> Result<Signers, StorageFault> {
    let mut signers = Signers::new();
    let mut roster: Option<Roster> = None;
    let (mut next, mut is_sound) = (0, true);
    let mut pages = OfTeam::new(ledger, "membership", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            report.entries += 1;
            let (Some(position), Some(bytes)) = (cell::number(&row, 1), cell::bytes(&row, 2))
            else {
                report.find(Wrong::Column("membership"));
                continue;
            };
            if position != next {
                report.find(Wrong::EntryMissing(next));
                is_sound = false;
            }
            next = position.saturating_add(1);
            // After the first that does not fit, none of those after it can.
            if !is_sound {
                continue;
            }
            if let Err(wrong) = append(&mut roster, position, bytes) {
                report.find(wrong);
                is_sound = false;
            }
            let members = roster.iter().flat_map(Roster::members);
            signers.extend(members.map(|(id, member)| (*id, member.device.verifying)));
        }
    }
    // The other way round it may be: a store that is older than an erasure forgets before it hears of it.
    let by_log = roster.iter().flat_map(Roster::erased);
    if !by_log
        .into_iter()
        .all(|document| erased.is_erased(document))
    {
        report.find(Wrong::ErasureUnknown);
    }
    let agrees = roster.is_some_and(|roster| {
        roster.team_id() == team.id
            && roster.head() == team.membership_head
            && roster.entry_count() == team.entry_count
    });
    if is_sound && !agrees {
        report.find(Wrong::MembershipHead);
    }
    Ok(signers)
}

fn append(roster: &mut Option<Roster>, position: u64, bytes: &[u8]) -> Result<(), Wrong> {
    let entry =
        Entry::parse(bytes.to_vec()).map_err(|fault| Wrong::EntryUnreadable(position, fault))?;
    let appended = match roster {
        Some(roster) => roster.append(&entry),
        None => Roster::begin(&entry).map(|begun| *roster = Some(begun)),
    };
    appended.map_err(|fault| Wrong::EntryRefused(position, fault))
}
