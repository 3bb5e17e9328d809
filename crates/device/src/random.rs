//! The system's randomness.

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// The system's generator. It ends the program if the system has no randomness to give, since
/// nothing safe could be done then.
pub(crate) type SystemRandom = UnwrapErr<SysRng>;

/// The system's generator.
pub(crate) fn system() -> SystemRandom {
    UnwrapErr(SysRng)
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    use rand_core::Rng;
    let mut bytes = [0; N];
    system().fill_bytes(&mut bytes);
    bytes
}
