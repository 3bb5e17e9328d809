//! The page with the recovery words to print and lock away. It is made while the words are on the screen,
//! and never again: nothing on this device knows them afterwards.

use doorstep_model::call::{
    ChooseFile, GetRecoveryKit, PaperKind, RecoveryKit, WordsCount, WritePaper,
};
use doorstep_model::paper::{Block, Item, Pair, Paper, PrintSize};
use doorstep_model::{Date, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::qr;
use crate::app::App;
use crate::bridge::ask;
use crate::part::ErrorSummary;
use crate::say::{self, say};
use crate::{clock, day};

/// Words in a line of the page.
const WORDS_IN_LINE: usize = 4;

/// Saving the page, while these words are shown.
#[component]
pub(super) fn Kit(#[prop(into)] words: Signal<Vec<String>>) -> impl IntoView {
    let app = App::here();
    let problems = RwSignal::new(Vec::<Problem>::new());
    let saved = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Vec::new());
        spawn_local(async move {
            match write(&words.get_untracked()).await {
                Ok(Some(file)) => {
                    let said = say::with("kit-saved", [("file", file.into())]);
                    app.announced.set(said.clone());
                    let _ = saved.try_set(Some(said));
                }
                Ok(None) => {}
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="part">
            <h2>{say("kit-heading")}</h2>
            <ErrorSummary problems=problems />
            <p>{say("kit-says")}</p>
            <p class="actions">
                <button class="button quiet" data-test="kit-save" disabled=busy on:click=save>
                    {say("kit-save")}
                </button>
            </p>
            <Show when=move || saved.with(Option::is_some)>
                <p class="notice" data-test="kit-saved">{move || saved.get()}</p>
            </Show>
        </section>
    }
}

/// Lets the person choose a file and writes the page to it; answers its name.
async fn write(words: &[String]) -> Result<Option<String>, Problem> {
    let kit = ask(GetRecoveryKit {}).await?;
    let paper = compose(words, &kit, clock::today());
    let name = format!("{}.pdf", paper.title.replace(['/', '\\', ':'], " "));
    let Some(chosen) = ask(ChooseFile::ToWrite { name }).await? else {
        return Ok(None);
    };
    let call = WritePaper {
        paper,
        kind: PaperKind::Pdf,
        ticket: chosen.ticket,
    };
    ask(call).await?;
    Ok(Some(chosen.name))
}

/// One page: what it is for, the words, what to do with it, and what to do when all is lost.
fn compose(words: &[String], kit: &RecoveryKit, today: Date) -> Paper {
    let heading = |name: &str| Block::Heading {
        level: 1,
        text: say(name),
    };
    let points = |names: &[&str]| {
        let point = |name: &&str| Item {
            text: say(name),
            note: String::new(),
        };
        Block::List(names.iter().map(point).collect())
    };
    let title = match kit.team_name.as_str() {
        "" => say("kit-title-unnamed"),
        team => say::with("kit-title", [("team", team.into())]),
    };
    let pair = |name: &str, text: String| Pair {
        name: say(name),
        text,
    };
    let server = kit.server.clone();
    let about = match kit.count {
        WordsCount::Now => say("kit-for"),
        WordsCount::OnceBack => format!("{} {}", say("kit-for"), say("kit-not-yet")),
        WordsCount::OnceReplaced => format!("{} {}", say("kit-for"), say("kit-not-replaced")),
    };
    let mut blocks = vec![
        Block::Paragraph { text: about },
        heading("kit-words"),
        Block::OwnWords {
            text: in_lines(words),
            by: String::new(),
            language: Some("en".to_owned()),
        },
        Block::Pairs(vec![
            pair("kit-team-words", kit.team_words.join(" ")),
            pair(
                "kit-server",
                server.unwrap_or_else(|| say("kit-server-blank")),
            ),
        ]),
    ];
    blocks.extend(qr::drawing(&words.join(" "), say("kit-qr")));
    blocks.extend([
        heading("kit-lost"),
        Block::Paragraph {
            text: say("kit-lost-steps"),
        },
        heading("kit-keep"),
        points(&["kit-keep-away", "kit-keep-show", "kit-keep-year"]),
    ]);
    Paper {
        language: say::spoken().tag().to_owned(),
        title,
        size: PrintSize::Normal,
        // The page is kept for years, and says its year.
        foot: say::with(
            "kit-foot",
            [("day", day::show_short(today, 0, &say::day_words()).into())],
        ),
        missing_letters: say("paper-missing-letters"),
        blocks,
    }
}

/// The words with their numbers.
fn in_lines(words: &[String]) -> String {
    let numbered: Vec<_> = (1..)
        .zip(words)
        .map(|(number, word)| format!("{number}. {word}"))
        .collect();
    let lines = numbered.chunks(WORDS_IN_LINE);
    let lines: Vec<_> = lines.map(|line| line.join("    ")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::{Language, speak};

    #[test]
    fn it_is_one_page_in_each_language_and_holds_every_word() {
        // The longest words of the list, so that nothing is longer.
        let words = vec!["abstract".to_owned(); 24];
        let kit = |count| RecoveryKit {
            team_name: "A team whose name is as long as names of teams are".into(),
            team_words: vec!["abstract".into(); 6],
            server: None,
            count,
        };
        let today = Date::new(2026, 11, 30).expect("a day");
        for language in Language::ALL {
            speak(*language);
            for count in [WordsCount::OnceBack, WordsCount::OnceReplaced] {
                let paper = compose(&words, &kit(count), today);
                let measured = doorstep_paper::pdf::measure(&paper).expect("it can be set");
                assert_eq!(measured.pages, 1, "{language:?} {count:?}");
                assert!(measured.missing_letters.is_empty());
            }
            let paper = compose(&words, &kit(WordsCount::Now), today);
            let mut text = String::new();
            paper.each_text(&mut |piece| text.push_str(piece));
            for number in 1..=24 {
                assert!(text.contains(&format!("{number}. abstract")), "{number}");
            }
        }
        speak(Language::English);
    }
}
