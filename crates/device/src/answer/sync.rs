//! How sync stands, and connecting a server.

use doorstep_model::call::{
    ConnectServer, GetHouseholdKept, GetSync, HouseholdKept, ServerBehind, SyncNow, SyncPage,
    SyncState, UnsentHousehold,
};
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::exchange::Event;
use doorstep_wire::code::decode_code;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::SetupSecret;
use doorstep_wire::limits::MAX_RETURNED_ENTRIES;

use super::Answer;
use crate::Device;
use crate::behind::take_back;
use crate::exchange::millis;
use crate::random;
use crate::remote::Remote;
use crate::store::table::{membership, server, server_behind, setting};
use crate::store::{StoreFault, query};
use crate::unlocked::{LAST_SYNCED, Server, TeamPlace, Unlocked};

impl Answer<GetSync> for Device {
    async fn reply(&self, _: GetSync) -> Result<SyncPage, Problem> {
        self.with(|open, now| open.sync_page(now))
    }
}

impl Answer<SyncNow> for Device {
    async fn reply(&self, _: SyncNow) -> Result<SyncPage, Problem> {
        self.exchange_now().await;
        self.answer(GetSync {}).await
    }
}

impl Answer<GetHouseholdKept> for Device {
    async fn reply(&self, call: GetHouseholdKept) -> Result<HouseholdKept, Problem> {
        self.with(|open, _| open.household_kept(&call.id))
    }
}

impl Answer<ConnectServer> for Device {
    async fn reply(&self, call: ConnectServer) -> Result<SyncPage, Problem> {
        let secret = decode_code(&call.setup_code).map_err(|_| ProblemCode::CodeNotValid)?;
        let secret = SetupSecret(secret);
        let (entries, practice) =
            self.with(|open, _| Ok((open.store.read(membership::all)?, open.practice)))?;
        if practice {
            return Err(ProblemCode::NoTeam.into());
        }
        let genesis = entries.first().cloned().ok_or(ProblemCode::NoTeam)?;
        let genesis = Entry::parse(genesis)
            .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "membership"))?;
        let address = call.address.trim().to_owned();
        let pin = Remote::unknown(&self.outside.network, &address)?
            .prove_setup(&secret, random::bytes())
            .await?;
        // A team's log lies on one server; the same one at another address is no other.
        let before = self.with(|open, _| Ok(open.server.as_ref().map(|server| server.pin)))?;
        if !call.replace && before.is_some_and(|before| before != pin) {
            return Err(ProblemCode::ServerNotTheSame.into());
        }
        let connected = Server::new(&self.outside.network, address.clone(), pin)?;
        for entries in batches(entries) {
            let created = connected.remote.create_team(&secret, &genesis, entries);
            created.await?;
        }
        let another = before.is_some_and(|before| before != pin);
        self.with(|open, now| {
            let me = open.identity.device_id();
            open.store.write(|tx| {
                server::put(tx, &address, pin)?;
                // Of another server it is not said that it holds anything before it is known.
                if another {
                    take_back(tx, Cursor::START, me, now)?;
                }
                Ok::<(), StoreFault>(())
            })?;
            open.server = Some(connected);
            open.token = None;
            open.exchange = Default::default();
            open.all_fetched = None;
            open.arrivals.stopped();
            if another {
                let local = open.local(now)?;
                open.exchange
                    .handle(millis(now), Event::ChainDiffered, local);
            }
            open.stale(Stale::Team);
            open.stale(Stale::Sync);
            Ok(())
        })?;
        self.answer(SyncNow {}).await
    }
}

/// The entries after the first, in as few requests as they fit in; at least one.
fn batches(entries: Vec<Vec<u8>>) -> Vec<Vec<Vec<u8>>> {
    let mut batches = vec![Vec::new()];
    let mut bytes = 0usize;
    for entry in entries.into_iter().skip(1) {
        bytes = bytes.saturating_add(entry.len());
        if bytes > MAX_RETURNED_ENTRIES {
            bytes = entry.len();
            batches.push(Vec::new());
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(entry);
        }
    }
    batches
}

impl Unlocked {
    fn sync_page(&self, now: UnixMillis) -> Result<SyncPage, Problem> {
        let by_words = match &self.place {
            TeamPlace::Member(membership) => {
                let me = self.identity.device_id();
                membership.roster.recovered_in(&me).is_some()
            }
            TeamPlace::Joining(_) | TeamPlace::Recovering(_) => false,
        };
        let (counts, last, behind) = self.store.read(|conn| {
            let behind = server_behind::last(conn)?;
            let last = setting::get(conn, LAST_SYNCED)?;
            Ok((query::sync_counts(conn, by_words)?, last, behind))
        })?;
        let arriving = self.arrivals.page(counts.to_read, now);
        let state = match (&self.server, &self.problem) {
            (None, _) => SyncState::NoServer,
            (_, _) if self.syncing => SyncState::Syncing,
            (_, None) if counts.to_read > 0 => SyncState::Syncing,
            (_, None) => SyncState::UpToDate,
            (_, Some(problem)) if problem.code == ProblemCode::ServerGone => SyncState::Offline,
            (_, Some(problem)) if problem.code == ProblemCode::ServerBusy => SyncState::Offline,
            (_, Some(_)) => SyncState::Trouble,
        };
        Ok(SyncPage {
            state,
            waiting: counts.waiting,
            arriving,
            attachments_waiting: counts.attachments,
            server_behind: behind.map(|behind| ServerBehind {
                found: behind.found,
                lacked: behind.lacked,
                to_give_back: counts.to_give_back,
            }),
            not_taken: counts.not_taken,
            attachment_problem: self.blobs.problem.clone(),
            last_synced: last.and_then(|text| text.parse().ok()).map(UnixMillis),
            unsent: counts
                .unsent
                .into_iter()
                .map(|row| UnsentHousehold {
                    household: row.is_household.then(|| DocKey::from(row.doc_id.0)),
                    name: row.name,
                    changes: row.changes,
                })
                .collect(),
            quarantined: counts.quarantined,
            held_back: counts.held_back,
            apart: counts.apart,
            problem: self.problem.clone(),
            server: self.server.as_ref().map(|server| server.address.clone()),
        })
    }
}
