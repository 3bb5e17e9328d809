//! A device proves its key and gets a short-lived token.
//!
//! `POST /v1/sessions/challenge` takes [`ChallengeRequest`] and answers [`ChallengeReply`];
//! `POST /v1/sessions` takes [`SessionRequest`] and answers [`SessionReply`]. The token then goes in
//! the header [`SESSION_HEADER`] in hex.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::id::{Challenge, DeviceId, Signature, TeamId};

/// Carries the token. Not `authorization`: HTTP/2 writes that one out anew in every request, and a
/// device asks for news all day.
pub const SESSION_HEADER: &str = "doorstep-session";

/// Who wants to talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ChallengeRequest {
    /// The team it says it is in.
    #[n(0)]
    pub team_id: TeamId,
    /// The device it says it is.
    #[n(1)]
    pub device_id: DeviceId,
}

/// What to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ChallengeReply {
    /// Random, good for one use and a minute.
    #[n(0)]
    pub challenge: Challenge,
}

/// The signed challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct SessionRequest {
    /// As in the challenge request.
    #[n(0)]
    pub team_id: TeamId,
    /// As in the challenge request.
    #[n(1)]
    pub device_id: DeviceId,
    /// As the server sent it.
    #[n(2)]
    pub challenge: Challenge,
    /// Under [`crate::label::Label::Session`] over [`session_message`].
    #[n(3)]
    pub signature: Signature,
}

/// A token for some minutes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SessionReply {
    /// 32 random bytes.
    #[n(0)]
    pub token: ByteVec,
    /// How long the server will take it, in seconds.
    #[n(1)]
    pub valid_seconds: u32,
}

/// What a device signs: suite ‖ team ‖ device ‖ challenge.
pub fn session_message(team: &TeamId, device: &DeviceId, challenge: &Challenge) -> Vec<u8> {
    [&[crate::SUITE][..], &team.0, &device.0, &challenge.0].concat()
}
