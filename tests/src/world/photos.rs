//! Photos as somebody takes, adds and looks at them, and what the server holds of them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a world is set up for a test, which ends where that fails"
)]

use std::io::Cursor;
use std::path::{Path, PathBuf};

use doorstep_model::ProblemCode;
use doorstep_model::call::{
    AddAttachment, AttachmentState, ChooseFile, ConnectServer, GetAttachment,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{Attachment, MediaType};
use doorstep_model::id::{BlobKey, DocKey, ItemId};
use image::{ImageFormat, Rgb, RgbImage};
use rusqlite::Connection;

use super::person::new_item;
use super::relay::Relay;
use super::{Person, World};

/// The length of a sealed part, in bytes.
pub const SEALED_PART: usize = 64 * 1024 + 16;

/// A photo that can't be made much smaller: noise, in this colour.
pub fn noise(folder: &Path, name: &str, side: u32, colour: [u8; 3]) -> PathBuf {
    let mut state = 88_172_645_463_325_252u64;
    let photo = RgbImage::from_fn(side, side, |_, _| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let grain = u8::try_from(state & 0x3f).unwrap();
        Rgb(colour.map(|base| base / 2 + grain))
    });
    let mut bytes = Cursor::new(Vec::new());
    photo.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes.into_inner()).unwrap();
    path
}

/// Chooses this file and takes it in, with these words.
pub async fn add(person: &Person, household: &DocKey, path: &Path, caption: &str) -> ItemId {
    try_add(person, household, path, caption).await.unwrap()
}

/// As [`add`], where it may be refused.
///
/// # Errors
/// What the device says.
pub async fn try_add(
    person: &Person,
    household: &DocKey,
    path: &Path,
    caption: &str,
) -> Result<ItemId, doorstep_model::Problem> {
    let path = path.to_owned();
    person
        .device()
        .on_choose_file(move |_| Some(path.clone().into()));
    let endings = vec!["jpg".into(), "png".into()];
    let chosen = person.must(ChooseFile::ToRead { endings }).await.unwrap();
    let item = new_item();
    let line = ItemRef {
        part: Part::Attachments,
        item: item.clone(),
    };
    let fields = vec![Attachment::caption.with_text(caption)];
    person
        .ask(AddAttachment {
            household: household.clone(),
            file: chosen.ticket,
            item: item.clone(),
            edits: vec![Edit::Add { line, fields }],
        })
        .await?;
    Ok(item)
}

/// The field of a text in an addition.
trait WithText {
    fn with_text(&self, text: &str) -> (String, doorstep_model::field::Value);
}

impl WithText for doorstep_model::field::Field {
    fn with_text(&self, text: &str) -> (String, doorstep_model::field::Value) {
        let value = doorstep_model::field::Value::Text(text.into());
        (self.name.to_owned(), value)
    }
}

/// The line in the record.
pub async fn line(person: &Person, household: &DocKey, item: &ItemId) -> Option<Attachment> {
    let opened = person.open(household).await.household;
    let mut lines = opened.attachments.into_iter();
    lines.find(|line| line.id.as_ref() == Some(item))
}

/// The name of the bytes of a line.
pub async fn blob_of(person: &Person, household: &DocKey, item: &ItemId) -> BlobKey {
    let line = line(person, household, item)
        .await
        .expect("the line is here");
    line.blob.value.expect("it names its bytes")
}

/// What the screen shows, and with `fetch` asks for.
pub async fn look(
    person: &Person,
    household: &DocKey,
    blob: &BlobKey,
    fetch: bool,
) -> AttachmentState {
    person
        .must(GetAttachment {
            household: household.clone(),
            blob: blob.clone(),
            fetch,
        })
        .await
}

/// The bytes, if they are on this device.
pub async fn bytes(person: &Person, household: &DocKey, blob: &BlobKey) -> Option<Vec<u8>> {
    match look(person, household, blob, false).await {
        AttachmentState::Here { media_type, base64 } => {
            assert_eq!(media_type, MediaType::Jpeg);
            Some(from_base64(&base64))
        }
        _ => None,
    }
}

/// Looks, waits until it came or can't, and looks again.
///
/// # Errors
/// Why it did not come.
pub async fn fetched(
    person: &Person,
    household: &DocKey,
    blob: &BlobKey,
) -> Result<Vec<u8>, ProblemCode> {
    look(person, household, blob, true).await;
    person.sync().await;
    match look(person, household, blob, false).await {
        AttachmentState::Here { base64, .. } => Ok(from_base64(&base64)),
        AttachmentState::NotHere { problem } => Err(problem.expect("it was tried").code),
        AttachmentState::Fetching { percent } => panic!("still at {percent} %"),
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|c| *c != b'=').map(value).collect();
    let mut bytes = Vec::with_capacity(text.len());
    for four in letters.chunks(4) {
        let mut word = 0u32;
        for at in 0..4 {
            word = word << 6 | u32::from(four.get(at).copied().unwrap_or(0));
        }
        bytes.extend(&word.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// The server's own database.
pub fn inside(world: &World) -> Connection {
    Connection::open(world.server_folder().join("doorstep.db")).unwrap()
}

/// How many rows a table of the server has.
pub fn count(inside: &Connection, table: &str) -> usize {
    let sql = format!("SELECT count(*) FROM {table}");
    let count: i64 = inside.query_row(&sql, [], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Alex and Sam in a team at the server, with a household that both have.
pub async fn two(world: &World) -> (Person, Person, DocKey) {
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(world).await;
    sam.join(&alex).await;
    let household = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    (alex, sam, household)
}

/// Alex and Sam in a team at the server, by way of this relay, with a household that Alex has.
pub async fn two_by_way_of(world: &World, relay: &Relay) -> (Person, Person, DocKey) {
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.start_team().await;
    alex.must(ConnectServer {
        address: relay.address().to_string(),
        setup_code: world.setup_code().into(),
        replace: false,
    })
    .await;
    sam.join(&alex).await;
    let household = alex.add_household("Number 12").await;
    (alex, sam, household)
}
