//! Taking over a household from another team: its file and code, what is in it, and the words that tell the other team
//! that it is here.

mod choose;
mod looked;
mod taken;

use doorstep_model::call::{ChooseFile, FileChosen, LookAtMove, MoveLookedAt, TakeOver, TakenOver};
use doorstep_model::id::{FileTicket, ItemId};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::moving::MOVE_ENDING;
use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading};
use crate::say::say;

/// Where the window keeps which file was chosen, what it is called, and what came of it.
const TICKET: &str = "take-over-ticket";
const FILE: &str = "take-over-file";
const TAKEN: &str = "take-over-taken";

/// What was looked at, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Looked {
    ticket: FileTicket,
    code: String,
    found: MoveLookedAt,
}

/// What was taken over, and the team that it came from.
type Taken = (TakenOver, String);

/// The screen's state; a handle that is copied around.
#[derive(Clone, Copy)]
struct Taking {
    app: App,
    problems: RwSignal<Vec<Problem>>,
    busy: RwSignal<bool>,
    /// What the chosen file is called.
    file: RwSignal<Option<String>>,
    code: RwSignal<String>,
    looked: RwSignal<Option<Looked>>,
    worker: RwSignal<Option<ItemId>>,
    taken: RwSignal<Option<Taken>>,
    /// Grows when something was done that changes what is on the page.
    acted: RwSignal<u32>,
}

impl Taking {
    fn ticket(self) -> Option<FileTicket> {
        FileTicket::try_from(self.app.kept(TICKET)).ok()
    }

    fn has_chosen(self, chosen: Option<FileChosen>) {
        let (ticket, name) = match chosen {
            Some(chosen) => (chosen.ticket.to_string(), chosen.name),
            None => Default::default(),
        };
        self.app.keep(TICKET, ticket);
        self.app.keep(FILE, name.clone());
        self.file.set(Some(name).filter(|name| !name.is_empty()));
    }

    fn failed(self, problem: Problem) {
        self.app.heed(&problem);
        // What was typed stays; the file has to be chosen once more.
        if problem.code == ProblemCode::FileGone {
            self.looked.set(None);
            self.has_chosen(None);
        }
        self.problems.set(vec![problem]);
    }

    /// Waits for the device and goes on with its answer, if the person is still here.
    fn work<T: 'static>(
        self,
        asked: impl Future<Output = Result<T, Problem>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problems.set(Vec::new());
        spawn_local(async move {
            let reply = asked.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(reply) => then(reply),
                Err(problem) => self.failed(problem),
            }
        });
    }

    /// Lets the person choose the file.
    fn choose(self) {
        let endings = vec![MOVE_ENDING.to_owned()];
        self.work(ask(ChooseFile::ToRead { endings }), move |chosen| {
            if chosen.is_some() {
                self.looked.set(None);
                self.has_chosen(chosen);
            }
        });
    }

    /// Says what is in it.
    fn look(self) {
        let Some(ticket) = self.ticket() else {
            self.failed(ProblemCode::FileGone.into());
            return;
        };
        let code = self.code.with_untracked(|code| code.trim().to_owned());
        if code.is_empty() {
            self.problems.set(vec![ProblemCode::CodeNotValid.into()]);
            return;
        }
        let call = LookAtMove {
            ticket: ticket.clone(),
            code: code.clone(),
        };
        self.work(ask(call), move |found| {
            self.worker.set(found.me.clone());
            self.looked.set(Some(Looked {
                ticket,
                code,
                found,
            }));
            self.acted.update(|times| *times += 1);
        });
    }

    /// Takes it over.
    fn take(self) {
        let Some(looked) = self.looked.get_untracked() else {
            return;
        };
        let is_here = looked.found.here.is_some();
        let call = TakeOver {
            ticket: looked.ticket,
            code: looked.code,
            worker: self.worker.get_untracked().filter(|_| !is_here),
        };
        let app = self.app;
        let from = looked.found.from;
        let asked = async move {
            let taken = (ask(call).await?, from);
            // The words are there again after locking, and for whoever comes back.
            let kept = serde_json::to_string(&taken).unwrap_or_default();
            app.keep(TAKEN, kept);
            Ok(taken)
        };
        self.work(asked, move |taken| {
            self.begin_anew();
            self.taken.set(Some(taken));
            app.announced.set(say("taken-heading"));
            self.acted.update(|times| *times += 1);
        });
    }

    /// Forgets the file and its code.
    fn begin_anew(self) {
        self.has_chosen(None);
        self.code.set(String::new());
        self.looked.set(None);
    }
}

/// What was taken over last, while its words are still being told.
fn kept_taken(app: App) -> Option<Taken> {
    serde_json::from_str(&app.kept(TAKEN)).ok()
}

/// The screen.
#[component]
pub(crate) fn TakeOverScreen() -> impl IntoView {
    let app = App::here();
    let name = app.kept(FILE);
    let taking = Taking {
        app,
        problems: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        file: RwSignal::new(Some(name).filter(|name| !name.is_empty())),
        code: app.kept_text("take-over-code".to_owned()),
        looked: RwSignal::new(None),
        worker: RwSignal::new(None),
        taken: RwSignal::new(kept_taken(app)),
        acted: RwSignal::new(0),
    };
    view! {
        <Heading text=say("take-over-heading") />
        <ErrorSummary problems=taking.problems />
        {move || match (taking.taken.get(), taking.looked.get()) {
            (Some(taken), _) => view! { <taken::IsHere taking=taking taken=taken /> }.into_any(),
            (None, Some(looked)) => {
                view! { <looked::WhatComes taking=taking found=looked.found /> }.into_any()
            }
            (None, None) => view! { <choose::Choose taking=taking /> }.into_any(),
        }}
    }
}
