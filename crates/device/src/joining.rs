//! A device that asked to be let in: what it must remember until an admin has answered.

use doorstep_model::call::JoinProgress;
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::Identity;
use doorstep_replica::team::invite::{InviteSeed, TicketContents};
use doorstep_replica::team::join::six_words;
use doorstep_wire::id::Pin;
use doorstep_wire::invite::JoinRequest;
use doorstep_wire::{decode, encode};
use minicbor::{Decode, Encode};

/// Kept in the encrypted store, so that joining goes on after a restart.
#[derive(Encode, Decode)]
pub(crate) struct Joining {
    /// `host:port`.
    #[n(0)]
    pub(crate) address: String,
    /// The certificate that the ticket named.
    #[n(1)]
    pub(crate) pin: Pin,
    /// The invite's seed.
    #[cbor(n(2), with = "minicbor::bytes")]
    seed: [u8; 16],
    /// What the admin said.
    #[n(3)]
    pub(crate) ticket: TicketContents,
    /// The joiner's name.
    #[n(4)]
    pub(crate) my_name: String,
}

impl Joining {
    pub(crate) fn new(
        address: String,
        pin: Pin,
        seed: &InviteSeed,
        ticket: TicketContents,
        my_name: String,
    ) -> Self {
        Self {
            address,
            pin,
            seed: *seed.expose(),
            ticket,
            my_name,
        }
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Problem> {
        decode(bytes).map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "joining"))
    }

    pub(crate) fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        zeroize::Zeroizing::new(encode(self))
    }

    pub(crate) fn seed(&self) -> InviteSeed {
        InviteSeed::from_bytes(self.seed)
    }

    /// What the server is asked; a repeat says the same.
    pub(crate) fn request(&self, me: &Identity) -> JoinRequest {
        let seed = self.seed();
        JoinRequest {
            device: me.public(),
            proof: seed.prove(&self.ticket.team_id, &me.public()),
            sealed_name: seed
                .seal_name(&self.my_name, &mut crate::random::system())
                .into(),
        }
    }

    /// The words to compare.
    pub(crate) fn progress(&self, me: &Identity) -> JoinProgress {
        let words = six_words(&self.ticket.team_id, &me.public(), &self.ticket.approver);
        JoinProgress {
            words,
            joined: false,
        }
    }
}

impl Drop for Joining {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.seed);
    }
}
