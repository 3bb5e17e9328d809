//! A store that was made once, to be copied for each fault.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use doorstep_device::Device;
use doorstep_model::call::{GetStanding, Standing};
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::crypto::key::SecretKey;
use rusqlite::Connection;
use tempfile::TempDir;

use super::slots;
use crate::world::World;
use crate::world::copies::copy_folder;

/// Where a device keeps a store that needs no passphrase.
pub const STORE: &str = "practice";
/// The database in it.
pub const DATABASE: &str = "store.db";

/// Households of a prepared store.
pub const HOUSEHOLDS: [&str; 2] = ["Number 12", "Number 14"];
/// Visits of the first one: more changes than a document is left with before they are folded.
const VISITS: usize = 18;

/// A device's home with a store of a team in it, and the key.
pub struct Prepared {
    folder: TempDir,
    /// The key of the store, for looking into it from outside.
    pub key: SecretKey,
    /// Its households.
    pub households: Vec<DocKey>,
}

impl Prepared {
    /// Makes one: a team, two households, and a long tail of changes in the first.
    pub async fn make() -> Self {
        let folder = in_memory();
        let world = World::begin_in(folder.path());
        let alex = world.device("alex");
        let words = alex.start_team().await;
        let mut households = Vec::new();
        for (name, visits) in HOUSEHOLDS.into_iter().zip([VISITS, 1]) {
            let id = alex.add_household(name).await;
            households.push(id.clone());
            for visit in 0..visits {
                // The last one is so long that it takes pages of its own.
                let times = if visit + 1 == visits { 600 } else { 40 };
                let notes: String = (0..times).map(|line| format!("Said {line}. ")).collect();
                alex.add_visit(&id, &notes, "Calm", "Ring on Monday").await;
            }
        }
        drop(alex);
        Self::of_home(folder, "alex", &words, households)
    }

    /// One with little in it, and what that is, as the program under faults would say it.
    pub async fn small() -> (Self, String) {
        let folder = in_memory();
        let world = World::begin_in(folder.path());
        let alex = world.device("alex");
        let words = alex.start_team().await;
        let (mut households, mut told) = (Vec::new(), String::new());
        for (number, name) in HOUSEHOLDS.into_iter().enumerate() {
            let id = alex.add_household(name).await;
            for visit in 0..2 {
                let marker = format!("marker-{number}-{visit}-");
                alex.add_visit(&id, &marker, &marker, &marker).await;
                told.push_str(&format!("kept {} {marker} 3\n", id.as_str()));
            }
            households.push(id);
        }
        drop(alex);
        (Self::of_home(folder, "alex", &words, households), told)
    }

    /// From a device of that name in the folder, which is closed.
    pub fn of_home(folder: TempDir, name: &str, words: &[String], households: Vec<DocKey>) -> Self {
        let store = folder.path().join("home").join(STORE);
        std::fs::create_dir_all(folder.path().join("home")).expect("a folder");
        std::fs::rename(folder.path().join(name).join("team"), &store).expect("it moves");
        let key = slots::key_by_words(&store, words);
        slots::write_clear(&store, &key);
        Self {
            folder,
            key,
            households,
        }
    }

    /// A copy of the home, with a folder of its own.
    pub fn copy(&self) -> Home {
        let folder = in_memory();
        copy_folder(
            &self.folder.path().join("home"),
            &folder.path().join("home"),
        );
        Home { folder }
    }
}

/// A device's home in a temporary folder.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// One with nothing in it.
    pub fn empty() -> Self {
        let folder = in_memory();
        std::fs::create_dir_all(folder.path().join("home").join(STORE)).expect("a folder");
        Self { folder }
    }

    /// A home in which no store was ever made.
    pub fn untouched() -> Self {
        let folder = in_memory();
        std::fs::create_dir_all(folder.path().join("home")).expect("a folder");
        Self { folder }
    }

    /// Its path.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The store's folder.
    pub fn store(&self) -> PathBuf {
        self.path().join(STORE)
    }

    /// A file of the store.
    pub fn file(&self, name: &str) -> PathBuf {
        self.store().join(name)
    }

    /// Opens it, as an app does that starts.
    ///
    /// # Errors
    /// What the first screen would say.
    pub async fn open(&self) -> Result<Device, Problem> {
        open(&self.path()).await
    }
}

/// Opens the device in this home, as an app does that starts.
///
/// # Errors
/// What the first screen would say.
pub async fn open(home: &Path) -> Result<Device, Problem> {
    let device = self::device(home);
    match device.answer(GetStanding {}).await? {
        Standing::Open(_) => Ok(device),
        other => Err(Problem::with(ProblemCode::Unexpected, format!("{other:?}"))),
    }
}

/// A device in this home, which has not looked into it yet.
pub fn device(home: &Path) -> Device {
    Device::new(home.to_owned(), now)
}

fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    UnixMillis(i64::try_from(since.expect("a clock after 1970").as_millis()).expect("a date"))
}

/// A folder on a disk that is memory where there is one: what a fault test waits for is not the
/// disk.
fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    };
    made.expect("a temporary folder")
}

/// A connection of the test's own to a database whose key it knows.
pub fn connect(database: &Path, key: &SecretKey) -> Connection {
    let connection = Connection::open(database).expect("it opens");
    let hex = data_encoding::HEXLOWER.encode(key.expose());
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .expect("a key");
    connection
}

/// What SQLite and SQLCipher find wrong with the database; nothing, if all is right.
pub fn faults_in(database: &Path, key: &SecretKey) -> Vec<String> {
    let connection = connect(database, key);
    let ask = |pragma: &str| -> Vec<String> {
        let asked = || {
            let mut statement = connection.prepare(pragma)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        asked().unwrap_or_else(|fault| vec![fault.to_string()])
    };
    let mut faults = ask("PRAGMA cipher_integrity_check");
    faults.extend(
        ask("PRAGMA integrity_check")
            .into_iter()
            .filter(|line| line != "ok"),
    );
    faults.extend(ask("PRAGMA foreign_key_check"));
    faults
}
