//! Photos where something comes in between: two exchanges at once, a server that has lost them, a
//! disk that fails, a colleague who is not honest.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::ProblemCode;
use doorstep_model::call::{
    ChangeSettings, GetAttachment, GetAttachmentSpace, GetSettings, LetAttachmentsGo,
};
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::Part;
use doorstep_model::household::Attachment;
use doorstep_tests::world::World;
use doorstep_tests::world::photos::{
    SEALED_PART, add, blob_of, bytes, count, fetched, inside, look, noise, two, two_by_way_of,
};
use doorstep_tests::world::relay::Relay;
use rusqlite::params;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn syncing_now_beside_the_exchange_in_the_background_sends_and_fetches_each_part_once() {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam, household) = two_by_way_of(&world, &relay).await;
    let photo = noise(world.folder(), "kitchen.png", 1_200, [250, 200, 90]);
    let item = add(&alex, &household, &photo, "The kitchen").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    let parts = original.len().div_ceil(64 * 1024);
    assert!(parts >= 6, "{parts} parts");
    // What goes by besides the parts: sessions, words, heads.
    let once = parts * SEALED_PART + 2 * SEALED_PART;

    let before = relay.from_devices();
    tokio::join!(alex.sync(), alex.device().exchange());
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    let sent = relay.from_devices() - before;
    assert!(sent < once, "{sent} bytes sent for {parts} parts");

    sam.sync().await;
    for turn in 0..5 {
        look(&sam, &household, &blob, true).await;
        let before = relay.to_devices();
        tokio::join!(sam.sync(), sam.device().exchange());
        let got = relay.to_devices() - before;
        assert!(got < once, "{got} bytes fetched for {parts} parts");
        let here = bytes(&sam, &household, &blob).await;
        assert_eq!(here.as_deref(), Some(&original[..]), "turn {turn}");
        sam.must(LetAttachmentsGo {}).await;
        assert_eq!(bytes(&sam, &household, &blob).await, None);
    }
    assert_eq!(fetched(&sam, &household, &blob).await, Ok(original));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_lost_its_photos_gets_them_again_from_whoever_has_them() {
    let mut world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    // The room for photos is used up by the first of these already.
    let mut settings = alex.must(GetSettings {}).await;
    settings.attachment_megabytes = 1;
    alex.must(ChangeSettings { settings }).await;
    let mut photos = Vec::new();
    for at in 0..2 {
        let name = format!("{at}.png");
        let path = noise(world.folder(), &name, 1_500, [250, 200, 90 * at]);
        let item = add(&alex, &household, &path, "The kitchen").await;
        photos.push(blob_of(&alex, &household, &item).await);
    }
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    let mut originals = Vec::new();
    for photo in &photos {
        let here = bytes(&alex, &household, photo).await;
        originals.push(here.expect("what was made here stays by itself"));
    }
    sam.sync().await;
    assert_eq!(
        fetched(&sam, &household, &photos[0]).await.as_ref(),
        Ok(&originals[0])
    );

    // Yesterday's copy: words fit, photos are gone.
    world.stop_server().await;
    let wipe = "DELETE FROM blob_part; DELETE FROM blob; DELETE FROM blob_total";
    inside(&world).execute_batch(wipe).unwrap();
    world.start_server().await;
    // Sam fetched one; the other is Alex's alone.
    sam.lock_and_unlock().await;
    assert_eq!(sam.sync().await.attachments_waiting, 0);
    assert_eq!(count(&inside(&world), "blob"), 1);
    let away = fetched(&sam, &household, &photos[1]).await;
    assert_eq!(away, Err(ProblemCode::AttachmentNotSent));
    // Alex's device was never locked; it asks again after a while.
    world.pass_seconds(2 * 60 * 60);
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    assert_eq!(count(&inside(&world), "blob"), 2);
    sam.must(LetAttachmentsGo {}).await;
    for (photo, original) in photos.iter().zip(&originals) {
        assert_eq!(
            fetched(&sam, &household, photo).await.as_ref(),
            Ok(original)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_room_used_up_a_photo_can_still_be_looked_at() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let path = noise(world.folder(), "alex.png", 600, [250, 200, 90]);
    let item = add(&alex, &household, &path, "Of Alex").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    alex.sync().await;
    sam.sync().await;
    let mut settings = sam.must(GetSettings {}).await;
    settings.attachment_megabytes = 1;
    sam.must(ChangeSettings { settings }).await;
    for at in 0..2 {
        let name = format!("{at}.png");
        let path = noise(world.folder(), &name, 1_500, [90 * at, 90, 90]);
        add(&sam, &household, &path, "Of Sam").await;
    }
    let space = sam.must(GetAttachmentSpace {}).await;
    assert!(space.only_here_bytes > 1_024 * 1_024, "{space:?}");
    assert_eq!(fetched(&sam, &household, &blob).await, Ok(original));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_for_a_moment_removes_no_photo() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    let path = noise(world.folder(), "one.png", 500, [90; 3]);
    let item = add(&alex, &household, &path, "One").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    alex.sync().await;
    let file = world.home("Alex").join("team").join("blobs");
    let file = file.join(blob.to_string());
    let aside = world.folder().join("aside");
    // A link to itself can be removed; reading it gives neither bytes nor "not there".
    std::fs::rename(&file, &aside).unwrap();
    std::os::unix::fs::symlink(&file, &file).unwrap();
    let read = alex
        .ask(GetAttachment {
            household: household.clone(),
            blob: blob.clone(),
            fetch: false,
        })
        .await;
    assert_eq!(read.unwrap_err().code, ProblemCode::WriteFailed);
    assert_eq!(alex.must(GetAttachmentSpace {}).await.count, 1);
    std::fs::remove_file(&file).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    assert_eq!(bytes(&alex, &household, &blob).await, Some(original));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_whose_name_was_taken_by_another_comes_through_under_a_new_one() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let path = noise(world.folder(), "one.png", 500, [90; 3]);
    let item = add(&alex, &household, &path, "One").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    // Somebody was quicker; the head is one that the server would keep for them.
    let taken = "INSERT INTO blob (team_id, blob_id, doc_id, head, begun, missing)
        SELECT team_id, ?1, ?2, x'00', 0, 1 FROM team";
    inside(&world)
        .execute(taken, params![blob.to_bytes(), household.to_bytes()])
        .unwrap();
    let page = alex.sync().await;
    assert_eq!(
        (page.attachments_waiting, page.attachment_problem),
        (0, None)
    );
    let anew = blob_of(&alex, &household, &item).await;
    assert_ne!(anew, blob);
    assert_eq!(
        bytes(&alex, &household, &anew).await.as_ref(),
        Some(&original)
    );
    assert_eq!(alex.must(GetAttachmentSpace {}).await.count, 1);
    sam.sync().await;
    assert_eq!(blob_of(&sam, &household, &item).await, anew);
    assert_eq!(fetched(&sam, &household, &anew).await, Ok(original));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_its_maker_did_not_put_there_is_not_shown() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let kim = world.device("Kim");
    kim.join(&alex).await;
    let mut photos = Vec::new();
    for at in 0..2 {
        let path = noise(world.folder(), &format!("{at}.png"), 300, [90 * at; 3]);
        let item = add(&alex, &household, &path, "One").await;
        photos.push((blob_of(&alex, &household, &item).await, item));
    }
    let (blob, item) = &photos[0];
    let (other, _) = &photos[1];
    alex.sync().await;
    sam.sync().await;
    // Sam's device writes the name that Alex's wrote; from then on the line is Sam's word.
    for name in [other, blob] {
        let at = FieldRef {
            part: Part::Attachments,
            item: Some(item.clone()),
            field: Attachment::blob.name.to_owned(),
        };
        let value = Some(Attachment::blob.with(name.clone()).1);
        sam.edit(
            &household,
            vec![Edit::Set {
                at,
                value,
                base: None,
            }],
        )
        .await;
    }
    sam.sync().await;
    kim.sync().await;
    let refused = fetched(&kim, &household, blob)
        .await
        .map(|bytes| bytes.len());
    assert_eq!(refused, Err(ProblemCode::AttachmentDamaged));
    // The control: a line that is still Alex's.
    assert!(fetched(&kim, &household, other).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_busy_for_a_moment_is_asked_again_soon() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let path = noise(world.folder(), "one.png", 500, [90; 3]);
    let item = add(&alex, &household, &path, "One").await;
    let blob = blob_of(&alex, &household, &item).await;
    let busy = "ALTER TABLE blob_part RENAME TO away";
    let well = "ALTER TABLE away RENAME TO blob_part";
    inside(&world).execute_batch(busy).unwrap();
    assert_eq!(alex.sync().await.attachments_waiting, 1);
    inside(&world).execute_batch(well).unwrap();
    world.pass_seconds(5);
    while alex.device().exchange().await == 0 {}
    assert_eq!(alex.sync_page().await.attachments_waiting, 0);

    // The same for whoever looks.
    sam.sync().await;
    look(&sam, &household, &blob, true).await;
    inside(&world).execute_batch(busy).unwrap();
    sam.sync().await;
    inside(&world).execute_batch(well).unwrap();
    world.pass_seconds(5);
    while sam.device().exchange().await == 0 {}
    assert!(bytes(&sam, &household, &blob).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_database_keeps_photos_that_are_newer_than_it() {
    let mut world = World::begin().await;
    world.stop_server().await;
    world.give_photos(1);
    world.start_server().await;
    let (alex, sam, household) = two(&world).await;
    let home = world.home("Alex").join("team");
    let copy = world.folder().join("copy");
    let files = |folder: &std::path::Path| -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.is_file()).collect()
    };
    drop(alex);
    std::fs::create_dir(&copy).unwrap();
    for file in files(&home) {
        std::fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
    }
    // Words reach the server, the photo does not: it is on this device alone.
    let alex = world.device("Alex");
    alex.unlock().await;
    let path = noise(world.folder(), "one.png", 500, [90; 3]);
    let item = add(&alex, &household, &path, "One").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    let page = alex.sync().await;
    assert_eq!((page.waiting, page.attachments_waiting), (0, 1));
    drop(alex);
    for file in files(&home) {
        std::fs::remove_file(file).unwrap();
    }
    for file in files(&copy) {
        std::fs::copy(&file, home.join(file.file_name().unwrap())).unwrap();
    }
    let stranger = home.join("blobs").join("00112233445566778899aabbccddeeff");
    std::fs::write(&stranger, b"left over").unwrap();

    world.stop_server().await;
    world.give_photos(40_000_000);
    world.start_server().await;
    let alex = world.device("Alex");
    alex.unlock().await;
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    assert!(!stranger.exists(), "the control");
    assert_eq!(
        bytes(&alex, &household, &blob).await.as_ref(),
        Some(&original)
    );
    sam.sync().await;
    assert_eq!(fetched(&sam, &household, &blob).await, Ok(original));
}
