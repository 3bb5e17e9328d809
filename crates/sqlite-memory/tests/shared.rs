//! What SQLite does passes through Rust's allocator, and all of it comes back.
#![allow(
    clippy::unwrap_used,
    unsafe_code,
    reason = "a test says what is wrong by panicking, and counts what an allocator is asked for"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static BACK: AtomicUsize = AtomicUsize::new(0);

/// Counts bytes, and fills with other bytes what is given back: who reads it afterwards sees them.
struct Counts;

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counts {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: handed on as it came.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        BACK.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: it is still ours, as long as the layout says.
        unsafe {
            start.write_bytes(0xdd, layout.size());
            System.dealloc(start, layout);
        }
    }
}

#[global_allocator]
static MEMORY: Counts = Counts;

/// What goes through the allocator in a piece of work.
fn through(work: impl FnOnce()) -> (usize, usize) {
    let (taken, back) = (TAKEN.load(Ordering::Relaxed), BACK.load(Ordering::Relaxed));
    work();
    (
        TAKEN.load(Ordering::Relaxed) - taken,
        BACK.load(Ordering::Relaxed) - back,
    )
}

// One test: what another thread takes would be counted too.
#[test]
fn all_that_sqlite_takes_comes_from_here_and_comes_back() {
    assert!(doorstep_sqlite_memory::is_shared());
    let (taken, _) = through(|| {});
    assert_eq!(taken, 0, "the control: nothing but the work is counted");

    let rows = 2_000_usize;
    let (taken, back) = through(|| {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("PRAGMA key = 'x'; CREATE TABLE t (text TEXT) STRICT")
            .unwrap();
        for row in 0..rows {
            // Grows, so that blocks are changed in length as well.
            conn.execute("INSERT INTO t VALUES (?1)", ["x".repeat(row)])
                .unwrap();
        }
        let joined: String = conn
            .query_row("SELECT group_concat(text, '') FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(joined.len(), rows * (rows - 1) / 2);
        assert!(joined.bytes().all(|byte| byte == b'x'));
    });
    assert!(
        taken > rows * rows,
        "{taken} bytes: SQLite's pages are among them"
    );
    // What SQLite keeps for the whole program, its first time, is little.
    assert!(
        taken - back < 64 * 1024,
        "{taken} bytes were taken, {back} came back"
    );
}
