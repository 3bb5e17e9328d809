//! Photos: taken in without their places, sent after text and in parts, fetched by whoever looks,
//! believed only if they are what was taken, let go and fetched again.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::path::{Path, PathBuf};

use doorstep_model::call::{
    ChangeSettings, EditHousehold, GetAttachmentSpace, GetSettings, LetAttachmentsGo, Lock,
    SyncState,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{Visit, WhatMatters};
use doorstep_model::{Heads, ProblemCode};
use doorstep_tests::world::World;
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::photos::{
    SEALED_PART, add, blob_of, bytes, count, fetched, inside, line, noise, try_add, two,
    two_by_way_of,
};
use doorstep_tests::world::relay::{Direction, Relay};
use doorstep_tests::world::scan::{find, find_in_folder};
use doorstep_tests::world::small_disk::with_small_disk;
use rusqlite::params;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_goes_after_text_in_parts_and_goes_on_where_it_was_cut() {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam, household) = two_by_way_of(&world, &relay).await;
    alex.sync().await;

    // Without a connection: taken in, shown, and said to wait.
    relay.break_after(Direction::FromDevices, 0);
    let photo = noise(world.folder(), "kitchen.png", 1_200, [250, 200, 90]);
    let item = add(&alex, &household, &photo, "The kitchen, before").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.expect("it is here");
    let page = alex.sync().await;
    assert_eq!(page.state, SyncState::Offline);
    assert_eq!((page.attachments_waiting, page.waiting > 0), (1, true));
    let parts = original.len().div_ceil(64 * 1024);
    assert!(
        parts >= 6,
        "large enough to be cut: {} bytes",
        original.len()
    );

    // The way breaks in the middle: text is there, and some parts.
    relay.mend();
    relay.break_after(Direction::FromDevices, 3 * SEALED_PART + 40_000);
    let page = alex.sync().await;
    assert_eq!((page.state, page.waiting), (SyncState::Offline, 0));
    assert_eq!(page.attachments_waiting, 1);
    let there = count(&inside(&world), "blob_part");
    assert!((2..parts).contains(&there), "{there} of {parts} parts");
    relay.mend();
    sam.sync().await;
    let caption = line(&sam, &household, &item).await.unwrap().caption.0;
    assert_eq!(caption, "The kitchen, before", "text went first");
    let early = fetched(&sam, &household, &blob).await;
    assert_eq!(early, Err(ProblemCode::AttachmentNotSent));

    // After a restart it goes on where it was: what the server holds is not sent again.
    drop(alex);
    let alex = world.device("Alex");
    alex.unlock().await;
    let before = relay.from_devices();
    let page = alex.sync().await;
    assert_eq!(
        (page.state, page.attachments_waiting),
        (SyncState::UpToDate, 0)
    );
    let sent = relay.from_devices() - before;
    let all = count(&inside(&world), "blob_part");
    let missing = (all - there) * SEALED_PART;
    assert!(
        sent < missing + SEALED_PART / 2,
        "{sent} bytes for {missing} that were missing"
    );
    // The control: a whole photo is more than that.
    assert!(original.len() > missing + SEALED_PART / 2);

    // Sam looks.
    assert_eq!(fetched(&sam, &household, &blob).await.unwrap(), original);
    let pixels = image::load_from_memory(&original).unwrap();
    assert_eq!((pixels.width(), pixels.height()), (1_200, 1_200));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_that_is_typed_while_a_photo_goes_out_does_not_wait_for_it() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let photo = noise(world.folder(), "garden.png", 1_500, [90, 200, 90]);
    let item = add(&alex, &household, &photo, "The garden").await;
    let inside = inside(&world);
    // As soon as a part is there somebody types; how many are there once the words are?
    let typing = async {
        while count(&inside, "blob_part") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        let chunks = count(&inside, "chunk");
        let words = WhatMatters::matters_to_us
            .only()
            .write(&Heads::default(), "Typed in between");
        alex.edit(&household, vec![words]).await;
        while count(&inside, "chunk") == chunks {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        count(&inside, "blob_part")
    };
    let (page, there) = tokio::join!(alex.sync(), typing);
    assert_eq!((page.waiting, page.attachments_waiting), (0, 0));
    let all = count(&inside, "blob_part");
    assert!(there < all, "words came with {there} of {all} parts there");
    sam.sync().await;
    let blob = blob_of(&sam, &household, &item).await;
    assert!(fetched(&sam, &household, &blob).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_bends_or_swaps_parts_is_not_believed() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let other = alex.add_household("Number 14").await;
    let mut photos = Vec::new();
    for (at, (household, colour)) in [(&household, 250), (&household, 60), (&other, 120)]
        .into_iter()
        .enumerate()
    {
        let path = noise(world.folder(), &format!("{at}.png"), 500, [colour; 3]);
        let item = add(&alex, household, &path, "A photo").await;
        photos.push(blob_of(&alex, household, &item).await);
    }
    alex.sync().await;
    sam.sync().await;
    let original = bytes(&alex, &household, &photos[0]).await.unwrap();
    let inside = inside(&world);
    let id = |at: usize| photos[at].to_bytes();
    let part = |at: usize, number: i64| -> Vec<u8> {
        let sql = "SELECT bytes FROM blob_part WHERE blob_id = ?1 AND number = ?2";
        let read = inside.query_row(sql, params![id(at), number], |row| row.get(0));
        read.unwrap()
    };
    let set = |at: usize, number: i64, bytes: &[u8]| {
        let sql = "UPDATE blob_part SET bytes = ?3 WHERE blob_id = ?1 AND number = ?2";
        let changed = inside.execute(sql, params![id(at), number, bytes]).unwrap();
        assert_eq!(changed, 1);
    };
    let head = |at: usize| -> Vec<u8> {
        let sql = "SELECT head FROM blob WHERE blob_id = ?1";
        inside.query_row(sql, [id(at)], |row| row.get(0)).unwrap()
    };
    let set_head = |at: usize, bytes: &[u8]| {
        let sql = "UPDATE blob SET head = ?2 WHERE blob_id = ?1";
        assert_eq!(inside.execute(sql, params![id(at), bytes]).unwrap(), 1);
    };
    let parts = i64::try_from(original.len().div_ceil(64 * 1024)).unwrap();
    assert!(parts >= 2, "{} bytes", original.len());
    let refused = Err(ProblemCode::AttachmentDamaged);

    // A bit, in each part.
    for number in 0..parts {
        let good = part(0, number);
        let mut bent = good.clone();
        let middle = bent.len() / 2;
        bent[middle] ^= 1;
        set(0, number, &bent);
        assert_eq!(
            fetched(&sam, &household, &photos[0]).await,
            refused,
            "part {number}"
        );
        set(0, number, &good);
    }
    // Parts in another order, and another photo's.
    let (first, second, others) = (part(0, 0), part(0, 1), part(1, 0));
    set(0, 0, &second);
    set(0, 1, &first);
    assert_eq!(fetched(&sam, &household, &photos[0]).await, refused);
    set(0, 1, &second);
    set(0, 0, &others);
    assert_eq!(fetched(&sam, &household, &photos[0]).await, refused);
    set(0, 0, &first);
    // Another photo whole, of the same household and of another.
    let good = head(0);
    for at in [1, 2] {
        set_head(0, &head(at));
        assert_eq!(
            fetched(&sam, &household, &photos[0]).await,
            refused,
            "photo {at}"
        );
    }
    // A bit in what is in the clear.
    for at in [0, 1, 40, 60, 70, 90, 100, 118, 130, good.len() - 1] {
        let mut bent = good.clone();
        bent[at] ^= 1;
        set_head(0, &bent);
        assert_eq!(
            fetched(&sam, &household, &photos[0]).await,
            refused,
            "byte {at}"
        );
    }
    // The control: as it was, it is believed.
    set_head(0, &good);
    assert_eq!(fetched(&sam, &household, &photos[0]).await, Ok(original));
    // Text never suffered.
    assert_eq!(sam.sync_page().await.state, SyncState::UpToDate);
    assert_eq!(sam.sync_page().await.problem, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_room_keeps_photos_waiting_and_text_going() {
    let mut world = World::begin().await;
    world.stop_server().await;
    world.give_photos(400_000);
    world.start_server().await;
    let (alex, sam, household) = two(&world).await;
    let small = noise(world.folder(), "small.png", 300, [90; 3]);
    let large = noise(world.folder(), "large.png", 1_200, [90; 3]);
    add(&alex, &household, &large, "Too large").await;
    let item = add(&alex, &household, &small, "Small").await;
    let page = alex.sync().await;
    assert_eq!((page.state, page.waiting), (SyncState::UpToDate, 0));
    let problem = page.attachment_problem.expect("it is said");
    assert_eq!(problem.code, ProblemCode::AttachmentsFull);
    assert!(page.problem.is_none());
    // Text goes on.
    let words = WhatMatters::matters_to_us
        .only()
        .write(&Heads::default(), "Text goes on");
    alex.edit(&household, vec![words]).await;
    assert_eq!(alex.sync().await.waiting, 0);
    sam.sync().await;
    let matters = sam.open(&household).await.household.what_matters;
    assert_eq!(matters.matters_to_us.0, "Text goes on");
    // The small one fits, and goes although the large one was first.
    let blob = blob_of(&sam, &household, &item).await;
    assert!(fetched(&sam, &household, &blob).await.is_ok());
    assert_eq!(alex.sync_page().await.attachments_waiting, 1);
    // The operator gives more room.
    world.stop_server().await;
    world.give_photos(40_000_000);
    world.start_server().await;
    let page = alex.sync().await;
    assert_eq!(
        (page.attachments_waiting, page.attachment_problem),
        (0, None)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_server_has_is_let_go_and_fetched_again() {
    let mut world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let photo = noise(world.folder(), "sent.png", 600, [90; 3]);
    let item = add(&alex, &household, &photo, "Sent").await;
    let sent = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &sent).await.unwrap();
    alex.sync().await;
    world.stop_server().await;
    let photo = noise(world.folder(), "unsent.png", 600, [190; 3]);
    let item = add(&alex, &household, &photo, "Not sent").await;
    let unsent = blob_of(&alex, &household, &item).await;

    let files = world.home("Alex").join("team").join("blobs");
    let on_disk = || std::fs::read_dir(&files).unwrap().count();
    assert_eq!(on_disk(), 2);
    let space = alex.must(GetAttachmentSpace {}).await;
    assert_eq!((space.count, space.only_here), (2, 1));
    assert!(space.bytes > space.only_here_bytes && space.only_here_bytes > 10_000);
    let after = alex.must(LetAttachmentsGo {}).await;
    assert_eq!((after.count, after.only_here), (1, 1));
    assert_eq!(after.bytes, space.only_here_bytes);
    assert_eq!(on_disk(), 1, "its room is given back");
    assert!(bytes(&alex, &household, &unsent).await.is_some());
    assert_eq!(bytes(&alex, &household, &sent).await, None);
    let away = fetched(&alex, &household, &sent).await;
    assert_eq!(away, Err(ProblemCode::ServerGone));

    world.start_server().await;
    assert_eq!(
        fetched(&alex, &household, &sent).await,
        Ok(original.clone())
    );

    // The room that the person gives is kept to, by itself, by what came from others.
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    for person in [&alex, &sam] {
        let mut settings = person.must(GetSettings {}).await;
        settings.attachment_megabytes = 1;
        person.must(ChangeSettings { settings }).await;
    }
    let mut more = Vec::new();
    for at in 0..12 {
        let name = format!("more-{at}.png");
        let photo = noise(world.folder(), &name, 600, [10 * at; 3]);
        let item = add(&alex, &household, &photo, "More").await;
        more.push(blob_of(&alex, &household, &item).await);
    }
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    let own = alex.must(GetAttachmentSpace {}).await;
    assert!(own.bytes > 1_024 * 1_024, "what was made here stays");
    sam.sync().await;
    for photo in more.iter().chain([&sent]) {
        assert!(fetched(&sam, &household, photo).await.is_ok());
        let kept = sam.must(GetAttachmentSpace {}).await;
        assert!(kept.count > 0 && kept.bytes <= 1_024 * 1_024, "{kept:?}");
    }
    assert_eq!(bytes(&sam, &household, &more[0]).await, None);
    assert_eq!(bytes(&sam, &household, &sent).await, Some(original));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_damaged_or_left_over_harms_nothing() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    let photo = noise(world.folder(), "one.png", 500, [90; 3]);
    let item = add(&alex, &household, &photo, "One").await;
    let blob = blob_of(&alex, &household, &item).await;
    let original = bytes(&alex, &household, &blob).await.unwrap();
    alex.sync().await;
    let files = world.home("Alex").join("team").join("blobs");
    // A crash between the file and the row leaves a file that nothing names.
    let left_over = files.join("00112233445566778899aabbccddeeff");
    std::fs::write(&left_over, b"left over").unwrap();
    let file = files.join(blob.to_string());
    let mut bent = std::fs::read(&file).unwrap();
    bent[1_000] ^= 1;
    std::fs::write(&file, bent).unwrap();
    alex.must(Lock {}).await;
    alex.unlock().await;
    alex.sync().await;
    assert!(!left_over.exists(), "it is cleared away");
    assert!(file.exists(), "the control");
    assert_eq!(bytes(&alex, &household, &blob).await, None);
    assert_eq!(fetched(&alex, &household, &blob).await, Ok(original));

    // What can't be read leaves nothing behind.
    let not_a_photo = world.folder().join("letter.jpg");
    std::fs::write(&not_a_photo, b"%PDF-1.7").unwrap();
    let refused = try_add(&alex, &household, &not_a_photo, "A letter").await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::NotAPhoto);
    assert_eq!(alex.open(&household).await.household.attachments.len(), 1);
    assert_eq!(std::fs::read_dir(&files).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_on_the_way_sees_a_photo_or_its_words() {
    let mut world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam, household) = two_by_way_of(&world, &relay).await;
    let folder = tempfile::tempdir().unwrap();
    let photo = noise(folder.path(), "filenamemarker.png", 500, [90; 3]);
    let item = add(&alex, &household, &photo, "captionmarker").await;
    alex.sync().await;
    sam.sync().await;
    let blob = blob_of(&sam, &household, &item).await;
    let content = fetched(&sam, &household, &blob).await.unwrap();
    let words = ["captionmarker", "filenamemarker"];
    let none: Vec<(PathBuf, String)> = Vec::new();
    assert_eq!(find_in_folder(world.folder(), &words), none);
    alex.must(Lock {}).await;
    sam.must(Lock {}).await;
    world.stop_server().await;
    let seen = relay.seen();
    assert_eq!(find(&seen, &words), Vec::<String>::new());
    // Pieces of the photo's bytes, and how every JPEG begins.
    let pieces = [
        &content[2_000..2_024],
        &content[20_000..20_024],
        &content[..12],
    ];
    let stands = |bytes: &[u8], piece: &[u8]| bytes.windows(piece.len()).any(|at| at == piece);
    for piece in pieces {
        assert!(stands(&content, piece), "the control");
        assert!(!stands(&seen, piece), "on the wire");
        for file in files(world.folder()) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!stands(&bytes, piece), "in {}", file.display());
        }
    }
    // And the photo did go by, and lies there.
    assert!(seen.len() > 2 * content.len());
    let stored = std::fs::metadata(world.server_folder().join("doorstep.db")).unwrap();
    assert!(stored.len() > content.len() as u64);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn on_a_full_disk_photos_that_can_be_fetched_again_make_room_for_words() {
    let this = (
        module_path!(),
        "on_a_full_disk_photos_that_can_be_fetched_again_make_room_for_words",
    );
    with_small_disk(8, this, |small| on_a_small_disk(&small));
}

#[tokio::main(flavor = "current_thread")]
async fn on_a_small_disk(small: &Path) {
    let world = World::begin().await;
    std::os::unix::fs::symlink(small, world.home("Sam")).unwrap();
    let (alex, sam, household) = two(&world).await;
    let mut photos = Vec::new();
    for at in 0..4 {
        let path = noise(world.folder(), &format!("{at}.png"), 500, [50 * at; 3]);
        let item = add(&alex, &household, &path, "A photo").await;
        photos.push(blob_of(&alex, &household, &item).await);
    }
    assert_eq!(alex.sync().await.attachments_waiting, 0);
    sam.sync().await;
    for photo in &photos {
        assert!(fetched(&sam, &household, photo).await.is_ok());
    }
    let before = sam.must(GetAttachmentSpace {}).await;
    assert_eq!(before.count, 4);

    // There is no room left; words are saved all the same, and photos go.
    fill(small, "filler-1");
    let mut saved = 0;
    while sam.must(GetAttachmentSpace {}).await.count > 0 {
        sam.edit(&household, long_visit()).await;
        saved += 1;
        assert!(saved < 1_000, "the disk is small");
    }
    assert!(saved > 0);
    // The control: with nothing to let go, a full disk is said.
    fill(small, "filler-2");
    let full = loop {
        let call = EditHousehold {
            id: household.clone(),
            edits: long_visit(),
        };
        match sam.ask(call).await {
            Ok(_) => saved += 1,
            Err(problem) => break problem,
        }
        assert!(saved < 1_000, "the disk is small");
    };
    assert_eq!(full.code, ProblemCode::DiskFull);
    let visits = sam.open_unseen(&household).await.household.visits;
    assert_eq!(visits.len(), saved, "what was said to be saved is there");
    // There is room again, and the photos are where they were.
    for filler in ["filler-1", "filler-2"] {
        std::fs::remove_file(small.join(filler)).unwrap();
    }
    for photo in &photos {
        assert!(fetched(&sam, &household, photo).await.is_ok());
    }
}

/// Takes all the room there is.
fn fill(folder: &Path, name: &str) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(folder.join(name)).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
}

/// A visit with notes that don't shrink.
fn long_visit() -> Vec<Edit> {
    let notes: String = (0..20_000)
        .map(|_| char::from(rand::random_range(b'a'..=b'z')))
        .collect();
    let visit = new_item();
    let line = ItemRef {
        part: Part::Visits,
        item: visit.clone(),
    };
    vec![
        Edit::Add {
            line,
            fields: vec![Visit::done.with(true)],
        },
        Visit::notes.of(&visit).write(&Heads::default(), notes),
    ]
}
