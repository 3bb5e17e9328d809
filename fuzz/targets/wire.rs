//! See `src/wire.rs`.
#![no_main]

use doorstep_fuzz::wire::{run, seeds};

libfuzzer_sys::fuzz_target!(
    init: doorstep_fuzz::begin(seeds),
    |bytes: &[u8]| doorstep_fuzz::try_one(bytes, run)
);
