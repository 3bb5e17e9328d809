//! What an operator should hear of when it comes often: somebody asks for what they may not have.
//!
//! The words of `event` stay as they are, so that they can be watched for. Nothing else is said than
//! the route: no ids, no addresses.

use doorstep_wire::refusal::RefusalCode;

/// An event in the log and in the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event(pub(super) &'static str);

/// More requests without a session came from an address than one may make.
pub(super) const MANY_STRANGERS: Event = Event("many_strangers");
/// A device or a team asks or stores more than one may.
pub(super) const OVER_LIMIT: Event = Event("over_limit");

impl Event {
    /// The event that a refusal is, if it is one.
    pub(super) fn of(code: RefusalCode) -> Option<Self> {
        match code {
            RefusalCode::BadSignature => Some(Self("signature_refused")),
            RefusalCode::BadSetupCode => Some(Self("wrong_setup_code")),
            RefusalCode::NotMember => Some(Self("unknown_device")),
            RefusalCode::Removed => Some(Self("removed_device")),
            RefusalCode::LogForked => Some(Self("log_forked")),
            _ => None,
        }
    }
}
