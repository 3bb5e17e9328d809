//! What teammates' devices hold, as they say themselves, and what this one says.
//!
//! Every chunk says in its header how far its writer had read, so whoever writes needs no receipt. A
//! device that only reads writes one now and then, and at once where something that came could not
//! be taken in. Receipts are never answered by receipts.

use std::collections::BTreeMap;

use doorstep_model::call::{HouseholdKept, KeptBy};
use doorstep_model::{DeviceKey, DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::{Payload, Place, Receipt, Sealing, seal};
use doorstep_replica::crypto::key::EpochKey;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId};

use crate::store::StoreFault;
use crate::store::project::safety_notes_of;
use crate::store::query::together;
use crate::store::table::receipt::MOST_LACKS;
use crate::store::table::{
    change, chunk, cursor, has_read, log, member_name, receipt, seen, sequence,
};
use crate::unlocked::Unlocked;

/// How often a device that only reads says so.
const EVERY_MS: i64 = 15 * 60 * 1_000;
/// A receipt is about no single document.
const NO_DOCUMENT: DocId = DocId([0; 16]);

impl Unlocked {
    /// Says what could not be taken in, if that is not what was said last: before anything else
    /// that this device writes can be taken for more than it is. What was erased is said in the same way.
    pub(crate) fn tell_what_is_lacking(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let (told, lacks) = self
            .store
            .read(|conn| Ok((receipt::told(conn)?, receipt::lacks(conn)?)))?;
        let me = self.identity.device_id();
        let is_untold = self.store.read(|conn| has_read::is_untold(conn, me))?;
        if told.lacks == packed(&lacks) && !is_untold {
            return Ok(());
        }
        self.write_receipt(lacks, now)
    }

    /// Says how far this device has read, if teammates wrote since it last did, and that is a while
    /// ago.
    pub(crate) fn tell_what_was_read(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let told = self.store.read(receipt::told)?;
        let since = now.0.saturating_sub(told.at.0);
        if told.others_seq <= told.seq || (0..EVERY_MS).contains(&since) {
            return Ok(());
        }
        let lacks = self.store.read(receipt::lacks)?;
        self.write_receipt(lacks, now)
    }

    fn write_receipt(&mut self, mut lacks: Vec<DocId>, now: UnixMillis) -> Result<(), Problem> {
        let told_lacks = packed(&lacks);
        let lacks_more = lacks.len() > MOST_LACKS;
        lacks.truncate(MOST_LACKS);
        let said = Receipt { lacks, lacks_more };
        let seen = self.store.read(cursor::get)?;
        let sealed = self.seal_receipt(NO_DOCUMENT, said, seen)?;
        self.store.write(|tx| {
            chunk::put_waiting(tx, &sealed)?;
            log::set_place(tx, Place::after(&sealed))?;
            let header = sealed.header();
            has_read::put(tx, header.device_id, header.membership_head)?;
            receipt::tell(tx, sealed.header().seen.seq, now, &told_lacks)
        })?;
        Ok(())
    }

    /// A receipt at the next place of this device's log. `seen` is what it is said of.
    pub(crate) fn seal_receipt(
        &self,
        about: DocId,
        said: Receipt,
        seen: Cursor,
    ) -> Result<SealedChunk, Problem> {
        let place = self.store.read(|conn| self.next_place(conn))?;
        let membership = self.membership()?;
        let (team_id, epoch_key) = (membership.roster.team_id(), membership.epoch_key()?);
        let sealing = Sealing {
            identity: &self.identity,
            place,
            team_id,
            doc_id: about,
            epoch: epoch_key.epoch,
            membership_head: membership.roster.head(),
            key_id: EpochKey::grant_key_id(&team_id, epoch_key.epoch),
            key: &epoch_key.grant_key(),
            seen,
        };
        seal(&sealing, &Payload::Receipt(said), &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }

    /// Where everything about a household is, as far as this device knows.
    pub(crate) fn household_kept(&self, id: &DocKey) -> Result<HouseholdKept, Problem> {
        let household = DocId(id.to_bytes());
        let me = self.identity.device_id();
        let roster = &self.membership()?.roster;
        // Households that are one are kept where all of them are, with what is noted for safety.
        let documents = self.store.read(|conn| {
            let mut documents = together(conn, household)?;
            documents.extend(safety_notes_of(conn, household)?);
            Ok(documents)
        })?;
        // Of what is restricted nobody else keeps anything that they could read: a note can be for fewer.
        let mut named_for = BTreeMap::new();
        for document in documents.iter().copied().chain([household]) {
            let standing = self.standing_of(document)?;
            named_for.insert(
                document,
                standing.is_restricted().then_some(standing.openers),
            );
        }
        let may = |device: &DeviceId, document: &DocId| {
            let openers = named_for.get(document).and_then(Option::as_ref);
            openers.is_none_or(|openers| openers.names(device))
        };
        let kept = self.store.read(|conn| {
            let (mut only_here, mut waits) = (0u32, false);
            for document in &documents {
                only_here = only_here.saturating_add(change::unsent(conn, *document)?);
                waits = waits || chunk::waits_of(conn, *document)?;
            }
            let mut devices = Vec::new();
            let others = roster.members().map(|(id, _)| *id);
            for device in others.filter(|id| *id != me && may(id, &household)) {
                let key = DeviceKey::from(device.0);
                let name = member_name::of_device(conn, &key)?.map(|(_, name)| name);
                let mut all = only_here == 0;
                for document in &documents {
                    all = all && may(&device, document) && seen::holds(conn, device, *document)?;
                }
                let name = name.unwrap_or_default();
                devices.push(KeptBy { name, all });
            }
            Ok((only_here, waits, devices))
        })?;
        let (only_here, waits, mut devices) = kept;
        devices.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(HouseholdKept {
            only_here,
            server: self.server.is_some() && only_here == 0 && !waits,
            devices,
        })
    }
}

/// Takes down what a teammate's chunk says about what their device holds.
pub(crate) fn take_down(
    tx: &rusqlite::Transaction<'_>,
    sealed: &SealedChunk,
    said: Option<&Receipt>,
) -> Result<(), StoreFault> {
    let header = sealed.header();
    // Said of another sequence, such as that of a server which was lost, it says nothing here.
    if !sequence::has(tx, header.seen)? {
        return Ok(());
    }
    // One about a document says nothing of what is lacking.
    if let Some(receipt) = said.filter(|_| header.doc_id == NO_DOCUMENT) {
        // With more than are named, no document is said to be there whole.
        let lacks_any = receipt.lacks_more.then_some(NO_DOCUMENT);
        let lacks: Vec<DocId> = receipt.lacks.iter().copied().chain(lacks_any).collect();
        seen::put_lacks(tx, header.device_id, &lacks)?;
    }
    seen::put(tx, header.device_id, header.seen.seq)
}

fn packed(documents: &[DocId]) -> Vec<u8> {
    documents.iter().flat_map(|document| document.0).collect()
}
