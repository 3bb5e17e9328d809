//! What a program did to the files of a folder, read out of a trace: the input of a power cut.

use std::collections::BTreeMap;
use std::path::Path;

/// One thing that happened, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A file was made, or made empty if it was there.
    Created(String),
    /// Bytes were written.
    Written {
        /// Into this file, a path below the home.
        file: String,
        /// From this byte on.
        at: usize,
        /// These.
        bytes: Vec<u8>,
    },
    /// A file was cut, or grew with zeros.
    Cut {
        /// This file.
        file: String,
        /// To this many bytes.
        to: usize,
    },
    /// The disk has all that was written into the file.
    Synced(String),
    /// The disk has all names in the folder.
    FolderSynced(String),
    /// A folder was made.
    FolderMade(String),
    /// A file got another name, in place of what had it.
    Renamed(String, String),
    /// A name went.
    Removed(String),
    /// The program was told this.
    Told(String),
}

/// Reads a trace with strings in hex; what lies outside of `home` is left out. Its folders still
/// have to be there.
///
/// Memory that is mapped from a file is not in a trace. The one file that SQLite maps is the index
/// of its log, which is made anew after a power cut.
pub fn read(trace: &str, home: &str) -> Vec<Happened> {
    let mut reading = Reading {
        home: format!("{home}/"),
        positions: BTreeMap::new(),
        happened: Vec::new(),
    };
    for line in trace.lines() {
        reading.line(line);
    }
    reading.happened
}

struct Reading {
    home: String,
    /// Where the next plain write into an open file goes.
    positions: BTreeMap<String, usize>,
    happened: Vec<Happened>,
}

impl Reading {
    fn line(&mut self, line: &str) {
        let Some((_, call)) = line.trim_start().split_once(' ') else {
            return;
        };
        assert!(
            !call.contains("<unfinished") && !call.contains("resumed>"),
            "the program has more than one thread, whose calls can't be told apart: {call}"
        );
        let Some((name, rest)) = call.trim_start().split_once('(') else {
            return;
        };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else {
            return;
        };
        if result.starts_with('-') {
            return;
        }
        let strings: Vec<Vec<u8>> = quoted(arguments);
        let path = |at: usize| -> Option<String> {
            let path = strings.get(at)?;
            self.below(&String::from_utf8_lossy(path))
        };
        let open = opened(arguments).and_then(|path| self.below(&path));
        match name {
            "openat" => {
                let Some(file) = path(0) else { return };
                if file.ends_with("-shm") {
                    return;
                }
                let exists = self.positions.contains_key(&file);
                self.positions.insert(file.clone(), 0);
                let makes = arguments.contains("O_CREAT") && !exists;
                if makes || arguments.contains("O_TRUNC") {
                    self.happened.push(Happened::Created(file));
                }
            }
            "write" if arguments.starts_with("1<") => {
                let text = strings.first().cloned().unwrap_or_default();
                let text = String::from_utf8_lossy(&text).trim_end().to_owned();
                self.happened.push(Happened::Told(text));
            }
            "write" => {
                let Some(file) = open else { return };
                let bytes = strings.first().cloned().unwrap_or_default();
                let position = self.positions.entry(file.clone()).or_default();
                let at = *position;
                *position += bytes.len();
                self.happened.push(Happened::Written { file, at, bytes });
            }
            "pwrite64" => {
                let Some(file) = open.filter(|file| !file.ends_with("-shm")) else {
                    return;
                };
                let bytes = strings.first().cloned().unwrap_or_default();
                assert_eq!(result.parse(), Ok(bytes.len()), "all of it was recorded");
                let at = last_number(arguments);
                self.happened.push(Happened::Written { file, at, bytes });
            }
            "ftruncate" => {
                let Some(file) = open.filter(|file| !file.ends_with("-shm")) else {
                    return;
                };
                let to = last_number(arguments);
                self.happened.push(Happened::Cut { file, to });
            }
            "fsync" | "fdatasync" => {
                let Some(file) = open else { return };
                let is_folder = Path::new(&self.home).join(&file).is_dir();
                self.happened.push(if is_folder {
                    Happened::FolderSynced(file)
                } else {
                    Happened::Synced(file)
                });
            }
            "mkdir" => self.happened.extend(path(0).map(Happened::FolderMade)),
            "unlink" | "unlinkat" => {
                let Some(file) = path(0) else { return };
                self.positions.remove(&file);
                self.happened.push(Happened::Removed(file));
            }
            "rename" | "renameat2" => {
                let (Some(from), Some(to)) = (path(0), path(1)) else {
                    return;
                };
                let position = self.positions.remove(&from).unwrap_or_default();
                self.positions.insert(to.clone(), position);
                self.happened.push(Happened::Renamed(from, to));
            }
            _ => {}
        }
    }

    fn below(&self, path: &str) -> Option<String> {
        path.strip_prefix(&self.home).map(str::to_owned)
    }
}

/// The strings among the arguments.
fn quoted(arguments: &str) -> Vec<Vec<u8>> {
    arguments
        .split('"')
        .skip(1)
        .step_by(2)
        .map(unescaped)
        .collect()
}

/// The path of the open file that is the first argument: `5<path>`.
fn opened(arguments: &str) -> Option<String> {
    let (number, rest) = arguments.split_once('<')?;
    number.parse::<u32>().ok()?;
    let (path, _) = rest.split_once('>')?;
    Some(String::from_utf8_lossy(&unescaped(path)).into_owned())
}

/// `\x2f\x74` → the bytes.
fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.split("\\x").skip(1);
    bytes
        .map(|hex| u8::from_str_radix(hex, 16).expect("two digits of hex"))
        .collect()
}

fn last_number(arguments: &str) -> usize {
    let last = arguments.rsplit(", ").next().unwrap_or_default();
    let digits = last.trim_end_matches(')');
    digits.parse().expect("a number of bytes")
}
