//! Whoever has a team's paper words and none of its devices finds the team on a server.
//!
//! `POST /v1/sessions/challenge` is asked with no team ([`TeamId::ZERO`]) and the id that the words'
//! public keys make. `POST /v1/recovery` then takes [`RecoveryRequest`] and answers
//! [`RecoveryReply`]. With the token the membership log is read, and
//! `POST /v1/teams/{team}/recovery` takes [`crate::membership::Append`] with a recover entry, and with
//! nothing else.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::device::DevicePublic;
use crate::id::{Challenge, Signature, TeamId};
use crate::session::session_message;

/// The words' public keys, with a proof that the words are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryRequest {
    /// What the words derive.
    #[n(0)]
    pub recovery: DevicePublic,
    /// As the server sent it.
    #[n(1)]
    pub challenge: Challenge,
    /// Under [`crate::label::Label::Session`] over [`recovery_message`].
    #[n(2)]
    pub signature: Signature,
    /// Teams before this one, in the order of their ids, are left out; none are if it is not there.
    #[n(3)]
    pub from: Option<TeamId>,
}

/// Teams whose words these are, or once were; at most [`crate::limits::MAX_RECOVERY_TEAMS`]. Where there are
/// so many, there may be more: they are asked for from the last one on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryReply {
    /// In the order of their ids.
    #[n(0)]
    pub teams: Vec<RecoveryTeam>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryTeam {
    /// Which.
    #[n(0)]
    pub team_id: TeamId,
    /// With which its membership log is read, and the entry added by which the words let a device in.
    #[n(1)]
    pub token: ByteVec,
}

/// What the words sign: as in a session, of no team yet.
pub fn recovery_message(recovery: &DevicePublic, challenge: &Challenge) -> Vec<u8> {
    session_message(&TeamId::ZERO, &recovery.device_id(), challenge)
}
