//! What is copied out of the practice team says that its people are made up.

use doorstep_model::call::{ExportLearning, ListHouseholds, Period, StartPractice};
use doorstep_model::date::Date;

use super::*;

const MADE_UP: &str = "These people are made up.";

fn today() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

/// Whatever can be copied, by the ending of its name.
async fn all_copies(alex: &Person, folder: &Path) -> Vec<(&'static str, String)> {
    let chooses = Chooses::on(alex);
    let all = alex
        .must(ListHouseholds {
            limit: 5,
            ..Default::default()
        })
        .await;
    let two = Two {
        id: all.rows[0].id.clone(),
        mair: new_item(),
    };
    let whole = CopyChoices::default();
    let mut copies = Vec::new();
    for (kind, name) in [
        (CopyKind::Json, "one.json"),
        (CopyKind::Read(PaperKind::Html), "one.html"),
        (CopyKind::Read(PaperKind::Pdf), "one.pdf"),
    ] {
        let copy = written(alex, &chooses, &two, &whole, kind, name).await;
        copies.push((name, copy));
    }
    for (name, to_read) in [("team.json", false), ("team.html", true)] {
        let (ticket, path) = chooses.ticket(alex, name).await;
        alex.must(WriteTeamCopy {
            words: words(),
            to_read,
            ticket,
        })
        .await;
        copies.push((name, std::fs::read_to_string(path).unwrap()));
    }
    let (ticket, path) = chooses.ticket(alex, "learning.csv").await;
    alex.must(ExportLearning {
        period: Period::All,
        locality: None,
        today: today(),
        ticket,
    })
    .await;
    copies.push(("learning.csv", std::fs::read_to_string(path).unwrap()));
    assert!(folder.exists());
    copies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_of_the_practice_team_say_so_and_those_of_a_real_one_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.must(StartPractice { today: today() }).await;
    for (name, copy) in all_copies(&alex, folder.path()).await {
        match name {
            "one.json" | "team.json" => {
                let file: Json = serde_json::from_str(&copy).unwrap();
                assert_eq!(file["practice"], true, "{name}");
            }
            "learning.csv" => {
                let mut lines = copy.lines();
                assert!(lines.next().unwrap().ends_with(",practice"), "{copy}");
                for line in lines {
                    assert!(line.ends_with(",made-up people"), "{line}");
                }
            }
            // At its head and at its foot: on paper, at the foot of every page.
            _ => assert!(copy.matches(MADE_UP).count() >= 2, "{name}:\n{copy}"),
        }
    }
    let sam = world.device("Sam");
    sam.start_team().await;
    two_people(&sam).await;
    for (name, copy) in all_copies(&sam, folder.path()).await {
        assert!(!copy.contains(MADE_UP), "{name}");
        assert!(!copy.contains("\"practice\""), "{name}");
        assert!(!copy.contains(",practice"), "{name}");
        assert!(!copy.contains("made-up"), "{name}");
    }
}
