//! New recovery words while devices are at hand: shown and typed back first, and only then in force, in one
//! entry with a new key for the team.

use doorstep_model::call::{
    BeginNewWords, ConfirmNewWords, FinishNewWords, HeardOfNewWords, NewWords, NewWordsStand,
    PutNewWordsAway, RecoveryConfirmed, TeamPage,
};
use doorstep_model::stale::Stale;
use doorstep_model::team::Role;
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::replace_recovery;
use doorstep_wire::entry::Entry;
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::Answer;
use super::begin::wrong_words;
use crate::Device;
use crate::replacing::Replacing;
use crate::store::table::{restriction, secret};
use crate::unlocked::{Unlocked, name};

impl Answer<BeginNewWords> for Device {
    async fn reply(&self, _: BeginNewWords) -> Result<NewWords, Problem> {
        let _turn = self.new_words.take().await;
        if let Some(begun) = self.with(|open, _| open.new_words_begun())? {
            return Ok(begun);
        }
        // Nobody writes down words that can't come into force: the server is there, and what others did
        // about the team is known.
        self.admin_line().await?;
        self.with(|open, _| open.make_new_words())
    }
}

impl Answer<ConfirmNewWords> for Device {
    async fn reply(&self, call: ConfirmNewWords) -> Result<RecoveryConfirmed, Problem> {
        self.with(|open, _| {
            let wrong = open.type_new_words_back(&call.words)?;
            Ok(RecoveryConfirmed { wrong })
        })
    }
}

impl Answer<FinishNewWords> for Device {
    async fn reply(&self, _: FinishNewWords) -> Result<TeamPage, Problem> {
        let _turn = self.new_words.take().await;
        // What is wrong with it is said before anybody is asked.
        self.with(|open, _| open.new_words_to_send().map(drop))?;
        let sent = self.append_as_admin(|open, _| open.new_words_entry()).await;
        if sent.is_err() {
            self.look_for_new_words().await;
        }
        self.open_for_words();
        // Only who is named can give the new words the keys of what is restricted, and this device may be the only
        // one that is there. Where the server is gone, it is done with the next look.
        let is_any = |conn: &Connection| restriction::documents(conn).map(|all| !all.is_empty());
        if self.with(|open, _| Ok(open.store.read(is_any)?))? {
            self.exchange_now().await;
        }
        self.with(|open, now| {
            if open.new_words_stand()? == Some(NewWordsStand::InForce) {
                // They were typed in from the paper today. What can't be noted now is asked for later.
                let _asked_for_later = open.note_new_words(now);
                open.wants_exchange = true;
            } else {
                sent?;
            }
            open.team_page(now)
        })
    }
}

impl Answer<HeardOfNewWords> for Device {
    async fn reply(&self, _: HeardOfNewWords) -> Result<TeamPage, Problem> {
        self.with(|open, now| {
            open.hear_of_new_words()?;
            open.team_page(now)
        })
    }
}

impl Answer<PutNewWordsAway> for Device {
    async fn reply(&self, call: PutNewWordsAway) -> Result<TeamPage, Problem> {
        let _turn = self.new_words.take().await;
        if self.with(|open, _| open.new_words_stand())? == Some(NewWordsStand::Unclear) {
            self.read_all().await?;
            self.with(|open, _| open.new_words_were_not_taken())?;
        }
        self.with(|open, now| {
            let stand = open.new_words_stand()?;
            if stand == Some(NewWordsStand::InForce) {
                let _asked_for_later = open.note_new_words(now);
                open.wants_exchange = true;
            }
            // It was unclear, and is not any more: they don't count.
            let cleared =
                call.seen == NewWordsStand::Unclear && stand == Some(NewWordsStand::NotInForce);
            if cleared || stand == Some(call.seen) {
                open.store.write(|tx| secret::remove(tx, name::REPLACING))?;
                open.stale(Stale::Team);
            }
            open.team_page(now)
        })
    }
}

impl Device {
    /// No answer came, or a refusal. If the log can be read now, it says whether they are in force.
    async fn look_for_new_words(&self) {
        if self.read_all().await.is_ok() {
            // Where that can't be written, it stays unclear.
            let _unclear = self.with(|open, _| open.new_words_were_not_taken());
        }
    }

    /// What the server has, and then its log once more: an answer of before may have been on its way.
    async fn read_all(&self) -> Result<(), Problem> {
        self.fetch_all().await?;
        match self.admin_line().await {
            // Whoever is no admin any more has read the log with everything else.
            Err(problem) if problem.code == ProblemCode::AdminOnly => Ok(()),
            read => read.map(drop),
        }
    }
}

impl Unlocked {
    fn replacing(&self) -> Result<Option<Replacing>, Problem> {
        let kept = self.store.read(|conn| secret::get(conn, name::REPLACING))?;
        kept.map(|kept| Replacing::from_bytes(&kept)).transpose()
    }

    fn keep_replacing(&mut self, replacing: &Replacing) -> Result<(), Problem> {
        let bytes = replacing.to_bytes();
        self.store
            .write(|tx| secret::put(tx, name::REPLACING, &bytes))?;
        self.stale(Stale::Team);
        Ok(())
    }

    /// Whether somebody else put new words in force, and the person has not said that they know.
    pub(super) fn are_words_by_others(&self) -> Result<bool, Problem> {
        let said = |conn: &Connection| secret::get(conn, name::WORDS_BY_OTHERS);
        Ok(self.store.read(said)?.is_some())
    }

    fn hear_of_new_words(&mut self) -> Result<(), Problem> {
        self.store
            .write(|tx| secret::remove(tx, name::WORDS_BY_OTHERS))?;
        self.stale(Stale::Team);
        Ok(())
    }

    /// What became of new words that were made here; `None` if none were, or all is said about them.
    pub(super) fn new_words_stand(&self) -> Result<Option<NewWordsStand>, Problem> {
        let roster = &self.membership()?.roster;
        Ok(self.replacing()?.map(|replacing| replacing.stand(roster)))
    }

    /// Whether there are some that could come into force.
    pub(super) fn new_words_wait(&self) -> Result<bool, Problem> {
        let waits = |stand| matches!(stand, NewWordsStand::NotInForce | NewWordsStand::Unclear);
        Ok(self.new_words_stand()?.is_some_and(waits))
    }

    /// Those that were made before, if they wait; for admins alone.
    fn new_words_begun(&self) -> Result<Option<NewWords>, Problem> {
        if self.role()? != Role::Admin {
            return Err(ProblemCode::AdminOnly.into());
        }
        let begun = self
            .replacing()?
            .filter(|_| self.new_words_wait() == Ok(true));
        Ok(begun.and_then(|replacing| replacing.shown()))
    }

    fn make_new_words(&mut self) -> Result<NewWords, Problem> {
        let words = Recovery::generate(&mut self.random);
        let replacing = Replacing::new(&words, self.membership()?.roster.recovery());
        self.keep_replacing(&replacing)?;
        let shown = replacing.shown();
        shown.ok_or_else(|| Problem::with(ProblemCode::Unexpected, "words"))
    }

    /// Positions, from 1, of words that differ from those shown; remembered if there are none.
    fn type_new_words_back(&mut self, typed: &[String]) -> Result<Vec<u8>, Problem> {
        let Some((mut replacing, words)) = self.waiting_words()? else {
            return Ok(Vec::new());
        };
        let shown = Zeroizing::new(words.words().join(" "));
        let wrong = wrong_words(shown.as_bytes(), typed);
        if wrong.is_empty() {
            replacing.typed_back = true;
            self.keep_replacing(&replacing)?;
        }
        Ok(wrong)
    }

    /// The words that wait; `None` if they are in force.
    ///
    /// # Errors
    /// [`ProblemCode::WordsOvertaken`] if others are, and [`ProblemCode::NoNewWords`] if there are none.
    fn waiting_words(&self) -> Result<Option<(Replacing, Recovery)>, Problem> {
        let replacing = self.replacing()?.ok_or(ProblemCode::NoNewWords)?;
        match replacing.stand(&self.membership()?.roster) {
            NewWordsStand::InForce => Ok(None),
            NewWordsStand::Overtaken => Err(ProblemCode::WordsOvertaken.into()),
            NewWordsStand::NotInForce | NewWordsStand::Unclear => {
                let words = replacing.words().ok_or(ProblemCode::NoNewWords)?;
                Ok(Some((replacing, words)))
            }
        }
    }

    /// As [`Unlocked::waiting_words`], if they were typed back.
    fn new_words_to_send(&self) -> Result<Option<(Replacing, Recovery)>, Problem> {
        let waiting = self.waiting_words()?;
        match waiting {
            Some((replacing, _)) if !replacing.typed_back => Err(ProblemCode::WordsNotTyped.into()),
            waiting => Ok(waiting),
        }
    }

    /// The entry that puts them in force; `None` if they are. From here on it may reach the server, whatever
    /// this device hears of it.
    fn new_words_entry(&mut self) -> Result<Option<Entry>, Problem> {
        let Some((mut replacing, words)) = self.new_words_to_send()? else {
            return Ok(None);
        };
        let membership = self.membership()?;
        let (roster, former) = (&membership.roster, membership.epoch_key()?);
        let mut random = self.random.clone();
        let entry = replace_recovery(&self.identity, &words, roster, &former, &mut random)
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "wrap"))?;
        replacing.sent = true;
        self.keep_replacing(&replacing)?;
        Ok(Some(entry))
    }

    /// The log was read to its end: what was sent and is not in it was not taken.
    fn new_words_were_not_taken(&mut self) -> Result<(), Problem> {
        if self.new_words_stand()? != Some(NewWordsStand::Unclear) {
            return Ok(());
        }
        if let Some(mut replacing) = self.replacing()? {
            replacing.sent = false;
            self.keep_replacing(&replacing)?;
        }
        Ok(())
    }
}
