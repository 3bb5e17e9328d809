//! What a person sets for this device.

mod keychain;
mod passphrase;
mod photos;

use doorstep_model::Problem;
use doorstep_model::call::{ChangeSettings, LeavePractice, Settings, Theme};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::idle::team_minutes;
use crate::part::{ErrorSummary, Heading, Icon, Touches, TwoTouches};
use crate::place::Place;
use crate::say::{self, Language, say};

/// Text sizes in per cent.
const SIZES: [u16; 4] = [100, 125, 150, 200];
/// Minutes without a touch; 0 is never.
const LOCK_MINUTES: [u16; 6] = [2, 5, 10, 20, 60, 0];

/// The screen.
#[component]
pub(crate) fn SettingsScreen() -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let change = move |change: &dyn Fn(&mut Settings)| {
        let mut settings = app.settings.get_untracked();
        change(&mut settings);
        // Shown at once, so that one sees what one chooses.
        app.settings.set(settings.clone());
        spawn_local(async move {
            match ask(ChangeSettings { settings }).await {
                Ok(settings) => {
                    let _ = problems.try_set(Vec::new());
                    app.settings.set(settings);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    };
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    let settings = app.settings;
    let theme_options = Theme::ALL
        .iter()
        .map(|theme| {
            (
                theme.word().to_owned(),
                say(&format!("choice-theme-{}", theme.word())),
            )
        })
        .collect();
    let size_options = SIZES
        .iter()
        .map(|size| {
            (
                size.to_string(),
                say::with("setting-size", [("percent", (*size).into())]),
            )
        })
        .collect();
    let lock_options = LOCK_MINUTES
        .iter()
        .map(|minutes| {
            let label = match minutes {
                0 => say("setting-lock-never"),
                minutes => say::with("setting-lock-after", [("minutes", (*minutes).into())]),
            };
            (minutes.to_string(), label)
        })
        .collect::<Vec<_>>();
    let languages = Language::ALL.iter();
    let languages = languages.map(|one| (one.tag().to_owned(), one.own_name().to_owned()));
    let as_team = (String::new(), say("setting-language-team"));
    let language_options = std::iter::once(as_team).chain(languages).collect();
    view! {
        <Heading text=say("place-settings") />
        <ErrorSummary problems=problems />
        <section class="part">
            <Choice
                test="setting-theme"
                label=say("setting-theme")
                options=theme_options
                chosen=Signal::derive(move || settings.with(|s| s.theme.word().to_owned()))
                change=Callback::new(move |word: String| {
                    let theme = Theme::ALL.iter().find(|theme| theme.word() == word).copied();
                    change(&|settings| settings.theme = theme.unwrap_or(Theme::System));
                })
            />
            <Choice
                test="setting-text-size"
                label=say("setting-text-size")
                options=size_options
                chosen=Signal::derive(move || settings.with(|s| s.text_size_percent.to_string()))
                change=Callback::new(move |word: String| {
                    let size = word.parse().unwrap_or(100);
                    change(&|settings| settings.text_size_percent = size);
                })
            />
            <Choice
                test="setting-language"
                label=say("setting-language")
                options=language_options
                chosen=Signal::derive(move || settings.with(|s| s.language.clone()))
                change=Callback::new(move |word: String| {
                    change(&|settings| settings.language.clone_from(&word));
                })
            />
        </section>
        <photos::Photos
            problems=problems
            change=Callback::new(move |megabytes: u32| {
                change(&|settings| settings.attachment_megabytes = megabytes);
            })
        />
        <Show
            when=move || practice.get()
            fallback=move || {
                view! {
                    <section class="part">
                        <h2>{say("setting-lock-heading")}</h2>
                        <Choice
                            test="setting-lock-minutes"
                            label=say("setting-lock")
                            options=lock_options.clone()
                            chosen=Signal::derive(move || {
                                settings.with(|s| s.auto_lock_minutes.to_string())
                            })
                            change=Callback::new(move |word: String| {
                                let minutes = word.parse().unwrap_or(10);
                                change(&|settings| settings.auto_lock_minutes = minutes);
                            })
                        />
                        {move || {
                            let view = app.team_record().view;
                            let minutes = view.with(|view| team_minutes(view.as_ref()?));
                            minutes
                                .map(|minutes| {
                                    view! {
                                        <p class="note" data-test="setting-lock-team">
                                            {say::with(
                                                "setting-lock-team",
                                                [("minutes", minutes.into())],
                                            )}
                                        </p>
                                    }
                                })
                        }}
                        <p class="actions">
                            <button
                                class="button"
                                data-test="lock-now"
                                on:click=move |_| spawn_local(async move { app.lock().await })
                            >
                                <Icon name="lock" />
                                {say("lock-now")}
                            </button>
                        </p>
                    </section>
                    <keychain::Keychain />
                    <passphrase::Passphrase />
                }
            }
        >
            <Leave problems=problems />
        </Show>
        <section class="part">
            <p class="actions">
                <button
                    class="plain"
                    data-test="open-licences"
                    on:click=move |_| app.go(Place::Licences)
                >
                    {say("licences-open")}
                </button>
            </p>
        </section>
    }
}

#[component]
fn Choice(
    test: &'static str,
    label: String,
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    change: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=test>{label}</label>
            <select
                id=test
                data-test=test
                on:change=move |event| change.run(event_target_value(&event))
            >
                {options
                    .into_iter()
                    .map(|(word, label)| {
                        let this = word.clone();
                        view! {
                            <option
                                value=word
                                prop:selected=move || chosen.with(|chosen| *chosen == this)
                            >
                                {label}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// Putting the practice team away can't be undone, so it asks first.
#[component]
fn Leave(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match ask(LeavePractice {}).await {
                Ok(standing) => app.stands(standing),
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let touches = Touches {
        test: "leave-practice",
        first: say("leave-do"),
        label: None,
        says: None,
        yes: say("leave-yes"),
        doing: None,
    };
    view! {
        <section class="part">
            <h2>{say("leave-heading")}</h2>
            <p>{say("leave-says")}</p>
            <TwoTouches touches=touches busy=busy on_yes=leave />
        </section>
    }
}
