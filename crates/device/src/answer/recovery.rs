//! Getting a team back with the words on paper, and looking whether they are still right.

use doorstep_model::call::{
    BeginRecovery, CancelRecovery, CheckRecoveryWords, FinishRecovery, GetRecoveryKit, GetStanding,
    NewWordsStand, RecoveryKit, RecoveryProgress, Standing, WordsCount,
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
use doorstep_wire::id::{DeviceId, LogId, TeamId};
use doorstep_wire::limits::MAX_RECOVERY_TEAMS;
use doorstep_wire::refusal::RefusalCode;

use super::Answer;
use super::begin::{add_member, checked_passphrase, needed};
use super::join::LONGEST_NAME;
use crate::Device;
use crate::recovering::Recovering;
use crate::remote::{Network, Remote, Token};
use crate::store::table::{log, member_name, membership as entries, secret};
use crate::unlocked::{Membership, Server, TeamPlace, Unlocked, name};

/// How often it is tried where somebody still changes the team.
const TRIES: usize = 5;

/// How often more teams with the same words are asked for: somebody who made so many only wants that none
/// is found.
const MOST_PAGES: usize = 8;

/// A year, in milliseconds: after that the words on paper are to be looked at again.
const CHECKED_FOR_MS: i64 = 365 * DAY_MS;

/// Milliseconds of a day: as much as clocks may differ.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

impl Answer<BeginRecovery> for Device {
    async fn reply(&self, call: BeginRecovery) -> Result<RecoveryProgress, Problem> {
        let passphrase = checked_passphrase(call.passphrase)?;
        let my_name = needed(&call.my_name)?;
        if my_name.len() > LONGEST_NAME {
            return Err(Problem::with(ProblemCode::TextTooLong, LONGEST_NAME));
        }
        let words = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        self.needs_no_store()?;
        let address = call.address.trim().to_owned();
        // Paper can't say which certificate the server has. Whoever shows another one learns from this
        // that somebody has the words, and not one of them.
        let unknown = Remote::unknown(&self.outside.network, &address)?;
        unknown.greet().await?;
        // From the first answer on it is held to the certificate that it showed.
        let pin = unknown.pin().ok_or(ProblemCode::ServerNotTheSame)?;
        let remote = Remote::pinned(&self.outside.network, &address, pin)?;
        let first = found(&remote, &words, None).await?;
        let team = the_team(&remote, &words, first, &call.team_words).await?;
        let mut random = self.outside.random.clone();
        let identity = Identity::generate(&mut random);
        let new_words = Recovery::generate(&mut random);
        let recovering = Recovering::new((address, pin), team, my_name, &words, &new_words);
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
        // Looked at and taken in one: a device that has come in meanwhile is not cleared.
        if self.close_if(|open| matches!(open.place, TeamPlace::Recovering(_)))? {
            self.destroy()?;
        }
        self.answer(GetStanding {}).await
    }
}

impl Answer<CheckRecoveryWords> for Device {
    async fn reply(&self, call: CheckRecoveryWords) -> Result<(), Problem> {
        let words = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
        let log = self.with(|open, _| {
            open.membership()?;
            Ok(open.store.read(entries::all)?)
        })?;
        // The public keys alone would not tell that somebody gave the words another key than the team's.
        open_with_words(&words, &log).map_err(|why| match why {
            RecoveryFault::Used => ProblemCode::WordsUsed.into(),
            RecoveryFault::OtherWords => ProblemCode::WrongWords.into(),
            RecoveryFault::CannotOpen => ProblemCode::WordsCannotOpen.into(),
            RecoveryFault::Log(fault) => Problem::with(ProblemCode::StoreUnreadable, fault),
        })?;
        self.with(|open, now| {
            open.are_in_force(&words)?;
            open.note_recovery_checked(now)?;
            open.wants_exchange = true;
            Ok(())
        })
    }
}

impl Answer<GetRecoveryKit> for Device {
    async fn reply(&self, _: GetRecoveryKit) -> Result<RecoveryKit, Problem> {
        self.with(|open, _| {
            let (team_id, address, count) = match &open.place {
                TeamPlace::Recovering(recovering) => {
                    let address = Some(recovering.address.clone());
                    (recovering.team_id, address, WordsCount::OnceBack)
                }
                _ => {
                    let address = open.server.as_ref().map(|server| server.address.clone());
                    let count = match open.new_words_stand()? {
                        Some(NewWordsStand::NotInForce | NewWordsStand::Unclear) => {
                            WordsCount::OnceReplaced
                        }
                        // No paper is printed of words that never count.
                        Some(NewWordsStand::Overtaken) => {
                            return Err(ProblemCode::WordsOvertaken.into());
                        }
                        Some(NewWordsStand::InForce) | None => WordsCount::Now,
                    };
                    (open.team_id()?, address, count)
                }
            };
            Ok(RecoveryKit {
                team_name: open.store.read(member_name::team_name)?,
                team_words: team_words(&team_id),
                server: address,
                count,
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
        let teams = found(&self.remote, &self.words, Some(self.team_id)).await?;
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
        let sent = self.remote.append_recovery(self.team_id, &token, &entry);
        sent.await.map_err(|fault| match fault.refusal() {
            // The words came to be used since the log was read: it says so itself, when it is read again.
            Some(RefusalCode::NotAllowed) => ProblemCode::TeamMoved.into(),
            _ => Problem::from(fault),
        })?;
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

/// Asks the server for the teams that have these words, from one on.
async fn found(
    remote: &Remote,
    words: &Recovery,
    from: Option<TeamId>,
) -> Result<Vec<(TeamId, Token)>, Problem> {
    let teams = remote.find_recovery(&words.identity(), from).await;
    teams.map_err(|fault| match fault.refusal() {
        Some(RefusalCode::NotFound) => ProblemCode::WordsUnknown.into(),
        _ => fault.into(),
    })
}

/// The team that these words open. Several can only be there if somebody who knows the words' public keys
/// made others with them: then it is the one that the six words name. A log that does not open, or can't be
/// read, stands in no other team's way; but as it may be the one that is meant, no other is taken unnamed.
async fn the_team(
    remote: &Remote,
    words: &Recovery,
    first: Vec<(TeamId, Token)>,
    named: &[String],
) -> Result<(TeamId, u32), Problem> {
    let (mut opened, mut failed) = (Vec::new(), None);
    let mut page = first;
    for _ in 0..MOST_PAGES {
        for (team, token) in &page {
            match opens(remote, words, *team, token).await {
                Ok(devices) => opened.push((*team, devices)),
                Err(problem) => failed = Some(problem),
            }
        }
        let last = page.last().map(|(team, _)| *team);
        let Some(last) = last.filter(|_| page.len() >= MAX_RECOVERY_TEAMS) else {
            break;
        };
        page = found(remote, words, Some(last)).await?;
        opened.retain(|(team, _)| *team != last);
    }
    let is_named = |team: &TeamId| {
        let named = named.iter().map(|word| word.trim().to_lowercase());
        named.eq(team_words(team))
    };
    match opened.as_slice() {
        [team] if failed.is_none() => Ok(*team),
        [] => Err(failed.unwrap_or_else(|| ProblemCode::WordsUnknown.into())),
        several => match several.iter().find(|(team, _)| is_named(team)) {
            Some(team) => Ok(*team),
            None => Err(Problem::with(ProblemCode::RecoverySeveral, told(several))),
        },
    }
}

/// How many devices are in a team, if these words open its log.
async fn opens(
    remote: &Remote,
    words: &Recovery,
    team: TeamId,
    token: &Token,
) -> Result<u32, Problem> {
    let log = remote.whole_log(team, token).await?;
    let (roster, _) = open_with_words(words, &log).map_err(fault)?;
    match roster.team_id() == team {
        true => Ok(u32::try_from(roster.members().count()).unwrap_or(u32::MAX)),
        false => Err(ProblemCode::ServerNotTrue.into()),
    }
}

/// The six words of each team, and how many devices are in it.
fn told(teams: &[(TeamId, u32)]) -> String {
    let one =
        |(team, devices): &(TeamId, u32)| format!("{} ({devices})", team_words(team).join(" "));
    let all: Vec<_> = teams.iter().map(one).collect();
    all.join(" · ")
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
        // It was given up and begun anew while this was under way.
        let (roster, me) = (&found.membership.roster, self.identity.device_id());
        if roster.team_id() != recovering.team_id || roster.member(&me).is_none() {
            return Ok(());
        }
        let (address, pin) = (recovering.address.clone(), recovering.pin);
        let my_name = recovering.my_name.clone();
        // Restricted documents' keys are wrapped to the words that let this device in.
        let words = recovering.both().map(|(words, _)| words);
        let server = Server::new(network, address, pin)?;
        self.come_in(&found.log, found.membership, server, |tx| {
            if let Some(words) = &words {
                secret::put(tx, name::RECOVERED_BY, words.expose())?;
            }
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
            let mut edits = self.checked_at(now)?;
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

    /// Whether these are the words in force, as far as this device has read.
    ///
    /// # Errors
    /// [`ProblemCode::WordsUsed`] if they were, and [`ProblemCode::WrongWords`] if they never were.
    pub(super) fn are_in_force(&self, words: &Recovery) -> Result<(), Problem> {
        let roster = &self.membership()?.roster;
        let public = words.public();
        if *roster.recovery() == public {
            Ok(())
        } else if roster.was_recovery(&public) {
            Err(ProblemCode::WordsUsed.into())
        } else {
            Err(ProblemCode::WrongWords.into())
        }
    }

    /// Notes in the team's record that the words on paper were typed in and were right, unless that was noted
    /// of these before.
    pub(super) fn note_new_words(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let id = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        let words = self.membership()?.roster.recovery().device_id();
        let team = self.document(id)?.document.team(DocKey::from(id.0));
        let about = team.ok_or(ProblemCode::NotHere)?.about;
        match checked_and_due(&about, &words, now) {
            (Some(_), _) => Ok(()),
            (None, _) => self.note_recovery_checked(now),
        }
    }

    /// Notes in the team's record that the words on paper were typed in and were right.
    pub(super) fn note_recovery_checked(&mut self, now: UnixMillis) -> Result<(), Problem> {
        let id = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        let edits = self.checked_at(now)?;
        self.edit_document(id, &edits, now)?;
        self.stale(Stale::Team);
        Ok(())
    }

    /// That the words in force were looked at now.
    fn checked_at(&self, now: UnixMillis) -> Result<Vec<Edit>, Problem> {
        let words = self.membership()?.roster.recovery().device_id();
        Ok(vec![
            TeamAbout::recovery_checked_ms.only().set(Some(now.0)),
            TeamAbout::recovery_checked_id
                .only()
                .set(Some(words.to_string())),
        ])
    }
}

/// When the words with this id were last checked, and whether that is to be done again. A time that lies
/// ahead by more than clocks differ was written by one that was wrong, and tells nothing; nor does what was
/// noted of other words.
pub(super) fn checked_and_due(
    about: &TeamAbout,
    words: &DeviceId,
    now: UnixMillis,
) -> (Option<UnixMillis>, bool) {
    let noted_of = about.recovery_checked_id.value.as_deref();
    let is_of_these = noted_of == Some(words.to_string().as_str());
    let checked = about.recovery_checked_ms.value.filter(|_| is_of_these);
    let since = checked.map(|checked| now.0.saturating_sub(checked));
    let is_fresh = since.is_some_and(|since| (-DAY_MS..CHECKED_FOR_MS).contains(&since));
    (checked.map(UnixMillis), !is_fresh)
}
