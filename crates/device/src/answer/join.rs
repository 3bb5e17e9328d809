//! Joining a team with a code and six words.

use doorstep_model::call::{AskToJoin, CancelJoin, CheckJoin, GetStanding, JoinProgress, Standing};
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::Identity;
use doorstep_replica::team::invite::InviteSeed;
use doorstep_replica::team::join::{LogFault, enter};
use doorstep_wire::code::decode_code;
use doorstep_wire::id::{EntryHash, Locator, LogId, TeamId};
use doorstep_wire::invite::JoinRequest;
use doorstep_wire::label::{Label, hash};
use doorstep_wire::refusal::RefusalCode;
use rusqlite::Transaction;

use super::Answer;
use super::begin::{checked_passphrase, needed};
use crate::Device;
use crate::joining::Joining;
use crate::remote::{Remote, RemoteFault};
use crate::store::StoreFault;
use crate::store::table::{epoch_key, log, membership as entries, secret, server as servers};
use crate::unlocked::{Membership, Server, TeamPlace, Unlocked, name};

/// Bytes of a joiner's name, at most; longer ones would not fit the request.
pub(super) const LONGEST_NAME: usize = 120;

impl Answer<AskToJoin> for Device {
    async fn reply(&self, call: AskToJoin) -> Result<JoinProgress, Problem> {
        let passphrase = checked_passphrase(call.passphrase)?;
        let my_name = needed(&call.my_name)?;
        if my_name.len() > LONGEST_NAME {
            return Err(Problem::with(ProblemCode::TextTooLong, LONGEST_NAME));
        }
        let seed = decode_code(&call.code).map_err(|_| ProblemCode::CodeNotValid)?;
        let seed = InviteSeed::from_bytes(seed);
        self.needs_no_store()?;
        let address = call.address.trim().to_owned();
        // The ticket is sealed under the code, so a server that shows another certificate than the
        // one in it is not the one that the admin meant.
        let unknown = Remote::unknown(&self.outside.network, &address)?;
        let ticket = unknown.ticket(seed.locator()).await?;
        let ticket = seed
            .open_ticket(&ticket.sealed)
            .map_err(|_| ProblemCode::CodeUnknown)?;
        let pin = ticket.pin.ok_or(ProblemCode::ServerNotTheSame)?;
        if unknown.pin() != Some(pin) {
            return Err(ProblemCode::ServerNotTheSame.into());
        }
        let mut random = self.outside.random.clone();
        let identity = Identity::generate(&mut random);
        // What must outlive a crash is kept before the server is asked.
        let joining = Joining::new(address.clone(), pin, &seed, ticket, my_name);
        let folder = self.home.team();
        let store = folder.create(&passphrase, None, &mut random)?;
        store.write(|tx| {
            secret::put(tx, name::IDENTITY, identity.seed().expose())?;
            secret::put(tx, name::JOINING, &joining.to_bytes())?;
            log::begin(tx, LogId(random.bytes()))
        })?;
        folder.finish()?;
        let remote = Remote::pinned(&self.outside.network, &address, pin)?;
        let request = joining.request(&identity);
        let asked = remote.ask_to_join(seed.locator(), &request).await;
        if let Err(fault @ RemoteFault::Refused(_)) = asked {
            // Nothing has begun: the doors are shown again with what was typed still in them.
            drop(store);
            folder.remove()?;
            return Err(fault.into());
        }
        // Without an answer the server may have heard all the same, and then the invite is this
        // device's alone: it keeps its keys, and asks again when it next looks.
        let progress = joining.progress(&identity);
        self.open_with(self.take_up(store, false)?);
        Ok(progress)
    }
}

impl Answer<CheckJoin> for Device {
    async fn reply(&self, _: CheckJoin) -> Result<JoinProgress, Problem> {
        let asked = self.with(|open, _| {
            let TeamPlace::Joining(joining) = &open.place else {
                return Ok(None);
            };
            let remote = Remote::pinned(&self.outside.network, &joining.address, joining.pin)?;
            let identity = Identity::from_seed(open.identity.seed().duplicate());
            let again = (joining.seed().locator(), joining.request(&identity));
            Ok(Some((remote, joining.ticket.clone(), identity, again)))
        })?;
        let Some((remote, ticket, identity, again)) = asked else {
            return Ok(JoinProgress {
                words: Vec::new(),
                joined: true,
            });
        };
        let token = match remote.open_session(ticket.team_id, &identity).await {
            Ok(token) => token,
            Err(fault) if fault.refusal() == Some(RefusalCode::NotMember) => {
                self.ask_again(&remote, ticket.team_id, &identity, again)
                    .await?;
                return self.with(|open, _| Ok(open.join_progress()));
            }
            Err(fault) => return Err(fault.into()),
        };
        let log = remote.whole_log(ticket.team_id, &token).await?;
        let (roster, keys) = enter(&identity, &ticket, &log).map_err(log_problem)?;
        self.with(|open, _| {
            let TeamPlace::Joining(joining) = &open.place else {
                return Ok(());
            };
            let (address, pin) = (joining.address.clone(), joining.pin);
            let server = Server::new(&self.outside.network, address, pin)?;
            let membership = Membership { roster, keys };
            open.come_in(&log, membership, server, |tx| {
                secret::remove(tx, name::JOINING)
            })
        })?;
        self.open_for_words();
        // The team's name and first households, so that the first screen is not empty; if the
        // server has gone meanwhile, they come later.
        self.exchange_now().await;
        Ok(JoinProgress {
            words: Vec::new(),
            joined: true,
        })
    }
}

impl Answer<CancelJoin> for Device {
    async fn reply(&self, _: CancelJoin) -> Result<Standing, Problem> {
        let joining = self.with(|open, _| Ok(matches!(open.place, TeamPlace::Joining(_))))?;
        if joining {
            self.destroy()?;
        }
        self.answer(GetStanding {}).await
    }
}

impl Device {
    /// Not let in yet. The request is made again, since its first answer may have been lost; to the
    /// server a repeat is harmless.
    async fn ask_again(
        &self,
        remote: &Remote,
        team_id: TeamId,
        identity: &Identity,
        (locator, request): (Locator, JoinRequest),
    ) -> Result<(), Problem> {
        let asked = remote.ask_to_join(locator, &request).await;
        let refusal = asked.as_ref().err().and_then(RemoteFault::refusal);
        match refusal {
            Some(RefusalCode::InviteUnknown) => Err(ProblemCode::JoinGone.into()),
            // By this device, if it was let in a moment ago; otherwise by another one.
            Some(RefusalCode::InviteUsed) => {
                let in_now = remote.open_session(team_id, identity).await;
                in_now.map(drop).map_err(|_| ProblemCode::CodeUsed.into())
            }
            _ => Ok(()),
        }
    }
}

impl Unlocked {
    /// From now on this device is in the team that this log tells of. `also` is written with it.
    pub(super) fn come_in(
        &mut self,
        log: &[Vec<u8>],
        membership: Membership,
        server: Server,
        also: impl FnOnce(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<(), Problem> {
        self.store.write(|tx| {
            for (position, bytes) in (0u64..).zip(log) {
                let entry = EntryHash(hash(Label::Entry, &[bytes]));
                entries::append(tx, position, entry, bytes)?;
            }
            for (epoch, key) in membership.keys.iter() {
                epoch_key::put(tx, epoch, key)?;
            }
            servers::put(tx, &server.address, server.pin)?;
            also(tx)
        })?;
        self.server = Some(server);
        self.place = TeamPlace::Member(Box::new(membership));
        self.stale(Stale::Standing);
        self.wants_exchange = true;
        Ok(())
    }

    fn join_progress(&self) -> JoinProgress {
        match &self.place {
            TeamPlace::Joining(joining) => joining.progress(&self.identity),
            TeamPlace::Member(_) | TeamPlace::Recovering(_) => JoinProgress {
                words: Vec::new(),
                joined: true,
            },
        }
    }
}

fn log_problem(fault: LogFault) -> Problem {
    match fault {
        LogFault::NotIn => ProblemCode::JoinGone.into(),
        LogFault::Behind => ProblemCode::ServerBehind.into(),
        fault => Problem::with(ProblemCode::ServerNotTheSame, fault),
    }
}
