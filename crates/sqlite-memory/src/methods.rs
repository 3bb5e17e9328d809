//! What SQLite calls to take, change and give back memory
//! (<https://sqlite.org/c3ref/mem_methods.html>).
//!
//! Before each block stands its length: whoever gives back memory to Rust's allocator says how much it is, and
//! SQLite doesn't.
#![allow(
    unsafe_code,
    reason = "an allocator for a library in C; each function is short, and says what it relies on"
)]

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::Ordering;

use rusqlite::ffi::{SQLITE_CONFIG_MALLOC, SQLITE_OK, sqlite3_config, sqlite3_mem_methods};

use crate::SHARED;

/// Bytes before each block, and what each block is aligned to. SQLite asks for 8; what C's own allocator gives
/// is 16, and something in it might rely on that.
const HEAD: usize = 16;

ctor::declarative::ctor! {
    /// Settles it before `main`.
    #[ctor(unsafe)]
    fn at_start() {
        share();
    }
}

fn share() {
    let methods = sqlite3_mem_methods {
        xMalloc: Some(take),
        xFree: Some(give_back),
        xRealloc: Some(change),
        xSize: Some(length),
        xRoundup: Some(round_up),
        xInit: Some(init),
        xShutdown: Some(shutdown),
        pAppData: null_mut(),
    };
    // SAFETY: Before `main` there is one thread, and nobody has used SQLite. SQLite copies the methods.
    let said = unsafe { sqlite3_config(SQLITE_CONFIG_MALLOC, &raw const methods) };
    SHARED.store(said == SQLITE_OK, Ordering::Relaxed);
}

/// A block with its head; `None` for lengths that no block has.
fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.checked_add(HEAD)?, HEAD).ok()
}

/// Writes the length into the head, and gives what comes after it.
///
/// # Safety
/// `start` is null, or the start of a block of `layout(bytes)`.
unsafe fn with_head(start: *mut u8, bytes: usize) -> *mut c_void {
    if start.is_null() {
        return null_mut();
    }
    // SAFETY: the head is there, and aligned to more than a length needs.
    unsafe {
        start.cast::<usize>().write(bytes);
        start.add(HEAD).cast()
    }
}

/// The start of a block's head, and the block's length.
///
/// # Safety
/// `block` came from [`take`] or [`change`] and was not given back.
unsafe fn head(block: *mut c_void) -> (*mut u8, usize) {
    // SAFETY: before each of those stands its head.
    unsafe {
        let start = block.cast::<u8>().sub(HEAD);
        (start, start.cast::<usize>().read())
    }
}

unsafe extern "C" fn take(bytes: c_int) -> *mut c_void {
    let Some((bytes, layout)) = usize::try_from(bytes)
        .ok()
        .and_then(|bytes| Some((bytes, layout(bytes)?)))
    else {
        return null_mut();
    };
    // SAFETY: a layout with a head in it is not empty.
    unsafe { with_head(alloc(layout), bytes) }
}

unsafe extern "C" fn give_back(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: SQLite gives back only what it has from here, and once.
    unsafe {
        let (start, bytes) = head(block);
        if let Some(layout) = layout(bytes) {
            dealloc(start, layout);
        }
    }
}

/// Null where there is no room; the block is as it was then.
unsafe extern "C" fn change(block: *mut c_void, bytes: c_int) -> *mut c_void {
    if block.is_null() {
        // SAFETY: as `take` says.
        return unsafe { take(bytes) };
    }
    let Some((bytes, after)) = usize::try_from(bytes)
        .ok()
        .and_then(|bytes| Some((bytes, layout(bytes)?)))
    else {
        return null_mut();
    };
    // SAFETY: SQLite changes only what it has from here, and both layouts were looked at.
    unsafe {
        let (start, before) = head(block);
        match layout(before) {
            Some(before) => with_head(realloc(start, before, after.size()), bytes),
            None => null_mut(),
        }
    }
}

unsafe extern "C" fn length(block: *mut c_void) -> c_int {
    if block.is_null() {
        return 0;
    }
    // SAFETY: SQLite asks only for what it has from here.
    let (_, bytes) = unsafe { head(block) };
    c_int::try_from(bytes).unwrap_or(c_int::MAX)
}

/// To whole words; SQLite asks for at most what fits.
extern "C" fn round_up(bytes: c_int) -> c_int {
    bytes.saturating_add(7) & !7
}

extern "C" fn init(_: *mut c_void) -> c_int {
    SQLITE_OK
}

extern "C" fn shutdown(_: *mut c_void) {}
