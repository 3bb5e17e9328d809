//! How a joiner and an admin find each other through the server.
//!
//! `PUT /v1/teams/{team}/invites/{locator}` (admin) takes [`Ticket`].
//! `GET /v1/invites/{locator}` (no session) answers [`TicketReply`].
//! `POST /v1/invites/{locator}/join` (no session) takes [`JoinRequest`].
//! `GET /v1/teams/{team}/joins` (admin) answers [`Joins`].
//! `DELETE /v1/teams/{team}/joins/{locator}` (admin) declines one and closes its invite.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::device::DevicePublic;
use crate::id::{EntryHash, Locator, Signature};

/// An invite's sealed half, left at the server for whoever holds the seed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Ticket {
    /// The invite's entry in the membership log.
    #[n(0)]
    pub invite: EntryHash,
    /// Server address, pin, team, membership head and the approver's keys, sealed under the seed.
    #[n(1)]
    pub sealed: ByteVec,
}

/// What a joiner finds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct TicketReply {
    /// As the admin left it.
    #[n(0)]
    pub sealed: ByteVec,
}

/// A device asks to come in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct JoinRequest {
    /// Its keys.
    #[n(0)]
    pub device: DevicePublic,
    /// The invite key's signature over [`crate::entry::join_proof_message`].
    #[n(1)]
    pub proof: Signature,
    /// The joiner's name, sealed under the seed.
    #[n(2)]
    pub sealed_name: ByteVec,
}

/// A join request waiting for an admin.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PendingJoin {
    /// Where it came in.
    #[n(0)]
    pub locator: Locator,
    /// By which invite.
    #[n(1)]
    pub invite: EntryHash,
    /// As sent.
    #[n(2)]
    pub request: JoinRequest,
}

/// All that wait.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Joins {
    /// In the order they came.
    #[n(0)]
    pub pending: Vec<PendingJoin>,
}
