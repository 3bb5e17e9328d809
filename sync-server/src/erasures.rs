//! What was erased, in a file outside the database: a backup that is older than an erasure is made to
//! forget again before it serves.
//!
//! One line a document: team and document in hex, and the place of the entry that erased it in the team's
//! log, with spaces between them. Lines are only added. Ids tell nobody anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use doorstep_wire::id::{DocId, TeamId};
use tokio::sync::Mutex;

use crate::storage::{Erased, Storage, StorageFault};

/// The file's name in the data folder, unless the operator says otherwise.
pub const ERASURES: &str = "doorstep.erased";

/// Why what was erased could not be kept, or not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ErasuresFault {
    /// The system says no.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// The file has a line that is none of ours.
    #[error("{0}: line {1} is not a team, a document and a number; the file is left as it is")]
    Line(PathBuf, usize),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
}

type All = BTreeSet<Erased>;

/// How often a running server adds what is not in its file yet: after a failure, or because another server
/// at the same database erased it.
const EVERY: Duration = Duration::from_secs(60);

/// The file. Each server has its own.
#[derive(Debug, Clone)]
pub struct Erasures {
    file: PathBuf,
    /// One adds at a time.
    turn: Arc<Mutex<()>>,
}

impl Erasures {
    /// In this file, which is made when there is something to keep.
    pub fn at(file: PathBuf) -> Self {
        Self {
            file,
            turn: Arc::default(),
        }
    }

    /// Erases in the store what the file names, and adds to the file what the store names. Answers how
    /// many documents were erased in the store.
    ///
    /// # Errors
    /// [`ErasuresFault`]; the store must not be served then.
    pub async fn apply(&self, storage: &impl Storage) -> Result<usize, ErasuresFault> {
        let here: All = storage.erased().await?.into_iter().collect();
        let mut lacking: BTreeMap<TeamId, Vec<(DocId, u64)>> = BTreeMap::new();
        for erased in self.off_thread(read).await?.difference(&here) {
            let of_team = lacking.entry(erased.team).or_default();
            of_team.push((erased.document, erased.position));
        }
        for (team, documents) in lacking {
            storage.erase(team, documents).await?;
        }
        self.note(storage).await?;
        let now = storage.erased().await?;
        Ok(now.len().saturating_sub(here.len()))
    }

    /// Reads the file, and changes nothing.
    ///
    /// # Errors
    /// [`ErasuresFault`] if it can't be read to its end.
    pub async fn check(&self) -> Result<(), ErasuresFault> {
        self.off_thread(read).await.map(|_| ())
    }

    /// Adds what was erased in the store, and brings it to the disk.
    ///
    /// # Errors
    /// [`ErasuresFault`]; what is lacking is added the next time, at the latest when the server starts.
    pub async fn note(&self, storage: &impl Storage) -> Result<(), ErasuresFault> {
        let _turn = self.turn.lock().await;
        let here: All = storage.erased().await?.into_iter().collect();
        self.off_thread(move |file| add(file, &here)).await
    }

    /// Adds what is not there yet now and then, for as long as this is awaited.
    pub(crate) async fn note_now_and_then<S: Storage>(self, storage: S) {
        let mut turns = tokio::time::interval(EVERY);
        loop {
            turns.tick().await;
            if let Err(fault) = self.note(&storage).await {
                tracing::error!(%fault, "what was erased is not written down yet");
            }
        }
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, ErasuresFault> + Send + 'static,
    ) -> Result<T, ErasuresFault> {
        let file = self.file.clone();
        let done = tokio::task::spawn_blocking(move || work(&file)).await;
        done.map_err(|_| StorageFault::Unusable("a task ended early".into()))?
    }
}

fn read(file: &Path) -> Result<All, ErasuresFault> {
    let mut text = String::new();
    match File::open(file) {
        Ok(mut open) => open.read_to_string(&mut text).map_err(at(file))?,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => 0,
        Err(fault) => return Err(at(file)(fault)),
    };
    // What was cut off while it was written was not answered, and is added again.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let lines = (1..).zip(whole.lines());
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let erased = parsed(line);
            erased.ok_or_else(|| ErasuresFault::Line(file.to_owned(), number))
        })
        .collect()
}

fn parsed(line: &str) -> Option<Erased> {
    let mut parts = line.split(' ');
    let erased = Erased {
        team: parts.next()?.parse().ok()?,
        document: parts.next()?.parse().ok()?,
        position: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(erased)
}

fn add(file: &Path, erased: &All) -> Result<(), ErasuresFault> {
    let before = read(file)?;
    let new: Vec<_> = erased.difference(&before).collect();
    if new.is_empty() {
        return Ok(());
    }
    let lines: String = new
        .iter()
        .map(|it| format!("{} {} {}\n", it.team, it.document, it.position))
        .collect();
    let is_new = !file.exists();
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let write = |text: &str| {
        let mut open = options.open(file)?;
        let mut before = Vec::new();
        open.read_to_end(&mut before)?;
        // The next line takes the place of one that was cut off.
        let end = before.iter().rposition(|byte| *byte == b'\n');
        let end = end.map_or(0, |at| u64::try_from(at).unwrap_or(u64::MAX) + 1);
        open.set_len(end)?;
        open.seek(SeekFrom::Start(end))?;
        open.write_all(text.as_bytes())?;
        open.sync_all()?;
        match file.parent() {
            Some(folder) if is_new && !folder.as_os_str().is_empty() => {
                File::open(folder)?.sync_all()
            }
            _ => Ok(()),
        }
    };
    write(&lines).map_err(at(file))
}

fn at(file: &Path) -> impl FnOnce(io::Error) -> ErasuresFault {
    let file = file.to_owned();
    move |cause| ErasuresFault::Io(file, cause)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]
mod tests {
    use super::*;
    use crate::storage::SqliteStorage;

    const ONE: Erased = Erased {
        team: TeamId([1; 32]),
        document: DocId([7; 16]),
        position: 3,
    };
    const TWO: Erased = Erased {
        team: TeamId([2; 32]),
        document: DocId([8; 16]),
        position: 12,
    };

    async fn erase(store: &SqliteStorage, it: Erased) {
        let documents = vec![(it.document, it.position)];
        store.erase(it.team, documents).await.unwrap();
    }

    fn store(folder: &Path, name: &str) -> SqliteStorage {
        SqliteStorage::open(&folder.join(name)).unwrap()
    }

    #[tokio::test]
    async fn store_and_file_learn_from_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let (file, one) = (folder.path().join(ERASURES), store(folder.path(), "one.db"));
        let erasures = Erasures::at(file.clone());
        assert_eq!(erasures.apply(&one).await.unwrap(), 0);
        assert!(!file.exists(), "there is nothing to keep");
        erase(&one, ONE).await;
        erasures.note(&one).await.unwrap();
        erase(&one, TWO).await;
        // A crash in between: the next start adds it.
        assert_eq!(erasures.apply(&one).await.unwrap(), 0);
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        // A store that is older.
        let two = store(folder.path(), "two.db");
        assert_eq!(erasures.apply(&two).await.unwrap(), 2);
        assert_eq!(two.erased().await.unwrap(), [ONE, TWO]);
        assert_eq!(erasures.apply(&two).await.unwrap(), 0);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }

    #[tokio::test]
    async fn a_line_that_was_cut_off_is_written_anew_and_another_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (file, one) = (folder.path().join(ERASURES), store(folder.path(), "one.db"));
        let erasures = Erasures::at(file.clone());
        erase(&one, ONE).await;
        erasures.note(&one).await.unwrap();
        let first = std::fs::read_to_string(&file).unwrap();
        erase(&one, TWO).await;
        erasures.note(&one).await.unwrap();
        let whole = std::fs::read_to_string(&file).unwrap();
        for cut in first.len()..whole.len() {
            std::fs::write(&file, &whole[..cut]).unwrap();
            assert_eq!(read(&file).unwrap(), All::from([ONE]), "{cut}");
            erasures.note(&one).await.unwrap();
            assert_eq!(std::fs::read_to_string(&file).unwrap(), whole, "{cut}");
        }
        let bent = whole.replacen('0', "x", 1);
        std::fs::write(&file, &bent).unwrap();
        assert!(matches!(
            erasures.apply(&one).await,
            Err(ErasuresFault::Line(_, 1))
        ));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), bent, "it is left");
    }
}
