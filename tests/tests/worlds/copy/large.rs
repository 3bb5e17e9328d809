//! A household about which a great deal is written can leave as well.

use super::*;

/// More than a PDF holds.
const NOTES: usize = 3 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_megabytes_of_notes_are_a_page_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let sentence = "They told us how it was. ";
    let of_one = sentence.repeat((64 << 10) / sentence.len());
    for n in 0..=NOTES / of_one.len() {
        let notes = text("notes", &format!("note-{n:03} {of_one}"));
        add(&alex, &two.id, Part::Visits, vec![notes]).await;
    }
    let whole = CopyChoices::default();
    let kind = CopyKind::Read(PaperKind::Html);
    let page = written(&alex, &chooses, &two, &whole, kind, "large.html").await;
    assert!(page.len() > NOTES && page.trim_end().ends_with("</html>"));
    for n in 0..=NOTES / of_one.len() {
        assert!(page.contains(&format!("note-{n:03}")));
    }

    // As a PDF it is refused, with what to do instead, and nothing is left lying there.
    let (ticket, path) = chooses.ticket(&alex, "large.pdf").await;
    let problem = alex
        .ask(WriteCopy {
            id: two.id.clone(),
            choices: whole,
            words: words(),
            kind: CopyKind::Read(PaperKind::Pdf),
            ticket,
        })
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::PaperTooLarge);
    assert!(!path.exists());
}
