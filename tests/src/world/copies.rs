//! Copies of folders, as a backup makes them, and what lies in a server's.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Copies a folder with everything in it; nobody may be writing there. What lay at `to` goes.
pub fn copy_folder(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("what lay there can go");
    }
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder that is there") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The names of all chunks and membership entries in the folder of a server that has stopped.
pub fn held_by_server(folder: &Path) -> BTreeSet<Vec<u8>> {
    let server = rusqlite::Connection::open(folder.join("doorstep.db")).expect("a database");
    let mut rows = server
        .prepare("SELECT chunk_id FROM chunk UNION ALL SELECT bytes FROM membership")
        .expect("tables of chunks and entries");
    let names = rows.query_map([], |row| row.get(0)).expect("rows");
    names.map(|name| name.expect("a name")).collect()
}
