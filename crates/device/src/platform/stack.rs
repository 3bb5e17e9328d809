//! What calls leave behind on the stack.

/// How deep below its caller it is overwritten, in bytes: keys are handled within the first few frames, and
/// every thread that answers calls has several times as much.
const DEEP: usize = 128 * 1024;

/// Overwrites what calls that have returned left below the caller's frame: keys are wiped where they lie,
/// but copies that were made on the way to a function stay there until something else is called.
#[inline(never)]
pub(crate) fn wipe_stack() {
    let mut below = [0_u8; DEEP];
    std::hint::black_box(&mut below);
}
