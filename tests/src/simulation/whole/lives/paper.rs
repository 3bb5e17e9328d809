//! The recovery words: a team is got back with them, and admins make new ones.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::call::{
    BeginNewWords, BeginRecovery, CancelRecovery, ConfirmNewWords, ConfirmRecovery, FinishNewWords,
    FinishRecovery, GetTeam, NewWordsStand, PutNewWordsAway, Standing,
};
use doorstep_replica::crypto::recovery::Recovery;

use super::sequence::Sequence;
use super::world::Life;
use crate::simulation::whole::folder::Copy;
use crate::simulation::whole::team::ADDRESS;
use crate::world::PASSPHRASE;

/// Who gets the team back, where nobody who came before with the paper can: one whom the team knows, and others.
const FINDERS: [&str; 3] = ["Ada", "Sol", "Tess"];

impl Life {
    /// Somebody gets the team back on a new device, or goes on with that.
    pub(super) async fn recover(&mut self, luck: u64) -> Result<(), String> {
        let under_way = self.from(0, |life, at| {
            Ok(matches!(life.standing(at)?, Some(Standing::Recovering(_))))
        })?;
        let who = match under_way {
            Some(who) => who,
            None => match self.begin_recovery().await? {
                Some(who) => who,
                None => return Ok(()),
            },
        };
        if self.seats[who].device.is_at_something() {
            return Ok(());
        }
        let Some(Standing::Recovering(progress)) = self.standing(who)? else {
            return Ok(());
        };
        if !self.papers.all().contains(&progress.new_words) {
            self.papers.all().push(progress.new_words.clone());
        }
        let words = progress.new_words.clone();
        self.seats[who].device.begin_doing(async move |device| {
            if device.answer(ConfirmRecovery { words }).await.is_ok() {
                let finished = device.answer(FinishRecovery {}).await;
                // Whoever finds that others were quicker begins anew.
                let used = finished.is_err_and(|problem| {
                    problem.code == doorstep_model::ProblemCode::WordsUsed
                        || problem.code == doorstep_model::ProblemCode::WordsUnknown
                });
                if used {
                    let _shown_by_what_is_there_then = device.answer(CancelRecovery {}).await;
                }
            }
        })?;
        self.carry(who, luck).await
    }

    /// The words in force are typed on a new device. Where they are the first ones, that was done before.
    async fn begin_recovery(&mut self) -> Result<Option<usize>, String> {
        let Some(words) = self.words_in_force()? else {
            return Err("nobody has the paper in force".to_owned());
        };
        let before = self.team.with_paper.get(self.with_paper);
        if words == self.team.words
            && let Some(member) = before
        {
            self.with_paper += 1;
            let who = self.sit(member, None)?;
            self.seats[who].words = Some(words);
            return Ok(Some(who));
        }
        let name = FINDERS[self.seats.len() % FINDERS.len()];
        let who = self.sit_down(name, &Copy::default(), [0; 32])?;
        self.seats[who].words = Some(words.clone());
        self.seats[who].device.begin(BeginRecovery {
            address: ADDRESS.into(),
            words,
            team_words: Vec::new(),
            my_name: name.into(),
            passphrase: PASSPHRASE.into(),
        })?;
        self.until_at_rest(who).await?;
        self.has_a_store(who)?;
        Ok(Some(who))
    }

    /// Those of all papers that count at the server.
    pub(super) fn words_in_force(&self) -> Result<Option<Vec<String>>, String> {
        let server = Sequence::of(&self.office.database())?;
        let in_force = server.roster.recovery();
        let papers = self.papers.all();
        let mut papers = papers.iter();
        let counts = papers.find(|words| {
            Recovery::from_words(words).is_ok_and(|words| words.public() == *in_force)
        });
        Ok(counts.cloned())
    }

    /// An admin makes new words, or goes on with that, or puts away what became of them.
    pub(super) async fn new_words(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let Some(admin) = self.admin(who)? else {
            return Ok(());
        };
        let papers = self.papers.clone();
        self.seats[admin].device.begin_doing(async move |device| {
            let Ok(page) = device.answer(GetTeam {}).await else {
                return;
            };
            if let Some(seen @ (NewWordsStand::InForce | NewWordsStand::Overtaken)) = page.new_words
            {
                let _shown_again = device.answer(PutNewWordsAway { seen }).await;
                return;
            }
            let Ok(made) = device.answer(BeginNewWords {}).await else {
                return;
            };
            if !papers.all().contains(&made.words) {
                papers.all().push(made.words.clone());
            }
            let words = made.words.clone();
            if device.answer(ConfirmNewWords { words }).await.is_ok() {
                let _shown_by_the_log = device.answer(FinishNewWords {}).await;
            }
        })?;
        self.carry(admin, luck).await
    }
}
