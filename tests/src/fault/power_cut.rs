//! The power goes at some moment of a recording: what the disk then holds.
//!
//! What was synced is there. What was not is there, or not, or in part: each sector of each write
//! for itself, in any order. Names that were made, changed or removed since their folder was synced
//! may be the old ones or the new ones, each for itself.

use std::collections::BTreeMap;
use std::path::Path;

use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use super::recording::Happened;

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;

type Inode = usize;

/// A disk as a recording goes on.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// Names as the program sees them.
    names: BTreeMap<String, Inode>,
    /// Names that outlive a power cut for sure.
    synced_names: BTreeMap<String, Inode>,
    /// What happened to names since, with their folder.
    unsynced_names: Vec<(String, NameChange)>,
    folders: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct File {
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Written { at: usize, bytes: Vec<u8> },
    Cut { to: usize },
}

#[derive(Clone, Debug)]
enum NameChange {
    Made(String, Inode),
    Renamed(String, String, Inode),
    Removed(String),
}

impl Disk {
    /// The files of a folder as they lie there, synced.
    pub fn of_folder(home: &Path) -> Self {
        let mut disk = Self::default();
        disk.take_in(home, "");
        disk.synced_names = disk.names.clone();
        disk
    }

    fn take_in(&mut self, home: &Path, below: &str) {
        for entry in std::fs::read_dir(home.join(below)).expect("a folder") {
            let entry = entry.expect("its entries");
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            if entry.path().is_dir() {
                self.folders.push(name.clone());
                self.take_in(home, &name);
            } else {
                let synced = std::fs::read(entry.path()).expect("a file");
                self.names.insert(name, self.files.len());
                self.files.push(File {
                    synced,
                    unsynced: Vec::new(),
                });
            }
        }
    }

    /// Something happens.
    pub fn happen(&mut self, happened: &Happened) {
        match happened {
            Happened::Told(_) => {}
            Happened::FolderMade(folder) => self.folders.push(folder.clone()),
            Happened::Created(file) => match self.names.get(file) {
                Some(inode) => self.files[*inode].unsynced.push(Change::Cut { to: 0 }),
                None => {
                    let inode = self.files.len();
                    self.files.push(File::default());
                    self.names.insert(file.clone(), inode);
                    self.name_changes(file, NameChange::Made(file.clone(), inode));
                }
            },
            Happened::Written { file, at, bytes } => self.change(
                file,
                Change::Written {
                    at: *at,
                    bytes: bytes.clone(),
                },
            ),
            Happened::Cut { file, to } => self.change(file, Change::Cut { to: *to }),
            Happened::Synced(file) => {
                if let Some(inode) = self.names.get(file) {
                    let file = &mut self.files[*inode];
                    for change in std::mem::take(&mut file.unsynced) {
                        change.on(&mut file.synced, |_| true);
                    }
                }
            }
            Happened::FolderSynced(folder) => {
                let (these, others) = std::mem::take(&mut self.unsynced_names)
                    .into_iter()
                    .partition(|(of, _)| of == folder);
                self.unsynced_names = others;
                let these: Vec<(String, NameChange)> = these;
                for (_, change) in these {
                    change.on(&mut self.synced_names);
                }
            }
            Happened::Renamed(from, to) => {
                if let Some(inode) = self.names.remove(from) {
                    self.names.insert(to.clone(), inode);
                    let change = NameChange::Renamed(from.clone(), to.clone(), inode);
                    self.name_changes(to, change);
                }
            }
            Happened::Removed(file) => {
                if self.names.remove(file).is_some() {
                    self.name_changes(file, NameChange::Removed(file.clone()));
                }
            }
        }
    }

    fn change(&mut self, file: &str, change: Change) {
        let inode = *self
            .names
            .get(file)
            .unwrap_or_else(|| panic!("{file} is not there"));
        self.files[inode].unsynced.push(change);
    }

    fn name_changes(&mut self, file: &str, change: NameChange) {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.unsynced_names.push((folder.to_owned(), change));
    }

    /// Whether these are the files that the program left.
    pub fn must_be(&self, home: &Path) {
        for (name, inode) in &self.names {
            let mut bytes = self.files[*inode].synced.clone();
            for change in self.files[*inode].unsynced.clone() {
                change.on(&mut bytes, |_| true);
            }
            let there = std::fs::read(home.join(name)).expect("it is there");
            assert!(bytes == there, "{name} was not recorded whole");
        }
    }

    /// How many writes a cut at this moment could lose.
    pub fn unsynced(&self) -> usize {
        self.files.iter().map(|file| file.unsynced.len()).sum()
    }

    /// The power goes: writes what is left into an empty folder.
    pub fn cut_into(&self, home: &Path, chance: &mut StdRng) {
        let mut names = self.synced_names.clone();
        for (_, change) in &self.unsynced_names {
            if chance.random_bool(0.5) {
                change.clone().on(&mut names);
            }
        }
        for folder in &self.folders {
            std::fs::create_dir_all(home.join(folder)).expect("a folder");
        }
        for (name, inode) in names {
            let bytes = self.files[inode].after_a_cut(chance);
            std::fs::write(home.join(name), bytes).expect("a file");
        }
    }
}

impl File {
    fn after_a_cut(&self, chance: &mut StdRng) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        let mut changes = self.unsynced.clone();
        // Now and then the disk kept the order, and only the end is missing.
        let in_order = chance.random_bool(0.3);
        if in_order {
            changes.truncate(chance.random_range(0..=changes.len()));
        } else {
            changes.shuffle(chance);
        }
        let last = changes.len();
        for (number, change) in changes.into_iter().enumerate() {
            let torn = if in_order {
                number + 1 == last
            } else {
                chance.random_bool(0.4)
            };
            if torn {
                change.on(&mut bytes, |_| chance.random_bool(0.5));
            } else if in_order || chance.random_bool(0.5) {
                change.on(&mut bytes, |_| true);
            }
        }
        bytes
    }
}

impl Change {
    /// Does it, for those sectors that are `kept`.
    fn on(self, file: &mut Vec<u8>, mut kept: impl FnMut(usize) -> bool) {
        match self {
            Self::Cut { to } => {
                if kept(0) {
                    file.resize(to, 0);
                }
            }
            Self::Written { at, bytes } => {
                let mut from = at;
                while from < at + bytes.len() {
                    let to = (at + bytes.len()).min((from / SECTOR + 1) * SECTOR);
                    if kept(from / SECTOR) {
                        if file.len() < to {
                            file.resize(to, 0);
                        }
                        file[from..to].copy_from_slice(&bytes[from - at..to - at]);
                    }
                    from = to;
                }
            }
        }
    }
}

impl NameChange {
    fn on(self, names: &mut BTreeMap<String, Inode>) {
        match self {
            Self::Made(name, inode) => {
                names.insert(name, inode);
            }
            Self::Renamed(from, to, inode) => {
                names.remove(&from);
                names.insert(to, inode);
            }
            Self::Removed(name) => {
                names.remove(&name);
            }
        }
    }
}
