//! In place of the device's randomness: slots ask for it only when a passphrase is chosen.

use getrandom::SysRng;
use rand_core::{Rng as _, UnwrapErr};

pub(crate) fn system() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    system().fill_bytes(&mut bytes);
    bytes
}
