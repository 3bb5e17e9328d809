//! A copy of a household that was written down twice holds what each of the two says of itself.

use doorstep_model::call::JoinHouseholds;
use doorstep_model::household::{About, WhatMatters};

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_joined_household_says_of_itself_is_in_the_copy_and_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let other = alex.add_household("zzname").await;
    let base = Heads::default();
    alex.edit(
        &other,
        vec![
            About::address.only().set(Some("zzaddress".to_owned())),
            Edit::Include {
                at: About::languages.only(),
                value: Value::Text("zzlanguage".to_owned()),
            },
            About::closed_why.only().write(&base, "zzclosed"),
            WhatMatters::matters_to_us.only().write(&base, "zzmatters"),
            WhatMatters::good_life.only().write(&base, "zzgood"),
            WhatMatters::really_going_on.only().write(&base, "zzgoing"),
            WhatMatters::history.only().write(&base, "zzhistory"),
        ],
    )
    .await;
    alex.must(JoinHouseholds {
        keep: two.id.clone(),
        other: other.clone(),
    })
    .await;
    let said = [
        "zzname",
        "zzaddress",
        "zzlanguage",
        "zzclosed",
        "zzmatters",
        "zzgood",
        "zzgoing",
        "zzhistory",
    ];
    for (kind, name) in [
        (CopyKind::Json, "both.json"),
        (CopyKind::Read(PaperKind::Html), "both.html"),
        (CopyKind::Read(PaperKind::Pdf), "both.pdf"),
    ] {
        let whole = CopyChoices::default();
        let copy = written(&alex, &chooses, &two, &whole, kind, name).await;
        for word in said {
            assert_eq!(copy.matches(word).count(), 1, "{word} in {name}:\n{copy}");
        }
        let out = CopyChoices {
            for_person: None,
            leave_out: vec![LeaveOut::ReallyGoingOn, LeaveOut::History],
        };
        let copy = written(&alex, &chooses, &two, &out, kind, name).await;
        let there: Vec<&str> = said
            .into_iter()
            .filter(|word| copy.contains(word))
            .collect();
        assert_eq!(there, said[..6], "{name}");
    }
    let shown = alex
        .must(ShowCopy {
            id: two.id.clone(),
            choices: CopyChoices::default(),
            words: words(),
        })
        .await;
    let counted = |what| {
        let found = shown.to_leave_out.iter().find(|found| found.what == what);
        found.map(|found| found.places)
    };
    assert_eq!(counted(LeaveOut::History), Some(1));

    let copy = written(
        &alex,
        &chooses,
        &two,
        &CopyChoices::default(),
        CopyKind::Json,
        "both.json",
    )
    .await;
    let file: Json = serde_json::from_str(&copy).unwrap();
    let joined = file["joined"].as_array().unwrap();
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0]["id"], other.as_str());
    assert_eq!(joined[0]["what_matters"]["matters_to_us"], "zzmatters");
}
