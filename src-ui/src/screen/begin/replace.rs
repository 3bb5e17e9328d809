//! New recovery words while devices are at hand: the paper was lost, or somebody saw it. The one from before
//! counts until the very last step, and it is said at every step which one does.

use std::sync::Arc;

use doorstep_model::call::{
    BeginNewWords, FinishNewWords, NewWordsStand, PutNewWordsAway, TeamPage,
};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kit::Kit;
use super::words::{Confirm, Typed, WordList};
use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, Icon, Touches, TwoTouches};
use crate::say::say;
use crate::screen::team::which_counts;

/// What is shown of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// What it is for, and where it stands.
    Look,
    /// The new words.
    Write,
    /// Typing them back.
    Type,
    /// All that is left is to do it.
    Finish,
}

/// What all steps share.
#[derive(Clone, Copy)]
struct Replacing {
    app: App,
    /// What became of the words, as far as this device knows.
    stand: Memo<Option<NewWordsStand>>,
    step: RwSignal<Step>,
    /// As long as they are on the screen, and never after a lock.
    words: RwSignal<Vec<String>>,
    problems: RwSignal<Vec<Problem>>,
    busy: RwSignal<bool>,
}

/// The screen.
#[component]
pub(crate) fn ReplaceWords() -> impl IntoView {
    let app = App::here();
    let stand = Memo::new(move |_| {
        app.team
            .with(|page| page.as_ref().and_then(|page| page.new_words))
    });
    let here = Replacing {
        app,
        stand,
        step: RwSignal::new(Step::Look),
        words: RwSignal::new(Vec::new()),
        problems: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
    };
    let typed = Callback::new(move |()| here.step.set(Step::Finish));
    // While words are on the screen it may turn out that they count, or never will: that is told first.
    Effect::new(move |_| {
        let is_over = matches!(
            here.stand.get(),
            Some(NewWordsStand::InForce | NewWordsStand::Overtaken)
        );
        if is_over && here.step.get_untracked() != Step::Look {
            here.leave_words();
        }
    });
    let heading = Signal::derive(move || match here.step.get() {
        Step::Look => say("new-words-heading"),
        Step::Write => say("words-heading"),
        Step::Type => say("words-confirm-heading"),
        Step::Finish => say("new-words-finish-heading"),
    });
    view! {
        <Heading text=heading />
        <ErrorSummary problems=here.problems />
        {move || match here.step.get() {
            Step::Look => view! { <Look here=here /> }.into_any(),
            Step::Write => {
                view! {
                    <Stand here=here />
                    <WordList words=here.words.into() />
                    <p>{say("words-keep")}</p>
                    <Kit words=here.words />
                    <p class="actions">
                        <button
                            class="button"
                            data-test="recovery-written"
                            on:click=move |_| here.step.set(Step::Type)
                        >
                            {say("words-written")}
                        </button>
                    </p>
                    <Stop here=here />
                }
                    .into_any()
            }
            Step::Type => {
                view! {
                    <Confirm done=typed which=Typed::Replacing />
                    <SeeAgain here=here />
                }
                    .into_any()
            }
            Step::Finish => view! { <Finish here=here /> }.into_any(),
        }}
    }
}

/// What it is for, or what became of words that were made here.
#[component]
fn Look(here: Replacing) -> impl IntoView {
    let begin = move |_| here.begin();
    let make = move |label: &'static str| {
        view! {
            <p class="actions">
                <button class="button" data-test="begin-new-words" disabled=here.busy on:click=begin>
                    {move || if here.busy.get() { say("new-words-busy") } else { say(label) }}
                </button>
            </p>
        }
    };
    let put_away = move |seen| {
        view! {
            <p class="actions">
                <button
                    class="button"
                    data-test="new-words-seen"
                    disabled=here.busy
                    on:click=move |_| here.put_away(seen)
                >
                    <Icon name="done" />
                    {say("new-words-seen")}
                </button>
            </p>
        }
    };
    move || match here.stand.get() {
        None => view! {
            <p class="lead">{say("new-words-lead")}</p>
            <p>{say("new-words-steps")}</p>
            <p>{say("new-words-restricted")}</p>
            {make("new-words-do")}
        }
        .into_any(),
        Some(stand @ (NewWordsStand::InForce | NewWordsStand::Overtaken)) => view! {
            <p class="notice" data-test="new-words-stand">{say(which_counts(stand))}</p>
            {put_away(stand)}
        }
        .into_any(),
        Some(stand) => view! {
            <p class="notice" data-test="new-words-stand">{say(which_counts(stand))}</p>
            {make("new-words-go-on")}
            <Stop here=here />
        }
        .into_any(),
    }
}

/// All that is left is to do it.
#[component]
fn Finish(here: Replacing) -> impl IntoView {
    view! {
        <Stand here=here />
        <p class="lead">{say("new-words-finish-lead")}</p>
        <p class="actions">
            <button
                class="button"
                data-test="finish-new-words"
                disabled=here.busy
                on:click=move |_| here.finish()
            >
                {move || {
                    if here.busy.get() {
                        say("new-words-finish-busy")
                    } else {
                        say("new-words-finish-do")
                    }
                }}
            </button>
        </p>
        <SeeAgain here=here />
        <Stop here=here />
    }
}

/// Which paper counts now.
#[component]
fn Stand(here: Replacing) -> impl IntoView {
    view! {
        <p class="notice" data-test="new-words-stand">
            {move || say(which_counts(here.stand.get().unwrap_or(NewWordsStand::NotInForce)))}
        </p>
    }
}

#[component]
fn SeeAgain(here: Replacing) -> impl IntoView {
    view! {
        <p class="actions">
            <button
                class="plain"
                data-test="recovery-see-again"
                on:click=move |_| here.step.set(Step::Write)
            >
                {say("words-see-again")}
            </button>
        </p>
    }
}

/// Giving the new words up.
#[component]
fn Stop(here: Replacing) -> impl IntoView {
    let touches = Touches {
        test: "stop-new-words",
        first: say("new-words-stop"),
        label: None,
        says: Some(say("new-words-stop-says")),
        yes: say("new-words-stop-yes"),
        doing: None,
    };
    let stop = Callback::new(move |()| {
        let told = here.stand.get_untracked();
        here.put_away(told.unwrap_or(NewWordsStand::NotInForce));
    });
    view! { <TwoTouches touches=touches busy=here.busy on_yes=stop /> }
}

impl Replacing {
    fn begin(self) {
        self.work(async move {
            let begun = ask(BeginNewWords {}).await?;
            let _ = self.words.try_set(begun.words);
            let _ = self.step.try_set(match begun.typed_back {
                true => Step::Finish,
                false => Step::Write,
            });
            Ok(())
        });
    }

    fn finish(self) {
        self.work(async move {
            let page = ask(FinishNewWords {}).await?;
            self.app.announced.set(say("new-words-in-force"));
            self.look_at(page);
            Ok(())
        });
    }

    fn put_away(self, seen: NewWordsStand) {
        self.work(async move {
            let page = ask(PutNewWordsAway { seen }).await?;
            let is_done = page.new_words.is_none();
            self.look_at(page);
            if is_done {
                self.app.back();
            }
            Ok(())
        });
    }

    /// What became of the words is shown in their place.
    fn look_at(self, page: TeamPage) {
        self.app.team.set(Some(Arc::new(page)));
        self.leave_words();
    }

    fn leave_words(self) {
        let _ = self.words.try_set(Vec::new());
        let _ = self.step.try_set(Step::Look);
    }

    /// Does one thing at a time, and says what went wrong with it.
    fn work(self, doing: impl Future<Output = Result<(), Problem>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problems.set(Vec::new());
        spawn_local(async move {
            if let Err(problem) = doing.await {
                self.app.heed(&problem);
                // What is said of the words is read anew: they may count, or never will.
                self.app.team_record().refresh(false).await;
                if problem.code == ProblemCode::WordsOvertaken {
                    self.leave_words();
                }
                let _ = self.problems.try_set(vec![problem]);
            }
            let _ = self.busy.try_set(false);
        });
    }
}
