//! The network between devices and the server: what was sent lies here until the world decides
//! what becomes of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_device::{Answered, Asked, Awaited, Way};
use doorstep_wire::id::Pin;
use tokio::sync::oneshot;
use tokio::task::unconstrained;

/// Something under way.
pub(super) enum Mail {
    /// To the server. One that nobody waits for is a repetition.
    Request {
        from: usize,
        asked: Asked,
        reply: Option<oneshot::Sender<Answered>>,
    },
    /// Back to a device.
    Answer {
        to: usize,
        path: String,
        answered: Answered,
        reply: oneshot::Sender<Answered>,
    },
}

impl Mail {
    /// Whose device sent it or waits for it.
    pub(super) fn whose(&self) -> usize {
        match self {
            Self::Request { from, .. } => *from,
            Self::Answer { to, .. } => *to,
        }
    }
}

/// All that is under way.
#[derive(Clone, Default)]
pub(super) struct Network(Arc<Mutex<Vec<Mail>>>);

impl Network {
    pub(super) fn mail(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one of them out, whichever it is.
    pub(super) fn take(&self, luck: u64) -> Option<Mail> {
        let mut mail = self.mail();
        let count = u64::try_from(mail.len()).unwrap_or(u64::MAX);
        let at = luck.checked_rem(count)?;
        Some(mail.swap_remove(usize::try_from(at).unwrap_or_default()))
    }

    /// Takes out what belongs to this device.
    pub(super) fn take_of(&self, device: usize) -> Option<Mail> {
        let mut mail = self.mail();
        let at = mail.iter().position(|mail| mail.whose() == device)?;
        Some(mail.remove(at))
    }

    /// Takes one of this device's requests under way again, as a second copy that nobody waits for.
    pub(super) fn repeat(&self, luck: u64) {
        let mut mail = self.mail();
        let requests = mail.iter().filter_map(|mail| match mail {
            Mail::Request { from, asked, .. } => Some((*from, asked.clone())),
            Mail::Answer { .. } => None,
        });
        let requests: Vec<_> = requests.collect();
        let count = u64::try_from(requests.len()).unwrap_or(u64::MAX);
        let Some(at) = luck.checked_rem(count) else {
            return;
        };
        let chosen = requests
            .into_iter()
            .nth(usize::try_from(at).unwrap_or_default());
        mail.extend(chosen.map(|(from, asked)| Mail::Request {
            from,
            asked,
            reply: None,
        }));
    }

    /// Nobody waits for what this device sent any more; it may still arrive.
    pub(super) fn give_up(&self, device: usize) {
        let mut mail = self.mail();
        mail.retain(|mail| !matches!(mail, Mail::Answer { to, .. } if *to == device));
        for mail in mail.iter_mut() {
            if let Mail::Request { from, reply, .. } = mail
                && *from == device
            {
                *reply = None;
            }
        }
    }
}

/// One device's end of it.
pub(super) struct Cable {
    pub(super) device: usize,
    pub(super) network: Network,
}

impl Way for Cable {
    fn pin(&self) -> Pin {
        Pin::ZERO
    }

    fn send(&self, asked: Asked) -> Awaited {
        let (reply, answer) = oneshot::channel();
        self.network.mail().push(Mail::Request {
            from: self.device,
            asked,
            reply: Some(reply),
        });
        // A world takes thousands of turns in one task, and tokio would make it wait for the next.
        Box::pin(async move { unconstrained(answer).await.ok() })
    }
}
