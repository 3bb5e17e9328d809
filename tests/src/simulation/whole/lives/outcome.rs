//! What is asked when a life has come to rest: nobody has lost what they may read, and what was erased or is
//! not for somebody is on none of their screens.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::call::Standing;
use doorstep_model::{DocKey, ProblemCode};
use doorstep_wire::id::DocId;

use super::one_log;
use super::plant::Planted;
use super::seat::Fate;
use super::sequence::{Sequence, rows};
use super::story::Story;
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

impl Life {
    pub(super) fn check(mut self) -> Result<Story, String> {
        if self.planted == Some(Planted::WritesAfterwards) {
            self.writes_afterwards()?;
        }
        let server = Sequence::of(&self.office.database())?;
        let members = self.members(&server)?;
        self.tell()?;
        let heard = self.heard(&server)?;
        let apart = self.kept_apart(&server)?;
        let gone = self.gone_with_words(&server)?;
        for id in self.households.clone() {
            let document = DocId(id.to_bytes());
            if server.roster.is_erased(&document) {
                self.is_nowhere(&id, &members, &server)?;
            } else {
                self.is_for_those_who_may(&id, &members, &server, (&heard, &apart, &gone))
                    .map_err(|what| format!("household {document}: {what}"))?;
            }
        }
        self.nobody_reads_what_they_may_not(&server, &heard)?;
        self.is_one_log(&members, &server)?;
        self.story.devices = members.len();
        self.story.saved = self.saved.len();
        self.story.kills = self.seats.iter().map(|seat| seat.device.kills).sum();
        one_log::count(&mut self.story, &server, self.entries_at_first);
        Ok(self.story)
    }

    /// Whoever is in the team, and what is only in memory is not there.
    fn members(&mut self, server: &Sequence) -> Result<Vec<usize>, String> {
        let mut members = Vec::new();
        for who in 0..self.seats.len() {
            if self.seats[who].fate != Fate::Here {
                continue;
            }
            self.note_keys(who)?;
            self.seats[who].device.kill()?;
            let knows_it = server.roster.member(&self.seats[who].id).is_some();
            match self.standing(who)? {
                Some(Standing::Open(_)) if knows_it => members.push(who),
                // Whoever invited it is gone, or it was never let in.
                Some(Standing::Joining(_) | Standing::Recovering(_)) if !knows_it => {}
                None => {}
                other => {
                    return Err(format!(
                        "device {who} is locked out: {other:?}; that it is in the team is {knows_it}"
                    ));
                }
            }
        }
        match members.is_empty() {
            true => Err("nobody is in the team".to_owned()),
            false => Ok(members),
        }
    }

    /// A household that was erased is on no device and not at the server.
    fn is_nowhere(
        &mut self,
        id: &DocKey,
        members: &[usize],
        server: &Sequence,
    ) -> Result<(), String> {
        let document = DocId(id.to_bytes());
        for who in members {
            let opened = self.open_unseen(*who, id)?;
            if !matches!(opened, Err(ProblemCode::Erased)) {
                let code = opened.err();
                return Err(format!(
                    "device {who} opens what was erased, or says {code:?}"
                ));
            }
            let device = &self.seats[*who].device;
            let store = team::open(&device.home, &device.key).map_err(fault)?;
            if self.planted == Some(Planted::ErasedIsKept) {
                let row = "INSERT INTO document_key (doc_id, key_id, epoch, key)
                    VALUES (?1, randomblob(16), 0, randomblob(32))";
                store.execute(row, [document.0]).map_err(fault)?;
            }
            for table in [
                "document",
                "change",
                "document_key",
                "household",
                "restricted",
            ] {
                let sql = format!("SELECT doc_id FROM {table}");
                let there = rows(&store, &sql, |row| row.get::<_, [u8; 16]>(0))?;
                if there.contains(&document.0) {
                    return Err(format!("device {who} still has {table} of what was erased"));
                }
            }
            for edit in self.saved.iter().filter(|edit| edit.household == *id) {
                let word = "SELECT count(*) FROM text_word WHERE word = ?1";
                let found: i64 = store
                    .query_row(word, [&edit.marker], |row| row.get(0))
                    .map_err(fault)?;
                if found > 0 {
                    return Err(format!("device {who} still has the word “{}”", edit.marker));
                }
            }
        }
        for (seq, _, chunk) in &server.chunks {
            if chunk.header().doc_id == document && !chunk.is_stub() {
                return Err(format!(
                    "the server still has chunk {seq} of what was erased"
                ));
            }
        }
        self.story.erased_with += self.edits_of(id).count();
        Ok(())
    }

    fn writes_afterwards(&mut self) -> Result<(), String> {
        let who = self.from(0, Self::is_in)?.ok_or("nobody")?;
        let Some(id) = self.opened(who, 0, true)? else {
            return Ok(());
        };
        self.write_in(who, id, 1)?;
        // Nobody asks for it, so only the heads tell.
        if let Some(edit) = self.saved.last_mut() {
            edit.nowhere = true;
        }
        Ok(())
    }
}
