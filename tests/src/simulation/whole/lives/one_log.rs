//! One membership log on every device in the team, with one chain of epochs, and a paper that opens the last.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::recover::open_with_words;
use doorstep_wire::entry::EntryBody;

use super::plant::Planted;
use super::sequence::{Sequence, rows};
use super::story::Story;
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

impl Life {
    pub(super) fn is_one_log(
        &mut self,
        members: &[usize],
        server: &Sequence,
    ) -> Result<(), String> {
        let epochs = server.log.iter().filter_map(|entry| entry.body.new_epoch());
        let numbers: Vec<u32> = epochs.map(|begun| begun.epoch).collect();
        let dense: Vec<u32> = (1..).take(numbers.len()).collect();
        if numbers != dense {
            return Err(format!("the epochs are no chain: {numbers:?}"));
        }
        let entries: Vec<Vec<u8>> = server.log.iter().map(|one| one.bytes().to_vec()).collect();
        let mut first = None;
        for (place, who) in members.iter().enumerate() {
            let device = &self.seats[*who].device;
            let store = team::open(&device.home, &device.key).map_err(fault)?;
            if place == 0 {
                self.plant_in(&store)?;
            }
            let log = "SELECT entry FROM membership ORDER BY position";
            let here = rows(&store, log, |row| row.get::<_, Vec<u8>>(0))?;
            if here != entries {
                let both = here.iter().zip(&entries);
                let same = both.take_while(|(one, other)| one == other).count();
                return Err(format!(
                    "device {who} has another membership log: {} entries, the server {}, {same} the same",
                    here.len(),
                    entries.len()
                ));
            }
            let last = "SELECT epoch, key FROM epoch_key ORDER BY epoch DESC LIMIT 1";
            let last: Vec<(u32, [u8; 32])> =
                rows(&store, last, |row| Ok((row.get(0)?, row.get(1)?)))?;
            let here = last.first().map(|(epoch, _)| *epoch);
            if here != Some(server.roster.epoch()) {
                return Err(format!("device {who} lacks the key of the last epoch"));
            }
            if *first.get_or_insert_with(|| last.clone()) != last {
                return Err(format!("device {who} has another key of the last epoch"));
            }
        }
        self.opens_with_paper(server, first.and_then(|last| last.first().copied()))
    }

    /// The paper in force is somebody's, and opens the last epoch's key.
    fn opens_with_paper(
        &self,
        server: &Sequence,
        last: Option<(u32, [u8; 32])>,
    ) -> Result<(), String> {
        if self.planted == Some(Planted::PaperIsGone) {
            self.papers.all().clear();
        }
        let words = self.words_in_force()?;
        let words = words.ok_or("nobody has the paper in force")?;
        let words = Recovery::from_words(&words).map_err(fault)?;
        let log: Vec<_> = server.log.iter().map(|one| one.bytes().to_vec()).collect();
        let opened = open_with_words(&words, &log);
        let opened = opened.map_err(|why| format!("the paper in force does not open: {why:?}"))?;
        let (roster, keys) = opened;
        let key = keys.get(roster.epoch()).map(|key| *key.expose());
        match key == last.map(|(_, key)| key) {
            true => Ok(()),
            false => Err("the paper in force opens another key than the team's".to_owned()),
        }
    }

    fn plant_in(&self, store: &rusqlite::Connection) -> Result<(), String> {
        let sql = match self.planted {
            Some(Planted::OtherKey) => {
                "UPDATE epoch_key SET key = randomblob(32)
                 WHERE epoch = (SELECT max(epoch) FROM epoch_key)"
            }
            Some(Planted::OtherLog) => {
                "DELETE FROM membership WHERE position = (SELECT max(position) FROM membership)"
            }
            _ => return Ok(()),
        };
        store.execute_batch(sql).map_err(fault)
    }
}

/// What the log says that has happened.
pub(super) fn count(story: &mut Story, server: &Sequence, at_first: usize) {
    for entry in server.log.iter().skip(at_first) {
        match &entry.body {
            EntryBody::Genesis(_) | EntryBody::Invite(_) => {}
            EntryBody::Add(_) => story.joins += 1,
            EntryBody::Remove(remove) => story.removals += remove.removed.len(),
            EntryBody::ChangeRole(_) => story.roles += 1,
            EntryBody::Erase(erase) => story.erasures += erase.documents.len(),
            EntryBody::Recover(_) => story.recoveries += 1,
            EntryBody::Accept(_) => story.accepted += 1,
            EntryBody::ReplaceRecovery(_) => story.new_words += 1,
        }
    }
}
