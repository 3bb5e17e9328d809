//! A copy for one person of a household: what is in it without anybody having to think of it.

use doorstep_model::call::{CopyChoices, GetTeam};
use doorstep_model::field::{Field, FieldKind, PartSchema};
use doorstep_model::household::{About, DoneBy};

use super::*;

const KINDS: [(CopyKind, &str); 3] = [
    (CopyKind::Json, "own.json"),
    (CopyKind::Read(PaperKind::Html), "own.html"),
    (CopyKind::Read(PaperKind::Pdf), "own.pdf"),
];

/// What the screen leaves out of a copy for one person unless somebody puts it in.
fn by_default(person: &ItemId) -> CopyChoices {
    CopyChoices {
        for_person: Some(person.clone()),
        leave_out: LeaveOut::OF_A_PERSONS_COPY.to_vec(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_said_whose_it_is_counts_as_anothers() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    // As a quick note leaves them: a text and nothing else.
    for part in [Part::Strengths, Part::Worries, Part::Actions] {
        let said = text("what", &format!("{part:?}-of-nobody"));
        add(&alex, &two.id, part, vec![said]).await;
    }
    let said = text("what", "Actions-of-some-person");
    let by_person = Action::done_by.with(DoneBy::Person);
    add(&alex, &two.id, Part::Actions, vec![said, by_person]).await;
    let said = text("what", "Worries-of-the-family");
    let family = Worry::whose.with(Whose::Family);
    add(&alex, &two.id, Part::Worries, vec![said, family]).await;
    // These stay: they are no other person's.
    let said = text("what", "Actions-of-the-family");
    let by_family = Action::done_by.with(DoneBy::Family);
    add(&alex, &two.id, Part::Actions, vec![said, by_family]).await;

    for (kind, name) in KINDS {
        let choices = by_default(&two.mair);
        let copy = written(&alex, &chooses, &two, &choices, kind, name).await;
        for gone in [
            "Strengths-of-nobody",
            "Worries-of-nobody",
            "Actions-of-nobody",
            "Actions-of-some-person",
            "Worries-of-the-family",
        ] {
            assert!(!copy.contains(gone), "{gone} is in {name}");
        }
        for there in ["Actions-of-the-family", "we-laugh", "mair-sleeps-badly"] {
            assert!(copy.contains(there), "{there} is not in {name}");
        }
    }
}

/// A word that stands in this field alone.
fn word_of(field: &Field) -> String {
    format!("zz{:?}{}", field.part, field.name.replace('_', ""))
}

fn takes_text(field: &&Field) -> bool {
    (field.takes)(&Value::Text(word_of(field)))
}

/// Fills every field that holds text with its word.
async fn fill(alex: &Person, id: &DocKey, part: &PartSchema, item: Option<ItemId>) -> Vec<String> {
    let fields: Vec<&Field> = part.fields.iter().filter(takes_text).collect();
    let mut edits = Vec::new();
    for field in &fields {
        let at = match &item {
            Some(item) => field.of(item),
            None => field.only(),
        };
        let value = Value::Text(word_of(field));
        edits.push(match field.kind {
            FieldKind::Single => Edit::Set {
                at,
                value: Some(value),
                base: None,
            },
            FieldKind::Words => at.write(&Heads::default(), word_of(field)),
            FieldKind::Set => Edit::Include { at, value },
        });
    }
    alex.edit(id, edits).await;
    fields.into_iter().map(word_of).collect()
}

/// Texts that a person's own copy holds unless somebody leaves them out. Each is the household's as
/// a whole, or in a line that is theirs.
const THEIRS: [&str; 25] = [
    "zzAboutname",
    "zzAboutaddress",
    "zzAboutlocality",
    "zzAbouthowtofind",
    "zzAboutlanguages",
    "zzAboutclosedwhy",
    // Whoever asks for their record is told why it is kept.
    "zzAboutlegalhold",
    // And which team had it, and has it now.
    "zzAboutmovedfrom",
    "zzAboutmovingto",
    "zzWhatMattersmatterstous",
    "zzWhatMattersgoodlife",
    "zzPeoplename",
    "zzPeoplerelation",
    "zzVisitstime",
    "zzStrengthswhat",
    "zzStrengthssaidby",
    "zzWorrieswhat",
    "zzWorriessaidby",
    "zzActionswhat",
    "zzActionswho",
    "zzActionsagreedwith",
    "zzActionsendedwhy",
    "zzActionscandonow",
    "zzServicessource",
    "zzServicesnote",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_every_text_there_can_be_only_these_are_in_a_persons_copy() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let mut all = Vec::new();
    for part in Household::PARTS {
        let mut begins = Vec::new();
        if part.field(Worry::person.name).is_some() {
            begins.push(Worry::person.with(two.mair.clone()));
        }
        let item = match part.many {
            true => Some(add(&alex, &two.id, part.part, begins).await),
            false => None,
        };
        all.extend(fill(&alex, &two.id, part, item).await);
    }
    assert!(all.len() > 40, "{all:?}");
    for (kind, name) in KINDS {
        let choices = by_default(&two.mair);
        let copy = written(&alex, &chooses, &two, &choices, kind, name).await;
        let there: Vec<&str> = all
            .iter()
            .map(String::as_str)
            // The page that the family made themselves stands in JSON only.
            .filter(|word| copy.contains(word) && !word.starts_with("zzPlan"))
            .collect();
        assert_eq!(there, THEIRS, "{name}");

        // Put back in, everything is there: what was left out was left out by these alone.
        let whole = CopyChoices {
            leave_out: Vec::new(),
            ..choices
        };
        let copy = written(&alex, &chooses, &two, &whole, kind, name).await;
        let missing = all.iter().filter(|word| !copy.contains(*word));
        let missing: Vec<&String> = missing.filter(|word| !word.contains("Plan")).collect();
        // A name from another team is there with whoever it is of, and here it is of nobody.
        let may_lack = |word: &&&String| {
            let parts = ["Attachments", "Brought"];
            parts.iter().any(|part| word.contains(part))
        };
        assert!(
            missing.iter().all(|word| may_lack(&word)),
            "{name}: {missing:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_names_only_those_of_the_team_who_stand_in_it() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    for name in ["Sam", "Robin"] {
        let other = world.device(name);
        other.join(&alex).await;
    }
    alex.sync().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let whole = CopyChoices::default();
    let copy = written(&alex, &chooses, &two, &whole, CopyKind::Json, "few.json").await;
    let file: Json = serde_json::from_str(&copy).unwrap();
    let names = |of: &str| {
        let all = file[of].as_object().unwrap().values();
        all.map(|name| name.as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(names("devices"), ["Alex"]);
    assert!(!copy.contains("Robin") && !copy.contains("Sam"));

    // Somebody who holds the household is named.
    let page = alex.must(GetTeam {}).await;
    let is_sam =
        |member: &&doorstep_model::team::Member| member.name.value.as_deref() == Some("Sam");
    let sam = page.team.members.iter().find(is_sam).unwrap();
    let sam = sam.id.clone().unwrap();
    let holds = About::named_worker.only().set(Some(sam.clone()));
    alex.edit(&two.id, vec![holds]).await;
    let copy = written(&alex, &chooses, &two, &whole, CopyKind::Json, "few.json").await;
    let file: Json = serde_json::from_str(&copy).unwrap();
    assert_eq!(
        file["members"].as_object().unwrap().len(),
        1,
        "{}",
        file["members"]
    );
    assert_eq!(file["members"][sam.as_str()], "Sam");
}
