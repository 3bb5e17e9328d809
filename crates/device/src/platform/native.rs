//! An installed app: files in a folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

pub(crate) use doorstep_sqlite_memory::is_shared as memory_is_shared;
use rusqlite::{Connection, OpenFlags};

use crate::store::StoreFault;

/// Readers and one writer do not wait for each other.
pub(crate) const JOURNAL: &str = "wal";

const LOCK: &str = "lock";

/// The files of one folder.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    root: PathBuf,
}

/// While it lives, no other program opens the folder.
pub(crate) struct Held {
    lock: File,
}

impl Drop for Held {
    /// Closing the file would do, but for a program that was started a moment ago and holds a copy of it
    /// until it has begun.
    fn drop(&mut self) {
        let _goes_with_the_file = self.lock.unlock();
    }
}

impl From<PathBuf> for Files {
    fn from(root: PathBuf) -> Self {
        Self { root }
    }
}

impl Files {
    /// A folder inside this one.
    pub(crate) fn folder(&self, name: &str) -> Self {
        Self {
            root: self.root.join(name),
        }
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.root.join(name).exists()
    }

    /// The bytes of a file, at most `limit`; `None` if it is not there.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidData`] if it is longer, or what the system says.
    pub(crate) fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.root.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let mut bytes = Vec::new();
        let more = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        file.take(more).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            Err(ErrorKind::InvalidData.into())
        } else {
            Ok(Some(bytes))
        }
    }

    /// Replaces a file whole: after a crash it is the old one or the new one.
    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        private_folder(&self.root)?;
        let (new, path) = (self.root.join(format!("{name}.new")), self.root.join(name));
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        sync_folder(&self.root)
    }

    /// Removes a file; one that is not there is no error.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.root.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => sync_folder(&self.root),
        }
    }

    /// The names of the files in it; none if the folder is not there.
    pub(crate) fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    /// Removes the folder with everything in it: in one step for whoever looks, since what can't be
    /// removed at once is out of the way under another name, and goes the next time.
    pub(crate) fn remove_all(&self) -> io::Result<()> {
        let gone = self.root.with_extension("gone");
        remove_folder(&gone)?;
        match fs::rename(&self.root, &gone) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            renamed => renamed?,
        }
        self.root.parent().map_or(Ok(()), sync_folder)?;
        remove_folder(&gone)
    }

    /// Holds the folder against other programs.
    pub(crate) fn hold(&self) -> Result<Held, StoreFault> {
        private_folder(&self.root)?;
        let mut options = OpenOptions::new();
        let lock = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.root.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Held { lock }),
            Err(TryLockError::WouldBlock) => Err(StoreFault::OpenElsewhere),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Opens the database in this folder; makes it only if `new`.
    pub(crate) fn connect(&self, name: &str, new: bool) -> Result<Connection, StoreFault> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if new {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let path = self.root.join(name);
        let opened = Connection::open_with_flags(&path, flags)?;
        // Where SQLite can't open a file for writing, it opens it for reading and says nothing;
        // every save would be refused until the next start. A disk that stumbled is asked again.
        if opened.is_readonly(rusqlite::MAIN_DB)? {
            drop(opened);
            return Ok(Connection::open_with_flags(&path, flags)?);
        }
        Ok(opened)
    }
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes the folder; only its owner can look into it.
fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a rename last. Windows has no such call and needs none.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) && path.is_dir() {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// A file outside of the device's folder that the person chose.
#[derive(Clone, Debug)]
pub struct Chosen(PathBuf);

impl From<PathBuf> for Chosen {
    fn from(path: PathBuf) -> Self {
        Self(path)
    }
}

impl Chosen {
    /// Its name without the folder.
    pub(crate) fn name(&self) -> String {
        let name = self.0.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Its bytes, as they come, and how many there are in all.
    ///
    /// # Errors
    /// What the system says.
    #[allow(dead_code, reason = "what reads files comes with its own change")]
    pub(crate) fn open(&self) -> io::Result<(impl Read + use<>, u64)> {
        let file = File::open(&self.0)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    /// Where it is written until it is whole.
    fn half_path(&self) -> PathBuf {
        let mut half = self.0.clone().into_os_string();
        half.push(".part");
        PathBuf::from(half)
    }

    /// That path as bytes, to be removed by after a crash. `None` for one that can't be written
    /// down: only Windows has such.
    pub(crate) fn half(&self) -> Option<Vec<u8>> {
        let half = std::path::absolute(self.half_path()).ok()?;
        #[cfg(unix)]
        let bytes = Some(std::os::unix::ffi::OsStringExt::into_vec(
            half.into_os_string(),
        ));
        #[cfg(not(unix))]
        let bytes = half.to_str().map(|half| half.as_bytes().to_vec());
        bytes
    }

    /// Removes what a crash left there; answers whether there is nothing any more. While its folder
    /// is out of reach nobody can say.
    pub(crate) fn remove_half(half: &[u8]) -> bool {
        #[cfg(unix)]
        let path = PathBuf::from(
            <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(half.to_vec()),
        );
        #[cfg(not(unix))]
        let path = PathBuf::from(String::from_utf8_lossy(half).into_owned());
        match fs::remove_file(&path) {
            Ok(()) => true,
            Err(error) => {
                error.kind() == ErrorKind::NotFound && path.parent().is_some_and(Path::is_dir)
            }
        }
    }

    /// Writes it whole: whatever fails, the file is the old one, or there is none.
    ///
    /// # Errors
    /// What `write` or the system says.
    pub(crate) fn replace<E: From<io::Error>>(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        let new = self.half_path();
        let made = || -> Result<(), E> {
            let mut file = io::BufWriter::new(private_file(&new)?);
            write(&mut file)?;
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            fs::rename(&new, &self.0)?;
            Ok(())
        };
        let done = made();
        if done.is_err() {
            let _half_of_it = fs::remove_file(&new);
        }
        done
    }
}

/// A file that only the person whose account it is can read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Lets others at what they wait for; work in many slices would keep it from them.
pub(crate) fn give_way() {
    std::thread::sleep(std::time::Duration::from_millis(1));
}

/// Milliseconds since some moment of this run.
pub(crate) fn monotonic_ms() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
