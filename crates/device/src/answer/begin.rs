//! First run.

use doorstep_model::call::{
    ClearRemoved, ConfirmRecovery, GetStanding, LeavePractice, RecoveryConfirmed, Standing,
    StartPractice, StartTeam, TeamStarted,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::team::{Member, Role, TeamAbout};
use doorstep_model::{DeviceKey, ItemId, Problem, ProblemCode};
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::EpochKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::document::Kind;
use doorstep_replica::team::found::found;
use doorstep_wire::id::LogId;
use zeroize::Zeroizing;

use super::Answer;
use crate::Device;
use crate::practice;
use crate::random;
use crate::slots::Passphrase;
use crate::store::Store;
use crate::store::table::{epoch_key, log, membership, secret};
use crate::unlocked::{TeamPlace, Unlocked, name};

/// Characters a passphrase must have.
pub(crate) const LEAST_PASSPHRASE: usize = 12;

impl Answer<GetStanding> for Device {
    async fn reply(&self, _: GetStanding) -> Result<Standing, Problem> {
        if self.is_open() {
            return self.with_removed(|open, _| open.standing());
        }
        let practice = self.home.practice();
        if practice.exists()? {
            let store = practice.open_in_clear()?;
            self.open_with(self.take_up(store, true)?);
            return self.with(|open, _| open.standing());
        }
        let team = self.home.team();
        if team.exists()? {
            if self.open_by_keychain() {
                self.open_for_words();
                return self.with_removed(|open, _| open.standing());
            }
            let wait_seconds = team.wait_seconds(self.now())?;
            return Ok(Standing::Locked { wait_seconds });
        }
        Ok(match self.cleared() {
            Some(team_name) => Standing::Cleared { team_name },
            None => Standing::Fresh,
        })
    }
}

impl Answer<StartTeam> for Device {
    async fn reply(&self, call: StartTeam) -> Result<TeamStarted, Problem> {
        let passphrase = checked_passphrase(call.passphrase)?;
        let names = Names {
            team: needed(&call.team_name)?,
            locality: call.locality.trim().to_owned(),
            me: needed(&call.my_name)?,
        };
        self.needs_no_store()?;
        let mut random = self.outside.random.clone();
        let recovery = Recovery::generate(&mut random);
        let folder = self.home.team();
        let store = folder.create(&passphrase, Some(&recovery.slot_key()), &mut random)?;
        let (unlocked, _) = self.found_team(store, &names, &recovery, false)?;
        folder.finish()?;
        self.open_with(unlocked);
        Ok(TeamStarted {
            recovery_words: recovery.words(),
        })
    }
}

impl Answer<StartPractice> for Device {
    async fn reply(&self, call: StartPractice) -> Result<Standing, Problem> {
        self.needs_no_store()?;
        let folder = self.home.practice();
        let store = folder.create_in_clear()?;
        let names = Names {
            team: practice::TEAM_NAME.to_owned(),
            locality: practice::LOCALITY.to_owned(),
            me: practice::WORKER_NAME.to_owned(),
        };
        let recovery = Recovery::generate(&mut random::system());
        let (mut unlocked, me) = self.found_team(store, &names, &recovery, true)?;
        unlocked.fill_practice(call.today, &me, self.now())?;
        folder.finish()?;
        self.open_with(unlocked);
        self.with(|open, _| open.standing())
    }
}

impl Answer<LeavePractice> for Device {
    async fn reply(&self, _: LeavePractice) -> Result<Standing, Problem> {
        let practising = self.with(|open, _| Ok(open.practice))?;
        if practising {
            self.close();
            self.home.practice().remove()?;
        }
        self.answer(GetStanding {}).await
    }
}

impl Answer<ClearRemoved> for Device {
    async fn reply(&self, _: ClearRemoved) -> Result<Standing, Problem> {
        if self.is_out() {
            self.destroy()?;
        }
        self.forget_cleared();
        self.answer(GetStanding {}).await
    }
}

impl Answer<ConfirmRecovery> for Device {
    async fn reply(&self, call: ConfirmRecovery) -> Result<RecoveryConfirmed, Problem> {
        self.with(|open, now| {
            if matches!(open.place, TeamPlace::Recovering(_)) {
                let wrong = open.new_words_typed_back(&call.words)?;
                return Ok(RecoveryConfirmed { wrong });
            }
            let kept = open
                .store
                .read(|conn| secret::get(conn, name::RECOVERY_WORDS_CHECK))?;
            if let Some(kept) = kept {
                let wrong = wrong_words(&kept, &call.words);
                if !wrong.is_empty() {
                    return Ok(RecoveryConfirmed { wrong });
                }
            }
            // What is kept only says which word is wrong; what is in force stands in the log.
            let words = Recovery::from_words(&call.words).map_err(|_| ProblemCode::WrongWords)?;
            open.are_in_force(&words)?;
            // Noted first: cut off between, they are asked for once more.
            open.note_recovery_checked(now)?;
            open.store
                .write(|tx| secret::remove(tx, name::RECOVERY_WORDS_CHECK))?;
            Ok(RecoveryConfirmed { wrong: Vec::new() })
        })
    }
}

struct Names {
    team: String,
    locality: String,
    me: String,
}

impl Device {
    /// A device holds one team: nothing of a practice team ever stands beside a real one, and no
    /// start ever has to choose between two.
    pub(crate) fn needs_no_store(&self) -> Result<(), Problem> {
        if self.home.team().exists()? || self.home.practice().exists()? {
            return Err(ProblemCode::TeamExists.into());
        }
        Ok(())
    }

    /// Founds a team in an empty store: keys, the first membership entry, the team's document.
    fn found_team(
        &self,
        store: Store,
        names: &Names,
        recovery: &Recovery,
        practice: bool,
    ) -> Result<(Unlocked, ItemId), Problem> {
        let mut rng = self.outside.random.clone();
        let identity = Identity::generate(&mut rng);
        let epoch = EpochKey::generate(&mut rng);
        let genesis = found(&identity, recovery, &epoch, &mut rng)
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "found"))?;
        let words = Zeroizing::new(recovery.words().join(" "));
        store.write(|tx| {
            secret::put(tx, name::IDENTITY, identity.seed().expose())?;
            // Until they are typed back; the store is encrypted and they are no more than its keys.
            secret::put(tx, name::RECOVERY_WORDS_CHECK, words.as_bytes())?;
            epoch_key::put(tx, epoch.epoch, &epoch.key)?;
            membership::append(tx, 0, genesis.hash(), genesis.bytes())?;
            log::begin(tx, LogId(rng.bytes()))
        })?;
        let mut unlocked = self.take_up(store, practice)?;
        let me = ItemId::from(rng.bytes::<16>());
        let edits = vec![
            TeamAbout::name.only().set(Some(names.team.clone())),
            TeamAbout::locality.only().set(Some(names.locality.clone())),
            add_member(&me, &names.me, Role::Admin, &unlocked.device_key()),
        ];
        unlocked.create_document(Kind::Team, &edits, self.now())?;
        Ok((unlocked, me))
    }
}

/// The edit that puts a person and their device on the team's list.
pub(crate) fn add_member(item: &ItemId, name: &str, role: Role, device: &DeviceKey) -> Edit {
    Edit::Add {
        line: ItemRef {
            part: Part::Members,
            item: item.clone(),
        },
        fields: vec![
            Member::name.with(name.to_owned()),
            Member::role.with(role),
            Member::devices.with(device.clone()),
        ],
    }
}

/// A passphrase that is long enough.
pub(crate) fn checked_passphrase(text: String) -> Result<Passphrase, Problem> {
    let long_enough = text.chars().count() >= LEAST_PASSPHRASE;
    let passphrase = Passphrase::new(text);
    if long_enough {
        Ok(passphrase)
    } else {
        Err(Problem::with(
            ProblemCode::ShortPassphrase,
            LEAST_PASSPHRASE,
        ))
    }
}

/// A name that is more than spaces.
pub(crate) fn needed(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        Err(ProblemCode::NameNeeded.into())
    } else {
        Ok(name.to_owned())
    }
}

/// Positions, from 1, of words that differ from those shown.
pub(super) fn wrong_words(kept: &[u8], typed: &[String]) -> Vec<u8> {
    let shown = Zeroizing::new(String::from_utf8_lossy(kept).into_owned());
    (1u8..)
        .zip(shown.split(' '))
        .filter(|(position, word)| {
            let typed = typed.get(usize::from(*position) - 1);
            typed.is_none_or(|typed| typed.trim().to_lowercase() != *word)
        })
        .map(|(position, _)| position)
        .collect()
}
