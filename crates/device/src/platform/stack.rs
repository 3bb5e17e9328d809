//! What calls leave behind on the stack.

/// How deep below its caller it is overwritten, in bytes. Without optimisation frames are large, and a key was
/// found 200 KiB down; every thread that answers calls has several times as much.
#[cfg(not(target_arch = "wasm32"))]
const DEEP: usize = 512 * 1024;
/// In a browser there is a MiB for all.
#[cfg(target_arch = "wasm32")]
const DEEP: usize = 64 * 1024;

/// Overwrites what calls that have returned left below the caller's frame: keys are wiped where they lie,
/// but copies that were made on the way to a function stay there until something else is called.
#[inline(never)]
pub(crate) fn wipe_stack() {
    let mut below = [0_u8; DEEP];
    std::hint::black_box(&mut below);
}
