//! What happened in a life and what lies where as it ends, for whoever looks into one that broke: the membership log, the sequence with
//! what grants say, and what each device sets aside.

use std::fmt::Write as _;

use doorstep_replica::chunk::Payload;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::DeviceId;

use super::keyring::Opener;
use super::plan::Step;
use super::seat::Fate;
use super::sequence::{Sequence, rows};
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

/// Names the file into which it is written.
const TELL: &str = "DOORSTEP_TELL_LIFE";

impl Life {
    /// A step that begins, with how much there is by then.
    pub(super) fn tell_step(&mut self, number: usize, step: &Step) -> Result<(), String> {
        if std::env::var_os(TELL).is_none() {
            return Ok(());
        }
        let server = Sequence::of(&self.office.database())?;
        let here = self.seats.iter().filter(|seat| seat.fate == Fate::Here);
        let here: Vec<String> = here.map(|seat| seat.device.name.to_owned()).collect();
        writeln!(
            self.told,
            "step {number}: {step} (it is {} of {}; here are {}), {} entries, {} chunks, {} edits",
            usize::from(step.who) % self.seats.len(),
            self.seats.len(),
            here.join(" "),
            server.log.len(),
            server.chunks.len(),
            self.saved.len()
        )
        .map_err(fault)
    }

    /// Writes it, if that is asked for.
    pub(super) fn tell(&mut self) -> Result<(), String> {
        let Some(file) = std::env::var_os(TELL) else {
            return Ok(());
        };
        for who in 0..self.seats.len() {
            self.note_keys(who)?;
        }
        let server = Sequence::of(&self.office.database())?;
        let all = self.with_the_paper(&server)?;
        let mut told = self.told.clone();
        for (at, entry) in server.log.iter().enumerate() {
            let (by, what) = (self.called(&entry.place.author), self.entry(&entry.body));
            writeln!(told, "entry {at} by {by}: {what}").map_err(fault)?;
        }
        let positions = server.positions();
        for (seq, _, chunk) in &server.chunks {
            let header = chunk.header();
            if header.kind == ChunkKind::Receipt {
                continue;
            }
            let head = positions.get(&header.membership_head);
            writeln!(
                told,
                "chunk {seq} {:?} {} of {} by {}, log {} {}, head {head:?}, seen {}, epoch {}, key {}: {}",
                header.kind,
                chunk.id(),
                header.doc_id,
                self.called(&header.device_id),
                header.log_id,
                header.log_seq,
                header.seen.seq,
                header.epoch,
                header.key_id,
                self.payload(&all, chunk)
            )
            .map_err(fault)?;
        }
        for chunk in &server.handed_over {
            let header = chunk.header();
            let (by, seq) = (self.called(&header.device_id), header.log_seq);
            writeln!(
                told,
                "handed over {:?} of {} by {by}, log {} {seq}: {}",
                header.kind,
                header.doc_id,
                header.log_id,
                self.payload(&all, chunk)
            )
            .map_err(fault)?;
        }
        for (who, seat) in self.seats.iter().enumerate() {
            writeln!(told, "device {who} {} {:?}", seat.device.name, seat.fate).map_err(fault)?;
            if seat.fate != Fate::Here || !seat.device.has_store() {
                continue;
            }
            let store = team::open(&seat.device.home, &seat.device.key).map_err(fault)?;
            for table in ["held_back", "quarantine"] {
                let sql = format!("SELECT lower(hex(chunk_id)) FROM {table}");
                let chunks = rows(&store, &sql, |row| row.get::<_, String>(0))?;
                writeln!(told, "  {table}: {chunks:?}").map_err(fault)?;
            }
        }
        std::fs::write(file, told).map_err(fault)
    }

    /// A device by its number, or by its id.
    fn called(&self, device: &DeviceId) -> String {
        let seat = self.seats.iter().position(|seat| seat.id == *device);
        seat.map_or_else(|| device.to_string(), |seat| seat.to_string())
    }

    fn all_called<'a>(&self, devices: impl Iterator<Item = &'a DeviceId>) -> String {
        let called: Vec<String> = devices.map(|device| self.called(device)).collect();
        called.join(" ")
    }

    fn entry(&self, body: &EntryBody) -> String {
        match body {
            EntryBody::Genesis(_) => "genesis".to_owned(),
            EntryBody::Invite(_) => "invite".to_owned(),
            EntryBody::Add(add) => format!("add {}", self.called(&add.device.device_id())),
            EntryBody::Remove(remove) => {
                let gone = remove.removed.iter().map(|gone| &gone.device);
                format!("remove {}", self.all_called(gone))
            }
            EntryBody::ChangeRole(to) => format!("{} is {:?}", self.called(&to.device), to.role),
            EntryBody::Erase(erase) => format!("erase {:?}", erase.documents),
            EntryBody::Recover(by) => format!("recover {}", self.called(&by.device.device_id())),
            EntryBody::Accept(accept) => {
                let ends = accept.ends.iter().map(|end| end.log_seq);
                format!(
                    "accept {} to {:?}",
                    self.called(&accept.device),
                    ends.collect::<Vec<_>>()
                )
            }
            EntryBody::ReplaceRecovery(_) => "new words".to_owned(),
        }
    }

    fn payload(&self, all: &Opener, chunk: &SealedChunk) -> String {
        match all.open(chunk) {
            Some(Payload::Restricted(grant)) => {
                let mut said = String::new();
                if let Some(statement) = &grant.said {
                    let upon = statement.upon.iter().map(|one| &one.by);
                    said = format!("upon those of {}: ", self.all_called(upon));
                    said += &statement
                        .named
                        .as_ref()
                        .map_or("everybody".to_owned(), |named| {
                            self.all_called(named.iter().flat_map(|person| &person.devices))
                        });
                }
                for key in &grant.keys {
                    let wrapped = key.wrapped.iter().map(|one| &one.device);
                    let (held, wrapped) = (
                        self.all_called(key.held_by.iter()),
                        self.all_called(wrapped),
                    );
                    said += &format!(", key {} of {held} for {wrapped}", key.key_id);
                }
                said
            }
            Some(Payload::Grant(grant)) => format!("key {} for everybody", grant.key_id),
            Some(_) => "opens".to_owned(),
            None if chunk.is_stub() => "a stub".to_owned(),
            None => "nobody opens it".to_owned(),
        }
    }
}
