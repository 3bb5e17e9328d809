//! A device whose store is open: its keys, its team, its documents.

use std::sync::atomic::{AtomicU64, Ordering};

use doorstep_model::call::{self, Open, Standing};
use doorstep_model::stale::Stale;
use doorstep_model::team::Role;
use doorstep_model::{DeviceKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{EpochKey, EpochKeys, SecretKey};
use doorstep_replica::exchange::Exchange;
use doorstep_replica::team::invite::InviteSeed;
use doorstep_wire::device;
use doorstep_wire::handed_over::WaitingOf;
use doorstep_wire::id::{DocId, EntryHash, Pin, TeamId};
use doorstep_wire::invite::PendingJoin;
use doorstep_wire::roster::Roster;

use crate::arrivals::Arrivals;
use crate::blobs::exchange::BlobExchange;
use crate::documents::OpenDocuments;
use crate::handing_over::HandingOver;
use crate::joining::Joining;
use crate::outside::Outside;
use crate::random::Randomness;
use crate::recovering::Recovering;
use crate::remote::{Network, Remote, Token};
use crate::store::query::unsent_changes;
use crate::store::table::{
    blob, document, epoch_key, member_name, recording, secret, server, setting,
};
use crate::store::{Store, StoreFault};

/// Everything that exists only while the store is open; dropping it wipes the keys.
pub(crate) struct Unlocked {
    pub(crate) store: Store,
    pub(crate) identity: Identity,
    pub(crate) random: Randomness,
    pub(crate) place: TeamPlace,
    pub(crate) documents: OpenDocuments,
    pub(crate) exchange: Exchange,
    pub(crate) token: Option<Token>,
    pub(crate) server: Option<Server>,
    pub(crate) joins: Vec<PendingJoin>,
    /// What removed devices have left at the server, for an admin to look at.
    pub(crate) handed_over: Vec<WaitingOf>,
    /// Where this device stands with leaving, once it was removed itself.
    pub(crate) handing_over: HandingOver,
    pub(crate) syncing: bool,
    /// When the server was asked last, if it had nothing more then.
    pub(crate) all_fetched: Option<UnixMillis>,
    /// When the server had nothing more the last time, as far as it was reached since.
    pub(crate) fetched_at: Option<UnixMillis>,
    /// All of it is here, and something waits to be sent: that is next.
    pub(crate) sends_next: bool,
    /// Something of removed devices waits at the server, as it said last.
    pub(crate) is_handed_over: bool,
    /// Restricted documents were looked after since then.
    pub(crate) kept_since_fetch: bool,
    /// How far what is on its way has come.
    pub(crate) arrivals: Arrivals,
    /// Another number whenever what waits to be read may be other than it was; no two openings have one
    /// in common.
    pub(crate) waiting_version: u64,
    /// Photos and voice notes on their way.
    pub(crate) blobs: BlobExchange,
    pub(crate) problem: Option<Problem>,
    /// The server's membership head when it last was not this device's.
    pub(crate) differed: Option<EntryHash>,
    /// This device has just read that it was removed.
    pub(crate) ended_here: bool,
    /// The server said that this device was removed, and nothing has gone well since.
    pub(crate) said_removed: bool,
    /// The server refused this device's log as forked, and nothing has gone well since.
    pub(crate) forked: bool,
    /// Chunks about a document since its last snapshot, before this device writes another.
    pub(crate) snapshot_after: u32,
    /// When it was last written down that everything is held by the server.
    pub(crate) synced_noted: Option<UnixMillis>,
    pub(crate) settings: call::Settings,
    pub(crate) practice: bool,
    /// What became stale during a call.
    pub(crate) stale: Vec<Stale>,
    /// Something was saved that the server should have.
    pub(crate) wants_exchange: bool,
    /// What waited, and the membership log, when restricted documents were last looked after.
    pub(crate) restricted_kept: Option<(u64, EntryHash)>,
    /// This device came in by the paper words, and the team's record does not say yet whose it is.
    pub(crate) is_nobodys: bool,
    /// Until when lines that were written rest before search learns them; `None` if none waits.
    pub(crate) words_wait_until: Option<UnixMillis>,
}

/// A number that this run has not used yet.
fn next_version() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Whether this device is in a team.
pub(crate) enum TeamPlace {
    /// It asked to be let in.
    Joining(Box<Joining>),
    /// It is getting a team back with the paper words.
    Recovering(Box<Recovering>),
    /// It is in.
    Member(Box<Membership>),
}

/// The team as this device has verified it.
pub(crate) struct Membership {
    pub(crate) roster: Roster,
    /// Of every epoch, as far as they came to this device.
    pub(crate) keys: EpochKeys,
}

/// The server this device talks to.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) pin: Pin,
    pub(crate) remote: Remote,
}

/// Names of secrets in the store.
pub(crate) mod name {
    pub(crate) const IDENTITY: &str = "identity";
    pub(crate) const JOINING: &str = "joining";
    pub(crate) const RECOVERING: &str = "recovering";
    pub(crate) const RECOVERED_NAME: &str = "recovered-name";
    pub(crate) const RECOVERED_BY: &str = "recovered-by";
    pub(crate) const REPLACING: &str = "replacing";
    /// There while the person has not been told that somebody else put new paper words in force.
    pub(crate) const WORDS_BY_OTHERS: &str = "words-by-others";
    pub(crate) const RECOVERY_WORDS_CHECK: &str = "recovery-words-check";
}

/// When everything was last known to be held by the server.
pub(crate) const LAST_SYNCED: &str = "last_synced_ms";

/// How often that is written down, in milliseconds.
const NOTE_SYNCED_EVERY_MS: i64 = 60_000;

impl Unlocked {
    /// Reads what is needed to begin; nothing here grows with the caseload.
    pub(crate) fn from_store(
        store: Store,
        settings: call::Settings,
        practice: bool,
        outside: &Outside,
    ) -> Result<Self, Problem> {
        let read = |name| store.read(|conn| secret::get(conn, name));
        let seed = read(name::IDENTITY)?.and_then(|bytes| SecretKey::from_bytes(&bytes));
        let seed = seed.ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "identity"))?;
        let place = match (read(name::JOINING)?, read(name::RECOVERING)?) {
            (Some(bytes), _) => TeamPlace::Joining(Box::new(Joining::from_bytes(&bytes)?)),
            (None, Some(bytes)) => TeamPlace::Recovering(Box::new(Recovering::from_bytes(&bytes)?)),
            (None, None) => TeamPlace::Member(Box::new(Membership::from_store(&store)?)),
        };
        let is_nobodys = read(name::RECOVERED_NAME)?.is_some();
        let server = store.read(server::get)?;
        let server = server
            .map(|row| Server::new(&outside.network, row.address, row.pin))
            .transpose()?;
        Ok(Self {
            store,
            identity: Identity::from_seed(seed),
            random: outside.random.clone(),
            place,
            documents: OpenDocuments::default(),
            exchange: Exchange::default(),
            token: None,
            server,
            joins: Vec::new(),
            handed_over: Vec::new(),
            handing_over: HandingOver::default(),
            syncing: false,
            all_fetched: None,
            fetched_at: None,
            sends_next: false,
            is_handed_over: false,
            kept_since_fetch: false,
            arrivals: Arrivals::default(),
            blobs: BlobExchange::default(),
            problem: None,
            differed: None,
            forked: false,
            ended_here: false,
            said_removed: false,
            snapshot_after: outside.snapshot_after,
            synced_noted: None,
            waiting_version: next_version(),
            settings,
            practice,
            stale: Vec::new(),
            wants_exchange: false,
            restricted_kept: None,
            is_nobodys,
            // Some may have been left by a crash.
            words_wait_until: Some(UnixMillis(0)),
        })
    }

    /// The team, or a problem while this device is still joining.
    pub(crate) fn membership(&self) -> Result<&Membership, Problem> {
        match &self.place {
            TeamPlace::Member(membership) => Ok(membership),
            TeamPlace::Joining(_) | TeamPlace::Recovering(_) => Err(ProblemCode::NoTeam.into()),
        }
    }

    /// The key of the epoch that this device writes in: the one in force, or of a removed device the last
    /// one that it was in.
    ///
    /// # Errors
    /// [`ProblemCode::TeamKeyMissing`] if this device was given none of it, or another one.
    pub(crate) fn writing_epoch(&self) -> Result<EpochKey, Problem> {
        let membership = self.membership()?;
        match membership.roster.former(&self.identity.device_id()) {
            None => membership.epoch_key(),
            Some(former) => {
                let key = membership.keys.of(former.epoch);
                key.ok_or_else(|| ProblemCode::TeamKeyMissing.into())
            }
        }
    }

    pub(crate) fn team_id(&self) -> Result<TeamId, Problem> {
        Ok(self.membership()?.roster.team_id())
    }

    /// The server, or a problem if none is connected.
    pub(crate) fn server(&self) -> Result<&Server, Problem> {
        self.server
            .as_ref()
            .ok_or_else(|| ProblemCode::NoServer.into())
    }

    pub(crate) fn device_key(&self) -> DeviceKey {
        DeviceKey::from(self.identity.device_id().0)
    }

    /// What waits to be read may be other than it was: work that was begun before is not written.
    pub(crate) fn waiting_changed(&mut self) {
        self.waiting_version = next_version();
    }

    /// What this device may do, by the signed log.
    pub(crate) fn role(&self) -> Result<Role, Problem> {
        let member = self.membership()?.roster.member(&self.identity.device_id());
        Ok(member.map_or(Role::Worker, |member| role_from_wire(member.role)))
    }

    /// The team's document, once it is here.
    pub(crate) fn team_document(&self) -> Result<Option<DocId>, Problem> {
        Ok(self.store.read(document::team)?)
    }

    pub(crate) fn stale(&mut self, stale: Stale) {
        if !self.stale.contains(&stale) {
            self.stale.push(stale);
        }
    }

    /// Where this device stands, as the first screen asks.
    pub(crate) fn standing(&self) -> Result<Standing, Problem> {
        if let TeamPlace::Joining(joining) = &self.place {
            return Ok(Standing::Joining(joining.progress(&self.identity)));
        }
        if let TeamPlace::Recovering(recovering) = &self.place {
            return Ok(Standing::Recovering(recovering.progress()));
        }
        if self.is_removed() {
            return self.stands_removed();
        }
        let key = self.device_key();
        let (me, team_name, waiting) = self.store.read(|conn| {
            let me = member_name::of_device(conn, &key)?;
            let team_name = member_name::team_name(conn)?;
            // The words are kept until they were typed back, and only where the team was started.
            let waiting = secret::get(conn, name::RECOVERY_WORDS_CHECK)?.is_some();
            Ok((me, team_name, waiting))
        })?;
        let (me, my_name) = me.map_or((None, String::new()), |(id, name)| (Some(id), name));
        Ok(Standing::Open(Open {
            team_name,
            me,
            my_name,
            role: self.role()?,
            device: key,
            practice: self.practice,
            recovery_confirmed: self.practice || !waiting,
            settings: self.settings.clone(),
        }))
    }

    /// What is left to say where an admin has removed this device.
    fn stands_removed(&self) -> Result<Standing, Problem> {
        let unsent = self.store.read(|conn| {
            let sound = u32::try_from(recording::all(conn)?.len()).unwrap_or(u32::MAX);
            let photos = blob::room(conn, false)?.count;
            let unsent = unsent_changes(conn)?.saturating_add(photos);
            Ok::<_, StoreFault>(unsent.saturating_add(sound))
        })?;
        Ok(Standing::Removed(call::Removed {
            team_name: self.team_name()?,
            unsent,
            problem: self.problem.clone(),
        }))
    }

    /// What the team calls itself.
    pub(crate) fn team_name(&self) -> Result<String, Problem> {
        Ok(self.store.read(member_name::team_name)?)
    }

    /// Remembers that everything on this device is held by the server. Screens show minutes, so
    /// that a quiet device does not write to the disk at every look.
    pub(crate) fn note_synced(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let noted = self.synced_noted.map(|noted| now.0.saturating_sub(noted.0));
        if noted.is_none_or(|since| !(0..NOTE_SYNCED_EVERY_MS).contains(&since)) {
            self.store
                .write(|tx| setting::put(tx, LAST_SYNCED, &now.0.to_string()))?;
            self.synced_noted = Some(now);
            self.stale(Stale::Sync);
        }
        Ok(())
    }
}

impl Membership {
    fn from_store(store: &Store) -> Result<Self, Problem> {
        let unreadable = |what| Problem::with(ProblemCode::StoreUnreadable, what);
        let entries = store.read(crate::store::table::membership::all)?;
        let keys = store.read(epoch_key::all)?;
        Self::of(&entries, keys).ok_or_else(|| unreadable("membership"))
    }

    /// The key of the epoch in force.
    ///
    /// # Errors
    /// [`ProblemCode::TeamKeyMissing`] if whoever began it gave this device none, or another one.
    pub(crate) fn epoch_key(&self) -> Result<EpochKey, Problem> {
        let key = self.keys.of(self.roster.epoch());
        key.ok_or_else(|| ProblemCode::TeamKeyMissing.into())
    }

    /// The key that grants and receipts of an epoch are sealed with, if it is here.
    pub(crate) fn grant_key(&self, epoch: u32) -> Option<SecretKey> {
        self.keys.of(epoch).map(|key| key.grant_key())
    }
}

impl Server {
    pub(crate) fn new(network: &Network, address: String, pin: Pin) -> Result<Self, Problem> {
        let remote = Remote::pinned(network, &address, pin)?;
        Ok(Self {
            address,
            pin,
            remote,
        })
    }
}

/// A role of the signed log as screens name it.
pub(crate) fn role_from_wire(role: device::Role) -> Role {
    match role {
        device::Role::Worker => Role::Worker,
        device::Role::Lead => Role::Lead,
        device::Role::Admin => Role::Admin,
    }
}

/// A role that a screen names as the signed log writes it.
pub(crate) fn role_to_wire(role: Role) -> device::Role {
    match role {
        Role::Worker => device::Role::Worker,
        Role::Lead => device::Role::Lead,
        Role::Admin => device::Role::Admin,
    }
}

/// The name of an invite on screens.
pub(crate) fn invite_key(seed: &InviteSeed) -> doorstep_model::id::InviteKey {
    seed.locator().0.into()
}
