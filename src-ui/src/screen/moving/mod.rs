//! Moving a household to another team: what goes, the file and its code, and the words by which this team knows that
//! it is there.

mod goes;
mod save;
mod there;
mod told;
mod written;

use doorstep_model::call::{
    Call, ChooseFile, ConfirmMoved, GetMove, Move, MoveWritten, StopMove, WriteMove,
};
use doorstep_model::id::DocKey;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading};
use crate::place::Place;
use crate::record::Doc;
use crate::say::{self, say};
use crate::timer::sleep;

pub(super) use goes::{MOVE_ENDING, in_it};

/// Between two questions how it stands, however many photos come.
const PAUSE_MILLIS: i32 = 1_000;

/// The screen's state; a handle that is copied around.
#[derive(Clone, Copy)]
struct Moving {
    app: App,
    id: StoredValue<DocKey>,
    page: RwSignal<Option<Move>>,
    /// What went wrong when the person did something.
    problems: RwSignal<Vec<Problem>>,
    /// Why it can't be said how it stands.
    unknown: RwSignal<Option<Problem>>,
    busy: RwSignal<bool>,
    /// The newest question how it stands. An answer to another one shows nothing.
    asked: StoredValue<u32>,
    /// Grows when something was done that changes what is on the page.
    acted: RwSignal<u32>,
    to: RwSignal<String>,
    words: RwSignal<String>,
}

impl Moving {
    async fn look(self) {
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
                    self.show(page);
                    then();
                }
                Ok(None) => {}
                Err(problem) => {
                    self.app.heed(&problem);
                    self.problems.set(vec![problem]);
                }
            }
        });
    }

    /// Lets the person choose where, and writes the file.
    fn save(self, without_lacking: bool) {
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
            let problem = Problem::with(ProblemCode::MoveLacking, lacking);
            self.problems.set(vec![problem]);
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
    fn confirm(self) {
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
    fn stop(self) {
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

    fn written(self) -> Option<MoveWritten> {
        self.page.with(|page| page.as_ref()?.written.clone())
    }

    /// The team it goes to.
    fn team(self) -> Option<String> {
        self.page.with(|page| page.as_ref()?.to.clone())
    }
}

/// Where the window keeps which team was typed.
fn kept_to(id: &DocKey) -> String {
    format!("move-to-{id}")
}

/// Where it keeps the words.
fn kept_words(id: &DocKey) -> String {
    format!("move-words-{id}")
}

/// The screen.
#[component]
pub(crate) fn MoveScreen(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let moving = Moving {
        app,
        page: RwSignal::new(None),
        problems: RwSignal::new(Vec::new()),
        unknown: RwSignal::new(None),
        busy: RwSignal::new(false),
        asked: StoredValue::new(0),
        acted: RwSignal::new(0),
        to: app.kept_text(kept_to(&id)),
        words: app.kept_text(kept_words(&id)),
        id: StoredValue::new(id),
    };
    let waits = StoredValue::new(false);
    // Asked again when a photo has come, and when somebody has written about the household.
    Effect::new(move |before: Option<()>| {
        app.attachments.track();
        record.view.track();
        if before.is_none() {
            spawn_local(moving.look());
        } else if !waits.get_value() {
            waits.set_value(true);
            spawn_local(async move {
                sleep(PAUSE_MILLIS).await;
                if waits.try_set_value(false).is_none() && app.is_open() {
                    moving.look().await;
                }
            });
        }
    });
    let heading = Signal::derive(move || {
        let name = moving
            .page
            .with(|page| page.as_ref().map(|page| page.goes.name.clone()));
        say::with("move-heading", [("name", name.unwrap_or_default().into())])
    });
    let problems = Signal::derive(move || {
        let unknown = moving.unknown.get().into_iter();
        unknown.chain(moving.problems.get()).collect::<Vec<_>>()
    });
    let known = Memo::new(move |_| moving.page.with(Option::is_some));
    let is_there = Memo::new(move |_| {
        moving
            .page
            .with(|page| page.as_ref().is_some_and(|page| page.moved_on.is_some()))
    });
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show when=move || known.get()>
            <Show when=move || is_there.get() fallback=move || view! { <OnItsWay moving=moving /> }>
                <there::There moving=moving />
            </Show>
        </Show>
    }
}

/// Not there yet: nothing was done so far, or the file was written.
#[component]
fn OnItsWay(moving: Moving) -> impl IntoView {
    let has_file = Memo::new(move |_| moving.written().is_some());
    let is_moving = Memo::new(move |_| moving.team().is_some());
    let elsewhere = move || {
        let team = moving.team().filter(|_| !has_file.get())?;
        Some(say::with("move-elsewhere", [("team", team.into())]))
    };
    view! {
        <p class="lead">{say("move-lead")}</p>
        {move || {
            elsewhere()
                .map(|said| {
                    view! {
                        <p class="notice" dir="auto" data-test="move-elsewhere">
                            {said}
                        </p>
                    }
                })
        }}
        <Show when=move || has_file.get()>
            <written::Written moving=moving />
            <told::Told moving=moving />
        </Show>
        <goes::Goes moving=moving />
        <save::Save moving=moving />
        <Show when=move || is_moving.get()>
            <told::Stop moving=moving />
        </Show>
    }
}
