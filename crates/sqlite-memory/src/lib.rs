//! SQLite takes its memory where the rest of the program does: from Rust's global allocator.
//!
//! A program whose allocator wipes what is given back so leaves no page, no statement and no row of
//! SQLite's in its memory either, and nothing has to be switched on for it: `cipher_memory_security` of
//! SQLCipher's wipes too, and takes twice as long for each save and more, since it locks each block in
//! memory (docs/decisions/0045-memory.md).
//!
//! It is settled before `main`, in each program that has this crate in it: SQLite allows it only before its
//! first use, and only while no other thread can be using it.

mod methods;

use std::sync::atomic::{AtomicBool, Ordering};

static SHARED: AtomicBool = AtomicBool::new(false);

/// Whether SQLite takes its memory from Rust's allocator. It is so in every program that asks, unless SQLite
/// was built to refuse it.
#[must_use]
pub fn is_shared() -> bool {
    SHARED.load(Ordering::Relaxed)
}
