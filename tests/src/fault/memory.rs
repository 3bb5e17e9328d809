//! What stands in a running program's memory, as a core dump of it or a stolen page file would show.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use memchr::memmem::Finder;

/// Bytes that are looked through at once.
const AT_ONCE: usize = 16 * 1024 * 1024;

/// Something that is looked for.
pub struct Sought {
    /// What it is called.
    pub name: &'static str,
    /// It.
    pub bytes: Vec<u8>,
}

/// The names of those that stand anywhere in what this program can write to.
///
/// # Errors
/// If the system does not let this program look: it has to be the other one's parent, or root.
pub fn found_in(process: u32, sought: &[Sought]) -> io::Result<BTreeSet<&'static str>> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps"))?;
    let mut memory = File::open(format!("/proc/{process}/mem"))?;
    let longest = sought.iter().map(|one| one.bytes.len()).max();
    let overlap = longest.unwrap_or_default();
    let finders: Vec<_> = sought.iter().map(|one| Finder::new(&one.bytes)).collect();
    let mut found = BTreeSet::new();
    for (begins, ends) in maps.lines().filter_map(writable) {
        let mut at = begins;
        while at < ends {
            let left = usize::try_from(ends - at).unwrap_or(usize::MAX);
            let mut page = vec![0; left.min(AT_ONCE + overlap)];
            memory.seek(SeekFrom::Start(at))?;
            // What the system keeps to itself can't be read, and is in no dump.
            if memory.read_exact(&mut page).is_ok() {
                for (finder, one) in finders.iter().zip(sought) {
                    if finder.find(&page).is_some() {
                        found.insert(one.name);
                    }
                }
            }
            at += AT_ONCE as u64;
        }
    }
    Ok(found)
}

/// Where a stretch of memory that can be written begins and ends.
fn writable(line: &str) -> Option<(u64, u64)> {
    let (range, rest) = line.split_once(' ')?;
    if !rest.starts_with("rw") {
        return None;
    }
    let (begins, ends) = range.split_once('-')?;
    let hex = |text| u64::from_str_radix(text, 16).ok();
    Some((hex(begins)?, hex(ends)?))
}
