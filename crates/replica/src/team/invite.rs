//! An invite: 128 random bits that make a one-use key, a place to meet, and a sealed ticket.

use doorstep_wire::device::{DevicePublic, Role};
use doorstep_wire::entry::{Entry, EntryBody, EntryPlace, Invite, join_proof_message};
use doorstep_wire::id::{EntryHash, Locator, Pin, Signature, TeamId, VerifyingKeyBytes};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::roster::Roster;
use doorstep_wire::{decode, encode};
use ed25519_dalek::SigningKey;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::crypto::aead::{CannotOpen, open_with_nonce, seal_with_nonce};
use crate::crypto::identity::Identity;
use crate::crypto::key::{SecretKey, derive};

/// How long an invite can be used, in milliseconds: three days.
pub const INVITE_LASTS_MS: u64 = 3 * 24 * 60 * 60 * 1000;

/// The secret that an admin hands to a joiner, as a code or a QR picture.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct InviteSeed([u8; 16]);

/// What the joiner must know before it can believe anything the server says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct TicketContents {
    /// The team.
    #[n(0)]
    pub team_id: TeamId,
    /// The invite's entry, which is also the membership head the joiner must find in the log.
    #[n(1)]
    pub membership_head: EntryHash,
    /// The keys of the admin who invites, and who will approve.
    #[n(2)]
    pub approver: DevicePublic,
    /// The server's certificate; none for one that a public authority vouches for.
    #[n(3)]
    pub pin: Option<Pin>,
}

impl InviteSeed {
    /// A random one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Self([0; 16]);
        rng.fill_bytes(&mut seed.0);
        seed
    }

    /// From a typed code or the store.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the code and the encrypted store.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }

    /// Where on the server the two meet.
    pub fn locator(&self) -> Locator {
        let derived = self.derive(b"doorstep/1/invite-locator");
        let mut locator = [0; 16];
        for (to, from) in locator.iter_mut().zip(derived.expose()) {
            *to = *from;
        }
        Locator(locator)
    }

    fn derive(&self, purpose: &[u8]) -> SecretKey {
        derive(&self.0, purpose)
    }

    fn signing(&self) -> SigningKey {
        SigningKey::from_bytes(self.derive(b"doorstep/1/invite-key").expose())
    }

    /// Seals what the joiner must know.
    pub fn seal_ticket(&self, ticket: &TicketContents, rng: &mut impl CryptoRng) -> Vec<u8> {
        let key = self.derive(b"doorstep/1/invite-ticket");
        seal_with_nonce(&key, &self.locator().0, &encode(ticket), rng)
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`CannotOpen`] if it was not sealed under this seed.
    pub fn open_ticket(&self, sealed: &[u8]) -> Result<TicketContents, CannotOpen> {
        let key = self.derive(b"doorstep/1/invite-ticket");
        let plain = open_with_nonce(&key, &self.locator().0, sealed)?;
        decode(&plain).map_err(|_| CannotOpen)
    }

    /// Seals the joiner's name for the admin.
    pub fn seal_name(&self, name: &str, rng: &mut impl CryptoRng) -> Vec<u8> {
        let key = self.derive(b"doorstep/1/invite-name");
        // A fixed length, so that the server does not learn how long a name is.
        let mut padded = name.as_bytes().to_vec();
        padded.resize(NAME_BYTES.max(name.len()), 0);
        seal_with_nonce(&key, &self.locator().0, &padded, rng)
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`CannotOpen`] if it was not sealed under this seed.
    pub fn open_name(&self, sealed: &[u8]) -> Result<String, CannotOpen> {
        let key = self.derive(b"doorstep/1/invite-name");
        let mut plain = open_with_nonce(&key, &self.locator().0, sealed)?;
        let end = plain
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |at| at + 1);
        plain.truncate(end);
        String::from_utf8(plain).map_err(|_| CannotOpen)
    }

    /// The joiner's proof that it holds this seed, bound to its own keys and the team.
    pub fn prove(&self, team: &TeamId, joiner: &DevicePublic) -> Signature {
        sign(
            Label::JoinProof,
            &self.signing(),
            &join_proof_message(team, joiner),
        )
    }
}

/// Length that a joiner's name is padded to, in bytes.
pub const NAME_BYTES: usize = 128;

/// The entry that opens the door.
pub fn invite(
    admin: &Identity,
    roster: &Roster,
    seed: &InviteSeed,
    role: Role,
    now_ms: u64,
) -> Entry {
    let body = EntryBody::Invite(Invite {
        key: VerifyingKeyBytes(seed.signing().verifying_key().to_bytes()),
        role,
        expires_ms: now_ms.saturating_add(INVITE_LASTS_MS),
    });
    Entry::sign(next_place(admin, roster), body, admin.signing())
}

pub(crate) fn next_place(author: &Identity, roster: &Roster) -> EntryPlace {
    EntryPlace {
        team_id: roster.team_id(),
        previous: roster.head(),
        position: roster.entry_count(),
        author: author.device_id(),
    }
}
