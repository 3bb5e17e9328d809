//! Work on more than one of the processor's cores, where there are more.

/// Does pieces of work on other cores while `meanwhile` is done on this one, which then helps. What came
/// of the pieces is in their order.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn beside<T: Send, R: Send, M>(
    pieces: Vec<T>,
    each: impl Fn(T) -> R + Sync,
    meanwhile: impl FnOnce() -> M,
) -> (Vec<R>, M) {
    use std::num::NonZero;
    use std::sync::Mutex;
    use std::thread;

    use crate::device::lock;

    let count = pieces.len();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let left = Mutex::new(pieces.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    let next = || lock(&left).next();
    let work = || {
        while let Some((at, piece)) = next() {
            let result = each(piece);
            lock(&done).push((at, result));
        }
    };
    let meanwhile = thread::scope(|scope| {
        for _ in 1..cores.min(count + 1) {
            // One that the system does not give is one fewer.
            let _helper = thread::Builder::new().spawn_scoped(scope, work);
        }
        let meanwhile = meanwhile();
        work();
        meanwhile
    });
    let mut done = std::mem::take(&mut *lock(&done));
    done.sort_unstable_by_key(|(at, _)| *at);
    (
        done.into_iter().map(|(_, result)| result).collect(),
        meanwhile,
    )
}

/// A browser's worker has one thread.
#[cfg(target_arch = "wasm32")]
pub(crate) fn beside<T, R, M>(
    pieces: Vec<T>,
    each: impl Fn(T) -> R,
    meanwhile: impl FnOnce() -> M,
) -> (Vec<R>, M) {
    let meanwhile = meanwhile();
    (pieces.into_iter().map(each).collect(), meanwhile)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::beside;

    #[test]
    fn everything_is_done_once_and_in_its_order() {
        for count in [0, 1, 7, 100] {
            let (squares, said) = beside((0..count).collect(), |n: u64| n * n, || "meanwhile");
            assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
            assert_eq!(said, "meanwhile");
        }
    }

    /// Where there is another core, pieces are done before what is done meanwhile has ended.
    #[test]
    fn nobody_waits_for_what_is_done_meanwhile() {
        if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
            return;
        }
        let (say, said) = channel();
        let hear = || said.recv_timeout(Duration::from_secs(20));
        let (_, heard) = beside(vec![()], |()| say.send(7), hear);
        assert_eq!(heard, Ok(7));
    }
}
