//! Getting a team back with the words on paper, and looking whether they are still right.

use doorstep_model::call::{
    BeginRecovery, CancelRecovery, CheckRecoveryWords, FinishRecovery, GetRecoveryKit, GetStanding,
    RecoveryKit, RecoveryProgress, Standing,
};
use doorstep_model::edit::Edit;
use doorstep_model::field::Scalar as _;
use doorstep_model::stale::Stale;
use doorstep_model::team::{Member, Role, TeamAbout};
use doorstep_model::{DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::recover;
use doorstep_replica::team::recover::{RecoveryFault, let_in, open_with_words, team_words};
use doorstep_wire::id::{LogId, TeamId};
use doorstep_wire::refusal::RefusalCode;

use super::Answer;
use super::begin::{add_member, checked_passphrase, needed};
use crate::Device;
use crate::recovering::Recovering;
use crate::remote::{Network, Remote, Token};
use crate::store::table::{log, member_name, secret};
use crate::unlocked::{Membership, Server, TeamPlace, Unlocked, name};

/// How often it is tried where somebody still changes the team.
const TRIES: usize = 5;

/// A year, in milliseconds: after that the words on paper are to be looked at again.
const CHECKED_FOR_MS: i64 = 365 * 24 * 60 * 60 * 1_000;

impl Answer<BeginRecovery> for Device {
    async fn reply(&self, call: BeginRecovery) -> Result<RecoveryProgress, Problem> {
        let passphrase = checked_passphrase(call.passphrase)?;
        let my_name = needed(&call.my_name)?;
        let words = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        self.needs_no_store()?;
        let address = call.address.trim().to_owned();
        // Paper can't say which certificate the server has. Whoever shows another one learns from this
        // that somebody has the words, and not one of them.
        let unknown = Remote::unknown(&self.outside.network, &address)?;
        let teams = found(&unknown, &words).await?;
        let team_id = the_team(&unknown, &words, &teams).await?;
        let pin = unknown.pin().ok_or(ProblemCode::ServerNotTheSame)?;
        let mut random = self.outside.random.clone();
        let identity = Identity::generate(&mut random);
        let new_words = Recovery::generate(&mut random);
        let recovering = Recovering::new((address, pin), team_id, my_name, &words, &new_words);
        let folder = self.home.team();
        let store = folder.create(&passphrase, Some(&new_words.slot_key()), &mut random)?;
        store.write(|tx| {
            secret::put(tx, name::IDENTITY, identity.seed().expose())?;
            secret::put(tx, name::RECOVERING, &recovering.to_bytes())?;
            log::begin(tx, LogId(random.bytes()))
        })?;
        folder.finish()?;
        let progress = recovering.progress();
        self.open_with(self.take_up(store, false)?);
        Ok(progress)
    }
}

impl Answer<FinishRecovery> for Device {
    async fn reply(&self, _: FinishRecovery) -> Result<Standing, Problem> {
        for _ in 0..TRIES {
            let Some(errand) = self.with(|open, _| open.recovery_errand(&self.outside.network))?
            else {
                break;
            };
            match errand.run().await {
                Ok(found) => {
                    self.with(|open, _| open.is_recovered(found, &self.outside.network))?;
                    self.open_for_words();
                    // The team's name and first households, so that the first screen is not empty.
                    self.exchange_now().await;
                    return self.answer(GetStanding {}).await;
                }
                Err(problem) if problem.code == ProblemCode::TeamMoved => {}
                Err(problem) => return Err(problem),
            }
        }
        match self.answer(GetStanding {}).await? {
            Standing::Recovering(_) => Err(ProblemCode::TeamMoved.into()),
            standing => Ok(standing),
        }
    }
}

impl Answer<CancelRecovery> for Device {
    async fn reply(&self, _: CancelRecovery) -> Result<Standing, Problem> {
        let recovering = self.with(|open, _| Ok(matches!(open.place, TeamPlace::Recovering(_))))?;
        if recovering {
            self.close();
            self.home.team().remove()?;
        }
        self.answer(GetStanding {}).await
    }
}

impl Answer<CheckRecoveryWords> for Device {
    async fn reply(&self, call: CheckRecoveryWords) -> Result<(), Problem> {
        let words = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        let public = words.public();
        self.with(|open, now| {
            let roster = &open.membership()?.roster;
            if roster.was_recovery(&public) {
                return Err(ProblemCode::WordsUsed.into());
            }
            if *roster.recovery() != public {
                return Err(ProblemCode::WrongWords.into());
            }
            open.note_recovery_checked(now)?;
            open.wants_exchange = true;
            Ok(())
        })
    }
}

impl Answer<GetRecoveryKit> for Device {
    async fn reply(&self, _: GetRecoveryKit) -> Result<RecoveryKit, Problem> {
        self.with(|open, _| {
            let (team_id, address) = match &open.place {
                TeamPlace::Recovering(recovering) => {
                    (recovering.team_id, Some(recovering.address.clone()))
                }
                _ => {
                    let address = open.server.as_ref().map(|server| server.address.clone());
                    (open.team_id()?, address)
                }
            };
            Ok(RecoveryKit {
                team_name: open.store.read(member_name::team_name)?,
                team_words: team_words(&team_id),
                server: address,
                not_yet_in_force: matches!(open.place, TeamPlace::Recovering(_)),
            })
        })
    }
}

/// What is found once the device is in: the log and what it says.
struct Found {
    log: Vec<Vec<u8>>,
    membership: Membership,
}

/// What is needed to let this device in, while no store is held.
struct Errand {
    remote: Remote,
    team_id: TeamId,
    identity: Identity,
    words: Recovery,
    new_words: Recovery,
    random: crate::random::Randomness,
}

impl Errand {
    /// Lets this device in, unless that was done before and its answer was lost.
    async fn run(mut self) -> Result<Found, Problem> {
        let teams = found(&self.remote, &self.words).await?;
        let token = teams.into_iter().find(|(team, _)| *team == self.team_id);
        let (_, token) = token.ok_or(ProblemCode::WordsUnknown)?;
        let mut log = self.remote.whole_log(self.team_id, &token).await?;
        if let Some(found) = self.found_in(&log)? {
            return Ok(found);
        }
        let (roster, keys) = open_with_words(&self.words, &log).map_err(fault)?;
        if roster.team_id() != self.team_id {
            return Err(ProblemCode::ServerNotTrue.into());
        }
        let former = keys.of(roster.epoch());
        let former = former.ok_or(ProblemCode::TeamKeyMissing)?;
        let entry = recover(
            &self.words,
            &self.new_words,
            &self.identity,
            &roster,
            &former,
            &mut self.random,
        )
        .map_err(|_| Problem::with(ProblemCode::Unexpected, "wrap"))?;
        self.remote
            .append_recovery(self.team_id, &token, &entry)
            .await?;
        log.push(entry.bytes().to_vec());
        let found = self.found_in(&log)?;
        found.ok_or_else(|| Problem::with(ProblemCode::Unexpected, "recover"))
    }

    fn found_in(&self, log: &[Vec<u8>]) -> Result<Option<Found>, Problem> {
        let found = let_in(&self.identity, &self.team_id, log).map_err(fault)?;
        Ok(found.map(|(roster, keys)| Found {
            log: log.to_vec(),
            membership: Membership { roster, keys },
        }))
    }
}

/// Asks the server for the teams that have these words.
async fn found(remote: &Remote, words: &Recovery) -> Result<Vec<(TeamId, Token)>, Problem> {
    let teams = remote.find_recovery(&words.identity()).await;
    teams.map_err(|fault| match fault.refusal() {
        Some(RefusalCode::NotFound) => ProblemCode::WordsUnknown.into(),
        _ => fault.into(),
    })
}

/// The one team that these words open. Two can only be there if somebody who knows the words' public keys
/// made another one with them, and nothing that is on this device tells which is which.
async fn the_team(
    remote: &Remote,
    words: &Recovery,
    teams: &[(TeamId, Token)],
) -> Result<TeamId, Problem> {
    let (mut opened, mut failed) = (Vec::new(), None);
    for (team, token) in teams {
        let log = remote.whole_log(*team, token).await?;
        match open_with_words(words, &log) {
            Ok((roster, _)) if roster.team_id() == *team => opened.push(*team),
            Ok(_) => failed = Some(ProblemCode::ServerNotTrue.into()),
            Err(why) => failed = Some(fault(why)),
        }
    }
    match (opened.as_slice(), failed) {
        ([team], _) => Ok(*team),
        ([], Some(problem)) => Err(problem),
        ([], None) => Err(ProblemCode::WordsUnknown.into()),
        _ => Err(ProblemCode::RecoveryNotClear.into()),
    }
}

fn fault(fault: RecoveryFault) -> Problem {
    match fault {
        RecoveryFault::Used => ProblemCode::WordsUsed.into(),
        RecoveryFault::OtherWords => ProblemCode::WordsUnknown.into(),
        RecoveryFault::CannotOpen => ProblemCode::RecoveryNotClear.into(),
        RecoveryFault::Log(fault) => Problem::with(ProblemCode::ServerNotTrue, fault),
    }
}

impl Unlocked {
    /// What is needed to let this device in; `None` if it is in.
    fn recovery_errand(&self, network: &Network) -> Result<Option<Errand>, Problem> {
        let TeamPlace::Recovering(recovering) = &self.place else {
            return Ok(None);
        };
        if !recovering.typed_back {
            return Err(ProblemCode::WordsNotTyped.into());
        }
        let unreadable = || Problem::with(ProblemCode::StoreUnreadable, "recovering");
        let (words, new_words) = recovering.both().ok_or_else(unreadable)?;
        let remote = Remote::pinned(network, &recovering.address, recovering.pin)?;
        Ok(Some(Errand {
            remote,
            team_id: recovering.team_id,
            identity: Identity::from_seed(self.identity.seed().duplicate()),
            words,
            new_words,
            random: self.random.clone(),
        }))
    }

    /// The words let this device in.
    fn is_recovered(&mut self, found: Found, network: &Network) -> Result<(), Problem> {
        let TeamPlace::Recovering(recovering) = &self.place else {
            return Ok(());
        };
        let (address, pin) = (recovering.address.clone(), recovering.pin);
        let my_name = recovering.my_name.clone();
        let server = Server::new(network, address, pin)?;
        self.come_in(&found.log, found.membership, server, |tx| {
            secret::put(tx, name::RECOVERED_NAME, my_name.as_bytes())?;
            secret::remove(tx, name::RECOVERING)
        })?;
        self.is_nobodys = true;
        Ok(())
    }

    /// The new words were typed back: remembered, so that they need not be again.
    pub(super) fn new_words_typed_back(&mut self, typed: &[String]) -> Result<Vec<u8>, Problem> {
        let TeamPlace::Recovering(recovering) = &mut self.place else {
            return Ok(Vec::new());
        };
        let words = zeroize::Zeroizing::new(recovering.new_words().join(" "));
        let wrong = super::begin::wrong_words(words.as_bytes(), typed);
        if wrong.is_empty() {
            recovering.typed_back = true;
            let bytes = recovering.to_bytes();
            self.store
                .write(|tx| secret::put(tx, name::RECOVERING, &bytes))?;
            self.stale(Stale::Standing);
        }
        Ok(wrong)
    }

    /// Writes into the team's record whose device this is, once that record is here: a person that it
    /// knows by this name, or a new one.
    pub(crate) fn say_whose_device(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let Some(id) = self.team_document()?.filter(|_| self.is_nobodys) else {
            return Ok(());
        };
        let kept = self
            .store
            .read(|conn| secret::get(conn, name::RECOVERED_NAME))?;
        if let Some(kept) = kept {
            let my_name = String::from_utf8_lossy(&kept).into_owned();
            let device = self.device_key();
            let team = self.document(id)?.document.team(DocKey::from(id.0));
            let team = team.ok_or(ProblemCode::NotHere)?;
            let mut edits = vec![checked_at(now)];
            if team.member_of(&device).is_none() {
                let same = |member: &&Member| {
                    let name = member.name.value.as_deref().unwrap_or_default();
                    name.trim().to_lowercase() == my_name.to_lowercase()
                };
                let known = team.members.iter().find(same);
                edits.push(match known.and_then(|member| member.id.as_ref()) {
                    Some(member) => Edit::Include {
                        at: Member::devices.of(member),
                        value: device.to_value(),
                    },
                    None => {
                        let item = ItemId::from(self.random.bytes::<16>());
                        add_member(&item, &my_name, Role::Admin, &device)
                    }
                });
            }
            self.edit_document(id, &edits, now)?;
            self.store
                .write(|tx| secret::remove(tx, name::RECOVERED_NAME))?;
        }
        self.is_nobodys = false;
        self.wants_exchange = true;
        self.stale(Stale::Standing);
        self.stale(Stale::Team);
        Ok(())
    }

    /// Notes in the team's record that the words on paper were typed in and were right.
    pub(super) fn note_recovery_checked(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let id = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        self.edit_document(id, &[checked_at(now)], now)?;
        self.stale(Stale::Team);
        Ok(())
    }
}

fn checked_at(now: UnixMillis) -> Edit {
    TeamAbout::recovery_checked_ms.only().set(Some(now.0))
}

/// When the words were last checked, and whether that is to be done again. A time that lies ahead was
/// written by a clock that was wrong, and tells nothing.
pub(super) fn checked_and_due(about: &TeamAbout, now: UnixMillis) -> (Option<UnixMillis>, bool) {
    let checked = about.recovery_checked_ms.value.map(UnixMillis);
    let since = checked.map(|checked| now.0.saturating_sub(checked.0));
    let is_fresh = since.is_some_and(|since| (-CHECKED_FOR_MS..CHECKED_FOR_MS).contains(&since));
    (checked, !is_fresh)
}
