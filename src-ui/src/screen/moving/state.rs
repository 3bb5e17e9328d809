//! What the page for moving knows, and what it asks of the device.

use doorstep_model::call::{
    Call, ChooseFile, ConfirmMoved, GetMove, Move, MoveWritten, StopMove, WriteMove,
};
use doorstep_model::id::DocKey;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::MOVE_ENDING;
use crate::app::App;
use crate::bridge::ask;
use crate::place::Place;
use crate::say::say;

/// Where the window keeps which team was typed.
fn kept_to(id: &DocKey) -> String {
    format!("move-to-{id}")
}

/// Where it keeps the words.
fn kept_words(id: &DocKey) -> String {
    format!("move-words-{id}")
}

/// The screen's state; a handle that is copied around.
#[derive(Clone, Copy)]
pub(super) struct Moving {
    pub(super) app: App,
    pub(super) id: StoredValue<DocKey>,
    pub(super) page: RwSignal<Option<Move>>,
    /// What went wrong when the person did something.
    pub(super) problems: RwSignal<Vec<Problem>>,
    /// Why it can't be said how it stands.
    pub(super) unknown: RwSignal<Option<Problem>>,
    pub(super) busy: RwSignal<bool>,
    /// Whether a file without what is not here yet is offered; once it was refused, until one is saved.
    pub(super) offers_without: RwSignal<bool>,
    /// The newest question how it stands. An answer to another one shows nothing.
    asked: StoredValue<u32>,
    /// Grows when something was done that changes what is on the page.
    pub(super) acted: RwSignal<u32>,
    pub(super) to: RwSignal<String>,
    pub(super) words: RwSignal<String>,
}

impl Moving {
    /// Knows nothing yet.
    pub(super) fn of(app: App, id: DocKey) -> Self {
        Self {
            app,
            page: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            unknown: RwSignal::new(None),
            busy: RwSignal::new(false),
            offers_without: RwSignal::new(false),
            asked: StoredValue::new(0),
            acted: RwSignal::new(0),
            to: app.kept_text(kept_to(&id)),
            words: app.kept_text(kept_words(&id)),
            id: StoredValue::new(id),
        }
    }

    /// Asks how it stands.
    pub(super) async fn look(self) {
        let question = self.next();
        let household = self.id.get_value();
        let reply = ask(GetMove { household }).await;
        if self.asked.try_get_value() != Some(question) {
            return;
        }
        match reply {
            Ok(page) => {
                let _ = self.unknown.try_set(None);
                self.show(page);
            }
            Err(problem) => {
                self.app.heed(&problem);
                let _ = self.unknown.try_set(Some(problem));
            }
        }
    }

    fn next(self) -> u32 {
        let question = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(question);
        question
    }

    fn show(self, page: Move) {
        if let Some(to) = &page.to
            && self.to.with_untracked(|typed| typed.trim().is_empty())
        {
            self.to.set(to.clone());
        }
        let _ = self.page.try_set(Some(page));
    }

    fn failed(self, problem: Problem) {
        let may_save = [
            ProblemCode::MoveLacking,
            ProblemCode::MoveUnread,
            ProblemCode::MoveNotFetched,
        ];
        if may_save.contains(&problem.code) {
            self.offers_without.set(true);
        }
        self.problems.set(vec![problem]);
    }

    /// Asks the device to do something; `then` once it is done.
    fn work<C: Call<Reply = Move> + 'static>(
        self,
        call: impl Future<Output = Result<Option<C>, Problem>> + 'static,
        then: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problems.set(Vec::new());
        spawn_local(async move {
            // What was typed on the household's page a moment ago belongs to it.
            self.app.settle().await;
            let reply = match call.await {
                Ok(Some(call)) => ask(call).await.map(Some),
                Ok(None) => Ok(None),
                Err(problem) => Err(problem),
            };
            // Whoever has left the page is not taken anywhere.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(Some(page)) => {
                    // What was asked before it was done has an old answer.
                    self.next();
                    self.offers_without.set(false);
                    self.show(page);
                    then();
                }
                Ok(None) => {}
                Err(problem) => {
                    self.app.heed(&problem);
                    self.failed(problem);
                }
            }
        });
    }

    /// Lets the person choose where, and writes the file.
    pub(super) fn save(self, without_lacking: bool) {
        let to = self.to.with_untracked(|to| to.trim().to_owned());
        if to.is_empty() {
            self.problems.set(vec![ProblemCode::NameNeeded.into()]);
            return;
        }
        let lacking = self.page.with_untracked(|page| {
            let page = page.as_ref();
            page.map(|page| page.lacking).unwrap_or_default()
        });
        // Nobody chooses a place for a file that is not written then.
        if lacking > 0 && !without_lacking {
            self.failed(Problem::with(ProblemCode::MoveLacking, lacking));
            return;
        }
        let household = self.id.get_value();
        let call = async move {
            let name = format!("{}.{MOVE_ENDING}", say("move-file"));
            let chosen = ask(ChooseFile::ToWrite { name }).await?;
            Ok(chosen.map(|chosen| WriteMove {
                household,
                to,
                ticket: chosen.ticket,
                without_lacking,
            }))
        };
        self.work(call, move || {
            self.app.announced.set(say("move-saved"));
            self.acted.update(|times| *times += 1);
        });
    }

    /// The other team has told its words.
    pub(super) fn confirm(self) {
        let words = self.words.with_untracked(|words| words.trim().to_owned());
        if words.is_empty() {
            self.problems.set(vec![ProblemCode::MoveWrongWords.into()]);
            return;
        }
        let call = ConfirmMoved {
            household: self.id.get_value(),
            words,
            today: self.app.today.get_untracked(),
        };
        self.work(async move { Ok(Some(call)) }, move || {
            self.words.set(String::new());
            self.app.announced.set(say("move-there-heading"));
            self.acted.update(|times| *times += 1);
        });
    }

    /// It stays here after all.
    pub(super) fn stop(self) {
        let household = self.id.get_value();
        let call = StopMove {
            household: household.clone(),
        };
        self.work(async move { Ok(Some(call)) }, move || {
            // This page goes before what is in its fields would be kept.
            self.app.keep(&kept_to(&household), String::new());
            self.app.keep(&kept_words(&household), String::new());
            self.app.announced.set(say("move-stopped"));
            self.app.go_instead(Place::Household(household));
        });
    }

    /// The file that this device wrote last.
    pub(super) fn written(self) -> Option<MoveWritten> {
        self.page.with(|page| page.as_ref()?.written.clone())
    }

    /// The team it goes to.
    pub(super) fn team(self) -> Option<String> {
        self.page.with(|page| page.as_ref()?.to.clone())
    }
}
