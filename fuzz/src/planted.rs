//! The control of everything here: a fault that is found within seconds, or fuzzing finds nothing.
//! It has to be found although panics that are caught are none.

use std::panic::catch_unwind;

/// Panics on `fuzz` as its first letters, and catches a panic on every other input.
pub fn run(bytes: &[u8]) {
    let caught = catch_unwind(|| assert!(bytes.is_empty() && !bytes.is_empty(), "always"));
    assert!(caught.is_err());
    if let [b'f', b'u', b'z', b'z', ..] = bytes {
        panic!("the planted fault");
    }
}

/// One that is near.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![b"full".to_vec()]
}
