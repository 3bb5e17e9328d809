//! Photos where something comes in between: two exchanges at once, a server that has lost them, a
//! disk that fails, a colleague who is not honest.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{ConnectServer, LetAttachmentsGo};
use doorstep_tests::world::World;
use doorstep_tests::world::photos::{SEALED_PART, add, blob_of, bytes, fetched, look, noise};
use doorstep_tests::world::relay::Relay;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn syncing_now_beside_the_exchange_in_the_background_sends_and_fetches_each_part_once() {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.start_team().await;
    alex.must(ConnectServer {
        address: relay.address().to_string(),
        setup_code: world.setup_code().into(),
    })
    .await;
    sam.join(&alex).await;
    let household = alex.add_household("Number 12").await;
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
